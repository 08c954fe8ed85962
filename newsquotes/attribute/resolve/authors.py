"""Authors: who speaks through a statement that says itself whose it is, as in "an interview Ada Berg gave"."""

import re
from dataclasses import replace
from functools import cache

from newsquotes.attribute.document import Span
from newsquotes.attribute.lexicon import statement_verbs, utterances
from newsquotes.attribute.name_parts import name_run
from newsquotes.attribute.resolve.ledger import Ledger
from newsquotes.attribute.resolve.named import resolve_named
from newsquotes.attribute.resolve.pronouns import antecedent
from newsquotes.attribute.resolve.speaker import Answer, Speaker
from newsquotes.attribute.resolve.words import GENDERED, last_word
from newsquotes.extract.cues import inflect


def giver_of_statement(ledger: Ledger, mention: Span) -> Answer | None:
    """The person behind a statement who is named right after it: "a speech Ada Berg gave", "an interview he gave".

    Nobody where another puts out what somebody said: "an email the Hale Post published".
    """
    text = ledger.document.text
    if last_word(mention.of(text)) not in utterances():
        return None
    given = _given().match(text, mention.end)
    if given is None:
        return None
    who = Span(*given.span("who"))
    gender = GENDERED.get(who.of(text))
    if gender is not None:
        return antecedent(ledger, who.start, gender)
    answer = resolve_named(ledger, who)
    is_person = isinstance(answer, Speaker) and answer.type == "person"
    return replace(answer, named_at=who) if isinstance(answer, Speaker) and is_person else None


@cache
def _given() -> re.Pattern[str]:
    """Who gave it, behind a statement: " that Mrs. Berg delivered", " her brother Tor Moe gave", " he had written"."""
    forms = {
        form for lemma, past in statement_verbs().items() for form in (past or inflect(lemma)[2], inflect(lemma)[2])
    }
    verbs = "|".join(sorted(forms))
    kin = r"(?:(?:his|her|their|the)\s(?:[a-z-]+\s){1,3}?)?"
    return re.compile(rf"\s(?:that\s|which\s)?{kin}(?P<who>he|she|{name_run()})\s(?:had\s|has\s)?(?:{verbs})\b")
