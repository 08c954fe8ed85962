"""What readers hand on: documents and problems, each with the place it stands in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from newsquotes.ids import digest_of, id_of_texts
from newsquotes.ingest.decode import Decoded
from newsquotes.rejects import reject


class RefusedError(Exception):
    """An input, or the rest of one, cannot be read; becomes one reject row with this rule and reason."""

    def __init__(self, rule: str, reason: str, excerpt: str | None = None):
        super().__init__(reason)
        self.rule = rule
        self.reason = reason
        self.excerpt = excerpt


@dataclass(slots=True, unsafe_hash=True)
class Place:
    """Where something was read: the source's uri and the member inside it (empty for the source itself).

    `is_numbered` says that the member is a number in the source itself, so that no other record of it is called so.
    """

    uri: str
    member: str = ""
    is_numbered: bool = False

    def inside(self, name: str) -> "Place":
        """The place of the archive member `name`: `a.zip` and `b.tar` and `c.txt` give `b.tar/c.txt`."""
        return Place(self.uri, f"{self.member}/{name}" if self.member else name)

    def record(self, label: str) -> "Place":
        """The place of one record of a dump, as in `b.warc#urn:uuid:…`."""
        return Place(self.uri, f"{self.member}#{label}" if self.member else label)

    def numbered(self, kind: str, number: int) -> "Place":
        """The place of the record that is counted as `number`, as in `b.jsonl#line-12`."""
        label = f"{kind}-{number}"
        return Place(self.uri, f"{self.member}#{label}") if self.member else Place(self.uri, label, is_numbered=True)

    def __str__(self) -> str:
        return f"{self.uri}:{self.member}" if self.member else self.uri


@dataclass(slots=True, unsafe_hash=True)
class Declared:
    """What the envelope of a document states about it, as written there; `extra` is the rest of it, as JSON."""

    url: str | None = None
    title: str | None = None
    authors: Sequence[str] = field(default=())
    published: str | None = None
    publisher: str | None = None
    language: str | None = None
    extra: str | None = None


NOTHING_DECLARED = Declared()


@dataclass(slots=True)
class Document:
    """One decoded document; `size` and `digest` are those of its bytes before decoding.

    `payload` is its text, or that text in UTF-8. A `charset` of None says that nobody has looked yet: the payload is a
    page's bytes, to be left alone if they are UTF-8, and else to be decoded, with the `stated_charset` of the envelope.

    Not frozen, since that doubles the cost of a record.
    """

    place: Place
    format: str
    size: int
    digest: str
    charset: str | None
    payload: str | bytes
    declared: Declared = NOTHING_DECLARED
    stated_charset: str | None = None

    @property
    def document_id(self) -> int:
        """Hash of source_uri, member and digest."""
        return id_of_texts(self.place.uri, self.place.member, self.digest)


@dataclass(frozen=True, slots=True)
class Problem:
    """An input or record that did not become a document, and why."""

    place: Place
    rule: str
    reason: str
    excerpt: str | None = None

    def row(self, occurrence: int = 1) -> dict[str, Any]:
        """The row of the `rejects` table; a later `occurrence` says so, for an id of its own."""
        reason = _storable(f"{self.place}: {self.reason}")
        if occurrence > 1:
            reason = f"{reason} (occurrence {occurrence})"
        excerpt = None if self.excerpt is None else _storable(self.excerpt)
        return reject("ingest", self.rule, reason, excerpt=excerpt, source_uri=self.place.uri, member=self.place.member)


def _storable(text: str) -> str:
    """`text` without what a table cannot hold: lone surrogates and NULs, which a bad input may have put there."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "")


Outcome = Document | Problem


@dataclass(slots=True)
class Enclosed:
    """A file of another format in a record of a crawl, still to be read; `url` is where it was found."""

    place: Place
    data: bytes
    url: str | None


def document(place: Place, kind: str, data: bytes, decoded: Decoded, declared: Declared = NOTHING_DECLARED) -> Document:
    """The document of format `kind` whose bytes are `data`."""
    return Document(place, kind, len(data), digest_of(data), decoded.charset, decoded.text, declared)


def refused(place: Place, refusal: RefusedError) -> Problem:
    """The problem that `refusal` is at `place`."""
    return Problem(place, refusal.rule, refusal.reason, refusal.excerpt)
