"""The language of a text, by its function words and py3langid.

In: article text. Out: an ISO 639-1 code with its probability. The classifier is loaded once per process, and asked only
about texts that are not full of English function words.
"""

import re
from collections.abc import Collection
from functools import cache
from typing import Any

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from newsquotes.word_lists import function_words

SAMPLE_CHARACTERS = 600
"""Characters from the middle of the text that are looked at first."""
CONFIRM_CHARACTERS = 6000
"""Characters that are looked at before a text is said to be in another language than expected."""
ENGLISH_SHARE = 0.25
"""Share of English function words from which a text is English; in English prose it is about .4, in others below .1."""
MIN_SAMPLE_WORDS = 40

_WORD = re.compile(r"[^\W\d_]+")


@cache
def _identifier() -> Any:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def identify_language(text: str, *, expected: Collection[str] = ()) -> tuple[str, float]:
    """ISO 639-1 code of `text` and the probability of it; a verdict that is not in `expected` is checked on more text.

    >>> identify_language("The harbour reopened on Monday after a week of storms.")[0]
    'en'
    """
    sample = _middle(text, SAMPLE_CHARACTERS)
    if _is_plainly_english(sample):
        return "en", 1.0
    code, probability = _classify(sample)
    if code not in expected and len(text) > SAMPLE_CHARACTERS:
        return _classify(_middle(text, CONFIRM_CHARACTERS))
    return code, probability


def _middle(text: str, length: int) -> str:
    start = max(0, (len(text) - length) // 2)
    return text[start : start + length]


def _is_plainly_english(sample: str) -> bool:
    words = _WORD.findall(sample.casefold())
    known = sum(map(function_words().__contains__, words))
    return len(words) >= MIN_SAMPLE_WORDS and known >= ENGLISH_SHARE * len(words)


def _classify(sample: str) -> tuple[str, float]:
    code, probability = _identifier().classify(sample)
    return str(code), float(probability)
