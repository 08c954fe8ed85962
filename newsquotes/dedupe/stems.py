"""Words without their endings, so that two wordings of a sentence can be compared.

Folded words in, stems out: enough to tell words apart, not to read them.
"""

from collections.abc import Mapping
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
