"""The former and the latter: which of two persons just named is meant."""

from newsquotes.attribute.document import Span
from newsquotes.attribute.resolve.ledger import Ledger
from newsquotes.attribute.resolve.speaker import Speaker, Unresolved

_SENTENCES_BACK = 3
_PLACES = {"the former": 0, "the latter": 1}


def one_of_two(ledger: Ledger, mention: Span) -> Speaker | Unresolved | None:
    """ "Berg met Moe. The latter said": of the two whom the last sentence with a name names, and of no more.

    None for other words.
    """
    place = _PLACES.get(mention.of(ledger.document.text).lower())
    if place is None:
        return None
    document = ledger.document
    last = document.sentence_of(mention.start)
    for number in range(last, max(last - _SENTENCES_BACK, -1), -1):
        span = document.sentence_span(number)
        named = [
            one.person
            for one in ledger.names.mentions_within(span.start, min(span.end, mention.start))
            if not document.is_quoted(one.start)
        ]
        people = list(dict.fromkeys(named))
        if people:
            return ledger.speaker_of(people[place], "pronoun") if len(people) == 2 else Unresolved("unresolved_mention")
    return Unresolved("unresolved_mention")
