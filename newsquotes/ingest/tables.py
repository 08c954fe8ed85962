"""Readers of tables of articles: CSV and Parquet."""

import csv
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from newsquotes.ingest.config import IngestConfig
from newsquotes.ingest.decode import UTF8, Decoded
from newsquotes.ingest.fields import ROLES, delimiter_of, needed_columns, read_fields, without_text_field
from newsquotes.ingest.lines import EXCERPT, PEEK, long_line, text_stream
from newsquotes.ingest.records import Outcome, Place, Problem, RefusedError, document, refused

BATCH_ROWS = 32
_SEPARATOR_LINE = re.compile(r"\ufeff?\"?sep=([,;\t|])\"?\s*", re.I)
_ESCAPED_QUOTE = re.compile(rb'\\"(?![,;\t|\r\n"]|\Z)')
_DOUBLED_QUOTE = re.compile(rb'[^,;\t|\r\n"]""[^,;\t|\r\n"]')


def read_csv(stream: io.BufferedReader, place: Place, config: IngestConfig) -> Iterator[Outcome]:
    """Each row of a CSV or TSV file with a header as a document or a problem; a broken row costs only itself.

    A first line `sep=;`, as spreadsheets write it, names the delimiter.
    """
    csv.field_size_limit(config.max_record_bytes)  # a process-wide setting whose default, 128 KiB, cuts articles
    escape = "\\" if _escapes_quotes(stream.peek(PEEK)) else None
    text = text_stream(stream)
    lines = _CsvLines(text, config)
    header_line = next(lines, "")
    delimiter = delimiter_of(header_line)
    if stated := _SEPARATOR_LINE.fullmatch(header_line):
        delimiter, header_line = stated[1], next(lines, "")
    header = next(csv.reader([header_line], delimiter=delimiter), [])
    names = [name.strip().lstrip("\ufeff") for name in header]
    if not needed_columns(tuple(names), "text", config):
        raise without_text_field(names, config)
    lines.taken.clear()
    rows = csv.reader(lines, delimiter=delimiter, escapechar=escape)
    number = 0
    while True:
        number += 1
        at = place.numbered("row", number)
        try:
            cells = next(rows, None)
        except csv.Error as error:
            yield Problem(at, "broken_row", f"{error}; mend the quoting or raise max_record_bytes", lines.start())
            lines.taken.clear()
            continue
        yield from (long_line(at, start, config) for start in lines.long)
        lines.long.clear()
        if cells is None:
            return
        data = "".join(lines.taken).encode(UTF8, "replace")
        lines.taken.clear()
        if cells:
            yield _read_row(names, cells, data, text.encoding, at, config)


def _escapes_quotes(head: bytes) -> bool:
    """Whether the table that starts with `head` writes `\\"` for a quotation mark in a cell, not `""`."""
    return _ESCAPED_QUOTE.search(head) is not None and _DOUBLED_QUOTE.search(head) is None


class _CsvLines:
    """The lines of a text for the csv reader, which keeps those taken since the last row and skips lines too long."""

    def __init__(self, text: io.TextIOWrapper, config: IngestConfig):
        self._text = text
        self._limit = config.max_record_bytes
        self.taken: list[str] = []
        self.long: list[str] = []

    def __iter__(self) -> "_CsvLines":
        return self

    def __next__(self) -> str:
        line = self._text.readline(self._limit + 1)
        while len(line) > self._limit:
            self.long.append(line[:EXCERPT])
            while line and not line.endswith("\n"):
                line = self._text.readline(self._limit)
            line = self._text.readline(self._limit + 1)
        if not line:
            raise StopIteration
        self.taken.append(line)
        return line

    def start(self) -> str:
        """The start of the lines taken."""
        return self.taken[0][:EXCERPT] if self.taken else ""


def _read_row(
    names: list[str], cells: list[str], data: bytes, charset: str, at: Place, config: IngestConfig
) -> Outcome:
    if len(cells) > len(names):
        reason = f"{len(cells)} cells under {len(names)} column names; quote the cells that hold the delimiter"
        return Problem(at, "broken_row", reason, excerpt=data[:EXCERPT].decode(UTF8, "replace"))
    try:
        fielded = read_fields(dict(zip(names, cells, strict=False)), config)
    except RefusedError as refusal:
        return refused(at, refusal)
    return document(at, "csv", data, Decoded(fielded.text, charset), fielded.declared)


def read_parquet(file: BinaryIO, place: Place, config: IngestConfig) -> Iterator[Outcome]:
    """Each row of a Parquet file as a document or a problem; images and other bytes beside the text are not read."""
    number = 0
    try:
        table = pq.ParquetFile(file)
        names = tuple(table.schema_arrow.names)
        if not needed_columns(names, "text", config):
            raise without_text_field(names, config)
        left_out = _bytes_columns(table.schema_arrow, config)
        columns = [name for name in names if name not in left_out] if left_out else None
        for batch in table.iter_batches(batch_size=BATCH_ROWS, columns=columns, use_threads=False):
            for row in batch.to_pylist():
                number += 1
                yield _read_parquet_row(row, place.numbered("row", number), config, left_out)
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        raise RefusedError(
            "damaged_parquet", f"unreadable after {number} rows ({_first_line(error)}); they are kept, fetch it again"
        ) from error


def _bytes_columns(schema: pa.Schema, config: IngestConfig) -> tuple[str, ...]:
    """The columns of bytes that no role needs."""
    needed = {name for role in ROLES for name in needed_columns(tuple(schema.names), role, config)}
    kinds = (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_fixed_size_binary)
    return tuple(field.name for field in schema if field.name not in needed and any(is_(field.type) for is_ in kinds))


def _read_parquet_row(row: dict[str, object], at: Place, config: IngestConfig, left_out: tuple[str, ...]) -> Outcome:
    try:
        fielded = read_fields(row, config, left_out)
    except RefusedError as refusal:
        return refused(at, refusal)
    data = fielded.text.encode(UTF8, "surrogatepass")
    if len(data) > config.max_record_bytes:
        return long_line(at, fielded.text, config)
    return document(at, "parquet", data, Decoded(fielded.text, UTF8), fielded.declared)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
