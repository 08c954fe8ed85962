"""Several who speak as one: plural nouns, joint names, and the people whom "they" takes up."""

import re

from newsquotes.attribute.document import Document, Span
from newsquotes.attribute.phrases import noun_phrase
from newsquotes.attribute.resolve.clauses import is_main_verb
from newsquotes.attribute.resolve.words import last_word
from newsquotes.attribute.roles import is_plural_role, role_head, role_words

_PLURAL_WORDS = frozenset(
    (
        *("people", "police", "many", "some", "others", "several", "both", "most", "critics", "few", "all"),
        *("couple", "pair", "duo", "trio", "twins", "family", "crowd", "audience"),
    )
)
_PLURAL = ("NNS", "NNPS")
_QUANTITIES = frozenset(
    (
        *("percent", "cent", "half", "third", "quarter", "majority", "minority", "share", "number", "part", "rest"),
        *("array", "chorus", "trio", "pair", "handful", "dozen", "host", "string", "lot", "range", "series", "list"),
    )
)
_NUMBERS = frozenset(
    (
        *("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
        *("dozens", "hundreds", "several", "many", "some"),
    )
)


def is_group(document: Document, mention: Span) -> bool:
    """Whether a nominal means several people: "residents", "a couple", "half of the crew", "sources close to Berg"."""
    words = mention.of(document.text)
    parts = [word.lower() for word in role_words(words)]
    if not parts or parts[:2] == ["one", "of"]:
        return False
    if is_plural_role(words) or parts[0] in _NUMBERS | _PLURAL_WORDS or parts[-1] in _PLURAL_WORDS:
        return True
    if role_head(words) is not None:
        return False
    is_share = last_word(words) in _QUANTITIES and _tag_at(document, mention.end - 1) in _PLURAL
    return is_share or _tag_of_head(document, mention) in (*_PLURAL, "CD", "JJS")


def _tag_at(document: Document, position: int) -> str:
    token = document.token_at(position)
    return document.tokens.tag[token] if token is not None else ""


def _tag_of_head(document: Document, mention: Span) -> str:
    """The tag of the word of a phrase on which the others hang; empty where it was not parsed."""
    tokens = document.tokens
    places = range(document.first_token_from(mention.start), document.first_token_from(mention.end))
    heads = (place for place in places if tokens.head[place] not in places or tokens.head[place] == place)
    return next((tokens.tag[place] for place in heads), "")


def plural_subject(document: Document, position: int) -> str | None:
    """The several people who are the subject of the sentence so far, or of the one before in the paragraph."""
    number = document.sentence_of(position)
    own = document.sentence_span(number)
    if (found := _plural_opening(document.text[own.start : position])) is not None:
        return found
    if (found := _only_plural_subject(document, Span(own.start, position))) is not None:
        return found
    if _has_joint_subject(document, Span(own.start, position)):
        return None
    before = document.sentence_span(max(number - 1, 0))
    is_near = document.paragraph_of(position) - document.paragraph_of(before.start) <= 1
    if not is_near or not number:
        return None
    return _plural_opening(document.text[before.start : own.start]) or _only_plural_subject(document, before)


def _plural_opening(sentence: str) -> str | None:
    """The several people whom a sentence opens with: "Harbour analysts believe it." -> "Harbour analysts"."""
    words = re.split(r"[,.;:!?“”\"()—–]", sentence, maxsplit=1)[0].split()[:6]
    for length in range(1, len(words)):
        if is_plural_role(" ".join(words[:length])):
            is_whole = words[length].islower() and words[length] not in ("and", "or")
            return " ".join(words[:length]) if is_whole else None
    return None


def _only_plural_subject(document: Document, span: Span) -> str | None:
    """The several people who alone are a subject in a stretch of text: it is late, and many sailors have left."""
    tokens = document.tokens
    found = {}
    for token in range(document.first_token_from(span.start), document.first_token_from(span.end)):
        is_plural = tokens.dep[token] == "nsubj" and tokens.tag[token] in ("NNS", "NNPS")
        phrase = noun_phrase(document, token) if is_plural and is_main_verb(document, tokens.head[token]) else None
        if phrase is not None and (tokens.tag[token] == "NNPS" or is_plural_role(phrase.span.of(document.text))):
            found[token] = phrase.span.of(document.text)
    return next(iter(found.values())) if len(found) == 1 else None


def _has_joint_subject(document: Document, span: Span) -> bool:
    """Whether two together are a subject in a stretch of text: he and his partner came because they …"""
    tokens = document.tokens
    places = range(document.first_token_from(span.start), document.first_token_from(span.end))
    return any(tokens.dep[token] == "conj" and tokens.dep[tokens.head[token]] == "nsubj" for token in places)
