"""Compressed bytes to bytes, streamed, with caps: gzip, bzip2, xz and zstd.

Every stream gives all the bytes it could decompress before it raises `RefusedError`, so that records ahead of the
damage are kept.
"""

import bz2
import io
import lzma
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import zstandard

from newsquotes.ingest.config import IngestConfig
from newsquotes.ingest.records import RefusedError

CHUNK = 1 << 16
BUFFER = 1 << 18
# A zstd block of 4 bytes can hold 128 KiB and the decoder has no output limit: 1 KiB of input gives 32 MiB at most.
ZSTD_CHUNK = 1 << 10
LZMA_MEMORY = 1 << 28
ZSTD_WINDOW = 1 << 27


class Reads(Protocol):
    """Anything with a `read(size)` that gives bytes, and b"" at the end."""

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes."""
        ...


class Budget:
    """The bytes that one source may still give, over all its layers; spending more raises `RefusedError`."""

    def __init__(self, allowed: int):
        self.allowed = allowed
        self.spent = 0

    @property
    def left(self) -> int:
        """Bytes that may still be spent."""
        return max(self.allowed - self.spent, 0)

    def spend(self, count: int) -> None:
        """Count `count` bytes; raises RefusedError (rule `input_too_large`) beyond the allowance."""
        self.spent += count
        if self.spent > self.allowed:
            raise RefusedError(
                "input_too_large", f"gives more than {self.allowed} bytes; raise max_input_bytes or split the input"
            )


class Plain(io.RawIOBase):
    """The bytes of a stream as they are, counted against a budget; reads are filled as far as there are bytes."""

    def __init__(self, inner: Reads, budget: Budget):
        self._inner = inner
        self._budget = budget

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        """Fill `buffer`."""
        data = self._inner.read(min(len(buffer), self._budget.left or 1))
        self._budget.spend(len(data))
        buffer[: len(data)] = data
        return len(data)


class Member(Protocol):
    """The decompressor of one gzip member, bzip2 or xz stream, or zstd frame."""

    @property
    def eof(self) -> bool:
        """Whether it is complete."""
        ...

    @property
    def needs_input(self) -> bool:
        """Whether all input given so far is used up."""
        ...

    @property
    def unused_data(self) -> bytes:
        """Input that follows it."""
        ...

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """Output for `data`, at most `max_length` bytes of it now."""
        ...


class _GzipMember:
    """zlib's decompressor, keeping its own input tail as those of bz2 and lzma do."""

    def __init__(self) -> None:
        self._inner = zlib.decompressobj(zlib.MAX_WBITS | 16)

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def needs_input(self) -> bool:
        return not self._inner.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        tail = self._inner.unconsumed_tail
        return self._inner.decompress(tail + data if tail else data, max_length)


class _ZstdFrame:
    """zstandard's decompressor, which has no output limit: it must be fed in small pieces."""

    needs_input = True

    def __init__(self) -> None:
        self._inner = zstandard.ZstdDecompressor(max_window_size=ZSTD_WINDOW).decompressobj()

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused_data(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._inner.decompress(data)


@dataclass(frozen=True, slots=True)
class Codec:
    """A compression: its name, its magic bytes, how to start a member, and how much input to give at once."""

    name: str
    magic: bytes
    start: Callable[[], Member]
    chunk: int = CHUNK


CODECS = (
    Codec("gzip", b"\x1f\x8b\x08", _GzipMember),
    Codec("bzip2", b"BZh", bz2.BZ2Decompressor),
    Codec("xz", b"\xfd7zXZ\x00", lambda: lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=LZMA_MEMORY)),
    Codec("zstd", b"\x28\xb5\x2f\xfd", _ZstdFrame, ZSTD_CHUNK),
)
DAMAGE = (zlib.error, lzma.LZMAError, zstandard.ZstdError, OSError, EOFError, ValueError)


class Expanded(io.RawIOBase):
    """The bytes of a compressed stream of one or more members.

    Raises RefusedError, after all bytes that could be had, with the rules `truncated_compression`,
    `damaged_compression`, `trailing_garbage`, `expansion_bomb` and `input_too_large`.
    """

    def __init__(self, inner: Reads, codec: Codec, budget: Budget, config: IngestConfig):
        self._inner = inner
        self._codec = codec
        self._budget = budget
        self._config = config
        self._member = codec.start()
        self._ready = memoryview(b"")
        self._refusal: RefusedError | None = None
        self._taken = 0
        self._given = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill `buffer` as far as there is content; 0 at the end. A refusal waits until all content is given."""
        filled = 0
        while filled < len(buffer) and self._has_more():
            size = min(len(buffer) - filled, len(self._ready))
            buffer[filled : filled + size] = self._ready[:size]
            self._ready = self._ready[size:]
            filled += size
        if not filled and self._refusal:
            raise self._refusal
        return filled

    def _has_more(self) -> bool:
        """Whether there is content to give, after stepping on to it; keeps a refusal for later."""
        try:
            while not self._ready and not self._refusal:
                out = self._step()
                if out is None:
                    return False
                self._count(len(out))
                self._ready = memoryview(out)
        except RefusedError as refusal:
            self._refusal = refusal
        return bool(self._ready)

    def _step(self) -> bytes | None:
        """Some output, perhaps empty; None at the end."""
        data = b""
        if self._member.eof:
            data = self._following()
            if not data:
                return None
            self._member = self._codec.start()
        elif self._member.needs_input:
            data = self._take()
            if not data:
                raise RefusedError(
                    "truncated_compression",
                    f"the {self._codec.name} stream ends after {self._given} bytes of content, before its end mark; "
                    "fetch the file again",
                )
        try:
            return self._member.decompress(data, BUFFER)
        except DAMAGE as error:
            raise RefusedError(
                "damaged_compression",
                f"the {self._codec.name} stream is damaged after {self._given} bytes of content ({error}); "
                "fetch the file again",
            ) from error

    def _following(self) -> bytes:
        """The input that follows a complete member: the next member's, or nothing after padding of NULs."""
        data = self._member.unused_data
        while len(data) < len(self._codec.magic) or not data.strip(b"\x00"):
            more = self._take()
            if not more:
                break
            data = data.lstrip(b"\x00") + more
        data = data.lstrip(b"\x00")
        if data and not data.startswith(self._codec.magic):
            raise RefusedError(
                "trailing_garbage",
                f"what follows the {self._codec.name} stream after {self._given} bytes of content is something else; "
                "cut it off or fetch the file again",
                excerpt=repr(data[:40]),
            )
        return data

    def _take(self) -> bytes:
        data = self._inner.read(self._codec.chunk)
        self._taken += len(data)
        return data

    def _count(self, size: int) -> None:
        self._given += size
        self._budget.spend(size)
        if self._given > self._config.free_expansion_bytes + self._taken * self._config.max_expansion:
            raise RefusedError(
                "expansion_bomb",
                f"{self._taken} bytes of {self._codec.name} give more than {self._given} bytes; "
                f"raise max_expansion (now {self._config.max_expansion}) if the file is sound",
            )


class Forward:
    """A stream as fastwarc and tarfile want it: each read gives what there is, before the next one raises.

    What the stream holds in its buffer comes first, then what lies under it, which is not copied through the buffer.
    """

    def __init__(self, stream: io.BufferedReader):
        self._stream = stream
        self._buffered = len(stream.peek())

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes; b"" at the end."""
        if self._buffered <= 0:
            return self._stream.raw.read(size) or b""
        data = self._stream.read1(size)
        self._buffered -= len(data)
        return data

    def tell(self) -> int:
        """Where the stream starts."""
        return 0

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Refuses: the stream only goes forward."""
        raise OSError("the stream cannot be sought")

    def close(self) -> None:
        """Nothing: the stream belongs to the caller."""


def codec_of(head: bytes) -> Codec | None:
    """The compression whose magic bytes `head` starts with."""
    return next((codec for codec in CODECS if head.startswith(codec.magic)), None)


def buffered(raw: io.RawIOBase) -> io.BufferedReader:
    """`raw` with a buffer that its head can be peeked in."""
    return io.BufferedReader(raw, BUFFER)


def read_all(stream: Reads, limit: int, setting: str) -> bytes:
    """All bytes of `stream`; raises RefusedError (rule `record_too_large`) beyond `limit`, naming the `setting`."""
    pieces, size = [], 0
    while piece := stream.read(min(CHUNK, limit + 1 - size)):
        pieces.append(piece)
        size += len(piece)
        if size > limit:
            raise RefusedError("record_too_large", f"more than {limit} bytes; raise {setting} or split the input")
    return b"".join(pieces)
