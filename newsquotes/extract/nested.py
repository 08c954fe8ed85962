"""Quotations within quotations: which of them somebody is said to say, read from the words around them."""

import re
from functools import cache

from newsquotes.extract.cues import (
    BETWEEN_LISTED,
    attribution_follows,
    colloquial_cues,
    cue_verbs,
    inscription_nouns,
    when_told,
)
from newsquotes.extract.marks import Marked
from newsquotes.extract.whole import is_titled, work_verbs

_REACH = 90
_NAMED_HEARER = (
    r"(?:the|this|my|our|his|her|their) (?!words?\b|question|phrase|name|line)[A-Za-z]+"
    r"|[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?"
)
_HEARER = rf"(?:to )?(?:me|us|him|her|them|you|{_NAMED_HEARER})"
_ASIDE = r"(?:, (?:an?|the|my|our|who|his|her) [^,.;:!?\n]{2,40},)?"
_NOT_SAID = frozenset(("evidence", "thought"))
_OF_NOBODY = frozenset(("to", "the", "a", "an", "this", "that", "my", "your", "his", "her", "our", "their"))


def is_attributed_inside(text: str, span: Marked, start: int, end: int) -> bool:
    """Whether the words of the quotation `text[start:end]` name who says the span inside it: he told me, ‘Go home.’"""
    before = text[max(start, span.outer_start - _REACH) : span.outer_start]
    if _in_talk().search(before) is not None:
        return True
    lead = _lead().search(before)
    who = lead.group("who").lower() if lead is not None else ""
    if lead is not None and who not in _OF_NOBODY | inscription_nouns() and _introduces(lead.group("cue")):
        return lead.group("cue").lower() not in work_verbs() or not is_titled(text, span.start, span.end)
    return attribution_follows(text, span.outer_end, end)


@cache
def _lead() -> re.Pattern[str]:
    """A verb with who says it before and who hears it behind: “my boss, a kind man, told me in March,”."""
    return re.compile(rf"(?P<who>[\w.’']+)\]?{_ASIDE} (?P<cue>puts? it|[\w’']+)(?: {_HEARER}{when_told()})?[\],:]*\s*$")


@cache
def _in_talk() -> re.Pattern[str]:
    """Somebody and what brings words in talk: “my boss goes, ”, “I’m like, ”; no thing: “the sign goes, ”."""
    cues = sorted(colloquial_cues())
    apart = "|".join(re.escape(cue) for cue in cues if cue[0].isalpha())
    joined = "|".join(re.escape(cue) for cue in cues if not cue[0].isalpha())
    nobody = "|".join(sorted(map(re.escape, _OF_NOBODY | inscription_nouns() | {"it", "that"})))
    return re.compile(rf"\b(?!(?:{nobody})\b)[\w]+(?: (?:{apart})|(?:{joined})),\s*$", re.I)


def goes_on_with(text: str, before: Marked, span: Marked) -> bool:
    """Whether a span is listed with the one before it: I said ‘no’ and ‘never’."""
    return (
        before.parent == span.parent and BETWEEN_LISTED.fullmatch(text, before.outer_end, span.outer_start) is not None
    )


def _introduces(word: str) -> bool:
    """Whether words may be a verb that brings what somebody has said; what one is held to think, nobody has said."""
    verb, _, particle = word.lower().partition(" ")
    return any(
        cue.particle == particle and cue.kind not in _NOT_SAID and not cue.complements.isdisjoint(("quote", "that"))
        for cue in cue_verbs().get(verb, ())
    )
