"""Which pairs are worth comparing, and which of them change when texts are added."""

from collections import Counter

import numpy as np
import polars as pl
import pytest

from benchmarks.planted import plant
from newsquotes.dedupe.candidates import (
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
from newsquotes.dedupe.runs import Runs
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


@pytest.mark.parametrize("in_first", [1.0, 0.5])
@pytest.mark.parametrize("share_new", [0.1, 0.003])
@pytest.mark.parametrize("max_bucket", [2, 3, 8, 30, 400])
def test_meetings_that_new_units_change_are_all_found(max_bucket: int, share_new: float, in_first: float) -> None:
    config = DedupeConfig(max_bucket=max_bucket)
    corpus = read(plant(3000, seed=max_bucket)["text"])
    habit, entries, every = habits(corpus, config), every_entry(corpus, config), np.arange(len(corpus))
    chance = np.random.default_rng(max_bucket)
    is_new, is_first = chance.random(len(corpus)) < share_new, chance.random(len(corpus)) < in_first
    is_fresh = is_new[units_of(entries)]
    parts = tuple(entries[~is_fresh & (is_first[units_of(entries)] == side)] for side in (True, False))
    full, shared, _ = Runs(parts, every, BITS, len(corpus)).ordered().met_by(entries[is_fresh], every, habit, config)
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


def test_of_large_buckets_only_a_part_is_read() -> None:
    config = DedupeConfig()
    corpus = read(plant(20_000, seed=5)["text"])
    habit, entries, every = habits(corpus, config), every_entry(corpus, config), np.arange(len(corpus))
    is_fresh = units_of(entries) % 500 == 7
    known, fresh = entries[~is_fresh], entries[is_fresh]
    _, shared, _ = Runs((known,), every, BITS, len(corpus)).ordered().met_by(fresh, every, habit, config)
    keys, n_known = np.unique(known >> np.uint64(8 + BITS), return_counts=True)
    whole = n_known[np.isin(keys, fresh >> np.uint64(8 + BITS)) & (n_known <= config.max_bucket)].sum()
    assert len(shared) < 0.8 * whole


def test_a_text_that_has_a_key_many_times_is_one_of_its_bucket() -> None:
    config = DedupeConfig()
    corpus = read(pl.Series(["no " * 60, "no " * 30]))
    habit, entries, every = habits(corpus, config), every_entry(corpus, config), np.arange(len(corpus))
    is_fresh = units_of(entries) == 1
    known, fresh = entries[~is_fresh][:40], entries[is_fresh]
    keys = Runs((known[known >> np.uint64(8 + BITS) == known[-1] >> np.uint64(8 + BITS)],), every, BITS, 1).ordered()
    _, shared, _ = keys.met_by(fresh, every, habit, config)
    assert set(units_of(shared).tolist()) == {0, 1}


def test_entries_of_full_keys_in_parts_are_those_of_one_list() -> None:
    config = DedupeConfig(max_bucket=5)
    corpus = read(plant(500, seed=2)["text"])
    habit, entries, every = habits(corpus, config), every_entry(corpus, config), np.arange(len(corpus))
    known, fresh = entries[entries % np.uint64(3) > 0], entries[entries % np.uint64(3) == 0]
    *whole, idle = Runs((known,), every, BITS, len(corpus)).ordered().met_by(fresh, every, habit, config)
    parts = Runs((known[::2], known[1::2]), every, BITS, len(corpus)).ordered()
    *some, same_idle = parts.met_by(fresh, every, habit, config)
    assert len(idle)
    assert idle.tolist() == same_idle.tolist()
    for side, same_side in zip(whole, some, strict=True):
        assert side.tolist() == same_side.tolist() == sorted(side.tolist())
        assert len(side)


def test_words_of_runs_that_many_units_share_are_marked() -> None:
    config = DedupeConfig(max_bucket=2)
    texts = [f"all of us are tired of {what}" for what in ("rain and wind", "the new road", "long letters")]
    corpus = read(pl.Series(texts))
    marked, _ = all_meetings(corpus, every_entry(corpus, config), BITS, config)
    assert [bin(stock) for stock in marked.stock.tolist()] == ["0b111"] * 3
    assert not corpus.stock.any()
