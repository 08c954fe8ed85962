"""Rules by which two names are one person's. Each yields pairs of entries; the surest rule comes first."""

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations, pairwise, product

from rapidfuzz.distance import OSA

from newsquotes.speakers.cast import DAYS_APART, Cast, Pairs, Speakers, may_be_one
from newsquotes.speakers.descriptions import is_crowd
from newsquotes.speakers.entries import Entry
from newsquotes.speakers.names import (
    PersonName,
    clean_name,
    country_of,
    folded,
    full_forms,
    given_genders,
    is_description,
    is_initial,
    may_be_nickname,
    may_sound_alike,
    middles_agree,
    particles,
    person_name,
    run_together,
    standard_given,
    standard_surname,
    transliterated,
)
from newsquotes.speakers.offices import Office, office_of
from newsquotes.speakers.stories import is_long_saying
from newsquotes.speakers.traits import rivals_among
from newsquotes.word_lists import leading_surnames

OFFICE_DAYS = 92
"""So long before and after somebody was seen in an office, its title alone still means him or her."""

_OFTEN_IN_THE_NEWS = 3
"""Somebody who speaks in so many articles may be meant by the surname anywhere."""

_MAX_READ, _MAX_GROUPS = 8, 64
"""Of many who bear a bare surname, so many articles of each are read, and so many of them compared with the next."""

_PARTS = re.compile(r",? and |, ")
_TWO_FOR_ONE = re.compile(r"([aou])e|(?<=a)a")
_MIN_SURNAME, _LONG_SURNAME = 6, 9
_MIN_GIVEN = 3
_MIN_JOINED = 8
_MAX_LETTERS = 40
_DOUBLE = 2


def namesakes(cast: Cast) -> list[tuple[int, int]]:
    """Pairs of entries with one name that are two persons: `Ana Díaz`, the striker, and `Ana Díaz`, the judge."""
    return [pair for numbers in cast.full_names_by(lambda person: person) for pair in _rival_pairs(cast, numbers)]


def _rival_pairs(cast: Cast, numbers: Sequence[int]) -> Pairs:
    traits = {number: cast.entries[number].traits for number in numbers}
    rivals = rivals_among(traits.values())
    for one, other in combinations(numbers, 2) if rivals else ():
        if traits[other] in rivals.get(traits[one], ()):
            yield one, other


def same_person(cast: Cast) -> Pairs:
    """Given name, middle names, surname and suffix agree, titles and diacritics aside: `Dr Ana Díaz`, `Ana Diaz`."""
    for numbers in cast.full_names_by(lambda person: person):
        yield from cast.chained(numbers)


def told_namesakes(cast: Cast) -> Pairs:
    """A name of two persons is the one whose role it shares, or who is in the news while the other is not."""
    speakers = cast.speakers()
    for numbers in cast.full_names_by(lambda person: person):
        placed = {number for part in cast.told_apart(numbers) for number in part}
        for number in numbers:
            if number not in placed:
                yield from speakers.pick(number, sorted(placed))


def same_letters(cast: Cast) -> Pairs:
    """The letters agree, however the words are cut: `Jean-Pierre Elm`, `Jean Pierre Elm`."""
    speakers = cast.speakers()
    for numbers in cast.full_names_by(lambda person: ("".join(person.words), person.suffix)):
        yield from (pair for pair in cast.chained(numbers) if speakers.agree(*pair))


def middle_names(cast: Cast) -> Pairs:
    """One form has a middle name more: `Ana Díaz`, `Ana B. Díaz`.

    With different middle names about, the form without goes to the one whose roles it shares.
    """
    speakers = cast.speakers()
    for numbers in cast.full_names_by(lambda person: (person.given, person.surname, person.suffix)):
        longer = [number for number in numbers if cast.persons[number].middle]
        pairs = list(combinations(longer, 2))
        agreeing = [pair for pair in pairs if middles_agree(*(cast.persons[number].middle for number in pair))]
        yield from (pair for pair in agreeing if speakers.agree(*pair))
        for number in numbers if longer else ():
            if not cast.persons[number].middle:
                yield from speakers.pick(number, longer, needs_role=len(agreeing) < len(pairs))


def same_people(cast: Cast) -> Pairs:
    """A group of the same people, in any order and however their surname is shared: `Ana and Carl Elm`, `Elm and Holt`.

    Surnames alone are those of the one group that has them in full; without one they are each other's, if nobody knows
    two people of a surname.
    """
    groups = {number: people for number, entry in enumerate(cast.entries) if (people := _people_in(entry))}
    in_full: defaultdict[frozenset[str], set[frozenset[PersonName]]] = defaultdict(set)
    bearers: defaultdict[str, set[PersonName]] = defaultdict(set)
    for people in groups.values():
        if all(person.given for person in people):
            in_full[_surnames(people)].add(people)
    for person in {*cast.persons.values(), *(person for people in groups.values() for person in people)}:
        bearers[person.surname].update([person] if person.given else [])
    same: defaultdict[frozenset[PersonName], list[int]] = defaultdict(list)
    for number, people in groups.items():
        meant = {people} if people in in_full[_surnames(people)] else in_full[_surnames(people)]
        if len(meant) == 1:
            same[next(iter(meant))].append(number)
        elif not meant and all(len(bearers[person.surname]) < 2 for person in people):
            same[people].append(number)
    for numbers in same.values():
        yield from pairwise(numbers)


def _surnames(people: Iterable[PersonName]) -> frozenset[str]:
    return frozenset(person.surname for person in people)


def _people_in(entry: Entry) -> frozenset[PersonName]:
    """The people that a group's name lists, all in full or all by surname; none if it lists anything else."""
    parts = _PARTS.split(entry.name) if entry.type == "group" else []
    people = [person for part in parts if _may_be_listed(part) and (person := person_name(part))]
    if len(people) < max(len(parts), 2):
        return frozenset()
    if people[-1].given in given_genders():
        people = [_of_family(person, people[-1].surname) for person in people]
        return frozenset(people) if all(person.given in given_genders() for person in people) else frozenset()
    return frozenset() if any(person.given for person in people) else frozenset(people)


def _may_be_listed(part: str) -> bool:
    """Whether a part of a group's name is a person's: no country, no people, no role."""
    return part[:1].isupper() and not (is_description(part) or is_crowd(part) or country_of(part))


def _of_family(person: PersonName, surname: str) -> PersonName:
    """A given name alone with the surname that stands behind the last one of its list."""
    is_alone = not person.given and person.surname in given_genders()
    return PersonName(person.surname, (), surname, "") if is_alone else person


def transliterations(cast: Cast) -> Pairs:
    """Two ways to bring a name into Latin letters: `Andrey Belovsky`, `Andrei Belovskiy`.

    Where only the given name is of that kind, as of `Mohamed Ali`, the roles must not speak against it.
    """
    speakers = cast.speakers()
    for numbers in cast.full_names_by(transliterated):
        is_rare = standard_surname(cast.persons[numbers[0]]) is not None
        for one, other in cast.chained(numbers):
            if speakers.agree(one, other) and (is_rare or may_be_one(speakers.known(one), speakers.known(other))):
                yield one, other


def variants(cast: Cast) -> Pairs:
    """Two forms of one name whose bearers share a role: nicknames, two spellings, a second surname left out.

    `Bill Elm`, `William Elm`; `Viktor Elm`, `Victor Elm`; `Ana Peña Elm`, `Ana Peña`.
    """
    yield from _variants(cast, lambda one, other: one.suffix == other.suffix)


def suffixes_left_out(cast: Cast) -> Pairs:
    """The same where one form has a suffix more: `Sam Elm Jr.`, `Sam Elm`; `Joseph Elm Jr.`, `Joe Elm`."""
    yield from _variants(cast, lambda one, other: one.suffix != other.suffix)


def _variants(cast: Cast, are_meant: Callable[[PersonName, PersonName], bool]) -> Pairs:
    """Each full name with the one variant among those that are meant which shares a role with it."""
    speakers = cast.speakers()
    of_name: defaultdict[PersonName, list[int]] = defaultdict(list)
    for number in cast.full_names:
        of_name[cast.persons[number]].append(number)
    fitting: defaultdict[int, set[int]] = defaultdict(set)
    for one, other in _variants_among(of_name):
        if are_meant(one, other):
            for number in of_name[one]:
                fitting[number].update(of_name[other])
            for number in of_name[other]:
                fitting[number].update(of_name[one])
    for number, others in sorted(fitting.items()):
        yield from speakers.pick(number, sorted(others), needs_role=True)


def _variants_among(names: Iterable[PersonName]) -> set[tuple[PersonName, PersonName]]:
    """The pairs of different names that can be forms of one; only names that share a key are compared."""
    shelves: defaultdict[tuple[str, ...], list[PersonName]] = defaultdict(list)
    for name in names:
        for shelf in _shelves(name):
            shelves[shelf].append(name)
    pairs = (pair for shelf in shelves.values() for pair in combinations(shelf, 2))
    return {pair for pair in pairs if are_variants(*pair)}


def _shelves(person: PersonName) -> set[tuple[str, ...]]:
    """Keys of which two variants of a name share at least one, made so that few others do."""
    plain = _without_particles(person.surname)
    second = person.middle[-1] if person.middle else person.surname
    return {
        *(("", plain, given) for given in (standard_given(person.given), *full_forms(person.given))),
        (person.given, second),
        (person.given, plain),
        *((person.given, part) for part in plain.split()),
        tuple(sorted(person.words)),
        person.words[-2:],
        ("single", _single(person)),
        ("together", run_together(person)),
        ("together", standard_surname(person) or person.surname),
    }


def are_variants(one: PersonName, other: PersonName) -> bool:
    """Whether two full names can be forms of one name, though not of one spelling; father and son never are.

    >>> from newsquotes.speakers.names import person_name
    >>> are_variants(person_name("Bill Elm"), person_name("William Elm"))
    True
    """
    are_kin = bool(one.suffix and other.suffix) and one.suffix != other.suffix
    return not are_kin and any(rule(one, other) for rule in _VARIANTS)


def _given_forms(one: PersonName, other: PersonName) -> bool:
    """A nickname or another spelling of the given name, perhaps without the suffix: `Bill Elm`, `William Elm Jr.`."""
    same_suffix = one.suffix == other.suffix or "" in (one.suffix, other.suffix)
    return (
        same_suffix
        and _without_particles(one.surname) == _without_particles(other.surname)
        and middles_agree(one.middle, other.middle)
        and (may_be_nickname(one.given, other.given) or standard_given(one.given) == standard_given(other.given))
    )


def _second_surname(one: PersonName, other: PersonName) -> bool:
    """A second surname is left out: `Ana Peña Elm`, `Ana Peña`; `Ana Eva Peña Elm`, `Ana Eva Peña`."""
    shorter, longer = sorted((one, other), key=lambda person: len(person.words))
    return shorter.given == longer.given and longer.middle == (*shorter.middle, shorter.surname)


def _both_surnames(one: PersonName, other: PersonName) -> bool:
    """Both surnames without a given name, which look like one and a surname: `Peña Elm`, `Ana Peña Elm`."""
    shorter, longer = sorted((one, other), key=lambda person: len(person.words))
    is_part = shorter.words == longer.words[-2:] and shorter.words != longer.words
    return is_part and shorter.given not in given_genders()


def _other_order(one: PersonName, other: PersonName) -> bool:
    """The surname comes first or last: `Park Ji-woo`, `Ji-woo Park`."""
    return one.words != other.words and (
        one.words[1:] + one.words[:1] == other.words or other.words[1:] + other.words[:1] == one.words
    )


def _suffix_left_out(one: PersonName, other: PersonName) -> bool:
    """The suffix is left out: `Sam Elm Jr.`, `Sam Elm`."""
    return one.words == other.words and "" in (one.suffix, other.suffix)


def _particle(one: PersonName, other: PersonName) -> bool:
    """A particle is left out: `Ines de Elm`, `Ines Elm`."""
    is_left_out = one.surname != other.surname and _without_particles(one.surname) == _without_particles(other.surname)
    return is_left_out and one.given == other.given and middles_agree(one.middle, other.middle)


def _cut_surname(one: PersonName, other: PersonName) -> bool:
    """A surname of two words without a given name, which look like one and a surname: `Abdul Elm`, `Omar Abdul Elm`."""
    return any(run_together(short) == standard_surname(long) for short, long in ((one, other), (other, one)))


def _hyphenated(one: PersonName, other: PersonName) -> bool:
    """One surname of two that a hyphen joins is left out, as before a marriage: `Ana Elm-Reed`, `Ana Elm`."""
    shorter, longer = sorted((one.surname.split(), other.surname.split()), key=len)
    is_part = len(shorter) == 1 and len(longer) == _DOUBLE and shorter[0] in longer and longer[0] not in particles()
    return is_part and one.given == other.given and middles_agree(one.middle, other.middle)


def _patronymic(one: PersonName, other: PersonName) -> bool:
    """The father's name is left out: `Omar bin Rashid al-Elm`, `Umar al-Elm`."""
    shorter, longer = sorted((one, other), key=lambda person: len(person.words))
    is_named_after = longer.surname.split()[0] in _SON_OF and longer.surname.endswith(f" {shorter.surname}")
    return is_named_after and standard_given(one.given) == standard_given(other.given)


_SON_OF = frozenset(("bin", "ibn", "bint"))


def _western_given(one: PersonName, other: PersonName) -> bool:
    """A given name before a name that begins with the surname: `Anson Wu Ka-ming`, `Wu Ka-ming`."""
    shorter, longer = sorted((one, other), key=lambda person: len(person.words))
    return shorter.given in leading_surnames() and longer.words[1:] == shorter.words


def _plain_letters(one: PersonName, other: PersonName) -> bool:
    """A letter is written as two, as where a keyboard lacks it: `Jörg Löss`, `Joerg Loess`; `Åse Elm`, `Aase Elm`."""
    return one.words != other.words and _single(one) == _single(other)


def _single(person: PersonName) -> str:
    """The words of a name with one letter for each two that may be written for one."""
    return _TWO_FOR_ONE.sub(r"\1", " ".join(person.words))


_VARIANTS = (
    _given_forms,
    _second_surname,
    _hyphenated,
    _plain_letters,
    _patronymic,
    _western_given,
    _both_surnames,
    _cut_surname,
    _other_order,
    _suffix_left_out,
    _particle,
)


def _without_particles(surname: str) -> str:
    words = surname.split()
    while len(words) > 1 and words[0] in particles():
        words = words[1:]
    return " ".join(words)


def spellings_in_office(cast: Cast) -> Pairs:
    """Two spellings of the surname of whoever holds one office: `Ana Elmqvist` and `Ana Elmquist`, premier of Peru.

    Each is compared with the more frequent ones that nothing else is a spelling of, so that no spelling leads on to the
    next; `Ana Hansen`, whom `Ana Jensen` has followed, is another, and so is whoever held the office long before.
    """
    holders: defaultdict[tuple[Office, str], list[int]] = defaultdict(list)
    speakers = cast.speakers()
    for number in cast.full_names:
        for held in offices_of(cast, number):
            holders[held, cast.persons[number].given].append(number)
    for (held, _), numbers in holders.items():
        spelt: list[int] = []
        for number in sorted(numbers, key=lambda number: (-cast.entries[number].n_quotations, number)):
            meant = [
                first for first in spelt if _are_spellings(*(cast.persons[each].surname for each in (first, number)))
            ]
            meant = [first for first in meant if speakers.agree(first, number) and _are_near(cast, held, first, number)]
            yield from ((first, number) for first in meant[:1])
            spelt += [] if meant else [number]


def _are_spellings(one: str, other: str) -> bool:
    """Whether two surnames are long, begin alike and differ in a letter, very long ones in two.

    >>> _are_spellings("elmqvist", "elmquist"), _are_spellings("larsson", "karlsson"), _are_spellings("elm", "elms")
    (True, False, False)
    """
    length = min(len(one), len(other))
    return (
        one[:1] == other[:1]
        and length >= _MIN_SURNAME
        and 0 < OSA.distance(one, other) <= 1 + (length >= _LONG_SURNAME)
    )


def _are_near(cast: Cast, held: Office, one: int, other: int) -> bool:
    """Whether two people were seen in an office within a year, or on days that are not told."""
    (first, last), (their_first, their_last) = (offices_of(cast, number)[held] for number in (one, other))
    if first is None or last is None or their_first is None or their_last is None:
        return True
    return max((first - their_last).days, (their_first - last).days) <= DAYS_APART


def misprints(cast: Cast) -> Pairs:
    """A letter of a name is wrong and the roles are nearly the same: `Werner Elm`, `Wenrer Elm`, both premier of Peru.

    Two names that both exist are two people's, unless they sound alike: `Jan Elm`, `Jon Elm`, but not `Marta Elm`,
    `Martha Elm`; `Ana Larsen`, `Ana Larson`, if others are called so. Of surnames, which may all exist, the roles must
    tell more.
    """
    speakers = cast.speakers()
    for one, other in _one_letter_apart(cast):
        words = [speakers.known(number).words for number in (one, other)]
        are_given = cast.persons[one].surname == cast.persons[other].surname
        least = max(_LEAST_SHARED[are_given], min(map(len, words)) - 1)
        if len(words[0] & words[1]) >= least and speakers.agree(one, other):
            yield one, other


_LEAST_SHARED = {True: 2, False: 3}
"""So many words of their roles two names share of which a given name is misprinted, or else a surname."""


def same_sayings(cast: Cast) -> Pairs:
    """Two forms of a name whose bearers say the same, whatever their roles: `Omar Siddiqi`, `Omer Siddiqi`.

    Of forms that are no spellings of one, such as `Tom Elm` and `Thomas Elm`, they must say more than a chant.
    """
    speakers = cast.speakers()
    near = {pair for pair in _near_names(cast) if speakers.root(pair[0]) != speakers.root(pair[1])}
    said = cast.sayings.of({number for pair in near for number in pair})
    for one, other in sorted(near):
        shared = said.get(one, frozenset()) & said.get(other, frozenset())
        if not _are_spelt_alike(cast, one, other):
            shared = frozenset(filter(is_long_saying, shared))
        if shared and cast.persons[one].suffix == cast.persons[other].suffix and speakers.agree(one, other):
            yield one, other


def _near_names(cast: Cast) -> Iterator[tuple[int, int]]:
    """Pairs of full names that differ in a letter, or that can be forms of one."""
    shelves: defaultdict[str, list[int]] = defaultdict(list)
    of_name: defaultdict[PersonName, list[int]] = defaultdict(list)
    for number in cast.full_names:
        of_name[cast.persons[number]].append(number)
        letters = _standard_letters(cast.persons[number])
        for cut in _with_a_letter_less(letters) if len(letters) >= _MIN_JOINED else ():
            shelves[cut].append(number)
    pairs = (pair for shelf in shelves.values() for pair in combinations(shelf, 2))
    yield from (pair for pair in pairs if _are_spelt_alike(cast, *pair))
    for one, other in _variants_among(of_name):
        yield from product(of_name[one], of_name[other])


def _are_spelt_alike(cast: Cast, one: int, other: int) -> bool:
    """Whether two full names differ in one letter at most."""
    return OSA.distance(*(_standard_letters(cast.persons[number]) for number in (one, other))) <= 1


def _standard_letters(person: PersonName) -> str:
    """The letters of a name in a row, the given name in its standardised spelling."""
    return "".join((standard_given(person.given), *person.middle, standard_surname(person) or person.surname))


def _one_letter_apart(cast: Cast) -> list[tuple[int, int]]:
    """Pairs of full names that differ in one letter, of a given name that is none or of a long surname."""
    shelves: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    bearers: defaultdict[str, set[str]] = defaultdict(set)
    for number in cast.full_names:
        person = cast.persons[number]
        bearers[person.surname].add(person.given)
        for cut in _with_a_letter_less(person.given):
            shelves["given", cut, person.surname, person.suffix].append(number)
        for cut in _with_a_letter_less(person.surname):
            shelves["surname", cut, person.given, person.suffix].append(number)
    near = {pair for shelf in shelves.values() for pair in combinations(shelf, 2)}
    known = {surname for surname, given in bearers.items() if len(given) > 1}
    return sorted(pair for pair in near if _may_be_misprint(cast.persons[pair[0]], cast.persons[pair[1]], known))


def _with_a_letter_less(word: str) -> set[str]:
    """The word and what is left of it without one letter: two words that differ in a letter share one of these."""
    if len(word) > _MAX_LETTERS:
        return {word}
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _may_be_misprint(one: PersonName, other: PersonName, known: Container[str]) -> bool:
    """Whether one of two names can be the other with a letter wrong; `known` are surnames of several people."""
    given, surnames = (one.given, other.given), (one.surname, other.surname)
    if surnames[0] == surnames[1]:
        is_long = min(map(len, given)) >= _MIN_GIVEN
        is_wrong = not all(each in given_genders() for each in given) or may_sound_alike(*given)
        return is_long and OSA.distance(*given) == 1 and is_wrong
    both_exist = all(surname in known for surname in surnames)
    return not both_exist and min(map(len, surnames)) >= _MIN_SURNAME and OSA.distance(*surnames) == 1


def given_initials(cast: Cast) -> Pairs:
    """A given name shortened to its initial, if only one person fits: `A. Díaz`, `Ana Díaz`.

    Two initials mean somebody with these two, or with the same role.
    """
    speakers = cast.speakers()
    for number in cast.full_names:
        person = cast.persons[number]
        if is_initial(person.given):
            fitting = [other for other in cast.of_surname[person.surname] if _fits(person, cast.persons[other])]
            alike = [other for other in fitting if len(cast.persons[other].middle) == len(person.middle)]
            yield from speakers.pick(number, alike or fitting, needs_role=bool(person.middle) and not alike)


def _fits(short: PersonName, full: PersonName) -> bool:
    """Whether initials can stand for the other's given and middle names."""
    is_one = full.given[:1] == short.given and full.suffix == short.suffix and not is_initial(full.given)
    return is_one and middles_agree(short.middle, full.middle)


def bare_surnames(cast: Cast) -> Pairs:
    """A surname alone, if only one person in the article or else in the corpus can be meant: `Díaz`, `Ana Díaz`.

    Roles, titles and time speak for and against; of several persons the one whose role is told. Somebody from another
    article is meant only where something ties the two together.
    """
    speakers = cast.speakers()
    holders = _holders_of_surnames(cast)
    for number, person in cast.persons.items():
        if not person.given:
            keys = [key for key in (person.surname, standard_surname(person)) if key]
            everybody = list(dict.fromkeys(other for key in keys for other in holders[key]))
            here = _in_the_article(cast, speakers, number, everybody)
            for bare, other in speakers.pick(number, here or everybody):
                if here or _are_tied(cast, speakers, bare, other):
                    yield bare, other


def _are_tied(cast: Cast, speakers: Speakers, bare: int, other: int) -> bool:
    """Whether the article of a bare surname can mean somebody from another one.

    It names him in full; or it names nobody of the surname, and he is often in the news, or the two share a role or a
    story.
    """
    article, person = cast.entries[bare].articles[0], cast.persons[other]
    text = cast.stories.text(article)
    before = cast.stories.before(article, clean_name(cast.entries[bare].name, is_person=True))
    if any(_may_be_given(word, person.given) for word in before):
        return True
    if not before.isdisjoint(given_genders()):
        return False
    own, known = speakers.known(bare), speakers.known(other)
    if not text or known.n_articles >= _OFTEN_IN_THE_NEWS or own.words & known.words:
        return True
    theirs = {each for member in speakers.members(speakers.root(other)) for each in cast.entries[member].articles}
    return any(cast.stories.share(article, each, but=person.words) for each in sorted(theirs))


def _may_be_given(word: str, given: str) -> bool:
    """Whether a word before a surname can be the given name of somebody."""
    is_short = is_initial(given) and word[:1] == given and word in given_genders()
    return word == given or is_short or may_be_nickname(word, given) or standard_given(word) == standard_given(given)


def _in_the_article(cast: Cast, speakers: Speakers, number: int, others: Iterable[int]) -> list[int]:
    """Those of other entries that an article of this one names in full, too, where a title or role speaks for them.

    A mere surname beside a full name is somebody else's, or the article would have said so.
    """
    here, own = set(cast.entries[number].articles), speakers.known(number)
    named = [
        (other, speakers.known(other))
        for other in others
        if not (here.isdisjoint(cast.entries[other].articles) or is_initial(cast.persons[other].given))
    ]
    return [
        other
        for other, known in named
        if may_be_one(own, known) and (own.genders & known.genders or own.words & known.words)
    ]


def _holders_of_surnames(cast: Cast) -> defaultdict[str, list[int]]:
    """The persons with a given name by each form of the surname under which they may be meant."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for number in cast.full_names:
        person = cast.persons[number]
        first = person.given if person.given in leading_surnames() else None
        keys = {person.surname, _without_particles(person.surname), standard_surname(person), first}
        for key in sorted(filter(None, keys)):
            holders[key].append(number)
    return holders


def shared_surnames(cast: Cast) -> Pairs:
    """A surname that nobody bears in full: articles of one story, or of one role, mean one person."""
    speakers = cast.speakers()
    holders = _holders_of_surnames(cast)
    bare: defaultdict[str, list[int]] = defaultdict(list)
    for number, person in cast.persons.items():
        if not person.given and person.surname not in holders:
            bare[person.surname].append(number)
    for numbers in bare.values():
        ordered = sorted(numbers, key=lambda number: (not speakers.known(number).words, number))
        yield from _matched(cast, speakers, ordered)


def _matched(cast: Cast, speakers: Speakers, numbers: Sequence[int]) -> Pairs:
    """Pairs of each entry with the first before it that it may be one with; those with roles come first."""
    groups: list[list[int]] = []
    for number in numbers:
        own = speakers.known(number)
        fitting = [group for group in groups[-_MAX_GROUPS:] if may_be_one(own, speakers.known(group[0]))]
        tied = [
            group
            for group in fitting
            if any(_are_one_story(cast, speakers, number, each) for each in group[:_MAX_READ])
        ]
        if not tied:
            groups.append([number])
        elif len(tied) == 1 or own.words:
            yield number, tied[0][0]
            tied[0].append(number)


def _are_one_story(cast: Cast, speakers: Speakers, one: int, other: int) -> bool:
    """Whether two bare surnames can be one: by the given names that their articles have, a role or the story."""
    articles = [cast.entries[number].articles[0] for number in (one, other)]
    names = [clean_name(cast.entries[number].name, is_person=True) for number in (one, other)]
    given = [
        cast.stories.before(article, name) & given_genders().keys()
        for article, name in zip(articles, names, strict=True)
    ]
    if all(given):
        return not given[0].isdisjoint(given[1])
    if speakers.known(one).words & speakers.known(other).words or not all(map(cast.stories.text, articles)):
        return True
    return cast.stories.share(*articles, but=cast.persons[one].words)


def offices_of(cast: Cast, number: int) -> dict[Office, tuple[date | None, date | None]]:
    """The offices that an entry was seen in, with the first and last day."""
    found: dict[Office, tuple[date | None, date | None]] = {}
    for sighting in cast.entries[number].sightings:
        office = office_of(sighting.role)
        if office is not None:
            first, last = found.get(office, (None, None))
            found[office] = (
                min(filter(None, (first, sighting.first)), default=None),
                max(filter(None, (last, sighting.last)), default=None),
            )
    return found


def office_holders(cast: Cast) -> Pairs:
    """An office without a name is whoever was seen in it at the time: `the Peruvian president`, `Ana Díaz`.

    With two holders about, the one who was seen clearly nearer in time; whoever is called its former holder soon after
    has left it.
    """
    speakers = cast.speakers()
    terms: defaultdict[Office, list[tuple[int, date | None, date | None]]] = defaultdict(list)
    left: dict[tuple[Office, int], date] = {}
    for number in cast.persons:
        for held, term in offices_of(cast, number).items():
            terms[held].append((number, *term))
            if held.is_former and term[0]:
                was = replace(held, is_former=False), speakers.root(number)
                left[was] = min(term[0], left.get(was, term[0]))
    for number, entry in enumerate(cast.entries):
        office = office_of(entry.name) if entry.type == "person" and not entry.is_named else None
        if office is not None:
            holders = [
                term
                for term in terms[office]
                if not _had_left(entry.first, term[2], left.get((office, speakers.root(term[0]))))
            ]
            yield from _holder(speakers, number, entry.first, holders)


def _had_left(day: date | None, last: date | None, left: date | None) -> bool:
    """Whether a day is nearer to that on which somebody is called a former holder than to the last one in office."""
    return day is not None and last is not None and left is not None and last < left and day - last > left - day


def _holder(
    speakers: Speakers, number: int, day: date | None, terms: Iterable[tuple[int, date | None, date | None]]
) -> Pairs:
    """The pair of an unnamed office-holder with the speaker whose term is nearest to the day."""
    nearest: dict[int, tuple[int, int]] = {}
    for holder, first, last in terms:
        root = speakers.root(holder)
        distance = _days_off(day, first, last)
        nearest[root] = min(nearest.get(root, (distance, holder)), (distance, holder))
    ranked = sorted(nearest.values())
    if ranked and ranked[0][0] <= OFFICE_DAYS and (len(ranked) == 1 or ranked[1][0] > 2 * ranked[0][0]):
        yield number, ranked[0][1]


def same_description(cast: Cast) -> Pairs:
    """One description in one article, with or without a capital: `The witness`, `the witness`."""
    found: defaultdict[tuple[str, str, int], list[int]] = defaultdict(list)
    for number, entry in enumerate(cast.entries):
        if not entry.is_named or entry.type == "group":
            for article in entry.articles:
                found[folded(entry.name), entry.type, article].append(number)
    for numbers in found.values():
        yield from cast.chained(numbers)


def same_office(cast: Cast) -> Pairs:
    """An office that nobody is named in, within one season: `the mayor of Elm`, `Elm's mayor`.

    One season leads to the next, but not for longer than a year, and where somebody is named at the time who may have
    held the office the nameless one stays alone.
    """
    speakers = cast.speakers()
    unnamed: defaultdict[Office, list[int]] = defaultdict(list)
    terms: defaultdict[Office, list[tuple[date | None, date | None]]] = defaultdict(list)
    for number in cast.persons:
        for held, term in offices_of(cast, number).items():
            terms[held].append(term)
    for number, entry in enumerate(cast.entries):
        named = office_of(entry.name) if entry.type == "person" and not entry.is_named else None
        if named is not None and len(speakers.members(speakers.root(number))) == 1:
            unnamed[named].append(number)
    for office, numbers in unnamed.items():
        dated = sorted((entry.first, number) for number in numbers if (entry := cast.entries[number]).first)
        alone = [
            (day, number) for day, number in dated if all(_days_off(day, *term) > OFFICE_DAYS for term in terms[office])
        ]
        begun = alone[0][0] if alone else date.min
        for (earlier, one), (later, other) in pairwise(alone):
            if (later - earlier).days <= OFFICE_DAYS and (later - begun).days <= DAYS_APART:
                yield one, other
            else:
                begun = later


def _days_off(day: date | None, first: date | None, last: date | None) -> int:
    """Days between a day and a term; none if it is within, or one of the dates is not told."""
    return 0 if day is None or first is None or last is None else max((first - day).days, (day - last).days, 0)
