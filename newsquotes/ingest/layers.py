"""One file to its documents: takes off compression and archives layer by layer and hands the rest to its reader."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import BinaryIO

from newsquotes.ingest.archives import tar_members, zip_members
from newsquotes.ingest.config import IngestConfig
from newsquotes.ingest.expand import BUFFER, Budget, Codec, Expanded, Plain, buffered, codec_of, read_all
from newsquotes.ingest.feeds import read_feed
from newsquotes.ingest.gzips import GZIP, GzipFile
from newsquotes.ingest.lines import read_json, read_jsonl
from newsquotes.ingest.pages import read_html, read_markdown, read_mhtml, read_text
from newsquotes.ingest.records import Document, Enclosed, Outcome, Place, Problem, RefusedError, refused
from newsquotes.ingest.sniff import sniff
from newsquotes.ingest.tables import read_csv, read_parquet
from newsquotes.ingest.warc import read_warc

StreamReader = Callable[[io.BufferedReader, Place, IngestConfig], Iterator[Outcome]]

STREAM_READERS: dict[str, StreamReader] = {
    "text": read_text,
    "markdown": read_markdown,
    "html": read_html,
    "mhtml": read_mhtml,
    "jsonl": read_jsonl,
    "json": read_json,
    "csv": read_csv,
    "feed": read_feed,
}


@dataclass(frozen=True, slots=True)
class Layer:
    """A stream that may be compressed, an archive or a document, and how deep it lies.

    `file` is the seekable file under the stream, when there is one.
    """

    stream: io.BufferedReader
    place: Place
    budget: Budget
    depth: int = 0
    file: BinaryIO | None = None


def read_file(file: BinaryIO, place: Place, config: IngestConfig) -> Iterator[Outcome]:
    """The documents and problems in `file`, in its order. Raises OSError when the file itself cannot be read."""
    budget = Budget(config.max_input_bytes)
    stream = buffered(Plain(file, budget))
    yield from _read_layer(Layer(stream, place, budget, file=file if file.seekable() else None), config)


def _read_layer(layer: Layer, config: IngestConfig) -> Iterator[Outcome]:
    try:
        head = layer.stream.peek(BUFFER)
        if codec := codec_of(head):
            expanded = _expanded(layer, codec, config)
            yield from _read_layer(_deeper(layer, config, stream=buffered(expanded), place=layer.place), config)
            return
        yield from _some(_read_kind(sniff(head, layer.place.member or layer.place.uri), layer, config))
    except RefusedError as refusal:
        yield refused(layer.place, refusal)


def _expanded(layer: Layer, codec: Codec, config: IngestConfig) -> io.RawIOBase:
    if codec is GZIP and layer.file is not None:
        return GzipFile(layer.file, layer.budget, config)
    return Expanded(layer.stream, codec, layer.budget, config)


def _read_kind(kind: str, layer: Layer, config: IngestConfig) -> Iterator[Outcome]:
    if kind in ("zip", "tar"):
        return _read_archive(kind, layer, config)
    if kind == "warc":
        return _read_crawl(layer, config)
    if kind == "parquet":
        return read_parquet(_seekable(layer, config), layer.place, config)
    return STREAM_READERS[kind](layer.stream, layer.place, config)


def _some(outcomes: Iterator[Outcome]) -> Iterator[Outcome]:
    """`outcomes`; raises RefusedError (rule `no_records`) when there are none, so that every input leaves a row."""
    is_empty = True
    for outcome in outcomes:
        is_empty = False
        yield outcome
    if is_empty:
        raise RefusedError("no_records", "there is no article, page or record in it; fetch it again or remove it")


def _read_archive(kind: str, layer: Layer, config: IngestConfig) -> Iterator[Outcome]:
    if kind == "zip":
        members = zip_members(_seekable(layer, config), layer.place, config)
    else:
        members = tar_members(layer.stream, layer.place, config)
    for member in members:
        if isinstance(member, Problem):
            yield member
        else:
            stream = buffered(Plain(member.stream, layer.budget))
            yield from _read_layer(_deeper(layer, config, stream=stream, place=member.place), config)


def _read_crawl(layer: Layer, config: IngestConfig) -> Iterator[Outcome]:
    """The outcomes of each record of a crawl, with those of the files that it encloses."""
    for outcome in read_warc(layer.stream, layer.place, config):
        if isinstance(outcome, Enclosed):
            yield from _read_enclosed(outcome, layer, config)
        else:
            yield outcome


def _read_enclosed(found: Enclosed, layer: Layer, config: IngestConfig) -> Iterator[Outcome]:
    """The outcomes of a file in a crawl; when it is one document, its URL is that of its record."""
    budget = Budget(config.max_input_bytes)
    stream = buffered(Plain(io.BytesIO(found.data), budget))
    for outcome in _read_layer(Layer(stream, found.place, budget, layer.depth + 1), config):
        if isinstance(outcome, Document) and outcome.place == found.place and outcome.declared.url is None:
            outcome.declared = replace(outcome.declared, url=found.url)
        yield outcome


def _deeper(layer: Layer, config: IngestConfig, *, stream: io.BufferedReader, place: Place) -> Layer:
    """The layer that `stream` is inside `layer`; raises RefusedError (rule `nested_too_deep`)."""
    if layer.depth >= config.max_depth:
        raise RefusedError(
            "nested_too_deep",
            f"more than {config.max_depth} compressed or archived layers; unpack it or raise max_depth",
        )
    return replace(layer, stream=stream, place=place, depth=layer.depth + 1, file=None)


def _seekable(layer: Layer, config: IngestConfig) -> BinaryIO:
    """The layer as a file that can be sought: the file itself, or a copy in memory."""
    if layer.file is not None:
        layer.file.seek(0)
        return layer.file
    return io.BytesIO(read_all(layer.stream, config.max_nested_bytes, "max_nested_bytes"))
