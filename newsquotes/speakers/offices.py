"""Offices: what one person at a time holds, read from the words of a role.

Role phrases in, an `Office` or None out.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from newsquotes.attribute.lexicon import kin_words, nationalities, parties, roles
from newsquotes.seeds import load_seed
from newsquotes.speakers.names import POSSESSIVE, content_words, country_of, folded, generic_words, spelt
from newsquotes.word_lists import role_synonyms

_WORD = re.compile(r"[^\s,;]+")
_OF = re.compile(r"\s+(?:of|for|in|at)\s+(?:the\s+)?", re.IGNORECASE)
_BEHIND = re.compile(r"\s+(?:of|for|in|at|to|with|from|by|on)\s+(?:the\s+)?", re.IGNORECASE)
_NAMED_OF = re.compile(r"((?:[A-Z][\w’'-]*\s+){1,3}of\s+(?:the\s+)?(?:[A-Z][\w’'-]*\s+){1,3})([a-z].*)")
_ADJECTIVE = re.compile(r"(?<=ia)n$")
_PLACED = frozenset(("place", "town"))
_ARTICLE = re.compile(r"^the\s+", re.IGNORECASE)
_ONE_OF_MANY = re.compile(r"^(?:an?|another|any|each|every|no|one|some|two|three|several)\b", re.IGNORECASE)
_MODIFIERS = frozenset(
    (
        "deputy",
        "vice",
        "acting",
        "assistant",
        "interim",
        "shadow",
        "junior",
        "associate",
        "caretaker",
        "lt",
        "lieutenant",
    )
)
_FORMER = frozenset(("former", "ex", "late", "onetime", "outgoing", "incoming", "then", "future", "elect", "designate"))


@dataclass(frozen=True, slots=True)
class Office:
    """An office that one person holds: its title, whose it is (a country or organisation), whether it is past.

    Title and place are folded; the place is empty for an office of which there is one on earth.
    """

    title: str
    place: str
    is_former: bool


@cache
def office_of(role: str) -> Office | None:
    """The office that a role names; None if the role is no office of a single person, or does not say whose it is.

    >>> office_of("Peru's trade minister") == office_of("trade minister of Peru")
    True
    >>> office_of("deputy mayor of Elm"), office_of("trade minister"), office_of("Elm councillor")
    (None, None, None)
    >>> office_of("Labour mayor"), office_of("the Peruvian mayor"), office_of("mayor of Lima").place
    (None, None, 'lima')
    """
    bare = _turned(_ARTICLE.sub("", role.strip()))
    head, *rest = _OF.split(bare, maxsplit=1)
    words = _WORD.findall(head)
    if not words or _ONE_OF_MANY.match(bare):
        return None
    owner, plain = _split_place(words)
    portfolio = ""
    if rest and _tells_place(plain, rest[0]):
        owner = rest[0]
    elif rest:
        portfolio = folded(rest[0])
    lower = [word for word in plain if word not in _FORMER]
    if not lower or set(lower) & _MODIFIERS:
        return None
    scope = _scope(lower)
    title = " ".join(spelt(word) for word in [*portfolio.split(), *lower])
    place = _town(owner) if _scopes().get(title) == "town" else _place(owner)
    if scope is None or (scope in _PLACED and (not place or portfolio)) or (scope == "portfolio" and not place):
        return None
    if scope == "portfolio" and len(title.split()) < 2:
        return None
    return Office(title, "" if scope == "world" else place, len(lower) < len(plain))


def _tells_place(title: Sequence[str], phrase: str) -> bool:
    """Whether what follows a title is a name, or holds one where the title is for a place: `Elm`, `the Bank of Elm`."""
    is_for_place = _scope([word for word in title if word not in _FORMER]) in _PLACED
    return _is_name(phrase) or (is_for_place and any(map(_is_name, phrase.split())))


def _turned(role: str) -> str:
    """A role behind a name that holds `of` as a role of it: `Bank of Elm governor` as `governor of Bank of Elm`."""
    match = _NAMED_OF.fullmatch(role)
    if match is None or any(folded(word) in roles() for word in match[1].split()):
        return role
    return f"{match[2]} of {match[1].strip()}"


def _split_place(words: list[str]) -> tuple[str, list[str]]:
    """The place before the words of a title, and those words, folded: `Elm`, `mayor`."""
    start = next((at for at, word in enumerate(words) if not _is_name(word)), len(words))
    lowered = [folded(word) for word in words]
    leading = [at for at in range(len(words)) if lowered[at] in _FORMER]
    first = leading[0] + 1 if leading and leading[0] == 0 else 0
    start = next((at for at in range(first, len(words)) if not _is_name(words[at])), start)
    return " ".join(words[first:start]), [*lowered[:first], *lowered[start:]]


def _is_name(phrase: str) -> bool:
    """Whether a word or phrase begins with a capital and is no word of a title: `Elm`, not `Prime` or `Mayor`."""
    word = phrase.split()[0]
    lower = folded(word)
    return word[:1].isupper() and (bool(country_of(word)) or lower not in _title_parts())


def _place(phrase: str) -> str:
    """Whose office it is, folded; the country for its adjective or capital, a region as its adjective begins it.

    A party has many who hold one: empty for `Labour`.
    """
    bare = _bare(phrase)
    return "" if bare in _party_words() else country_of(bare) or _ADJECTIVE.sub("", folded(bare))


def _town(phrase: str) -> str:
    """The town or region of an office, folded; empty for a country's adjective, which has many: `Peruvian`."""
    bare = _bare(phrase)
    return "" if bare in _party_words() or bare in nationalities() else _ADJECTIVE.sub("", folded(bare))


def _bare(phrase: str) -> str:
    return " ".join(POSSESSIVE.sub("", word) for word in phrase.split())


@cache
def _party_words() -> frozenset[str]:
    return frozenset(word for party in parties() for word in (party.member, party.adjective))


def _scope(lower: Sequence[str]) -> str | None:
    """The scope of the longest office that ends a title, or None."""
    tails = (" ".join(lower[at:]) for at in range(len(lower)))
    return next((scope for tail in tails if (scope := _scopes().get(tail))), None)


@cache
def field_of(role: str) -> str:
    """The field that a role belongs to; empty if it belongs to none that shuts out others, or is past.

    >>> field_of("Elm striker"), field_of("former striker"), field_of("neighbour")
    ('sport', '', '')
    """
    words = _head(role)
    return "" if set(words) & _FORMER or "retired" in words else career_of(role)


@cache
def career_of(role: str) -> str:
    """The field that a role belongs to, though it may be past.

    >>> career_of("former striker"), career_of("neighbour")
    ('sport', '')
    """
    words = _head(role)
    if not words:
        return ""
    last = _fields().get(words[-1]) or _fields().get(_synonym(words[-1]), "")
    return _fields().get(" ".join(words[-2:]), last)


def _head(role: str) -> list[str]:
    """The folded words of a role before what it is of or for."""
    return [folded(word) for word in _WORD.findall(_BEHIND.split(_turned(_ARTICLE.sub("", role)), maxsplit=1)[0])]


def _synonym(word: str) -> str:
    """The word that stands for a short form of an office: `senator` for `sen`."""
    return role_synonyms().get(word, word)


def are_apart(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether one person is unlikely to be in the fields of both sets.

    >>> are_apart(frozenset(["childhood"]), frozenset(["state"])), are_apart(frozenset(["adult"]), frozenset(["state"]))
    (True, False)
    """
    return bool(one) and bool(other) and all({left, right} in _exclusions() for left in one for right in other)


def role_words(*role: str) -> frozenset[str]:
    """The content words of roles; of somebody's kin only what kin it is.

    >>> sorted(role_words("mayor of Elm", "the president’s son"))
    ['elm', 'mayor', 'son']
    """
    return frozenset(word for phrase in role for word in _own_words(phrase))


@cache
def _own_words(role: str) -> frozenset[str]:
    head = _head(role)
    return frozenset(head[-1:]) if head and head[-1] in kin_words() else content_words(role)


@cache
def _scopes() -> Mapping[str, str]:
    return {row["office"]: row["scope"] for row in load_seed("sole_offices", ("office", "scope"))}


@cache
def _fields() -> Mapping[str, str]:
    return {row["word"]: row["field"] for row in load_seed("role_fields", ("word", "field"))}


@cache
def _exclusions() -> frozenset[frozenset[str]]:
    """Pairs of fields that shut each other out."""
    rows = load_seed("role_field_exclusions", ("field", "other"), key=("field", "other"))
    return frozenset(frozenset(row.values()) for row in rows)


@cache
def _title_parts() -> frozenset[str]:
    """Words of which titles are made, folded: those of offices, other roles, and what ministries are for."""
    words = {word for office in _scopes() for word in office.split()} | set(roles())
    return frozenset(map(folded, words)) | generic_words() | _MODIFIERS | _FORMER
