"""Reader of WARC files (pages) and WET files (their text), record by record."""

import io
from collections.abc import Iterator
from typing import Any

from fastwarc.warc import ArchiveIterator, WarcRecordType

from newsquotes.ingest.config import IngestConfig
from newsquotes.ingest.content import plain_content
from newsquotes.ingest.expand import Forward
from newsquotes.ingest.pages import decode_or_refuse, decode_page
from newsquotes.ingest.records import Declared, Outcome, Place, Problem, RefusedError, document, refused

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
OK = 200


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


def _read_record(record: Any, at: Place, config: IngestConfig) -> Outcome:
    """One record as a document or problem."""
    try:
        if record.record_type == WarcRecordType.conversion:
            return _read_text(record, at, config)
        if record.record_type == WarcRecordType.response:
            return _read_response(record, at, config)
        if record.record_type == WarcRecordType.resource:
            return _read_resource(record, at, config)
    except RefusedError as refusal:
        return refused(at, refusal)
    return Problem(
        at, "warc_record_type", f"a {record.headers.get('WARC-Type')} record holds no page of its own; nothing to do"
    )


def _read_response(record: Any, at: Place, config: IngestConfig) -> Outcome:
    head = record.http_headers
    if head is None or head.status_code is None:
        raise RefusedError("not_http", f"the response of {_url(record)} has no HTTP head; fetch the page again")
    if head.status_code != OK:
        raise RefusedError("http_status", f"{_url(record)} answered {head.status_code}, not {OK}; fetch the page again")
    _refuse_other_types(record, record.http_content_type)
    data = plain_content(_content(record, config), head, config)
    return document(at, "warc", data, decode_page(data, _charset(record.http_charset)), _declared(record))


def _read_resource(record: Any, at: Place, config: IngestConfig) -> Outcome:
    kind, _, parameters = (record.headers.get("Content-Type") or "").partition(";")
    _refuse_other_types(record, kind)
    data = _content(record, config)
    return document(
        at, "warc", data, decode_page(data, _charset(parameters.rpartition("charset=")[2])), _declared(record)
    )


def _read_text(record: Any, at: Place, config: IngestConfig) -> Outcome:
    kind = (record.headers.get("Content-Type") or TEXT_TYPE).partition(";")[0].strip().lower()
    if kind != TEXT_TYPE:
        raise RefusedError("not_html", f"{_url(record)} was converted to {kind}, not to {TEXT_TYPE}; nothing to read")
    data = _content(record, config)
    return document(at, "wet", data, decode_or_refuse(data), _declared(record))


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
