"""Numbers in buckets on disk, by their highest bits: what is too much for memory at once is sorted bucket by bucket."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

_BITS = 64

Numbers = npt.NDArray[np.uint64]


class Buckets:
    """`2 ** bits` files in a folder; each holds the numbers with the same highest bits below `width` bits.

    The folder must be empty, and belongs to the caller, who removes it.
    """

    def __init__(self, folder: Path, bits: int, width: int = _BITS) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._paths = [folder / f"{number}.bin" for number in range(1 << bits)]
        self._shift = np.uint64(width - bits) if bits else None

    def add(self, numbers: Numbers) -> None:
        """Appends numbers, in any order."""
        if self._shift is None:
            _append(self._paths[0], numbers)
            return
        bucket = (numbers >> self._shift).astype(np.uint16)
        order = np.argsort(bucket, kind="stable")
        ends = np.cumsum(np.bincount(bucket, minlength=len(self._paths)))
        for path, part in zip(self._paths, np.split(numbers[order], ends[:-1]), strict=True):
            _append(path, part)

    def __iter__(self) -> Iterator[Numbers]:
        """The numbers of each bucket, which is emptied."""
        for path in self._paths:
            if path.exists():
                numbers = np.fromfile(path, np.uint64)
                path.unlink()
                yield numbers


def _append(path: Path, numbers: Numbers) -> None:
    """Writes numbers behind those in the file."""
    if len(numbers):
        with path.open("ab") as file:
            numbers.tofile(file)
