"""What bytes are, judged by the bytes; the name only decides between kinds of plain text."""

import json
import re
from collections.abc import Callable
from pathlib import PurePosixPath

from newsquotes.ingest.fields import envelope_start, is_header
from newsquotes.ingest.records import RefusedError

UNSUPPORTED = (
    (b"%PDF-", "a PDF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x04\x22\x4d\x18", "lz4 data"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"ARROW1", "an Arrow file"),
    (b"Obj\x01", "an Avro file"),
    (b"{\\rtf", "an RTF document"),
)
BLANK = b" \t\r\n\x0b\x0c"
TEXT_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
CONTROL_SHARE = 0.02
NEAR = 2048
_CONTROLS = bytes(code for code in (*range(0x20), 0x7F) if code not in b"\t\n\r\x0b\x0c\x1b")
# Possessive throughout: where a match fails, there are no other ways to try, of which blanks would give very many.
_PROLOGUE = re.compile(rb"(?>\s++|<\?.*?\?>|<!--.*?-->|<!DOCTYPE (?!html)[^>\[]*+(?:>|\[.*?\]\s*+>))*+", re.S | re.I)
_HTML_ROOT = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.I)
_FEED_ROOT = re.compile(rb"<(?:rss|(?:\w+:)?feed|rdf:RDF)\b", re.I)
_XML_DECLARATION = re.compile(rb"<\?xml\b", re.I)
_BLOCK_TAGS = re.compile(
    rb"</?(?:p|div|article|section|span|table|h[1-6]|ul|li|br|a|title|meta|script|img)\b[^<>]*>", re.I
)
_JSON_OBJECT = re.compile(rb"\{\s*(?:\"|\}|\Z)")
_JSON_ARRAY = re.compile(rb"\[\s*(?:\{|\]\s*\Z|\Z)")
_JSON_TEXTS = re.compile(rb'\[\s*+"(?>[^"\\]++|\\.)*+"\s*+[,\]]', re.S)
_JSON_LINE = re.compile(rb"^[ \t]*[{\"]", re.M)
_MIME_HEAD = re.compile(rb"(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?mime-version:", re.I)
_FIRST_VALUE = json.JSONDecoder(strict=False)
_MARKDOWN_HEADING = re.compile(rb"#{1,3} \S")
_FRONT_MATTER = re.compile(rb"---[ \t]*\r?\n[A-Za-z_]+[ \t]*:")
MARKDOWN_SUFFIXES = frozenset({".md", ".markdown", ".mdown"})
HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".shtml"})
JSONL_SUFFIXES = frozenset({".jsonl", ".ndjson", ".jl", ".jsonlines"})
TABLE_SUFFIXES = frozenset({".csv", ".tsv", ".tab"})
COMPRESSION_SUFFIXES = frozenset({".gz", ".bz2", ".xz", ".zst"})


def sniff(head: bytes, name: str) -> str:
    """The format of a stream that starts with `head` (the whole of it, when short) and is called `name`.

    One of the formats of the `documents` table, or "zip" or "tar". Raises RefusedError (rules `empty_file`,
    `unsupported_format`, `binary`) for what holds no text.
    """
    if not head.strip(BLANK + b"\x00\xef\xbb\xbf"):
        raise RefusedError("empty_file", "there is nothing in it; delete the file or fetch it again")
    for magic, what in UNSUPPORTED:
        if head.startswith(magic):
            raise _unsupported(what, head)
    suffix = _suffix(name)
    for kind, looks_like in KINDS:
        if looks_like(head, suffix):
            return kind
    return _text_kind(_as_ascii(head), suffix)


def _unsupported(what: str, head: bytes) -> RefusedError:
    return RefusedError("unsupported_format", f"this is {what}; convert it to text or HTML", excerpt=repr(head[:40]))


def _suffix(name: str) -> str:
    path = PurePosixPath(name.lower())
    while path.suffix in COMPRESSION_SUFFIXES:
        path = path.with_suffix("")
    return path.suffix


def _is_zip(head: bytes, suffix: str) -> bool:
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def _is_tar(head: bytes, suffix: str) -> bool:
    return head[257:262] == b"ustar" or (suffix == ".tar" and b"\x00" in head[:512])


def _is_parquet(head: bytes, suffix: str) -> bool:
    return head.startswith(b"PAR1")


def _is_warc(head: bytes, suffix: str) -> bool:
    return head.lstrip(b"\r\n").startswith(b"WARC/")


KINDS: tuple[tuple[str, Callable[[bytes, str], bool]], ...] = (
    ("zip", _is_zip),
    ("tar", _is_tar),
    ("parquet", _is_parquet),
    ("warc", _is_warc),
)


def _as_ascii(head: bytes) -> bytes:
    """`head` without the NULs of UTF-16 and the byte order mark; raises RefusedError (rule `binary`) if not text."""
    is_wide = head.startswith(TEXT_MARKS[1:]) or _has_nuls_like_utf16(head)
    narrow = head.replace(b"\x00", b"") if is_wide else head
    for mark in TEXT_MARKS:
        narrow = narrow.removeprefix(mark)
    controls = len(narrow) - len(narrow.translate(None, _CONTROLS))
    if not is_wide and controls > CONTROL_SHARE * len(narrow):
        raise RefusedError("binary", "this is not text; remove it from the input", excerpt=repr(head[:40]))
    return narrow.lstrip(BLANK)


def _has_nuls_like_utf16(head: bytes) -> bool:
    even, odd = head[::2].count(0), head[1::2].count(0)
    return max(even, odd) * 4 > len(head) and min(even, odd) * 20 < len(head)


def _text_kind(head: bytes, suffix: str) -> str:
    """The kind of a text that starts with `head`, which has no blanks in front."""
    if _JSON_OBJECT.match(head):
        return "jsonl" if _is_line_json(head) else "json"
    if _JSON_ARRAY.match(head) or _JSON_TEXTS.match(head) or suffix == ".json":
        return "json"
    if suffix in JSONL_SUFFIXES and _JSON_LINE.search(head):
        return "jsonl"
    if head.startswith(b"<"):
        return _markup_kind(head, suffix)
    if _MIME_HEAD.match(head) and b"content-type:" in head.lower():
        return "mhtml"
    if suffix in TABLE_SUFFIXES or is_header(head.split(b"\n", 1)[0].decode("utf-8", "replace")):
        return "csv"
    if (suffix in HTML_SUFFIXES or _HTML_ROOT.search(head, 0, NEAR)) and _has_block_tags(head):
        return "html"
    if suffix in MARKDOWN_SUFFIXES or _FRONT_MATTER.match(head) or _MARKDOWN_HEADING.match(head):
        return "markdown"
    return "text"


def _markup_kind(head: bytes, suffix: str) -> str:
    root = head[_PROLOGUE.match(head).end() :]  # type: ignore[union-attr]
    if _FEED_ROOT.match(root):
        return "feed"
    if _HTML_ROOT.match(root) or _HTML_ROOT.search(head) or suffix in HTML_SUFFIXES:
        return "html"
    if _XML_DECLARATION.match(head):
        raise _unsupported("XML that is neither a feed nor XHTML", root)
    return "html" if _has_block_tags(head) else "text"


def _has_block_tags(head: bytes) -> bool:
    return len(_BLOCK_TAGS.findall(head)) > 2


def _is_line_json(head: bytes) -> bool:
    """Whether each line is a JSON object of its own: the first ends like one, or the second starts like one.

    >>> _is_line_json(b'{"text": "a"}'), _is_line_json(b'{"text": "brok\\n{"text": "b"}')
    (True, True)
    >>> _is_line_json(b'{\\n "text": 1'), _is_line_json(b'{"articles": [{"text": "a"}]}')
    (False, False)
    >>> _is_line_json(b'{"text": "a"}{"text": "b"}')
    False
    """
    if b"\n" not in head.rstrip() and envelope_start(head.decode("latin-1")) is not None:
        return False
    lines = [line.strip() for line in head.split(b"\n", 20) if line.strip()]
    if _holds_objects(lines[0]):
        return False
    return len(lines) == 1 or lines[0].endswith(b"}") or lines[1].startswith(b"{")


def _holds_objects(line: bytes) -> bool:
    """Whether another object stands behind the first on its line, as in a stream that was stored without line ends."""
    try:
        _, end = _FIRST_VALUE.raw_decode(line.decode("latin-1"))
    except (ValueError, RecursionError):
        return False
    return line[end:].lstrip(b" \t,").startswith(b"{")
