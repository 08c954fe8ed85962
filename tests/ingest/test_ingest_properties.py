"""Whatever the bytes and the name: no error, at least one row, and the same rows again."""

import bz2
import gzip
import io
import lzma
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from newsquotes.ingest import IngestConfig, Ingested, find_sources, ingest_documents
from newsquotes.ingest.decode import normalise
from newsquotes.ingest.expand import Budget, Expanded
from newsquotes.ingest.gzips import GZIP, GzipFile
from newsquotes.ingest.records import RefusedError
from newsquotes.schemas import DOCUMENTS, REJECTS
from tests.ingest.conftest import PAGE, STORY, Make

CONFIG = IngestConfig(max_record_bytes=5_000, free_expansion_bytes=10_000, max_expansion=20)
QUIET = settings(deadline=None, max_examples=150, derandomize=True)
SUFFIXES = (
    *(
        "",
        ".txt",
        ".md",
        ".html",
        ".mhtml",
        ".json",
        ".jsonl",
        ".csv",
        ".tsv",
        ".xml",
        ".rss",
        ".warc",
        ".wet",
        ".parquet",
    ),
    *(".gz", ".zip", ".tar", ".zst", ".bz2", ".xz", ".warc.gz"),
)
NAMES = st.sampled_from(SUFFIXES).map("a{}".format)
SOUND = [
    STORY.encode(),
    PAGE.encode(),
    PAGE.encode("utf-16"),
    Make.jsonl(*({"text": f"{number} {STORY}", "title": "Fees"} for number in range(4))),
    b'[{"text": "one", "authors": ["A"]}, {"text": "two"}]',
    Make.csv(),
    Make.parquet([{"text": STORY, "title": "Fees"}] * 3),
    b"".join(Make.warc(number, PAGE.encode()) for number in range(3)),
    b"<rss><channel><item><title>t</title><description>one two</description></item></channel></rss>",
    Make.zip({"a.txt": STORY.encode(), "b.html": PAGE.encode()}),
    Make.tar({"a.txt": STORY.encode(), "b.html": PAGE.encode()}),
    b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>one</p>",
]
WRAP = st.sampled_from([bytes, gzip.compress, bz2.compress, lzma.compress, zstandard.ZstdCompressor().compress])


def rows_of(name: str, data: bytes) -> list[Ingested]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return list(ingest_documents(find_sources([path]), config=CONFIG))


def assert_sound(name: str, data: bytes) -> None:
    frames = rows_of(name, data)
    assert sum(frame.documents.height + frame.rejects.height for frame in frames) >= 1
    for frame in frames:
        assert frame.documents.schema == DOCUMENTS.polars
        assert frame.rejects.schema == REJECTS.polars
        assert frame.documents["document_id"].is_unique().all()
        assert not frame.documents["payload"].str.contains("\0").any()
        assert frame.documents["payload"].str.strip_chars().str.len_chars().gt(0).all()
    again = rows_of(name, data)
    assert all(
        a.documents.equals(b.documents) and a.rejects.equals(b.rejects) for a, b in zip(frames, again, strict=True)
    )


@QUIET
@given(NAMES, st.binary(max_size=2000))
def test_arbitrary_bytes(name: str, data: bytes) -> None:
    assert_sound(name, data)


@QUIET
@given(NAMES, st.text(max_size=400))
def test_arbitrary_text(name: str, text: str) -> None:
    assert_sound(name, text.encode("utf-8", "surrogatepass"))


@settings(QUIET, max_examples=400)
@given(NAMES, st.sampled_from(SOUND), WRAP, st.data())
def test_sound_files_with_damage(name: str, sound: bytes, wrap: Callable[[bytes], bytes], draw: st.DataObject) -> None:
    data = bytearray(wrap(sound))
    for _ in range(draw.draw(st.integers(0, 3))):
        start = draw.draw(st.integers(0, len(data)))
        data[start : start + draw.draw(st.integers(0, 20))] = draw.draw(st.binary(max_size=20))
    assert_sound(name, bytes(data))


@settings(QUIET, max_examples=300)
@given(st.binary(max_size=300), st.integers(1, 40), st.integers(1, 3), st.data())
def test_fast_gzip_gives_what_zlib_gives(content: bytes, repeats: int, members: int, draw: st.DataObject) -> None:
    data = bytearray(gzip.compress(content * repeats, mtime=0) * members)
    for _ in range(draw.draw(st.integers(0, 2))):
        start = draw.draw(st.integers(len(GZIP.magic), len(data)))
        data[start : start + draw.draw(st.integers(0, 30))] = draw.draw(st.binary(max_size=20))
    file = io.BytesIO(bytes(data))
    fast = given_by(GzipFile(file, Budget(8_000), CONFIG))
    file.seek(0)
    assert_as_good(fast, given_by(Expanded(file, GZIP, Budget(8_000), CONFIG)))


def assert_as_good(fast: tuple[bytes, str | None], slow: tuple[bytes, str | None]) -> None:
    """The same, but that more may be had of what zlib finds damaged."""
    assert fast[0].startswith(slow[0])
    assert fast == slow or slow[1] == "damaged_compression"


def given_by(stream: io.RawIOBase) -> tuple[bytes, str | None]:
    """All content of a stream, and the rule that it ends with."""
    content, buffer = b"", bytearray(1000)
    try:
        while size := stream.readinto(buffer):
            content += buffer[:size]
    except RefusedError as refusal:
        return content, refusal.rule
    return content, None


@QUIET
@given(st.text(st.characters(), max_size=200))
def test_normalise_is_storable_and_settled(text: str) -> None:
    once = normalise(text)
    assert "\0" not in once
    assert once.encode("utf-8").decode("utf-8") == once
    assert normalise(once) == once


CONTENT = b"".join(f"{number * 7919 % 100_003:x} ".encode() for number in range(60_000))
WHOLE = gzip.compress(CONTENT, mtime=0)


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (WHOLE, None),
        (WHOLE * 2, None),
        (WHOLE + bytes(600), None),
        (WHOLE[:-1], "truncated_compression"),
        (WHOLE[: len(WHOLE) // 2], "truncated_compression"),
        (WHOLE + WHOLE[: len(WHOLE) // 2], "truncated_compression"),
        (WHOLE + b"<html>" * 20_000, "trailing_garbage"),
        (WHOLE[:90_000] + b"\0\0\0" + WHOLE[90_003:], "damaged_compression"),
    ],
)
def test_fast_gzip_gives_what_zlib_gives_in_long_files(data: bytes, rule: str | None) -> None:
    config = IngestConfig(free_expansion_bytes=100_000, max_expansion=20)
    fast = given_by(GzipFile(io.BytesIO(data), Budget(10**9), config))
    slow = given_by(Expanded(io.BytesIO(data), GZIP, Budget(10**9), config))
    assert_as_good(fast, slow)
    assert fast[1] == rule


def test_fast_gzip_stops_at_a_bomb() -> None:
    config = IngestConfig(free_expansion_bytes=100_000, max_expansion=20)
    bomb = WHOLE + gzip.compress(bytes(9_000_000)) + WHOLE
    content, rule = given_by(GzipFile(io.BytesIO(bomb), Budget(10**9), config))
    assert rule == "expansion_bomb"
    assert CONTENT[:100_000] == content[:100_000]
    assert len(content) < len(CONTENT) + 8_000_000
