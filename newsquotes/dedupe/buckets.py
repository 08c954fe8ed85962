"""Records in numbered files: what is too much for memory at once is sorted, or joined, file by file."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

_BITS = 64

Numbers = npt.NDArray[np.uint64]
Records = npt.NDArray[Any]


class Shelves:
    """`n` files of records of one type in a folder, which must be empty and belongs to the caller, who removes it."""

    def __init__(self, folder: Path, n: int, dtype: npt.DTypeLike) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._paths = [folder / f"{number}.bin" for number in range(n)]
        self._dtype = np.dtype(dtype)

    def __len__(self) -> int:
        return len(self._paths)

    def add(self, records: Records, shelf: npt.NDArray[np.integer[Any]]) -> None:
        """Puts each record behind those on its shelf; the order of records on a shelf is kept."""
        shelf = shelf.astype(np.min_scalar_type(len(self)))
        order = np.argsort(shelf, kind="stable")
        ends = np.cumsum(np.bincount(shelf, minlength=len(self)))
        self.extend(np.split(records[order], ends[:-1]))

    def extend(self, parts: Sequence[Records]) -> None:
        """Puts one part on each shelf, behind the records there."""
        for path, part in zip(self._paths, parts, strict=True):
            if len(part):
                with path.open("ab") as file:
                    part.tofile(file)

    def read(self, number: int) -> Records:
        """The records on a shelf."""
        path = self._paths[number]
        return np.fromfile(path, self._dtype) if path.exists() else np.zeros(0, self._dtype)

    def take(self, number: int) -> Records:
        """The records on a shelf, which is emptied."""
        records = self.read(number)
        self._paths[number].unlink(missing_ok=True)
        return records


class Buckets:
    """Numbers on `2 ** bits` shelves; each holds the numbers with the same highest bits."""

    def __init__(self, folder: Path, bits: int) -> None:
        self._shelves = Shelves(folder, 1 << bits, np.uint64)
        self._shift = np.uint64(_BITS - bits) if bits else None

    def add(self, numbers: Numbers) -> None:
        """Puts numbers into their buckets, in any order."""
        in_first = np.zeros(len(numbers), np.uint8)
        self._shelves.add(numbers, in_first if self._shift is None else numbers >> self._shift)

    def __iter__(self) -> Iterator[Numbers]:
        """The numbers of each bucket that has some; it is emptied."""
        for number in range(len(self._shelves)):
            numbers = self._shelves.take(number)
            if len(numbers):
                yield numbers
