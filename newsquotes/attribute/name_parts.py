"""The parts of a name: what is title, given name, surname and suffix, of what kind it is, and how names are written."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from newsquotes.attribute.lexicon import (
    bare_titles,
    calendar,
    countries,
    given_names,
    known_organisations,
    nationalities,
    no_surnames,
    not_names,
    organisation_words,
    places,
    surnames_like_offices,
    surnames_like_words,
    titles,
)
from newsquotes.attribute.name_shapes import ending_of_person, has_name_of_person, is_surname_first
from newsquotes.attribute.roles import HYPHENATED_EPITHET
from newsquotes.word_lists import person_nouns

PERSON, ORGANISATION, PLACE, ROLE, UNKNOWN = "person", "organisation", "place", "role", "unknown"
PARTICLES = (
    "de la", "de los", "van der", "van den", "van de", "von der", "de", "del", "della", "di", "da", "dos", "das", "du",
    "von und zu", "van", "von", "der", "den", "ter", "bin", "ibn", "al", "el", "ben", "le", "la", "zu", "y", "e",
)  # fmt: skip
_SAINTS = ("st", "ste")
_BEFORE_TITLES = frozenset(("co", "ex", "vice", "deputy", "sub", "under", "great", "grand", "step", "self"))
_ARTICLES = "al|el|ar|as|ash|ad|az|an|ul|ud|ur"
SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_ARTICLE = re.compile(rf"\A(?:{_ARTICLES})-(?=\w)")
INITIAL = re.compile(r"[^\W\d_](?:\.|$)")
POSSESSIVE = re.compile(r"['’‘]s$|(?<=s)['’]$")
_CACHED = 1 << 15
_LONGEST_ACRONYM = 5
_OPENS_NAMES_OF_PLACES = "New"
_OF_ORIGIN = re.compile(r"[^\W\d_]\w+-(?:born|based|raised|trained|bred|educated)")


@cache
def capital_letters() -> str:
    """Capital letters of the Latin, Greek and Cyrillic scripts, as the inside of a character class."""
    return "".join(chr(code) for code in range(0x41, 0x530) if chr(code).isupper())


@cache
def run_pattern() -> re.Pattern[str]:
    """A run of capitalised words on one line, joined by spaces and name particles."""
    return re.compile(rf"(?<![\w’'-]){name_run()}")


@cache
def name_run() -> str:
    """The same as a part of other patterns, which may begin anywhere."""
    upper = capital_letters()
    abbreviations = sorted((title.capitalize() for title in bare_titles()), key=len, reverse=True)
    stopped = rf"(?:{'|'.join(map(re.escape, abbreviations))})\."
    saint = rf"Ste?\.(?=[ \u00a0][{upper}])"
    plain = rf"(?:[dDlL]['’]|(?:{_ARTICLES})-)?[{upper}][\w'’‘-]*"
    word = rf"(?:(?:[{upper}]\.)+(?:-[{upper}]\.)?|{stopped}|{saint}|{plain})"
    particles = "|".join(PARTICLES)
    stop_of_suffix = r"(?:(?<=[ \u00a0][JS]r)\.)?"
    return rf"{word}(?:[ \u00a0](?:(?:{particles})[ \u00a0])?{word})*{stop_of_suffix}"


@dataclass(frozen=True, slots=True)
class Parsed:
    """A run of words read as a name: what stands before the name, the name, and what kind of name it is."""

    prefix: tuple[str, ...]
    name: tuple[str, ...]
    kind: str


def suffix_of(name: Sequence[str]) -> str:
    """The folded suffix of a name, or nothing.

    >>> suffix_of(("Tor", "Moe", "Jr."))
    'jr'
    """
    last = fold_word(name[-1])
    return last if len(name) > 1 and last in SUFFIXES else ""


@lru_cache(maxsize=_CACHED)
def fold_word(word: str) -> str:
    """A word of a name for comparing: no case, no stop, no possessive, no Arabic article.

    >>> fold_word("O’Neil’s"), fold_word("al-Hale")
    ("o'neil", 'hale')
    """
    return _ARTICLE.sub("", POSSESSIVE.sub("", word).casefold().replace(".", "").replace("’", "'"))


def is_full_name(words: str) -> bool:
    """Whether capitalised words are a given name with more behind it.

    >>> is_full_name("Ada Berg"), is_full_name("Ada"), is_full_name("Harbour Board")
    (True, False, False)
    """
    given, *rest = words.split()
    return bool(rest) and given in given_names()


def surname(name: Sequence[str]) -> str:
    """The folded last name, suffixes aside.

    >>> surname(("Ada", "Berg", "Jr."))
    'berg'
    """
    if is_surname_first(name):
        return fold_word(name[0])
    keys = [fold_word(word) for word in name]
    while len(keys) > 1 and keys[-1] in SUFFIXES:
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


def as_surname(parsed: Parsed) -> Parsed:
    """What was read as offices alone, read as a name whose last word is a surname.

    >>> as_surname(parse_name(["Senator", "King"]))
    Parsed(prefix=('Senator',), name=('King',), kind='person')
    """
    return Parsed(parsed.prefix[:-1], parsed.prefix[-1:], PERSON)


@lru_cache(maxsize=_CACHED)
def _parse_name(words: tuple[str, ...]) -> Parsed:
    """The same for words that recur: most names of an article stand in it many times."""
    plain = [POSSESSIVE.sub("", word) for word in words]
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
    while last > cut and fold_word(words[last]) in SUFFIXES:
        last -= 1
    for place in range(cut, last + 1):
        key = words[place].lower().rstrip(".’'")
        if key in _SAINTS and place > cut:
            continue
        is_title = key in titles() or _is_joined_title(key) or _is_plural_title(words, place)
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


def _is_joined_title(word: str) -> bool:
    """ "secretary-treasurer", "co-pilot", "great-aunt", "mother-of-two"."""
    if HYPHENATED_EPITHET.fullmatch(word):
        return True
    *parts, last = word.split("-")
    return bool(parts) and last in titles() and all(part in titles() or part in _BEFORE_TITLES for part in parts)


def _is_plural_title(words: Sequence[str], place: int) -> bool:
    """ "Sens. Berg and Lind", "Ministers Ada Berg and Tor Moe": but "Veterans Affairs" names no veteran."""
    singular = words[place].lower().rstrip(".").removesuffix("s")
    if singular == words[place].lower().rstrip(".") or singular not in titles():
        return False
    return place + 1 == len(words) or singular in bare_titles() or words[place + 1] in given_names()


def _is_no_name(words: Sequence[str], place: int) -> bool:
    """Whether a word opens a sentence or tells a nationality; "German Berg" may be a man called German."""
    if place == 0 and any(opens(words) for opens in (_opens_with_participle, _opens_with_acronym, _opens_with_trade)):
        return True
    is_first_of_two = len(words) - place == 2
    if is_first_of_two and (words[place] in given_names() or words[place] in nationalities()):
        is_surname = words[place + 1] in surnames_like_offices() and words[place] not in nationalities()
        is_office = words[place + 1].lower().rstrip(".") in titles() and not is_surname
        return words[place + 1] in no_surnames() or is_office
    if words[place] == _OPENS_NAMES_OF_PLACES and place + 1 < len(words):
        return words[place + 1] in given_names() or words[place + 1].lower().rstrip(".") in titles()
    is_origin = words[place] in nationalities() or _OF_ORIGIN.fullmatch(words[place]) is not None
    return is_origin or words[place] in not_names()


def _opens_with_participle(words: Sequence[str]) -> bool:
    """Whether a participle stands before a full name: "Entrusting Ada Berg"; not "Sterling Berg"."""
    return len(words) > 2 and words[0].endswith("ing") and words[0] not in given_names() and words[1] in given_names()


def _opens_with_acronym(words: Sequence[str]) -> bool:
    """Whether a rank or a body in capitals stands before a full name: "SI Ada Berg", "RCMP Ada Berg"; not "AJ Berg"."""
    is_acronym = words[0].isupper() and words[0].isalpha() and 2 <= len(words[0]) <= _LONGEST_ACRONYM
    return len(words) > 2 and is_acronym and words[1] in given_names() and not words[1].isupper()


def _opens_with_trade(words: Sequence[str]) -> bool:
    """Whether what somebody is stands before a full name: "Barber Ada Berg"; not "Mason Ada Berg", two given names."""
    is_full = len(words) > 2 and words[1] in given_names() and words[0] not in given_names()
    return is_full and words[0].lower() in person_nouns()


def _kind_of_name(prefix: Sequence[str], name: Sequence[str]) -> str:
    joined = " ".join(name)
    if joined in places():
        return PLACE
    if joined in known_organisations() or name[-1].lower() in organisation_words():
        return ORGANISATION
    is_given = name[0] in given_names() or INITIAL.match(name[0])
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


def expects_name(word: str) -> bool:
    """Whether a name must follow, even one that looks like a month: "Ms. May", "Theresa May"."""
    return word in given_names() or word.lower().rstrip(".") in ("mr", "mrs", "ms", "dr", "miss", "sir")


def gender_of_name(name: Sequence[str]) -> str:
    """The gender of a name's first word: male, female, or empty when it says nothing.

    >>> gender_of_name(("Anna", "Berg"))
    'female'
    """
    if len(name) < 2 or name[0].lower() in PARTICLES:
        return ""
    given = given_names().get(name[0].capitalize() if name[0].isupper() else name[0], "")
    gender = given or ending_of_person(name[-1]) or ""
    return "" if gender == "either" else gender
