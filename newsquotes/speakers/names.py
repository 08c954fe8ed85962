"""What a printed name says: folded letters, the parts of a person's name, the core of an organisation's.

Plain strings in, plain values out; nothing here knows what else the corpus holds.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from newsquotes.attribute.lexicon import (
    countries,
    countries_by_seat,
    given_names,
    known_organisations,
    nationalities,
    places,
    roles,
    titles,
)
from newsquotes.seeds import load_seed
from newsquotes.speakers.descriptions import is_of_a_people, quantity_words
from newsquotes.word_lists import function_words, role_synonyms

_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})
_PARENTHESIS = re.compile(r"\s*\([^)]*\)")
_NICKNAME = re.compile(r"(?<=\w)\s+[\"“‘'][^\"”’']+[\"”’'](?=\s+\w)")
POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$")
_SERVANT = re.compile(r"(?:(?<=\w\s)Abd(?:[aeu]l|\s[ae]l)[\s-]+(?=\w)|\bAbd(?:[aeu]l|\s[ae]l)[\s-]+(?=\w+\s+\w))")
_SERVANT_OF = "abdul"
"""The standard spelling of the word that no name ends with; what follows it belongs to it."""

_EXPANSION = re.compile(r"\((?:the\s+)?([A-Z][A-Z&.]{1,9})\)")
_ABBREVIATION = re.compile(r"[A-Z][A-Z&]{1,7}")
_POINTED = re.compile(r"\b(?:[A-Z]\.){2,}")
_HYPHEN = re.compile(r"(?<=\w{2})[-‐‑–](?=\w{2})")
_DOUBLED = re.compile(r"(.)\1")
_ARTICLES = frozenset(("the", "a", "an"))
_MIN_TRANSLITERATED = 5
_GENERIC_TAIL = "company"
_FULL_NAME = 2


@dataclass(frozen=True, slots=True)
class PersonName:
    """The folded parts of a person's name; a bare surname has no given name.

    A hyphenated surname stays one surname of two words.
    """

    given: str
    middle: tuple[str, ...]
    surname: str
    suffix: str

    @property
    def words(self) -> tuple[str, ...]:
        """All words of the name but the suffix, in order."""
        return tuple(word for part in (self.given, *self.middle, self.surname) for word in part.split())


@cache
def folded(name: str) -> str:
    """A name without case, diacritics, points and parentheses, hyphens as spaces.

    >>> folded("Łukasz O’Brien-Díaz (left)")
    'lukasz obrien diaz'
    """
    bare = POSSESSIVE.sub("", _NICKNAME.sub("", _PARENTHESIS.sub("", name)).strip())
    letters = unicodedata.normalize("NFKD", bare).casefold().translate(_LETTERS)
    return " ".join(re.sub(r"[^\w\s]", "", re.sub(r"[-‐‑–/]|\.(?=\w)", " ", letters)).replace("_", " ").split())


@cache
def person_name(name: str) -> PersonName | None:
    """The parts of a person's name, titles stripped; None if no word is left.

    >>> person_name("Dr. Ana B. van der Díaz Jr.")
    PersonName(given='ana', middle=('b',), surname='van der diaz', suffix='jr')
    >>> person_name("Mary Ellis-Grant").surname
    'ellis grant'
    """
    name = _joined_servant(proper_name(name))
    words = without_titles(folded(name).split())
    suffix = ""
    if len(words) > 1 and words[-1] in suffixes():
        suffix = suffixes()[words.pop()]
    if not words:
        return None
    last = len(words) - _words_of_last(name, len(words))
    first = 1 if len(words) == _FULL_NAME and _is_given_like_particle(name, words[0]) else 0
    particle = next((place for place in range(first, last) if words[place] in particles()), last)
    given = words[:particle]
    return PersonName(given[0] if given else "", tuple(given[1:]), " ".join(words[particle:]), suffix)


def _joined_servant(name: str) -> str:
    """A name in which `Abdul` is one word with the next: `Omar Abdul Nour`, `Omar Abdel-Nour`; `Abdul Nour` stays."""
    return _SERVANT.sub(lambda match: re.sub(r"\W", "", match[0]), name)


def _is_given_like_particle(name: str, word: str) -> bool:
    """Whether a particle is a given name here: `Ben Elm` and `Al Elm`, but not `al-Elm` or `Van Elm`."""
    stands_alone = re.search(rf"\b{word.capitalize()}\s", name) is not None
    return stands_alone and given_genders().get(word) == "male" and word not in ("von", "abu")


def _words_of_last(name: str, n_words: int) -> int:
    """How many of the folded words the last printed word makes: two for a hyphenated surname."""
    printed = [word for word in _PARENTHESIS.sub("", name).split() if folded(word) not in ("", *suffixes())]
    return min(len(folded(printed[-1]).split()), n_words) if printed and _HYPHEN.search(printed[-1]) else 1


def without_titles(words: list[str]) -> list[str]:
    """The words after the leading titles and roles; what is also a given name stays, unless another one follows."""
    while len(words) > 1 and words[0] in _title_words():
        if words[0] in given_genders() and (len(words) == 2 or words[1] not in given_genders()):
            break
        words = words[1:]
    return words


def clean_name(name: str, *, is_person: bool) -> str:
    """The printed name without possessive and parentheses, a person's also without titles.

    >>> clean_name("Dr Ana Díaz (left)", is_person=True)
    'Ana Díaz'
    """
    bare = POSSESSIVE.sub("", _PARENTHESIS.sub("", name).strip())
    if not is_person:
        return bare
    bare = proper_name(bare)
    words = bare.split()
    n_titles = len(folded(bare).split()) - len(without_titles(folded(bare).split()))
    return " ".join(words[n_titles:]) if n_titles < len(words) else bare


@cache
def organisation_name(name: str) -> str:
    """The folded name of an organisation without article and legal form.

    >>> organisation_name("The Harbour Company Ltd."), organisation_name("Elm Steel Company")
    ('harbor company', 'elm steel')
    """
    plain = folded(_with_and(_without_owners_s(_without_points(name))))
    words = [spelt(organisation_spellings().get(word, word)) for word in plain.split()]
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    while len(words) > 1 and words[-1] in legal_forms() and (words[-1] != _GENERIC_TAIL or len(words) > 2):
        words = words[:-1]
    if len(words) > _FULL_NAME and words[-2] == "police" and words[-1] in _POLICE:
        words = words[:-1]
    return " ".join(words)


def _without_points(name: str) -> str:
    """A name with its initials run together: `UN Seed Agency` for `U.N. Seed Agency`."""
    return _POINTED.sub(lambda match: match[0].replace(".", ""), name)


def _with_and(name: str) -> str:
    """A firm's name with its `&` spelt out; the one inside an abbreviation stays."""
    return name.replace(" & ", " and ")


_POLICE = frozenset(("department", "force", "service"))
"""Words that may follow `Elm police` and mean nothing else."""


def _without_owners_s(name: str) -> str:
    """A name that ends in a plain noun without possessives and titles: `Mr. Elm's campaign`, `Elm campaign`."""
    words = name.split()
    if not words or any(letter.isupper() for letter in words[-1]):
        return name
    bare = [POSSESSIVE.sub("", word) for word in words]
    return " ".join(bare[1:] if len(bare) > 2 and printed_gender(f"{bare[0]} -") else bare)


@cache
def institution_key(name: str) -> tuple[str, frozenset[str]] | None:
    """The country of a state's institution and the words that say which one it is; None for any other name.

    >>> institution_key("Ministry of Foreign Affairs of Peru") == institution_key("Peru's Foreign Ministry")
    True
    >>> institution_key("Bank of Peru") is None
    True
    """
    words = _without_country_words(name)
    if words is None:
        return None
    country, rest = words
    kept = frozenset(rest) - function_words() - _EMPTY_INSTITUTION_WORDS
    return (country, kept) if kept & state_institutions() and kept <= generic_words() else None


_EMPTY_INSTITUTION_WORDS = frozenset(("affairs", "federation", "republic", "kingdom"))


def _without_country_words(name: str) -> tuple[str, list[str]] | None:
    """The country that a name holds, and its other words, folded and spelt in one way; None without a country."""
    text = " ".join(POSSESSIVE.sub("", word) for word in _PARENTHESIS.sub("", name).split())
    match = _country_pattern().search(text)
    if match is None:
        return None
    rest = f"{text[: match.start()]} {text[match.end() :]}"
    return country_of(match.group()), [spelt(word) for word in folded(rest).split()]


@cache
def _country_pattern() -> re.Pattern[str]:
    """Finds a country's name, adjective or capital as a whole word."""
    names = {*nationalities(), *countries(), *countries_by_seat()}
    return re.compile(rf"\b(?:{'|'.join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n)))})(?!\w)")


def country_of(name: str) -> str:
    """The country that an adjective, a capital or a country's name stands for, folded; empty for other words.

    >>> country_of("Peruvian"), country_of("Lima"), country_of("Elm")
    ('peru', 'peru', '')
    """
    bare = POSSESSIVE.sub("", name)
    country = nationalities().get(bare) or countries_by_seat().get(bare) or (bare if bare in countries() else "")
    return folded(country)


@cache
def spelt(word: str) -> str:
    """A folded word in the spelling that its variants share.

    >>> spelt("defence") == spelt("defense")
    True
    """
    return _spelling_variants().get(word, word)


@cache
def is_unnamed(name: str) -> bool:
    """Whether a speaker is described, not named.

    >>> is_unnamed("a senior official"), is_unnamed("The ministry"), is_unnamed("Harbour Ministry")
    (True, True, False)
    """
    if not any(letter.isupper() for letter in name):
        return True
    if _is_known_organisation(name):
        return False
    first, *rest = name.split()
    if any(letter.isupper() for word in rest for letter in word):
        return False
    words = [word for word in folded(name).split() if word not in function_words()]
    return all(word in common_nouns() for word in words) if rest else _is_common(first)


def _is_common(word: str) -> bool:
    """Whether a word that stands alone is no name, capital or not: `Officials`, `Another`, `Half`; `WHO` is one."""
    lower = word.lower()
    return lower in common_nouns() or (not word.isupper() and lower in function_words() | quantity_words())


def _is_known_organisation(name: str) -> bool:
    """Whether a name acts as an organisation without saying so: `the Kremlin`."""
    return name.removeprefix("the ").removeprefix("The ") in known_organisations()


@cache
def is_description(name: str) -> bool:
    """Whether what stands for a person is a role or another phrase and no name.

    >>> is_description("Kremlin spokesman"), is_description("Elm Republican"), is_description("President Díaz")
    (True, True, False)
    """
    if is_unnamed(name) or name.split()[0].lower() in _ARTICLES or is_of_a_people(name):
        return True
    return _is_office_somewhere(name.split()) or any(not _is_name_word(word) for word in proper_name(name).split())


def _is_office_somewhere(words: list[str]) -> bool:
    """Whether words are an office and where it is, in capitals as in headlines: `NHC President`, `Lima Mayor`."""
    *where, office = words
    is_told = any(word in places() or (word.isalpha() and word.isupper() and len(word) > _FULL_NAME) for word in where)
    return is_told and not office.isupper() and office.lower() in roles() and where[0] not in given_names()


def _is_name_word(word: str) -> bool:
    """Whether a word can stand in a name: it has a capital or is a particle, alone or before a hyphen."""
    return not word[:1].islower() or (folded(word).split() or [""])[0] in particles()


@cache
def proper_name(name: str) -> str:
    """The name at the end of a phrase that begins with a role; the phrase itself if it is not of that kind.

    >>> proper_name("Elm Steel chief executive Ana B. Díaz"), proper_name("Ana de la Cruz")
    ('Ana B. Díaz', 'Ana de la Cruz')
    >>> proper_name("Secretary of State Ana Díaz")
    'Ana Díaz'
    """
    words = name.split()
    plain = [at for at, word in enumerate(words) if word[:1].islower() and folded(word) in common_nouns()]
    last = plain[-1] if plain else -1
    if words[:1] and folded(words[0]) in common_nouns() and "of" in words:
        last = max(last, words.index("of") + 1)
    tail = words[last + 1 :]
    return " ".join(tail) if last >= 0 and len(tail) >= _FULL_NAME and all(map(_is_name_word, tail)) else name


@cache
def is_generic(name: str) -> bool:
    """Whether an organisation's name fits one of every country or town.

    >>> is_generic("Supreme Court"), is_generic("the Foreign Ministry"), is_generic("Elm Ministry")
    (True, True, False)
    """
    plain = organisation_name(name)
    words = {word for word in plain.split() if word not in function_words()}
    is_known = plain in known_institutions() or _is_known_organisation(name)
    return bool(words) and words <= generic_words() and not is_known


def abbreviation(name: str) -> str | None:
    """The capitals of a name that is nothing else, without points; else None.

    >>> abbreviation("N.H.C."), abbreviation("NHC Ltd") is None
    ('NHC', True)
    """
    letters = _PARENTHESIS.sub("", name).replace(".", "").removeprefix("the ").removeprefix("The ")
    return letters if _ABBREVIATION.fullmatch(letters) else None


def given_abbreviation(name: str) -> str | None:
    """The abbreviation that a name gives for itself in brackets; else None.

    >>> given_abbreviation("Northern Harbour Commission (N.H.C.)")
    'NHC'
    """
    match = _EXPANSION.search(name)
    return match[1].replace(".", "") if match else None


def initials(name: str) -> str:
    """The capitals that abbreviate a name of several words; empty for one word and for what ends in a plain noun."""
    words = re.findall(r"[^\W\d_]+", unicodedata.normalize("NFKD", _PARENTHESIS.sub("", name)))
    if not words or words[-1][0].islower():
        return ""
    capitals = [word[0] for word in words if word[0].isupper() and word.lower() not in function_words()]
    return "".join(capitals) if len(words) > 1 else ""


@cache
def transliterated(person: PersonName) -> tuple[str, ...] | None:
    """The name with its spelling standardised; None unless surname or given name is of a kind that is transliterated.

    >>> transliterated(person_name("Mohamed Elm")) == transliterated(person_name("Muhammad Elm"))
    True
    """
    surname = standard_surname(person)
    if surname is None and _is_romanised(person.given):
        surname = _DOUBLED.sub(r"\1", person.surname)
    if not person.given or is_initial(person.given) or surname is None:
        return None
    return _standardised(person.given, "given"), *person.middle, surname, person.suffix


def _is_romanised(given: str) -> bool:
    """Whether a given name as a whole is one of those that are brought into Latin letters in several ways."""
    standard = _standardised(given, "given")
    return standard.startswith(_SERVANT_OF) or standard in _romanised()


@cache
def _romanised() -> frozenset[str]:
    """The given names that a spelling rule for a whole name produces."""
    rows = (row for row in _spelling_rows() if row["part"] == "given")
    return frozenset(row["folded"] for row in rows if row["pattern"].startswith("^") and row["pattern"].endswith("$"))


@cache
def standard_surname(person: PersonName) -> str | None:
    """The surname in its standardised spelling; None unless it is of a kind that is transliterated."""
    surname = _standardised(person.surname, "surname")
    is_kind = surname != person.surname or surname.startswith(_SERVANT_OF)
    is_kind = is_kind or any(surname.endswith(ending) for ending in _standard_endings())
    return surname if is_kind and len(surname) >= _MIN_TRANSLITERATED else None


@cache
def run_together(person: PersonName) -> str:
    """All words of a name as one surname in its standardised spelling."""
    return _standardised("".join(person.words), "surname")


@cache
def standard_given(given: str) -> str:
    """A given name in its standardised spelling."""
    return _standardised(given, "given")


def is_initial(given: str) -> bool:
    """Whether a given name is one letter."""
    return len(given) == 1


def middles_agree(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two sets of middle names can be one person's: one is missing, or they agree as far as initials go."""
    if not one or not other:
        return True
    return len(one) == len(other) and all(
        left == right or (left[:1] == right[:1] and (is_initial(left) or is_initial(right)))
        for left, right in zip(one, other, strict=True)
    )


def may_be_nickname(one: str, other: str) -> bool:
    """Whether one given name is short for the other, or both for a third.

    >>> may_be_nickname("bill", "william"), may_be_nickname("bill", "bob")
    (True, False)
    """
    return one != other and bool(full_forms(one) & full_forms(other))


def may_sound_alike(one: str, other: str) -> bool:
    """Whether two given names that both exist are written for one another: no difference in sound or gender.

    >>> may_sound_alike("marta", "martha"), may_sound_alike("jan", "jon"), may_sound_alike("johan", "joan")
    (True, False, False)
    """
    genders = {given_genders().get(given, "") for given in (one, other)} & {"female", "male"}
    return len(genders) < _BOTH and _sound(one) == _sound(other)


_BOTH = 2


def _sound(given: str) -> str:
    """A given name without what is not heard: `martha` as `marta`, `erik` as `eric`, `anne` as `an`."""
    for written, heard in _SOUNDS:
        given = written.sub(heard, given)
    return given


_SOUNDS = (
    (re.compile("ph"), "f"),
    (re.compile("(?<=.)h"), ""),
    (re.compile("ck|k"), "c"),
    (re.compile("y"), "i"),
    (_DOUBLED, r"\1"),
    (re.compile("(?<=...)e$"), ""),
)


def full_forms(given: str) -> frozenset[str]:
    """The given names that one can stand for, itself among them.

    >>> sorted(full_forms("bill"))
    ['bill', 'william']
    """
    return nicknames().get(given, frozenset()) | {given}


def printed_gender(name: str) -> str:
    """The gender that a title before a printed name gives away: male, female or empty.

    >>> printed_gender("Mrs. Díaz"), printed_gender("Díaz")
    ('female', '')
    """
    known = (titles().get(word.lower().rstrip(".")) for word in name.split()[:-1])
    return next((gender for gender in known if gender), "")


def title_in(name: str, mention: str) -> str:
    """What stands before a person's name in a mention, a role or a title; empty if the mention ends in another name.

    >>> title_in("Ana Elm", "barber Ana Elm"), title_in("Sen. Ana Elm", "Sen. Ana Elm"), title_in("Ana Elm", "Elm")
    ('barber', 'Sen.', '')
    """
    bare = clean_name(name, is_person=True)
    return mention.removesuffix(bare).strip() if bare and mention.endswith(bare) else ""


@cache
def content_words(phrase: str) -> frozenset[str]:
    """The content words of a role, folded, spelt in one way, synonyms and adjectives of nationality as one word.

    >>> sorted(content_words("former Peruvian defence minister"))
    ['defense', 'minister', 'peru']
    """
    words = (POSSESSIVE.sub("", word) for word in phrase.replace("-", " ").split())
    named = {country_of(word.strip(".,")) or _office_word(spelt(folded(word))) for word in words}
    return frozenset(part for word in named for part in word.split()) - function_words() - _TIME_WORDS


def _office_word(word: str) -> str:
    """The word that stands for a role's synonyms: `representative` for `congresswoman`."""
    return role_synonyms().get(word, word)


@cache
def title_words(mention: str) -> frozenset[str]:
    """The words for offices before the name in a mention, as `content_words` gives them.

    >>> title_words("Sen. Ana Díaz"), title_words("Mrs. Díaz")
    (frozenset({'senator'}), frozenset())
    """
    words = folded(mention).split()
    before = words[: len(words) - len(without_titles(words))]
    return frozenset(_office_word(word) for word in before if word in roles() or word in role_synonyms())


_TIME_WORDS = frozenset(("former", "ex", "then", "late", "retired", "longtime", "veteran", "current", "onetime", "new"))


@cache
def _title_words() -> frozenset[str]:
    """Words before a name that are no part of it, folded."""
    return frozenset(folded(row["word"]) for row in load_seed("titles_and_roles", ("word", "kind", "gender")))


@cache
def common_nouns() -> frozenset[str]:
    """Words that describe a speaker without naming it, folded."""
    kinds = load_seed("organisation_words", ("word", "kind"))
    return _title_words() | {folded(row["word"]) for row in kinds}


@cache
def generic_words() -> frozenset[str]:
    """Words of which names of institutions are made that every country has, folded and spelt in one way."""
    modifiers = {row["word"] for row in load_seed("institution_modifiers", ("word",))}
    institutions = {row["word"] for row in load_seed("organisation_words", ("word", "kind"))}
    return frozenset(spelt(folded(word)) for word in modifiers | institutions) | _EMPTY_INSTITUTION_WORDS


@cache
def state_institutions() -> frozenset[str]:
    """Words for what a state has one of each kind: `ministry`, `parliament`."""
    return frozenset(row["word"] for row in load_seed("state_institutions", ("word",)))


@cache
def known_institutions() -> frozenset[str]:
    """Institutions whose name fits many countries but, where no country is told, means one, folded."""
    return frozenset(row["name"] for row in load_seed("known_institutions", ("name",)))


@cache
def given_genders() -> Mapping[str, str]:
    """Given names, folded, with their gender: male, female or either."""
    return {folded(row["name"]): row["gender"] for row in load_seed("given_names", ("name", "gender"))}


@cache
def nicknames() -> Mapping[str, frozenset[str]]:
    """Short given name to the given names that it can stand for, folded."""
    found: dict[str, set[str]] = {}
    for row in load_seed("nicknames", ("nickname", "given"), key=("nickname", "given")):
        found.setdefault(row["nickname"], set()).add(row["given"])
    return {nickname: frozenset(given) for nickname, given in found.items()}


@cache
def particles() -> frozenset[str]:
    """Words that belong to the surname after them."""
    return frozenset(row["particle"] for row in load_seed("name_particles", ("particle",)))


@cache
def suffixes() -> Mapping[str, str]:
    """Words after a surname that tell namesakes apart, with their folded form."""
    return {row["suffix"]: row["folded"] for row in load_seed("name_suffixes", ("suffix", "folded"))}


@cache
def legal_forms() -> frozenset[str]:
    """Words at the end of a company's name that its everyday name leaves out."""
    return frozenset(row["form"] for row in load_seed("legal_forms", ("form",)))


@cache
def organisation_spellings() -> Mapping[str, str]:
    """Short forms in names of organisations, with their long form, folded."""
    rows = load_seed("organisation_spellings", ("variant", "spelling"))
    return {row["variant"]: row["spelling"] for row in rows}


@cache
def _spelling_variants() -> Mapping[str, str]:
    return {row["variant"]: row["spelling"] for row in load_seed("spelling_variants", ("variant", "spelling"))}


def _standardised(name: str, part: str) -> str:
    """The name after every spelling rule for that part of a name."""
    for pattern, standard in _spelling_rules(part):
        name = pattern.sub(standard, name)
    return name


@cache
def _spelling_rules(part: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Patterns and standard spellings for the `given` name or the `surname`, in order."""
    return tuple((re.compile(row["pattern"]), row["folded"]) for row in _spelling_rows() if row["part"] == part)


@cache
def _standard_endings() -> frozenset[str]:
    """Endings that a spelling rule for surnames produces."""
    rows: Iterable[Mapping[str, str]] = _spelling_rows()
    return frozenset(row["folded"] for row in rows if row["part"] == "surname" and row["pattern"].endswith("$"))


def _spelling_rows() -> tuple[dict[str, str], ...]:
    return load_seed("transliterations", ("part", "pattern", "folded"), key=("part", "pattern"))
