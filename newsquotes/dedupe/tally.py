"""How many keys give each place where two texts may match, kept so that more texts can add to it and take from it.

Packed places (see `candidates`) in, once for each key that gives them; out the places that no key gives any more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from newsquotes.dedupe.candidates import SHIFT_BITS
from newsquotes.dedupe.normalise import Flags, flat_ranges
from newsquotes.dedupe.ordering import Ordered, begins_run, in_order, sorted_once
from newsquotes.dedupe.runs import spans_of
from newsquotes.dedupe.vocabulary import Hashes

_PLACES_AT_ONCE = 1 << 17

Counts = npt.NDArray[np.int16]


@dataclass(frozen=True)
class Part:
    """Distinct places, sorted, and how many more keys, or fewer, give each of them."""

    places: Hashes
    counts: Counts

    @cached_property
    def ordered(self) -> Ordered:
        """The places, made ready for seeking many of them."""
        return Ordered.of(self.places)

    @classmethod
    def of(cls, places: Hashes) -> "Part":
        """The places, given once for each key that gives them."""
        places = in_order(places)
        first = np.flatnonzero(begins_run(places))
        return cls(places[first], np.diff(np.append(first, len(places))).astype(np.int16))

    @classmethod
    def joined(cls, parts: Sequence["Part"]) -> "Part":
        """All parts as one."""
        places = np.concatenate([part.places for part in parts])
        return cls(places, np.concatenate([part.counts for part in parts])).added_up()

    def added_up(self) -> "Part":
        """Each place once, without those that no key is left for."""
        if not len(self.places):
            return self
        order = np.argsort(self.places, kind="stable")
        places = self.places.take(order)
        first = np.flatnonzero(begins_run(places))
        counts = np.add.reduceat(self.counts.take(order), first)
        left = np.flatnonzero(counts)
        return Part(places.take(first.take(left)), counts.take(left))

    def without(self, fewer: "Part") -> "Part":
        """What is left when other keys give the places of another part no more; it can be less than nothing."""
        return self.joined([self, Part(fewer.places, -fewer.counts)])

    def of_pairs(self, pairs: Hashes) -> "Part":
        """The places of some pairs, which are sorted."""
        inside, _ = flat_ranges(*spans_of(self.ordered, pairs, np.uint64(SHIFT_BITS)))
        return Part(self.places.take(inside), self.counts.take(inside))

    def with_units(self, as_shorter: Flags, as_longer: Flags, bits: int) -> "Part":
        """The places of pairs with a marked unit; the numbers of units take `bits`."""
        units, low = np.flatnonzero(as_shorter).view(np.uint64), np.uint64(SHIFT_BITS + bits)
        found = [flat_ranges(*spans_of(self.ordered, units, low))[0]]
        mask = np.uint64((1 << bits) - 1)
        for begin in range(0, len(self.places) if as_longer.any() else 0, _PLACES_AT_ONCE):
            other = self.places[begin : begin + _PLACES_AT_ONCE] >> np.uint64(SHIFT_BITS)
            other &= mask
            found.append(begin + np.flatnonzero(as_longer.take(other.view(np.int64), mode="clip")))
        inside = sorted_once(np.concatenate(found))
        return Part(self.places[inside], self.counts[inside])


@dataclass(frozen=True, slots=True)
class Tally:
    """How many keys give each place: the sum of all parts, one for each time that texts were added."""

    parts: tuple[Part, ...]

    def with_part(self, part: Part, most: int) -> "Tally":
        """The tally with one part more; when there are more than `most`, all but the first become one."""
        parts = (*self.parts, part)
        return Tally(parts if len(parts) <= most else (parts[0], Part.joined(parts[1:])))

    def gone(self, fewer: Hashes) -> tuple[Hashes, Hashes]:
        """Of places that fewer keys give than before those that none gives now; all that is left of their pairs.

        The places are sorted, each once, on either side.
        """
        shift = np.uint64(SHIFT_BITS)
        left = self._of_pairs(_once(fewer >> shift))
        gone = np.setdiff1d(fewer, left, assume_unique=True)
        of_pairs, _ = flat_ranges(*spans_of(Ordered.of(left), _once(gone >> shift), shift))
        return gone, left.take(of_pairs)

    def with_units(self, as_shorter: Flags, as_longer: Flags, bits: int) -> Hashes:
        """The places that a key gives, sorted, of pairs with a unit that is marked as the shorter or the longer."""
        return Part.joined([part.with_units(as_shorter, as_longer, bits) for part in self.parts]).places

    def _of_pairs(self, pairs: Hashes) -> Hashes:
        """The places of some pairs (packed places without their shift) that a key gives, sorted."""
        return Part.joined([part.of_pairs(pairs) for part in self.parts]).places


def _once(values: Hashes) -> Hashes:
    """Sorted values, each once."""
    return values[begins_run(values)]
