"""Nouns that no table has for a role, an organisation or a document: people by other signs, places, things."""

import re
from functools import cache

from newsquotes.attribute.document import Span
from newsquotes.attribute.kinds import kind_of_unknown
from newsquotes.attribute.lexicon import roles
from newsquotes.attribute.resolve.ledger import Ledger
from newsquotes.attribute.resolve.speaker import Answer, Speaker, Unresolved
from newsquotes.attribute.resolve.words import is_acronym, last_word, without_article
from newsquotes.attribute.roles import before_preposition, role_words, singulars
from newsquotes.seeds import load_seed
from newsquotes.word_lists import crowd_words, nobody_words, person_nouns

_SHARE = re.compile(r"(?:[\w-]+ )*?(?:\d[\d.]*|[a-z-]+) ?(?:percent|per cent|%)(?: of .*)?", re.I)
_DOER = re.compile(r"[a-z-]{2,}(?:[^aeiou]er|ier|eer|[tds]or|ist|ician|man|woman|person|ee|eur|aire|[gs]ter)")
_NO_PHRASE = re.compile(r";|\b\d{1,2}:\d{2}|\b(?:is|are|was|were)\b|\b(?:how|that)['’]s\b|\band (?:how|what|why)\b")
_PROPER = ("NNP", "NNPS")


def resolve_unknown(ledger: Ledger, mention: Span) -> Answer:
    """The words themselves: people ("one commuter", "47 percent"), a place ("the town") or a thing ("the trip").

    Nobody for "nothing" and what else stands for no one; a thing counts as an organisation, as a document does.
    """
    words = mention.of(ledger.document.text)
    if _NO_PHRASE.search(words):
        return Unresolved("unresolved_mention")
    if _SHARE.fullmatch(words) or words.lower() in crowd_words("many"):
        return Speaker(words, "group", None, "group")
    if is_acronym(without_article(words)):
        return Speaker(without_article(words), "organisation", None, "organisation")
    if _is_name(ledger, mention):
        kind = kind_of_unknown(ledger.document.text, words, mention.start) if " " not in words else "person"
        return Speaker(words, kind, None, "nominal")
    if last_word(words) in _settlements():
        return Speaker(words, "place", None, "nominal")
    if _is_somebody(words):
        return Speaker(words, "person", None, "nominal")
    is_nobody = without_article(words).lower() in nobody_words() or words.lower().startswith("no ")
    return Unresolved("nobody_speaks") if is_nobody else Speaker(words, "organisation", None, "nominal")


def is_thing(answer: Speaker) -> bool:
    """Whether an answer is a thing that no table has."""
    return answer.how == "nominal" and answer.type == "organisation"


def _is_name(ledger: Ledger, mention: Span) -> bool:
    """Whether the parser takes the last capitalised word of a phrase for a name: "Teck", "the Islamic State"."""
    last = ledger.document.token_at(mention.end - 1)
    if last is None or not ledger.document.words[last][:1].isupper():
        return False
    return ledger.document.tokens.tag[last] in _PROPER or ledger.document.tokens.start[last] > mention.start


def _is_somebody(words: str) -> bool:
    """Whether a phrase tells of a person, or ends like "weaver" before its first preposition: "one commuter"."""
    found = before_preposition(role_words(words))
    return names_somebody(words) or (bool(found) and _DOER.fullmatch(found[-1].lower()) is not None)


def names_somebody(words: str) -> bool:
    """Whether a noun for people stands in a phrase before its first preposition: "a person familiar with it".

    >>> names_somebody("another"), names_somebody("her allies"), names_somebody("the incident")
    (True, True, False)
    """
    found = [word.lower() for word in before_preposition(role_words(words))]
    is_counted = bool(found) and not {found[0], found[-1]}.isdisjoint(crowd_words("one"))
    return is_counted or any(map(_is_person_noun, found))


def _is_person_noun(word: str) -> bool:
    last = word.rpartition("-")[2]
    return any(one in person_nouns() or one in roles() for one in (last, *singulars(last)))


@cache
def _settlements() -> frozenset[str]:
    """What a town is called by what it is ("city"), in lower case."""
    return frozenset(row["noun"] for row in load_seed("settlement_nouns", ("noun",)))
