"""Numbers with room behind them, so that more can follow without a copy of all.

The room belongs to whoever asks first: a shorter array that others still hold never changes, and who comes second gets
a copy of their own.
"""

from dataclasses import dataclass

import numpy as np

from newsquotes.dedupe.normalise import Codes

_SHARE_OF_ROOM = 8


@dataclass(slots=True)
class _Space:
    """An array, and how much of it is taken."""

    values: Codes
    taken: int


@dataclass(frozen=True, slots=True)
class Roomy:
    """Word numbers, `values`; `n_kept` of them stand in the file that the whole `space` was read from, if it was."""

    values: Codes
    n_kept: int
    _space: _Space

    @classmethod
    def of(cls, values: Codes) -> "Roomy":
        """Numbers without room; they get some as soon as more follow."""
        return cls(values, 0, _Space(values, len(values)))

    @classmethod
    def read(cls, space: Codes, n_kept: int, more: Codes) -> "Roomy":
        """The numbers at the beginning of a space that nobody else writes to, and more of them behind."""
        return cls(np.asarray(space)[:n_kept], n_kept, _Space(space, n_kept)).with_more(more)

    @property
    def space(self) -> Codes:
        """The numbers and the room behind them."""
        has_room = len(self._space.values) > len(self.values)
        return self._space.values if has_room else _roomy(self.values, len(self.values))

    def with_more(self, more: Codes) -> "Roomy":
        """The numbers with more of them behind."""
        begin, end = len(self.values), len(self.values) + len(more)
        space, n_kept = self._space, self.n_kept
        if space.taken != begin or end > len(space.values):
            space, n_kept = _Space(_roomy(self.values, end), begin), 0
        space.values[begin:end] = more
        space.taken = end
        return Roomy(np.asarray(space.values)[:end], n_kept, space)


def _roomy(values: Codes, length: int) -> Codes:
    """A copy of the numbers with room for `length` and a share more."""
    space = np.zeros(length + length // _SHARE_OF_ROOM + 1, values.dtype)
    space[: len(values)] = values
    return space
