"""Noun phrases around a head token of the folded parse: their words, and whether they stand for several people.

Answers with spans and token numbers, never with names.
"""

import re
from dataclasses import dataclass

from newsquotes.attribute.document import Document, Span
from newsquotes.attribute.lexicon import calendar, figures_nouns, organisation_words, roles

_CLOSED_BRANCHES = frozenset(
    ("relcl", "acl", "appos", "advcl", "ccomp", "parataxis", "dep", "punct", "npadvmod", "xcomp")
)
_CORE = ("NOUN", "PROPN", "PRON", "ADJ", "NUM", "DET", "SYM", "X")
_EDGES = frozenset((",", ":", ";", "(", ")", "[", "]", "—", "–", "--", ".", "?", "!", "…", "...", "-"))
_SEVERAL = frozenset(("some", "those", "many", "several", "others", "people"))
_LONGEST_CLAUSE = 16
REACH = 8
DASH = re.compile(r"\s(?:[—–]|-{1,2})\s")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that name somebody: their span, their head token, and whether two or more are joined by "and"."""

    span: Span
    head: int
    is_joint: bool = False


def noun_phrase(document: Document, head: int, *, stop: int | None = None) -> Phrase | None:
    """The core noun phrase of a head token: no relative clause, no apposition, no outer comma; `stop` ends it.

    "the harbour master of Lind, who lives there" -> "the harbour master of Lind"
    """
    tokens = document.tokens
    if document.is_quote(head) or tokens.pos[head] not in _CORE or not _has_letter(document.words[head]):
        return None
    left = head
    while left and _joins_left(document, left - 1, head):
        left -= 1
    while left < head and (
        tokens.pos[left] in ("ADV", "PUNCT", "CCONJ", "ADP", "SCONJ") or document.words[left].lower() in ("who", "whom")
    ):
        left += 1
    right, is_joint = _right_edge(document, head, stop)
    while right > head and _is_loose_end(document, right):
        right -= 1
    while right + 2 < len(tokens) and _is_hyphenated(document, right):
        right += 2
    end = tokens.end[right]
    if right > left and document.words[right].lower() in ("'s", "’s"):
        end = tokens.start[right]
    return Phrase(_between_dashes(document, Span(tokens.start[left], end), head), head, is_joint)


def names_several(document: Document, head: int) -> bool:
    """Whether a noun phrase is headed by a plural or by a word for several people: "sailors", "some"; not "data"."""
    word = document.words[head].lower()
    return word not in figures_nouns() and (document.tokens.tag[head] in ("NNS", "NNPS") or word in _SEVERAL)


def is_word_for_several(document: Document, token: int) -> bool:
    """Whether a token is a word that stands for several people by itself: "some", "others"."""
    return document.words[token].lower() in _SEVERAL


def named_by_apposition(document: Document, noun: int) -> int:
    """The name that a noun explains: Berg in "Berg, an engineer who argued that …"; else the noun itself."""
    name = document.tokens.head[noun]
    is_apposed = document.tokens.dep[noun] == "appos" and document.tokens.pos[noun] == "NOUN" and name < noun
    is_named = document.tokens.pos[name] == "PROPN" and not document.is_quote(name)
    return name if is_apposed and is_named and "," in document.words[name:noun] else noun


def told_apart(document: Document, phrase: Phrase, cue: Span | None) -> Span | None:
    """A phrase for several people with the words right behind that tell which ones; None when there are none.

    "sailors" -> "sailors briefed on the repairs"; a whole clause only where the head says nothing by itself: "some" ->
    "some who fish there". Never with the cue in it.
    """
    head, first = phrase.head, document.first_token_from(phrase.span.end)
    if not names_several(document, head) or first >= len(document.tokens):
        return None
    branch = _branch(document, first, head)
    relation = document.tokens.dep[branch] if branch is not None else ""
    if relation != "acl" and not (relation == "relcl" and document.words[head].lower() in _SEVERAL):
        return None
    last = first - 1
    while last + 1 < len(document.tokens) and _goes_on(document, last + 1, head, branch):
        last += 1
    while last > first and _is_loose_end(document, last):
        last -= 1
    whole = Span(phrase.span.start, document.tokens.end[last])
    is_about_cue = cue is not None and phrase.span.end <= cue.start < whole.end
    return whole if first <= last < first + _LONGEST_CLAUSE and not is_about_cue else None


def _goes_on(document: Document, token: int, head: int, branch: int | None) -> bool:
    """Whether a token belongs to a branch of a head and is neither quoted nor a mark of punctuation."""
    is_edge = document.words[token] in _EDGES and document.words[token] != "-"
    return _branch(document, token, head) == branch and not is_edge and not document.is_quote(token)


def _between_dashes(document: Document, span: Span, head: int) -> Span:
    """The part of a phrase with its head, when a dash with blanks cuts it: "HALE (Wires) - The mayor Ada Berg".

    Of a name with an aside it is the name: "Ada Berg - his partner -".
    """
    place, start, end = document.tokens.start[head], span.start, span.end
    for dash in DASH.finditer(document.text, span.start, span.end):
        lead = document.text[start : dash.start()]
        if dash.end() > place or (lead.istitle() and " " in lead):
            return Span(start, dash.start())
        start = dash.end()
    return Span(start, end)


def _has_letter(word: str) -> bool:
    """Whether a word can be read; the parser may take a stray mark or a picture for a noun."""
    return any(map(str.isalnum, word))


def _is_loose_end(document: Document, token: int) -> bool:
    """Whether a phrase should not end with the token; "the poll released Monday" keeps its day.

    "the study printed" ends before what only tells more of one thing; not "those surveyed".
    """
    tokens = document.tokens
    if document.words[token] in calendar():
        return tokens.tag[token - 1] != "VBN"
    if tokens.tag[token] == "VBN" and tokens.dep[token] == "acl":
        return tokens.tag[tokens.head[token]] in ("NN", "NNP")
    return document.tokens.pos[token] in ("ADP", "PUNCT", "CCONJ", "DET")


def _is_hyphenated(document: Document, token: int) -> bool:
    """Whether a hyphen joins a token to the next but one: "46-year-old"."""
    tokens = document.tokens
    is_tight = tokens.end[token] == tokens.start[token + 1] and tokens.end[token + 1] == tokens.start[token + 2]
    return is_tight and document.words[token + 1] == "-"


def _joins_left(document: Document, token: int, head: int) -> bool:
    is_near = document.tokens.start[token + 1] - document.tokens.end[token] <= 1
    is_edge = document.words[token] in _EDGES and document.words[token] != "-"
    if document.words[token] == "," and token and document.tokens.dep[token - 1] == "amod":
        is_edge = document.tokens.head[token - 1] != head
    return is_near and not is_edge and not document.is_quote(token) and _branch(document, token, head) is not None


def _branch(document: Document, token: int, head: int) -> int | None:
    """The child of `head` through which `token` hangs on it; None when it does not."""
    for _ in range(REACH):
        above = document.tokens.head[token]
        if above == head:
            return token
        if above == token:
            return None
        token = above
    return None


def _right_edge(document: Document, head: int, stop: int | None) -> tuple[int, bool]:
    """The last token of the core phrase, and whether it is a conjunction of several heads."""
    tokens, right, is_joint = document.tokens, head, False
    following = head + 1
    while following < len(tokens) and tokens.start[following] - tokens.end[following - 1] <= 1:
        branch = _branch(document, following, head)
        if branch is None or document.is_quote(following) or following == stop:
            break
        word, relation = document.words[following], tokens.dep[branch]
        if relation == "conj" and tokens.pos[branch] in ("NOUN", "PROPN"):
            is_joint = is_joint or _has_and(document, head, following)
        elif word in _EDGES and word != "-":
            if not _leads_to_conjunct(document, following, head):
                break
        elif not _stays_open(document, head, branch):
            break
        right = following
        following += 1
    return right, is_joint


def _has_and(document: Document, head: int, conjunct: int) -> bool:
    return any(document.words[token].lower() in ("and", "&") for token in range(head + 1, conjunct))


def _leads_to_conjunct(document: Document, comma: int, head: int) -> bool:
    """Whether a comma in a list ("Berg, Lind and Moe") goes on with another conjoined noun."""
    if document.words[comma] != "," or comma + 1 >= len(document.tokens):
        return False
    branch = _branch(document, comma + 1, head)
    return (
        branch is not None
        and document.tokens.dep[branch] == "conj"
        and document.tokens.pos[branch] in ("NOUN", "PROPN")
        and document.tokens.pos[comma + 1] != "DET"
        and any(
            document.words[token].lower() == "and"
            for token in range(comma, min(comma + 12, branch + 6, len(document.words)))
        )
    )


def _stays_open(document: Document, head: int, branch: int) -> bool:
    """Whether what hangs on the head through `branch` belongs to the core phrase."""
    relation = document.tokens.dep[branch]
    if relation == "prep":
        return _keeps_preposition(document, head, branch)
    if relation == "acl" and document.tokens.tag[branch] == "VBN":
        return document.tokens.pos[head] == "NOUN" and not names_several(document, head)
    if relation == "appos":
        return document.tokens.pos[branch] == "PROPN" and "," not in document.words[head:branch]
    return relation not in _CLOSED_BRANCHES


def _keeps_preposition(document: Document, head: int, preposition: int) -> bool:
    if document.tokens.pos[head] != "PROPN":
        return True
    word = document.words[head].lower()
    if word in organisation_words() or (word not in roles() and document.tokens.entity[head].endswith("ORG")):
        return document.words[preposition].lower() in ("of", "for")
    return document.words[preposition].lower() == "of" and (word in roles() or document.tokens.tag[head] == "NNPS")
