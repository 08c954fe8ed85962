"""The language of a text, by py3langid.

In: article text. Out: an ISO 639-1 code with its probability. The classifier is loaded once per process.
"""

from collections.abc import Collection
from functools import cache
from typing import Any

from py3langid.langid import MODEL_FILE, LanguageIdentifier

SAMPLE_CHARACTERS = 600
"""Characters from the middle of the text that are looked at first."""
CONFIRM_CHARACTERS = 6000
"""Characters that are looked at before a text is said to be in another language than expected."""


@cache
def _identifier() -> Any:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def identify_language(text: str, *, expected: Collection[str] = ()) -> tuple[str, float]:
    """ISO 639-1 code of `text` and the probability of it; a verdict that is not in `expected` is checked on more text.

    >>> identify_language("The harbour reopened on Monday after a week of storms.")[0]
    'en'
    """
    code, probability = _classify(text, SAMPLE_CHARACTERS)
    if code not in expected and len(text) > SAMPLE_CHARACTERS:
        return _classify(text, CONFIRM_CHARACTERS)
    return code, probability


def _classify(text: str, length: int) -> tuple[str, float]:
    start = max(0, (len(text) - length) // 2)
    code, probability = _identifier().classify(text[start : start + length])
    return str(code), float(probability)
