"""Texts in, out whether a printing takes back what its quote says."""

import polars as pl
import pytest

from expectations.contradictions import contradictions
from newsquotes.dedupe.vocabulary import negation_words

NUMBERS = [
    ("We can spare 40 barges until the thaw", "We can spare 60 barges until the thaw", True),
    ("We can spare forty barges", "We can spare 40 barges until the thaw", False),
    ("We can spare forty barges", "We can spare 60 barges until the thaw", True),
    ("The toll is 3.5 crowns a cart", "The toll is 35 crowns a cart", True),
    ("The toll is 1,200 crowns", "The toll is 1200 crowns", False),
    ("Of 12 mills, 7 are shut and 12 are for sale", "Of 12 mills, 7 are shut and 7 are for sale", True),
    ("We can spare barges until the thaw", "We can spare 40 barges until the thaw", False),
    ("We can spare 40 barges … and 9 crews", "We can spare 40 barges, 3 tugs and 9 crews", False),
    ("We can spare [40] barges", "We can spare 60 barges", False),
    ("We have 40 barges. They leave at dawn", "They leave at dawn. We count 60 of them by noon", False),
]

POLARITY = [
    ("We will not close the lower gate", "We will close the lower gate", True),
    ("We won’t close the lower gate", "We will not close the lower gate", False),
    ("No barge leaves before dawn", "Every barge leaves before dawn", True),
    ("We do not sell. We will not rent", "We do not sell. We will rent", True),
    ("barge leaves before dawn", "No barge leaves before dawn", False),
    ("We will … close the lower gate", "We will not close the lower gate", False),
    ("We will close the lower gate", "We will close the lower gate and not the upper one", False),
    ("The gate is [not] shut", "The gate is shut", False),
]


def flag(name: str, text: str, quote: str) -> bool:
    frame = pl.DataFrame({"text": [quote, text], "quote": [quote, quote]})
    same, found = frame.select(contradictions(pl.col("text"), pl.col("quote")).struct.field(name)).to_series()
    assert not same
    return bool(found)


@pytest.mark.parametrize(("text", "quote", "expected"), NUMBERS)
def test_another_number_in_the_place_of_one(text: str, quote: str, expected: bool) -> None:
    assert flag("changes_number", text, quote) is expected
    assert flag("changes_number", quote, text) is expected


@pytest.mark.parametrize(("text", "quote", "expected"), POLARITY)
def test_a_negation_more_or_less(text: str, quote: str, expected: bool) -> None:
    assert flag("changes_polarity", text, quote) is expected
    assert flag("changes_polarity", quote, text) is expected


@pytest.mark.parametrize("word", sorted(negation_words()))
def test_every_negation_counts(word: str) -> None:
    assert flag("changes_polarity", f"We {word} all that you ask", "We grant all that you ask")


def test_no_rows_and_no_quote_give_no_flags() -> None:
    frame = pl.DataFrame({"text": ["We sail"], "quote": [None]}, schema={"text": pl.String, "quote": pl.String})
    found = frame.select(contradictions(pl.col("text"), pl.col("quote")).alias("found")).unnest("found")
    assert found.rows() == [(False, False)]
    assert frame.clear().select(contradictions(pl.col("text"), pl.col("quote"))).height == 0
