"""Reader of WARC files (pages) and WET files (their text), record by record."""

import gzip
import io
import json
import re
from collections.abc import Iterator
from hashlib import sha256
from itertools import islice
from typing import Any, BinaryIO

from fastwarc.stream_io import GzipReader
from fastwarc.warc import ArchiveIterator, WarcRecordType

from newsquotes.ingest.config import IngestConfig
from newsquotes.ingest.content import plain_content
from newsquotes.ingest.decode import UTF8, is_plain
from newsquotes.ingest.expand import Forward
from newsquotes.ingest.gzips import Sealed
from newsquotes.ingest.pages import decode_or_refuse, decode_page
from newsquotes.ingest.records import Declared, Document, Outcome, Place, Problem, RefusedError, document, refused

# Requests, metadata and warcinfo describe the crawl; they are not inputs and make no row.
INPUTS = (
    WarcRecordType.response
    | WarcRecordType.resource
    | WarcRecordType.conversion
    | WarcRecordType.revisit
    | WarcRecordType.continuation
)
HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
TEXT_TYPE = "text/plain"
REFUSAL_TYPE = "application/x-newsquotes-refusal+json"
"""Content type of a resource that stands for a page which could not be fetched: an object of `rule` and `reason`."""
OK = 200
LONGEST_REASON = 1000
_RULE = re.compile("[a-z_]{3,40}")
SEAL_ID = "urn:newsquotes:end-of-file"
SEAL = gzip.compress(
    f"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Record-ID: <{SEAL_ID}>\r\nContent-Length: 0\r\n\r\n\r\n\r\n".encode(),
    mtime=0,
)
MOST_SKIPPED = 1 << 20
"""Compressed bytes without a record beyond which a file is not trusted to fastwarc's own decompression."""


def read_warc(stream: io.BufferedReader, place: Place, config: IngestConfig) -> Iterator[Outcome]:
    """Each HTML response (status 200), HTML resource and text conversion as a document; other pages as problems.

    A record that ends before its stated length is a problem; so is damage between records, after which nothing can be
    read. The records ahead of it are kept.
    """
    count = 0
    try:
        for record in ArchiveIterator(Forward(stream), record_types=INPUTS, stream_detect=False):
            count += 1
            yield _read_record(record, _place_of(record, place, count), config)
    except (OSError, ValueError) as error:
        raise RefusedError(
            "damaged_warc", f"unreadable after {count} records ({error}); they are kept, fetch the file again"
        ) from error


def read_warc_gzip(stream: io.BufferedReader, file: BinaryIO, place: Place, config: IngestConfig) -> Iterator[Outcome]:
    """As `read_warc` for a gzip `file` whose content is `stream`, in two thirds of the time.

    fastwarc decompresses the file itself, with a seal behind it, as in `gzips`. Where the seal is not the last record,
    or the file is not quite as it should be, `stream` is read for the rest.
    """
    resume_at = file.tell()
    file.seek(0)
    sealed = Sealed(file, SEAL)
    crawl = _SealedCrawl(sealed, place, config)
    given = 0
    for outcome in crawl.outcomes():
        given += 1
        yield outcome
    if not crawl.is_whole:
        file.seek(resume_at)
        yield from islice(read_warc(stream, place, config), given, None)


class _SealedCrawl:
    """The records of a sealed gzip file, as long as all is well; `is_whole` says that they were all of them."""

    def __init__(self, sealed: Sealed, place: Place, config: IngestConfig):
        self._sealed = sealed
        self._place = place
        self._config = config
        self.is_whole = False

    def outcomes(self) -> Iterator[Outcome]:
        """That of each record, once the next one shows that it was complete."""
        last: Outcome | None = None
        is_seal = False
        reader = GzipReader(self._sealed)
        count = 0
        try:
            for record in ArchiveIterator(reader, record_types=INPUTS, stream_detect=False):
                if last is not None:
                    yield last
                count += 1
                at = _place_of(record, self._place, count)
                is_seal = self._sealed.is_ended and at.member == SEAL_ID
                last = None if is_seal else _read_record(record, at, self._config)
                if not self._is_sound(reader):
                    return
        except (OSError, ValueError):
            return  # the careful reader finds the same and says what it is
        self.is_whole = is_seal

    def _is_sound(self, reader: Any) -> bool:
        """Whether the file has not expanded beyond what may be."""
        given = reader.tell()
        allowed = self._config.free_expansion_bytes + self._sealed.taken * self._config.max_expansion
        self._sealed.allow(MOST_SKIPPED)
        return bool(given <= min(allowed, self._config.max_input_bytes))


def _read_record(record: Any, at: Place, config: IngestConfig) -> Outcome:
    """One record as a document or problem. It is hashed and checked at once, while its bytes are in the cache."""
    kind = record.record_type
    try:
        if kind == WarcRecordType.response:
            return _read_response(record, at, config)
        if kind == WarcRecordType.conversion:
            return _read_text(record, at, config)
        if kind == WarcRecordType.resource:
            return _read_resource(record, at, config)
    except RefusedError as refusal:
        return refused(at, refusal)
    return Problem(
        at, "warc_record_type", f"a {record.headers.get('WARC-Type')} record holds no page of its own; nothing to do"
    )


def _read_response(record: Any, at: Place, config: IngestConfig) -> Document:
    head = record.http_headers
    if head is None or head.status_code is None:
        raise RefusedError("not_http", f"the response of {_url(record)} has no HTTP head; fetch the page again")
    if head.status_code != OK:
        raise RefusedError("http_status", f"{_url(record)} answered {head.status_code}, not {OK}; fetch the page again")
    _refuse_other_types(record, record.http_content_type)
    data = plain_content(_content(record, config), head, config)
    return _page(at, data, _charset(record.http_charset), _declared(record))


def _read_resource(record: Any, at: Place, config: IngestConfig) -> Document:
    kind, _, parameters = (record.headers.get("Content-Type") or "").partition(";")
    if kind == REFUSAL_TYPE:
        raise _stated_refusal(record, config)
    _refuse_other_types(record, kind)
    data = _content(record, config)
    return _page(at, data, _charset(parameters.rpartition("charset=")[2]), _declared(record))


def _stated_refusal(record: Any, config: IngestConfig) -> RefusedError:
    """The refusal that a record of REFUSAL_TYPE states."""
    try:
        stated = json.loads(_content(record, config))
        rule, reason = str(stated["rule"]), str(stated["reason"])
    except (ValueError, KeyError, TypeError, RecursionError):
        rule, reason = "", ""
    if not _RULE.fullmatch(rule):
        return RefusedError("not_html", f"{_url(record)} is a refusal that cannot be read; fetch it again")
    return RefusedError(rule, reason[:LONGEST_REASON])


def _read_text(record: Any, at: Place, config: IngestConfig) -> Document:
    kind = (record.headers.get("Content-Type") or TEXT_TYPE).partition(";")[0].strip().lower()
    if kind != TEXT_TYPE:
        raise RefusedError("not_html", f"{_url(record)} was converted to {kind}, not to {TEXT_TYPE}; nothing to read")
    data = _content(record, config)
    return document(at, "wet", data, decode_or_refuse(data), _declared(record))


def _page(at: Place, data: bytes, charset: str | None, declared: Declared) -> Document:
    """The page whose bytes are `data`; `charset` is the one that its envelope declares."""
    if is_plain(data):
        return Document(at, "warc", len(data), sha256(data).hexdigest(), UTF8, data, declared)
    return document(at, "warc", data, decode_page(data, charset), declared)


def _content(record: Any, config: IngestConfig) -> bytes:
    """The bytes of the record, which must be as many as it states."""
    data: bytes = record.reader.read(config.max_record_bytes + 1)
    if len(data) > config.max_record_bytes:
        raise RefusedError("record_too_large", f"more than {config.max_record_bytes} bytes; raise max_record_bytes")
    if len(data) < record.content_length:
        raise RefusedError(
            "truncated_record",
            f"{len(data)} of {record.content_length} bytes of {_url(record)} are there; fetch the file again",
        )
    return data


def _refuse_other_types(record: Any, kind: str | None) -> None:
    if (kind or "").strip().lower() not in HTML_TYPES:
        raise RefusedError("not_html", f"{_url(record)} is {kind or 'of no stated type'}, not HTML; nothing to read")


def _declared(record: Any) -> Declared:
    return Declared(url=_target(record))


def _url(record: Any) -> str:
    return _target(record) or "a page without URL"


def _target(record: Any) -> str | None:
    """The page's URL; WARC 1.0 allows it in angle brackets."""
    return (record.headers.get("WARC-Target-URI") or "").strip(" <>") or None


def _charset(stated: str | None) -> str | None:
    return stated.strip(" \"'") or None if stated else None


def _place_of(record: Any, place: Place, count: int) -> Place:
    """Named by the record's own id, which stays when archives are joined or cut; by its number without one."""
    return place.record((record.record_id or "").strip("<> ") or f"record-{count}")
