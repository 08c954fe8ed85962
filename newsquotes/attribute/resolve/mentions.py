"""From the words that name a speaker to the speaker: the readings of a mention, in order.

Each reading answers for the mentions that are its own and leaves the others to the next one; the last answers always.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from newsquotes.attribute.document import Document, Span
from newsquotes.attribute.lexicon import answering_forms, figures_nouns
from newsquotes.attribute.name_parts import parse_name
from newsquotes.attribute.resolve.apposed import (
    apposed_name,
    before_brackets,
    before_maiden_name,
    before_others,
    before_own_body,
    before_own_role,
    own_name,
    with_name_after,
)
from newsquotes.attribute.resolve.authors import giver_of_statement
from newsquotes.attribute.resolve.first_person import FIRST_PERSON, first_person
from newsquotes.attribute.resolve.joint import joint_name, with_others_beside
from newsquotes.attribute.resolve.labels import bearer_of_initials, holder_of_label
from newsquotes.attribute.resolve.ledger import Ledger
from newsquotes.attribute.resolve.named import resolve_named
from newsquotes.attribute.resolve.nominals import resolve_nominal
from newsquotes.attribute.resolve.pairs import one_of_two
from newsquotes.attribute.resolve.parties import member_meant
from newsquotes.attribute.resolve.pronouns import antecedent
from newsquotes.attribute.resolve.speaker import Answer, Speaker, Unresolved
from newsquotes.attribute.resolve.things import thing_or_group
from newsquotes.attribute.resolve.words import GENDERED, bare_name, last_word, without_article
from newsquotes.attribute.roles import (
    is_named_after_two_roles,
    is_one_with_two_roles,
    is_organisation_phrase,
    tidy_role,
)
from newsquotes.extract.cues import cue_verbs

_OTHER_PRONOUNS = frozenset(("they", "them", "it", "this", "these", "those", "one", "someone", "somebody", "anyone"))
_EITHER = re.compile(r"[^\W\d_a-z][\w’'-]* or (?:[^\W\d_a-z][\w.’'-]*\s?){1,3}\Z")
_OF_A_PLACE = frozenset(("outside", "inside", "behind", "near", "across", "beneath", "beside", "opposite"))
_OPEN_WORDS = frozenset(("who", "which", "that", "whose", "whom", "what", "n't", "n’t", "not"))
_NOBODY = frozenset(("nobody", "no one", "no-one", "none", "neither", "noone"))
_NEXT_VERB = re.compile(r" (?:(?:also|then|later|once|[a-z]+ly|has|had) ){0,2}([a-z]+)")
_LAST_WORD = re.compile(r"([a-z]+) \Z")
_REACH_OF_WORD = 16


@dataclass(frozen=True, slots=True)
class Mention:
    """The words that name a speaker, as printed and in lower case; `is_joint` when they name several."""

    span: Span
    words: str
    lower: str
    is_joint: bool


Reading = Callable[[Ledger, Mention], Answer | None]


def resolve_mention(ledger: Ledger, span: Span, is_joint: bool) -> Answer:
    """The speaker that the words of a span mean, with the name that stands beside them; nobody if they are no words."""
    if not any(letter.isalpha() for letter in span.of(ledger.document.text)):
        return Unresolved("unresolved_mention")
    named = own_name(ledger, span) or with_others_beside(ledger, span)
    if named is not None:
        return named
    document = ledger.document
    core = span
    for reduced in (before_others, before_brackets, before_maiden_name, before_own_role, before_own_body):
        core = reduced(document, core)
    whole, is_extended = with_name_after(document, core)
    answer = _read(ledger, whole, is_joint and not is_extended)
    is_elsewhere = whole != span and isinstance(answer, Speaker) and answer.named_at is None
    return replace(answer, named_at=whole) if is_elsewhere and isinstance(answer, Speaker) else answer


def _read(ledger: Ledger, span: Span, is_joint: bool) -> Answer:
    words = span.of(ledger.document.text)
    mention = Mention(span, words, words.lower().strip(), is_joint and not is_named_after_two_roles(words))
    answers = (reading(ledger, mention) for reading in READING_RULES)
    return next((answer for answer in answers if answer is not None), Unresolved("unresolved_mention"))


def he_or_she(ledger: Ledger, mention: Mention) -> Answer | None:
    """ "she" is the woman who acted last."""
    gender = GENDERED.get(mention.lower)
    if gender is None:
        return None
    cues = _cues_beside(ledger.document, mention.span)
    answers = not answering_forms().isdisjoint(cues)
    return antecedent(ledger, mention.span.start, gender, speaks=bool(cues), answers=answers)


def _cues_beside(document: Document, pronoun: Span) -> list[str]:
    """The verbs of saying right beside a pronoun: "she said", "said she"; none in "she left, saying"."""
    after = _NEXT_VERB.match(document.text, pronoun.end)
    before = _LAST_WORD.search(document.text, max(pronoun.start - _REACH_OF_WORD, 0), pronoun.start)
    return [match.group(1) for match in (after, before) if match is not None and match.group(1) in cue_verbs()]


def narrator(ledger: Ledger, mention: Mention) -> Answer | None:
    """ "I" is the author; "US" is not."""
    is_pronoun = mention.lower in FIRST_PERSON and not _is_abbreviation(mention)
    return first_person(ledger.document, mention.lower) if is_pronoun else None


def _is_abbreviation(mention: Mention) -> bool:
    """Whether a word stands in capitals alone, as "US" and "WHO" do."""
    return len(mention.words) > 1 and mention.words.isupper()


def former_or_latter(ledger: Ledger, mention: Mention) -> Answer | None:
    """ "the latter" is the second of the two just named."""
    return one_of_two(ledger, mention.span)


def nobody_in_particular(_: Ledger, mention: Mention) -> Answer | None:
    """ "Berg or Lind", "whoever", "outside court" name no one speaker; "WHO" is one."""
    first = mention.lower.split()[0]
    is_open_word = mention.lower in _OPEN_WORDS and not _is_abbreviation(mention)
    is_open = _EITHER.search(mention.words) or is_open_word or first in _OF_A_PLACE
    return Unresolved("unresolved_mention") if is_open else None


def nobody(_: Ledger, mention: Mention) -> Answer | None:
    """ "Nobody said so" tells that it was not said."""
    is_nobody = mention.lower in _NOBODY or mention.lower.split()[0] in _NOBODY
    return Unresolved("negated_or_hypothetical") if is_nobody else None


def it_or_they(ledger: Ledger, mention: Mention) -> Answer | None:
    """ "it" is the organisation that spoke last, "they" the group."""
    is_pronoun = mention.lower in _OTHER_PRONOUNS
    return thing_or_group(ledger, mention.span.start, mention.lower) if is_pronoun else None


def initials(ledger: Ledger, mention: Mention) -> Answer | None:
    """ "AB:" before a turn is the one person with these initials."""
    return bearer_of_initials(ledger, mention.span)


def label_of_office(ledger: Ledger, mention: Mention) -> Answer | None:
    """ "THE COURT:" before a turn is the one judge of the article."""
    return holder_of_label(ledger, mention.span)


def one_with_two_roles(ledger: Ledger, mention: Mention) -> Answer | None:
    """ "her friend and neighbour" is one person."""
    if not mention.is_joint or not is_one_with_two_roles(mention.words):
        return None
    named = apposed_name(ledger, mention.span)
    return named or Speaker(mention.words, "person", tidy_role(mention.words), "nominal")


def firm_of_partners(ledger: Ledger, mention: Mention) -> Answer | None:
    """ "Berg & Moe LLP" is one firm; so is "Berg & Moe", unless the article knows the two."""
    words = without_article(mention.words)
    if " & " not in words or not all(word[0].isupper() or word == "&" for word in words.split()):
        return None
    partners = (parse_name(part.split()).name for part in words.split(" & "))
    is_firm = is_organisation_phrase(words) or not any(map(ledger.names.candidates, partners))
    return Speaker(bare_name(words), "organisation", None, "organisation") if is_firm else None


def several(ledger: Ledger, mention: Mention) -> Answer | None:
    """ "Berg and Lind" are kept together, with both names in full."""
    is_several = mention.is_joint and last_word(mention.words) not in figures_nouns()
    return Speaker(joint_name(ledger, mention.words), "group", None, "group") if is_several else None


def member_of_party(ledger: Ledger, mention: Mention) -> Answer | None:
    """ "the Vermont Democrat" is the politician just named."""
    return member_meant(ledger, mention.span)


def name(ledger: Ledger, mention: Mention) -> Answer | None:
    """ "the engineer Ada Berg" has a name in it, or beside it."""
    return resolve_named(ledger, mention.span)


def author(ledger: Ledger, mention: Mention) -> Answer | None:
    """ "a speech Ada Berg gave" is Ada Berg’s."""
    return giver_of_statement(ledger, mention.span)


def noun(ledger: Ledger, mention: Mention) -> Answer | None:
    """ "the minister", "residents", "the report"."""
    return resolve_nominal(ledger, mention.span)


READING_RULES: tuple[Reading, ...] = (
    he_or_she,
    narrator,
    former_or_latter,
    nobody_in_particular,
    nobody,
    it_or_they,
    initials,
    label_of_office,
    one_with_two_roles,
    firm_of_partners,
    several,
    member_of_party,
    author,
    name,
    noun,
)
