"""Keys of earlier texts, and what new texts need of them: of a large bucket the neighbourhood of a new text.

Sorted entries (see `candidates`) in; out those that decide whom the new texts meet, and whom the others meet now that
new ones stand between them. What is known is never written anew, and no more of it is read than that.
"""

from dataclasses import dataclass

import numpy as np

from newsquotes.dedupe.candidates import OFFSET_BITS, Habits, levels, look_up, owner_of
from newsquotes.dedupe.config import DedupeConfig
from newsquotes.dedupe.normalise import Flags, Ints, flat_ranges
from newsquotes.dedupe.ordering import Ordered, begins_run
from newsquotes.dedupe.vocabulary import Hashes

_MAX_PARTS = 8
_SMALL = 16
"""Buckets up to this size are read whole: that is sooner done than finding out what is needed of them."""

_FEW = 3

Spans = tuple[Ints, Ints]


@dataclass(frozen=True, slots=True)
class Runs:
    """Sorted entries in several parts, one for each time that texts were added; none of them is ever written anew.

    Their units are numbered in the order in which they came; `rank` is the number of each in a corpus of all texts. The
    `n_first` units of the first part, which is by far the largest, came in the order of their rank.
    """

    parts: tuple[Hashes, ...]
    rank: Ints
    bits: int
    n_first: int

    def with_fresh(self, fresh: Hashes, rank: Ints) -> "Runs":
        """The runs with the entries of new units as one more part; when there are too many, small ones become one."""
        parts = (*self.parts, fresh)
        if len(parts) > _MAX_PARTS:
            parts = (parts[0], merged(np.concatenate(parts[1:])))
        return Runs(parts, rank, self.bits, self.n_first)

    def ordered(self) -> "Keys":
        """The same, made ready for seeking many keys."""
        return Keys(tuple(map(Ordered.of, self.parts)), self.bits, self.n_first)


@dataclass(frozen=True, slots=True)
class Keys:
    """The `Runs` of earlier texts, in which many keys can be sought."""

    parts: tuple[Ordered, ...]
    bits: int
    n_first: int

    def met_by(self, fresh: Hashes, rank: Ints, habit: Habits, config: DedupeConfig) -> tuple[Hashes, Hashes, Hashes]:
        """The sorted entries of keys that new units have: of those that are full now, and of others that several have.

        Their units are by `rank`, which has the new ones, as has `habit`. Of full keys these are all entries, of others
        those that `changed_meetings` depends on. The third are the new entries of keys that were too full before: they
        compare nothing, now as before, and are numbered as they came.
        """
        low = np.uint64(self.bits + OFFSET_BITS)
        key = fresh >> low
        first = np.flatnonzero(begins_run(key))
        n_fresh = np.diff(np.append(first, len(fresh)))
        spans = [spans_of(part, key[first], low) for part in self.parts]
        n_known = np.sum([end - begin for begin, end in spans], axis=0)
        was_full, size = n_known > config.max_bucket, n_known + n_fresh
        is_full = ~was_full & (size > config.max_bucket)
        is_shared = ~was_full & ~is_full & (size > 1)
        some = [(begin[is_shared], end[is_shared]) for begin, end in spans]
        own = fresh[np.repeat(is_shared, n_fresh)]
        near = self._near(*some[0], own, n_fresh[is_shared], rank, habit)
        shared = self._by_rank([near, *map(flat_spans, some[1:])], own, rank)
        whole = [flat_spans((begin[is_full], end[is_full])) for begin, end in spans]
        full = self._by_rank(whole, fresh[np.repeat(is_full, n_fresh)], rank)
        return full, shared, fresh[np.repeat(was_full, n_fresh)]

    def _by_rank(self, places: list[Ints], fresh: Hashes, rank: Ints) -> Hashes:
        """The entries at some places of each part together with fresh ones, by rank."""
        found = [part.values[place] for part, place in zip(self.parts, places, strict=True)]
        return merged(remapped(np.concatenate([*found, fresh]), rank, self.bits))

    def _near(self, begin: Ints, end: Ints, fresh: Hashes, n_fresh: Ints, rank: Ints, habit: Habits) -> Ints:
        """Where those entries of the first part stand that fresh ones meet, or that meet others because of them.

        `begin` and `end` are those of the bucket of each key, `n_fresh` says how many of the fresh ones have it. A text
        meets only those before it. So nothing matters behind the last text that a fresh one can come in before; where a
        fresh text neither looks the key up nor is met by any but the next one, these two neighbours are enough. The two
        heaviest, whom all meet, are always there.
        """
        is_large = end - begin > _SMALL
        fresh, n_fresh = fresh[np.repeat(is_large, n_fresh)], n_fresh[is_large]
        small = flat_spans((begin[~is_large], end[~is_large]))
        begin, end = begin[is_large], end[is_large]
        if not len(begin):
            return small
        of_key = np.repeat(np.arange(len(begin)), n_fresh)
        place = self._places_among_first(fresh, rank)
        heavy = self._behind_two(begin)
        unit = rank[owner_of(fresh, self.bits)]
        is_tall = levels(fresh >> np.uint64(self.bits + OFFSET_BITS), unit, habit) > 0
        is_quiet = ~is_tall & ~look_up(fresh, unit, habit)
        is_met_by_all = place < heavy[of_key]
        reach = np.where(is_quiet, 0, place + 1)
        reach[is_tall | is_met_by_all] = len(self.parts[0].values)
        reach = np.maximum(heavy, np.maximum.reduceat(reach, np.cumsum(n_fresh) - n_fresh))
        reach = np.minimum(reach, end)
        beyond = np.flatnonzero(place >= reach[of_key])
        neighbours = (self._first_of_unit(place[beyond] - 1), np.minimum(place[beyond] + 1, end[of_key[beyond]]))
        return np.concatenate([small, flat_spans((begin, reach)), flat_spans(neighbours)])

    def _places_among_first(self, fresh: Hashes, rank: Ints) -> Ints:
        """Where the fresh entries would stand among those of the first part, by rank."""
        ahead = np.searchsorted(rank[: self.n_first], rank[owner_of(fresh, self.bits)])
        low = np.uint64(self.bits + OFFSET_BITS)
        return self.parts[0].places_of(fresh >> low << low | ahead.astype(np.uint64) << np.uint64(OFFSET_BITS))

    def _behind_two(self, begin: Ints) -> Ints:
        """The place behind the first entry of the second unit of each bucket, or behind a bucket of a single unit."""
        place = begin + 1
        while len(left := np.flatnonzero(self._is_of_one_unit(place))):
            place[left] += 1
        return place + 1

    def _first_of_unit(self, place: Ints) -> Ints:
        """Where the entries begin that the unit at each place has of one key."""
        place = place.copy()
        while len(left := np.flatnonzero(self._is_of_one_unit(place))):
            place[left] -= 1
        return place

    def _is_of_one_unit(self, place: Ints) -> Flags:
        """Whether an entry of the first part has the key and the unit of the one before it."""
        entries, shift = self.parts[0].values, np.uint64(OFFSET_BITS)
        found: Flags = (place > 0) & (place < len(entries))
        found &= entries.take(place, mode="clip") >> shift == entries[place - 1] >> shift
        return found


def flat_spans(spans: Spans) -> Ints:
    """All places of spans, one span after the other."""
    return flat_ranges(*spans)[0]


def spans_of(numbers: Ordered, firsts: Hashes, low: np.uint64) -> Spans:
    """Where the numbers that begin with each of some bits, all different, begin and end; `low` bits follow those."""
    begin = numbers.places_of(firsts << low)
    end, left = begin.copy(), np.arange(len(firsts))
    for _ in range(_FEW):
        left = left[end[left] < len(numbers.values)]
        left = left[numbers.values[end[left]] >> low == firsts[left]]
        end[left] += 1
    behind = (firsts[left] + np.uint64(1)) << low
    end[left] = np.where(behind > 0, numbers.places_of(behind), len(numbers.values))
    return begin, end


def merged(entries: Hashes) -> Hashes:
    """A few sorted lists of entries, one behind the other, as one: that takes a stable sort linear time."""
    entries.sort(kind="stable")
    return entries


def remapped(entries: Hashes, unit: Ints, bits: int) -> Hashes:
    """The entries with the number of each unit replaced by `unit[number]`."""
    found: Hashes = entries & ~np.uint64(((1 << bits) - 1) << OFFSET_BITS)
    found |= unit.astype(np.uint32)[owner_of(entries, bits)].astype(np.uint64) << np.uint64(OFFSET_BITS)
    return found
