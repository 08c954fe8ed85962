"""Whom "I" means outside quotations: the author of an opinion piece, of an interview or of a diary, if known."""

import re

from newsquotes.attribute.document import Document
from newsquotes.attribute.lexicon import given_names
from newsquotes.attribute.resolve.speaker import Answer, Speaker, Unresolved

FIRST_PERSON = frozenset(("i", "me", "we", "us", "you"))
_BYLINE = re.compile(r"(?:[Bb]y|BY) ((?:[^\W\d_a-z][\w.’'-]*)(?: [^\W\d_a-z][\w.’'-]*){1,3})\s*")
_LINES_OF_HEAD = 6


def first_person(document: Document, word: str) -> Answer:
    """ "I" of the article's one known author, whom its byline may tell."""
    author = document.authors[0] if len(document.authors) == 1 else _byline(document)
    if word in ("i", "me") and author is not None:
        return Speaker(author, "person", None, "author")
    return Unresolved("first_person")


def _byline(document: Document) -> str | None:
    """The one author of an article whose text still has its byline: "By Ada Berg" on one of the first lines."""
    if document.authors:
        return None
    for line in document.paragraphs[:_LINES_OF_HEAD]:
        match = _BYLINE.fullmatch(document.text, line.start, line.end)
        if match is not None and match.group(1).split()[0] in given_names():
            return match.group(1)
    return None
