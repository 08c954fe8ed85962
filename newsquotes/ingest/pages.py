"""Readers of single documents: plain text, Markdown, HTML and MHTML."""

import email
import email.errors
import email.policy
import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage

from newsquotes.ingest.config import IngestConfig
from newsquotes.ingest.decode import Decoded, decode, decode_markup, normalise
from newsquotes.ingest.expand import Reads, read_all
from newsquotes.ingest.fields import declared_by
from newsquotes.ingest.records import Declared, Outcome, Place, RefusedError, document

HEAD_BYTES = 4096
# What the email package raises on malformed headers, beside its own MessageError.
DAMAGE = (email.errors.MessageError, ValueError, LookupError, AttributeError, TypeError, RecursionError)
_META_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]+)", re.I)
_XML_CHARSET = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([A-Za-z0-9_:.-]+)", re.I)
_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_FIRST_HEADING = re.compile(r"\s*+(?:#[ \t]([^\n]*)|(\S[^\n]*)\n=+[ \t]*+(?:\n|\Z))")
_EMPHASIS = re.compile(r"[*_`]+")
_FRONT_MATTER_LINE = re.compile(r"([A-Za-z_-]+)[ \t]*:[ \t]*(.+)")


def read_text(stream: Reads, place: Place, config: IngestConfig) -> Iterator[Outcome]:
    """A plain text as one document."""
    data = read_all(stream, config.max_record_bytes, "max_record_bytes")
    yield document(place, "text", data, decode_or_refuse(data))


def read_markdown(stream: Reads, place: Place, config: IngestConfig) -> Iterator[Outcome]:
    """A Markdown text as one document.

    What its front matter states is declared; in the payload its lines are empty, so that the others keep their numbers.
    Without a title there, a heading of the first rank above everything else is the title.
    """
    data = read_all(stream, config.max_record_bytes, "max_record_bytes")
    decoded = decode_or_refuse(data)
    head = _FRONT_MATTER.match(decoded.text)
    body = _blanked(decoded.text, head.end()) if head else decoded.text
    declared = declared_by(_front_matter(head[1]) if head else {}, config)
    if declared.title is None and (heading := _FIRST_HEADING.match(body)):
        declared = replace(declared, title=_plain_heading(heading[1] or heading[2] or ""))
    yield document(place, "markdown", data, Decoded(body, decoded.charset), declared)


def _blanked(text: str, end: int) -> str:
    """`text` with nothing but line ends up to `end`.

    >>> _blanked("---\\ntitle: Fees rise\\n---\\nText", 24)
    '\\n\\n\\nText'
    """
    return "\n" * text.count("\n", 0, end) + text[end:]


def _plain_heading(heading: str) -> str | None:
    """The words of a heading.

    >>> _plain_heading(" Fees *rise* ##")
    'Fees rise'
    """
    return _EMPHASIS.sub("", heading.rstrip().rstrip("#")).strip() or None


def _front_matter(lines: str) -> dict[str, str]:
    """The fields of a front matter.

    >>> _front_matter('title: "Fees rise"\\ndate: 2031-05-02')
    {'title': 'Fees rise', 'date': '2031-05-02'}
    """
    pairs = (_FRONT_MATTER_LINE.fullmatch(line.strip()) for line in lines.split("\n"))
    return {pair[1]: pair[2].strip().strip("\"'") for pair in pairs if pair}


def read_html(stream: Reads, place: Place, config: IngestConfig) -> Iterator[Outcome]:
    """An HTML page as one document. Nothing is declared: cleaning reads the page itself."""
    data = read_all(stream, config.max_record_bytes, "max_record_bytes")
    yield document(place, "html", data, decode_page(data))


def read_mhtml(stream: Reads, place: Place, config: IngestConfig) -> Iterator[Outcome]:
    """The page of a saved web archive (or an e-mail with an HTML part) as one document."""
    data = read_all(stream, config.max_record_bytes, "max_record_bytes")
    try:
        page, charset, declared = _saved_page(data)
    except DAMAGE as error:
        raise RefusedError("damaged_mhtml", f"the MIME file cannot be parsed ({error}); save the page again") from error
    if not page.strip():
        raise RefusedError("no_text", "no HTML or text part in this MIME file; save the page again")
    yield document(place, "mhtml", page, decode_page(page, charset), declared)


def _saved_page(data: bytes) -> tuple[bytes, str | None, Declared]:
    """The page of a MIME file (empty when there is none), its charset, and what the file's head declares."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    part = _page_part(message)
    if part is None:
        return b"", None, Declared()
    payload = part.get_payload(decode=True)
    page = payload if isinstance(payload, bytes) else b""
    # A browser saves the page's own title, outlet and all, as the subject: where the page has it, more is known of it.
    declared = Declared(
        url=_header(message, "Snapshot-Content-Location") or _header(part, "Content-Location"),
        title=None if b"<title" in page.lower() else _header(message, "Subject"),
    )
    return page, part.get_content_charset(), declared


def decode_page(data: bytes, declared: str | None = None) -> Decoded:
    """`data` as HTML; the charset that it states itself counts when the envelope declares none.

    Raises RefusedError with rule `undecodable`.
    """
    return _or_refuse(data, decode_markup(data, declared or stated_charset(data)))


def decode_or_refuse(data: bytes, declared: str | None = None) -> Decoded:
    """`data` decoded; raises RefusedError with the rules `undecodable` and `empty_file`."""
    return _or_refuse(data, decode(data, declared))


def _or_refuse(data: bytes, decoded: Decoded | None) -> Decoded:
    if decoded is None:
        raise RefusedError("undecodable", "no charset fits; convert it to UTF-8", excerpt=repr(data[:40]))
    if not decoded.text.strip():
        raise RefusedError("empty_file", "there is nothing but blanks in it; delete it or fetch it again")
    return decoded


def stated_charset(data: bytes) -> str | None:
    """The charset named by a `meta` element or an XML declaration in the first 4 KiB."""
    head = data[:HEAD_BYTES]
    stated = _XML_CHARSET.match(head) or _META_CHARSET.search(head)
    return stated[1].decode("ascii") if stated else None


def _page_part(message: EmailMessage) -> EmailMessage | None:
    """The first HTML part, else the first plain text."""
    parts = list(message.walk())
    for wanted in ("text/html", "application/xhtml+xml", "text/plain"):
        for part in parts:
            if part.get_content_type() == wanted and not part.is_multipart():
                return part
    return None


def _header(part: EmailMessage, name: str) -> str | None:
    value = part.get(name)
    return normalise(str(value)).strip() or None if value is not None else None
