"""The day on which words were spoken, where the reporting clause says so.

An article's text, a cue and the publication time in; a date and how it is known out, or None. Days inside a quotation,
in a subordinate clause, or after words such as `until` and `next` date something else and are not read.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise

from newsquotes.seeds import load_seed

Span = tuple[int, int]

DAY_PRECISIONS = frozenset({"second", "minute", "day"})

_MAX_DISTANCE = 80
_COVER = "\x00"
_PARAGRAPH = "\n\n"
_SENTENCE_END = re.compile(r"[.!?][”\"’']?\s+(?=[“\"‘'A-Z\x00])")
_CLAUSE_MARK = re.compile(r"[,;:()—–\x00“”\"]|\s-\s")
_DATES_SOMETHING_ELSE = re.compile(
    r"\b(?:before|after|since|until|till|by|from|for|of|ahead|following|next|last|this|coming|previous|every|each|"
    r"the|a|an|his|her|their|its|our)\s*$",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(
    r"\b(?:who|whom|whose|which|that|after|before|since|until|when|while|where|because|if|as)\b", re.IGNORECASE
)
_GOES_ON = (
    r"(?=\W*$|\s+(?:morning|afternoon|evening|night|at|in|during|that|after|before|as|when|while|about|from|to)\b)"
)
_LEAD = r"\b(?:(?:late|early|earlier|again)\s+)?(?:on\s+)?"


@dataclass(frozen=True, slots=True)
class SaidOn:
    """A day and how it is known: `weekday`, `relative_day` or `date_in_text`."""

    day: date
    source: str


def said_on(covered_text: str, cue: Span, published_at: datetime | None, precision: str | None) -> SaidOn | None:
    """The day that the sentence around `cue` gives for the saying; None when it gives none.

    `covered_text` is the article's text in which `covered` hid what was said. Nothing is known without a publication
    time that is exact to the day.

    >>> text = covered("“We stay,” Ada Brook said on Friday.", [(0, 10)])
    >>> said_on(text, (21, 25), datetime(2031, 3, 9), "day")
    SaidOn(day=datetime.date(2031, 3, 7), source='weekday')
    """
    if published_at is None or precision not in DAY_PRECISIONS:
        return None
    begin, sentence = _sentence(covered_text, cue)
    if not _day_word().search(sentence):
        return None
    clauses = _clauses(sentence)
    cue_clause = next((span for span in clauses if span[0] <= cue[0] - begin < span[1]), None)
    if cue_clause is None:
        return None
    within = (cue[0] - begin - cue_clause[0], cue[1] - begin - cue_clause[0])
    found = _day_near(sentence[slice(*cue_clause)], within, published_at.date())
    others = (sentence[slice(*span)] for span in clauses if span != cue_clause)
    return found or next(filter(None, (_day_alone(clause, published_at.date()) for clause in others)), None)


def covered(text: str, spans: Iterable[Span]) -> str:
    """The text with every character of the spans hidden, offsets unchanged."""
    characters = list(text)
    for start, end in spans:
        characters[start:end] = [_COVER] * len(characters[start:end])
    return "".join(characters)


def _sentence(text: str, cue: Span) -> tuple[int, str]:
    """Where the sentence around the cue begins, and the sentence; a comma before a year no longer ends a clause."""
    begin = text.rfind(_PARAGRAPH, 0, cue[0])
    begin = 0 if begin < 0 else begin + len(_PARAGRAPH)
    end = text.find(_PARAGRAPH, cue[1])
    end = len(text) if end < 0 else end
    ends = [match.end() for match in _SENTENCE_END.finditer(text, begin, end)]
    begin = max((place for place in ends if place <= cue[0]), default=begin)
    end = min((place for place in ends if place >= cue[1]), default=end)
    return begin, re.sub(r"(\d), (\d{4})\b", r"\1  \2", text[begin:end])


def _clauses(sentence: str) -> list[Span]:
    """The spans between commas, dashes, brackets and quotations."""
    marks = [(0, 0), *(match.span() for match in _CLAUSE_MARK.finditer(sentence)), (len(sentence), len(sentence))]
    return [(left[1], right[0]) for left, right in pairwise(marks) if left[1] < right[0]]


def _day_near(clause: str, cue: Span, published: date) -> SaidOn | None:
    """The day in the clause of the cue, if nothing between the two starts another clause."""
    for match in _day_pattern().finditer(clause):
        between = clause[cue[1] : match.start()] if match.start() >= cue[1] else clause[match.end() : cue[0]]
        leads_elsewhere = _DATES_SOMETHING_ELSE.search(clause[: match.start()])
        if len(between) <= _MAX_DISTANCE and not _SUBORDINATE.search(between) and not leads_elsewhere:
            return _resolved(match, published)
    return None


def _day_alone(clause: str, published: date) -> SaidOn | None:
    """The day of a clause that says nothing else, as in `On Friday, she said …`."""
    match = _day_pattern().fullmatch(clause.strip(" \n.!?"))
    return _resolved(match, published) if match else None


def _resolved(match: re.Match[str], published: date) -> SaidOn | None:
    """The day of a match: the last such day up to the day of publication."""
    if name := match["weekday"]:
        back = (published.weekday() - _numbers("weekday")[_plain(name)]) % 7
        return SaidOn(published - timedelta(days=back), "weekday")
    if name := match["relative"]:
        return SaidOn(published + timedelta(days=_numbers("relative_day")[_plain(name)]), "relative_day")
    month = _months()[_plain(match["month"] or match["month_first"])]
    day = int(match["day"] or match["day_last"])
    years = [int(match["year"])] if match["year"] else [published.year, published.year - 1]
    days = [found for year in years if (found := _calendar_day(year, month, day)) and found <= published]
    return SaidOn(days[0], "date_in_text") if days else None


def _calendar_day(year: int, month: int, day: int) -> date | None:
    """The date, or None when there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _day_pattern() -> re.Pattern[str]:
    """Finds a weekday, a relative day or a date, not possessive and not part of a name such as `Friday Club`."""
    months = _alternatives(_months())
    return re.compile(
        rf"{_LEAD}\b(?:(?P<weekday>{_alternatives(_numbers('weekday'))})"
        rf"|(?P<relative>{_alternatives(_numbers('relative_day'))})"
        rf"|(?:(?P<day>\d{{1,2}})\s(?P<month>{months})|(?P<month_first>{months})\s(?P<day_last>\d{{1,2}}))"
        rf"(?:\s+(?P<year>\d{{4}}))?)(?![\w’'-]){_GOES_ON}",
        re.IGNORECASE,
    )


@cache
def _day_word() -> re.Pattern[str]:
    """Finds any word that could name a day: the cheap test before the others."""
    words = _alternatives((*_numbers("weekday"), *_numbers("relative_day"), *_months()))
    return re.compile(rf"\b(?:{words})", re.IGNORECASE)


def _alternatives(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first, with or without a final point."""
    return "|".join(rf"{re.escape(word)}\.?" for word in sorted(words, key=lambda word: (-len(word), word)))


def _plain(word: str) -> str:
    """A word as the reference tables hold it."""
    return " ".join(word.lower().rstrip(".").split())


@cache
def _numbers(kind: str) -> dict[str, int]:
    """Word to number for one kind of day word."""
    rows = load_seed("day_words", ("word", "kind", "value"))
    return {row["word"].rstrip("."): int(row["value"]) for row in rows if row["kind"] == kind}


@cache
def _months() -> dict[str, int]:
    """Month name or abbreviation to its number."""
    return {row["name"].rstrip("."): int(row["month"]) for row in load_seed("months", ("name", "month"))}
