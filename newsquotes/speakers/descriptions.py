"""What kind of speaker a phrase describes that names nobody: one person, several, or a thing that was written or done.

The phrase as an article prints it in, plain answers out; nothing here knows the article.
"""

import re
from collections.abc import Sequence
from functools import cache

from newsquotes.attribute.lexicon import given_names, nationalities, organisation_words, roles, statement_nouns
from newsquotes.seeds import load_seed
from newsquotes.word_lists import crowd_words, function_words, person_nouns

_WORD = re.compile(r"[^\W_][\w'’.&-]*%?")
_POSSESSIVE = re.compile(r"['’]s?$")
_NUMBER = re.compile(r"\d[\d.,]*%?")
_JOINING = frozenset(("and", "or"))
_OF, _MOST = "of", "most"
_AGE = re.compile(r"\d+-year-old")
_DOER = re.compile(r"(?:er|or|ist|ian|man|woman|crat|eer|ee)$")
"""Endings of most nouns for people; `letter` and `order` are in the lists of what is written."""


@cache
def is_of_a_people(name: str) -> bool:
    """Whether a name is that of one of a party, faith or nation, who may be anybody of it.

    >>> is_of_a_people("the Marlow Republican"), is_of_a_people("Ana Elm")
    (True, False)
    """
    words = _head_words(name)
    return bool(words) and words[-1].lower() in _peoples() and not (len(words) > 1 and words[-1] in given_names())


@cache
def is_crowd(name: str) -> bool:
    """Whether a phrase counts people or speaks of several.

    >>> is_crowd("Another 28 percent of ferrymen"), is_crowd("two-thirds"), is_crowd("pilots familiar with it")
    (True, True, True)
    >>> is_crowd("One of the officials"), is_crowd("a third source"), is_crowd("a friend")
    (False, False, False)
    """
    words = _words(name)
    at = next((at for at, word in enumerate(words) if word not in crowd_words("step")), 0)
    opening, rest = words[at], words[at + 1 :]
    if opening in crowd_words("one"):
        return bool(rest) and rest[0] != _OF and is_crowd(" ".join(_WORD.findall(name)[at + 1 :]))
    if opening in crowd_words("many"):
        return at == 0 or opening != _MOST
    if _is_number(opening):
        is_alone = not rest and opening.isalpha()
        return is_alone or opening.endswith("%") or (bool(rest) and (rest[0] == _OF or rest[0] in crowd_words("share")))
    return _is_headed_by_people(name)


def _is_headed_by_people(name: str) -> bool:
    """Whether the head of a phrase is a plural of people, or stands before what is told of them: `divers familiar`."""
    if " " in name:  # then the capital of the first word may be the sentence's
        name = f"{name[:1].lower()}{name[1:]}"
    *_, before, last = ["", "", *_head_words(name)]
    is_behind = last.islower() and not (_means_a_person(last) or _is_doer(last))
    return _is_plural_of_people(last) or (is_behind and _is_plural_of_people(before))


@cache
def is_thing(name: str) -> bool:
    """Whether a phrase is about something written or done: no word before its preposition means a person.

    >>> is_thing("the count by the Harbour Board"), is_thing("the mayor’s refusal"), is_thing("a friend of hers")
    (True, True, False)
    """
    words = [word.lower() for word in _head_words(name) if not _POSSESSIVE.search(word)]
    words = [word for word in words if word not in crowd_words("one")]
    if not words:
        return False
    head = words[-1]
    if _is_writing(head):
        return True
    return not (_is_doer(head) or any(_means_a_person(word) for word in words))


@cache
def is_somebodys_paper(name: str) -> bool:
    """Whether a phrase is a plain noun for something written or done and whose it is: there may be another next day.

    >>> is_somebodys_paper("a count by the Harbour Board"), is_somebodys_paper("the foreign ministry of Peru")
    (True, False)
    """
    words = _head_words(name)
    return bool(words) and words[-1].islower() and words[-1] not in organisation_words() and is_thing(name)


def _words(phrase: str) -> list[str]:
    """The words of a phrase in lower case, those of a fraction apart."""
    return [part for word in _WORD.findall(phrase.lower()) for part in _parts_of_number(word)] or [""]


def _parts_of_number(word: str) -> Sequence[str]:
    number, dash, share = word.partition("-")
    return (number, share) if dash and _is_number(number) and share in crowd_words("share") else (word,)


def _head_words(phrase: str) -> list[str]:
    """The words of a phrase up to its first preposition, without the determiners before them."""
    words = _WORD.findall(phrase)
    start = next((at for at, word in enumerate(words) if _is_content(word)), len(words))
    end = next((at for at in range(start + 1, len(words)) if not _is_content(words[at])), len(words))
    return words[start:end]


def _is_content(word: str) -> bool:
    lower = word.lower()
    return lower not in function_words() or lower in crowd_words("one") or lower in _JOINING


def _is_number(word: str) -> bool:
    return _NUMBER.fullmatch(word) is not None or word.replace("-", " ") in _number_words()


def _is_writing(noun: str) -> bool:
    return noun in statement_nouns() or noun in organisation_words()


def _is_doer(noun: str) -> bool:
    """Whether a noun ends as those for people do: `juggler`, `cellist`, but not `letter`."""
    return _DOER.search(noun) is not None and not _is_writing(noun)


def is_noun_for_somebody(word: str) -> bool:
    """Whether a word in lower case is a noun for one person, many of which are surnames, too.

    >>> is_noun_for_somebody("fisher"), is_noun_for_somebody("dean"), is_noun_for_somebody("institute")
    (True, True, False)
    """
    return _means_a_person(word) or _is_doer(word)


def _means_a_person(word: str) -> bool:
    parts = {word, word.rpartition("-")[2]}
    return bool(parts & (roles().keys() | person_nouns())) or _AGE.fullmatch(word) is not None


def _is_plural_of_people(word: str) -> bool:
    lower = word.lower()
    if lower in _PLURALS:
        return True
    singulars = {re.sub(ending, one, lower) for ending, one in _PLURAL_ENDINGS.items()}
    nouns = _peoples() | {adjective.lower() for adjective in nationalities()}
    if word[:1].isupper():
        return not nouns.isdisjoint(singulars - {lower})
    return any(_means_a_person(one) or _is_doer(one) for one in singulars - {lower})


_PLURALS = frozenset(("people", "folks", "men", "women", "children", "kids"))
_PLURAL_ENDINGS = {"s$": "", "es$": "", "ies$": "y", "men$": "man"}


@cache
def quantity_words() -> frozenset[str]:
    """Words that stand alone for people without naming them: `another`, `half`, `two`."""
    return crowd_words("one") | crowd_words("many") | _number_words()


@cache
def _peoples() -> frozenset[str]:
    """Nouns for one of a party or faith, which have a capital and are no name."""
    return frozenset(row["noun"] for row in load_seed("person_nouns", ("noun", "kind")) if row["kind"] == "people")


@cache
def _number_words() -> frozenset[str]:
    """Numbers in words, from two on."""
    return frozenset(row["words"] for row in load_seed("number_words", ("words", "digits")))
