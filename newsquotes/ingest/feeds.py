"""Reader of RSS and Atom files."""

import io
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from xml.parsers import expat

import feedparser

from newsquotes.ingest.config import IngestConfig
from newsquotes.ingest.decode import HTML_TYPES, UTF8, Decoded, normalise
from newsquotes.ingest.expand import Reads, read_all
from newsquotes.ingest.fields import extra_of
from newsquotes.ingest.records import Declared, Outcome, Place, Problem, RefusedError, document

DAMAGE = (ValueError, KeyError, AttributeError, TypeError, IndexError, RecursionError, AssertionError)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_ADDRESS_REST = re.compile(r"^[a-z]+(?:\s*\(|$)")


def read_feed(stream: Reads, place: Place, config: IngestConfig) -> Iterator[Outcome]:
    """Each entry of a feed as a document: its longest text, with what the entry declares. Fetches nothing."""
    data = read_all(stream, config.max_record_bytes, "max_record_bytes")
    feed = parse_feed(data, config)
    if not feed.entries:
        why = f" ({feed.bozo_exception})" if feed.bozo else ""
        raise RefusedError("empty_feed", f"the feed has no entries{why}; fetch it again or remove it")
    for number, entry in enumerate(feed.entries, 1):
        yield _read_entry(entry, feed, place.numbered("entry", number), config)


def parse_feed(data: bytes, config: IngestConfig) -> Any:
    """The feed in `data`; feedparser gets a stream, since it would open a string as a file or URL.

    Raises RefusedError (rule `damaged_feed`).
    """
    if len(data) > config.max_damaged_feed_bytes and (fault := _fault_of(data)):
        raise RefusedError("damaged_feed", f"the feed is no well-formed XML ({fault}); fetch it again")
    try:
        return feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    except DAMAGE as error:
        raise RefusedError("damaged_feed", f"the feed cannot be parsed ({error}); fetch it again") from error


def _fault_of(data: bytes) -> str:
    """Why the bytes are no well-formed XML; empty when they are."""
    try:
        expat.ParserCreate().Parse(data, True)
    except (expat.ExpatError, ValueError) as error:
        return str(error)
    return ""


def _read_entry(entry: Any, feed: Any, at: Place, config: IngestConfig) -> Outcome:
    texts = [part.get("value") or "" for part in entry.get("content", [])]
    text = max([*texts, entry.get("summary") or ""], key=len)
    if not text.strip():
        return Problem(
            at, "no_text", "the feed's entry has a headline only; fetch the page it links to", entry.get("title")
        )
    declared = Declared(
        url=_line(entry.get("link")),
        title=_title(entry),
        authors=tuple(name for author in entry.get("authors", []) if (name := _author(author))),
        published=_line(entry.get("published") or entry.get("updated")),
        publisher=_line(entry.get("source", {}).get("title") or feed.feed.get("title")),
        language=_line(feed.feed.get("language")),
        extra=extra_of([("id", entry.get("id")), ("tags", _tags(entry))], config),
    )
    charset = (feed.get("encoding") or UTF8).lower()
    return document(at, "feed", text.encode(UTF8, "replace"), Decoded(normalise(text), charset), declared)


def _title(entry: Any) -> str | None:
    """The entry's headline; where it is markup, without its tags."""
    title = entry.get("title") or ""
    is_markup = (entry.get("title_detail") or {}).get("type") in HTML_TYPES
    return _line(unescape(_TAG.sub("", title)) if is_markup else title)


def _tags(entry: Any) -> list[str] | None:
    return [tag["term"] for tag in entry.get("tags", []) if tag.get("term")] or None


def _author(author: Any) -> str | None:
    """The author's name; feedparser cuts an address after four letters of its last label and leaves the rest there.

    >>> _author({"name": "ple (Jo Falk", "email": "desk@osterby.exam"})
    'Jo Falk'
    """
    name = author.get("name") or ""
    return _line(_ADDRESS_REST.sub("", name) if "email" in author else name)


def _line(value: str | None) -> str | None:
    return normalise(value).strip() or None if value else None
