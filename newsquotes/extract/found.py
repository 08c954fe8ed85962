"""One quotation of an article, found but not yet a row."""

from dataclasses import dataclass
from typing import Self

from newsquotes.extract.reported.report import Report


@dataclass(slots=True)
class Found:
    """One quotation of an article before it becomes a row; offsets into the text. `host` is the one around it."""

    start: int
    end: int
    kind: str
    quote: int | None = None
    report: Report | None = None
    host: Self | None = None
