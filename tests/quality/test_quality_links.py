"""Links against labelled pairs: how many that are found are right, and how many of those that are there are found."""

import csv
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from newsquotes.dedupe import Deduped, dedupe_quotations
from newsquotes.schemas import ARTICLES, QUOTATIONS

GOLD = Path(__file__).with_name("links.csv")
PAIRS_OF_A_SPEAKER = 15
GIVEN = ("Ada", "Bela", "Cleo", "Dora", "Edda", "Fina", "Gala")
SURNAMES = ("Marn", "Tollick", "Vessing", "Orlop", "Quennet", "Harbisk")
FLOORS = {"translation": (0.98, 0.93), "conflict": (0.95, 0.94), "same": (0.95, 0.95)}
"""Relation -> least precision, least recall."""

Pair = tuple[int, int]


@pytest.fixture(scope="module")
def gold() -> list[dict[str, str]]:
    lines = GOLD.read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


@pytest.fixture(scope="module")
def found(gold: list[dict[str, str]]) -> dict[Pair, str]:
    """What the whole stage says of every two texts of a speaker; text 2n and 2n + 1 are pair n."""
    texts = [text for row in gold for text in (row["one"], row["other"])]
    quotations = QUOTATIONS.from_rows(_quotation(number, text) for number, text in enumerate(texts))
    articles = ARTICLES.from_rows(_article(number, text) for number, text in enumerate(texts))
    return _relations(dedupe_quotations(quotations, articles))


def _speaker(number: int) -> str:
    """One invented speaker for so many pairs."""
    group = number // (2 * PAIRS_OF_A_SPEAKER)
    return f"{GIVEN[group % len(GIVEN)]} {SURNAMES[group // len(GIVEN)]}"


def _quotation(number: int, text: str) -> dict[str, object]:
    return {
        "quotation_id": number,
        "article_id": number,
        "start": 0,
        "end": len(text),
        "text": text,
        "kind": "direct",
        "quote_group": number,
        "paragraph": 0,
        "speaker": _speaker(number),
        "speaker_type": "person",
        "attribution_rule": "cue_after",
        "confidence": 0.9,
    }


def _article(number: int, text: str) -> dict[str, object]:
    day = datetime(2031, 5, 1 + number % 5, tzinfo=UTC)
    return {"article_id": number, "text": text, "published_at": day, "published_precision": "day"}


def _relations(deduped: Deduped) -> dict[Pair, str]:
    printed = deduped.occurrences.select("quotation_id", "quote_id")
    members = dict(printed.group_by("quote_id").agg(pl.col("quotation_id").sort()).iter_rows())
    merged = {(one, other): "same" for found in members.values() for one in found for other in found if one < other}
    links = deduped.quote_links.select("quote_id_a", "quote_id_b", "kind")
    linked = {
        (min(one, other), max(one, other)): kind
        for left, right, kind in links.iter_rows()
        for one in members[left]
        for other in members[right]
    }
    return linked | merged


def test_the_gold_is_large(gold: list[dict[str, str]]) -> None:
    assert len(gold) >= 300
    assert min(Counter(row["relation"] for row in gold).values()) >= 20


@pytest.mark.parametrize("relation", FLOORS)
def test_links_are_right_and_found(
    gold: list[dict[str, str]], found: dict[Pair, str], relation: str, capsys: pytest.CaptureFixture[str]
) -> None:
    wanted = {(2 * at, 2 * at + 1) for at, row in enumerate(gold) if row["relation"] == relation}
    told = {pair for pair, kind in found.items() if kind == relation}
    precision, recall = len(told & wanted) / len(told), len(told & wanted) / len(wanted)
    with capsys.disabled():
        sys.stdout.write(f"\nlinks, {relation}: {len(wanted)} pairs, precision {precision:.3f} recall {recall:.3f}\n")
    least_precision, least_recall = FLOORS[relation]
    assert precision >= least_precision
    assert recall >= least_recall
