"""Who speaks within a quotation: "My mother always said, ‘You will miss it.’"."""

import re
from collections.abc import Iterator

from newsquotes.attribute.document import Document, Quotation, Span
from newsquotes.attribute.finding import Finding
from newsquotes.attribute.lexicon import given_names, roles
from newsquotes.attribute.name_parts import run_pattern
from newsquotes.attribute.resolve.ledger import Ledger
from newsquotes.attribute.resolve.mentions import resolve_mention
from newsquotes.attribute.resolve.speaker import Answer, Speaker, Unresolved
from newsquotes.attribute.resolve.words import GENDERED
from newsquotes.attribute.roles import title_gender

_NOMINAL = re.compile(r"\b(?:my|our|the|an?|this|that|some|one|his|her)(?=(?P<words>(?: [a-z-]+){1,3}))", re.IGNORECASE)
_ABOUT = re.compile(r"\b(?:said|says|added|recalled) (?:of|about) ")
_NOBODY_MET = Unresolved("unresolved_pronoun")


def resolve_nested(ledger: Ledger, finding: Finding, host: Quotation) -> Answer:
    """The speaker of words within a quotation, which no pronoun outside it may mean.

    "He" there is whom the host quotation names, or else what is reported before it in the same paragraph: never its own
    speaker, who is "I". "Her mother" in the reporter's words may be one whom the article names.
    """
    if finding.refusal:
        return Unresolved(finding.refusal)
    if finding.mention is None:
        return Unresolved("unresolved_mention")
    word = finding.mention.of(ledger.document.text).lower()
    if word not in GENDERED:
        return resolve_mention(ledger, finding.mention, finding.is_joint)
    met = _only_one_met(ledger, Span(host.span.start, finding.mention.start), GENDERED[word])
    before = _spoken_of(ledger.document, host) or _told_before(ledger.document, host)
    if met != _NOBODY_MET or before is None:
        return met
    earlier = _only_one_met(ledger, before, GENDERED[word])
    is_told_of = isinstance(earlier, Speaker) and earlier.name.split()[0].lower() in GENDERED
    return met if is_told_of else earlier


def _spoken_of(document: Document, host: Quotation) -> Span | None:
    """What the clause between two parts of an utterance names as spoken of: "“…,” Berg said of Moe. “He said"."""
    parts = [part for part in document.by_group[host.group] if part.outer.end <= host.outer.start]
    about = _ABOUT.search(document.text, parts[-1].outer.end, host.outer.start) if parts else None
    return Span(about.end(), host.outer.start) if about is not None else None


def _told_before(document: Document, host: Quotation) -> Span | None:
    """What is quoted or reported right before a quotation in its paragraph: "Berg said Moe had wept. “He said ‘…’”"."""
    earlier = (other for other in reversed(document.quotations[: host.place]) if other.nested_in is None)
    before = next(earlier, None)
    if before is None or document.paragraph_of(before.span.start) != document.paragraph_of(host.span.start):
        return None
    return before.statement or before.span


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
        words = nominal.group("words").split()
        place = next((place for place, word in enumerate(words, 1) if word in roles()), 0)
        if place and title_gender(words[place - 1 : place]) in ("", gender):
            yield " ".join([nominal.group(), *words[:place]])
    for run in run_pattern().finditer(text, told.start, told.end):
        if given_names().get(run.group()) in ("either", gender):
            yield run.group()
