"""Notes in which an outlet speaks of a piece itself or to its readers: corrections, updates, pleas for tips.

In: a line. Out: its label, or None. Notes are no part of the story, though they stand in it and end like sentences. A
story *about* a correction stays: it says whose, and speaks of another piece than `this` one.
"""

import re
from functools import cache

from newsquotes.clean.text import Line
from newsquotes.seeds import load_seed

_QUOTATION_MARK = frozenset("“\"„«‘'")


def editors_note(line: Line) -> str | None:
    """A note under its heading: `Editor’s note: …`, `Correction (5 May 2031): …`, `Clarification – …`."""
    return "legal" if _is_outlets(line) and _heading().match(line.text) else None


def change_note(line: Line) -> str | None:
    """What was done to the piece: `This story has been updated.`, `An earlier version of this article misnamed …`."""
    return "legal" if _is_outlets(line) and _change().match(line.text) else None


def tip_plea(line: Line) -> str | None:
    """A question or condition and whom to write to: `Have a tip? Email our desk.`, `If you saw it, contact us.`

    Whom the police ask to call, and on which number, is news.
    """
    if not _is_outlets(line) or not _plea().match(line.text):
        return None
    return "appeal" if "@" in line.text or _desk().search(line.text) else None


def _is_outlets(line: Line) -> bool:
    """Whether the outlet itself may be speaking: a line that starts as a quotation is somebody's."""
    return line.text[0] not in _QUOTATION_MARK


@cache
def heading_words() -> frozenset[str]:
    """The last words of the headings: a line without any of them has no heading."""
    return frozenset(entry.split()[-1] for entry in _entries("heading"))


@cache
def change_words() -> frozenset[str]:
    """Words of which a note on a change holds one."""
    return frozenset((*_entries("change"), "version", "developing", "breaking"))


@cache
def request_words() -> frozenset[str]:
    """The last words of requests: a line without any of them is no plea."""
    return frozenset(re.split(r"[\s-]", entry)[-1] for entry in _entries("request"))


def _entries(kind: str) -> list[str]:
    rows = load_seed("editor_notes", ("word", "kind"), key=("word", "kind"))
    return [row["word"] for row in rows if row["kind"] == kind]


def _any_of(kind: str) -> str:
    longest_first = sorted(_entries(kind), key=lambda entry: (-len(entry), entry))
    return "(?:" + "|".join(re.escape(entry).replace("'", "['’]") for entry in longest_first) + ")"


@cache
def _heading() -> re.Pattern[str]:
    """A heading, with a date in brackets or behind a comma at most, and its colon or dash."""
    date = r"(?:\s*\([^()]{3,40}\)|,?\s+\w{3,9}\.? \d{1,2}(?:, \d{4})?|,?\s+\d{1,2} \w{3,9}(?: \d{4})?)?"
    return re.compile(rf"\W{{0,3}}(?:an? )?{_any_of('heading')}{date}\s*(?::|\s[-–—]|[–—])\s*\S", re.IGNORECASE)


@cache
def _change() -> re.Pattern[str]:
    """`This story has been updated`, `Update, 4:15 p.m.: This …`; an article of a law was amended `in 1987`."""
    piece = rf"this (?:{_any_of('piece')}|news story|breaking story)"
    label = r"(?:updated?\b[^!?]{0,30}?[:–—-]\s+)?"
    done = rf"(?:has|have|was|were) (?:since |also |first |later )*(?:been )?(?:since )?{_any_of('change')}"
    first = r"(?:was (?:first |originally )?published\b[^.!?]{0,40} and )?"
    changed = rf"{piece} {first}{done}(?! in \d{{4}})\b"
    older = rf"an? {_any_of('version')}(?:ly published)? version of {piece}\b(?! of\b)[ ,]"
    developing = r"this is an? (?:developing|breaking)(?: news)? story\b"
    return re.compile(rf"\W{{0,3}}{label}(?:{changed}|{older}|{developing})", re.IGNORECASE)


@cache
def _plea() -> re.Pattern[str]:
    asked = r"(?:(?:have|do|are|were|did) you|got|have|know|want|if you|anything)\b[^.!?]{2,160}"
    return re.compile(
        rf"{asked}[?,]\s+(?:[^.!?]{{2,60}}[.:]\s+)?(?:please\s+|you can\s+)?{_any_of('request')}\b", re.IGNORECASE
    )


@cache
def _desk() -> re.Pattern[str]:
    return re.compile(rf"\b{_any_of('desk')}\b", re.IGNORECASE)
