"""Why a quotation has the speaker that it has, in words: the evidence of one row as part of a sentence.

In comes one row with the attribution columns of `quotations` or `occurrences`; out goes text. Nothing is looked up.
"""

from collections.abc import Mapping
from typing import Any

from newsquotes.attribute.carry import CARRY_RULES
from newsquotes.attribute.dictionary import no_speaker_reasons

_LONGEST = 80
_PARTS = frozenset(("same_utterance", "coordinated"))
_CARRIED = frozenset(rule.__name__ for rule in CARRY_RULES)


def evidence_of(row: Mapping[str, Any]) -> str:
    """What names the speaker, the cue, who was told, the rule and how sure it is.

    A row that names nobody gives the reason instead. Unknown reasons and rules are told by their names.

    >>> evidence_of({"speaker_mention": "Berg", "cue": "said", "attribution_rule": "clause_after", "confidence": 0.97})
    '“Berg” with the cue “said”, by the rule clause_after, with confidence 0.97'
    """
    rule = row["attribution_rule"]
    if not row["confidence"]:
        reason = no_speaker_reasons().get(rule)
        return f"nobody is named, by the rule {rule}" + (
            f": {reason[0].lower()}{reason[1:].rstrip('.')}" if reason else ""
        )
    told = f", to “{_shortened(row['addressee'])}”" if row.get("addressee") else ""
    return f"{_words_of(row)}{told}, by the rule {rule}, with confidence {row['confidence']:.2f}"


def _words_of(row: Mapping[str, Any]) -> str:
    """The words that name the speaker, with the cue; of speech that goes on they stand beside another quotation."""
    if not row["speaker_mention"]:
        return "no mention beside it"
    mention = f"“{_shortened(row['speaker_mention'])}”"
    cue = row["cue"]
    if not cue:
        return mention if row["attribution_rule"] not in _CARRIED else f"{mention}, whose speech goes on"
    said = f"{mention} before a colon" if cue == ":" else f"{mention} with the cue “{_shortened(cue)}”"
    return f"{said} beside another part" if row["attribution_rule"] in _PARTS else said


def _shortened(words: str) -> str:
    """Words on one line, cut after some length."""
    plain = " ".join(words.split())
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST].rsplit(None, 1)[0]} …"
