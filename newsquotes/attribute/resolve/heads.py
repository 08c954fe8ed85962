"""The name that heads the words of a mention, titles, roles and what depends on it apart."""

import re
from collections.abc import Sequence

from newsquotes.attribute.document import Span
from newsquotes.attribute.lexicon import (
    calendar,
    field_offices,
    given_names,
    institution_words,
    organisation_words,
    post_nominals,
    roles,
)
from newsquotes.attribute.name_parts import Parsed, expects_name, parse_name, run_pattern
from newsquotes.attribute.roles import HYPHENATED_EPITHET, staff_role

_LEADS_TO_OTHERS = frozenset(("of", "for", "at", "in", "with", "from", "to", "on", "like", "including"))


def name_in(mention: str) -> tuple[Parsed, Span] | None:
    """The name that heads a mention, with its place; None when the mention's head is a common noun.

    >>> name_in("the harbour analyst Ada Berg")[0].name
    ('Ada', 'Berg')
    >>> name_in("Berg's lawyer") is None
    True
    >>> name_in("The Hale Post's Ada Berg")[0].name
    ('Ada', 'Berg')
    """
    runs = list(run_pattern().finditer(mention))
    if not runs:
        return None
    last = runs[-1]
    first = runs[0]
    if _is_core_end(mention, first) and not _is_core_end(mention, last):
        last = first
    if not _is_core_end(mention, last):
        return None
    last_start = last.start()
    words = last.group().replace("\u00a0", " ").split(" ")
    lead = _before_name(mention[:last_start].split(), words)
    last_start += sum(len(word) + 1 for word in words[:lead])
    words = words[lead:]
    while len(words) > 2 and words[-1] in post_nominals():
        words = words[:-1]
    while words and words[-1] in calendar() and not (len(words) > 1 and expects_name(words[-2])):
        words = words[:-1]
    parsed = parse_name(words)
    if not parsed.name and not parsed.prefix:
        return None
    joined = len(" ".join(words[: len(words) - len(parsed.name)]))
    start = last_start + (joined + 1 if joined else 0)
    return parsed, Span(start, last_start + len(" ".join(words)))


def _is_core_end(mention: str, run: re.Match[str]) -> bool:
    """Whether the run ends the mention, or only a prepositional phrase follows."""
    after = mention[run.end() :]
    before = mention[: run.start()].split()
    is_others = any(word.lower() in _LEADS_TO_OTHERS for word in before)
    if is_others and not any(ends(before, run.group()) for ends in _ENDS_OF_ROLES):
        return False
    return not after.strip(" .") or bool(re.match(r"\s+(?:of|for|from|at|in|with|on)\b", after))


def _before_name(before: Sequence[str], words: Sequence[str]) -> int:
    """How many words of a run stand before the name: an owner ("The Post's Ada Berg"), a field ("State Ada Berg")."""
    owner = next((place for place, word in enumerate(words[:-2]) if re.search(r"['’]s?\Z", word)), -1)
    if words[owner + 1] in given_names():
        return owner + 1
    given = next((place for place, word in enumerate(words[:-1]) if word in given_names()), 0)
    return given if _office_with_field([*before, *words[:given]]) else 0


def _ends_in_office(before: Sequence[str], name: str) -> bool:
    """Whether "of" belongs to an office that stands before a full name: "former secretary of state" "Ada Berg"."""
    words = name.split()
    lead = _before_name(before, words)
    is_full = len(words) - lead > 1 and words[lead] in given_names()
    return is_full and _office_with_field([*before, *words[:lead]])


def _ends_in_children(before: Sequence[str], name: str) -> bool:
    """Whether "of" only counts the children of whoever has the full name behind it: "father of four" "Tor Moe"."""
    parent = "-".join(before[-3:]).lower()
    return name.split()[0] in given_names() and HYPHENATED_EPITHET.fullmatch(parent) is not None


def _ends_in_staff(before: Sequence[str], name: str) -> bool:
    """Whether "of" stands in the name of what somebody works for: "Institute of Tides spokeswoman" "Ada Berg"."""
    return staff_role(" ".join(before)) is not None and name.split()[0] in given_names()


_ENDS_OF_ROLES = (_ends_in_office, _ends_in_children, _ends_in_staff)
"""Ways in which a preposition before a full name belongs to what its bearer is."""


def _office_with_field(words: Sequence[str]) -> bool:
    """Whether words end in an office and what it is for: "the secretary of state", not "the mother of the late"."""
    place = next((place for place, word in enumerate(words) if word.lower() in ("of", "for")), 0)
    if not place or place + 1 == len(words):
        return False
    last = words[-1].lower()
    is_called_so = words[-2].lower() in ("the", "a", "an") and last in organisation_words() - institution_words()
    return words[place - 1].lower() in field_offices() and last not in roles() and not is_called_so
