"""Readers of dumps, one record at a time: JSONL, JSON and CSV."""

import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from newsquotes.ingest.config import IngestConfig
from newsquotes.ingest.decode import UTF8, Decoded, charset_of, decode
from newsquotes.ingest.fields import envelope_start, items_of, read_fields, unwrapped
from newsquotes.ingest.records import Outcome, Place, Problem, RefusedError, document, refused

EXCERPT = 120
PEEK = 1 << 16
SKIP = 1 << 20
BLANK = b" \t\r\n\x00\xef\xbb\xbf"
JSON_BLANK = " \t\r\n\x00\ufeff"
_BETWEEN = re.compile(r"[\s,\x00\ufeff]*")


def read_jsonl(stream: io.BufferedReader, place: Place, config: IngestConfig) -> Iterator[Outcome]:
    """Each line of a JSONL file as a document or a problem; a broken line costs only itself."""
    lines = _utf8_lines(stream)
    number = 0
    while line := lines.readline(config.max_record_bytes + 1):
        number += 1
        at = place.numbered("line", number)
        if len(line) > config.max_record_bytes:
            _skip_line(lines, line)
            yield long_line(at, line[:EXCERPT].decode(UTF8, "replace"), config)
        elif line.strip(BLANK):
            yield from _json_line(line, at, config)


def long_line(at: Place, start: str, config: IngestConfig) -> Problem:
    """The problem that the line starting with `start` is larger than a record may be."""
    reason = f"the line is longer than {config.max_record_bytes} bytes; raise max_record_bytes or split the record"
    return Problem(at, "record_too_large", reason, start[:EXCERPT])


def text_stream(stream: io.BufferedReader) -> io.TextIOWrapper:
    """`stream` as text in the charset that its head is in; what does not decode is U+FFFD."""
    return io.TextIOWrapper(stream, charset_of(stream.peek(PEEK)), errors="replace", newline="")


class _Lines(Protocol):
    def readline(self, size: int = -1, /) -> bytes: ...


class _Recoded:
    """Lines of a text in UTF-16 or UTF-32 as UTF-8."""

    def __init__(self, text: io.TextIOWrapper):
        self._text = text

    def readline(self, size: int = -1, /) -> bytes:
        return self._text.readline(size).encode(UTF8, "replace")


def _utf8_lines(stream: io.BufferedReader) -> _Lines:
    """The lines of `stream` as bytes, recoded where a line end is not one byte."""
    return _Recoded(text_stream(stream)) if charset_of(stream.peek(PEEK)).startswith(("utf-16", "utf-32")) else stream


def _skip_line(lines: _Lines, start: bytes) -> None:
    """Read on to the end of the line that starts with `start`, keeping nothing of it."""
    while start and not start.endswith(b"\n"):
        start = lines.readline(SKIP)


def _json_line(line: bytes, at: Place, config: IngestConfig) -> Iterator[Outcome]:
    try:
        text, charset = line.decode(UTF8), UTF8
    except UnicodeDecodeError:
        decoded = decode(line)
        if decoded is None:
            reason = "no charset fits the line; convert the file to UTF-8"
            yield Problem(at, "undecodable", reason, excerpt=repr(line[:EXCERPT]))
            return
        text, charset = decoded.text, decoded.charset
    try:
        value = json.loads(text.strip(JSON_BLANK), strict=False)
    except (ValueError, RecursionError) as error:
        yield _broken_json(at, text, error)
        return
    yield from record_outcomes(value, line, charset, "jsonl", at, config)


def _broken_json(at: Place, text: str, error: Exception) -> Problem:
    if isinstance(error, RecursionError):
        return Problem(
            at, "json_too_deep", "JSON is nested too deeply to be a record of a dump; remove it", text[:EXCERPT]
        )
    return Problem(at, "broken_json", f"not valid JSON: {error}; repair it or fetch it again", text[:EXCERPT])


def record_outcomes(
    value: Any, data: bytes, charset: str, kind: str, at: Place, config: IngestConfig
) -> Iterator[Outcome]:
    """The document of one parsed record, or of each record in an envelope such as `{"articles": […]}`.

    A bare string is a record that is nothing but its text.
    """
    value = unwrapped(value)
    if isinstance(value, str):
        yield _record_outcome({config.text_field or "text": value}, data, charset, kind, at, config)
    elif not isinstance(value, Mapping):
        reason = f"a JSON {type(value).__name__} where an object is expected; remove it"
        yield Problem(at, "not_a_record", reason, data[:EXCERPT].decode(UTF8, "replace"))
    elif (items := items_of(value, config)) is None:
        yield _record_outcome(value, data, charset, kind, at, config)
    else:
        for number, item in enumerate(items, 1):
            yield from _item_outcomes(item, charset, kind, at.numbered("item", number), config)


def _record_outcome(
    record: Mapping[str, Any], data: bytes, charset: str, kind: str, at: Place, config: IngestConfig
) -> Outcome:
    try:
        fielded = read_fields(record, config)
    except RefusedError as refusal:
        return refused(at, refusal)
    return document(at, kind, data, Decoded(fielded.text, charset), fielded.declared)


def _item_outcomes(item: Any, charset: str, kind: str, at: Place, config: IngestConfig) -> Iterator[Outcome]:
    """The outcomes of one record in an envelope; its bytes are those of its JSON, written again."""
    try:
        data = json.dumps(item, ensure_ascii=False).encode(UTF8, "surrogatepass")
    except RecursionError as error:
        yield _broken_json(at, "", error)
        return
    yield from record_outcomes(item, data, charset, kind, at, config)


def read_json(stream: io.BufferedReader, place: Place, config: IngestConfig) -> Iterator[Outcome]:
    """Each element of a JSON array, or each of the objects in a row, as a document or a problem.

    Only one element is held at a time, and of an envelope that is larger than a record may be one of its records; what
    follows them in it is not read. After damage the rest cannot be told apart, and is one problem.
    """
    window = _Window(text_stream(stream), config.max_record_bytes)
    around, number = place, 0
    is_in_array = False
    while sign := window.next_sign():
        if sign == ("]" if is_in_array else "["):
            if around is not place:
                return
            is_in_array = not is_in_array
            window.skip()
            continue
        number += 1
        at = around.numbered("item", number)
        try:
            value, text = window.value()
        except RefusedError:
            if around is not place or not window.enter_envelope():
                raise
            around, number, is_in_array = at, 0, True
            continue
        except (ValueError, RecursionError) as error:
            yield _broken_json(at, window.rest(EXCERPT), error)
            return
        yield from record_outcomes(value, text.encode(UTF8, "replace"), window.charset, "json", at, config)
    if is_in_array:
        yield Problem(place, "broken_json", f"the array ends without ] after {number} items; fetch the file again")


class _Window:
    """A moving piece of a long JSON text."""

    def __init__(self, stream: io.TextIOWrapper, limit: int):
        self.charset = stream.encoding
        self._stream = stream
        self._limit = limit
        self._text = ""
        self._at = 0
        self._is_ended = False
        self._decode = json.JSONDecoder(strict=False).raw_decode

    def next_sign(self) -> str:
        """The next character that is no blank or comma; empty at the end."""
        while True:
            rest = _BETWEEN.match(self._text, self._at)
            self._at = rest.end() if rest else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._grow():
                return ""

    def skip(self) -> None:
        """Go past one character."""
        self._at += 1

    def enter_envelope(self) -> bool:
        """Go to the first record of the envelope that stands here; False when it is none."""
        start = envelope_start(self._text, self._at)
        self._at = self._at if start is None else start
        return start is not None

    def rest(self, size: int) -> str:
        """The next `size` characters at most."""
        return self._text[self._at : self._at + size]

    def value(self) -> tuple[Any, str]:
        """The next value and its text; raises ValueError or RecursionError when there is none.

        A RefusedError (rule `record_too_large`) ends the file: its end cannot be found without parsing it.
        """
        while True:
            try:
                value, end = self._decode(self._text, self._at)
            except json.JSONDecodeError:
                if not self._grow():
                    raise
                continue
            text = self._text[self._at : end]
            self._at = end
            return value, text

    def _grow(self) -> bool:
        """Read as much again as is held; False at the end."""
        held = len(self._text) - self._at
        if held > self._limit:
            raise RefusedError("record_too_large", f"an item is longer than {self._limit} bytes; split it")
        piece = "" if self._is_ended else self._stream.read(max(PEEK, held))
        self._is_ended = not piece
        self._text = self._text[self._at :] + piece
        self._at = 0
        return bool(piece)
