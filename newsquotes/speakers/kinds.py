"""What kind of speaker a name is, where articles disagree: a person in one, an organisation in another.

The names of a corpus with their types in, the type of each out. A type is changed only by what other names prove.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from newsquotes.speakers.names import folded, given_genders, is_unnamed, organisation_name, person_name
from newsquotes.speakers.reading import is_full_name, organisation_names

_MIN_CAPITALS = 4
_AND = "and"


@dataclass(frozen=True, slots=True)
class Seen:
    """A name under one type: in which articles it speaks, how often, and whether a role or title tells a person."""

    name: str
    type: str
    n_quotations: int
    articles: frozenset[int]
    has_role: bool


def settled_kinds(seen: Sequence[Seen]) -> dict[tuple[str, str], str]:
    """The type of each (name, type).

    `Elm` is an organisation where most take it for one, no role says otherwise and nobody is called `Ana Elm`; of
    `Quimby Elm` most decide. `Elm and Holt`, taken for two people, are a firm where one is named `Elm & Holt`.
    `ANA ELM` and `ELM`, taken for organisations, are the person whom other articles know. `Elm` is an outlet or a firm
    where one is called so and most articles that have `Elm` have no `Ana Elm`: of people articles print the given name.
    """
    persons = [each for each in seen if each.type == "person" and not is_unnamed(each.name)]
    full: defaultdict[str, int] = defaultdict(int)
    surnames: defaultdict[str, set[int]] = defaultdict(set)
    organisations: defaultdict[str, int] = defaultdict(int)
    for each in persons:
        if surname := _surname(each.name):
            full[folded(each.name)] += each.n_quotations
            surnames[surname] |= each.articles
    for each in seen:
        if each.type == "organisation":
            organisations[folded(each.name)] += each.n_quotations
    firms = {organisation_name(each.name) for each in seen if each.type == "organisation" and not is_unnamed(each.name)}
    return {(each.name, each.type): _kind(each, full, surnames, organisations, firms) for each in seen}


def _kind(
    each: Seen,
    full: Mapping[str, int],
    surnames: Mapping[str, set[int]],
    organisations: Mapping[str, int],
    firms: set[str],
) -> str:
    """The type of one name among all."""
    plain = folded(each.name)
    if each.type == "group":
        return "organisation" if _AND in plain.split() and organisation_name(each.name) in firms else each.type
    if each.type == "organisation":
        is_person = plain in full and (is_full_name(each.name.split()) or full[plain] >= organisations[plain])
        is_in_capitals = each.name.isupper() and each.name.isalpha() and len(each.name) >= _MIN_CAPITALS
        is_surname = is_in_capitals and plain in surnames and plain not in organisation_names()
        return "person" if is_person or is_surname else each.type
    if each.type != "person" or each.has_role:
        return each.type
    is_word = " " not in each.name
    is_known = is_word and plain in organisation_names() and plain not in given_genders()
    alone = each.articles - surnames.get(plain, set())
    if is_known and 2 * len(alone) > len(each.articles):
        return "organisation"
    if plain not in organisations:
        return each.type
    is_bare = is_word and plain not in surnames and organisations[plain] >= each.n_quotations
    is_no_name = plain in full and not is_full_name(each.name.split()) and organisations[plain] > full[plain]
    return "organisation" if is_bare or is_no_name else each.type


def _surname(name: str) -> str:
    """The surname of a full name; empty for any other."""
    person = person_name(name)
    return person.surname if person and person.given else ""
