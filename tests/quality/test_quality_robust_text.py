"""A small sample of the hostile articles of `benchmarks/robust_text.py`: nothing raises, evidence holds."""

import random
from collections import Counter
from pathlib import Path

import polars as pl
import pytest

from benchmarks.quality.gold import read_gold
from benchmarks.robust_text import (
    MUTATIONS,
    SHAPES,
    STEPS,
    Tables,
    articles_frame,
    exponent,
    faults_of,
    hostile_text,
    row_faults,
    run_stages,
)

GOLD = Path(__file__).parent / "quotations"


def test_hostile_articles_break_nothing() -> None:
    sources = [article.text for article in read_gold(GOLD)]
    counts: Counter[str] = Counter()
    texts = [hostile_text(random.Random(f"test/{number}"), sources) for number in range(250)]
    assert faults_of(texts, counts) == []
    assert counts["quotations"] > 100


def test_a_clause_that_ends_in_marks_and_with_the_text_breaks_nothing() -> None:
    text = "\u2029 “It is late,” \x0c says ﹂ ” قال ❞ according to ` ﹃ 〝 ‘ ‘Never,’"
    assert faults_of([text], Counter()) == []


def test_shapes_break_nothing() -> None:
    texts = [shape(length) for shape in SHAPES.values() for length in (1, 40, 400)]
    assert faults_of(texts, Counter()) == []


def test_every_mutation_takes_any_text() -> None:
    for mutate in MUTATIONS:
        for text in ("", "“", "a", "“We are late,” said Ada Berg.\n\nShe left."):
            assert isinstance(mutate(random.Random(0), text), str)


@pytest.mark.parametrize(
    ("column", "value", "fault"),
    [
        ("start", 2, "not where it says"),
        ("mention_start", 0, "the mention is not where"),
        ("cue_end", 3, "the cue is not where"),
        ("speaker", "”", "no letter"),
        ("confidence", 0.0, "disagree"),
        ("nested_in", 7, "not inside its host"),
        ("quote_group", 7, "does not exist"),
    ],
)
def test_a_false_row_is_seen(column: str, value: object, fault: str) -> None:
    text = "“We are late,” said Ada Berg."
    tables = run_stages(articles_frame([text]))
    assert list(row_faults([text], tables)) == []
    broken = tables.quotations.with_columns(pl.lit(value, tables.quotations.schema[column]).alias(column))
    assert any(fault in told for _, told in row_faults([text], Tables(broken, tables.rejects)))


def test_growth_is_told_from_noise() -> None:
    assert exponent([step * 0.1 for step in STEPS]) == pytest.approx(1)
    assert exponent([step**2 * 0.1 for step in STEPS]) == pytest.approx(2)
    assert exponent([step**2 * 0.001 for step in STEPS]) == 0
