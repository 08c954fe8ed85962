"""Our own gold: its format holds, the scorer counts as it says, and no figure falls below its floor."""

import sys
from pathlib import Path

import pytest

from benchmarks.quality.__main__ import main
from benchmarks.quality.floors import breaches, digest_of, measures_of, raise_floors, read_floors
from benchmarks.quality.gold import GoldArticle, GoldError, GoldQuote, groups_of, parse_article, read_gold, to_record
from benchmarks.quality.names import leniently_same, strictly_same
from benchmarks.quality.predict import Found, Reading, read_articles
from benchmarks.quality.report import describe
from benchmarks.quality.score import Score, score_readings

HERE = Path(__file__).parent
LEAST_ARTICLES, LEAST_WORDS, MOST_WORDS = 60, 110, 750
SMALL = """title: Late again
outlet: The Test
style: none
shows: nothing
---
“{d1 It is late,}” {s1 she} {c1 said}. “{d1 We wait.}” {s2 Moe} {c2 told} her {m2 it was “{q early}” yet}.

{i3? It is} so.
---
1: Ada Berg (person)
2: Tor Moe (person)
3: no speaker
"""


@pytest.fixture(scope="module")
def gold() -> list[GoldArticle]:
    return read_gold(HERE / "quotations")


@pytest.fixture(scope="module")
def score(gold: list[GoldArticle]) -> Score:
    return score_readings(read_articles(gold))


def test_no_figure_falls_below_its_floor(
    gold: list[GoldArticle], score: Score, capsys: pytest.CaptureFixture[str]
) -> None:
    measured, floors = measures_of(score), read_floors(HERE / "floors.toml")
    assert floors.gold == digest_of(gold), "the gold has changed: set its floors with benchmarks.quality --pin"
    assert measured.keys() == floors.values.keys()
    found = breaches(floors.values, measured)
    with capsys.disabled():
        sys.stdout.write("".join(f"\n{one}" for one in found if not one.is_worse))
    worse = [str(one) for one in found if one.is_worse]
    assert not worse, "\n".join([*worse, "", *map(describe, score.errors)])


def test_articles_are_many_and_short(gold: list[GoldArticle]) -> None:
    lengths = {article.name: len(article.text.split()) for article in gold}
    assert len(gold) >= LEAST_ARTICLES
    assert {name for name, words in lengths.items() if not LEAST_WORDS <= words <= MOST_WORDS} == set()
    assert {quote.kind for article in gold for quote in article.quotes} == {"direct", "mixed", "indirect"}


def test_a_marked_article_is_read_as_it_is_written() -> None:
    article = parse_article(SMALL, "late", "test")
    assert article.text == "“It is late,” she said. “We wait.” Moe told her it was “early” yet.\n\nIt is so."
    assert [(article.text[one.start : one.end], one.kind, one.speaker) for one in article.quotes] == [
        ("It is late,", "direct", "Ada Berg"),
        ("We wait.", "direct", "Ada Berg"),
        ("it was “early” yet", "mixed", "Tor Moe"),
        ("It is", "indirect", None),
    ]
    assert [article.text[slice(*one.mention)] if one.mention else None for one in article.quotes] == [
        "she", "she", "Moe", None,
    ]  # fmt: skip
    assert article.text[slice(*article.quotes[2].quoted[0])] == "early"
    assert [one.optional for one in article.quotes] == [False, False, False, True]
    assert {group: len(quotes) for group, quotes in groups_of(article).items()} == {1: 2, 2: 1, 3: 1}


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("title: Late again\n", "", "header has"),
        ("style: none", "style none", "header line"),
        ("\n---\n1:", "\n1:", "2 parts"),
        ("{d1 We wait.}", "{d1 We wait.", "never closed"),
        ("{d1 We wait.}", "d1 We wait.}", "none opened"),
        ("{d1 We wait.}", "{x1 We wait.}", "no mark begins"),
        ("{d1 We wait.}", "{d1 We wait. }", "white space"),
        ("{d1 We wait.}", "{d1,2 We wait.}", "one utterance"),
        ("{d1 We wait.}", "{d7 We wait.}", r"\[7\]"),
        ("{q early}", "early", "in mixed quotations alone"),
        ("{d1 We wait.}", "{q We wait.}", "inside {m1"),
        ("{c2 told}", "{c1 told}", "two marks c"),
        ("3: no speaker\n", "", r"\[3\]"),
        ("(person)\n2", "(ghost)\n2", "a speaker is one of"),
        ("2: Tor Moe (person)", "1: Tor Moe (person)", "two speaker lines"),
        ("2: Tor Moe (person)", "2 Tor Moe", "speaker line"),
    ],
)
def test_a_broken_mark_is_refused(old: str, new: str, complaint: str) -> None:
    assert old in SMALL
    with pytest.raises(GoldError, match=complaint):
        parse_article(SMALL.replace(old, new), "late", "test")


def test_gold_of_the_json_form_says_the_same(tmp_path: Path, gold: list[GoldArticle]) -> None:
    import json

    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(json.dumps(to_record(article)) for article in gold), encoding="utf-8")
    again = read_gold(path)
    assert [article.text for article in again] == [article.text for article in gold]
    for article, other in zip(gold, again, strict=True):
        outer = [quote for quote in article.quotes if not quote.nested]
        assert [(q.start, q.end, q.kind, q.speaker, q.mention, q.cue) for q in outer] == [
            (q.start, q.end, q.kind, q.speaker, q.mention, q.cue) for q in other.quotes
        ]


@pytest.mark.parametrize("line", ["[]", '{"id": "a"}', '{"id": "a", "text": "b", "quotes": [{"kind": "loud"}]}', "no"])
def test_json_that_is_no_gold_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(GoldError, match=r"gold\.jsonl:1"):
        read_gold(path)


@pytest.mark.parametrize(
    ("one", "other", "strict", "lenient"),
    [
        ("Ada Berg", "Ada Berg", True, True),
        ("the Mayor Ada Berg", "Ada Berg", True, True),
        ("Berg", "Ada Berg", False, True),
        ("Olaf Berg", "Ada Berg", False, False),
        ("A. Berg", "Ada Berg", False, True),
        ("Ada", "Ada Berg", False, True),
        ("the ministry", "the Ministry of Transport", False, True),
        ("transport", "the Ministry of Transport", False, False),
        ("Ada Berg, the mayor", "Ada Berg", True, True),
        ("she", "she", True, False),
        ("US", "US", True, True),
        ("Berg and Moe", "Tor Moe", False, True),
    ],
)
def test_names(one: str, other: str, *, strict: bool, lenient: bool) -> None:
    assert strictly_same(one, other) == strict
    assert leniently_same(one, [other]) == lenient


def test_the_command_shows_figures_and_errors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "late.txt").write_text(SMALL.replace("Ada Berg", "Olaf Lind"), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["quality", "--gold", str(tmp_path), "--errors"])
    main()
    told = capsys.readouterr().out
    assert "gold:  Olaf Lind, printed as 'she'" in told
    assert "expected calibration error" in told
    monkeypatch.setattr(sys, "argv", ["quality", "--gold", str(tmp_path / "none.jsonl")])
    with pytest.raises(SystemExit, match=r"none\.jsonl: cannot be read"):
        main()


def found_quote(start: int, end: int, speaker: str | None, confidence: float = 0.9) -> Found:
    return Found(start, end, "direct", False, speaker, "clause_after" if speaker else "no_cue", confidence)


def test_what_is_counted() -> None:
    text = "one two three four five. six seven eight nine ten. eleven twelve."
    gold = (
        GoldQuote(0, 23, "direct", 1, speaker="Ada Berg"),
        GoldQuote(25, 49, "direct", 2, speaker="Tor Moe"),
        GoldQuote(51, 57, "direct", 3, optional=True),
    )
    article = GoldArticle("a", "test", text, gold)
    cases = {
        "right": ([found_quote(0, 23, "Berg"), found_quote(25, 49, "Moe")], (2, 0, 0), (2, 0, 0)),
        "wrong name": ([found_quote(0, 23, "Moe"), found_quote(25, 49, "Moe")], (2, 0, 0), (1, 1, 1)),
        "no name": ([found_quote(0, 23, None), found_quote(25, 49, "Moe")], (2, 0, 0), (1, 1, 1)),
        "too short": ([found_quote(0, 7, "Berg"), found_quote(25, 49, "Moe")], (1, 1, 1), (1, 1, 1)),
        "twice": ([found_quote(0, 23, "Berg"), found_quote(0, 18, "Berg")], (1, 1, 1), (1, 1, 1)),
        "optional": ([found_quote(51, 57, None), found_quote(25, 49, "Moe")], (1, 0, 1), (1, 0, 1)),
    }
    for name, (found, spans, whole) in cases.items():
        score = score_readings([(article, Reading(found))])
        overlap, ends = score.spans_of(), score.whole_of()
        assert (overlap.right, overlap.false, overlap.missed) == spans, name
        assert (ends.right, ends.false, ends.missed) == whole, name
    named = score_readings([(article, Reading([found_quote(51, 57, "Tor Moe")]))])
    assert named.n_named_though_nobody == 1


def test_confidence_is_held_against_the_truth() -> None:
    text = "word " * 20
    gold = tuple(GoldQuote(5 * n, 5 * n + 4, "direct", n, speaker="Ada Berg") for n in range(20))
    found = [found_quote(5 * n, 5 * n + 4, "Ada Berg" if n < 15 else "Tor Moe", 0.95) for n in range(20)]
    score = score_readings([(GoldArticle("a", "test", text, gold), Reading(found))])
    assert [(row.least, row.n, row.right) for row in score.reliability()] == [(0.9, 20, 0.75)]
    assert score.calibration_error == pytest.approx(0.2)
    assert score.wrong_name_share == pytest.approx(0.25)


def test_floors_only_rise_for_the_same_gold(tmp_path: Path) -> None:
    path = tmp_path / "floors.toml"
    raise_floors(path, "a", {"overlap_all": 90.0, "wrong_name_share": 5.0})
    raise_floors(path, "a", {"overlap_all": 80.0, "wrong_name_share": 9.0})
    assert read_floors(path).values == {"overlap_all": 90.0, "wrong_name_share": 5.0}
    raise_floors(path, "a", {"overlap_all": 91.0, "wrong_name_share": 4.0})
    assert read_floors(path).values == {"overlap_all": 91.0, "wrong_name_share": 4.0}
    told = breaches(read_floors(path).values, {"overlap_all": 90.9, "wrong_name_share": 3.0})
    assert [(one.measure, one.is_worse) for one in told] == [("overlap_all", True), ("wrong_name_share", False)]
    raise_floors(path, "b", {"overlap_all": 70.0, "wrong_name_share": 9.0})
    assert read_floors(path).values == {"overlap_all": 70.0, "wrong_name_share": 9.0}


def test_the_digest_of_gold_sees_a_mark(gold: list[GoldArticle]) -> None:
    one, other = (parse_article(text, "late", "test") for text in (SMALL, SMALL.replace("{i3?", "{i3")))
    assert digest_of([one]) == digest_of([parse_article(SMALL, "late", "test")])
    assert len({digest_of(gold), digest_of([one]), digest_of([other])}) == 3
