"""Credits: which outlet a text comes from, as a line of its page says.

In: a line. Out: the outlet that the line names as the one where the text stood first, and the day it gives. Outlets
that the story quotes and books that it tells of are no origin of it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from newsquotes.clean.dates import Moment, months, read_moment
from newsquotes.clean.headline import is_name
from newsquotes.clean.outlets import given_names, outlet_name
from newsquotes.clean.text import Line, comparable
from newsquotes.seeds import load_seed

MAX_CREDIT_WORDS = 40
"""Words of a credit, with the permission and the licence in it."""

MOST_NAME = 80
"""Characters after the words of a credit in which its outlet is named."""

_ADAPTED = re.compile(
    r"(?:^|\s)(?:adapted|republished|reprinted|reproduced|syndicated|edited|compiled)\s+(?:by\s+(?P<site>[^|"
    r"]{2,50}?)\s+)?"
    r"from\s+(?:an? (?:article|report|story) (?:in|by)\s+)?(?P<origin>[^|]{2,50}?)[\s,|"
    r"–-]*(?P<date>\d[\w\s,./-]{5,24}|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4})?\s*$",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?:the\s+)?[A-ZÀ-Þ][\w&'’.-]*(?:\s+(?:(?:of|and|the|for|de|la|le)\s+){0,2}(?:&\s+)?[A-ZÀ-Þ][\w&'’.-]*){0,5}"
)


@dataclass(frozen=True, slots=True)
class Credit:
    """The outlet where a text stood first, the day on which it did, and the outlet that says so of itself."""

    origin: str | None
    published: Moment | None
    site: str | None = None


def find_credit(line: Line) -> Credit | None:
    """What `line` says of where the text comes from; None if it says nothing of that.

    >>> from newsquotes.clean.text import read_lines
    >>> found = find_credit(read_lines("First published in The Marrow Courier on 5 April 2031")[0])
    >>> found.origin, str(found.published.on)
    ('The Marrow Courier', '2031-04-05')
    """
    if line.n_words > MAX_CREDIT_WORDS or not _may_credit(line.key) or line.has_quote:
        return None
    if not line.is_prose and "from" in line.key and (found := _ADAPTED.search(line.text)):
        return Credit(found["origin"].strip(), read_moment(found["date"] or ""), found["site"])
    found = _lead().match(line.text)
    if found is None:
        return None
    rest = line.text[found.end() :]
    origin = _origin(rest[:MOST_NAME], is_sure=(found["by"] or found["again"] or "in").casefold() != "in")
    return Credit(origin, read_moment(rest)) if origin else None


def starts_credit(text: str) -> bool:
    """Whether `text` starts like a credit, whomever it names: `Source: the harbour office`."""
    return _lead().match(text) is not None


def _origin(text: str, *, is_sure: bool) -> str | None:
    """The outlet whose name `text` starts with.

    Where books, towns and institutes stand, too, as after `source:` and `in`, only a name that outlets bear counts;
    where it `is_sure` that an outlet stands there, any name that is no person's.
    """
    found = _NAME.match(text)
    if found is None:
        return None
    words = _without_date(found.group().rstrip(".").split())
    name = " ".join(words)
    if outlet := outlet_name(name):
        return outlet
    is_other = comparable(words[0]) in given_names() or words[0].casefold() in _days()
    return name if is_sure and is_name(name) and not is_other else None


@cache
def _days() -> frozenset[str]:
    """Words of days and months, on which a text comes out, too: `first published on Tuesday`."""
    days = (row["word"] for row in load_seed("day_words", ("word", "kind", "value")))
    return frozenset((*days, *months()))


def _without_date(words: Sequence[str]) -> list[str]:
    """`words` up to the month of a date: `The Courier May 12`."""
    end = next((at for at, word in enumerate(words) if at and word.rstrip(".").casefold() in months()), len(words))
    return list(words[:end])


def _words(kind: str) -> list[str]:
    rows = load_seed("credit_words", ("word", "kind"), key=("word", "kind"))
    return [row["word"] for row in rows if row["kind"] == kind]


def _any_of(kind: str) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(_words(kind), key=len, reverse=True)) + ")"


@cache
def _signs() -> frozenset[str]:
    """Words of which a credit holds one, with or without a colon."""
    words = {word.rsplit(" ", 1)[-1] for kind in ("first", "again", "label") for word in _words(kind)}
    return frozenset((*words, *(f"{word}:" for word in words)))


def _may_credit(key: str) -> bool:
    return not _signs().isdisjoint(key.split())


@cache
def _lead() -> re.Pattern[str]:
    """The words of a credit before the name of the outlet; a label has neither `by` nor `again`."""
    piece = rf"(?:(?:an? (?:\w+ )?version of )?(?:this|the) {_any_of('piece')} (?:was |is |has been |first |also )*)?"
    first = rf"(?:originally|first|previously) {_any_of('first')}(?: online)? (?P<by>by|in|on|at|with)"
    permission = r"(?:here )?(?:(?:with|by) (?:the )?(?:kind )?permission )?"
    again = rf"{_any_of('again')} {permission}(?P<again>from|of|by|courtesy of)"
    label = rf"{_any_of('label')}\s*[:–—-]"
    return re.compile(rf"[\W_]{{0,3}}(?:{piece}(?:{first}|{again})|{label})\s+", re.IGNORECASE)
