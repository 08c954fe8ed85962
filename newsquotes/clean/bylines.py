"""Bylines: who wrote an article and for which outlet, as a line of it says."""

import re
from collections.abc import Sequence
from functools import cache

from newsquotes.clean.dates import months, read_moment
from newsquotes.clean.lines import Removal
from newsquotes.clean.outlets import agency_in
from newsquotes.clean.text import Line, normalise_characters
from newsquotes.seeds import load_seed

_NAME = r"(?:[A-Z][\w.'’-]*|de|van|von|der|den|bin|al|el|la|di|da)"
_BYLINE = re.compile(r"^(?:[Bb]y|BY|Written by|Words by|Story by|Posted by)\s*:?\s+(?P<names>[A-Z].{2,100})$")
_AUTHOR = re.compile(rf"^[A-Z][\w.'’-]*(?:\s+{_NAME}){{0,4}}$")
_BYLINE_END = re.compile(r"\s*[|•·–—(]|\s-\s|\b(?:Published|Updated|Posted)\b|\s\d")
_GLUED_WORD = re.compile(r"(?<=[a-z]{3})[A-Z][a-z]{2,}$")
_AUTHOR_SPLIT = re.compile(r"\s*(?:,|;|&|\band\b)\s*")


def read_authors(values: Sequence[str]) -> tuple[str, ...]:
    """Author names in order, without repeats, `By` and addresses."""
    names: list[str] = []
    for value in values:
        name = re.sub(r"^by\s+", "", normalise_characters(" ".join(value.split())), flags=re.IGNORECASE).strip(" ,;|")
        if name and "://" not in name and "@" not in name and len(name) <= 80 and name not in names:
            names.append(name)
    return tuple(names)


def without_bylines(lines: Sequence[Line], removals: Sequence[Removal | None]) -> list[Removal | None]:
    """`removals` with the bylines above the first prose removed: an extractor may keep the head of the page."""
    changed = list(removals)
    for index, line in enumerate(lines):
        if line.is_prose:
            break
        if changed[index] is None and (byline_authors(line.text) or byline_outlet(line.text)):
            changed[index] = Removal("byline", "byline")
    return changed


def byline_authors(text: str) -> tuple[str, ...]:
    """The names in `By Ada Lind and Ben Osei, City Herald | 4 March 2031`; empty for any other line."""
    found = _BYLINE.match(text)
    if found is None:
        return ()
    head = _BYLINE_END.split(found["names"], maxsplit=1)[0]
    names = [name for name in _AUTHOR_SPLIT.split(head) if name]
    kept: list[str] = []
    for name in map(_printed_once, map(_without_month, names)):
        if not _AUTHOR.match(name) or agency_in(name) or read_moment(name) or len(name.split()) < 2 or is_role(name):
            break
        kept.append(name)
    return read_authors(kept)


def _without_month(name: str) -> str:
    """`name` without the month that a page's markup glued to it: `Ada LindNovember`."""
    glued = _GLUED_WORD.search(name)
    return name[: glued.start()] if glued and glued.group().casefold() in months() else name


def _printed_once(name: str) -> str:
    """`name` as a link prints it beside the text of its picture: `Ada Lind Ada Lind` is one person."""
    words = name.split()
    half = len(words) // 2
    return " ".join(words[:half]) if half and words[:half] == words[half:] else name


def is_role(name: str) -> bool:
    """Whether `name` is what somebody is: `Executive Editor`."""
    return name.rsplit(" ", 1)[-1].casefold() in _roles()


@cache
def _roles() -> frozenset[str]:
    rows = load_seed("titles_and_roles", ("word", "kind", "gender"))
    return frozenset(row["word"] for row in rows if row["kind"] in ("role", "both"))


def byline_outlet(text: str) -> str | None:
    """The outlet or agency that a byline names in place of a person: `By Marrow Press 4 March` names Marrow Press."""
    found = _BYLINE.match(text)
    if found is None:
        return None
    head = _BYLINE_END.split(found["names"], maxsplit=1)[0].strip(" ,")
    return agency_in(head) if head else None
