"""What "it" and "they" mean: the organisation or the group that has just spoken or acted."""

import re
from dataclasses import replace
from functools import cache

from newsquotes.attribute.document import Span
from newsquotes.attribute.lexicon import utterances
from newsquotes.attribute.names import name_run
from newsquotes.attribute.resolve.groups import plural_subject
from newsquotes.attribute.resolve.ledger import Ledger
from newsquotes.attribute.resolve.named import resolve_named
from newsquotes.attribute.resolve.speaker import Answer, Speaker, Unresolved

_LONGEST_LEAD = 240
_PARAGRAPHS_BACK_OF = {"it": 2, "they": 1}


def thing_or_group(ledger: Ledger, position: int, word: str) -> Answer:
    """ "it" is the organisation that spoke last, "they" the group, in this paragraph or just before."""
    if word == "they" and (acting := plural_subject(ledger.document, position)) is not None:
        return Speaker(acting, "group", None, "pronoun")
    if word == "it" and (author := _author_just_named(ledger, position)) is not None:
        return author
    wanted = ("organisation", "place") if word == "it" else ("group", "organisation")
    paragraph = ledger.document.paragraph_of(position)
    for place, speaker in reversed(ledger.things):
        if place < position and speaker.type in wanted:
            if paragraph - ledger.document.paragraph_of(place) > _PARAGRAPHS_BACK_OF.get(word, 1):
                break
            return Speaker(speaker.name, speaker.type, speaker.role, "pronoun")
    return Unresolved("unresolved_pronoun")


def _author_just_named(ledger: Ledger, position: int) -> Speaker | None:
    """Whoever is heard in the document that the sentence before is about: "A letter from Ada Berg was read out"."""
    own = ledger.document.sentence_span(ledger.document.sentence_of(position))
    number = ledger.document.sentence_of(max(own.start - 1, 0))
    before = ledger.document.sentence_span(number)
    is_near = ledger.document.paragraph_of(position) - ledger.document.paragraph_of(before.start) <= 1
    start = max(before.start, own.start - _LONGEST_LEAD)
    match = _authored().search(ledger.document.text, start, own.start) if is_near and own.start else None
    if match is None or ledger.document.is_quoted(match.start()):
        return None
    answer = resolve_named(ledger, Span(*match.span("who")))
    return replace(answer, how="pronoun") if isinstance(answer, Speaker) else None


@cache
def _authored() -> re.Pattern[str]:
    """A document with its author as the subject of a sentence: "A letter from the Hale Society was"."""
    nouns = "|".join(map(re.escape, sorted(utterances())))
    link = "(?:(?:signed |sent |issued )?by|from)"
    return re.compile(rf"\b(?:[Aa]|[Tt]he) (?:[a-z-]+ )?(?:{nouns}) {link} (?P<who>(?:the )?{name_run()}) [a-z]")
