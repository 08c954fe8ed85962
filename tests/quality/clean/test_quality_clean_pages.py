"""Our own messy pages: every line that a careful reader drops is gone, the body, its quotations and the dates stay."""

import tomllib
from pathlib import Path

import pytest

from benchmarks.clean_quality import Page, Score, holds_quotation, newsquotes, own_pages
from newsquotes.clean import CleanConfig
from newsquotes.clean.explain import explain_document

HERE = Path(__file__).parent
PAGES = own_pages()
LOWER_IS_BETTER = {"furniture_left", "quotations_lost", "dates_invented"}


@pytest.mark.parametrize("kind", ["text", "html"])
def test_no_figure_falls_below_its_floor(kind: str) -> None:
    floors = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))[kind]
    score = Score()
    for page in PAGES:
        if page.kind == kind:
            score.add(page, newsquotes(page))
    measured = score.measures()
    assert measured.keys() >= floors.keys()
    worse = {
        name: (measured[name], floor)
        for name, floor in floors.items()
        if (measured[name] > floor if name in LOWER_IS_BETTER else measured[name] < floor)
    }
    assert not worse, {name: rates for name, rates in score.pages.items() if rates[2] < 1}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("“Nobody wants an accident,” harbour master Ines Tarrow said.", True),
        ('Tarrow wrote: "Nobody wants an accident";  the mayor agreed.', True),
        ("The pier is “shut”.", False),
        ('  "name": "Port Marrow Harbour Office",', False),
        ('  "https://marrow.example/pier-closed"', False),
        ('options.Agents = new[] { "Port-Agent", "Harbour-Agent" };', False),
        ('greeting = "hello from the harbour"', False),
    ],
)
def test_quotations_are_told_from_strings_of_program_code(line: str, expected: bool) -> None:
    assert holds_quotation(line) is expected


def test_pages_are_many_and_of_many_kinds() -> None:
    assert len(PAGES) >= 25
    assert {page.facts["kind"] for page in PAGES if page.kind == "text"} >= {"extracted before", "full page"}


@pytest.mark.parametrize(
    "page",
    [page for page in PAGES if page.facts.keys() & {"articles", "agency", "title", "authors"}],
    ids=lambda page: page.name,
)
def test_facts_of_a_page(page: Page) -> None:
    reading = newsquotes(page)
    assert str(reading.articles) == page.facts.get("articles", "1")
    for name in ("title", "agency", "original_publisher"):
        if name in page.facts:
            assert reading.facts[name] == page.facts[name], name
    assert page.facts.get("authors") in (None, ", ".join(reading.facts["authors"]))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_line_is_body_or_removed_with_a_rule(page: Page) -> None:
    row = {
        "document_id": 1,
        "format": page.kind,
        "language_hint": None,
        "declared_authors": [],
        "payload": page.payload,
    }
    lines = explain_document(row, config=CleanConfig())
    assert all(bool(line.rule) == (line.label != "body") for line in lines)
    if page.kind == "text":
        shown = {number for number, text in enumerate(page.payload.splitlines(), 1) if text.strip()}
        assert {line.number for line in lines} == shown
