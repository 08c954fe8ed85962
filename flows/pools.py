"""Worker processes: one a core for the stages, one for the checks, a new one for each work on the whole corpus.

Workers import neither Prefect nor each other's libraries, load what they need while the server is still starting, and
end when their parent ends, however it ends.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from contextvars import ContextVar
from multiprocessing.connection import wait
from typing import Any, TypeVar
from weakref import WeakSet

from flows.collector import collect_seldom
from newsquotes.errors import NewsquotesError

Result = TypeVar("Result")


DIED = "a worker process died, most often for lack of memory; run again with fewer --workers"


class WorkerError(NewsquotesError):
    """A worker process died, usually for lack of memory."""


def end_with_parent() -> None:
    """End this worker when its parent is gone; a killed parent cannot tell its workers to stop.

    An interrupt from the terminal reaches parent and workers alike; the parent decides what becomes of it.
    """
    collect_seldom()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def start_preloading() -> None:
    """Let the server from which workers of `preloaded_pool` are forked load the language model, beside what goes on."""
    if _can_fork():
        from multiprocessing.forkserver import ensure_running

        multiprocessing.set_forkserver_preload(["flows.preloaded"])
        ensure_running()


def preloaded_pool(workers: int) -> ProcessPoolExecutor:
    """A pool whose workers share one language model in memory; where none can be forked, each loads its own."""
    start_preloading()
    context = multiprocessing.get_context("forkserver" if _can_fork() else "spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=end_with_parent)


def result_of(work: "Future[Result]") -> Result:
    """What a worker of a `preloaded_pool` found; raises what it raised, or WorkerError if it died."""
    try:
        return work.result()
    except BrokenProcessPool as error:
        raise WorkerError(DIED) from error


def _can_fork() -> bool:
    return "forkserver" in multiprocessing.get_all_start_methods()


ENDED_BEFORE = {"whole": ("whole", "stage"), "alone": ("whole", "stage", "checks")}
"""The pools whose workers end before work on the whole corpus begins, by how much memory that may need."""


class Pools:
    """The process pools of one run; `stage` has as many workers as asked for, `checks` has one.

    What works on the whole corpus gets a process of its own each time, which ends with the work, and the memory of the
    stages' workers, which end before: what it takes is given back, and never comes on top of theirs. When the corpus is
    large it is `alone` instead of `whole`: the worker of the checks ends as well, which takes long to start again.
    """

    def __init__(self, workers: int) -> None:
        self._queued: WeakSet[Future[Any]] = WeakSet()
        self._sizes = {"stage": workers, "checks": 1, "whole": 1}
        self._pools = {name: self._opened(name) for name in self._sizes}

    def warm_up(self, pool: str, prepare: Callable[..., object], *arguments: Any) -> None:
        """Let a worker of `pool` prepare itself in the background."""
        self.submit(pool, prepare, *arguments)

    def submit(self, pool: str, work: Callable[..., Result], *arguments: Any) -> "Future[Result]":
        """Queue `work(*arguments)` for a worker of `pool`; `whole` and `alone` share one."""
        for ended in ENDED_BEFORE.get(pool, ()):
            self._renew(ended)
        executor = self._pools["whole" if pool in ENDED_BEFORE else pool]
        future = executor.submit(work, *arguments)
        self._queued.add(future)
        return future

    def run(self, pool: str, work: Callable[..., Result], *arguments: Any) -> Result:
        """The result of `work(*arguments)` in a worker of `pool`; raises what it raised, or WorkerError if it died."""
        try:
            result = self.submit(pool, work, *arguments).result()
            if pool in ENDED_BEFORE:
                self._pools["whole"].shutdown()
            return result
        except BrokenProcessPool as error:
            raise WorkerError(f"{DIED} or a smaller --batch-size: what is finished is kept") from error

    def _opened(self, pool: str) -> ProcessPoolExecutor:
        """A pool whose workers start when there is work."""
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._sizes[pool], mp_context=context, initializer=end_with_parent)

    def _renew(self, pool: str) -> None:
        """End the workers of `pool` after what they do; others start when there is work again."""
        self._pools[pool].shutdown()
        self._pools[pool] = self._opened(pool)

    def drop_queued(self) -> None:
        """Begin nothing more of what is queued; what has begun goes on."""
        for future in list(self._queued):
            future.cancel()

    def end(self) -> None:
        """Wait until every worker has ended: a thread that still ends one would meet the end of the program."""
        for pool in self._pools.values():
            pool.shutdown()

    def close(self) -> None:
        """Let every worker end; queued work is not begun."""
        for pool in self._pools.values():
            pool.shutdown(wait=False, cancel_futures=True)

    def abandon(self) -> None:
        """End every worker at once, whatever it is doing: its half-done step leaves nothing behind."""
        self.close()
        for worker in multiprocessing.active_children():
            worker.terminate()


_current: ContextVar[Pools | None] = ContextVar("pools", default=None)


@contextmanager
def open_pools(workers: int) -> Iterator[Pools]:
    """The pools already open in this context, or new ones for the length of the block."""
    existing = _current.get()
    if existing is not None:
        yield existing
        return
    pools = Pools(workers)
    token = _current.set(pools)
    try:
        yield pools
        pools.end()
    finally:
        _current.reset(token)
        pools.close()
