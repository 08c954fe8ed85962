"""Bytes to text: one charset ladder and one normalisation for every format.

The ladder: byte order mark, UTF-16 without a mark (every other byte NUL), strict UTF-8, the declared charset if it
decodes, then resiliparse's detection. UTF-8 that is broken in a few places only stays UTF-8, with U+FFFD there.

What normalisation does, and nothing else:

- line ends (CR LF, CR, U+2028, U+2029) become LF
- control characters other than tab and LF, NULs and byte order marks inside the text are dropped
- C1 controls become the windows-1252 characters that they stand for (U+0093 is an opening quotation mark, U+0085 …)
- UTF-8 that was once read as a single-byte charset is repaired line by line (mojibake, by ftfy)
- Latin ligatures (U+FB00 to U+FB06) become their letters
- surrogate pairs become their character, lone surrogates U+FFFD

Quotation marks stay as printed, whatever their shape; entities, full-width forms and composition are left to cleaning.
"""

import codecs
import re
from dataclasses import dataclass

import ftfy
from resiliparse.parse.encoding import detect_encoding, map_encoding_to_html5

HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
UTF8 = "utf-8"
WESTERN = "cp1252"
MARKS = (
    (codecs.BOM_UTF8, UTF8),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MARKED = frozenset(charset for _, charset in MARKS)
CONTROLS = bytes(code for code in (*range(0x20), 0x7F) if code not in b"\t\n\r")
SAMPLE_BYTES = 1 << 16
BROKEN_SHARE = 0.01
REPLACEMENT = "\ufffd"

# Each option of ftfy, stated: the ones that are off would change quotation marks or read markup.
REPAIRS = ftfy.TextFixerConfig(
    unescape_html=False,  # the payload may be markup, where an entity is not the character
    remove_terminal_escapes=True,
    fix_encoding=True,
    restore_byte_a0=True,
    replace_lossy_sequences=True,
    decode_inconsistent_utf8=True,
    fix_c1_controls=True,
    fix_latin_ligatures=True,
    fix_character_width=False,  # would fold U+FF02, U+FF07 and U+FF62 to other quotation marks
    uncurl_quotes=False,
    fix_line_breaks=True,
    fix_surrogates=True,
    remove_control_chars=True,
    normalization=None,
    explain=False,
)

_DAMAGE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufb00-\ufb06\ud800-\udfff]"
    r"|[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
    r"|\u201a\u00c4|\u0432\u0402"
)
# The same in UTF-8, where all printable ASCII has been taken out: often damage, when found; none, when not.
_MAYBE_DAMAGE = re.compile(
    rb"[\x00-\x1f\x7f]|\xc3[\x82-\xb4][\xc2\xc5\xc6\xcb\xe2]|\xc2[\x80-\x9f]|\xef(?:\xbb\xbf|\xac[\x80-\x86])"
    rb"|\xed[\xa0-\xbf]|\xe2\x80[\xa8\xa9]|\xe2\x80\x9a\xc3\x84|\xd0\xb2\xd0\x82"
)
PRINTABLE = bytes(code for code in range(0x80) if code not in CONTROLS)
LONG_LINE = 2000
_BEGINNING = re.compile(rb"\s*[!-~]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Normalised text and the charset that its bytes were in."""

    text: str
    charset: str


def decode(data: bytes, declared: str | None = None) -> Decoded | None:
    """`data` as normalised text; None when it is not text in any charset.

    `declared` is the charset that the envelope or the page states; an unknown one is ignored.
    """
    decoded = decode_markup(data, declared)
    return decoded and Decoded(normalise(decoded.text), decoded.charset)


def decode_markup(data: bytes, declared: str | None = None) -> Decoded | None:
    """As `decode`, but only NULs are dropped: most of a page is never read, and its text is normalised when it is."""
    for mark, charset in MARKS:
        if data.startswith(mark):
            return _mostly_sound(data[len(mark) :], charset)
    if b"\x00" in data and data.count(b"\x00", 0, SAMPLE_BYTES) * 4 > len(data[:SAMPLE_BYTES]):
        return _unmarked_utf16(data)
    try:
        return _without_nuls(data.decode(UTF8), UTF8)
    except UnicodeDecodeError as error:
        if declared and (decoded := _with_charset(data, declared)):
            return decoded
        return _slightly_broken_utf8(data, error) or _detected(data)


def is_plain_if_utf8(data: bytes) -> bool:
    """Whether `decode_markup` gives the bytes `data` as they are, provided that they are UTF-8.

    That is for `Payloads.not_utf8` to find out for many pages at once: for one at a time it takes twice as long.
    """
    return b"\x00" not in data and _BEGINNING.match(data) is not None


def charset_of(head: bytes) -> str:
    """The charset of a long text that starts with `head`, by the same ladder."""
    for mark, charset in MARKS:
        if head.startswith(mark):
            return charset
    decoded = decode(head)
    return decoded.charset if decoded else UTF8


def detected_charset(data: bytes) -> str:
    """The charset that `data` looks like, by resiliparse's detection on its first 64 KiB of non-ASCII neighbourhood."""
    first = next((match.start() for match in re.finditer(rb"[\x80-\xff]", data)), 0)
    start = max(0, first - SAMPLE_BYTES // 2)
    return str(detect_encoding(data[start : start + SAMPLE_BYTES], html5_compatible=True))


def normalise(text: str) -> str:
    """`text` repaired as the module's description says.

    >>> normalise("caf\\u00c3\\u00a9\\r\\n\\u201cyes\\u201d")
    'café\\n“yes”'
    """
    return _normalise_utf8(text, text.encode(UTF8, "surrogatepass"))


def _normalise_utf8(text: str, data: bytes) -> str:
    """`text` repaired, where `data` is its UTF-8: bytes are searched several times faster than characters."""
    if b"\r" in data:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        data = text.encode(UTF8, "surrogatepass")
    return b"\n".join(map(_repaired_line, data.split(b"\n"))).decode(UTF8) if _may_be_damaged(data) else text


def _repaired_line(line: bytes) -> bytes:
    """`line` repaired, tag by tag when it is long: no damage that ftfy mends reaches over a tag."""
    if not _may_be_damaged(line):
        return line
    return b">".join(map(_repaired, line.split(b">"))) if len(line) > LONG_LINE else _repaired(line)


def _may_be_damaged(data: bytes) -> bool:
    """Whether `data` could hold damage; says yes too often, never too rarely."""
    return _MAYBE_DAMAGE.search(data.translate(None, PRINTABLE)) is not None


def _repaired(piece: bytes) -> bytes:
    """`piece` repaired by ftfy, which is too slow for whole texts."""
    if not _may_be_damaged(piece):
        return piece
    text = piece.decode(UTF8, "surrogatepass")
    if _DAMAGE.search(text):
        text = ftfy.fix_text_segment(text, REPAIRS).replace("\x00", "")
    return text.encode(UTF8)


def _without_nuls(text: str, charset: str) -> Decoded:
    return Decoded(text.replace("\x00", "") if "\x00" in text else text, charset)


def _with_charset(data: bytes, charset: str, errors: str = "strict") -> Decoded | None:
    known = charset if charset in _MARKED else map_encoding_to_html5(charset.strip().lower(), fallback_utf8=False)
    if known is None:
        return None
    try:
        return _without_nuls(data.decode(known, errors), codecs.lookup(known).name)
    except (LookupError, UnicodeError):
        return None


def _unmarked_utf16(data: bytes) -> Decoded | None:
    """UTF-16 text without a byte order mark: in Western text every other byte is NUL."""
    sample = data[:SAMPLE_BYTES]
    charset = "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"
    decoded = _with_charset(data, charset)
    return decoded if decoded and _is_mostly_ascii(decoded.text) else None


def _slightly_broken_utf8(data: bytes, error: UnicodeDecodeError) -> Decoded | None:
    """UTF-8 cut in its last character, or with one bad sequence in five at most."""
    text = data.decode(UTF8, errors="replace")
    bad = text.count(REPLACEMENT)
    good = len(text) - len(text.encode("ascii", "ignore")) - bad
    is_cut = error.reason == "unexpected end of data" and error.end == len(data)
    return _without_nuls(text, UTF8) if is_cut or bad * 4 <= good else None


def _detected(data: bytes) -> Decoded | None:
    """By detection, or as windows-1252 where detection gives up, as it does on a few words."""
    return _mostly_sound(data, detected_charset(data)) or _mostly_sound(data, WESTERN)


def _mostly_sound(data: bytes, charset: str) -> Decoded | None:
    """`data` in `charset`, with U+FFFD for at most one character in a hundred."""
    decoded = _with_charset(data, charset, errors="replace")
    if decoded is None or decoded.text.count(REPLACEMENT) > BROKEN_SHARE * len(decoded.text):
        return None
    return decoded


def _is_mostly_ascii(text: str) -> bool:
    return len(text.encode("ascii", "ignore")) * 2 > len(text)
