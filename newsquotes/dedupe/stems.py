"""Words without their endings, so that two wordings of a sentence can be compared.

Folded words in, stems out: enough to tell words apart, not to read them.
"""

from collections.abc import Mapping
from functools import cache

from newsquotes.seeds import load_seed

_SUFFIXES = ("ing", "ed", "es", "s", "e")
_MIN_STEM = 3
_MIN_LONG_STEM = 4


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

    >>> stem("soldiers"), stem("treading"), stem("trod"), stem("planned"), stem("bus")
    ('soldier', 'tread', 'tread', 'plan', 'bus')
    """
    bare = _irregular().get(word, word)
    for ending in _SUFFIXES:
        least = _MIN_STEM if ending in ("ing", "ed", "e") else _MIN_LONG_STEM
        if bare.endswith(ending) and not bare.endswith("ss") and len(bare) - len(ending) >= least:
            bare = bare.removesuffix(ending)
            break
    if len(bare) > _MIN_STEM and bare[-1] == bare[-2] and bare[-1] not in "ls":
        bare = bare[:-1]
    return f"{bare[:-1]}i" if bare.endswith("y") and len(bare) > _MIN_STEM else bare.removesuffix("e")


@cache
def _irregular() -> Mapping[str, str]:
    return {row["form"]: row["base"] for row in load_seed("irregular_forms", ("form", "base"))}
