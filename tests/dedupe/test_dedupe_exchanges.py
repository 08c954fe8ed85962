"""What stands for what in two texts that agree otherwise, found once and kept while texts are added."""

from dataclasses import fields
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from benchmarks.planted import plant
from newsquotes.dedupe.cluster import exchanges_in, judged, related
from newsquotes.dedupe.config import DedupeConfig
from newsquotes.dedupe.exchanges import Exchanges, exchanges_of
from newsquotes.dedupe.known import Known
from newsquotes.dedupe.vocabulary import Reader

FRAME = (
    "When the ice is gone we will build {what} beside the old ferry house and every family here shall own a part of it"
)
BEFORE = 8
"""Words of the frame before what is built."""


def exchanged(*texts: str) -> Exchanges:
    """What is exchanged in the pairs of a few texts."""
    reader = Reader()
    reader.read(pl.Series(texts))
    corpus, verdicts = related(reader.corpus()[0], DedupeConfig())
    return exchanges_in(corpus, verdicts, judged(corpus, verdicts, DedupeConfig()))


@pytest.mark.parametrize(
    ("why", "whats", "places", "is_wide"),
    [
        ("one word for one", ("a school", "a mill"), [BEFORE + 1], [False]),
        ("small words at the beginning of both are left aside", ("a school", "the mill"), [BEFORE + 1], [False]),
        ("two words for two", ("a wooden school", "a stone mill"), [BEFORE + 1], [True]),
        ("a spelling is no other word", ("a tannery", "a tanery"), [], []),
        ("nor is a small word", ("a school", "the school"), [], []),
        ("nor what is left out", ("a school", "a …"), [], []),
    ],
)
def test_exchanges(why: str, whats: tuple[str, str], places: list[int], is_wide: list[bool]) -> None:
    found = exchanged(*(FRAME.format(what=what) for what in whats))
    assert (found.place_in_one.tolist(), found.is_wide.tolist()) == (places, is_wide), why
    assert found.place_in_other.tolist() == places


def test_the_same_words_have_the_same_hash() -> None:
    found = exchanged(*(FRAME.format(what=what) for what in ("a school", "a mill", "a chapel")))
    assert len(found.row) == 3
    assert len({*found.words_of_one.tolist(), *found.words_of_other.tolist()}) == 3


def test_exchanges_among_some_rows() -> None:
    row, places, words = (
        np.array([4, 0, 0, 2, 3], np.int32),
        np.arange(5, dtype=np.int32),
        np.arange(5, dtype=np.uint32),
    )
    found = Exchanges(row, places, places, words, words, np.zeros(5, bool)).among(np.array([3, 0, 4, 1]), 5)
    assert found.row.tolist() == [0, 1, 1, 2]
    assert found.place_in_one.tolist() == [4, 1, 2, 0]


def assert_kept_as_found_anew(known: Known) -> Exchanges:
    """What is known of the exchanges in pairs is what reading all of those pairs anew gives."""
    pairs = known.pairs
    rows = np.flatnonzero(pairs.is_read)
    kept = pairs.exchanges.among(rows, len(pairs.final))
    anew = exchanges_of(known.corpus, pairs.verdicts, rows).among(rows, len(pairs.final))
    for side in fields(Exchanges):
        assert getattr(kept, side.name).tolist() == getattr(anew, side.name).tolist()
    return kept


def test_what_is_kept_is_what_all_pairs_have_now(tmp_path: Path) -> None:
    texts = plant(2400, seed=12)["text"].sample(fraction=1.0, shuffle=True, seed=7)
    Known.of(texts[:400]).save(tmp_path)
    for begin in range(400, len(texts), 200):
        Known.load(tmp_path).add(texts[begin : begin + 200]).save(tmp_path)
    assert len(assert_kept_as_found_anew(Known.load(tmp_path)).row) > 100


def test_a_word_that_becomes_a_name_is_no_spelling_any_more() -> None:
    frame = FRAME.replace("every family", "{who}")
    pair = [frame.format(what="a school", who="marlo"), frame.format(what="a mill", who="malo")]
    known = Known.of(pl.Series(pair))
    assert assert_kept_as_found_anew(known).row.tolist() == [0]
    names = [f"Nobody in the harbour has seen {name} since {day}" for name in ("Marlo", "Malo") for day in range(9)]
    assert assert_kept_as_found_anew(known.add(pl.Series(names))).row.tolist()[:3] == [0, 0, 1]
