"""Rules by which two names are one organisation's. Each yields pairs of entries; the surest rule comes first."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from newsquotes.speakers.cast import Cast, Pairs
from newsquotes.speakers.entries import context_of
from newsquotes.speakers.names import (
    abbreviation,
    common_nouns,
    content_words,
    given_abbreviation,
    given_genders,
    initials,
    institution_key,
    is_generic,
    organisation_name,
)
from newsquotes.speakers.stories import stands_for


def _organisations(cast: Cast) -> Iterator[tuple[int, str]]:
    """The numbers and names of what is no person and has a name of its own; anonymous groups have none."""
    for number, entry in enumerate(cast.entries):
        if entry.is_named and entry.type not in ("person", "group"):
            yield number, entry.name


def same_organisation(cast: Cast) -> Pairs:
    """The names agree, article and legal form aside: `the Harbour Company`, `Harbour Company Ltd`."""
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for number, name in _organisations(cast):
        if not is_generic(name) and abbreviation(name) is None:
            groups[organisation_name(name)].append(number)
    for numbers in groups.values():
        yield from pairwise(numbers)


def named_after(cast: Cast) -> Pairs:
    """What bears a person's surname, with or without the given name: `Ana Elm’s campaign`, `the Elm campaign`.

    Where two people of the surname have such an organisation, none of them is meant without the given name.
    """
    short: defaultdict[str, list[int]] = defaultdict(list)
    full: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for number, name in _organisations(cast):
        words = organisation_name(name).split()
        if len(words) == _NAMED_FULLY and words[0] in given_genders() and words[-1] in common_nouns():
            full[" ".join(words[1:])].setdefault(words[0], number)
        short[" ".join(words)].append(number)
    for rest, holders in full.items():
        if len(holders) == 1 and short[rest]:
            yield short[rest][0], next(iter(holders.values()))


_NAMED_FULLY = 3


def same_words(cast: Cast) -> Pairs:
    """The words of the names agree in another order: `Ferry Board of Elm`, `Elm ferry board`; universities aside."""
    groups: defaultdict[frozenset[str], list[int]] = defaultdict(list)
    for number, name in _organisations(cast):
        words = frozenset(organisation_name(name).split())
        core = words - {"of", "the", "for"}
        if len(core) > 1 and not is_generic(name) and not core & _NOT_BY_PLACE:
            groups[core].append(number)
    for numbers in groups.values():
        yield from pairwise(numbers)


_NOT_BY_PLACE = frozenset(("university", "college", "school", "bank", "institute"))


def same_institution(cast: Cast) -> Pairs:
    """A state's institution, however its country is told: `Foreign Ministry of Peru`, `Peru's Foreign Ministry`."""
    groups: defaultdict[tuple[str, frozenset[str]], list[int]] = defaultdict(list)
    for number, name in _organisations(cast):
        if key := institution_key(name):
            groups[key].append(number)
    for numbers in groups.values():
        yield from pairwise(numbers)


def abbreviations(cast: Cast) -> Pairs:
    """An organisation's initials, if only one organisation has them: `NHC`, `Northern Harbour Commission`.

    What an article, or else its outlet, says the initials stand for is meant, and nobody else. Of several, those that
    give themselves these initials in brackets, then the one that the same article speaks of. If none has them, the
    initials are one organisation, unless articles say that they stand for two.
    """
    speakers = cast.speakers()
    of_initials: defaultdict[str, list[int]] = defaultdict(list)
    given: defaultdict[str, list[int]] = defaultdict(list)
    short: defaultdict[str, list[int]] = defaultdict(list)
    for number, name in _organisations(cast):
        if letters := abbreviation(name):
            short[letters].append(number)
        elif own := given_abbreviation(name):
            given[own].append(number)
        elif len(letters := initials(name)) > 1:
            of_initials[letters].append(number)
    context = context_of(cast.entries)
    for letters, numbers in short.items():
        holders = given[letters] or of_initials[letters]
        roots = {speakers.root(holder): holder for holder in reversed(holders)}
        called = {holder: organisation_name(cast.entries[holder].name) for holder in roots.values()}
        told = _told(cast, letters, numbers, called)
        strangers = {names for names in told.values() if names and names.isdisjoint(called.values())}
        for number in numbers if roots else ():
            meant = [holder for holder, name in called.items() if name in told[number]]
            if not told[number]:
                said = context.get(cast.entries[number].articles[0], frozenset())
                about = [holder for holder in called if content_words(cast.entries[holder].name) <= said]
                meant = about if len(roots) > 1 or strangers else list(called)
            if len(meant) == 1:
                yield number, meant[0]
        for names in sorted(strangers, key=sorted):
            yield from pairwise(number for number in numbers if told[number] == names)
        if not roots and len(strangers) < _TWO:
            yield from pairwise(numbers)


_TWO = 2


def _told(cast: Cast, letters: str, numbers: Iterable[int], called: Mapping[int, str]) -> Mapping[int, frozenset[str]]:
    """The names for which the initials of each entry stand, as its article says, or else its outlet, if it knows one.

    `called` has the names of the organisations with these initials that speak themselves.
    """
    articles = {number: cast.entries[number].articles[0] for number in numbers}
    told = {number: stands_for(cast.stories.text(article), letters) for number, article in articles.items()}
    of_outlet: defaultdict[str, set[str]] = defaultdict(set)
    for number, names in told.items():
        of_outlet[cast.stories.outlet(articles[number])].update(names)
    for holder, name in called.items():
        for article in cast.entries[holder].articles:
            of_outlet[cast.stories.outlet(article)].add(name)
    of_outlet.pop("", None)
    usual = {number: frozenset(of_outlet[cast.stories.outlet(article)]) for number, article in articles.items()}
    return {
        number: names or (usual[number] if len(usual[number]) == 1 else frozenset()) for number, names in told.items()
    }
