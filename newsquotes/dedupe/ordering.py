"""Numbers in order: sorted, each once, and where the runs of equal ones begin."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import polars as pl

from newsquotes.dedupe.normalise import Flags, Ints

Number = TypeVar("Number", np.int64, np.uint64)

_STRIDE = 256


def in_order(values: npt.NDArray[Number]) -> npt.NDArray[Number]:
    """The values, sorted. Polars on one thread takes a quarter of the time of numpy for 64-bit numbers."""
    found: npt.NDArray[Number] = pl.Series(values).sort(multithreaded=False).to_numpy()
    return found


def sorted_once(values: npt.NDArray[Number]) -> npt.NDArray[Number]:
    """The distinct values in order; `np.unique` hashes instead, which is many times slower."""
    values = in_order(values)
    return values[begins_run(values)]


def are_among(values: npt.NDArray[Number], ordered: npt.NDArray[Number]) -> Flags:
    """Whether each value is one of some that are sorted."""
    if not len(ordered):
        return np.zeros(len(values), bool)
    found: Flags = ordered.take(np.searchsorted(ordered, values), mode="clip") == values
    return found


def begins_run(values: npt.NDArray[Number]) -> Flags:
    """Marks the first of each run of equal values."""
    fresh = np.ones(len(values), bool)
    fresh[1:] = values[1:] != values[:-1]
    return fresh


def places_of(kept: Flags | Ints) -> Ints:
    """The places that flags mark; numbers are places already. To take by places is faster than to take by flags."""
    return np.asarray(np.flatnonzero(kept) if kept.dtype == bool else kept, np.int64)


def components(n: int, one: Ints, other: Ints) -> Ints:
    """The smallest member of each of `n` nodes' connected component.

    Labels are hooked to smaller ones and halved until nothing moves (Shiloach and Vishkin, 1982).
    """
    label = np.arange(n, dtype=np.int64)
    while len(one):
        left, right = label[one], label[other]
        apart = left != right
        if not apart.any():
            break
        one, other, left, right = one[apart], other[apart], left[apart], right[apart]
        np.minimum.at(label, np.maximum(left, right), np.minimum(left, right))
        while (shorter := label[label]).tobytes() != label.tobytes():
            label = shorter
    return label


@dataclass(frozen=True, slots=True)
class Ordered:
    """Sorted numbers in which many are sought.

    All are sought in a sample of the numbers, which stays in the caches, and then take the last steps together: no
    single one of them waits for memory, as `np.searchsorted` does.
    """

    values: npt.NDArray[np.uint64]
    _sample: npt.NDArray[np.uint64]

    @classmethod
    def of(cls, values: npt.NDArray[np.uint64]) -> "Ordered":
        """Sorted numbers."""
        return cls(values, np.array(values[::_STRIDE]))

    def places_of(self, sought: npt.NDArray[np.uint64]) -> Ints:
        """How many numbers are smaller than each of those that are sought."""
        if len(self._sample) < _STRIDE:
            return np.asarray(np.searchsorted(self.values, sought))
        place = np.maximum(np.searchsorted(self._sample, sought) - 1, 0) * _STRIDE
        step = _STRIDE // 2
        while step:
            place += step * (self.values.take(place + step, mode="clip") < sought)
            step //= 2
        place += self.values.take(place, mode="clip") < sought
        return np.asarray(np.minimum(place, len(self.values)))
