"""One surname of several persons: whom it means alone, at each place of the article."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from newsquotes.attribute.document import Span
from newsquotes.attribute.names import (
    surname,
)
from newsquotes.attribute.resolve.ledger import Anchor, Ledger

_ESTABLISHED = 2
_REACH_OF_AGE = 16
_REACH_OF_KIN = 60
_KIN_BEFORE = re.compile(
    r"\b(?:wife|husband|spouse|son|daughter|father|mother|dad|mom|brother|sister|uncle|aunt|cousin|niece|nephew|widow"
    r"|widower|grandfather|grandmother|grandson|granddaughter|stepson|stepdaughter)(?:-in-law)?"
    r"(?:\sof)?,?\s[^.;:!?\n“”\"]{0,40}\Z"
)
_BY_AGE = re.compile(r"\b(?:younger|elder|older|junior|senior)\b", re.I)


def bearer_of_surname(ledger: Ledger, people: Sequence[int], mention: Span) -> int | None:
    """Of several persons with one surname, whom it means alone; None when the article leaves it open.

    It means the only one introduced so far; then whom it has just meant; then whoever went by it before the others
    came in, or has the others as relatives, unless one of them has just acted under the full name; else the one
    subject just named in full.
    """
    if _BY_AGE.search(ledger.document.text, max(mention.start - _REACH_OF_AGE, 0), mention.end):
        return None
    introduced = sorted(
        (number for number in people if ledger.names.persons[number].first <= mention.start),
        key=lambda number: ledger.names.persons[number].first,
    )
    if len(introduced) < 2:
        return introduced[0] if introduced else None
    named = _just_named_in_full(ledger, introduced, mention.start)
    if (last := _last_told_apart(ledger, introduced, named, mention.start)) is not None:
        return last
    holder = _holder_of_surname(ledger, introduced)
    if holder is not None and not _has_rival(ledger, holder, named):
        return holder
    return _only_subject_in_full(ledger, holder, named, mention.start)


def _has_rival(ledger: Ledger, holder: int, named: Sequence[Anchor]) -> bool:
    """Whether another than who goes by the surname has just acted under the full name, not only come in as kin."""
    return any(
        anchor.is_subject and anchor.person != holder and not _comes_in_as_kin(ledger, anchor) for anchor in named
    )


def _only_subject_in_full(ledger: Ledger, holder: int | None, named: Sequence[Anchor], position: int) -> int | None:
    """The one subject just named in full: in this paragraph alone, while who goes by the surname still acts."""
    if holder is not None and not _is_silent(ledger, holder, named):
        paragraph = ledger.document.paragraph_span(position).start
        named = [anchor for anchor in named if anchor.start >= paragraph]
    subjects = {anchor.person for anchor in named if anchor.is_subject}
    return next(iter(subjects)) if len(subjects) == 1 else None


def _holder_of_surname(ledger: Ledger, people: Sequence[int]) -> int | None:
    """Who of several persons, in the order they come in, goes by the surname; None when nobody surely does."""
    first, second = people[0], people[1]
    is_first = _is_established(ledger, first, ledger.names.persons[second].first)
    return first if is_first or all(_is_kin(ledger, person) for person in people[1:]) else None


def _is_established(ledger: Ledger, person: int, until: int) -> bool:
    """Whether a person has gone by the surname alone, twice at least, before a character."""
    known = ledger.names.persons[person]
    places = ledger.names.surnames.get(surname(known.name), ())
    return _starts_before(places, until) - _starts_before(places, known.first) >= _ESTABLISHED


def _is_kin(ledger: Ledger, person: int) -> bool:
    """Whether somebody comes in as another's relative: "her husband, Tor Moe", "daughter of the late Tor Moe"."""
    first = ledger.names.persons[person].first
    return _KIN_BEFORE.search(ledger.document.text, max(first - _REACH_OF_KIN, 0), first) is not None


def _comes_in_as_kin(ledger: Ledger, anchor: Anchor) -> bool:
    """Whether a name stands where its bearer is introduced as a relative: "his wife, Ada Moe, was there"."""
    return anchor.start - ledger.names.persons[anchor.person].first < _REACH_OF_KIN and _is_kin(ledger, anchor.person)


def _last_told_apart(ledger: Ledger, people: Sequence[int], named: Sequence[Anchor], position: int) -> int | None:
    """Whom the surname meant a few paragraphs before, when nobody of that name has been named in full since."""
    place, person = ledger.told_apart.get(surname(ledger.names.persons[people[0]].name), (-1, -1))
    is_near = place >= 0 and ledger.document.paragraph_of(position) - ledger.document.paragraph_of(place) <= 2
    is_same = is_near and person in people and all(anchor.start < place for anchor in named)
    return person if is_same else None


def _just_named_in_full(ledger: Ledger, people: Sequence[int], position: int) -> list[Anchor]:
    """The anchors of full names of some persons in the paragraph so far and in the one before."""
    number = ledger.document.paragraph_of(position)
    start = ledger.document.paragraphs[max(number - 1, 0)].start
    full = {
        mention.start
        for mention in ledger.names.mentions_within(start, position)
        if mention.person in people and " " in ledger.document.text[mention.start : mention.end]
    }
    return [anchor for anchor in ledger.anchors_between(start, position) if anchor.start in full]


def _is_silent(ledger: Ledger, person: int, named: Sequence[Anchor]) -> bool:
    """Whether somebody does nothing since another was named in full: no subject, in full or by the surname."""
    start = min((anchor.start for anchor in named if anchor.person != person), default=0)
    bare = ledger.names.surnames.get(surname(ledger.names.persons[person].name), ())
    acts = any(anchor.person == person and anchor.is_subject for anchor in named)
    return not acts and _starts_before(bare, start) == _starts_before(bare, named[-1].start + 1)


def _starts_before(spans: Sequence[Span], position: int) -> int:
    """How many of some spans in text order start before a character."""
    return bisect_left(spans, position, key=lambda span: span.start)
