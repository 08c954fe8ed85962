"""Nominals: whom a common noun means, by the roles that the article gives its people, or the words themselves."""

import re
from dataclasses import replace

from newsquotes.attribute.document import Span
from newsquotes.attribute.lexicon import (
    epithets,
    figures_nouns,
    folded_role,
    playing_roles,
    statement_nouns,
    surnames_like_words,
    utterances,
)
from newsquotes.attribute.name_parts import ORGANISATION, parse_name
from newsquotes.attribute.resolve.groups import is_group
from newsquotes.attribute.resolve.kin import relative_meant
from newsquotes.attribute.resolve.leaders import country_of, leader_meant
from newsquotes.attribute.resolve.ledger import Ledger
from newsquotes.attribute.resolve.organisations import resolve_organisation, resolve_statement, source_of_figures
from newsquotes.attribute.resolve.pronouns import antecedent
from newsquotes.attribute.resolve.speaker import Answer, Speaker, Unresolved
from newsquotes.attribute.resolve.unknown import resolve_unknown
from newsquotes.attribute.resolve.words import GENDERED, last_word
from newsquotes.attribute.roles import (
    DESCRIBING,
    is_descriptive,
    is_organisation_phrase,
    is_restricted,
    modifiers,
    role_head,
    role_words,
    tidy_role,
    title_gender,
)

_NAMED_UTTERANCE = re.compile(r"(?:an?|the) (?P<who>[^\W\d_a-z][\w’&.-]*(?: [^\W\d_a-z][\w’&.-]*)*) [a-z-]+")
_MEASURE = re.compile(r"(?:the|its|their) (?:number|amount|level|rate|cost|price|share|proportion) of ", re.I)
_AGED = re.compile(r"the (?P<age>\d{1,3})-year-old", re.I)
_TOLD_AGE = re.compile(r",\s(\d{1,3})(?=[,.;)])|\s\((\d{1,3})\)|\b(?:is|was|aged)\s(\d{1,3})\b(?!\s[a-z%])")
_BRINGS_IN = re.compile(r"(?:an?|one|another)\s", re.I)
_REACH = 3000
_PLAIN_NOUN = re.compile(r"[a-z][a-z-]{2,30}")


def resolve_nominal(ledger: Ledger, mention: Span) -> Answer:
    """A common noun: the person whose role it is, a group, an organisation, or the words themselves."""
    words = mention.of(ledger.document.text)
    if last_word(words) in figures_nouns():
        return source_of_figures(words)
    if _MEASURE.match(words):
        return Unresolved("unresolved_mention")
    if is_group(ledger.document, mention):
        return Speaker(words, "group", None, "group")
    if is_organisation_phrase(words):
        return resolve_organisation(ledger, mention)
    if last_word(words) in statement_nouns():
        return _author_of(ledger, words) or resolve_statement(words)
    if role_head(words):
        known = meant_by(ledger, mention) or described_anew(ledger, mention)
        return known or Speaker(words, "person", tidy_role(words), "nominal")
    if any(word.lower() in statement_nouns() for word in role_words(words)):
        return resolve_statement(words)
    known = _bearing(ledger, words) or _apposed_so(ledger, words) or relative_meant(ledger, words, mention.start)
    return known or resolve_unknown(ledger, mention)


def _bearing(ledger: Ledger, words: str) -> Speaker | None:
    """The one person with a surname that is mostly another word: "White" of Ada White."""
    people = ledger.names.candidates((words,)) if words in surnames_like_words() else []
    return ledger.speaker_of(people[0], "short_name") if len(people) == 1 else None


def _author_of(ledger: Ledger, words: str) -> Speaker | None:
    """Whose an utterance is that is named after its author: "a Hale Ferries statement", "the Berg letter"."""
    named = _NAMED_UTTERANCE.fullmatch(words)
    if named is None or last_word(words) not in utterances():
        return None
    parsed = parse_name(named.group("who").split())
    if parsed.kind == ORGANISATION:
        return Speaker(named.group("who"), "organisation", None, "organisation")
    people = ledger.names.candidates(parsed.name)
    return ledger.speaker_of(people[0], "short_name") if len(people) == 1 else None


def _apposed_so(ledger: Ledger, words: str) -> Speaker | None:
    """The one person to whom the article apposes a noun that no table has for a role: "Ada Berg, its glazier, …"."""
    noun = words.lower().removeprefix("the ")
    if not words.lower().startswith("the ") or not _PLAIN_NOUN.fullmatch(noun):
        return None
    if words not in ledger.holders:
        lead = r",\s(?:the|an?|its|his|her|their|our|[^\s,]+['’]s)\s(?:[\w-]+\s){0,2}"
        apposed = re.compile(rf"{lead}{noun}(?=[,.;:]|\s(?:of|for|at|in|from|who|with)\b)")
        ends = {match.start() for match in apposed.finditer(ledger.document.text)}
        bearing = {mention.person for mention in ledger.names.mentions if mention.end in ends}
        ledger.holders[words] = sorted(bearing)
    holders = ledger.holders[words]
    return ledger.speaker_of(holders[0], "nominal_resolved", noun) if len(holders) == 1 else None


def meant_by(ledger: Ledger, mention: Span) -> Speaker | None:
    """The one person of the article whom a role means; None when nothing printed says who it is."""
    words = mention.of(ledger.document.text)
    holder = _holder_of(ledger, words)
    if holder is not None:
        return _brought_in_since(ledger, mention, holder) or holder
    known = _titled_so(ledger, mention) or leader_meant(ledger, words) or _only_one_of_gender(ledger, mention)
    return known or relative_meant(ledger, words, mention.start)


def _holder_of(ledger: Ledger, words: str) -> Speaker | None:
    """The one person whose role in the article the nominal repeats: "the minister", "the Maltese leader"."""
    if not words.lower().startswith("the "):
        return None
    if words not in ledger.holders:
        head, wanted = role_head(words), modifiers(words)
        ledger.holders[words] = [
            number
            for number, person in enumerate(ledger.names.persons)
            if any(_fits(role, head, wanted) for role in person.roles)
        ]
    holders = ledger.holders[words]
    return ledger.speaker_of(holders[0], "nominal_resolved", tidy_role(words)) if len(holders) == 1 else None


def _titled_so(ledger: Ledger, mention: Span) -> Speaker | None:
    """ "Sen. Ada Berg left. “…,” the senator said": the only senator, when nobody else has been named since."""
    words = mention.of(ledger.document.text).lower()
    if not words.startswith("the "):
        return None
    office = " ".join(map(folded_role, words.split()[1:]))
    key = f"title of {office}"
    if key not in ledger.holders:
        people = enumerate(ledger.names.persons)
        ledger.holders[key] = [number for number, person in people if office in person.offices]
    holders = ledger.holders[key]
    if len(holders) != 1:
        return None
    last = antecedent(ledger, mention.start, "")
    is_last = isinstance(last, Speaker) and last.person == holders[0]
    return ledger.speaker_of(holders[0], "nominal_resolved") if is_last else None


def _brought_in_since(ledger: Ledger, mention: Span, holder: Speaker) -> Speaker | None:
    """Whom an article has brought in by the same noun after it last named its holder.

    "Nurse Ada Berg left. A second nurse said so. “…,” said the nurse."
    """
    head = role_head(mention.of(ledger.document.text))
    for anchor in reversed(ledger.anchors_between(max(mention.start - _REACH, 0), mention.start)):
        if anchor.person == holder.person:
            return None
        other = ledger.nameless[-anchor.person - 1] if anchor.person < 0 else None
        if isinstance(other, Speaker) and _BRINGS_IN.match(other.name) and role_head(other.name) == head:
            return other
    return None


def _fits(role: str, head: str | None, wanted: frozenset[str]) -> bool:
    """Whether a nominal with this head and these modifiers repeats a person's role."""
    has = modifiers(role)
    if role_head(role) != head:
        return False
    if is_restricted(has) != is_restricted(wanted):
        return False
    if head in epithets():
        return True
    return wanted <= has or {country_of(word) for word in wanted} <= {country_of(word) for word in has}


def described_anew(ledger: Ledger, mention: Span) -> Speaker | None:
    """ "Lind won late. “…,” the 43-year-old said": the one person who acted last, here or one paragraph before.

    Only words that describe are read so, and what a player is ("the striker"); an office ("the spokesman") may be
    another's.
    """
    words = mention.of(ledger.document.text)
    aged = _AGED.fullmatch(words)
    if aged is not None and (known := _aged(ledger, aged.group("age"))) is not None:
        return known
    is_player = role_head(words) in playing_roles()
    if not words.lower().startswith("the ") or not (is_descriptive(words) or is_player):
        return None
    answer = antecedent(ledger, mention.start, title_gender(role_words(words)[-1:]), paragraphs=1)
    if not isinstance(answer, Speaker) or answer.person is None:
        return None
    if aged is not None and not _may_be_aged(ledger, answer.person, aged.group("age")):
        return None
    if is_player and _does_something_else(ledger, answer.person):
        return None
    return replace(answer, how="described_anew")


def _aged(ledger: Ledger, age: str) -> Speaker | None:
    """The one person whom an article tells to be of an age: "Ada Berg, 31, lost. “…,” said the 31-year-old."."""
    people = {person for person, told in _ages(ledger) if told == age}
    person = next(iter(people)) if len(people) == 1 else None
    return ledger.speaker_of(person, "described_anew") if person is not None else None


def _may_be_aged(ledger: Ledger, person: int, age: str) -> bool:
    """Whether a person can be of an age: no other age is told of them, nor that age of anybody else."""
    told = _ages(ledger)
    return (person, age) in told or not any(person == who or age == other for who, other in told)


def _ages(ledger: Ledger) -> list[tuple[int | None, str]]:
    """The persons of whom an article tells an age, with the age; None for one who is not named right before it."""
    if ledger.ages is None:
        text = ledger.document.text
        named = {mention.end: mention.person for mention in ledger.names.mentions}
        told = _TOLD_AGE.finditer(text)
        ledger.ages = [(named.get(match.start()), match.group(match.lastindex or 0)) for match in told]
    return ledger.ages


def _does_something_else(ledger: Ledger, person: int) -> bool:
    """Whether somebody is known as more than a captain: a manager is no striker."""
    return bool({role_head(office) for office in ledger.names.persons[person].roles} - {"captain"})


def _only_one_of_gender(ledger: Ledger, mention: Span) -> Speaker | None:
    """ "Asked about her team, the former striker": the one woman whom the article names, when she came before."""
    words, text = mention.of(ledger.document.text), ledger.document.text
    if not words.lower().startswith("the ") or not modifiers(words) & DESCRIBING:
        return None
    lead = text[ledger.document.sentence_span(ledger.document.sentence_of(mention.start)).start : mention.start]
    owners = {GENDERED[word.lower()] for word in re.findall(r"\b(?:[Hh]is|[Hh]er)\b", lead)}
    people = [number for number, person in enumerate(ledger.names.persons) if person.gender in owners]
    is_sure = len(owners) == 1 and len(people) == 1 and ledger.names.persons[people[0]].first < mention.start
    return ledger.speaker_of(people[0], "nominal_resolved") if is_sure else None
