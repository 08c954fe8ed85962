"""The payloads of a frame as one column, in memory that is used again for later frames.

Fresh memory is dear: the system hands it out by 4 KiB and blanks each piece first, which for payloads that are kept
took a fifth of the time of reading a WARC file. So frames take turns in a few blocks, which ask for pieces of 2 MiB.
"""

import mmap
from array import array
from collections.abc import Sequence

import polars as pl
import pyarrow as pa

MOST_BLOCKS = 4
FEW = 8


class Blocks:
    """Memory for the payloads of one frame after the other, in blocks of `size` bytes."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._lent: list[tuple[mmap.mmap, memoryview]] = []

    def lend(self) -> memoryview:
        """A block that nothing else uses: neither a frame in the making, nor one that somebody holds."""
        memory = self._take_back() or mapped(self.size)
        block = memoryview(memory)
        self._lent = [*self._lent[1 - MOST_BLOCKS :], (memory, block)]
        return block

    def _take_back(self) -> mmap.mmap | None:
        """The memory of a block whose bytes no column shares any more."""
        for number, (memory, block) in enumerate(self._lent):
            try:
                block.release()
            except BufferError:
                continue
            del self._lent[number]
            return memory
        return None


def mapped(size: int) -> mmap.mmap:
    """Blank memory of `size` bytes; what is never written to takes none."""
    memory = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    if hasattr(mmap, "MADV_HUGEPAGE"):
        memory.madvise(mmap.MADV_HUGEPAGE)
    return memory


class Payloads:
    """Texts in UTF-8, one behind the other in a block of memory; the column of them holds these very bytes."""

    def __init__(self, blocks: Blocks) -> None:
        self._memory = blocks.lend()
        self._ends = array("q", [0])

    def add(self, payload: bytes) -> None:
        """Add a copy of `payload`."""
        start = self._ends[-1]
        end = start + len(payload)
        if end > len(self._memory):
            self._memory = self._larger(2 * end)
        self._memory[start:end] = payload
        self._ends.append(end)

    def not_utf8(self) -> list[int]:
        """The numbers of the payloads that are not UTF-8: looked for in all at once, then in a few, then one by one."""
        texts = self._texts()
        if _is_utf8(texts):
            return []
        suspects = [start for start in range(0, len(texts), FEW) if not _is_utf8(texts.slice(start, FEW))]
        few = [number for start in suspects for number in range(start, min(start + FEW, len(texts)))]
        return [number for number in few if not _is_utf8(texts.slice(number, 1))]

    def read(self, number: int) -> bytes:
        """A copy of the payload of that number."""
        return bytes(self._memory[self._ends[number] : self._ends[number + 1]])

    def column(self, without: Sequence[int] = ()) -> pl.Series:
        """All payloads, in order, with null for those of the numbers `without`; nothing may be added afterwards.

        What is not `without` must be UTF-8.
        """
        return pl.Series(pl.from_arrow(self._texts(without)))

    def _texts(self, without: Sequence[int] = ()) -> pa.LargeStringArray:
        count = len(self._ends) - 1
        nulls = None
        if without:
            is_there = bytearray([1]) * count
            for number in without:
                is_there[number] = 0
            nulls = pa.array(is_there, pa.uint8()).cast(pa.bool_()).buffers()[1]
        ends, texts = pa.py_buffer(self._ends), pa.py_buffer(self._memory)
        return pa.LargeStringArray.from_buffers(count, ends, texts, nulls, len(without))

    def _larger(self, size: int) -> memoryview:
        """Memory of `size` bytes that holds what there is; what is larger than a block is nobody else's."""
        larger = memoryview(mapped(size))
        larger[: self._ends[-1]] = self._memory[: self._ends[-1]]
        return larger


def _is_utf8(texts: pa.LargeStringArray) -> bool:
    try:
        texts.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True
