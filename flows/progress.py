"""Progress on the user's terminal: one bar a stage, with counts and time left; plain lines without a terminal."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)


class StageProgress:
    """Shows the stages of a run as they go; everything is written to standard error."""

    def __init__(self) -> None:
        self.console = Console(stderr=True)
        self._progress = Progress(
            TextColumn("{task.description:<10}"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=self.console,
            disable=not self.console.is_terminal,
        )

    def __enter__(self) -> "StageProgress":
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._progress.stop()

    @contextmanager
    def stage(self, name: str, total: int, done: int = 0) -> Iterator["StageBar"]:
        """A bar for one stage of `total` batches, of which `done` were already finished by an earlier run."""
        bar = StageBar(self._progress, self._progress.add_task(name, total=total, completed=done))
        yield bar
        bar.finish()
        if not self.console.is_terminal and total > done:
            counted = f": {total} batches" if total > 1 else ""
            self.console.print(name + counted + (f", {done} of them as before" if done else ""))


class StageBar:
    """The bar of one stage."""

    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress = progress
        self._task = task

    def advance(self) -> None:
        """One more step is finished."""
        self._progress.advance(self._task)

    def finish(self) -> None:
        """The stage is over; its bar stays, full."""
        self._progress.stop_task(self._task)
