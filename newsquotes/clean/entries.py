"""What one of several articles on a page is: the lines that it stands on, and what its head states."""

from dataclasses import dataclass

from newsquotes.clean.dates import Moment


@dataclass(frozen=True, slots=True)
class Entry:
    """One article of a list: lines `start` to `end`, its own text from `body` on; what its head states.

    An entry without a publisher of its own, as in a live blog, is the page's. `clock` is the time of day that heads an
    entry of the page's day; `is_of_day` says that an entry without a date has the page's. `is_short` entries need not
    be as long as an article; `is_sure` says that the head can be nothing else, so that a few lines below it are an
    article, too.
    """

    start: int
    body: int
    end: int
    publisher: str | None = None
    title: str | None = None
    published: Moment | None = None
    authors: tuple[str, ...] = ()
    clock: str | None = None
    is_short: bool = False
    is_of_day: bool = False
    is_sure: bool = True
