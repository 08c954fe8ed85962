"""An interrupt stops the program wherever it falls."""

import signal
import sys
import time
from collections.abc import Iterator

import pytest

from flows.interrupts import kept_interrupts


class _Finalised:
    def __init__(self, error: type[BaseException]) -> None:
        self.error = error

    def __del__(self) -> None:
        raise self.error


@pytest.fixture
def heeded() -> Iterator[None]:
    """Interrupts are heeded, as they are not by what a shell starts in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heeded")
def test_an_interrupt_that_falls_into_a_finaliser_still_stops_a_waiting_program() -> None:
    with pytest.raises(KeyboardInterrupt), kept_interrupts():
        _interrupted_while_it_waits()


def _interrupted_while_it_waits() -> None:
    _Finalised(KeyboardInterrupt)
    time.sleep(30)


def test_other_errors_of_finalisers_are_told_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda lost: told.append(lost.exc_type))
    before = sys.unraisablehook
    with kept_interrupts():
        _Finalised(ValueError)
    assert told == [ValueError]
    assert sys.unraisablehook is before
