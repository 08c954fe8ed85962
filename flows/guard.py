"""Work that may hang, grow without bounds or crash, in a process of its own that is killed and replaced when it does.

Parsers of pages from the open web are such work. Each worker of a stage has one guarded process, which is started when
it is first needed and ends with the worker. Time is counted in CPU-seconds, so that a busy machine changes nothing.
"""

import multiprocessing
import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from itertools import islice
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeVar

import polars as pl

from flows.limits import Limits
from flows.pools import WorkerError, end_with_parent
from newsquotes.clean import Cleaned
from newsquotes.rejects import reject, rejects_frame
from newsquotes.schemas import ARTICLES, REMOVED_LINES

PAGES_AT_ONCE = 16
PAGES_IN_PARALLEL = 8
"""Fewer than a process reads at once when alone: at the end, no process waits long for the last piece of another."""
LOOK_SECONDS = 0.1
IDLE_SECONDS_ALLOWED = 10
"""Seconds on the wall for each CPU-second allowed, for work that waits for ever and burns no CPU."""
MEBIBYTE = 1 << 20
EXCERPT = 200

Result = TypeVar("Result")
Clean = Callable[[pl.DataFrame, Any], Cleaned]


class LostError(Exception):
    """The guarded work came to no end of its own; `rule` is timeout, memory or crash."""

    def __init__(self, rule: str, reason: str):
        super().__init__(reason)
        self.rule = rule
        self.reason = reason


class Guard:
    """One guarded process; for use by one thread at a time."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._running: tuple[BaseProcess, Connection] | None = None

    def run(self, work: Callable[..., Result], *arguments: Any) -> Result:
        """The result of `work(*arguments)` in the guarded process. Raises LostError when there is none.

        Raises WorkerError when no process can be started.
        """
        process, connection = self._running or self._start()
        try:
            connection.send((work, arguments))
            self._wait(process.pid or 0, connection)
            is_done, value = connection.recv()
        except LostError:
            self.close()
            raise
        except (EOFError, OSError) as error:
            process.join(timeout=LOOK_SECONDS)
            self.close()
            raise LostError("crash", f"the process that read it died ({_end(process)})") from error
        if not is_done:
            raise LostError("crash", f"reading it failed ({value})")
        result: Result = value
        return result

    def close(self) -> None:
        """End the process, whatever it is doing; the next call starts another."""
        if self._running is not None:
            process, connection = self._running
            process.kill()
            process.join()
            connection.close()
            self._running = None

    def _start(self) -> tuple[BaseProcess, Connection]:
        context = multiprocessing.get_context("spawn")
        connection, other = context.Pipe()
        process = context.Process(target=_serve, args=(other,), daemon=True)
        process.start()
        other.close()
        try:
            connection.recv()
        except EOFError as error:
            raise WorkerError(f"the process that reads pages did not start ({_end(process)}); free memory") from error
        self._running = process, connection
        return self._running

    def _wait(self, pid: int, connection: Connection) -> None:
        """Wait for an answer, or for the end of the process; raises LostError (`timeout`, `memory`) beyond a limit."""
        used = _cpu_seconds(pid)
        waited_until = time.monotonic() + IDLE_SECONDS_ALLOWED * self.limits.seconds
        while not connection.poll(LOOK_SECONDS):
            if _mebibytes(pid) > self.limits.mebibytes:
                raise LostError(
                    "memory", f"reading it took more than {self.limits.mebibytes} MiB; raise page_mebibytes"
                )
            if _cpu_seconds(pid) - used > self.limits.seconds or time.monotonic() > waited_until:
                raise LostError("timeout", f"reading it took more than {self.limits.seconds} s; raise page_seconds")


def _end(process: BaseProcess) -> str:
    """How a process ended, in words."""
    code = process.exitcode
    return f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"


def _serve(connection: Connection) -> None:
    """Do what is asked, one piece of work after the other; runs in the guarded process."""
    end_with_parent()
    connection.send("ready")
    with suppress(EOFError):  # the parent has gone
        while True:
            work, arguments = connection.recv()
            try:
                answer = (True, work(*arguments))
            except Exception as error:  # noqa: BLE001 - whatever a page provokes costs that page alone
                answer = (False, f"{type(error).__name__}: {error}"[:EXCERPT])
            connection.send(answer)


def _cpu_seconds(pid: int) -> float:
    """CPU-seconds of a process; without /proc, the time on the wall."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return time.monotonic()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _mebibytes(pid: int) -> float:
    """Resident memory of a process; 0 without /proc."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") / MEBIBYTE


_own: dict[Limits, Guard] = {}


def own_guard(limits: Limits) -> Guard:
    """The guarded process of this worker."""
    return _own.setdefault(limits, Guard(limits))


def release_own_guard() -> None:
    """End the guarded process of this worker, if there is one: later stages need its memory."""
    for guard in _own.values():
        guard.close()


def load_cleaning() -> None:
    """Import what cleaning needs, in the guarded process."""
    import newsquotes.clean  # noqa: F401


def clean_pages(documents: pl.DataFrame, config: Any) -> Cleaned:
    """`clean_articles`, as the guarded process does it."""
    from newsquotes.clean import clean_articles

    return clean_articles(documents, config=config)


def clean_guarded(documents: pl.DataFrame, config: Any, guard: Guard, clean: Clean = clean_pages) -> Cleaned:
    """The articles of `documents`; a page that cannot be read to its end is a reject `timeout`, `memory` or `crash`.

    Where several pages read together give no result, each is read alone, so that the others lose nothing.
    """
    return _joined([_cleaned(part, config, guard, clean) for part in documents.iter_slices(PAGES_AT_ONCE)])


def _cleaned(documents: pl.DataFrame, config: Any, guard: Guard, clean: Clean) -> Cleaned:
    try:
        return guard.run(clean, documents, config)
    except LostError as lost:
        if documents.height > 1:
            return _joined([_cleaned(page, config, guard, clean) for page in documents.iter_slices(1)])
        return Cleaned(ARTICLES.empty(), REMOVED_LINES.empty(), rejects_frame([_lost_page(documents, lost)]))


def _joined(parts: Sequence[Cleaned]) -> Cleaned:
    return Cleaned(
        pl.concat([ARTICLES.empty(), *(part.articles for part in parts)]),
        pl.concat([REMOVED_LINES.empty(), *(part.removed_lines for part in parts)]),
        pl.concat([rejects_frame([]), *(part.rejects for part in parts)]),
    )


def _lost_page(document: pl.DataFrame, lost: LostError) -> dict[str, Any]:
    where = document.select("source_uri", "member", "document_id").row(0, named=True)
    excerpt = document["payload"].str.slice(0, EXCERPT).item()
    return reject("clean", lost.rule, lost.reason, excerpt=excerpt, **where)


def clean_in_parallel(
    frames: Iterator[pl.DataFrame], config: Any, limits: Limits, workers: int
) -> Iterator[tuple[pl.DataFrame, Cleaned]]:
    """Some documents and what became of them, in order, by as many guarded processes as there are `workers`."""
    pieces = (piece for frame in frames for piece in frame.iter_slices(PAGES_IN_PARALLEL))
    idle: SimpleQueue[Guard] = SimpleQueue()
    guards = [Guard(limits) for _ in range(workers)]
    for guard in guards:
        idle.put(guard)

    @contextmanager
    def idle_guard() -> Iterator[Guard]:
        guard = idle.get()
        try:
            yield guard
        finally:
            idle.put(guard)

    def load() -> None:
        with idle_guard() as guard:
            guard.run(load_cleaning)

    def clean_piece(piece: pl.DataFrame) -> Cleaned:
        with idle_guard() as guard:
            return clean_guarded(piece, config, guard)

    with ExitStack() as stack, ThreadPoolExecutor(workers) as threads:
        for guard in guards:
            stack.callback(guard.close)
            threads.submit(load)  # while the first pages are read
        waiting = [(piece, threads.submit(clean_piece, piece)) for piece in islice(pieces, 2 * workers)]
        while waiting:
            piece, future = waiting.pop(0)
            yield piece, future.result()
            waiting += [(each, threads.submit(clean_piece, each)) for each in islice(pieces, 1)]
