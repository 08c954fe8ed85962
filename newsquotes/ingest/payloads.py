"""The payloads of a frame as one column, in memory that is used again for later frames.

Fresh memory is dear: the system hands it out by 4 KiB and blanks each piece first, which for payloads that are kept
took a fifth of the time of reading a WARC file. So frames take turns in a few blocks, which ask for pieces of 2 MiB.
"""

import mmap
from array import array

import polars as pl
import pyarrow as pa

MOST_BLOCKS = 4


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

    def column(self) -> pl.Series:
        """All payloads, in order; nothing may be added afterwards."""
        ends, texts = pa.py_buffer(self._ends), pa.py_buffer(self._memory)
        return pl.Series(pl.from_arrow(pa.LargeStringArray.from_buffers(len(self._ends) - 1, ends, texts)))

    def _larger(self, size: int) -> memoryview:
        """Memory of `size` bytes that holds what there is; what is larger than a block is nobody else's."""
        larger = memoryview(mapped(size))
        larger[: self._ends[-1]] = self._memory[: self._ends[-1]]
        return larger
