"""Who speaks within a quotation: "My mother always said, ‘You will miss it.’"."""

import re
from collections.abc import Iterator

from newsquotes.attribute.document import Span
from newsquotes.attribute.finding import Finding
from newsquotes.attribute.lexicon import given_names, roles
from newsquotes.attribute.names import run_pattern
from newsquotes.attribute.resolve.ledger import Ledger
from newsquotes.attribute.resolve.mentions import resolve_mention
from newsquotes.attribute.resolve.pronouns import antecedent
from newsquotes.attribute.resolve.speaker import Answer, Speaker, Unresolved
from newsquotes.attribute.resolve.words import GENDERED
from newsquotes.attribute.roles import title_gender

_NOMINAL = re.compile(r"\b(?:my|our|the|an?|this|that|some|one|his|her) (?:[a-z]+ ){0,2}?(?P<role>[a-z-]+)\b", re.I)
_NOBODY_MET = Unresolved("unresolved_pronoun")


def resolve_nested(ledger: Ledger, finding: Finding, host: Span) -> Answer:
    """The speaker of words within a quotation, which no pronoun outside it may mean.

    "He" there is whom the host quotation names, or else the text before it: never its own speaker, who is "I".
    """
    if finding.refusal:
        return Unresolved(finding.refusal)
    if finding.mention is None:
        return Unresolved("unresolved_mention")
    word = finding.mention.of(ledger.document.text).lower()
    if word not in GENDERED:
        return resolve_mention(ledger, finding.mention, finding.is_joint)
    told, gender = Span(host.start, finding.mention.start), GENDERED[word]
    met = _only_one_met(ledger, told, gender)
    return met if met != _NOBODY_MET else antecedent(ledger, host.start, gender, paragraphs=1)


def _only_one_met(ledger: Ledger, told: Span, gender: str) -> Answer:
    """The one person of a gender who has come in so far: by name, else by a given name or a noun alone."""
    named = {
        mention.person
        for mention in ledger.names.mentions_within(told.start, told.end)
        if ledger.gender_of(mention.person) in ("", gender)
    }
    if len(named) == 1:
        return ledger.speaker_of(next(iter(named)), "pronoun")
    met = [words for words in _met(ledger.document.text, told, gender) if not named]
    if len(set(map(str.lower, met))) == 1:
        return Speaker(met[0], "person", None, "pronoun_of_nominal")
    return Unresolved("ambiguous_pronoun") if named or met else _NOBODY_MET


def _met(text: str, told: Span, gender: str) -> Iterator[str]:
    """Who comes in without being a person of the article: "my mother", "a man", "Ada"."""
    for nominal in _NOMINAL.finditer(text, told.start, told.end):
        if nominal.group("role") in roles() and title_gender([nominal.group("role")]) in ("", gender):
            yield nominal.group()
    for run in run_pattern().finditer(text, told.start, told.end):
        if given_names().get(run.group()) in ("either", gender):
            yield run.group()
