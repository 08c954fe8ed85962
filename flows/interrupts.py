"""Interrupts that cannot get lost.

Python raises KeyboardInterrupt wherever the main thread stands. Where that is a finaliser, the exception is printed,
forgotten, and the program goes on as if nobody had asked it to stop.
"""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

AGAIN_AFTER = 0.05
"""Seconds until an interrupt that got lost is sent again; the finaliser and the hook that noticed are over by then."""


@contextmanager
def kept_interrupts() -> Iterator[None]:
    """Within this block, an interrupt that falls into a finaliser is sent to the main thread again."""
    others = sys.unraisablehook

    def notice(lost: "sys.UnraisableHookArgs") -> None:
        if issubclass(lost.exc_type, KeyboardInterrupt):
            threading.Timer(AGAIN_AFTER, _interrupt_main_thread).start()
        else:
            others(lost)

    sys.unraisablehook = notice
    try:
        yield
    finally:
        sys.unraisablehook = others


def _interrupt_main_thread() -> None:
    """A real signal, unlike `_thread.interrupt_main`: it wakes a main thread that waits."""
    ident = threading.main_thread().ident
    if ident is not None:
        signal.pthread_kill(ident, signal.SIGINT)
