"""Looking at a published dataset: a quote with its evidence and links, ids that have moved, quotes by their words."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from flows.inspect import DatasetError, describe_quote, find_in_dataset, found_as_json, tell_found

MAY = datetime(2031, 5, 2, 9, tzinfo=UTC)
QUOTE = {
    "quote_id": [1, 2],
    "speaker_id": [10, 10],
    "text": ["We sold 40 boats", "We sold 60 boats"],
    "speaker": ["Joren Vael", "Joren Vael"],
    "said_on": [None, None],
    "first_published": [MAY, None],
    "confidence": [0.97, 0.97],
    "n_occurrences": [1, 2],
    "n_articles": [1, 2],
    "n_publishers": [1, 2],
}
PRINTINGS = {
    "quotation_id": [100, 101, 102],
    "quote_id": [1, 2, 2],
    "article_id": [7, 8, 9],
    "published_at": [MAY, None, None],
    "text": ["We sold 40 boats", "We sold 60 boats", "We sold 60 boats"],
    "start": [1, 1, 1],
    "end": [17, 17, 17],
    "before": ["“", "“", "“"],
    "after": ["”", "”", "”"],
    "match_type": ["exact", "exact", "exact"],
    "speaker_mention": ["Vael", "Vael", "Vael"],
    "cue": ["said", "said", "said"],
    "attribution_rule": ["clause_after", "clause_after", "clause_after"],
    "confidence": [0.97, 0.97, 0.9],
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with a dataset of two quotes that contradict each other, and an id that has moved to the second."""
    tables: dict[str, dict[str, Sequence[Any]]] = {
        "quotes": QUOTE,
        "occurrences": PRINTINGS,
        "quotations": {
            "quotation_id": [100, 101, 102],
            "speaker_role": ["who is the owner", None, None],
            "addressee": [None, "The Tidewatch", None],
            "paragraph": [1, 0, 0],
        },
        "articles": {
            "article_id": [7, 8, 9],
            "publisher": ["The Tidewatch", None, None],
            "title": ["Boats Sold", None, None],
            "url": ["https://tidewatch.example/boats", None, None],
            "document_id": [70, 80, 90],
            "source_uri": ["pages/boats.txt", "dump.jsonl", "page.html"],
            "paragraph_lines": [[1, 4], [1], None],
        },
        "documents": {
            "document_id": [70, 80, 90],
            "member": ["", "line-3", ""],
            "format": ["text", "jsonl", "html"],
        },
        "speakers": {"speaker_id": [10], "name": ["Joren Vael"], "aliases": [["Vael"]]},
        "quote_links": {
            "quote_id_a": [1, 5],
            "quote_id_b": [2, 2],
            "kind": ["conflict", "redirect"],
            "evidence": ["same speaker, same words, but 40 and 60", "joined"],
        },
    }
    for name, columns in tables.items():
        folder = tmp_path / "dataset" / name
        folder.mkdir(parents=True)
        pl.DataFrame(columns).write_parquet(folder / "part.parquet")
    return tmp_path


def test_a_quote_is_shown_with_its_evidence_and_its_links(data: Path) -> None:
    assert describe_quote(data, 1).splitlines() == [
        "“We sold 40 boats”",
        "",
        "Said by Joren Vael (owner): “Vael” with the cue “said”, by the rule clause_after, with confidence 0.97; "
        "1 printing in 1 article of 1 publisher.",
        "",
        "2031-05-02  The Tidewatch  Boats Sold",
        "  https://tidewatch.example/boats",
        "  pages/boats.txt, line 4; article 7, characters 1-17, exact",
        "  … “ >>We sold 40 boats<< ” …",
        "",
        "conflict: 2  Joren Vael: “We sold 60 boats” (same speaker, same words, but 40 and 60)",
    ]


def test_each_of_several_printings_has_its_evidence(data: Path) -> None:
    told = describe_quote(data, 2).splitlines()
    assert [line for line in told if line.startswith("  “Vael”")] == [
        "  “Vael” with the cue “said”, to “The Tidewatch”, by the rule clause_after, with confidence 0.97",
        "  “Vael” with the cue “said”, by the rule clause_after, with confidence 0.90",
    ]


def test_each_printing_tells_the_file_and_the_record_in_it(data: Path) -> None:
    told = describe_quote(data, 2).splitlines()
    assert [line for line in told if "characters" in line] == [
        "  dump.jsonl, line-3; article 8, characters 1-17, exact",
        "  page.html; article 9, characters 1-17, exact",
    ]


def test_an_id_that_has_moved_is_followed(data: Path) -> None:
    told = describe_quote(data, 5).splitlines()
    assert told[:3] == ["Quote 5 is part of quote 2 now.", "", "“We sold 60 boats”"]


def test_an_unknown_id_is_told(data: Path) -> None:
    with pytest.raises(DatasetError, match=r"quote_id 99 is not in .*newsquotes find WORDS"):
        describe_quote(data, 99)


def test_quotes_are_found_and_told(data: Path) -> None:
    found = find_in_dataset(data, "sold 60 boats", "vael", 10)
    assert tell_found(found.head(1)).splitlines() == [
        "100%  Joren Vael, undated, 2 printings, 2 publishers, quote 2",
        "      “We sold 60 boats”",
    ]
    assert [row["quote_id"] for row in json.loads(found_as_json(found))] == [2, 1]
    assert tell_found(found.clear()) == "no quote of the dataset is like that"
