"""Words without their endings, so that two wordings of a sentence can be compared.

Folded words in, stems out: enough to tell words apart, not to read them.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

import Stemmer

from newsquotes.seeds import load_seed
from newsquotes.word_lists import irregular_forms


@cache
def sense(word: str) -> str:
    """The stem of a word, or of the one that stands for it and its synonyms."""
    return stem(_synonyms().get(stem(word), word))


@cache
def _synonyms() -> Mapping[str, str]:
    """For the stem of each synonym, the word that stands for it."""
    return {stem(row["form"]): row["base"] for row in load_seed("synonyms", ("form", "base"))}


def without_phrases(words: Sequence[str]) -> list[str]:
    """The words with one word for each phrase that means the same.

    >>> without_phrases("a soldier sets his foot there".split()), without_phrases("set sail".split())
    (['a', 'soldier', 'tread', 'there'], ['set', 'sail'])
    """
    found: list[str] = []
    at = 0
    while at < len(words):
        base, end = _phrase_at(words, at)
        found.append(base)
        at = end
    return found


def _phrase_at(words: Sequence[str], at: int) -> tuple[str, int]:
    """The word that stands for the phrase that begins at a place, and where the phrase ends; else the word there."""
    for phrase, base in _phrases().get(stem(words[at]), ()):
        end = _end_of(phrase, words, at)
        if end:
            return base, end
    return words[at], at + 1


def _end_of(phrase: Sequence[str], words: Sequence[str], at: int) -> int:
    """Where a phrase ends that begins at a place, perhaps with determiners in it; 0 if it does not stand there."""
    for part in phrase:
        at += at < len(words) and words[at] in _DETERMINERS and words[at] != part
        if at >= len(words) or stem(words[at]) != part:
            return 0
        at += 1
    return at


_DETERMINERS = frozenset(("a", "an", "the", "my", "your", "his", "her", "its", "our", "their"))


@cache
def _phrases() -> Mapping[str, Sequence[tuple[Sequence[str], str]]]:
    """The phrases by the stem of their first word, as stems, each with the word that stands for it."""
    found: defaultdict[str, list[tuple[Sequence[str], str]]] = defaultdict(list)
    for row in load_seed("synonym_phrases", ("phrase", "base")):
        phrase = tuple(map(stem, row["phrase"].split()))
        found[phrase[0]].append((phrase, row["base"]))
    return dict(found)


@cache
def stem(word: str) -> str:
    """A word without its ending, irregular verbs in their first form: enough to compare, not to read.

    The stemmer is Snowball's for English (Porter, Snowball: a language for stemming algorithms, 2001), which knows no
    irregular forms.

    >>> stem("soldiers"), stem("treading"), stem("trod"), stem("planned"), stem("bus")
    ('soldier', 'tread', 'tread', 'plan', 'bus')
    """
    found: str = _english().stemWord(irregular_forms().get(word, word))
    return found


@cache
def _english() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")
