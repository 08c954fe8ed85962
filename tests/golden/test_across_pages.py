"""`seeds/articles/dedupe.expected.json`: which printings on different pages are one quote, and which must stay apart.

`same` lists printings of one quote with its speaker, `apart` pairs that must never be merged with the reason, `linked`
pairs that stay apart but are linked. A printing marked `optional` counts only where the page's article was kept.
"""

import json
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from newsquotes.dedupe import DedupeConfig, Deduped, dedupe_quotations, group_syndicated

Printing = Mapping[str, Any]
ARTICLES_FOLDER = Path(__file__).parents[2] / "seeds" / "articles"
CASES = json.loads((ARTICLES_FOLDER / "dedupe.expected.json").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Dataset:
    """The deduplicated quotes of all sample pages, and the quote that each printing fell into."""

    deduped: Deduped
    articles: pl.DataFrame
    quote_of: Mapping[tuple[str, str], int]


@pytest.fixture(scope="module")
def dataset(read: Callable[[str], Any]) -> Dataset:
    names = sorted(path.name for path in ARTICLES_FOLDER.iterdir() if not path.name.endswith(".expected.json"))
    pages = {name: read(name) for name in names}
    articles = group_syndicated(pl.concat(page.articles for page in pages.values()))
    quotations = pl.concat(page.quotations for page in pages.values())
    deduped = dedupe_quotations(quotations, articles, config=DedupeConfig())
    page_of = {row["article_id"]: name for name, page in pages.items() for row in page.articles.to_dicts()}
    occurrences = deduped.occurrences.select("article_id", "text", "quote_id").iter_rows()
    return Dataset(deduped, articles, {(page_of[article], _trim(text)): quote for article, text, quote in occurrences})


@pytest.mark.parametrize("case", CASES["same"], ids=lambda case: case["printings"][0]["text"][:40])
def test_printings_of_one_quote_are_merged(case: Mapping[str, Any], dataset: Dataset) -> None:
    quotes = dict(_quotes_of(case, dataset))
    speakers = dataset.deduped.quotes.filter(pl.col("quote_id").is_in(list(quotes.values())))["speaker"].to_list()
    if speakers != [case["speaker"]]:
        _report(f"expected one quote of {case['speaker']}, found quotes of {speakers}", quotes)


@pytest.mark.parametrize("case", CASES["apart"], ids=lambda case: case["because"])
def test_different_quotes_stay_apart(case: Mapping[str, Any], dataset: Dataset) -> None:
    quotes = dict(_quotes_of(case, dataset))
    if len(set(quotes.values())) < len(case["printings"]):
        _report(f"merged in spite of {case['because']}", quotes)


@pytest.mark.parametrize("case", CASES["linked"], ids=lambda case: case["kind"])
def test_doubtful_sameness_is_a_link(case: Mapping[str, Any], dataset: Dataset) -> None:
    quotes = dict(_quotes_of(case, dataset))
    first, second = sorted(quotes.values())
    links = dataset.deduped.quote_links.filter(pl.col("quote_id_a") == first, pl.col("quote_id_b") == second)
    if first == second or links["kind"].to_list() != [case["kind"]]:
        _report(f"expected a link {case['kind']}, found {links['kind'].to_list()}", quotes)


def test_one_wire_story_in_two_papers_is_syndicated(dataset: Dataset) -> None:
    stories = dataset.articles.filter(pl.col("title").str.contains("threatens to close dam"))
    first, second = stories.select("syndication_group", "text").iter_rows(named=True)
    if first["syndication_group"] is None or first["syndication_group"] != second["syndication_group"]:
        differences = "\n  ".join(
            unified_diff(first["text"].split("\n\n"), second["text"].split("\n\n"), lineterm="", n=0)
        )
        pytest.fail(f"the bodies are not taken for the same:\n  {differences}", pytrace=False)


def _quotes_of(case: Mapping[str, Any], dataset: Dataset) -> Iterator[tuple[tuple[str, str], int]]:
    """Each printing of the case with its quote; fails for one that is no occurrence of any quote."""
    for printing in case["printings"]:
        key = (printing["page"], _trim(printing["text"]))
        if key in dataset.quote_of:
            yield key, dataset.quote_of[key]
        elif not printing.get("optional"):
            pytest.fail(f"seeds/articles/{key[0]}: not among the occurrences: {key[1]!r}", pytrace=False)


def _report(difference: str, quotes: Mapping[tuple[str, str], int]) -> None:
    """Fail with the difference and the printings, each with the quote it fell into."""
    listed = "\n  ".join(f"{quote} seeds/articles/{page}: {text!r}" for (page, text), quote in quotes.items())
    pytest.fail(f"{difference}\n  {listed}\n(expected in seeds/articles/dedupe.expected.json)", pytrace=False)


def _trim(text: str) -> str:
    """`text` with single spaces, without punctuation at its edges."""
    words = " ".join(text.split())
    return words.strip("".join({character for character in words if unicodedata.category(character)[0] in "PZ"}))
