"""What tells namesakes apart: the fields of their roles, when they were born, the seats that they hold.

Roles and the traits of those who may be one person in, and which of them are, out.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations

from newsquotes.forest import Forest
from newsquotes.speakers.names import country_of, title_in
from newsquotes.speakers.offices import Office, are_apart, office_of

_SEATS = frozenset(("mayor", "governor", "premier", "prime minister", "first minister", "chief minister"))
"""Offices of which one person holds one at a time."""

_MAX_YEARS_APART = 1
"""Years of birth that are told by ages differ by so much for one person, whose birthday is not told."""

_DAYS_REPORTED = timedelta(days=60)
_STEM = 4
_OF = " of "
_PLACE = re.compile(r"[A-Z][\w-]*(?: [A-Z][\w-]*){0,2}")


@dataclass(frozen=True, slots=True)
class Traits:
    """The fields, years of birth and seats of whoever is meant by a name; empty where nothing is told.

    `dead` is the first day on which an article calls somebody late, `busy` the last one on which he is in a field.
    """

    fields: frozenset[str] = frozenset()
    born: frozenset[int] = frozenset()
    seats: frozenset[Office] = frozenset()
    dead: date | None = None
    busy: date | None = None


def all_traits(traits: Iterable[Traits]) -> Traits:
    """What several sets of traits tell together."""
    told = list(traits)
    return Traits(
        frozenset().union(*(each.fields for each in told)),
        frozenset().union(*(each.born for each in told)),
        frozenset().union(*(each.seats for each in told)),
        min((each.dead for each in told if each.dead), default=None),
        max((each.busy for each in told if each.busy), default=None),
    )


def is_late(role: str) -> bool:
    """Whether a role or what stands before a name says that somebody is dead: `late poet`, `the late`."""
    return "late" in role.lower().split()[:2]


def seat_of(role: str) -> Office | None:
    """The seat that a role is: an office of a place that nobody holds in two places at a time; None for other roles.

    What stands before the title may be no place: `Republican governor`.

    >>> seat_of("mayor of Elm"), seat_of("former mayor of Elm"), seat_of("Republican mayor")
    (Office(title='mayor', place='elm', is_former=False), None, None)
    """
    office = office_of(role) if _OF in role else None
    return office if office and office.title in _SEATS and office.place and not office.is_former else None


def seat_in(text: str, name: str, mention: str) -> Office | None:
    """The seat of a person whom a text names with title and place: `Mayor Ana Elm of Lomas`; None without both.

    >>> seat_in("So said Mayor Ana Elm of Port Lomas.", "Ana Elm", "Mayor Ana Elm").place
    'port lomas'
    """
    title = title_in(name, mention)
    at = text.find(f"{mention}{_OF}") if title.lower() in _SEATS else -1
    match = _PLACE.match(text, at + len(mention) + len(_OF)) if at >= 0 else None
    return seat_of(f"{title.lower()}{_OF}{match[0]}") if match else None


def are_two(one: Traits, other: Traits) -> bool:
    """Whether two sets of traits are hardly one person's.

    >>> are_two(Traits(born=frozenset([2011])), Traits(born=frozenset([1950])))
    True
    >>> elm, lomas = (Traits(seats=frozenset([seat_of(f"mayor of {place}")])) for place in ("Elm", "Lomas"))
    >>> are_two(elm, lomas), are_two(elm, elm)
    (True, False)
    """
    return (
        are_apart(one.fields, other.fields)
        or _all_differ(one.born, other.born)
        or _outlives(one, other)
        or _outlives(other, one)
        or (bool(one.seats) and bool(other.seats) and all(_elsewhere(a, b) for a in one.seats for b in other.seats))
    )


def _outlives(one: Traits, other: Traits) -> bool:
    """Whether one is at work in another field after the other was dead, or some time after where no field is told.

    In the same field reports may just leave the word out: `the late singer`, `the singer`.
    """
    if one.busy is None or other.dead is None or one.fields & other.fields:
        return False
    return one.busy - other.dead > (timedelta(0) if other.fields else _DAYS_REPORTED)


def _all_differ(one: frozenset[int], other: frozenset[int]) -> bool:
    return bool(one) and bool(other) and all(abs(left - right) > _MAX_YEARS_APART for left in one for right in other)


def _elsewhere(one: Office, other: Office) -> bool:
    """Whether two seats are one office in two places whose names share nothing: `Elm`, but not `Elm City`.

    A country may stand for its capital.
    """
    places = one.place, other.place
    begun = [{word[:_STEM] for word in place.split()} for place in places]
    are_alike = len({bool(country_of(place.title())) for place in places}) == 1
    return one.title == other.title and are_alike and begun[0].isdisjoint(begun[1])


def rivals_among(traits: Iterable[Traits]) -> Mapping[Traits, frozenset[Traits]]:
    """For each of the traits seen under one name those that are another person's; empty if nothing tells two apart.

    An article that has somebody in two fields bridges them: there may be one person who is a boxer and a poet.
    """
    known = list(dict.fromkeys(traits))
    bridged = {frozenset(pair) for each in known for pair in combinations(sorted(each.fields), 2)}
    found: defaultdict[Traits, set[Traits]] = defaultdict(set)
    for one, other in combinations(known, 2):
        are_bridged = any({left, right} in bridged for left in one.fields for right in other.fields)
        if are_two(replace(one, fields=frozenset()) if are_bridged else one, other):
            found[one].add(other)
            found[other].add(one)
    return {each: frozenset(others) for each, others in found.items()}


def persons_of(traits: Iterable[Traits]) -> Mapping[Traits, int]:
    """The traits seen under one name, each with the number of its person; those that fit two persons are left out."""
    known = list(dict.fromkeys(traits))
    rivals = rivals_among(known)
    friends = [set(known) - rivals.get(each, frozenset()) for each in known]
    are_plain = [all(near.isdisjoint(rivals.get(friend, ())) for friend in near) for near in friends]
    forest = Forest()
    for one, other in combinations([at for at, is_plain in enumerate(are_plain) if is_plain], 2):
        if known[other] in friends[one]:
            forest.join(one, other)
    return {known[at]: forest.root(at) for at, is_plain in enumerate(are_plain) if is_plain}
