"""The names of one article: every person once, with the fullest name, gender, roles and where each is mentioned.

Reads the article's text, not only its parsed sentences; a recognised entity is one piece of evidence among several and
never the only one.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from functools import cache, lru_cache

from newsquotes.attribute.document import Document, Span
from newsquotes.attribute.lexicon import (
    bare_titles,
    calendar,
    countries,
    given_names,
    kin_words,
    known_organisations,
    nationalities,
    no_surnames,
    not_names,
    organisation_words,
    places,
    post_nominals,
    roles,
    surnames_like_words,
    titles,
)
from newsquotes.attribute.name_shapes import (
    ending_of_person,
    follows_maiden_word,
    has_name_of_person,
    is_surname_first,
)
from newsquotes.attribute.roles import is_plural_role, role_before, role_head, tidy_role, title_gender
from newsquotes.extract.cues import clause_cues

PERSON, ORGANISATION, PLACE, ROLE, UNKNOWN = "person", "organisation", "place", "role", "unknown"
_PARTICLES = (
    "de la", "de los", "van der", "van den", "van de", "von der", "de", "del", "della", "di", "da", "dos", "das", "du",
    "von und zu", "van", "von", "der", "den", "ter", "bin", "ibn", "al", "el", "ben", "le", "la", "zu", "y", "e",
)  # fmt: skip
_SAINTS = ("st", "ste")
_ARTICLES = "al|el|ar|as|ash|ad|az|an|ul|ud|ur"
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_ARTICLE = re.compile(rf"\A(?:{_ARTICLES})-(?=\w)")
_INITIAL = re.compile(r"[^\W\d_](?:\.|$)")
_POSSESSIVE = re.compile(r"['’‘]s$|(?<=s)['’]$")
_AFTER = re.compile(r",\s+(?:\d{1,3},\s+)?([^,.;:!?\n“”\"()—–]{3,90})(?=[,.;:!?\n“”\"()—–]|$)")
_AGE_AFTER = re.compile(r",\s+\d{1,3}\b|\s+\(\d{1,3}\)")
_WHO_AFTER = re.compile(r",\s(?:\d{1,3},\s)?whos?e?\b")
_APPOSED_BEFORE = re.compile(
    r"(?:^|[\s“\"])((?:(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Oo]ur|[Mm]y)\s|[^\s,.;:]+['’]s\s)"
    r"[^,.;:!?\n“”\"()—–]{3,80}),\s$"
)
_OWNS_AFTER = re.compile(r" [a-z]{3,}ed\b[^.;:!?\n“”\"]{0,40}?\b(?:his|her|himself|herself)\b")
_TAKES_UP = re.compile(r"\s*(?:He|She) [a-z]")
_CALLED = re.compile(r"\b(?:called|named)\s$")
_REACH = 100
_CACHED = 1 << 15
_VERB_AFTER = re.compile(r" (?:also |then |later )?([a-z]+)\b")
_LONGEST_HEADLINE = 160
_CAPITALISED = 0.8
_PRONOUN_AFTER = re.compile(r"(?:['’]s)?((?:[ ,]+[a-z][\w-]*){1,8}?) (he|she|his|her)\b")
_PRONOUN_GENDER = {"he": "male", "his": "male", "she": "female", "her": "female"}
_INSIDE_SENTENCE = re.compile(r"[\w,] \Z")
_BEFORE_SUBJECT = re.compile(
    r"(?:^|[.!?…”\"’,] |\n|\b(?:with|when|as|after|before|since|that|while|because|but|if|and) )\Z"
)
_NICKNAME = re.compile(r" [“\"‘'(](?P<nickname>[^\W\d_a-z][\w’' -]{1,20})[”\"’')] (?P<surname>[^\W\d_a-z][\w’-]+)")
_SECOND_OF_PAIR = re.compile(r" and ([^\W\d_a-z][\w-]+) ([^\W\d_a-z][\w’'-]*[^\W\d_’'])(?! [^\W\d_a-z])")
_FIRST_OF_PAIR = re.compile(r"(?<![\w’'-])[^\W\d_a-z][\w-]+\Z")
_CAPITAL_BEFORE = re.compile(r"[^\W\d_a-z][\w.’'-]*,? \Z")
_LONGEST_WORD = 24
_LEADS_UP_TO_WORDS = re.compile(r"[^.;!?\n“”\"]{0,60}[:,]\s*[“\"]")
_OF_ORIGIN = re.compile(r"[^\W\d_]\w+-(?:born|based|raised|trained|bred|educated)")
_NOT_A_PERSON_AFTER = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Ii]n|[Aa]t|[Ii]nto|[Nn]ear|[Aa]cross)\s$")
_THE_FIRM = re.compile(r"\b[Tt]he\s(?:[\w-]+\s){0,3}?([a-z-]+)\s\Z")


@cache
def _upper() -> str:
    """Capital letters of the Latin, Greek and Cyrillic scripts, as the inside of a character class."""
    return "".join(chr(code) for code in range(0x41, 0x530) if chr(code).isupper())


@cache
def run_pattern() -> re.Pattern[str]:
    """A run of capitalised words on one line, joined by spaces and name particles."""
    return re.compile(rf"(?<![\w’'-]){name_run()}")


@cache
def name_run() -> str:
    """The same as a part of other patterns, which may begin anywhere."""
    upper = _upper()
    abbreviations = sorted((title.capitalize() for title in bare_titles()), key=len, reverse=True)
    stopped = rf"(?:{'|'.join(map(re.escape, abbreviations))})\."
    saint = rf"Ste?\.(?=[ \u00a0][{upper}])"
    plain = rf"(?:[dDlL]['’]|(?:{_ARTICLES})-)?[{upper}][\w'’‘-]*"
    word = rf"(?:(?:[{upper}]\.)+(?:-[{upper}]\.)?|{stopped}|{saint}|{plain})"
    particles = "|".join(_PARTICLES)
    stop_of_suffix = r"(?:(?<=[ \u00a0][JS]r)\.)?"
    return rf"{word}(?:[ \u00a0](?:(?:{particles})[ \u00a0])?{word})*{stop_of_suffix}"


@dataclass(frozen=True, slots=True)
class Parsed:
    """A run of words read as a name: what stands before the name, the name, and what kind of name it is."""

    prefix: tuple[str, ...]
    name: tuple[str, ...]
    kind: str


@dataclass(slots=True)
class Person:
    """One person of the article; `name` is the fullest form, `first` the first character of the first full mention.

    `title` is what tells a person of one name from another of the same: "Mr." of two called "Farr"; `nickname` is what
    the article prints in marks within the name: Ada “Tank” Berg.
    """

    name: tuple[str, ...]
    gender: str = ""
    roles: list[str] = field(default_factory=list)
    first: int = 0
    title: str = ""
    nickname: str = ""

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
    any name has a verb of reporting right behind it.
    """

    persons: Sequence[Person]
    mentions: Sequence[NameMention]
    by_word: dict[str, list[int]]
    organisations: Set[str] = frozenset()
    organisations_by_word: dict[str, list[str]] = field(default_factory=dict)
    surnames: dict[str, list[Span]] = field(default_factory=dict)
    saying: Sequence[Span] = ()

    def mentions_within(self, start: int, end: int) -> Iterator[NameMention]:
        """The mentions that start in a stretch of text."""
        place = bisect_left(self.mentions, start, key=lambda mention: mention.start)
        while place < len(self.mentions) and self.mentions[place].start < end:
            yield self.mentions[place]
            place += 1

    def candidates(self, name: Sequence[str], gender: str = "") -> list[int]:
        """The persons that a name may mean: those whose last name it is, else those who bear its words at all."""
        keys = [fold_word(word) for word in name if fold_word(word) not in _SUFFIXES]
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


def suffix_of(name: Sequence[str]) -> str:
    """The folded suffix of a name, or nothing.

    >>> suffix_of(("Tor", "Moe", "Jr."))
    'jr'
    """
    last = fold_word(name[-1])
    return last if len(name) > 1 and last in _SUFFIXES else ""


@lru_cache(maxsize=_CACHED)
def fold_word(word: str) -> str:
    """A word of a name for comparing: no case, no stop, no possessive, no Arabic article.

    >>> fold_word("O’Neil’s"), fold_word("al-Hale")
    ("o'neil", 'hale')
    """
    return _ARTICLE.sub("", _POSSESSIVE.sub("", word).casefold().replace(".", "").replace("’", "'"))


def surname(name: Sequence[str]) -> str:
    """The folded last name, suffixes aside.

    >>> surname(("Ada", "Berg", "Jr."))
    'berg'
    """
    if is_surname_first(name):
        return fold_word(name[0])
    keys = [fold_word(word) for word in name]
    while len(keys) > 1 and keys[-1] in _SUFFIXES:
        keys.pop()
    return keys[-1]


def parse_name(words: Sequence[str]) -> Parsed:
    """Read capitalised words as titles and roles followed by a name.

    >>> parse_name(["Foreign", "Minister", "Ada", "Berg"])
    Parsed(prefix=('Foreign', 'Minister'), name=('Ada', 'Berg'), kind='person')
    >>> parse_name(["Harbour", "Ministry"]).kind
    'organisation'
    """
    return _parse_name(tuple(words))


@lru_cache(maxsize=_CACHED)
def _parse_name(words: tuple[str, ...]) -> Parsed:
    """The same for words that recur: most names of an article stand in it many times."""
    plain = [_POSSESSIVE.sub("", word) for word in words]
    if (whole := " ".join(plain)) in places():
        return Parsed((), tuple(plain), PLACE)
    if whole in known_organisations():
        return Parsed((), tuple(plain), ORGANISATION)
    cut = _end_of_prefix(plain)
    prefix, name = tuple(plain[:cut]), tuple(plain[cut:])
    if not name:
        return Parsed(prefix, (), ROLE)
    return Parsed(prefix, name, _kind_of_name(prefix, name))


def _end_of_prefix(words: Sequence[str]) -> int:
    """How many words precede the name proper: openers of sentences, nationalities, titles and roles."""
    cut = 0
    while cut < len(words) and _is_no_name(words, cut):
        cut += 1
    last = len(words) - 1
    while last > cut and fold_word(words[last]) in _SUFFIXES:
        last -= 1
    for place in range(cut, last + 1):
        key = words[place].lower().rstrip(".’'")
        if key in _SAINTS and place > cut:
            continue
        is_title = key in titles() or _is_double_title(key) or _is_plural_title(words, place)
        if not is_title or (words[place] in given_names() and place < last):
            continue
        is_surname = place == last and place > cut and words[place - 1] in given_names()
        if not is_surname:
            cut = place + 1
    while cut < len(words) and _is_no_name(words, cut) and not _may_be_surname(words, cut):
        cut += 1
    return cut


def _may_be_surname(words: Sequence[str], place: int) -> bool:
    """Whether a word that is mostly none is a name here: "May" behind any title, "White" behind "Mr"."""
    return words[place] in calendar() or (
        place > 0 and words[place] in surnames_like_words() and expects_name(words[place - 1])
    )


def _is_double_title(word: str) -> bool:
    """ "secretary-treasurer"."""
    parts = word.split("-")
    return len(parts) > 1 and all(part in titles() for part in parts)


def _is_plural_title(words: Sequence[str], place: int) -> bool:
    """ "Sens. Berg and Lind", "Ministers Ada Berg and Tor Moe": but "Veterans Affairs" names no veteran."""
    singular = words[place].lower().rstrip(".").removesuffix("s")
    if singular == words[place].lower().rstrip(".") or singular not in titles():
        return False
    return place + 1 == len(words) or singular in bare_titles() or words[place + 1] in given_names()


def _is_no_name(words: Sequence[str], place: int) -> bool:
    """Whether a word opens a sentence or tells a nationality; "German Berg" may be a man called German."""
    if place == 0 and _opens_with_participle(words):
        return True
    is_first_of_two = len(words) - place == 2
    if is_first_of_two and (words[place] in given_names() or words[place] in nationalities()):
        return words[place + 1] in no_surnames() or words[place + 1].lower().rstrip(".") in titles()
    is_origin = words[place] in nationalities() or _OF_ORIGIN.fullmatch(words[place]) is not None
    return is_origin or words[place] in not_names()


def _opens_with_participle(words: Sequence[str]) -> bool:
    """Whether a participle stands before a full name: "Entrusting Ada Berg"; not "Sterling Berg"."""
    return len(words) > 2 and words[0].endswith("ing") and words[0] not in given_names() and words[1] in given_names()


def _kind_of_name(prefix: Sequence[str], name: Sequence[str]) -> str:
    joined = " ".join(name)
    if joined in places():
        return PLACE
    if joined in known_organisations() or name[-1].lower() in organisation_words():
        return ORGANISATION
    is_given = name[0] in given_names() or _INITIAL.match(name[0])
    if not is_given and any(word.lower() in organisation_words() for word in name):
        return ORGANISATION
    if not is_given and len(name) > 1 and name[-1] in countries():
        return ORGANISATION if not prefix else UNKNOWN
    has_title = any(word.lower().rstrip(".") in titles().keys() - organisation_words() for word in prefix)
    if has_name_of_person(name):
        return PERSON
    if has_title or (len(name) > 1 and is_given and name[-1] not in no_surnames()):
        return PERSON
    return UNKNOWN


def _agree(keys: Sequence[str], name: Sequence[str]) -> bool:
    """Whether the words of a short name can be those of a full one: a given name or initial must not conflict."""
    full = [fold_word(word) for word in name]
    if len(keys) == 1:
        return keys[0] in full
    return keys[-1] in full and all(
        word in full or (len(word) == 1 and any(part.startswith(word) for part in full)) for word in keys[:-1]
    )


@dataclass(frozen=True, slots=True)
class _Run:
    start: int
    end: int
    words: tuple[str, ...]
    parsed: Parsed
    is_owner: bool
    nickname: str = ""


def name_table(document: Document) -> NameTable:
    """The names of an article."""
    plain = list(_runs(document.text))
    others = [
        *_nicknamed(document.text),
        *_sharing_surname(document.text, plain),
        *_relatives_of_surname(document.text, plain),
    ]
    runs = sorted([*plain, *others], key=lambda run: (run.start, -run.end))
    alone = {fold_word(run.parsed.name[-1]) for run in runs if _is_bare_surname(run.parsed.name)}
    sure = {surname(run.parsed.name) for run in runs if len(run.parsed.name) > 1 and run.parsed.kind == PERSON}
    firms = {
        run.parsed.name
        for run in runs
        if run.parsed.name
        and follows_organisation_word(document.text, run.start)
        and fold_word(run.parsed.name[-1]) not in alone
    }
    uses = Counter(run.parsed.name for run in runs)
    full = [
        run
        for run in runs
        if len(run.parsed.name) > 1
        and run.parsed.name not in firms
        and _is_person(run, document, alone - sure)
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
    )


def _by_word(names: Iterable[str]) -> dict[str, list[str]]:
    """The names by each of their words, in lower case."""
    by_word: dict[str, list[str]] = {}
    for name in names:
        for word in dict.fromkeys(name.lower().split()):
            by_word.setdefault(word, []).append(name)
    return by_word


def _saying(runs: Iterable["_Run"], text: str) -> list[Span]:
    """The runs with a verb of reporting right behind them: "Berg said"."""
    forms = clause_cues()
    found = []
    for run in runs:
        if run.parsed.name and not run.is_owner:
            verb = _VERB_AFTER.match(text, run.end)
            if verb is not None and verb.group(1) in forms:
                found.append(Span(run.start, run.end))
    return found


def _shared_surnames(table: "_Builder", runs: Iterable[_Run]) -> dict[str, list[Span]]:
    """Where each surname that several persons bear stands without a given name."""
    bearers = Counter(surname(person.name) for person in table.persons)
    found: dict[str, list[Span]] = {word: [] for word, count in bearers.items() if count > 1}
    for run in runs:
        if len(run.parsed.name) == 1 and (word := fold_word(run.parsed.name[0])) in found:
            found[word].append(Span(run.start, run.end))
    return found


def _is_cut_from_headline(run: _Run, text: str) -> bool:
    """Whether a long or unlikely name may be other words of a line in which every word is capitalised."""
    is_likely = run.parsed.kind == PERSON and run.parsed.name[0] in given_names()
    if len(run.parsed.name) < 3 and (is_likely or _INITIAL.match(run.parsed.name[0])):
        return False
    start, end = text.rfind("\n", 0, run.start) + 1, text.find("\n", run.end)
    line = text[start : end if end >= 0 else len(text)]
    if len(line) > _LONGEST_HEADLINE:
        return False
    words = [word for word in re.findall(r"[^\W\d_][\w’'-]*", line) if len(word) > 3]
    return len(words) > len(run.words) and sum(word[0].isupper() for word in words) >= _CAPITALISED * len(words)


def follows_organisation_word(text: str, start: int) -> bool:
    """Whether an organisation's word in lower case stands right before a name: "the consultancy Ada Berg"."""
    match = _THE_FIRM.search(text, max(start - _REACH // 2, 0), start)
    return match is not None and match.group(1) in organisation_words() and match.group(1) not in roles()


def _is_bare_surname(name: Sequence[str]) -> bool:
    """Whether a name is one word, or one with particles: "Berg", "Al Berg", "Van den Berg"."""
    return bool(name) and all(word.lower() in _PARTICLES for word in name[:-1])


def _runs(text: str) -> Iterator[_Run]:
    """The runs of capitalised words, split after a possessive and around the calendar; none that is given up."""
    for match in run_pattern().finditer(text):
        if follows_maiden_word(text, match.start()):
            continue
        piece: list[str] = []
        parts = match.group().replace("\u00a0", " ").split(" ")
        position = start = match.start()
        if _opens_with_verb_of_saying(text, match, parts):
            start = position = match.start() + len(parts[0]) + 1
            parts = parts[1:]
        for place, word in enumerate(parts):
            end = position + len(word)
            is_given = word in given_names() and place + 2 == len(parts) and not piece
            is_last = place + 1 == len(parts)
            may_end = word in calendar() or (is_last and _POSSESSIVE.sub("", word) in surnames_like_words())
            if is_given or (piece and may_end and expects_name(piece[-1])):
                piece.append(word)
            elif (word in not_names() and piece) or (word in post_nominals() and len(piece) > 1):
                yield from _one_run(piece, start)
                piece, start = [], end + 1
            elif word in not_names():
                start = end + 1
            else:
                piece.append(word)
                if _is_possessive(word):
                    yield from _one_run(piece, start)
                    piece, start = [], end + 1
            position = end + 1
        yield from _one_run(piece, start)


def _opens_with_verb_of_saying(text: str, run: re.Match[str], words: Sequence[str]) -> bool:
    """Whether a sentence begins with its verb: "Added Ada Berg: “…”"; "Said" is a given name too, so words follow."""
    if len(words) < 2 or words[0].lower() not in clause_cues():
        return False
    if _INSIDE_SENTENCE.search(text, max(run.start() - 3, 0), run.start()):
        return False
    return words[0] not in given_names() or _LEADS_UP_TO_WORDS.match(text, run.end()) is not None


def _nicknamed(text: str) -> Iterator[_Run]:
    """Full names with a nickname in marks or brackets inside: Ada “Tank” Berg is Ada Berg."""
    for match in _NICKNAME.finditer(text):
        given = text[max(match.start() - _LONGEST_WORD, 0) : match.start()].split(" ")[-1].rpartition("\n")[2]
        if given in given_names() and match.group("surname") not in not_names():
            words = (given, match.group("surname"))
            start = match.start() - len(given)
            nickname = match.group("nickname") if " " not in match.group("nickname") else ""
            yield _Run(start, match.end(), words, parse_name(words), is_owner=False, nickname=nickname)


def _sharing_surname(text: str, runs: Sequence[_Run]) -> Iterator[_Run]:
    """The first of two who are named with one surname: Ada Moe in "Ada and Tor Moe", unless she has another."""
    named = {run.parsed.name[0] for run in runs if len(run.parsed.name) > 1 and run.parsed.kind == PERSON}
    for match in _SECOND_OF_PAIR.finditer(text):
        first = _FIRST_OF_PAIR.search(text, max(match.start() - _LONGEST_WORD, 0), match.start())
        if first is None or first.group() in named or not given_names().keys() >= {first.group(), match.group(1)}:
            continue
        words = (first.group(), match.group(2))
        before = _CAPITAL_BEFORE.search(text, max(first.start() - _LONGEST_WORD, 0), first.start())
        is_alone = before is None or is_plural_role(before.group().strip(", ").lower())
        if is_alone and parse_name(words).kind == PERSON:
            yield _Run(first.start(), first.end(), words, parse_name(words), is_owner=False)


def _relatives_of_surname(text: str, runs: Sequence[_Run]) -> Iterator[_Run]:
    """A wife named by her given name alone who is "Mrs Moe" later: Ina Moe in "Tor Moe and his wife Ina"."""
    titled = {
        (fold_word(run.parsed.name[-1]), title_gender(list(run.parsed.prefix)))
        for run in runs
        if len(run.parsed.name) == 1 and run.parsed.prefix
    }
    people = [run for run in runs if len(run.parsed.name) > 1 and run.parsed.kind == PERSON]
    for match in _relative_by_given_name().finditer(text) if titled else ():
        own = _PRONOUN_GENDER[match.group("whose").lower()]
        place = bisect_left(people, match.start(), key=lambda run: run.start)
        owner = people[place - 1] if place else None
        if owner is None or match.start() - owner.end > _REACH or gender_of_name(owner.parsed.name) != own:
            continue
        words = (match.group("given"), owner.parsed.name[-1])
        gender = gender_of_name(words)
        if gender not in ("", own) and (surname(owner.parsed.name), gender) in titled:
            yield _Run(match.start("given"), match.end("given"), words, parse_name(words), is_owner=False)


@cache
def _relative_by_given_name() -> re.Pattern[str]:
    """A relative with a given name alone: "his wife Ina", "Her brother, Tor,"."""
    return re.compile(
        rf"\b(?P<whose>[Hh]is|[Hh]er) (?:[a-z]+ )?(?:{'|'.join(sorted(kin_words()))}),? "
        rf"(?P<given>[{_upper()}][\w-]+)(?=[.,;:’']| (?![{_upper()}]))"
    )


def expects_name(word: str) -> bool:
    """Whether a name must follow, even one that looks like a month: "Ms. May", "Theresa May"."""
    return word in given_names() or word.lower().rstrip(".") in ("mr", "mrs", "ms", "dr", "miss", "sir")


def _is_possessive(word: str) -> bool:
    return word[-1] in "s'’" and _POSSESSIVE.search(word) is not None


def _one_run(words: Sequence[str], start: int) -> Iterator[_Run]:
    if not words:
        return
    end = start + sum(map(len, words)) + len(words) - 1
    is_owner = _is_possessive(words[-1])
    if is_owner:
        end -= len(words[-1]) - len(_POSSESSIVE.sub("", words[-1]))
    yield _Run(start, end, tuple(words), parse_name(words), is_owner)


def _is_person(run: _Run, document: Document, alone: set[str]) -> bool:
    """Whether a run of several words names a person, from its words, its surroundings, or its later short form.

    What somebody does with things of "her" or "his" own is such a surrounding: "Yala Bem opened Sable, her restaurant".
    """
    if run.parsed.kind != UNKNOWN:
        return run.parsed.kind == PERSON
    if any(word.isupper() and len(word) > 1 for word in run.parsed.name):
        return _is_in_capitals(run.parsed.name, alone)
    before, after = document.text[max(run.start - _REACH, 0) : run.start], document.text[run.end : run.end + _REACH]
    if _AGE_AFTER.match(after) or _WHO_AFTER.match(after) or role_before(before) or _is_called_so(before):
        return True
    if _role_apposed_before(document.text, run, before):
        return True
    apposed = _AFTER.match(after)
    if apposed and tidy_role(apposed.group(1)):
        return True
    recognised = entity_at(document, run.end - 1)
    if recognised == "PERSON" or (recognised == "" and _is_taken_up(run, document)):
        return True
    if recognised == "" and _OWNS_AFTER.match(after):
        return True
    return recognised == "" and fold_word(run.parsed.name[-1]) in alone


def _is_in_capitals(name: Sequence[str], alone: set[str]) -> bool:
    """Whether a name opens the text in capitals and a part of it stands alone later: "ADA BERG left", then "Ada"."""
    is_given = name[0].capitalize() in given_names() and all(word.isupper() for word in name)
    return is_given and not alone.isdisjoint((fold_word(name[0]), fold_word(name[-1])))


def _is_taken_up(run: _Run, document: Document) -> bool:
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


def _merge(runs: Iterable[_Run], text: str) -> _Builder:
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
    return name[0] in _PARTICLES and any(list(of[place : place + len(name)]) == list(name) for place in places)


def _same_given(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return long.startswith(short) and (len(short) == 1 or len(short) >= 3 or short == long)


def _is_fuller(name: Sequence[str], than: Sequence[str]) -> bool:
    if all(word.isupper() for word in name) != all(word.isupper() for word in than):
        return all(word.isupper() for word in than)
    return (len(name), sum(map(len, name))) > (len(than), sum(map(len, than)))


def _learn(person: Person, run: _Run, text: str) -> None:
    """Take over gender and role from what stands around one mention."""
    before = text[max(run.start - _REACH, 0) : run.start]
    found = [_prefix_role(run, before), _role_after(text, run), _role_apposed_before(text, run, before)]
    for role in found:
        if role and role not in person.roles:
            person.roles.append(role)
    genders = [title_gender(list(run.parsed.prefix)), *(title_gender(role.split()[-1:]) for role in found if role)]
    if known := next((gender for gender in genders if gender), ""):
        person.gender = known
    elif not person.gender:
        person.gender = gender_of_name(run.parsed.name)


def _prefix_role(run: _Run, before: str) -> str | None:
    prefix = " ".join(word for word in run.parsed.prefix if word not in not_names())
    if not prefix:
        return role_before(before)
    land = before.split()[-1:] if before[-1:].isspace() else []
    office = f"{land[0]} {prefix}" if land and land[0] in nationalities() else prefix
    return office if role_head(prefix) else None


def _role_after(text: str, run: _Run) -> str | None:
    if run.is_owner:
        return None
    match = _AFTER.match(text, run.end, run.end + _REACH + 30)
    return tidy_role(match.group(1)) if match else None


def _role_apposed_before(text: str, run: _Run, before: str) -> str | None:
    if text[run.end : run.end + 1] not in (",", "."):
        return None
    match = _APPOSED_BEFORE.search(before)
    return tidy_role(match.group(1)) if match else None


def gender_of_name(name: Sequence[str]) -> str:
    """The gender of a name's first word: male, female, or empty when it says nothing.

    >>> gender_of_name(("Anna", "Berg"))
    'female'
    """
    if len(name) < 2 or name[0].lower() in _PARTICLES:
        return ""
    given = given_names().get(name[0].capitalize() if name[0].isupper() else name[0], "")
    gender = given or ending_of_person(name[-1]) or ""
    return "" if gender == "either" else gender


def _add_single_names(table: _Builder, runs: Sequence[_Run], document: Document) -> None:
    """Persons who are only ever called by one name ("Mr Berg"), and what titles say of those known in full."""
    inside = {
        run.parsed.name for run in runs if _INSIDE_SENTENCE.search(document.text, max(run.start - 3, 0), run.start)
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
            gender = gender or _PRONOUN_GENDER.get(_pronoun_after(run, document.text), "")
            number = table.add(Person(run.parsed.name, gender=gender, first=run.start))
            _learn(table.persons[number], run, document.text)


def _part_by_title(table: _Builder, runs: Sequence[_Run]) -> None:
    """Two persons where the article calls both a man and a woman by one surname alone: "Mr. Farr" and "Ms. Farr".

    Who of them is known in full keeps the full name.
    """
    titled: dict[str, dict[str, _Run]] = {}
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


def _called(run: _Run, gender: str) -> Person:
    """The person whom a title and a surname mean: "Ms. Farr"."""
    return Person(run.parsed.name, gender=gender, first=run.start, title=run.parsed.prefix[-1])


def _learn_short(person: Person, run: _Run, gender: str, text: str) -> None:
    if surname(person.name) != fold_word(run.parsed.name[0]):
        return
    role = _prefix_role(run, text[max(run.start - _REACH, 0) : run.start])
    if role and role not in person.roles:
        person.roles.append(role)
    if gender and not person.gender:
        person.gender = gender


def _acts_as_person(run: _Run, text: str) -> bool:
    """Whether a single name is followed by "he" or "she" and by no other person: "Berg's plans fell when he left"."""
    if run.parsed.name[0].isupper() and len(run.parsed.name[0]) > 1:
        return False
    before = text[max(run.start - _REACH, 0) : run.start]
    is_subject = run.is_owner or _BEFORE_SUBJECT.search(before) is not None
    return is_subject and _pronoun_after(run, text) != "" and not _NOT_A_PERSON_AFTER.search(before)


def _pronoun_after(run: _Run, text: str) -> str:
    """The "he" or "she" later in the same clause, in lower case; empty when another person may be meant."""
    match = _PRONOUN_AFTER.match(text, run.end, run.end + _REACH)
    if match is None or any(word.lower() in roles() or word in clause_cues() for word in match.group(1).split()):
        return ""
    return match.group(2)


def _is_single_person(run: _Run, document: Document) -> bool:
    if run.parsed.kind == PERSON:
        return True
    if run.parsed.name[0].isupper() and len(run.parsed.name[0]) > 1:
        return False
    if entity_at(document, run.start) == "PERSON":
        return True
    is_closed = document.text[run.end : run.end + 1] in (",", ".", ";", ":", "’", "'")
    is_closed = is_closed or run.parsed.name[0] in given_names()
    return is_closed and role_before(document.text[max(run.start - _REACH, 0) : run.start]) is not None


def _organisations(runs: Iterable[_Run]) -> list[str]:
    """The names of organisations, each once, in order of first mention."""
    return list(dict.fromkeys(" ".join(run.parsed.name) for run in runs if run.parsed.kind == ORGANISATION))


def _mentions(table: _Builder, runs: Iterable[_Run]) -> list[NameMention]:
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
