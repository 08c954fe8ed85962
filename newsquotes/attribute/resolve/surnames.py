"""One surname of several persons: whom it means alone, at each place of the article."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from newsquotes.attribute.document import Span
from newsquotes.attribute.lexicon import folded_role, kin_words
from newsquotes.attribute.name_parts import suffix_of, surname
from newsquotes.attribute.resolve.ledger import Anchor, Ledger
from newsquotes.attribute.resolve.words import GENDERED
from newsquotes.attribute.roles import role_head

_ESTABLISHED = 2
_REACH_OF_WORD = 16
_REACH_OF_KIN = 60
_BY_AGE = re.compile(r"\b(?:(?P<younger>younger|junior)|elder|older|senior)\b", re.I)
_CHILD_BEFORE = re.compile(r"\b(?:son|daughter|grandson|granddaughter|nephew|niece)(?:\sof)?,?\s[^.;:!?\n“”\"]{0,40}\Z")
_PRONOUN_AFTER = re.compile(r"[^.!?;:\n“”\"]{0,80}?\b(he|she|his|her)\b")
_PRONOUN_BEFORE = re.compile(r"\b([Hh]is|[Hh]er|[Hh]e|[Ss]he)\b[^.!?;:\n“”\"A-Z]{0,80},\s\Z")


def with_title(ledger: Ledger, people: Sequence[int], title: str) -> Sequence[int]:
    """Of several persons those who bear a title elsewhere in the article, if any do: "Gov. Moe" is no senator."""
    office = folded_role(title)
    bearing = [number for number in people if office in _titles_of(ledger, number)]
    return bearing or people


def _titles_of(ledger: Ledger, person: int) -> set[str]:
    """The folded heads of a person's roles, and the words right before the full name."""
    text = ledger.document.text
    heads = {role_head(role) for role in ledger.names.persons[person].roles}
    full = [mention for mention in ledger.names.mentions if mention.person == person]
    before = (text[max(mention.start - _REACH_OF_WORD, 0) : mention.start].split() for mention in full)
    return {folded_role(word) for word in (*filter(None, heads), *(words[-1] for words in before if words))}


def bearer_of_surname(ledger: Ledger, people: Sequence[int], mention: Span) -> int | None:
    """Of several persons with one surname, whom it means alone; None when the article leaves it open.

    It means the only one introduced so far; then whom it has just meant; then whoever went by it before the others
    came in, or has the others as relatives, unless one of them has just acted under the full name; else the one
    subject just named in full, or the one whom a pronoun beside it fits.
    """
    introduced = sorted(
        (number for number in people if ledger.names.persons[number].first <= mention.start),
        key=lambda number: ledger.names.persons[number].first,
    )
    age = _BY_AGE.search(ledger.document.text, max(mention.start - _REACH_OF_WORD, 0), mention.end)
    if age is not None:
        return _by_age(ledger, introduced, is_younger=age.group("younger") is not None)
    if len(introduced) < 2:
        return introduced[0] if introduced else None
    named = _just_named_in_full(ledger, introduced, mention.start)
    if (last := _last_told_apart(ledger, introduced, named, mention.start)) is not None:
        return last
    holder = _holder_of_surname(ledger, introduced)
    if holder is not None and not _has_rival(ledger, holder, named):
        return holder
    chosen = _only_subject_in_full(ledger, holder, named, mention.start)
    return chosen if chosen is not None else _by_pronoun(ledger, introduced, mention)


def _by_age(ledger: Ledger, people: Sequence[int], *, is_younger: bool) -> int | None:
    """ "the elder Moe" of two, one of whom is a "Jr." or comes in as the other's child."""
    children = {
        number
        for number in people
        if suffix_of(ledger.names.persons[number].name) in ("jr", "ii") or _comes_before(ledger, number, _CHILD_BEFORE)
    }
    chosen = [number for number in people if (number in children) == is_younger]
    return chosen[0] if len(people) == 2 and len(chosen) == 1 else None


def _by_pronoun(ledger: Ledger, people: Sequence[int], mention: Span) -> int | None:
    """The only woman of that surname in "Moe, who had lost her hat" or "In her letter, Moe"."""
    text = ledger.document.text
    start = ledger.document.sentence_span(ledger.document.sentence_of(mention.start)).start
    found = _PRONOUN_AFTER.match(text, mention.end) or _PRONOUN_BEFORE.search(text, start, mention.start)
    if found is None or next(ledger.names.mentions_within(mention.end, found.end()), None) is not None:
        return None
    gender = GENDERED[found.group(1).lower()]
    genders = [ledger.gender_of(number) for number in people]
    return people[genders.index(gender)] if genders.count(gender) == 1 and "" not in genders else None


def _has_rival(ledger: Ledger, holder: int, named: Sequence[Anchor]) -> bool:
    """Whether another than who goes by the surname has just acted under the full name, not only come in as kin."""
    return any(
        anchor.is_subject and anchor.person != holder and not _comes_in_as_kin(ledger, anchor) for anchor in named
    )


def _only_subject_in_full(ledger: Ledger, holder: int | None, named: Sequence[Anchor], position: int) -> int | None:
    """The one subject just named in full: in this paragraph alone, while who goes by the surname still acts.

    Where nobody goes by the surname and several are subjects, the paragraph's own one comes before the last one's.
    """
    paragraph = ledger.document.paragraph_span(position).start
    here = {anchor.person for anchor in named if anchor.is_subject and anchor.start >= paragraph}
    if holder is not None and not _is_silent(ledger, holder, named):
        return next(iter(here)) if len(here) == 1 else None
    subjects = {anchor.person for anchor in named if anchor.is_subject}
    if len(subjects) > 1 and holder is None:
        subjects = here
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
    return _comes_before(ledger, person, _kin_before())


@cache
def _kin_before() -> re.Pattern[str]:
    """A relative right before a name: "her husband, ", "daughter of the late "."""
    return re.compile(rf"\b(?:{'|'.join(sorted(kin_words()))})(?:-in-law)?(?:\sof)?,?\s[^.;:!?\n“”\"]{{0,40}}\Z")


def _comes_before(ledger: Ledger, person: int, words: re.Pattern[str]) -> bool:
    """Whether some words stand right before the first full name of a person."""
    first = ledger.names.persons[person].first
    return words.search(ledger.document.text, max(first - _REACH_OF_KIN, 0), first) is not None


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
