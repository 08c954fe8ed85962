"""Who speaks within a quotation: "My mother always said, ‘You will miss it.’"."""

import re
from collections.abc import Iterator

from newsquotes.attribute.document import Document, Span
from newsquotes.attribute.finding import Finding
from newsquotes.attribute.lexicon import given_names, roles
from newsquotes.attribute.names import run_pattern
from newsquotes.attribute.resolve.ledger import Ledger
from newsquotes.attribute.resolve.mentions import resolve_mention
from newsquotes.attribute.resolve.speaker import Answer, Speaker, Unresolved
from newsquotes.attribute.resolve.words import GENDERED
from newsquotes.attribute.roles import title_gender

_NOMINAL = re.compile(r"\b(?:my|our|the|an?|this|that|some|one|his|her)(?=(?P<words>(?: [a-z-]+){1,3}))", re.IGNORECASE)


def resolve_nested(ledger: Ledger, finding: Finding, host: Span) -> Answer:
    """The speaker of words within a quotation, which no pronoun outside it may mean.

    "He" there is whom the host quotation names, or the words quoted before it in its paragraph: never its own speaker,
    who is "I".
    """
    if finding.refusal:
        return Unresolved(finding.refusal)
    if finding.mention is None:
        return Unresolved("unresolved_mention")
    word = finding.mention.of(ledger.document.text).lower()
    if word not in GENDERED:
        return resolve_mention(ledger, finding.mention, finding.is_joint)
    opening = ledger.document.paragraph_span(host.start).start
    for start in (host.start, opening):
        met = _met(ledger, Span(start, finding.mention.start), GENDERED[word])
        if met:
            return next(iter(met.values())) if len(met) == 1 else Unresolved("unresolved_pronoun")
    return Unresolved("unresolved_pronoun")


def _met(ledger: Ledger, told: Span, gender: str) -> dict[str | int, Speaker]:
    """The persons of a gender who have come in between quotation marks: by name, else by a given name or a noun."""
    persons = (
        mention.person
        for mention in ledger.names.mentions_within(told.start, told.end)
        if ledger.document.is_quoted(mention.start) and ledger.gender_of(mention.person) in ("", gender)
    )
    named: dict[str | int, Speaker] = {person: ledger.speaker_of(person, "pronoun") for person in persons}
    if named:
        return named
    nameless = (span.of(ledger.document.text) for span in _nameless(ledger.document, told, gender))
    return {words.lower(): Speaker(words, "person", None, "pronoun_of_nominal") for words in nameless}


def _nameless(document: Document, told: Span, gender: str) -> Iterator[Span]:
    """Who comes in without being a person of the article: "my mother", "a man", "Ada"."""
    for nominal in _NOMINAL.finditer(document.text, told.start, told.end):
        words = nominal.group("words").split()
        place = next((place for place, word in enumerate(words, 1) if word in roles()), 0)
        if place and document.is_quoted(nominal.start()) and title_gender(words[place - 1 : place]) in ("", gender):
            yield Span(nominal.start(), nominal.end() + len(" ".join(["", *words[:place]])))
    for run in run_pattern().finditer(document.text, told.start, told.end):
        if document.is_quoted(run.start()) and given_names().get(run.group()) in ("either", gender):
            yield Span(*run.span())
