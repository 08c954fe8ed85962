"""Live blogs: entries headed by a day and a time of day, by a time of day alone, or by how long ago they were written.

In: the lines of a page with what the line rules said. Out: `Entry` spans, none for a page that is no live blog.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from newsquotes.clean.dates import Moment, read_moment
from newsquotes.clean.entries import Entry
from newsquotes.clean.headline import MAX_TITLE_WORDS, MIN_TITLE_WORDS
from newsquotes.clean.lines import Removal
from newsquotes.clean.text import Line

TIME_RULES = ("bare_date", "bare_clock", "relative_time")
"""Line rules that know the head of an entry."""
MIN_LIVE_ENTRIES = 3
"""Entries that make a page a live blog."""
MIN_LIVE_WORDS = 40
"""Words of an entry that is no teaser."""
MIN_CALLED_LIVE_WORDS = 20
"""The same on a page that calls itself live."""
MIN_CLOCK_TITLE_WORDS = 2
"""Words of the headline of an entry whose time of day shows that it is one."""

_CLOCK = re.compile(r"(?P<hour>\d{1,2})[:.](?P<minute>\d\d)\s?(?P<half>[ap])?", re.IGNORECASE)
_AGE = re.compile(r"\b(?P<count>\d+|an?|a few)\s?(?P<unit>s|m(?!o)|h|d)[a-z]* ago\b", re.IGNORECASE)
_MINUTES = {"s": 0, "m": 1, "h": 60, "d": 24 * 60}
_LIVE = re.compile(r"\b(?:live|as it happened|liveblog|minute by minute|rolling coverage)\b", re.IGNORECASE)


def live_entries(lines: Sequence[Line], known: Sequence[Removal | None], *, title: str | None = None) -> list[Entry]:
    """The entries of a live blog: a day and a time of day, a headline, and text, at least three times.

    Or a time of day alone; the headline may be missing then if the latest entry comes first or the page calls itself
    live, since a story that goes through a day prints the times, too. Most entries must be whole, or the page is a list
    of teasers. Days without a time head the parts of a chronicle, and posts of a message board have no headline.
    `12 minutes ago` heads an entry only on a page that calls itself live, in its head or its `title`, and if those
    times are in order; what day that was, the page does not say. On such a page entries may be short, and the first one
    may stand above all other prose.
    """
    times = [index for index, removal in enumerate(known) if removal and removal.rule in TIME_RULES]
    if len(times) < MIN_LIVE_ENTRIES:
        return []
    first = next((index for index, line in enumerate(lines) if line.is_prose), len(lines))
    is_called_live = any(_LIVE.search(text) for text in (title or "", *(line.text for line in lines[:first])))
    top = 0 if is_called_live else first
    comments = next((index for index, removal in enumerate(known) if removal and removal.zone == "comment"), len(lines))
    heads = [head for index in times if top < index < comments - 1 and (head := _head(lines, known, index, comments))]
    # A date above all prose is the page's own.
    heads = [head for head in heads if head.start > first or head.published is None]
    ends = [*(head.start for head in heads[1:]), comments][: len(heads)]
    entries = [replace(head, end=end) for head, end in zip(heads, ends, strict=True)]
    least = MIN_CALLED_LIVE_WORDS if is_called_live else MIN_LIVE_WORDS
    whole = sum(sum(line.n_words for line in lines[entry.body : entry.end]) >= least for entry in entries)
    if len(entries) < MIN_LIVE_ENTRIES or 2 * whole <= len(entries):
        return []
    minutes = [_minutes(entry.clock) for entry in entries if entry.clock]
    falls, rises = (all(a > b for a, b in pairwise(order)) for order in (minutes, minutes[::-1]))
    ages = [age for entry in entries if (age := _age(lines[entry.start])) is not None]
    if ages and not (is_called_live and ages in (sorted(ages), sorted(ages, reverse=True))):
        return []
    is_live = falls or is_called_live
    if any(entry.title is None for entry in entries) and not is_live:
        return []
    return entries if falls or rises else [replace(entry, clock=None) for entry in entries]


def _head(lines: Sequence[Line], known: Sequence[Removal | None], index: int, end: int) -> Entry | None:
    """The entry that a date or a time of day at `index` heads, without its end; None when no head stands there."""
    removal = known[index]
    is_clock = removal is not None and removal.rule == "bare_clock"
    is_bare = is_clock or _age(lines[index]) is not None
    moment = None if is_bare else read_moment(lines[index].text)
    if not is_bare and (moment is None or moment.precision == "day"):
        return None
    clock = lines[index].text if is_clock else None
    title, body = lines[index + 1], index + 2
    if title.is_prose and known[index + 1] is None and is_bare:
        return Entry(index, index + 1, end, clock=clock, is_short=True)
    is_title = (MIN_CLOCK_TITLE_WORDS if is_bare else MIN_TITLE_WORDS) <= title.n_words <= MAX_TITLE_WORDS
    if body >= end or title.is_prose or known[index + 1] is not None or not is_title or not lines[body].is_prose:
        return None
    return Entry(index, body, end, title=title.text, published=moment, clock=clock, is_short=True)


def _age(line: Line) -> int | None:
    """How many minutes ago the entry that `line` heads was written: 120 for `2 hours ago`."""
    found = _AGE.search(line.text)
    if found is None:
        return None
    count = int(found["count"]) if found["count"].isdigit() else 1
    return count * _MINUTES[found["unit"].casefold()]


def _minutes(clock: str) -> int:
    found = _CLOCK.match(clock)
    if found is None:
        return 0
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % 12 + (12 if found["half"] in "pP" else 0)
    return 60 * hour + int(found["minute"])


def moment_of_clock(clock: str, page: Moment | None) -> Moment | None:
    """The moment of an entry headed by the time `clock` on the day of its `page`: the day if no zone is stated."""
    return read_moment(f"{page.on:%d %B %Y}, {clock}") if page else None
