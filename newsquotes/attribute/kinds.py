"""What kind of speaker an unknown name is: a person, an organisation or a place, by the words around it.

Reads the article's text near a mention; a name that nothing tells of is judged by its shape.
"""

import re
from collections.abc import Iterator

from newsquotes.attribute.lexicon import countries, given_names, not_names, organisation_words, roles
from newsquotes.attribute.roles import is_organisation_phrase, role_head

PERSON, ORGANISATION, PLACE = "person", "organisation", "place"
_WINDOW = 20_000
_OCCURRENCES = 20
_REACH = 80
_IN_PLACE = re.compile(r"\b(?:in|near|across|throughout|inside|outside|neighbou?ring)\s$", re.I)
_THE_BEFORE = re.compile(r"\b[Tt]he\s$")
_CLAUSE_AFTER = re.compile(r"\s(?:said|says|has|had|is|was|will|would)\b|[,.;:)]")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\s$")
_HE_OR_SHE = re.compile(r"(?:['’]s)?[^.!?;:\n“”\"]{0,60}?\b(?:he|she|his|her|him|himself|herself)\b|,? who\b")
_IT = re.compile(r"(?:['’]s)?(?:(?:\s\w+){1,3}\sit\b|[^.!?;:\n“”\"]{1,60}?\bits\b)|, which\b")
_LAND = re.compile(r"\w(?:ia|land|lands|stan|shire|grad|burg|ville)\Z")
_DESCRIBED = re.compile(r",\s(?:an?|the)\s([^,.;:\n]{3,60})")
_CAPITAL_INSIDE = re.compile(r"[a-z][A-Z]|\d|&")
_SCOTTISH = re.compile(r"(?:Ma?c|De|Di|La|Le|Van|O['’])[A-Z]")


def kind_of_unknown(text: str, name: str, position: int) -> str:
    """Whether `name`, printed at `position` and in no list, is a person's, an organisation's or a place's.

    >>> kind_of_unknown("The ferry left for home. Zorfia said it had closed its ports.", "Zorfia", 25)
    'organisation'
    """
    if name.split()[0] in given_names() or name.split()[-1] in not_names():
        return PERSON
    seen = {kind for start in _occurrences(text, name, position) for kind in _signs(text, start, start + len(name))}
    if PERSON in seen:
        return PERSON
    if PLACE in seen or _has_adjective(text, name, position):
        return PLACE
    if ORGANISATION in seen and _LAND.search(name) and " " not in name:
        return PLACE
    if ORGANISATION in seen or _looks_like_a_company(name):
        return ORGANISATION
    return PERSON


def _occurrences(text: str, name: str, position: int) -> Iterator[int]:
    """Where a name stands, at most twenty times, in the stretch around a position."""
    start, end = max(position - _WINDOW, 0), position + _WINDOW
    for _ in range(_OCCURRENCES):
        start = text.find(name, start, end)
        if start < 0:
            return
        yield start
        start += len(name)


def _signs(text: str, start: int, end: int) -> Iterator[str]:
    """The kinds that the words on both sides of a name speak for."""
    before = text[max(start - _REACH, 0) : start]
    if _IN_PLACE.search(before):
        yield ORGANISATION if " " in text[start:end] else PLACE
    word = _WORD_BEFORE.search(before)
    if word and word.group(1) in organisation_words() and word.group(1) not in roles():
        yield ORGANISATION
    if _THE_BEFORE.search(before) and _CLAUSE_AFTER.match(text, end):
        yield ORGANISATION
    if _IT.match(text, end, end + _REACH):
        yield ORGANISATION
    elif _HE_OR_SHE.match(text, end, end + _REACH):
        yield PERSON
    described = _DESCRIBED.match(text, end, end + _REACH)
    if described and role_head(described.group(1)):
        yield PERSON
    elif described and is_organisation_phrase(described.group(1)):
        yield ORGANISATION


def _has_adjective(text: str, name: str, position: int) -> bool:
    """Whether the article has an adjective of a country's name: "Zorfia", "Zorfian"."""
    if not name.endswith("a") or " " in name:
        return False
    return re.search(rf"\b{re.escape(name)}n\b", text[max(position - _WINDOW, 0) : position + _WINDOW]) is not None


def _looks_like_a_company(name: str) -> bool:
    """Whether a name has a capital inside a word, a figure or an "&", ends in a country, or is very long."""
    words = name.split()
    has_sign = _CAPITAL_INSIDE.search(name) is not None and not _SCOTTISH.search(name)
    return has_sign or len(words) > 3 or (len(words) > 1 and words[-1] in countries())
