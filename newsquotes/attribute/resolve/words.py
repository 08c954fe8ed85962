"""Small questions about words that several readings ask."""

import re

from newsquotes.attribute.roles import role_words

_ORIGIN = re.compile(r"\A[^\W\d_][\w.]*-(?:based|owned|listed|backed|born|headquartered)\s(?=\S)")
GENDERED = {"he": "male", "him": "male", "his": "male", "she": "female", "her": "female"}


def without_article(words: str) -> str:
    """Words without their leading article.

    >>> without_article("the Harbour Ministry")
    'Harbour Ministry'
    """
    return re.sub(r"^(?:the|an?)\s+(?=\S)", "", words, flags=re.I)


def bare_name(words: str) -> str:
    """The name of a thing without its article and without where it sits.

    >>> bare_name("the Lind-based Hale Ferries")
    'Hale Ferries'
    """
    return _ORIGIN.sub("", without_article(words))


def is_acronym(word: str) -> bool:
    """Whether a single word is written in capitals ("NATO")."""
    return " " not in word and len(word) > 1 and word.isupper()


def last_word(words: str) -> str:
    """The noun that ends a phrase, before its first preposition, in lower case.

    >>> last_word("the Harbour Ministry of Lind")
    'ministry'
    """
    parts = role_words(words)
    for place, word in enumerate(parts):
        if place and word.lower() in ("of", "for", "from", "at", "in", "by", "on"):
            return parts[place - 1].lower()
    return parts[-1].lower() if parts else ""
