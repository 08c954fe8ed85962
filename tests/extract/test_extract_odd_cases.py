"""What the web makes of quotations, item by item: a text in, what a careful reader finds in it and what is dropped.

The cases stand in `odd_cases.txt`. Nothing but what is expected may be found or dropped.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from newsquotes.annotate import annotate_articles
from newsquotes.extract import Extracted, extract_quotations

CASES = Path(__file__).with_name("odd_cases.txt")
LEAST_CASES = 5


def read_cases() -> Iterator[tuple[str, str, list[str]]]:
    """The item, the text and the expected lines of every case."""
    item = ""
    for block in CASES.read_text("utf-8").split("\n\n"):
        head, *lines = block.strip("\n").split("\n")
        if head.startswith("## "):
            item = head.removeprefix("## ")
        elif not head.startswith("# "):
            yield item, head.replace("⏎", "\n"), [line.removeprefix("    ") for line in lines]


def read(text: str) -> Extracted:
    articles = pl.DataFrame({"article_id": [5], "text": [text]})
    return extract_quotations(articles, annotate_articles(articles))


def found_in(text: str) -> list[str]:
    """The lines that the text gives, quotations before what is dropped."""
    extracted = read(text)
    found = [f"{row['kind']}: {row['text']}{clause(text, row)}" for row in extracted.quotations.iter_rows(named=True)]
    return found + [f"{rule}: {words}" for rule, words in extracted.rejects.select("rule", "excerpt").iter_rows()]


def clause(text: str, row: dict[str, Any]) -> str:
    return "" if row["statement_start"] is None else f" | {text[row['statement_start'] : row['statement_end']]}"


def groups_of(text: str) -> list[int]:
    """For each quotation, the place of the first part of its utterance."""
    groups = read(text).quotations.select("quotation_id", "quote_group").rows()
    identities = [identity for identity, _ in groups]
    return [identities.index(group) for _, group in groups]


ALL = list(read_cases())


def rows(*, of_groups: bool) -> list[Any]:
    return [
        pytest.param(text, lines, id=f"{item} {number}")
        for number, (item, text, lines) in enumerate(ALL, 1)
        if (item == "groups") == of_groups
    ]


@pytest.mark.parametrize(("text", "expected"), rows(of_groups=False))
def test_what_a_careful_reader_finds(text: str, expected: list[str]) -> None:
    assert found_in(text) == expected


@pytest.mark.parametrize(("text", "expected"), rows(of_groups=True))
def test_parts_of_one_utterance_share_a_group(text: str, expected: list[str]) -> None:
    assert " ".join(map(str, groups_of(text))) == expected[0]


def test_every_item_has_its_cases_and_none_stands_twice() -> None:
    items = [item for item, *_ in ALL]
    assert all(items.count(item) >= LEAST_CASES for item in items)
    assert len({text for _, text, _ in ALL}) == len(ALL)
