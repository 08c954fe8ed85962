"""Gzip files at the speed of fastwarc's decompressor, three times that of zlib, with zlib's care.

fastwarc's takes a cut file for a whole one and drops what it has ahead of damage. So a member of our own, the seal,
is put behind the file. What comes out after the seal went in is held until the seal comes out too; where it does not,
zlib starts again behind the content given and says what is wrong.
"""

import gzip
import io
from typing import BinaryIO

from fastwarc.stream_io import GzipReader

from newsquotes.ingest.config import IngestConfig
from newsquotes.ingest.expand import CHUNK, CODECS, Budget, Expanded, Plain

GZIP = CODECS[0]
SEAL = b"\x00end of the file, not of its content\x00"
SEALED = gzip.compress(SEAL, mtime=0)


class GzipFile(io.RawIOBase):
    """The content of a gzip file that can be sought; equal to that of `Expanded`, refusals included."""

    def __init__(self, file: BinaryIO, budget: Budget, config: IngestConfig):
        file.seek(0)
        self.file = file
        self._budget = budget
        self._config = config
        self._sealed = Sealed(file, SEALED)
        self._fast = GzipReader(self._sealed, CHUNK)
        self._tail: bytes | None = None
        self._given = 0
        self._slow: Expanded | None = None

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill `buffer` with what the next step gives; 0 at the end."""
        if self._slow is None:
            data = self._next(len(buffer))
            if data is not None:
                self._budget.spend(len(data))
                self._given += len(data)
                buffer[: len(data)] = data
                return len(data)
            self._slow = self._restarted()
        return self._slow.readinto(buffer)

    def _next(self, size: int) -> bytes | None:
        """Up to `size` bytes of content, none at the end; None when something is wrong."""
        if self._tail is None:
            piece = self._piece(size, held=0)
            if not self._sealed.is_ended:
                return piece or None
            self._tail = self._checked_tail(piece)
            if self._tail is None:
                return None
        data, self._tail = self._tail[:size], self._tail[size:]
        return data

    def _checked_tail(self, piece: bytes | None) -> bytes | None:
        """The content from `piece` to the seal; None when the seal does not come out whole."""
        tail = bytearray()
        while piece:
            tail += piece
            piece = self._piece(CHUNK, held=len(tail))
        return bytes(tail[: -len(SEAL)]) if piece is not None and tail.endswith(SEAL) else None

    def _piece(self, size: int, *, held: int) -> bytes | None:
        """What fastwarc gives next; None when it fails, or expands more than may be."""
        try:
            piece: bytes = self._fast.read(size)
        except OSError:
            return None
        allowed = self._config.free_expansion_bytes + self._sealed.taken * self._config.max_expansion
        return piece if self._given + held + len(piece) <= allowed else None

    def _restarted(self) -> Expanded:
        """The same file by zlib, behind the content that was given."""
        self.file.seek(0)
        self._budget.spent -= self._given
        slow = Expanded(Plain(self.file, self._budget), GZIP, self._budget, self._config)
        skipped = bytearray(CHUNK)
        while self._given and (step := slow.readinto(memoryview(skipped)[: self._given])):
            self._given -= step
        return slow


class Sealed:
    """A gzip file with a seal behind it, as fastwarc wants a stream."""

    def __init__(self, file: BinaryIO, seal: bytes):
        self._file = file
        self._rest = io.BytesIO(seal)
        self.taken = 0
        self.is_ended = False
        self._limit: int | None = None

    def allow(self, count: int) -> None:
        """Let no more than `count` bytes be read until this is called again; reading more raises OSError."""
        self._limit = self.taken + count

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes."""
        data = self._file.read(size)
        self.taken += len(data)
        if self._limit is not None and self.taken > self._limit:
            raise OSError(f"no record in {self.taken} bytes")
        self.is_ended = self.is_ended or not data
        return data or self._rest.read(size)

    def tell(self) -> int:
        """Where the stream starts."""
        return 0

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Refuses: the stream only goes forward."""
        raise OSError("the stream cannot be sought")

    def close(self) -> None:
        """Nothing: the file belongs to the caller."""
