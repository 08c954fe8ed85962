"""Which pairs are worth comparing, and which of them change when texts are added."""

from collections import Counter

import numpy as np
import polars as pl
import pytest

from benchmarks.planted import plant
from newsquotes.dedupe.candidates import (
    Habits,
    all_meetings,
    changed_meetings,
    full_and_shared,
    habits,
    meetings,
    places_between,
    sorted_entries,
    unit_bits,
)
from newsquotes.dedupe.config import DedupeConfig
from newsquotes.dedupe.normalise import Ints
from newsquotes.dedupe.ordering import in_order
from newsquotes.dedupe.runs import Runs, remapped
from newsquotes.dedupe.vocabulary import Corpus, Hashes, Reader, inverse

BITS = unit_bits(1)


def read(texts: pl.Series) -> Corpus:
    reader = Reader()
    reader.read(texts)
    return reader.corpus()[0]


def every_entry(corpus: Corpus, config: DedupeConfig) -> Hashes:
    return sorted_entries(corpus, np.arange(len(corpus)), BITS, config)


def units_of(entries: Hashes) -> Ints:
    return (entries >> np.uint64(8)).astype(np.int64) & ((1 << BITS) - 1)


class Arrived:
    """A corpus whose units came part by part, as `part` numbers them for each; the last part is new."""

    def __init__(self, corpus: Corpus, part: Ints, config: DedupeConfig) -> None:
        self.config = config
        self.rank = np.argsort(part, kind="stable")
        self.number = inverse(self.rank)
        by_rank = habits(corpus, config)
        self.habit = Habits(by_rank.step[self.rank], by_rank.chance[self.rank])
        ends = np.cumsum(np.bincount(part))
        self.n_known = int(ends[-2])
        self.entries = in_order(remapped(every_entry(corpus, config), self.number, BITS))
        of_part = np.searchsorted(ends, units_of(self.entries), side="right")
        *parts, self.fresh = (self.entries[of_part == number] for number in range(len(ends)))
        self.runs = Runs(tuple(parts), self.rank[: self.n_known], BITS, int(ends[0]))

    def met(self) -> tuple[Hashes, Hashes, Hashes]:
        return self.runs.ordered(self.rank).met_by(self.fresh, self.habit, self.config)


@pytest.mark.parametrize("in_first", [1.0, 0.5])
@pytest.mark.parametrize("share_new", [0.1, 0.003])
@pytest.mark.parametrize("max_bucket", [2, 3, 8, 30, 400])
@pytest.mark.parametrize("times", [1, 2])
def test_meetings_that_new_units_change_are_all_found(
    times: int, max_bucket: int, share_new: float, in_first: float
) -> None:
    config = DedupeConfig(max_bucket=max_bucket * times)
    texts = plant(3000, seed=max_bucket)["text"]
    corpus = read(pl.select(pl.concat_str([texts] * times, separator=" ")).to_series())
    chance = np.random.default_rng(max_bucket)
    is_new, is_first = chance.random(len(corpus)) < share_new, chance.random(len(corpus)) < in_first
    came = Arrived(corpus, np.where(is_new, 2, ~is_first), config)
    full, shared, _ = came.met()
    sides = changed_meetings(full, shared, came.n_known, BITS, came.habit)
    more, fewer = (Counter(side.tolist()) for side in sides)
    by_rank, habit = every_entry(corpus, config), habits(corpus, config)
    then, now = (
        Counter(
            places_between(meetings(full_and_shared(side, BITS, config)[1], BITS, habit), came.number, BITS).tolist()
        )
        for side in (by_rank[~is_new[units_of(by_rank)]], by_rank)
    )
    assert more == now - then
    assert fewer == then - now
    assert more
    assert fewer


def test_of_large_buckets_only_a_part_is_needed() -> None:
    corpus = read(plant(20_000, seed=5)["text"])
    came = Arrived(corpus, (np.arange(len(corpus)) % 500 == 7).astype(np.int64), DedupeConfig())
    _, shared, _ = came.met()
    keys, n_known = np.unique(came.runs.parts[0] >> np.uint64(8 + BITS), return_counts=True)
    whole = n_known[np.isin(keys, came.fresh >> np.uint64(8 + BITS)) & (n_known <= came.config.max_bucket)].sum()
    assert len(shared) < 0.4 * whole


def test_a_text_that_has_a_key_many_times_is_one_of_its_bucket() -> None:
    config = DedupeConfig()
    corpus = read(pl.Series(["no " * 60, "no " * 30]))
    came = Arrived(corpus, np.arange(2), config)
    known = came.runs.parts[0][:40]
    some = known[known >> np.uint64(8 + BITS) == known[-1] >> np.uint64(8 + BITS)]
    _, shared, _ = Runs((some,), came.runs.rank, BITS, 1).ordered(came.rank).met_by(came.fresh, came.habit, config)
    assert set(units_of(shared).tolist()) == {0, 1}


def test_entries_of_full_keys_in_parts_are_those_of_one_list() -> None:
    corpus = read(plant(500, seed=2)["text"])
    third, config = np.arange(len(corpus)) % 3, DedupeConfig(max_bucket=5)
    one, several = (Arrived(corpus, part, config) for part in (third // 2, third))
    for whole, some in zip(one.met(), several.met(), strict=True):
        sides = [remapped(side, came.rank, BITS).tolist() for side, came in ((whole, one), (some, several))]
        assert sides[0] == sides[1]
        assert len(whole)


def test_words_of_runs_that_many_units_share_are_marked() -> None:
    config = DedupeConfig(max_bucket=2)
    texts = [f"all of us are tired of {what}" for what in ("rain and wind", "the new road", "long letters")]
    corpus = read(pl.Series(texts))
    marked, _ = all_meetings(corpus, every_entry(corpus, config), BITS, config)
    assert [bin(stock) for stock in marked.stock.tolist()] == ["0b111"] * 3
    assert not corpus.stock.any()
