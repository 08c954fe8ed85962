"""Round-ups: several whole items below each other, each with a headline and its own byline, date or dateline.

In: the lines of a page with what the line rules said. Out: `Entry` spans, none for a page that holds one article. The
parts of a chronicle have no bylines, and teasers no two paragraphs. Items of a page that is called `News in brief` have
a headline alone, and may be one paragraph.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from newsquotes.clean.bylines import byline_authors
from newsquotes.clean.dates import Moment, read_moment
from newsquotes.clean.entries import Entry
from newsquotes.clean.headline import MAX_TITLE_WORDS
from newsquotes.clean.lines import Removal
from newsquotes.clean.metadata import is_dateline
from newsquotes.clean.text import Line
from newsquotes.clean.zones import MIN_PROSE_BEFORE_TAIL
from newsquotes.seeds import load_seed

MIN_ITEM_TITLE_WORDS = 3
MIN_ITEM_PARAGRAPHS = 2
MIN_ITEM_WORDS = 40
MIN_BRIEFS = 3
"""Items of a page that is called `News in brief`."""
MIN_BRIEF_WORDS = 20
MAX_PAGE_TITLE_WORDS = 10
BYLINE_START = 12
"""Characters in which the `by` of a byline stands."""
MAX_MARKERS = 2
"""Lines of an item's head below its headline: a byline and a date."""

_KINDS = ("subject", "form")
_DATELINE = re.compile(
    r"[A-ZÀ-ÖØ-ÞĀ-Ž][A-ZÀ-ÖØ-ÞĀ-Ž.'’-]{3,}(?:[ ][A-ZÀ-ÖØ-ÞĀ-Ž.'’-]+){0,3}(?:, [\w.,’' ]{3,30})? ?[–—-]{1,2} \S"
)
"""A town in capitals, a country or a day, and a dash."""


def round_up_items(lines: Sequence[Line], known: Sequence[Removal | None]) -> list[Entry]:
    """The items of a round-up in page order: at least two, most of them whole.

    If a text of its own stands above the first, each must have a byline: dates alone head the parts of a chronicle.
    """
    markers = [index for index, line in enumerate(lines) if index and (_is_marker(line) or has_dateline(line))]
    if len(markers) < 2:
        return []
    end = _tail(lines, known)
    below = sorted({index - 1 for index in markers if index < end - 1})
    heads = [head for index in below if (head := _head(lines, known, index, end))]
    ends = [*(head.start for head in heads[1:]), end][: len(heads)]
    items = [replace(head, end=stop) for head, stop in zip(heads, ends, strict=True)]
    whole = sum(_is_whole(lines[item.body : item.end]) for item in items)
    if len(items) < 2 or 2 * whole <= len(items):
        return []
    has_lead = not any(line.is_prose for line in lines[: items[0].start])
    return items if has_lead or all(item.authors for item in items) else []


def briefs(lines: Sequence[Line], known: Sequence[Removal | None]) -> list[Entry]:
    """The items of a page that is called `News in brief` in page order: a headline and a paragraph, three times.

    Most must be whole. Read as one article, `he said` in one item would be whoever spoke in the item above.
    """
    first = next((index for index, line in enumerate(lines) if line.is_prose), 0)
    if not any(_is_called_brief(line) for line in lines[:first]):
        return []
    end = _tail(lines, known)
    heads = [index for index in range(end - 1) if _heads_brief(lines, known, index)]
    ends = [*heads[1:], end][: len(heads)]
    items = [
        Entry(start, start + 1, stop, title=lines[start].text, is_short=True, is_of_day=True)
        for start, stop in zip(heads, ends, strict=True)
    ]
    whole = sum(sum(line.n_words for line in lines[item.body : item.end]) >= MIN_BRIEF_WORDS for item in items)
    is_led = bool(heads) and any(line.is_prose for line in lines[: heads[0]])
    return items if len(items) >= MIN_BRIEFS and 2 * whole > len(items) and not is_led else []


def _is_called_brief(line: Line) -> bool:
    return line.n_words <= MAX_PAGE_TITLE_WORDS and _page_title().fullmatch(line.key) is not None


@cache
def _page_title() -> re.Pattern[str]:
    """The folded name of a page of short items, perhaps with a date behind it."""
    rows = load_seed("round_up_words", ("word", "kind"))
    subject, form = ("|".join(re.escape(row["word"]) for row in rows if row["kind"] == kind) for kind in _KINDS)
    return re.compile(rf"(?:(?:{subject})\s)+(?:{form})(?:\W[^#]*#.*)?")


def _heads_brief(lines: Sequence[Line], known: Sequence[Removal | None], index: int) -> bool:
    """Whether a headline stands at `index`, right above prose."""
    title, below = lines[index], index + 1
    is_title = not (title.is_prose or title.is_bullet or _is_called_brief(title)) and title.text[-1] not in ".:,;"
    is_short = title.n_words <= MAX_TITLE_WORDS
    return is_title and is_short and known[index] is None and lines[below].is_prose and known[below] is None


def _tail(lines: Sequence[Line], known: Sequence[Removal | None]) -> int:
    """Where comments, related articles or a footer start below some prose."""
    prose = 0
    for index, (line, removal) in enumerate(zip(lines, known, strict=True)):
        prose += line.is_prose and removal is None
        if removal and removal.zone in ("comment", "related", "footer") and prose >= MIN_PROSE_BEFORE_TAIL:
            return index
    return len(lines)


def _is_whole(lines: Sequence[Line]) -> bool:
    prose = [line.n_words for line in lines if line.is_prose]
    return len(prose) >= MIN_ITEM_PARAGRAPHS and sum(prose) >= MIN_ITEM_WORDS


def _head(lines: Sequence[Line], known: Sequence[Removal | None], index: int, end: int) -> Entry | None:
    """The item whose headline stands at `index`, with a byline, a date or a dateline below it and prose below that."""
    title = lines[index]
    if known[index] is not None or title.is_prose or title.is_bullet:
        return None
    if not MIN_ITEM_TITLE_WORDS <= title.n_words <= MAX_TITLE_WORDS or title.text[-1] in ".:,;":
        return None
    authors: tuple[str, ...] = ()
    published: Moment | None = None
    body = index + 1
    while body < min(index + 1 + MAX_MARKERS, end) and _is_marker(lines[body]):
        authors = authors or byline_authors(lines[body].text)
        published = published or read_moment(lines[body].text)
        body += 1
    if body >= end or not lines[body].is_prose or _is_marker(title):
        return None
    if body == index + 1 and not has_dateline(lines[body]):
        return None
    return Entry(index, body, end, title=title.text, published=published, authors=authors)


def has_dateline(line: Line) -> bool:
    """Whether a paragraph starts, or has started, with the place that it was sent from.

    >>> from newsquotes.clean.text import read_lines
    >>> has_dateline(read_lines("PORT MARROW, April 3 — The pier is closed until the end of spring, the town says.")[0])
    True
    """
    return line.is_prose and (bool(line.prefix) or _DATELINE.match(line.text) is not None)


def _is_marker(line: Line) -> bool:
    if line.is_prose or ("#" not in line.key and "by" not in line.key[:BYLINE_START]):
        return False
    return is_dateline(line) or bool(byline_authors(line.text))
