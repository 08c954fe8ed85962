"""The report and the Data Docs: what they say, that they are the same twice, and that they load nothing."""

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from expectations.docs import build_docs, page_name
from expectations.gate import check_stage
from expectations.report import build_report_data, render_report, summarise
from expectations.report.clusters import compared
from expectations.report.samples import LONGEST, without_middle
from expectations.verdict import Verdict
from newsquotes.schemas import TABLES

World = dict[str, pl.DataFrame]
REMOTE = re.compile(
    r"""(?:src|href)\s*=\s*["']?(?:https?:)?//|url\(["']?(?:https?:)?//|@import|<script[^>]*src""", re.I
)
SCRIPT = "<script>alert('x')</script>"


def spoiled(world: World) -> World:
    """The clean world with a speaker that is no name, a text with a script, and a date in the far past."""
    quotations = world["quotations"].to_dicts()
    quotations[0]["speaker"] = SCRIPT
    articles = world["articles"].to_dicts()
    articles[3]["title"] = SCRIPT
    return world | {
        "quotations": TABLES["quotations"].from_rows(quotations),
        "articles": TABLES["articles"].from_rows(articles),
    }


@pytest.fixture
def checked(world: World, now: datetime, facts: dict[str, int]) -> tuple[World, list[Verdict], list[str]]:
    """A spoiled world, its verdicts and its validations."""
    tables = spoiled(world)
    gated = [check_stage(stage, tables, now=now, facts=facts) for stage in ("attribute", "export")]
    return tables, [one.verdict for one in gated], [text for one in gated for text in one.validations]


@pytest.fixture
def site(checked: tuple[World, list[Verdict], list[str]], tmp_path: Path) -> Path:
    """A folder with the report and the Data Docs of the spoiled world."""
    tables, verdicts, validations = checked
    data = build_report_data(tables, verdicts, generated="2024-06-01 00:00 UTC", docs="docs")
    (tmp_path / "index.html").write_text(render_report(data), encoding="utf-8")
    build_docs(validations, tmp_path / "docs", report="../index.html")
    return tmp_path


def test_no_page_refers_to_another_machine(site: Path) -> None:
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 10
    assert [page.name for page in pages if REMOTE.search(page.read_text(encoding="utf-8"))] == []


def test_every_link_leads_somewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        html = page.read_text(encoding="utf-8")
        for link in re.findall(r'href="([^"]*)"', html):
            file, _, anchor = link.partition("#")
            if file == "data:,":
                continue
            assert not file or (page.parent / file).exists(), (page.name, link)
            assert not anchor or f'id="{anchor}"' in html, (page.name, link)


def test_data_docs_are_the_same_twice_and_named_by_suite(
    checked: tuple[World, list[Verdict], list[str]], site: Path, tmp_path: Path
) -> None:
    build_docs(checked[2], tmp_path / "again", report="../index.html")
    names = sorted(path.name for path in (site / "docs").iterdir())
    assert page_name("attribute", "quotations") in names
    assert names == sorted(path.name for path in (tmp_path / "again").iterdir())
    for name in names:
        assert (site / "docs" / name).read_text() == (tmp_path / "again" / name).read_text(), name


def test_data_docs_tell_rule_reason_and_failing_key(site: Path, world: World) -> None:
    html = (site / "docs" / page_name("attribute", "quotations")).read_text(encoding="utf-8")
    assert "speaker_is_a_name" in html
    assert "A pronoun, a sentence or a piece of markup names nobody." in html
    assert str(world["quotations"]["quotation_id"][0]) in html


def test_nothing_of_the_data_becomes_markup(site: Path) -> None:
    for page in site.rglob("*.html"):
        assert SCRIPT not in page.read_text(encoding="utf-8"), page.name


def test_the_report_is_the_same_twice(checked: tuple[World, list[Verdict], list[str]]) -> None:
    tables, verdicts, _ = checked
    shuffled = {name: frame.sample(fraction=1, shuffle=True, seed=3) for name, frame in tables.items()}
    assert render_report(build_report_data(tables, verdicts)) == render_report(build_report_data(shuffled, verdicts))


def test_the_funnel_counts_every_step_and_every_drop(world: World) -> None:
    data = build_report_data(world, [])
    assert {step.table: step.count for step in data.funnel} == {
        "inputs": 25,
        "documents": 24,
        "articles": 24,
        "quotations": 52,
        "occurrences": 50,
        "quotes": 49,
        "speakers": 24,
    }
    drops = {step.table: [(drop.stage, drop.rule, drop.count) for drop in step.drops] for step in data.funnel}
    assert drops["inputs"] == [("ingest", "binary_file", 1)]
    assert drops["quotations"] == [("dedupe", "no_speaker", 2)]
    assert [(drop.stage, drop.rule, drop.count) for drop in data.removed] == [
        ("title", "title_line", 23),
        ("comment", "comment_line", 1),
    ]


def reworded(world: World) -> World:
    """The first quote is printed twice; the second printing exchanges a word, under another name."""
    rows = world["occurrences"].to_dicts()
    quote = rows[0]["quote_id"]
    second = next(row for row in rows if row["quote_id"] != quote)
    second |= {"quote_id": quote, "text": "The boat <b>sails</b>", "match_type": "reworded", "difference": "ferry>boat"}
    quotes = world["quotes"].with_columns(n_variants=pl.when(pl.col("quote_id") == quote).then(2).otherwise(1))
    occurrences = TABLES["occurrences"].from_rows(rows)
    return world | {"occurrences": occurrences, "quotes": quotes.cast(dict(TABLES["quotes"].polars))}


def test_the_wordings_of_big_and_doubtful_quotes_are_laid_side_by_side(world: World) -> None:
    assert build_report_data(world, []).biggest == build_report_data(world, []).doubtful == ()
    data = build_report_data(reworded(world), [])
    (big,) = data.biggest
    assert [variant.is_the_quote for variant in big.variants] == [True, False]
    own, other = big.variants
    assert own.share == 1
    assert [piece.text for piece in other.pieces if piece.kind == "own"] == ["boat <b>sails</b>"]
    assert "other words" in big.doubts
    assert {cluster.quote_id for cluster in data.doubtful} == {big.quote_id}
    page = render_report(data)
    assert "The most doubtful merges" in page
    assert "<b>sails</b>" not in page
    assert '<del>ferry number</del> <mark class="own">boat &lt;b&gt;sails&lt;/b&gt;</mark>' in page


QUOTE = "We shall not sell the mill, whatever they offer us, before the spring"

WORDINGS = [
    (QUOTE, [("shared", QUOTE)], 1.0),
    ("we shall not sell the mill", [("shared", "we shall not sell the mill")], 0.46),
    ("sell the mill, whatever they offer", [("shared", "sell the mill, whatever they offer")], 0.46),
    (
        "We shall not let the mill, whatever they offer us",
        [
            ("shared", "We shall not "),
            ("lacking", "sell "),
            ("own", "let "),
            ("shared", "the mill, whatever they offer us"),
        ],
        0.69,
    ),
    (
        "We shall sell the mill, whatever",
        [("shared", "We shall "), ("lacking", "not "), ("shared", "sell the mill, whatever")],
        0.46,
    ),
    (
        "We shall not sell… before the spring",
        [("shared", "We shall not sell… "), ("shared", "before the spring")],
        0.54,
    ),
    (
        "We shall [...] before the spring",
        [("shared", "We shall "), ("shared", "[...] "), ("shared", "before the spring")],
        0.38,
    ),
    (
        "We before the spring",
        [("shared", "We "), ("lacking", "(9 words) "), ("shared", "before the spring")],
        0.31,
    ),
    (
        "We shall not sell the mall",
        [("shared", "We shall not sell the "), ("lacking", "mill, "), ("own", "mall")],
        0.38,
    ),
    (
        "They shall not sell the mill",
        [("lacking", "We "), ("own", "They "), ("shared", "shall not sell the mill")],
        0.38,
    ),
]


def test_wordings_that_differ_in_marks_and_capitals_are_one(world: World) -> None:
    rows = world["occurrences"].to_dicts()[:5]
    spellings = ["We sail, at last", "We sail at last!", "WE SAIL AT LAST", "We sail … at last", "We sail... at last"]
    for row, text in zip(rows, spellings, strict=True):
        row |= {"quote_id": rows[0]["quote_id"], "text": text, "match_type": "formatting"}
    own = {"text": spellings[0], "n_variants": len(spellings)}
    quotes = TABLES["quotes"].from_rows([world["quotes"].row(0, named=True) | own])
    changed = world | {"occurrences": TABLES["occurrences"].from_rows(rows), "quotes": quotes}
    data = build_report_data(changed, [])
    (big,) = data.biggest
    assert [(variant.text, variant.n_spellings, variant.count) for variant in big.variants] == [
        ("We sail, at last", 3, 3),
        ("We sail … at last", 2, 2),
    ]
    assert big.n_hidden == 0
    assert "marks and capitals set in 3 ways" in render_report(data)


@pytest.mark.parametrize(("text", "pieces", "share"), WORDINGS)
def test_a_wording_is_laid_beside_its_quote(text: str, pieces: list[tuple[str, str]], share: float) -> None:
    found, of_the_quote = compared(text, QUOTE)
    assert [(piece.kind, piece.text) for piece in found] == pieces
    assert of_the_quote == pytest.approx(share, abs=0.01)


def test_every_reject_is_shown_once_in_the_funnel(world: World) -> None:
    rejects = pl.concat(
        [
            world["rejects"].head(1).with_columns(stage=pl.lit(stage), rule=pl.lit(f"rule_of_{stage}"))
            for stage in ("ingest", "clean", "annotate", "extract", "attribute", "dedupe", "export")
        ]
    )
    data = build_report_data({**world, "rejects": rejects}, [])
    shown = [drop.stage for step in data.funnel for drop in step.drops]
    assert sorted(shown) == sorted(rejects["stage"].to_list())


def test_samples_show_quote_mention_and_cue(world: World) -> None:
    sample = build_report_data(world, []).samples[0]
    text = "".join(span.text for span in sample.spans)
    kinds = {span.kind: span.text for span in sample.spans if span.kind != "plain"}
    assert sample.n_occurrences == 2
    assert kinds == {
        "quote": "The ferry number 0 will sail again before the winter storms arrive",
        "mention": "Orla Vantage",
        "cue": "said",
    }
    assert text.strip("… ") in " ".join(world["articles"]["text"])


def test_a_quotation_of_pages_is_shown_without_its_middle() -> None:
    short, long = "a ferry " * 9, "".join(f"ferry-{number} " for number in range(400))
    assert without_middle(short) == short
    opening, closing = without_middle(long).split(" […] ")
    assert long.startswith(f"{opening} ")
    assert long.endswith(f" {closing}")
    assert len(opening) + len(closing) < LONGEST


def _dated(world: World, dates: Sequence[datetime | None]) -> World:
    """The world with as many printings as there are dates, each in an article of its own."""
    printings = (
        world["occurrences"]
        .head(len(dates))
        .with_columns(pl.Series("published_at", dates, pl.Datetime("us", "UTC")), article_id=pl.int_range(pl.len()))
    )
    return world | {"occurrences": printings}


def test_printings_are_counted_by_month_and_the_undated_come_last(world: World, now: datetime) -> None:
    data = build_report_data(_dated(world, [None, now, datetime(2023, 12, 9, tzinfo=UTC), now]), [])
    assert [(bar.name, bar.note, bar.count) for bar in data.times] == [
        ("2023-12", "1 article", 1),
        ("2024-06", "2 articles", 2),
        ("undated", "1 article", 1),
    ]


def test_printings_of_many_months_are_counted_by_year(world: World) -> None:
    months = [datetime(2020 + month // 12, 1 + month % 12, 1, tzinfo=UTC) for month in range(25)]
    data = build_report_data(_dated(world, months), [])
    assert [(bar.name, bar.count) for bar in data.times] == [("2020", 12), ("2021", 12), ("2022", 1)]


def test_a_run_that_stopped_early_is_shown_with_what_there_is(now: datetime) -> None:
    verdict = check_stage("ingest", {}, now=now).verdict
    html = render_report(build_report_data({}, [verdict]))
    assert "Stopped: nothing was published" in html
    assert "could not be checked" in html


def test_what_a_stopped_run_did_not_reach_is_not_told_as_zero(world: World, now: datetime) -> None:
    verdict = check_stage("ingest", {"documents": world["documents"].clear()}, now=now).verdict
    data = build_report_data({name: world[name] for name in ("documents", "rejects")}, [verdict])
    reached = {"inputs": 25, "documents": 24}
    assert {step.table: step.count for step in data.funnel if step.count is not None} == reached
    assert render_report(data).count("not reached") == 5 + 5
    assert summarise(data)["rows"] == reached
    later = build_report_data(world, [], summarise(data))
    assert {step.table: step.before for step in later.funnel if step.before is not None} == reached


def test_the_report_does_without_its_script(site: Path) -> None:
    """What the script adds are buttons in headings that are there anyway."""
    page = (site / "index.html").read_text(encoding="utf-8")
    without = re.sub(r"<script>.*?</script>", "", page, flags=re.S)
    assert page.count("<script>") == 1
    assert "<button" not in without
    assert '<th scope="col">rule</th>' in without


def test_change_against_the_last_run(checked: tuple[World, list[Verdict], list[str]], world: World) -> None:
    tables, verdicts, _ = checked
    passed = [
        replace(verdict, results=tuple(replace(result, status="passed", failed=0) for result in verdict.results))
        for verdict in verdicts
    ]
    fewer = {**world, "quotes": world["quotes"].head(40)}
    before: dict[str, Any] = json.loads(json.dumps(summarise(build_report_data(fewer, passed))))
    failing = [replace(verdicts[0], results=tuple(replace(r, status="failed") for r in verdicts[0].results[:1]))]
    data = build_report_data(tables, failing, before)
    assert {step.table: step.before for step in data.funnel}["quotes"] == 40
    (change,) = data.changes
    assert (change.before, change.now, change.is_worse) == ("passed", "failed", True)
    assert "+9" in render_report(data)


def test_a_summary_of_another_version_is_not_compared(world: World) -> None:
    assert not build_report_data(world, [], {"version": 0, "rows": {"quotes": 1}}).has_previous


@pytest.fixture
def page() -> Iterator[Any]:
    """A page in headless Chromium; without it the test is skipped with a notice."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("chromium is not installed; the pages were not opened in a browser")
    from playwright.sync_api import sync_playwright

    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        yield browser.new_page()
        browser.close()


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1200])
def test_pages_open_from_disk_without_a_network(page: Any, site: Path, width: int) -> None:
    requests: list[str] = []
    problems: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: problems.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.set_viewport_size({"width": width, "height": 900})
    for name, rows in (("index.html", "#rules table tbody tr"), ("docs/index.html", "tbody tr")):
        page.goto((site / name).as_uri())
        assert page.locator(rows).count() > 10, name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    page.goto((site / "docs" / page_name("attribute", "quotations")).as_uri())
    assert page.locator("main table").count() > 10
    assert [url for url in requests if not url.startswith(("file:", "data:"))] == []
    assert problems == []


@pytest.mark.browser
def test_the_report_leads_to_the_failing_row_and_to_its_data_docs(page: Any, site: Path, world: World) -> None:
    page.goto((site / "index.html").as_uri())
    rule = page.locator("#tolerated details", has_text="speaker is a name")
    rule.locator("summary").click()
    assert rule.locator("td", has_text=str(world["quotations"]["quotation_id"][0])).is_visible()
    rule.get_by_role("link", name="Data Docs").click()
    assert page.locator("h1").inner_text() == "quotations after attribute"


def column(table: Any, number: int) -> list[str]:
    """The cells of a column, from above."""
    cells: list[str] = table.locator(f"tbody tr td:nth-child({number})").all_inner_texts()
    return cells


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 1200])
def test_tables_are_sorted_by_keyboard(page: Any, site: Path, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto((site / "index.html").as_uri())
    stage = page.locator("#rules > details").first
    stage.locator("summary").focus()
    page.keyboard.press("Enter")
    table = stage.locator("table")
    heading = table.locator("thead th", has_text="checked")
    for _ in range(1 + 4):  # the part that scrolls, then a heading after the other
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "checked"
    as_it_was = column(table, 4)
    numbers = [int(cell.replace(",", "")) for cell in as_it_was if cell != "–"]
    assert len(set(numbers)) > 1
    for order, wanted in (("ascending", sorted(numbers)), ("descending", sorted(numbers, reverse=True))):
        page.keyboard.press("Enter")
        assert heading.get_attribute("aria-sort") == order
        assert [int(cell.replace(",", "")) for cell in column(table, 4) if cell != "–"] == wanted
    page.keyboard.press("Space")
    assert heading.get_attribute("aria-sort") == "none"
    assert column(table, 4) == as_it_was
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.browser
def test_rules_are_sorted_by_how_urgent_they_are_and_words_by_the_alphabet(page: Any, site: Path) -> None:
    page.goto((site / "index.html").as_uri())
    stage = page.locator("#rules > details").first
    stage.locator("summary").click()
    table = stage.locator("table")
    table.get_by_role("button", name="result").click()
    assert column(table, 2)[0].startswith("within tolerance")
    table.get_by_role("button", name="why").click()
    assert column(table, 6) == sorted(column(table, 6), key=str.casefold)
    assert [th.get_attribute("aria-sort") for th in table.locator("thead th").all()].count("none") == 5
