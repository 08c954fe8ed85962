"""Golden cases: each page of `seeds/articles/` beside `<page>.expected.json`, which says what a careful reader finds.

A golden case holds, per article of the page, its metadata, every direct and mixed quotation (kind, speaker and, where
they are given, the reporting word and what speaks), the indirect ones that nobody would miss, sentences that must
survive cleaning (`present`) and fragments that must not (`absent`). A quotation marked `nested` stands inside another
one and may be a row of its own or not. An article marked `optional` may be an article of its own or be removed.
Several accepted speakers are a list. An interviewer's own questions are not asked for as quotations. When a test
fails, read the page: mend the code, or the golden case if the reader was wrong.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any, Protocol

import polars as pl
import pytest

Row = Mapping[str, Any]
INDIRECT_OVERLAP = 0.6
ARTICLES_FOLDER = Path(__file__).parents[2] / "seeds" / "articles"


class Read(Protocol):
    articles: pl.DataFrame
    quotations: pl.DataFrame
    rejects: pl.DataFrame


Reader = Callable[[str], Read]


def test_every_page_has_a_golden_case_and_back() -> None:
    files = {path.name for path in ARTICLES_FOLDER.iterdir()} - {"dedupe.expected.json"}
    cases = {name for name in files if name.endswith(".expected.json")}
    assert cases == {f"{name}.expected.json" for name in files - cases}


def test_rejects_are_the_expected_ones(page: str, golden: Row, read: Reader) -> None:
    found = [row for row in read(page).rejects.to_dicts() if row["stage"] in ("ingest", "clean")]
    differences = [
        *(f"- no reject {want}" for want in golden["rejects"] if not any(_is_reject(row, want) for row in found)),
        *(
            f"+ {row['stage']} {row['rule']}: {row['reason']}"
            for row in found
            if not any(_is_reject(row, want) for want in golden["rejects"])
        ),
    ]
    _report(page, differences)


def test_articles_and_their_metadata(page: str, golden: Row, read: Reader) -> None:
    _report(page, [line for want, row in _pairs(page, golden, read) for line in _metadata_differences(want, row)])


def test_text_keeps_the_story_and_nothing_else(page: str, golden: Row, read: Reader) -> None:
    _report(
        page,
        [
            line
            for want, row in _pairs(page, golden, read)
            if want and row
            for line in (
                *(f"- lost from the text: {part!r}" for part in want["present"] if part not in row["text"]),
                *(f"+ left in the text: {part!r}" for part in want["absent"] if part in row["text"]),
            )
        ],
    )


def test_quotations_and_their_kinds(page: str, golden: Row, read: Reader) -> None:
    differences = []
    for want, row in _pairs(page, golden, read):
        if want and row:
            matched, missed, surplus = _match(want["quotes"], _quotations(page, row, read))
            differences += [f"- {_show(quote)}" for quote in missed if not quote.get("nested")]
            differences += [f"+ {_show(quote)}" for quote in surplus if quote["kind"] != "indirect"]
            differences += [
                f"~ {expected['kind']} found as {found['kind']}: {expected['text']!r}"
                for expected, found in matched
                if expected["kind"] != found["kind"] and not expected.get("nested")
            ]
    _report(page, differences)


def test_speakers(page: str, golden: Row, read: Reader) -> None:
    _report(
        page,
        [
            f"~ {found['speaker']!r} for {_accepted(expected)} by {found['attribution_rule']}: {expected['text']!r}"
            for expected, found in _matched_quotations(page, golden, read)
            if not expected.get("nested") and not _is_speaker(found["speaker"], _accepted(expected))
        ],
    )


def test_speaker_types(page: str, golden: Row, read: Reader) -> None:
    _report(
        page,
        [
            f"~ {found['speaker_type']} for {expected['type']}: {found['speaker']!r}, {expected['text']!r}"
            for expected, found in _matched_quotations(page, golden, read)
            if "type" in expected and found["speaker"] and expected["type"] != found["speaker_type"]
        ],
    )


def test_cues(page: str, golden: Row, read: Reader) -> None:
    _report(
        page,
        [
            f"~ {found['cue']!r} for {expected['cue']!r}: {expected['text']!r}"
            for expected, found in _matched_quotations(page, golden, read)
            if "cue" in expected and not expected.get("nested") and not _is_cue(found["cue"], expected["cue"])
        ],
    )


def _report(page: str, differences: Sequence[str]) -> None:
    """Fail with the differences, one a line (`-` expected, `+` found, `~` found otherwise)."""
    if differences:
        listed = "\n  ".join(differences)
        pytest.fail(
            f"seeds/articles/{page}\n  {listed}\n(expected in seeds/articles/{page}.expected.json)", pytrace=False
        )


def _is_reject(row: Row, want: Row) -> bool:
    return (
        row["stage"] == want["stage"]
        and want.get("rule") in (None, row["rule"])
        and want.get("reason_has", "").lower() in f"{row['rule']} {row['reason']}".lower()
    )


def _pairs(page: str, golden: Row, read: Reader) -> list[tuple[Row | None, Row | None]]:
    """Expected articles beside found ones, in page order; an optional article only where it was found."""
    found = read(page).articles.sort("part", maintain_order=True).to_dicts()
    optional = {_fold(want["title"]): want for want in golden["articles"] if want.get("optional")}
    others = [row for row in found if row["part"] and _fold(row["title"] or "") in optional]
    main = [row for row in found if row not in others]
    if page.endswith((".jsonl", ".warc.gz")):
        main.sort(key=lambda row: _position(row, golden))
    required = [want for want in golden["articles"] if not want.get("optional")]
    return [*zip_longest(required, main), *((optional[_fold(row["title"])], row) for row in others)]


def _position(row: Row, golden: Row) -> int:
    """Where the golden case lists the article; records of one file have no order of their own after ingest."""
    titles = [_fold(want["title"]) for want in golden["articles"]]
    title = _fold(row["title"] or "")
    return titles.index(title) if title in titles else len(titles)


def _metadata_differences(want: Row | None, row: Row | None) -> Iterable[str]:
    if row is None:
        return [f"- no article {want['title']!r}" if want else "- no article"]
    if want is None:
        return [f"+ article {row['title']!r}: {row['text'][:80]!r}"]
    found = {**row, "published": row["published_at"].date().isoformat() if row["published_at"] else None}
    asked = ("title", "publisher", "original_publisher", "published", "published_source", "language", "authors")
    return [
        f"~ {name} of {want['title']!r}: expected {want[name]!r}, found {found[name]!r}"
        for name in asked
        if name in want and _folded(want[name]) != _folded(found[name])
    ]


def _quotations(page: str, article: Row, read: Reader) -> list[Row]:
    """The quotations of one article's body, with those over several paragraphs cut into one piece per paragraph."""
    rows = read(page).quotations.filter(pl.col("article_id") == article["article_id"])
    return [
        {**row, "text": piece}
        for row in rows.sort("start").to_dicts()
        for piece in re.split(r"\s*\n\s*", row["text"])
        if _words(piece)
    ]


def _matched_quotations(page: str, golden: Row, read: Reader) -> list[tuple[Row, Row]]:
    return [
        pair
        for want, row in _pairs(page, golden, read)
        if want and row
        for pair in _match(want["quotes"], _quotations(page, row, read))[0]
    ]


def _match(expected: Sequence[Row], found: Sequence[Row]) -> tuple[list[tuple[Row, Row]], list[Row], list[Row]]:
    """Pairs of equal quotations, the expected ones without a partner, and the found ones without (nested ones aside).

    Quoted words must be equal but for punctuation at the edges; reported clauses must share most of their words.
    """
    left = list(found)
    matched, missed = [], []
    for quote in expected:
        partner = next((row for row in left if _is_same(quote, row)), None)
        if partner is None:
            missed.append(quote)
        else:
            left.remove(partner)
            matched.append((quote, partner))
    return matched, missed, [row for row in left if row["nested_in"] is None]


def _is_same(quote: Row, row: Row) -> bool:
    if quote["kind"] != "indirect":
        return row["kind"] != "indirect" and _trim(quote["text"]) == _trim(row["text"])
    if row["kind"] != "indirect":
        return False
    ours, theirs = set(_words(quote["text"])), set(_words(row["text"]))
    return len(ours & theirs) >= INDIRECT_OVERLAP * len(ours | theirs)


def _accepted(quote: Row) -> list[str]:
    speaker = quote["speaker"]
    return [speaker] if isinstance(speaker, str) else list(speaker)


def _is_speaker(found: str | None, accepted: Sequence[str]) -> bool:
    """A name must be equal; words that only describe a speaker must hold those expected, in any order."""
    if found is None:
        return False
    return any(
        _fold(found) == _fold(name) or (not _is_name(name) and set(_words(name)) <= set(_words(found)))
        for name in accepted
    )


def _is_name(speaker: str) -> bool:
    """Whether every word but the small ones begins with a capital, as in `Port of Sabel`."""
    return all(word[0].isupper() for word in speaker.split() if word not in ("of", "the", "and"))


def _is_cue(found: str | None, expected: str) -> bool:
    return found is not None and expected.lower() in found.lower()


def _show(quote: Row) -> str:
    return f"{quote['kind']} {quote['speaker']!r}: {quote['text']!r}"


def _folded(value: Any) -> Any:
    return _fold(value) if isinstance(value, str) else value


def _fold(name: str) -> str:
    """A name without case, leading article and differences between quotation marks."""
    plain = re.sub("[‘’]", "'", re.sub("[“”]", '"', name)).casefold().strip()
    return re.sub(r"^(the|a|an|one) ", "", plain)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _trim(text: str) -> str:
    """`text` without punctuation and spaces at its edges, and with single spaces inside."""
    inner = " ".join(text.split())
    start, end = 0, len(inner)
    while start < end and _is_edge(inner[start]):
        start += 1
    while end > start and _is_edge(inner[end - 1]):
        end -= 1
    return inner[start:end]


def _is_edge(character: str) -> bool:
    return unicodedata.category(character)[0] in "PZ"
