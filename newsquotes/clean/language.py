"""The language of a text, by py3langid.

In: article text. Out: an ISO 639-1 code with its probability. The classifier is loaded once per process.
"""

from functools import cache
from typing import Any

from py3langid.langid import MODEL_FILE, LanguageIdentifier

SAMPLE_CHARACTERS = 1000
"""Characters from the middle of the text that are looked at; a longer sample changes nothing but the time."""


@cache
def _identifier() -> Any:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def identify_language(text: str) -> tuple[str, float]:
    """ISO 639-1 code of `text` and the probability of it.

    >>> identify_language("The harbour reopened on Monday after a week of storms.")[0]
    'en'
    """
    start = max(0, (len(text) - SAMPLE_CHARACTERS) // 2)
    code, probability = _identifier().classify(text[start : start + SAMPLE_CHARACTERS])
    return str(code), float(probability)
