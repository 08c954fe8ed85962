"""Several articles on one page: where an aggregator's entries start, and what heads each.

In: the lines of a page with what the line rules said. Out: `Entry` spans. An entry is headed by the outlet's name and
the time that it appeared; what it holds is cleaned like a page of its own, and never belongs to the main article.
"""

import re
from collections.abc import Sequence
from itertools import takewhile

from newsquotes.clean.dates import Moment, read_moment
from newsquotes.clean.entries import Entry
from newsquotes.clean.headline import MAX_TITLE_WORDS
from newsquotes.clean.lines import Removal
from newsquotes.clean.live import live_entries
from newsquotes.clean.metadata import is_dateline
from newsquotes.clean.outlets import known_outlet, outlet_name
from newsquotes.clean.text import Line, comparable
from newsquotes.clean.zones import MIN_PROSE_BEFORE_TAIL

MAX_OUTLET_WORDS = 6
REPEATED_HEAD = 3
"""Lines of a head that prints the outlet's name again below the time."""
MAX_LINES_BELOW_HEAD = 3
"""Lines between an entry's head and its text, such as a byline and a caption, at most."""
MAX_HEAD_WORDS = 20
"""Words of an outlet's name and a time on one line, at most."""

_OUTLET_AND_TIME = re.compile(r"^(?P<outlet>[^|•·]{2,50}?)\s*(?:[|•·]|\s[–—-]\s)\s*(?P<time>[^|•·]{4,40})$")
_LEAD = re.compile(r"^(?:by\s+|[-–—•·]\s*)", re.IGNORECASE)
_LIVE_UPDATE = re.compile(
    r"^(?:Update:\s*)?Date:\s*(?P<date>\d{4}-\d\d-\d\dT\S+)\s+Title:\s*(?P<title>.{3,120}?)\s+Content:\s*(?=\S)"
)


def find_entries(lines: Sequence[Line], known: Sequence[Removal | None], *, title: str | None = None) -> list[Entry]:
    """The entries of the page after its main article, in page order: of other outlets, or of a live blog.

    `title` is what the page is called, if its markup says so. What follows the last one, if anything, is comments.
    """
    return _other_articles(lines, known) or live_entries(lines, known, title=title)


def _other_articles(lines: Sequence[Line], known: Sequence[Removal | None]) -> list[Entry]:
    """The entries headed by an outlet and a time.

    A head is trusted if the outlet's name is printed twice or is known, or if a heading such as `Related articles` came
    before. Entries are looked for only after three lines of prose: a page that starts with an outlet and a time is
    itself that article.
    """
    heads: list[tuple[int, int, str, Moment | None]] = []
    prose = 0
    is_listing = False
    index = 0
    while index < len(lines):
        line = lines[index]
        if line.is_prose:
            prose += 1
        elif prose >= MIN_PROSE_BEFORE_TAIL:
            removal = known[index]
            is_listing = is_listing or (removal is not None and removal.zone == "related")
            if head := _head_at(lines, known, index, is_listing=is_listing):
                heads.append((index, *head))
                index = head[0]
                continue
        index += 1
    ends = [*(head[0] for head in heads[1:]), len(lines)][: len(heads)]
    return [_entry(lines, known, head, end) for head, end in zip(heads, ends, strict=True)]


def _head_at(
    lines: Sequence[Line], known: Sequence[Removal | None], index: int, *, is_listing: bool
) -> tuple[int, str, Moment | None] | None:
    """Index after the head of an entry at `index`, its outlet and its date; None when no head stands there."""
    line = lines[index]
    if line.n_words <= MAX_HEAD_WORDS and (found := _OUTLET_AND_TIME.match(line.text)):
        outlet = known_outlet(found["outlet"].strip())
        when = found["time"].strip()
        if outlet and (_is_relative(when) or read_moment(when)):
            return index + 1, outlet, read_moment(when)
        return None
    if index + 1 >= len(lines) or line.n_words > MAX_OUTLET_WORDS or line.is_sentence:
        return None
    if not line.text[0].isalnum() or not _is_time(lines[index + 1], known[index + 1]):
        return None
    name = line.text
    is_repeated = index + 2 < len(lines) and comparable(_LEAD.sub("", lines[index + 2].text)) == comparable(name)
    if not is_repeated and (not is_listing or known[index] is not None) and known_outlet(name) is None:
        return None
    return index + (REPEATED_HEAD if is_repeated else 2), known_outlet(name) or name, read_moment(lines[index + 1].text)


def _is_time(line: Line, removal: Removal | None) -> bool:
    return (removal is not None and removal.rule == "relative_time") or is_dateline(line)


def _is_relative(text: str) -> bool:
    return re.search(r"\bago$|^(?:yesterday|just now)", text, re.IGNORECASE) is not None


def _entry(
    lines: Sequence[Line], known: Sequence[Removal | None], head: tuple[int, int, str, Moment | None], end: int
) -> Entry:
    start, body, publisher, published = head
    is_sure = outlet_name(publisher) is not None or body - start == REPEATED_HEAD
    title = None
    if body < end and not lines[body].is_prose and lines[body].n_words <= MAX_TITLE_WORDS and known[body] is None:
        title = lines[body].text
        body += 1
    return Entry(start, body, end, publisher, title, published, is_sure=is_sure)


def live_update_fields(text: str) -> tuple[str, Moment | None, str]:
    """A live blog's field names before the text, the moment they state, and the text itself.

    >>> live_update_fields("Update: Date: 2031-04-05T06:00:00Z Title: Morning Content: The port is open.")[2]
    'The port is open.'
    """
    found = _LIVE_UPDATE.match(text)
    if found is None:
        return "", None, text
    return text[: found.end()].rstrip(), read_moment(found["date"]), text[found.end() :]


def is_whole(text: str, n_words: int, *, min_words: int) -> bool:
    """Whether an entry's text is a whole article: long enough, and not cut off in the middle of a sentence."""
    return n_words >= min_words and re.search(r"(?<!\.\.)[.!?][\"”’'»)\]]*$", text) is not None


def follows_head(lines: Sequence[Line], removals: Sequence[Removal | None], *, is_sure: bool) -> bool:
    """Whether the text of an entry starts right below its head; below one that is not sure, with three lines of prose.

    What stands farther down is not the entry's: below the last teaser of a list comes the footer of the page.
    """
    first = next((index for index, removal in enumerate(removals) if removal is None), len(lines))
    if first > MAX_LINES_BELOW_HEAD:
        return False
    return is_sure or sum(line.is_prose for line in takewhile(_is_text, lines[first:])) >= MIN_PROSE_BEFORE_TAIL


def _is_text(line: Line) -> bool:
    """Whether `line` is prose or a short sentence; a short question may be the heading of another box."""
    return line.is_prose or (line.is_sentence and line.text[-1] != "?")


def entry_head(lines: Sequence[Line], known: Sequence[Removal | None], entry: Entry) -> list[Removal]:
    """What the lines of an entry's head are: outlet, time, title."""
    removals = []
    for index in range(entry.start, entry.body):
        if lines[index].text == entry.title:
            label = "title"
        else:
            is_outlet = entry.publisher is not None and (
                index == entry.start or not _is_time(lines[index], known[index])
            )
            label = "publisher" if is_outlet else "dateline"
        removals.append(Removal(entry_head.__name__, label))
    return removals
