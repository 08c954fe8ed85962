"""Who speaks within a quotation: "My mother always said, ‘You will miss it.’"."""

import re

from newsquotes.attribute.document import Span
from newsquotes.attribute.finding import Finding
from newsquotes.attribute.resolve.ledger import Ledger
from newsquotes.attribute.resolve.mentions import resolve_mention
from newsquotes.attribute.resolve.speaker import Answer, Speaker, Unresolved
from newsquotes.attribute.resolve.words import GENDERED
from newsquotes.attribute.roles import role_words, title_gender

_OWN_PEOPLE = re.compile(
    r"\b(?:[Mm]y|[Oo]ur|[Tt]he) (?:[a-z]+ )?(?:mother|father|mum|mom|dad|wife|husband|son|daughter|brother|sister|boss"
    r"|teacher|doctor|coach|captain|skipper|friend|neighbour|neighbor|grandmother|grandfather|uncle|aunt)\b"
)


def resolve_nested(ledger: Ledger, finding: Finding, host: Span) -> Answer:
    """The speaker of words within a quotation, which no pronoun outside it may mean.

    "He" there is whom the host quotation names: never its own speaker, who is "I".
    """
    if finding.refusal:
        return Unresolved(finding.refusal)
    if finding.mention is None:
        return Unresolved("unresolved_mention")
    word = finding.mention.of(ledger.document.text).lower()
    if word not in GENDERED:
        return resolve_mention(ledger, finding.mention, finding.is_joint)
    gender = GENDERED[word]
    named = {
        mention.person
        for mention in ledger.names.mentions_within(host.start, finding.mention.start)
        if ledger.gender_of(mention.person) in ("", gender)
    }
    if len(named) == 1:
        return ledger.speaker_of(next(iter(named)), "pronoun")
    told = [match.group() for match in _OWN_PEOPLE.finditer(ledger.document.text, host.start, finding.mention.start)]
    fitting = [words for words in told if not named and title_gender(role_words(words)[-1:]) in ("", gender)]
    if len(set(map(str.lower, fitting))) == 1:
        return Speaker(fitting[0], "person", None, "pronoun_of_nominal")
    return Unresolved("unresolved_pronoun")
