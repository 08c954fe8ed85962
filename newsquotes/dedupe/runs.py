"""Keys of earlier texts, and what new texts need of them: of a large bucket the neighbourhood of a new text.

Sorted entries (see `candidates`) in; out those that decide whom the new texts meet, and whom the others meet now that
new ones stand between them. What is known is never written anew, and no buckets are read but those of new texts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from newsquotes.dedupe.candidates import LEVELS, OFFSET_BITS, Bytes, Habits, levels, look_up, owner_of
from newsquotes.dedupe.config import DedupeConfig
from newsquotes.dedupe.normalise import Flags, Ints, flat_ranges
from newsquotes.dedupe.ordering import Ordered, begins_run
from newsquotes.dedupe.vocabulary import Hashes

_MAX_PARTS = 8
_SMALL = 16
"""Buckets up to this size are needed whole: that is sooner done than finding out what is needed of them."""

_FEW = 3
_FAR = np.array([0, *(4 << 2 * level for level in range(1, LEVELS))])
"""Within so many entries another one of each level is almost sure to stand; else all the rest of a bucket is needed."""


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

    def ordered(self, rank: Ints) -> "Keys":
        """The same, made ready for seeking the keys of new units, which `rank` has as well."""
        ahead = np.searchsorted(rank[: self.n_first], rank[self.n_first :])
        return Keys(tuple(map(Ordered.of, self.parts)), rank, ahead, self.bits, self.n_first)


@dataclass(frozen=True, slots=True)
class Keys:
    """The `Runs` of earlier texts, in which many keys can be sought.

    `rank` has the new units as well; `ahead` says how many of the `n_first` units come before each of the others.
    """

    parts: tuple[Ordered, ...]
    rank: Ints
    ahead: Ints
    bits: int
    n_first: int

    def met_by(self, fresh: Hashes, habit: Habits, config: DedupeConfig) -> tuple[Hashes, Hashes, Hashes]:
        """The entries of keys that new units have: of those that are full now, and of others that several have.

        They are in the order of their keys, those of one key from heavy to light. Of full keys these are all entries,
        of others those that `changed_meetings` depends on. The third are the new entries of keys that were too full
        before: they compare nothing, now as before.
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
        of_full, of_shared = (
            [(begin.take(keys), end.take(keys)) for begin, end in spans]
            for keys in (np.flatnonzero(is_full), np.flatnonzero(is_shared))
        )
        fresh_full, fresh_shared, idle = (
            fresh.take(np.flatnonzero(np.repeat(is_some, n_fresh))) for is_some in (is_full, is_shared, was_full)
        )
        return self._all_of(of_full, fresh_full), self._needed_of(of_shared, fresh_shared, size[is_shared], habit), idle

    def _all_of(self, spans: Sequence[Spans], fresh: Hashes) -> Hashes:
        """The entries of some buckets of each part together with fresh ones."""
        first, behind = self.parts[0].values.take(flat_spans(spans[0])), self._behind_first(spans, fresh)
        return np.insert(first, self._places_among(first, behind), behind)

    def _needed_of(self, spans: Sequence[Spans], fresh: Hashes, size: Ints, habit: Habits) -> Hashes:
        """The same without those entries of the first part that fresh ones change nothing for; buckets have `size`."""
        inside, begin = flat_ranges(*spans[0])
        first, behind = self.parts[0].values.take(inside), self._behind_first(spans, fresh)
        place = self._places_among(first, behind)
        is_needed = self._are_needed(first, begin, behind, size - np.diff(begin), place, habit)
        n_kept = np.append(0, np.cumsum(is_needed, dtype=np.int32))
        return np.insert(first.take(np.flatnonzero(is_needed)), n_kept.take(place), behind)

    def _behind_first(self, spans: Sequence[Spans], fresh: Hashes) -> Hashes:
        """The entries of some buckets of all parts but the first, together with fresh ones."""
        parts = zip(self.parts[1:], spans[1:], strict=True)
        entries = np.concatenate([*(part.values.take(flat_spans(span)) for part, span in parts), fresh])
        return entries.take(np.argsort(remapped(entries, self.rank, self.bits), kind="stable"))

    def _places_among(self, first: Hashes, entries: Hashes) -> Ints:
        """Where the entries belong among some of the first part."""
        low = np.uint64(self.bits + OFFSET_BITS)
        ahead = self.ahead.take(owner_of(entries, self.bits) - self.n_first).view(np.uint64)
        return np.searchsorted(first, entries >> low << low | ahead << np.uint64(OFFSET_BITS))

    def _are_needed(self, first: Hashes, at: Ints, behind: Hashes, n_behind: Ints, place: Ints, habit: Habits) -> Flags:
        """Marks those entries of buckets that others, which come in at places among them, meet or keep from meeting.

        Bucket i is `first[at[i]:at[i + 1]]`, `n_behind[i]` of the others have its key. Of small buckets all is needed.
        """
        size = np.diff(at)
        is_large = size > _SMALL
        is_needed = np.repeat(~is_large, size)
        large = np.flatnonzero(is_large)
        if len(large):
            some = np.flatnonzero(np.repeat(is_large, n_behind))
            bounds, of_bucket = (at.take(large), at.take(large + 1)), np.repeat(np.arange(len(large)), n_behind[large])
            needed = self._needed_of_large(first, bounds, behind.take(some), of_bucket, place.take(some), habit)
            is_needed[needed] = True
        return is_needed

    def _needed_of_large(
        self, first: Hashes, bounds: Spans, behind: Hashes, of_bucket: Ints, place: Ints, habit: Habits
    ) -> Ints:
        """Which entries of large buckets others meet or keep from meeting.

        A text meets only those before it: the two heaviest, its neighbour, and the last of each level. So these are
        needed for a text that looks the key up, and those between it and the next one of its level; for one that does
        not, and that only its neighbour meets, the two neighbours; and all if it is itself one of the two heaviest.
        """
        begin, end = bounds
        heavy = np.minimum(_behind_two(first, begin), end)
        heavy[of_bucket[place < heavy[of_bucket]]] = len(first)
        before, until = _first_of_unit(first, place - 1), place + 1
        level = self._levels(behind, habit)
        loud = np.flatnonzero((level > 0) | look_up(behind, owner_of(behind, self.bits), habit))
        level, at = level[loud], place[loud]
        reach = begin.copy()
        np.maximum.at(reach, of_bucket[loud], at + _FAR[level])
        seen = flat_spans((begin, np.minimum(reach, end)))
        level_seen = self._levels(first.take(seen), habit)
        tall = np.flatnonzero(level_seen > 0)
        last, until[loud] = _around(seen.take(tall), level_seen.take(tall), at, level, len(first))
        spans = [
            (begin, np.minimum(heavy, end)),
            (np.maximum(before, begin[of_bucket]), np.minimum(until, end[of_bucket])),
        ]
        return np.concatenate([*map(flat_spans, spans), _first_of_unit(first, np.concatenate(last))])

    def _levels(self, entries: Hashes, habit: Habits) -> Bytes:
        """The level of each entry."""
        return levels(entries >> np.uint64(self.bits + OFFSET_BITS), owner_of(entries, self.bits), habit)


def _behind_two(entries: Hashes, begin: Ints) -> Ints:
    """The place behind the first entry of the second unit of each bucket, or behind a bucket of a single unit."""
    place = begin + 1
    while len(left := np.flatnonzero(_is_of_one_unit(entries, place))):
        place[left] += 1
    return place + 1


def _first_of_unit(entries: Hashes, place: Ints) -> Ints:
    """Where the entries begin that the unit at each place has of one key."""
    place = place.copy()
    while len(left := np.flatnonzero(_is_of_one_unit(entries, place))):
        place[left] -= 1
    return place


def _is_of_one_unit(entries: Hashes, place: Ints) -> Flags:
    """Whether each of the entries has the key and the unit of the one before it."""
    shift = np.uint64(OFFSET_BITS)
    found: Flags = (place > 0) & (place < len(entries))
    found &= entries.take(place, mode="clip") >> shift == entries.take(place - 1, mode="clip") >> shift
    return found


def _around(tops: Ints, levels: Bytes, places: Ints, asked: Bytes, n: int) -> tuple[list[Ints], Ints]:
    """The last entry of each level before some places, and where those up to the next one of the level asked for end.

    `tops` are the entries above the lowest level, of `n` that there are, and `levels` those that they reach.
    """
    last, until = [], places + 1
    for one in range(1, LEVELS):
        of_level = tops.take(np.flatnonzero(levels >= one))
        number, edges = np.searchsorted(of_level, places), np.concatenate([[0], of_level, [n - 1]])
        last.append(edges[number])
        rows = np.flatnonzero(asked == one)
        until[rows] = edges[number[rows] + 1] + 1
    return last, until


def flat_spans(spans: Spans) -> Ints:
    """All places of spans, one span after the other."""
    return flat_ranges(*spans)[0]


def spans_of(numbers: Ordered, firsts: Hashes, low: np.uint64) -> Spans:
    """Where the numbers that begin with each of some bits, all different, begin and end; `low` bits follow those."""
    values, begin = numbers.values, numbers.places_of(firsts << low)
    if not len(values):
        return begin, begin
    end, left, place, first = begin.copy(), np.arange(len(firsts)), begin, firsts
    for _ in range(_FEW):
        more = np.flatnonzero((values.take(place, mode="clip") >> low == first) & (place < len(values)))
        left, place, first = left.take(more), place.take(more) + 1, first.take(more)
        end[left] = place
    behind = (first + np.uint64(1)) << low
    end[left] = np.where(behind > 0, numbers.places_of(behind), len(values))
    return begin, end


def merged(entries: Hashes) -> Hashes:
    """A few sorted lists of entries, one behind the other, as one: that takes a stable sort linear time."""
    entries.sort(kind="stable")
    return entries


def remapped(entries: Hashes, unit: Ints, bits: int) -> Hashes:
    """The entries with the number of each unit replaced by `unit[number]`."""
    found: Hashes = entries & ~np.uint64(((1 << bits) - 1) << OFFSET_BITS)
    found |= unit.take(owner_of(entries, bits)).view(np.uint64) << np.uint64(OFFSET_BITS)
    return found
