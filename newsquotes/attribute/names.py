"""The names of one article: every person once, with the fullest name, gender, roles and where each is mentioned.

Reads the article's text, not only its parsed sentences; a recognised entity is one piece of evidence among several and
never the only one.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cache

from newsquotes.attribute.document import Document, Span
from newsquotes.attribute.lexicon import (
    bare_titles,
    folded_role,
    given_names,
    kin_words,
    nationalities,
    not_names,
    organisation_words,
    roles,
)
from newsquotes.attribute.name_parts import (
    INITIAL,
    ORGANISATION,
    PARTICLES,
    PERSON,
    PLACE,
    ROLE,
    SUFFIXES,
    UNKNOWN,
    as_surname,
    fold_word,
    gender_of_name,
    run_pattern,
    suffix_of,
    surname,
)
from newsquotes.attribute.name_runs import (
    INSIDE_SENTENCE,
    PRONOUN_GENDER,
    REACH,
    Run,
    capitalised_runs,
    nicknamed_runs,
    runs_of_relatives,
    runs_sharing_surname,
)
from newsquotes.attribute.roles import apposed_role, ends_in_determiner, role_before, role_head, tidy_role, title_gender
from newsquotes.extract.cues import clause_cues

_AFTER = re.compile(r",\s+(?:\d{1,3},\s+)?([^,.;:!?\n“”\"()—–]{3,90})(?=[,.;:!?\n“”\"()—–]|$)")
_AGE_AFTER = re.compile(r",\s+\d{1,3}\b|\s+\(\d{1,3}\)")
_SPEAKS_OF_IT = re.compile(
    r"(?:, [^.;:!?\n“”\"]{3,90},)? (?:said|says|confirmed)(?: in an? [a-z-]+)?(?: (?:on )?[A-Z][a-z]+day)?"
    r"(?: that)? it (?!was\b|is\b)"
)
_WHO_AFTER = re.compile(r",\s(?:\d{1,3},\s)?whos?e?\b")
_APPOSED_BEFORE = re.compile(
    r"(?:^|[\s“\"])((?:(?:[Tt]he|[Aa]n?|[Aa]nother|[Oo]ne|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Oo]ur|[Mm]y)\s|[^\s,.;:]+['’]s\s)"
    r"[^,.;:!?\n“”\"()—–]{3,80}),\s$"
)
_OWNS_AFTER = re.compile(r" [a-z]{3,}ed\b[^.;:!?\n“”\"]{0,40}?\b(?:his|her|himself|herself)\b")
_TAKES_UP = re.compile(r"\s*(?:He|She) [a-z]")
_CALLED = re.compile(r"\b(?:called|named)\s$")
_VERB_AFTER = re.compile(r" (?:also |then |later )?([a-z]+)\b")
_GOES_ON = re.compile(r"(?:,| \(\d+\),?)? [a-z\d]")
_LONGEST_HEADLINE = 160
_CAPITALISED = 0.8
_PRONOUN_AFTER = re.compile(r"(?:['’]s)?((?:[ ,]+[a-z][\w-]*){1,8}?) (he|she|his|her)\b")
_BEFORE_SUBJECT = re.compile(
    r"(?:^|[.!?…”\"’,] |\n|\b(?:with|when|as|after|before|since|that|while|because|but|if|and) )\Z"
)
_NOT_A_PERSON_AFTER = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Ii]n|[Aa]t|[Ii]nto|[Nn]ear|[Aa]cross)\s$")
_TEAM = re.compile(r"\b[Tt]he ([^\W\d_a-z]\w*[^\Ws]s)\b(?! (?:famil|brothers|sisters|couple))")
"""A name in the plural with an article, as a team's: "the Blades", not "the Moes family"."""
_THE_FIRM = re.compile(r"\b[Tt]he\s(?:[\w-]+\s){0,3}?([a-z-]+)\s\Z")


@dataclass(slots=True)
class Person:
    """One person of the article; `name` is the fullest form, `first` the first character of the first full mention.

    `title` is what tells a person of one name from another of the same: "Mr." of two called "Farr"; `nickname` is what
    the article prints in marks within the name: Ada “Tank” Berg. `offices` are what titles say in full: "senator" of
    "Sen. Ada Berg", "former governor" of "former Gov. Tor Moe".
    """

    name: tuple[str, ...]
    gender: str = ""
    roles: list[str] = field(default_factory=list)
    first: int = 0
    title: str = ""
    nickname: str = ""
    offices: set[str] = field(default_factory=set)

    @property
    def words(self) -> tuple[str, ...]:
        """The words of the name, and the nickname."""
        return (*self.name, self.nickname) if self.nickname else self.name

    @property
    def full_name(self) -> str:
        """The name as text."""
        return " ".join((self.title, *self.name) if self.title else self.name)


@dataclass(frozen=True, slots=True)
class NameMention:
    """One place where a person is named; `is_owner` is True for a possessive."""

    start: int
    end: int
    person: int
    is_owner: bool


@dataclass(frozen=True, slots=True)
class NameTable:
    """The persons of an article, their mentions in text order, and the other names it uses.

    `organisations_by_word` holds the names of the organisations by each of their words, in lower case;
    `surnames` tells where each folded surname that several persons share stands alone or after a title, `saying` where
    any name has a verb of reporting right behind it, `perhaps` where names stand that may be a person's or a thing's.
    """

    persons: Sequence[Person]
    mentions: Sequence[NameMention]
    by_word: dict[str, list[int]]
    organisations: Set[str] = frozenset()
    organisations_by_word: dict[str, list[str]] = field(default_factory=dict)
    surnames: dict[str, list[Span]] = field(default_factory=dict)
    saying: Sequence[Span] = ()
    perhaps: Sequence[Span] = ()

    def mentions_within(self, start: int, end: int) -> Iterator[NameMention]:
        """The mentions that start in a stretch of text."""
        place = bisect_left(self.mentions, start, key=lambda mention: mention.start)
        while place < len(self.mentions) and self.mentions[place].start < end:
            yield self.mentions[place]
            place += 1

    def candidates(self, name: Sequence[str], gender: str = "") -> list[int]:
        """The persons that a name may mean: those whose last name it is, else those who bear its words at all."""
        keys = [fold_word(word) for word in name if fold_word(word) not in SUFFIXES]
        if not keys:
            return []
        bearing = [number for number in self.by_word.get(keys[-1], ()) if _agree(keys, self.persons[number].words)]
        same_surname = [number for number in bearing if surname(self.persons[number].name) == keys[-1]]
        chosen = self._with_suffix(name, same_surname) or bearing
        return [number for number in chosen if not gender or self.persons[number].gender in ("", gender)]

    def _with_suffix(self, name: Sequence[str], people: list[int]) -> list[int]:
        """Of several persons those with the suffix that a full name has, or without one: "Tor Moe Jr.", "Tor Moe"."""
        if len(people) < 2 or len(name) < 2:
            return people
        wanted = suffix_of(name)
        return [number for number in people if suffix_of(self.persons[number].name) == wanted] or people


def _agree(keys: Sequence[str], name: Sequence[str]) -> bool:
    """Whether the words of a short name can be those of a full one: a given name or initial must not conflict."""
    full = [fold_word(word) for word in name]
    if len(keys) == 1:
        return keys[0] in full
    return keys[-1] in full and all(
        word in full or (len(word) == 1 and any(part.startswith(word) for part in full)) for word in keys[:-1]
    )


def name_table(document: Document) -> NameTable:
    """The names of an article."""
    plain = _with_offices_as_surnames(list(capitalised_runs(document.text)), document.text)
    others = [
        *nicknamed_runs(document.text),
        *runs_sharing_surname(document.text, plain),
        *runs_of_relatives(document.text, plain),
    ]
    runs = sorted([*plain, *others], key=lambda run: (run.start, -run.end))
    alone = {
        fold_word(run.parsed.name[-1])
        for run in runs
        if _is_bare_surname(run.parsed.name) and (len(run.parsed.name) == 1 or _says(run, document.text))
    }
    sure = {surname(run.parsed.name) for run in runs if len(run.parsed.name) > 1 and run.parsed.kind == PERSON}
    firms = {
        run.parsed.name
        for run in runs
        if run.parsed.name
        and follows_organisation_word(document.text, run.start)
        and fold_word(run.parsed.name[-1]) not in alone
    }
    teams = set(_TEAM.findall(document.text))
    uses = Counter(run.parsed.name for run in runs)
    full = [
        run
        for run in runs
        if len(run.parsed.name) > 1
        and run.parsed.name not in firms
        and _is_person(run, document, alone - sure, teams)
        and not (uses[run.parsed.name] == 1 and _is_cut_from_headline(run, document.text))
    ]
    table = _merge(full, document.text)
    _add_single_names(table, runs, document)
    _part_by_title(table, runs)
    organisations = dict.fromkeys([*_organisations(runs), *(" ".join(name) for name in sorted(firms))])
    mentions = _mentions(table, runs)
    return NameTable(
        table.persons,
        mentions,
        table.by_word,
        organisations.keys(),
        _by_word(organisations),
        _shared_surnames(table, runs),
        _saying(runs, document.text),
        _perhaps_persons(table, runs, document.text),
    )


def _with_offices_as_surnames(runs: Sequence[Run], text: str) -> list[Run]:
    """The runs, those read as surnames that look like an office where somebody is called so: "Dean" after "Ada Dean".

    Not behind an article: "the Dean".
    """
    surnames = {surname(run.parsed.name) for run in runs if len(run.parsed.name) > 1 and run.parsed.kind == PERSON}
    return [replace(run, parsed=as_surname(run.parsed)) if _is_called(run, surnames, text) else run for run in runs]


def _is_called(run: Run, surnames: Set[str], text: str) -> bool:
    """Whether a run that looks like an office ends in one of some surnames, with no article before it."""
    if run.parsed.kind != ROLE or fold_word(run.parsed.prefix[-1]) not in surnames:
        return False
    return not ends_in_determiner(text[max(run.start - REACH, 0) : run.start])


def _by_word(names: Iterable[str]) -> dict[str, list[str]]:
    """The names by each of their words, in lower case."""
    by_word: dict[str, list[str]] = {}
    for name in names:
        for word in dict.fromkeys(name.lower().split()):
            by_word.setdefault(word, []).append(name)
    return by_word


def _saying(runs: Iterable["Run"], text: str) -> list[Span]:
    """The runs with a verb of reporting right behind them: "Berg said"."""
    named = (run for run in runs if run.parsed.name and not run.is_owner)
    return [Span(run.start, run.end) for run in named if _says(run, text)]


def _says(run: Run, text: str) -> bool:
    """Whether a verb of reporting stands right behind a name: "Berg said"."""
    verb = _VERB_AFTER.match(text, run.end)
    return verb is not None and verb.group(1) in clause_cues()


def _perhaps_persons(table: "_Builder", runs: Sequence[Run], text: str) -> list[Span]:
    """Where names of two words or three stand of which nothing tells whose they are, or a word of such a name alone."""
    whole = {
        run.parsed.name
        for run in runs
        if run.parsed.kind == UNKNOWN
        and 2 <= len(run.parsed.name) <= 3
        and not any(word.isupper() or fold_word(word) in table.by_word for word in run.parsed.name)
    }
    words = {name[0] for name in whole}
    return [
        Span(run.start, run.end)
        for run in runs
        if (run.parsed.name in whole or (len(run.parsed.name) == 1 and run.parsed.name[0] in words))
        and not run.is_owner
        and _GOES_ON.match(text, run.end)
        and not _NOT_A_PERSON_AFTER.search(text, max(run.start - REACH, 0), run.start)
    ]


def _shared_surnames(table: "_Builder", runs: Iterable[Run]) -> dict[str, list[Span]]:
    """Where each surname that several persons bear stands without a given name."""
    bearers = Counter(surname(person.name) for person in table.persons)
    found: dict[str, list[Span]] = {word: [] for word, count in bearers.items() if count > 1}
    for run in runs:
        if len(run.parsed.name) == 1 and (word := fold_word(run.parsed.name[0])) in found:
            found[word].append(Span(run.start, run.end))
    return found


def _is_cut_from_headline(run: Run, text: str) -> bool:
    """Whether a long or unlikely name may be other words of a line in which every word is capitalised."""
    is_likely = run.parsed.kind == PERSON and run.parsed.name[0] in given_names()
    if len(run.parsed.name) < 3 and (is_likely or INITIAL.match(run.parsed.name[0])):
        return False
    start, end = text.rfind("\n", 0, run.start) + 1, text.find("\n", run.end)
    line = text[start : end if end >= 0 else len(text)]
    if len(line) > _LONGEST_HEADLINE:
        return False
    words = [word for word in re.findall(r"[^\W\d_][\w’'-]*", line) if len(word) > 3]
    return len(words) > len(run.words) and sum(word[0].isupper() for word in words) >= _CAPITALISED * len(words)


def follows_organisation_word(text: str, start: int) -> bool:
    """Whether an organisation's word in lower case stands right before a name: "the consultancy Ada Berg"."""
    match = _THE_FIRM.search(text, max(start - REACH // 2, 0), start)
    return match is not None and match.group(1) in organisation_words() and match.group(1) not in roles()


def _is_bare_surname(name: Sequence[str]) -> bool:
    """Whether a name is one word, or one with particles: "Berg", "Al Berg", "Van den Berg"."""
    return bool(name) and all(word.lower() in PARTICLES for word in name[:-1])


def _is_person(run: Run, document: Document, alone: set[str], teams: Set[str]) -> bool:
    """Whether a run of several words names a person, from its words, its surroundings, or its later short form.

    What somebody does with things of "her" or "his" own is such a surrounding: "Yala Bem opened Sable, her restaurant".
    """
    if run.parsed.kind != UNKNOWN:
        return run.parsed.kind == PERSON
    if _is_team(run.parsed.name, teams):
        return False
    if any(word.isupper() and len(word) > 1 for word in run.parsed.name):
        return _is_in_capitals(run.parsed.name, alone)
    before, after = document.text[max(run.start - REACH, 0) : run.start], document.text[run.end : run.end + REACH]
    if speaks_of_it(document.text, run.end):
        return False
    if _AGE_AFTER.match(after) or _WHO_AFTER.match(after) or role_before(before) or _is_called_so(before):
        return True
    if _role_apposed_before(document.text, run, before):
        return True
    apposed = _AFTER.match(after)
    if apposed and apposed_role(apposed.group(1)):
        return True
    recognised = entity_at(document, run.end - 1)
    if recognised == "PERSON" or (recognised == "" and _is_taken_up(run, document)):
        return True
    if recognised == "" and _OWNS_AFTER.match(after):
        return True
    return recognised == "" and fold_word(run.parsed.name[-1]) in alone


def _is_team(name: Sequence[str], teams: Set[str]) -> bool:
    """Whether a name ends in a word that goes by an article alone: "Lind Blades" where "the Blades" lose."""
    return len(name) > 1 and name[-1] in teams and name[0] not in given_names()


def speaks_of_it(text: str, end: int) -> bool:
    """Whether what a name says is of "it", as no person's is: "Hale Living, the developer, said it had a plan"."""
    return _SPEAKS_OF_IT.match(text, end) is not None


def _is_in_capitals(name: Sequence[str], alone: set[str]) -> bool:
    """Whether a name opens the text in capitals and a part of it stands alone later: "ADA BERG left", then "Ada"."""
    is_given = name[0].capitalize() in given_names() and all(word.isupper() for word in name)
    return is_given and not alone.isdisjoint((fold_word(name[0]), fold_word(name[-1])))


def _is_taken_up(run: Run, document: Document) -> bool:
    """Whether "he" or "she" opens the sentence after one that a name opens: "Right-hander Yala Bem lost. She said"."""
    sentence = document.sentence_span(document.sentence_of(run.start))
    is_alone = run_pattern().search(document.text, run.end, sentence.end) is None
    return sentence.start == run.start and is_alone and _TAKES_UP.match(document.text, sentence.end) is not None


def _is_called_so(before: str) -> bool:
    """Whether the text before a name ends in a role and "called", as in "a man called "."""
    match = _CALLED.search(before)
    return match is not None and role_before(before[: match.start()]) is not None


def entity_at(document: Document, position: int) -> str:
    """The entity type that the model gives the word at a character; empty when none or not parsed."""
    token = document.token_at(position)
    return "" if token is None else document.tokens.entity[token].partition("-")[2]


@dataclass(slots=True)
class _Builder:
    persons: list[Person]
    by_word: dict[str, list[int]]

    def add(self, person: Person) -> int:
        self.persons.append(person)
        number = len(self.persons) - 1
        self.index(number)
        return number

    def index(self, number: int) -> None:
        for word in self.persons[number].words:
            numbers = self.by_word.setdefault(fold_word(word), [])
            if number not in numbers:
                numbers.append(number)


def _merge(runs: Iterable[Run], text: str) -> _Builder:
    """One person per distinct full name; a longer form of the same name replaces the shorter."""
    table = _Builder([], {})
    for run in runs:
        number = _same_person(table, run.parsed.name)
        if number is None:
            number = table.add(Person(run.parsed.name, first=run.start))
        person = table.persons[number]
        if _is_fuller(run.parsed.name, person.name) and not _only_adds_a_word(run.parsed.name, person.name):
            person.name = run.parsed.name
            table.index(number)
        if run.nickname and not person.nickname:
            person.nickname = run.nickname
            table.index(number)
        _learn(person, run, text)
    return table


def _same_person(table: _Builder, name: Sequence[str]) -> int | None:
    keys = [fold_word(word) for word in name]
    for number in table.by_word.get(surname(name), ()):
        other = [fold_word(word) for word in table.persons[number].name]
        if other[-1] == keys[-1] and (_same_given(keys[0], other[0]) or _misspelt(name[0], table.persons[number])):
            return number
    ending = [
        number
        for number in table.by_word.get(surname(name), ())
        if _ends_with([fold_word(word) for word in table.persons[number].name], keys)
        or _is_first_surname(keys, [fold_word(word) for word in table.persons[number].name])
        or (len(table.persons[number].name) > 1 and _only_adds_a_word(name, table.persons[number].name))
    ]
    return ending[0] if len(ending) == 1 else None


def _misspelt(given: str, person: Person) -> bool:
    """Whether a given name is a person's own with one letter more or less: "Hanna Berg" and "Hannah Berg"."""
    short, long = sorted((given.casefold(), person.name[0].casefold()), key=len)
    is_close = (
        len(long) - len(short) == 1
        and len(short) >= 5
        and any(short == long[:place] + long[place + 1 :] for place in range(len(long)))
    )
    return is_close and gender_of_name((given, person.name[-1])) in ("", person.gender)


def _only_adds_a_word(name: Sequence[str], to: Sequence[str]) -> bool:
    """Whether a run is a known name after a word that is no given name: "Imagine Ada Berg"."""
    folded = [fold_word(word) for word in name]
    return name[0] not in given_names() and _ends_with(folded, [fold_word(word) for word in to])


def _ends_with(long: Sequence[str], short: Sequence[str]) -> bool:
    """Whether a name is the double surname of a longer one: "Al Berg" of "Ada Al Berg"."""
    return len(long) > len(short) and list(long[-len(short) :]) == list(short)


def _is_first_surname(name: Sequence[str], of: Sequence[str]) -> bool:
    """Whether a name with its particle is the first of somebody's surnames: "De la Vega" of "Ada de la Vega y Soto"."""
    places = range(1, len(of) - len(name))
    return name[0] in PARTICLES and any(list(of[place : place + len(name)]) == list(name) for place in places)


def _same_given(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return long.startswith(short) and (len(short) == 1 or len(short) >= 3 or short == long)


def _is_fuller(name: Sequence[str], than: Sequence[str]) -> bool:
    if all(word.isupper() for word in name) != all(word.isupper() for word in than):
        return all(word.isupper() for word in than)
    return (len(name), sum(map(len, name))) > (len(than), sum(map(len, than)))


def _learn(person: Person, run: Run, text: str) -> None:
    """Take over gender and role from what stands around one mention."""
    before = text[max(run.start - REACH, 0) : run.start]
    found = [_prefix_role(run, before), _role_after(text, run), _role_apposed_before(text, run, before)]
    for role in found:
        if role and role not in person.roles:
            person.roles.append(role)
    person.offices |= set(_offices(run, before))
    genders = [title_gender(list(run.parsed.prefix)), *(title_gender(role.split()[-1:]) for role in found if role)]
    if known := next((gender for gender in genders if gender), ""):
        person.gender = known
    elif not person.gender:
        person.gender = gender_of_name(run.parsed.name)


def _offices(run: Run, before: str) -> Iterator[str]:
    """The offices whose short forms stand before a name as titles, in full: "former senator" of "former Sen. Berg"."""
    lead = " ".join((before, *run.parsed.prefix)).lower()
    for title in run.parsed.prefix:
        office = folded_role(title)
        if office != title.lower().rstrip("."):
            is_former = re.search(r"\b(?:former\s+|ex-)\Z", lead[: lead.rfind(title.lower())]) is not None
            yield f"former {office}" if is_former else office


def _prefix_role(run: Run, before: str) -> str | None:
    prefix = " ".join(word for word in run.parsed.prefix if word not in not_names())
    if not prefix:
        return role_before(before)
    land = before.split()[-1:] if before[-1:].isspace() else []
    office = f"{land[0]} {prefix}" if land and land[0] in nationalities() else prefix
    return office if role_head(prefix) else None


def _role_after(text: str, run: Run) -> str | None:
    if run.is_owner:
        return None
    match = _AFTER.match(text, run.end, run.end + REACH + 30)
    return apposed_role(match.group(1)) if match else None


def _role_apposed_before(text: str, run: Run, before: str) -> str | None:
    if text[run.end : run.end + 1] not in (",", "."):
        return None
    match = _APPOSED_BEFORE.search(before)
    return tidy_role(match.group(1)) if match else None


def _add_single_names(table: _Builder, runs: Sequence[Run], document: Document) -> None:
    """Persons who are only ever called by one name ("Mr Berg"), and what titles say of those known in full."""
    inside = {
        run.parsed.name for run in runs if INSIDE_SENTENCE.search(document.text, max(run.start - 3, 0), run.start)
    }
    for run in runs:
        if len(run.parsed.name) != 1 or run.parsed.kind in (ORGANISATION, PLACE):
            continue
        known = table.by_word.get(fold_word(run.parsed.name[0]), ())
        gender = title_gender(list(run.parsed.prefix))
        if len(known) == 1:
            _learn_short(table.persons[known[0]], run, gender, document.text)
        elif not known and (
            _is_single_person(run, document) or (run.parsed.name in inside and _acts_as_person(run, document.text))
        ):
            gender = gender or PRONOUN_GENDER.get(_pronoun_after(run, document.text), "")
            number = table.add(Person(run.parsed.name, gender=gender, first=run.start))
            _learn(table.persons[number], run, document.text)


def _part_by_title(table: _Builder, runs: Sequence[Run]) -> None:
    """Two persons where the article calls both a man and a woman by one surname alone: "Mr. Farr" and "Ms. Farr".

    Who of them is known in full keeps the full name.
    """
    titled: dict[str, dict[str, Run]] = {}
    for run in runs:
        gender = title_gender(list(run.parsed.prefix))
        if gender and len(run.parsed.name) == 1 and run.parsed.prefix[-1].lower().rstrip(".") in bare_titles():
            titled.setdefault(fold_word(run.parsed.name[0]), {}).setdefault(gender, run)
    for word, by_gender in titled.items():
        bearers = [number for number in table.by_word.get(word, ()) if surname(table.persons[number].name) == word]
        if len(by_gender) < 2 or len(bearers) != 1:
            continue
        known = table.persons[bearers[0]]
        other = next((run for gender, run in by_gender.items() if gender != known.gender), None)
        if other is not None and known.gender:
            table.add(_called(other, title_gender(list(other.parsed.prefix))))
            known.title = "" if len(known.name) > 1 else by_gender[known.gender].parsed.prefix[-1]


def _called(run: Run, gender: str) -> Person:
    """The person whom a title and a surname mean: "Ms. Farr"."""
    return Person(run.parsed.name, gender=gender, first=run.start, title=run.parsed.prefix[-1])


def _learn_short(person: Person, run: Run, gender: str, text: str) -> None:
    if surname(person.name) != fold_word(run.parsed.name[0]):
        return
    role = _prefix_role(run, text[max(run.start - REACH, 0) : run.start])
    if role and role not in person.roles:
        person.roles.append(role)
    if gender and not person.gender:
        person.gender = gender


def _acts_as_person(run: Run, text: str) -> bool:
    """Whether a single name is followed by "he" or "she" and by no other person: "Berg's plans fell when he left"."""
    if run.parsed.name[0].isupper() and len(run.parsed.name[0]) > 1:
        return False
    before = text[max(run.start - REACH, 0) : run.start]
    is_subject = run.is_owner or _BEFORE_SUBJECT.search(before) is not None
    return is_subject and _pronoun_after(run, text) != "" and not _NOT_A_PERSON_AFTER.search(before)


def _pronoun_after(run: Run, text: str) -> str:
    """The "he" or "she" later in the same clause, in lower case; empty when another person may be meant."""
    match = _PRONOUN_AFTER.match(text, run.end, run.end + REACH)
    if match is None or any(word.lower() in roles() or word in clause_cues() for word in match.group(1).split()):
        return ""
    return match.group(2)


def _is_single_person(run: Run, document: Document) -> bool:
    if run.parsed.kind == PERSON:
        return True
    if run.parsed.name[0].isupper() and len(run.parsed.name[0]) > 1:
        return False
    if entity_at(document, run.start) == "PERSON":
        return True
    before, after = document.text[max(run.start - REACH, 0) : run.start], document.text[run.end : run.end + 1]
    if after == "," and _relative_before().search(before):
        return True
    is_closed = after in (",", ".", ";", ":", "’", "'") or run.parsed.name[0] in given_names()
    return is_closed and role_before(before) is not None


@cache
def _relative_before() -> re.Pattern[str]:
    """The words before a relative's name between commas: "his elder brother, " and "Berg's wife, "."""
    kin = "|".join(sorted(kin_words()))
    return re.compile(rf"(?:\b(?:[Hh]is|[Hh]er|[Tt]heir|[Mm]y|[Oo]ur)|['’]s)\s(?:[a-z]+\s)?(?:{kin}),\s\Z")


def _organisations(runs: Iterable[Run]) -> list[str]:
    """The names of organisations, each once, in order of first mention."""
    return list(dict.fromkeys(" ".join(run.parsed.name) for run in runs if run.parsed.kind == ORGANISATION))


def _mentions(table: _Builder, runs: Iterable[Run]) -> list[NameMention]:
    """Every mention that means exactly one person."""
    lookup = NameTable(table.persons, (), table.by_word)
    meant: dict[tuple[tuple[str, ...], str], list[int]] = {}
    found = []
    for run in runs:
        if not run.parsed.name or run.parsed.kind in (ORGANISATION, PLACE):
            continue
        key = (run.parsed.name, title_gender(list(run.parsed.prefix)) if run.parsed.prefix else "")
        people = meant.get(key)
        if people is None:
            people = meant[key] = lookup.candidates(*key)
        if len(people) == 1:
            start = run.start + sum(len(word) + 1 for word in run.words[: len(run.words) - len(run.parsed.name)])
            found.append(NameMention(start, run.end, people[0], run.is_owner))
    return found
