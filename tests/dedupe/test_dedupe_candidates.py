"""Which pairs are worth comparing, and which of them change when texts are added."""

from collections import Counter

import numpy as np
import polars as pl
import pytest

from benchmarks.planted import plant
from newsquotes.dedupe.candidates import (
    Runs,
    changed_meetings,
    entries_of,
    habits,
    keys_of,
    meetings,
    unit_bits,
    with_stock,
)
from newsquotes.dedupe.config import DedupeConfig
from newsquotes.dedupe.vocabulary import Corpus, Hashes, Reader

BITS = unit_bits(1)


def read(texts: pl.Series) -> Corpus:
    reader = Reader()
    reader.read(texts)
    return reader.corpus()[0]


def sorted_entries(corpus: Corpus, config: DedupeConfig) -> Hashes:
    entries = np.concatenate(list(entries_of(corpus, np.arange(len(corpus)), BITS, config)))
    entries.sort()
    return entries


@pytest.mark.parametrize("max_bucket", [2, 3, 8, 30, 400])
def test_meetings_that_new_units_change_are_all_found(max_bucket: int) -> None:
    config = DedupeConfig(max_bucket=max_bucket)
    corpus = read(plant(3000, seed=max_bucket)["text"])
    habit, entries = habits(corpus, config), sorted_entries(corpus, config)
    is_new = np.random.default_rng(max_bucket).random(len(corpus)) < 0.1
    before = entries[~is_new[(entries >> np.uint64(8)).astype(np.int64) & ((1 << BITS) - 1)]]
    more, fewer = (Counter(side.tolist()) for side in changed_meetings(before, entries, is_new, BITS, habit, config))
    then, now = (Counter(meetings(side, BITS, habit, config).tolist()) for side in (before, entries))
    assert more == now - then
    assert fewer == then - now
    assert more
    assert fewer


def test_entries_in_parts_are_those_of_one_list() -> None:
    config = DedupeConfig(max_bucket=5)
    corpus = read(plant(500, seed=2)["text"])
    entries, every = sorted_entries(corpus, config), np.arange(len(corpus))
    keys = keys_of(entries.copy(), BITS)
    whole, full = Runs((entries,), every, BITS).of(keys, config)
    parts, same_full = Runs((entries[::2], entries[1::2]), every, BITS).of(keys, config)
    assert full.any()
    assert full.tolist() == same_full.tolist()
    assert whole.tolist() == parts.tolist()


def test_words_of_runs_that_many_units_share_are_marked() -> None:
    config = DedupeConfig(max_bucket=2)
    texts = [f"all of us are tired of {what}" for what in ("rain and wind", "the new road", "long letters")]
    corpus = read(pl.Series(texts))
    marked = with_stock(corpus, sorted_entries(corpus, config), BITS, config)
    assert [bin(stock) for stock in marked.stock.tolist()] == ["0b111"] * 3
    assert not corpus.stock.any()
