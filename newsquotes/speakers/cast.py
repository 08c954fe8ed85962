"""What the merging rules look at: the entries, and what the speakers that are merged by now have in common."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Any

from newsquotes.forest import Forest
from newsquotes.speakers.entries import Entry
from newsquotes.speakers.names import PersonName, given_genders, person_name, printed_gender
from newsquotes.speakers.stories import Sayings, Stories
from newsquotes.speakers.traits import Traits, all_traits, are_two, persons_of
from newsquotes.word_lists import leading_surnames

Pairs = Iterator[tuple[int, int]]
TIMES_AS_OFTEN = 8
"""A name that fits several means the one who speaks in so many times more articles than the others together."""

DAYS_APART = 365
"""A bare name is not taken for somebody who was last heard of longer ago, unless a role says so."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a speaker by now: words of its roles, its traits, genders of its names, how often and when."""

    words: frozenset[str]
    traits: Traits
    genders: frozenset[str]
    n_articles: int
    first: date | None
    last: date | None


@dataclass(frozen=True)
class Cast:
    """All entries, the parsed names of the persons among them by their numbers, and the words around and of them."""

    entries: Sequence[Entry]
    forest: Forest
    stories: Stories
    sayings: Sayings
    persons: Mapping[int, PersonName] = field(init=False)

    def __post_init__(self) -> None:
        named = ((number, entry) for number, entry in enumerate(self.entries) if entry.is_named)
        parsed = {number: person_name(entry.name) for number, entry in named if entry.type == "person"}
        object.__setattr__(self, "persons", {number: name for number, name in parsed.items() if name is not None})

    @cached_property
    def of_surname(self) -> Mapping[str, Sequence[int]]:
        """The persons with a given name, by surname."""
        return _grouped(self.full_names, lambda number: self.persons[number].surname)

    @cached_property
    def full_names(self) -> Sequence[int]:
        """The persons with a given name."""
        return [number for number, person in self.persons.items() if person.given]

    def full_names_by(self, key: Callable[[PersonName], Any]) -> Iterator[list[int]]:
        """The persons with a given name that share a key; those whose key is empty stay out."""
        yield from _grouped(self.full_names, lambda number: key(self.persons[number])).values()

    def speakers(self) -> "Speakers":
        """The speakers as they are merged now."""
        return Speakers(self)

    def chained(self, numbers: Iterable[int]) -> Pairs:
        """Pairs that connect the entries of one name; what may be either of two namesakes stays alone."""
        for part in self.told_apart(numbers):
            yield from pairwise(part)

    def told_apart(self, numbers: Iterable[int]) -> Iterable[list[int]]:
        """The entries of one name by the person that their traits tell, without those that may be either of two."""
        traits = {number: self.entries[number].traits for number in numbers}
        person = persons_of(traits.values())
        return _grouped(
            (number for number in traits if traits[number] in person), lambda n: (person[traits[n]],)
        ).values()


def _grouped(numbers: Iterable[int], key: Callable[[int], Any]) -> dict[Any, list[int]]:
    """The numbers by their key; those whose key is empty stay out."""
    groups: defaultdict[Any, list[int]] = defaultdict(list)
    for number in numbers:
        if found := key(number):
            groups[found].append(number)
    return groups


class Speakers:
    """The speakers as they were merged when a rule began; a rule's own merges do not count for its other decisions."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._root = [cast.forest.root(number) for number in range(len(cast.entries))]
        self._members: defaultdict[int, list[int]] = defaultdict(list)
        for number, root in enumerate(self._root):
            self._members[root].append(number)
        self._known: dict[int, Known] = {}

    def root(self, number: int) -> int:
        """The speaker of an entry, by its smallest entry."""
        return self._root[number]

    def members(self, root: int) -> Sequence[int]:
        """The entries of a speaker."""
        return self._members[root]

    def known(self, number: int) -> Known:
        """What is known of the speaker of an entry."""
        root = self._root[number]
        if root not in self._known:
            self._known[root] = self._gather([self._cast.entries[member] for member in self._members[root]])
        return self._known[root]

    def _gather(self, entries: Sequence[Entry]) -> Known:
        return Known(
            words=frozenset(word for entry in entries for word in entry.words),
            traits=all_traits(entry.traits for entry in entries),
            genders=frozenset(gender for entry in entries for gender in _genders(entry)),
            n_articles=len({article for entry in entries for article in entry.articles}),
            first=min((entry.first for entry in entries if entry.first), default=None),
            last=max((entry.last for entry in entries if entry.last), default=None),
        )

    def agree(self, one: int, other: int) -> bool:
        """Whether the traits of two entries' speakers can be one person's."""
        return not are_two(self.known(one).traits, self.known(other).traits)

    def pick(self, number: int, candidates: Iterable[int], *, needs_role: bool = False) -> Pairs:
        """The pair of an entry with the one speaker among the candidates that it can be, if there is just one.

        Of several the one whose roles share most words with the entry's, of several such the one that is in the news
        while the others are not; with `needs_role` one word at least is needed.
        """
        own = self.known(number)
        by_root: dict[int, int] = {}
        for candidate in candidates:
            if self._root[candidate] != self._root[number]:
                by_root.setdefault(self._root[candidate], candidate)
        shared = {
            candidate: len(own.words & self.known(candidate).words)
            for candidate in by_root.values()
            if may_be_one(own, self.known(candidate))
        }
        best = max(shared.values(), default=0)
        fitting = [candidate for candidate, count in shared.items() if count == best]
        meant = fitting[0] if len(fitting) == 1 else self._in_the_news(fitting)
        if meant is not None and (best or not needs_role):
            yield number, meant

    def _in_the_news(self, candidates: Sequence[int]) -> int | None:
        """The candidate that speaks in many times more articles than all the others together, if there is one."""
        ranked = sorted(candidates, key=lambda candidate: -self.known(candidate).n_articles)
        counts = [self.known(candidate).n_articles for candidate in ranked]
        return ranked[0] if counts and counts[0] >= TIMES_AS_OFTEN * max(1, sum(counts[1:])) else None


def may_be_one(one: Known, other: Known) -> bool:
    """Whether traits, genders and roles let two speakers be one, and where a role is unknown, the time."""
    if are_two(one.traits, other.traits) or (one.genders and other.genders and not one.genders & other.genders):
        return False
    if one.words and other.words:
        return bool(one.words & other.words)
    return _days_between(one, other) <= DAYS_APART


def _days_between(one: Known, other: Known) -> int:
    """Days between the times of two speakers; none if they overlap or one is undated."""
    if one.first is None or one.last is None or other.first is None or other.last is None:
        return 0
    return max((one.first - other.last).days, (other.first - one.last).days, 0)


def _genders(entry: Entry) -> Iterator[str]:
    """The gender of a person's given name, else those that the titles before its name give away."""
    person = person_name(entry.name) if entry.type == "person" and entry.is_named else None
    if person is None:
        return
    is_family = person.given in leading_surnames()  # `Lin Weiguo` is no Ms for the `Lin` that others are given
    of_name = given_genders().get(person.given, "") if person.given and not is_family else ""
    found = {of_name} if of_name else set(map(printed_gender, (entry.name, *entry.mentions)))
    yield from found & {"female", "male"}
