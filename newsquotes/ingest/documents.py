"""Sources to frames of documents and rejects: opens each, and keeps count of what was handed on."""

import errno
import io
import stat
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

import polars as pl
import pyarrow as pa

from newsquotes.ingest.config import IngestConfig
from newsquotes.ingest.decode import UTF8, Decoded
from newsquotes.ingest.expand import BUFFER
from newsquotes.ingest.layers import read_file
from newsquotes.ingest.pages import decode_page
from newsquotes.ingest.payloads import Blocks, Payloads
from newsquotes.ingest.records import Document, Outcome, Place, Problem, RefusedError, refused
from newsquotes.ingest.sources import STDIN, Source
from newsquotes.rejects import rejects_frame
from newsquotes.schemas import DOCUMENTS

_NO_REJECTS = rejects_frame([])
_NAMES = pa.large_list(pa.string_view())
CELLS = DOCUMENTS.names.index("payload")
"""Columns of `documents` ahead of the payload."""


@dataclass(frozen=True, slots=True)
class Ingested:
    """One frame of what was read (`documents`) and of what was not, with the reasons (`rejects`)."""

    documents: pl.DataFrame
    rejects: pl.DataFrame


def ingest_documents(sources: Iterable[Source], *, config: IngestConfig | None = None) -> Iterator[Ingested]:
    """Frames of the documents and rejects in `sources`, in their order.

    A frame holds about `config.frame_bytes` of payload, so that memory does not grow with the input. Every file and
    every record in it is a row of one or the other; nothing that an input holds raises.
    """
    settings = config or IngestConfig()
    listed = list(sources)
    named = Counter(source.uri for source in listed)
    blocks, seen_in_namesakes = Blocks(settings.frame_bytes + settings.max_record_bytes), _Seen()
    frame = _Frame(blocks)
    for source in listed:
        seen = seen_in_namesakes if named[source.uri] > 1 else _Seen(is_sole=True)
        for outcome in _read_source(source, settings):
            seen.add_to(frame, outcome)
            if frame.size >= settings.frame_bytes or len(frame.problems) >= settings.max_rejects:
                yield frame.ingested()
                frame = _Frame(blocks)
    if frame.height or frame.problems:
        yield frame.ingested()


class _Frame:
    """The documents and rejects of a frame in the making; `size` is that of its documents before decoding, in bytes.

    Documents are kept cell by cell in one flat list, of which each column is a stride: objects that stay, were it but
    a tuple for each document, would make the garbage collector look through everything again and again.
    """

    def __init__(self, blocks: Blocks) -> None:
        self.height = 0
        self.problems: list[dict[str, Any]] = []
        self.size = 0
        self._cells: list[Any] = []
        self._stated: list[str | None] = []
        self._seen: list[_Seen] = []
        self._payloads = Payloads(blocks)

    def add(self, document: Document, document_id: int, seen: "_Seen") -> None:
        """Add a document, whose payload is copied; `seen` counts the rejects of its source."""
        place, declared, payload = document.place, document.declared, document.payload
        self._payloads.add(payload if isinstance(payload, bytes) else payload.encode(UTF8))
        self.height += 1
        self.size += document.size
        self._stated.append(document.stated_charset)
        self._seen.append(seen)
        self._cells += (
            document_id,
            place.uri,
            place.member,
            document.format,
            document.size,
            document.digest,
            document.charset,
            declared.url,
            declared.title,
            declared.authors,
            declared.published,
            declared.publisher,
            declared.language,
            declared.extra,
        )

    def ingested(self) -> Ingested:
        """The frames of all that was added."""
        documents = self._documents()
        return Ingested(documents, rejects_frame(self.problems) if self.problems else _NO_REJECTS.clone())

    def _documents(self) -> pl.DataFrame:
        """The cells as columns: making a frame row by row takes as long as reading small pages."""
        if not self.height:
            return DOCUMENTS.empty()
        columns: dict[str, Any] = {name: self._cells[at::CELLS] for at, name in enumerate(DOCUMENTS.names[:CELLS])}
        charsets = columns["charset"]
        broken = self._payloads.not_utf8() if None in charsets else []
        decoded = {number: self._decoded(number) for number in broken}
        columns["charset"] = [
            charset or (page.charset if (page := decoded.get(number)) else UTF8)
            for number, charset in enumerate(charsets)
        ]
        columns["declared_authors"] = pl.Series(pl.from_arrow(pa.array(columns["declared_authors"], _NAMES)))
        documents = pl.DataFrame({**columns, "payload": self._payloads.column(broken)}, schema=DOCUMENTS.polars)
        return _completed(documents, decoded) if broken else documents

    def _decoded(self, number: int) -> Decoded | None:
        """The text of a payload that is not UTF-8; None when it had to be refused."""
        try:
            return decode_page(self._payloads.read(number), self._stated[number])
        except RefusedError as refusal:
            uri, member = self._cells[number * CELLS + 1 : number * CELLS + 3]
            self.problems.append(self._seen[number].reject(refused(Place(uri, member), refusal)))
            return None


def _completed(documents: pl.DataFrame, decoded: Mapping[int, Decoded | None]) -> pl.DataFrame:
    """`documents` with the `decoded` payloads in the rows of those numbers; without the rows that have none."""
    texts = {number: page.text for number, page in decoded.items() if page}
    late = pl.Series("late", [texts.get(number) for number in range(documents.height)], pl.String)
    return documents.with_columns(pl.coalesce("payload", late)).filter(pl.col("payload").is_not_null())


class _Seen:
    """The ids handed on so far: a second document or reject of the same id would break its table's key.

    The numbered records of a `sole` source of its name cannot repeat, and are not kept in mind.
    """

    def __init__(self, *, is_sole: bool = False) -> None:
        self._is_sole = is_sole
        self._documents: set[int] = set()
        self._rejects: set[int] = set()
        self._repeats: Counter[int] = Counter()
        self._last: Place | None = None

    def add_to(self, frame: _Frame, outcome: Outcome) -> None:
        """Add `outcome` to `frame`: as a reject `duplicate_document` when its document was seen before."""
        if isinstance(outcome, Problem):
            frame.problems.append(self.reject(outcome))
            return
        document_id = outcome.document_id
        if not (self._is_sole and outcome.place.is_numbered):
            if document_id in self._documents:
                frame.problems.append(self.reject(duplicate_document(outcome)))
                return
            self._documents.add(document_id)
        frame.add(outcome, document_id, self)

    def reject(self, problem: Problem) -> dict[str, Any]:
        """The row of `problem`, of an id that no other reject of the source has."""
        if self._is_sole and problem.place.is_numbered and problem.place != self._last:
            self._rejects.clear()  # those of one number come one after the other
            self._last = problem.place
        row = problem.row()
        first = row["reject_id"]
        while row["reject_id"] in self._rejects:
            self._repeats[first] += 1
            row = problem.row(self._repeats[first] + 1)
        self._rejects.add(row["reject_id"])
        return row


def duplicate_document(document: Document) -> Problem:
    """The problem that the same bytes were read before under the same name, as from two folders of one name."""
    return Problem(
        document.place,
        "duplicate_document",
        f"the same {document.size} bytes (digest {document.digest[:12]}…) were read before under this name; "
        "give the input once",
    )


def _read_source(source: Source, config: IngestConfig) -> Iterator[Outcome]:
    place = Place(source.uri)
    try:
        with _opened(source) as file:
            yield from read_file(file, place, config)
    except RefusedError as refusal:
        yield refused(place, refusal)
    except OSError as error:
        yield refused(place, unreadable_file(source, error))


def _opened(source: Source) -> BinaryIO:
    """The bytes of `source`; raises RefusedError for what is not a regular file, OSError for what cannot be opened."""
    if str(source.path) == STDIN:
        return io.BufferedReader(io.FileIO(sys.stdin.fileno(), closefd=False), BUFFER)
    mode = source.path.stat().st_mode
    if stat.S_ISDIR(mode) and source.path.is_symlink():
        raise RefusedError("symlink_loop", "the link leads back to a folder around it; remove the link")
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise RefusedError("not_a_regular_file", "this is a pipe, socket or device; give a file, or `-` for a pipe")
    return source.path.open("rb")


def unreadable_file(source: Source, error: OSError) -> RefusedError:
    """The refusal that `error` of the operating system means."""
    why = f"{source.path}: {error.strerror or error}"
    if error.errno == errno.ELOOP:
        return RefusedError("symlink_loop", f"{why}; remove the link")
    if isinstance(error, PermissionError):
        return RefusedError("permission_denied", f"{why}; give the reader permission (chmod +r)")
    return RefusedError("unreadable_file", f"{why}; check the path, the link or the disk")
