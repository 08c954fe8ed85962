"""Sources to frames of documents and rejects: opens each, and keeps count of what was handed on."""

import errno
import io
import stat
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import polars as pl

from newsquotes.ingest.config import IngestConfig
from newsquotes.ingest.expand import BUFFER
from newsquotes.ingest.layers import read_file
from newsquotes.ingest.records import Document, Outcome, Place, Problem, RefusedError, refused
from newsquotes.ingest.sources import STDIN, Source
from newsquotes.rejects import rejects_frame
from newsquotes.schemas import DOCUMENTS


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
    frame = _Frame()
    seen = _Seen()
    for source in sources:
        for outcome in _read_source(source, settings):
            frame.add(seen.checked(outcome))
            if frame.size >= settings.frame_bytes or len(frame.problems) >= settings.max_rejects:
                yield frame.ingested()
                frame = _Frame()
    if frame.rows or frame.problems:
        yield frame.ingested()


@dataclass(slots=True)
class _Frame:
    """The rows of a frame in the making."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    problems: list[dict[str, Any]] = field(default_factory=list)
    size: int = 0

    def add(self, row: dict[str, Any]) -> None:
        if "reject_id" in row:
            self.problems.append(row)
        else:
            self.rows.append(row)
            self.size += len(row["payload"])

    def ingested(self) -> Ingested:
        return Ingested(DOCUMENTS.from_rows(self.rows), rejects_frame(self.problems))


class _Seen:
    """The ids handed on so far: a second document or reject of the same id would break its table's key."""

    def __init__(self) -> None:
        self._documents: set[int] = set()
        self._rejects: set[int] = set()
        self._repeats: Counter[int] = Counter()

    def checked(self, outcome: Outcome) -> dict[str, Any]:
        """The row of `outcome`: a reject `duplicate_document` when its document was seen before."""
        if isinstance(outcome, Problem):
            return self._reject(outcome)
        row = outcome.row()
        if row["document_id"] in self._documents:
            return self._reject(duplicate_document(outcome))
        self._documents.add(row["document_id"])
        return row

    def _reject(self, problem: Problem) -> dict[str, Any]:
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
        f"the same {document.size} bytes (sha256 {document.digest[:12]}…) were read before under this name; "
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
