"""Which pairs are worth comparing, and which of them change when texts are added."""

from collections import Counter

import numpy as np
import polars as pl
import pytest

from benchmarks.planted import plant
from newsquotes.dedupe.candidates import (
    Runs,
    all_meetings,
    changed_meetings,
    full_and_shared,
    habits,
    meetings,
    sorted_entries,
    unit_bits,
)
from newsquotes.dedupe.config import DedupeConfig
from newsquotes.dedupe.normalise import Ints
from newsquotes.dedupe.vocabulary import Corpus, Hashes, Reader

BITS = unit_bits(1)


def read(texts: pl.Series) -> Corpus:
    reader = Reader()
    reader.read(texts)
    return reader.corpus()[0]


def every_entry(corpus: Corpus, config: DedupeConfig) -> Hashes:
    return sorted_entries(corpus, np.arange(len(corpus)), BITS, config)


def units_of(entries: Hashes) -> Ints:
    return (entries >> np.uint64(8)).astype(np.int64) & ((1 << BITS) - 1)


@pytest.mark.parametrize("max_bucket", [2, 3, 8, 30, 400])
def test_meetings_that_new_units_change_are_all_found(max_bucket: int) -> None:
    config = DedupeConfig(max_bucket=max_bucket)
    corpus = read(plant(3000, seed=max_bucket)["text"])
    habit, entries, every = habits(corpus, config), every_entry(corpus, config), np.arange(len(corpus))
    is_new = np.random.default_rng(max_bucket).random(len(corpus)) < 0.1
    is_fresh = is_new[units_of(entries)]
    full, shared, _ = Runs((entries[~is_fresh],), every, BITS).met_by(entries[is_fresh], every, config)
    sides = changed_meetings(full, shared, is_new, BITS, habit)
    more, fewer = (Counter(side.tolist()) for side in sides)
    then, now = (
        Counter(meetings(full_and_shared(side, BITS, config)[1], BITS, habit).tolist())
        for side in (entries[~is_fresh], entries)
    )
    assert more == now - then
    assert fewer == then - now
    assert more
    assert fewer


def test_entries_in_parts_are_those_of_one_list() -> None:
    config = DedupeConfig(max_bucket=5)
    corpus = read(plant(500, seed=2)["text"])
    entries, every = every_entry(corpus, config), np.arange(len(corpus))
    known, fresh = entries[entries % np.uint64(3) > 0], entries[entries % np.uint64(3) == 0]
    *whole, idle = Runs((known,), every, BITS).met_by(fresh, every, config)
    *parts, same_idle = Runs((known[::2], known[1::2]), every, BITS).met_by(fresh, every, config)
    assert len(idle)
    assert idle.tolist() == same_idle.tolist()
    for side, same_side in zip(whole, parts, strict=True):
        assert side.tolist() == same_side.tolist() == sorted(side.tolist())
        assert len(side)


def test_words_of_runs_that_many_units_share_are_marked() -> None:
    config = DedupeConfig(max_bucket=2)
    texts = [f"all of us are tired of {what}" for what in ("rain and wind", "the new road", "long letters")]
    corpus = read(pl.Series(texts))
    marked, _ = all_meetings(corpus, every_entry(corpus, config), BITS, config)
    assert [bin(stock) for stock in marked.stock.tolist()] == ["0b111"] * 3
    assert not corpus.stock.any()
