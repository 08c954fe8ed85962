"""The evidence of a row in words: what names the speaker, the cue, the rule, how sure it is, or why nobody is named."""

import re
from typing import Any

import pytest

from newsquotes.explain import evidence_of

ROW = {"speaker_mention": None, "cue": None, "addressee": None, "attribution_rule": "clause_after", "confidence": 0.9}
WORDS = [
    ({"speaker_mention": "Berg", "cue": "said"}, "“Berg” with the cue “said”"),
    ({"speaker_mention": "she", "cue": "told", "addressee": "the board"}, "“she” with the cue “told”, to “the board”"),
    ({"speaker_mention": "ADA\nBERG", "cue": ":", "attribution_rule": "speaker_label"}, "“ADA BERG” before a colon"),
    (
        {"speaker_mention": "Berg", "cue": "said", "attribution_rule": "same_utterance"},
        "“Berg” with the cue “said” beside another part",
    ),
    ({"speaker_mention": "Berg", "attribution_rule": "next_paragraph"}, "“Berg”, whose speech goes on"),
    ({"speaker_mention": "Ada Berg", "attribution_rule": "signature"}, "“Ada Berg”"),
    ({"attribution_rule": "interview_answer"}, "no mention beside it"),
    (
        {"speaker_mention": "the board of " * 20, "cue": "said"},
        "“the board of" + " the board of" * 5 + " …” with the cue “said”",
    ),
]


@pytest.mark.parametrize(("known", "expected"), WORDS)
def test_the_words_that_name_a_speaker(known: dict[str, Any], expected: str) -> None:
    row = ROW | known
    assert evidence_of(row) == f"{expected}, by the rule {row['attribution_rule']}, with confidence 0.90"


@pytest.mark.parametrize(
    "reason", ["ambiguous_surname", "unresolved_pronoun", "nobody_speaks", "low_confidence", "no_cue"]
)
def test_why_nobody_is_named(reason: str) -> None:
    told = evidence_of(ROW | {"attribution_rule": reason, "confidence": 0.0})
    assert re.fullmatch(rf"nobody is named, by the rule {reason}: [a-z][^.]{{10,}}", told)


def test_an_unknown_reason_is_told_by_its_name() -> None:
    told = evidence_of(ROW | {"attribution_rule": "of_another_version", "confidence": 0.0})
    assert told == "nobody is named, by the rule of_another_version"
