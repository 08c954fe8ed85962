"""Reader of WARC files (pages) and WET files (their text), record by record."""

import io
import json
import re
from collections.abc import Iterator
from typing import Any

from fastwarc.warc import ArchiveIterator, WarcHeader, WarcRecordType

from newsquotes.ids import digest_of
from newsquotes.ingest.config import IngestConfig
from newsquotes.ingest.content import plain_content
from newsquotes.ingest.decode import HTML_TYPES, is_plain_if_utf8
from newsquotes.ingest.expand import Forward
from newsquotes.ingest.pages import decode_or_refuse, decode_page
from newsquotes.ingest.records import (
    Declared,
    Document,
    Enclosed,
    Outcome,
    Place,
    Problem,
    RefusedError,
    document,
    refused,
)

# Requests, metadata and warcinfo describe the crawl; they are not inputs and make no row.
INPUTS = (
    WarcRecordType.response
    | WarcRecordType.resource
    | WarcRecordType.conversion
    | WarcRecordType.revisit
    | WarcRecordType.continuation
)
RESPONSE = WarcRecordType.response
TARGET = WarcHeader.WARC_TARGET_URI
FILE_TYPES = frozenset(
    {
        "text/plain",
        "text/markdown",
        "text/csv",
        "text/xml",
        "application/xml",
        "application/rss+xml",
        "application/atom+xml",
        "application/rdf+xml",
        "application/json",
        "application/feed+json",
        "application/ld+json",
        "application/x-ndjson",
    }
)
"""Types of what is read as the same file outside a crawl would be."""
TEXT_TYPE = "text/plain"
REFUSAL_TYPE = "application/x-newsquotes-refusal+json"
"""Content type of a resource that stands for a page which could not be fetched: an object of `rule` and `reason`."""
OK = 200
LONGEST_REASON = 1000
_RULE = re.compile("[a-z_]{3,40}")


def read_warc(stream: io.BufferedReader, place: Place, config: IngestConfig) -> Iterator[Outcome | Enclosed]:
    """Each HTML response (status 200), HTML resource and text conversion as a document; other pages as problems.

    A response or resource that is a text, a feed or a dump is enclosed, for its own reader.

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


def _read_record(record: Any, at: Place, config: IngestConfig) -> Outcome | Enclosed:
    """One record as a document or problem. It is hashed at once, while its bytes are in the cache."""
    kind = record.record_type
    try:
        if kind == RESPONSE:
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


def _read_response(record: Any, at: Place, config: IngestConfig) -> Document | Enclosed:
    head = record.http_headers
    status = None if head is None else head.status_code
    if status is None:
        raise RefusedError("not_http", f"the response of {_url(record)} has no HTTP head; fetch the page again")
    if status != OK:
        raise RefusedError("http_status", f"{_url(record)} answered {status}, not {OK}; fetch the page again")
    kind = _known_type(record, record.http_content_type)
    data = plain_content(_content(record, config), head, config)
    if kind in FILE_TYPES:
        return Enclosed(at, data, _target(record))
    return _page(at, data, _charset(record.http_charset), _declared(record))


def _read_resource(record: Any, at: Place, config: IngestConfig) -> Document | Enclosed:
    kind, _, parameters = (record.headers.get(WarcHeader.CONTENT_TYPE) or "").partition(";")
    if kind == REFUSAL_TYPE:
        raise _stated_refusal(record, config)
    known = _known_type(record, kind)
    data = _content(record, config)
    if known in FILE_TYPES:
        return Enclosed(at, data, _target(record))
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
    kind = (record.headers.get(WarcHeader.CONTENT_TYPE) or TEXT_TYPE).partition(";")[0].strip().lower()
    if kind != TEXT_TYPE:
        raise RefusedError("not_html", f"{_url(record)} was converted to {kind}, not to {TEXT_TYPE}; nothing to read")
    data = _content(record, config)
    return document(at, "wet", data, decode_or_refuse(data), _declared(record))


def _page(at: Place, data: bytes, charset: str | None, declared: Declared) -> Document:
    """The page whose bytes are `data`; `charset` is the one that its envelope declares."""
    if is_plain_if_utf8(data):
        return Document(at, "warc", len(data), digest_of(data), None, data, declared, charset)
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


def _known_type(record: Any, stated: str | None) -> str:
    """The content type of the record, in lower case; raises RefusedError (rule `not_html`) when it is none of ours."""
    if stated in HTML_TYPES:
        return stated
    kind = (stated or "").strip().lower()
    if kind not in HTML_TYPES and kind not in FILE_TYPES:
        what = stated or "of no stated type"
        raise RefusedError("not_html", f"{_url(record)} is {what}, neither HTML nor text; nothing to read")
    return kind


def _declared(record: Any) -> Declared:
    return Declared(url=_target(record))


def _url(record: Any) -> str:
    return _target(record) or "a page without URL"


def _target(record: Any) -> str | None:
    """The page's URL; WARC 1.0 allows it in angle brackets."""
    return (record.headers.get(TARGET) or "").strip(" <>") or None


def _charset(stated: str | None) -> str | None:
    return stated.strip(" \"'") or None if stated else None


def _place_of(record: Any, place: Place, count: int) -> Place:
    """Named by the record's own id, which stays when archives are joined or cut; by its number without one."""
    return place.record((record.record_id or "").strip("<> ") or f"record-{count}")
