"""What an explicit rule answers: the words that name a speaker and the cue, before anybody decides who is meant."""

from collections.abc import Callable
from dataclasses import dataclass

from newsquotes.attribute.document import Document, Quotation, Span


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found around one quotation.

    `mention` names the speaker, `head` is its head token when the sentence was parsed, `refusal` says why nobody is
    to be named in spite of a cue. With `is_label` the mention must turn out to be a known person or stand in capitals.
    `whole` is a mention of several people with the clause that tells which ones: "sailors briefed on the repairs".
    """

    mention: Span | None
    cue: Span | None
    head: int | None = None
    is_joint: bool = False
    addressee: Span | None = None
    refusal: str | None = None
    is_label: bool = False
    whole: Span | None = None


Rule = Callable[[Document, Quotation], Finding | None]
