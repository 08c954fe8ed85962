"""One run at a time in a data folder. The system lets go of the lock however the run ends."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from flows.settings import SettingsError
from newsquotes.errors import NewsquotesError


class BusyError(NewsquotesError):
    """Another run works in the same data folder."""


@contextmanager
def locked(data_dir: Path) -> Iterator[None]:
    """Hold the data folder, which is made if need be, for one run.

    Raises BusyError if another run holds it, SettingsError if it is not writable.
    """
    with _opened(data_dir) as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError(f"{data_dir}: another run works here; wait for it or choose another --data-dir") from error
        yield


def _opened(data_dir: Path) -> IO[str]:
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        return (data_dir / ".lock").open("w")
    except OSError as error:
        raise SettingsError(f"{data_dir}: cannot be written ({error.strerror}); choose another --data-dir") from error
