"""The words between quotations: the tokens right before and right behind one, up to where its sentence ends."""

import re

from newsquotes.attribute.document import Document, Quotation

_STOPS = frozenset((".", "?", "!", ";"))


def last_in_marks(document: Document, quote: int) -> str:
    """The last character of a folded quotation before its closing mark."""
    return clean_end(document.text[document.tokens.start[quote] : document.tokens.end[quote]])


def gap_before(document: Document, quote: int) -> list[int]:
    """The tokens of the clause before a folded quotation: back to the sentence's start or the previous quotation."""
    found: list[int] = []
    sentence = document.tokens.sentence[quote]
    if quote and document.tokens.sentence[quote - 1] != sentence and _is_introduced(document, quote):
        sentence = document.tokens.sentence[quote - 1]
    for token in range(quote - 1, max(quote - 61, -1), -1):
        if document.tokens.sentence[token] != sentence or document.is_quote(token):
            break
        if document.words[token] == ";":
            break
        found.append(token)
    return found[::-1]


def _is_introduced(document: Document, quote: int) -> bool:
    """Whether the sentence before ends in a colon, right before the quotation."""
    return document.words[quote - 1] == ":" and _touches(document, quote - 1)


def gap_after(document: Document, quote: int) -> list[int]:
    """The tokens of the clause after a folded quotation: up to the sentence's end or the next quotation."""
    found: list[int] = []
    for token in range(quote + 1, min(quote + 61, len(document.tokens))):
        if document.tokens.sentence[token] != document.tokens.sentence[quote] or document.is_spoken(token):
            break
        if document.words[token] == ";":
            break
        found.append(token)
    if not found and _may_break(document, quote):
        return _next_sentence(document, quote)
    return _without_stop(document, found)


def _may_break(document: Document, quote: int) -> bool:
    """Whether the sentence may have been cut between a question or an ellipsis and its clause: “Why?” Berg asked."""
    following = quote + 1
    is_open = last_in_marks(document, quote) in "?!…—–-,"
    if not is_open or following >= len(document.tokens) or document.is_quote(following):
        return False
    return "\n" not in document.text[document.tokens.end[quote] : document.tokens.start[following]]


def _next_sentence(document: Document, quote: int) -> list[int]:
    """The tokens of the sentence after a quotation, when nothing but white space stands between."""
    first = quote + 1
    if not _touches(document, quote):
        return []
    last = first
    while last < len(document.tokens) and document.tokens.sentence[last] == document.tokens.sentence[first]:
        if document.is_spoken(last) or last - first > 30:
            return []
        last += 1
    return _without_stop(document, list(range(first, last)))


def _without_stop(document: Document, tokens: list[int]) -> list[int]:
    while tokens and document.words[tokens[-1]] in _STOPS:
        tokens.pop()
    return tokens


def _touches(document: Document, token: int) -> bool:
    """Whether only white space stands between a token and the next one."""
    start, end = document.tokens.end[token], document.tokens.start[token + 1]
    return end - start <= 2 or not document.text[start:end].strip(" \u00a0\"'“”‘’")


def clean_end(text: str) -> str:
    """The last character of quoted words that is neither a mark nor a blank.

    >>> clean_end('Go away," ')
    ','
    """
    stripped = re.sub(r"[\s\"'”’»)\]]+$", "", text)
    return stripped[-1:]


def last_mark(document: Document, quotation: Quotation) -> str:
    """The last character of a quotation that is no quotation mark, its final comma or stop included."""
    return clean_end(document.text[quotation.span.start : quotation.outer.end])
