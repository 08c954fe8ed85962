"""Agency datelines: `PORT MARROW, Avaria (Marrow Press) - ` before the first words of a story.

In: a line. Out: the line without its dateline, which it keeps as its `prefix`, and the agency that the dateline names.
With the dateline gone, an agency's story is the same text in every paper that carried it.
"""

import re

from newsquotes.clean.outlets import known_outlet
from newsquotes.clean.text import Line, make_line

RULE = "wire_dateline"
MIN_STORY_WORDS = 5
"""Words that must follow a dateline on its line."""
MIN_TOWN_LETTERS = 4
"""Shorter words in capitals before brackets are abbreviations with their meaning."""

_CAPITAL = "A-ZÀ-ÖØ-ÞĀ-Ž"
_DATELINE = re.compile(
    rf"(?:(?P<town>[{_CAPITAL}][\w.'’-]*(?:[ /][{_CAPITAL}][\w.'’-]*){{0,4}})(?P<place>[,.] [\w.,'’ -]{{2,40}}?)?\s*)?"
    rf"\((?P<agency>[{_CAPITAL}][\w&.'’/ -]{{1,40}})\)\s*[-–—]+\s*(?=\S)"
)


def without_wire_dateline(line: Line) -> Line:
    """`line` without an agency's dateline at its head; any other line as it is.

    A dateline is a town in capitals and an agency in brackets, or any town (or none) and an agency that the reference
    table of outlets has.

    >>> from newsquotes.clean.text import read_lines
    >>> found = without_wire_dateline(read_lines("PORT MARROW (MP) - The pier is closed for now.")[0])
    >>> found.prefix, found.text
    ('PORT MARROW (MP) -', 'The pier is closed for now.')
    """
    start = 0
    while found := _dateline_at(line.text, start):
        start = found.end()
    story = line.text[start:]
    if start == 0 or story.count(" ") + 1 < MIN_STORY_WORDS:
        return line
    prefix = f"{line.prefix} {line.text[:start]}".strip()
    return make_line(line.numbers, line.raws, story, is_after_blank=line.is_after_blank, prefix=prefix)


def wire_agency(line: Line) -> str | None:
    """The agency in the dateline that `line` has lost, by its full name if the reference table has it."""
    if not line.prefix:
        return None
    found = _DATELINE.search(line.prefix + " .")
    return (known_outlet(found["agency"]) or found["agency"].strip()) if found else None


def _dateline_at(text: str, start: int) -> re.Match[str] | None:
    if "(" not in text[start : start + 100]:
        return None
    found = _DATELINE.match(text, start)
    if found is None:
        return None
    town = found["town"] or ""
    in_capitals = town.isupper() and len(town) >= MIN_TOWN_LETTERS
    return found if in_capitals or known_outlet(found["agency"]) else None
