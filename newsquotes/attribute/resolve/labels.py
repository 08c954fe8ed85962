"""Labels before turns of an interview or transcript: whom "BERG:" and "AB:" mean."""

import re
from collections.abc import Sequence

from newsquotes.attribute.document import Document, Span
from newsquotes.attribute.lexicon import label_offices
from newsquotes.attribute.resolve.ledger import Ledger
from newsquotes.attribute.resolve.speaker import Answer, Speaker
from newsquotes.attribute.roles import role_head

_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?){2,4}")


def is_label(document: Document, mention: Span, answer: Answer) -> bool:
    """Whether a label names somebody: a person of the article, or a name in capitals."""
    is_known = isinstance(answer, Speaker) and answer.person is not None
    return is_known or mention.of(document.text).isupper()


def bearer_of_initials(ledger: Ledger, mention: Span) -> Speaker | None:
    """Whom the label "AB" of a turn means: the one person of the article with these initials."""
    words = mention.of(ledger.document.text)
    if not _INITIALS.fullmatch(words) or ledger.document.text[mention.end : mention.end + 1] != ":":
        return None
    letters = words.replace(".", "")
    people = [
        number
        for number, person in enumerate(ledger.names.persons)
        if len(person.name) > 1 and letters in ("".join(word[0] for word in person.name), _outer_initials(person.name))
    ]
    return ledger.speaker_of(people[0], "short_name") if len(people) == 1 else None


def holder_of_label(ledger: Ledger, mention: Span) -> Speaker | None:
    """Whom the label "THE COURT" of a turn means: the one judge of the article."""
    words = mention.of(ledger.document.text)
    offices = label_offices().get(words.lower(), frozenset())
    if not offices or not words.isupper() or ledger.document.text[mention.end : mention.end + 1] != ":":
        return None
    holding = [
        number
        for number, person in enumerate(ledger.names.persons)
        if any(role_head(role) in offices for role in person.roles)
    ]
    return ledger.speaker_of(holding[0], "nominal_resolved") if len(holding) == 1 else None


def _outer_initials(name: Sequence[str]) -> str:
    """The initials of a given name and a surname, as in "AB" for "Ada Maria Berg"."""
    return name[0][0] + name[-1][0]
