"""Whatever the bytes and the name: no error, at least one row, and the same rows again."""

import bz2
import gzip
import lzma
import tempfile
from collections.abc import Callable
from pathlib import Path

import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from newsquotes.ingest import IngestConfig, Ingested, find_sources, ingest_documents
from newsquotes.ingest.decode import normalise
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


@QUIET
@given(st.text(st.characters(), max_size=200))
def test_normalise_is_storable_and_settled(text: str) -> None:
    once = normalise(text)
    assert "\0" not in once
    assert once.encode("utf-8").decode("utf-8") == once
    assert normalise(once) == once
