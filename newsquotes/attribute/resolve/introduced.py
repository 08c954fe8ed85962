"""A nameless speaker whose name comes afterwards: "a local official" … "added the official, Pavel Horn"."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Self

from newsquotes.attribute.document import Document, Span
from newsquotes.attribute.finding import Finding
from newsquotes.attribute.lexicon import state_leaders
from newsquotes.attribute.name_parts import name_run, parse_name
from newsquotes.attribute.resolve.ledger import Ledger
from newsquotes.attribute.resolve.speaker import Answer, Speaker, Unresolved
from newsquotes.attribute.resolve.words import GENDERED, last_word
from newsquotes.attribute.roles import role_head, role_words, tidy_role, title_gender

_NAMED_SOON = 1000
_LONGEST_OPENING = 2000
_ANY_PRONOUN = re.compile(r"\b(?:he|she|him|his|her)\b", re.I)
_GOING_ON = frozenset(("added", "adds", "adding", "continued", "continues"))


@dataclass(frozen=True, slots=True)
class Sequel:
    """All findings of an article with their speakers, and where their mentions stand, in text order."""

    ledger: Ledger
    findings: Mapping[int, Finding]
    answers: Mapping[int, Answer]
    order: Sequence[tuple[int, int]]

    @classmethod
    def of(cls, ledger: Ledger, findings: Mapping[int, Finding], answers: Mapping[int, Answer]) -> Self:
        """The sequel of an article whose findings have all been read."""
        starts = [(finding.mention.start, key) for key, finding in findings.items() if finding.mention]
        return cls(ledger, findings, answers, sorted(starts))

    def keys_after(self, position: int) -> Iterator[int]:
        """The keys of the findings whose mentions stand soon after a position, in text order."""
        for start, key in self.order[bisect_left(self.order, (position, -1)) :]:
            if start - position > _NAMED_SOON:
                return
            yield key


def named_later(sequel: Sequel, finding: Finding, answer: Answer) -> Answer:
    """ "a local official" who is named as "the official, Ada Berg" soon after; everybody else stays the same."""
    if finding.mention is None:
        return answer
    if answer == Unresolved("unresolved_pronoun"):
        return _told_next(sequel.ledger, finding.mention) or _first_named(sequel, finding.mention) or answer
    if not isinstance(answer, Speaker) or answer.how not in ("nominal", "pronoun_of_nominal"):
        return answer
    introduced = _told_next(sequel.ledger, finding.mention) or _introduced_next(sequel, finding.mention)
    if introduced is not None:
        return introduced
    text = sequel.ledger.document.text
    words = finding.mention.of(text)
    if not _is_indefinite(words):
        return answer
    for key in sequel.keys_after(finding.mention.end):
        mention, later = sequel.findings[key].mention, sequel.answers[key]
        if mention is None or not isinstance(later, Speaker) or later.person is None:
            continue
        if sequel.ledger.names.persons[later.person].first < finding.mention.start:
            continue
        if mention.of(text).lower() == f"the {role_head(words)}":
            return replace(later, how="nominal_resolved", named_at=None)
    return answer


def _first_named(sequel: Sequel, pronoun: Span) -> Speaker | None:
    """Whom an article first names in full right after a "she" that opens it: "“…,” she said. Ada Berg has boats."."""
    ledger, document = sequel.ledger, sequel.ledger.document
    gender = GENDERED.get(pronoun.of(document.text).lower())
    found = next(ledger.names.mentions_within(pronoun.end, pronoun.end + _NAMED_SOON), None)
    if gender is None or found is None or found.is_owner or document.is_quoted(pronoun.start):
        return None
    if pronoun.start > _LONGEST_OPENING or not _is_first(ledger, pronoun.start, gender):
        return None
    following = next(sequel.keys_after(pronoun.end), None)
    other = sequel.findings[following].mention if following is not None else None
    if other is not None and other.start < found.start:
        return None
    person = ledger.names.persons[found.person]
    is_near = document.paragraph_of(found.start) - document.paragraph_of(pronoun.start) <= 1
    is_meant = len(person.name) > 1 and person.first <= found.start and person.gender in ("", gender) and is_near
    leads = ledger.is_subject(Span(found.start, found.end), _opens_sentence(document, found.start))
    return ledger.speaker_of(found.person, "pronoun") if is_meant and leads else None


def _told_next(ledger: Ledger, mention: Span) -> Speaker | None:
    """Whom the sentence after the one of a speaker tells him or her to be: "a man asked. He was Tor Moe, the clerk."

    Also "The voice belonged to Tor Moe", and "The man, who gave his name as Tor Moe": the noun of the mention again.
    """
    document = ledger.document
    end = document.sentence_span(document.sentence_of(mention.end - 1)).end
    told = _told_pattern().match(document.text, end)
    if told is None or document.paragraph_of(told.start("name")) != document.paragraph_of(mention.start):
        return None
    head = last_word(mention.of(document.text))
    if told.group("noun") not in (None, *(("man", "woman") if head in GENDERED else (head,))):
        return None
    people = ledger.names.candidates(parse_name(told.group("name").split()).name)
    person = ledger.names.persons[people[0]] if len(people) == 1 else None
    words = mention.of(document.text)
    gender = GENDERED.get(words.lower()) or title_gender(role_words(words)[-1:])
    if person is None or person.first < mention.start or "" != gender != person.gender != "":
        return None
    return ledger.speaker_of(people[0], "nominal_resolved")


@cache
def _told_pattern() -> re.Pattern[str]:
    """A sentence that tells who somebody is: "It was Ada Berg, who", "The keeper, who gave her name as Ada Berg,"."""
    naming = r" (?:was(?: called)?|belonged to)|['’]s name was|, who (?:[a-z]+ )?gave (?:his|her) name as"
    leads = rf"(?:It|He|She|That) was|The (?P<noun>[^\W\d_]+)(?:{naming})"
    return re.compile(rf"\s?(?:{leads}) (?P<name>{name_run()})(?=[,.])")


def _is_first(ledger: Ledger, position: int, gender: str) -> bool:
    """Whether the running text has meant nobody of a gender before a character, by name, noun or pronoun."""
    document = ledger.document
    pronouns = (match.start() for match in _ANY_PRONOUN.finditer(document.text, 0, position))
    return not ledger.anchors_between(0, position, gender) and all(map(document.is_quoted, pronouns))


def _opens_sentence(document: Document, position: int) -> bool:
    """Whether no more than a title stands before a character in its sentence."""
    start = document.sentence_span(document.sentence_of(position)).start
    return len(document.text[start:position].split()) <= 1


def _introduced_next(sequel: Sequel, mention: Span) -> Speaker | None:
    """Who is first named right after a nominal, without a word on who that is, and speaks next.

    "A neighbour said so. Ada Berg, 81, added: …"; "When the king of Norland promised it, …" before the first name.
    """
    ledger = sequel.ledger
    following = next(sequel.keys_after(mention.end), None)
    later = sequel.answers[following] if following is not None else None
    if following is None or not isinstance(later, Speaker) or later.person is None:
        return None
    person = ledger.names.persons[later.person]
    if person.roles or len(person.name) < 2 or not mention.end < person.first < mention.end + _NAMED_SOON:
        return None
    words = mention.of(ledger.document.text)
    if _is_indefinite(words):
        cue = sequel.findings[following].cue
        goes_on = cue is not None and cue.of(ledger.document.text).lower() in _GOING_ON
        is_meant = goes_on and _opens_next_sentence(ledger.document, mention.end, person.first)
    else:
        is_first = next(ledger.names.mentions_within(0, mention.end), None) is None
        is_meant = is_first and role_head(words) in state_leaders() and words.lower().startswith("the ")
    return replace(later, how="nominal_resolved", role=tidy_role(words), named_at=None) if is_meant else None


def _is_indefinite(words: str) -> bool:
    """Whether a nominal brings somebody in: "a neighbour", not "the neighbour"."""
    return re.match(r"an?\b", words, re.I) is not None


def _opens_next_sentence(document: Document, position: int, name: int) -> bool:
    """Whether a name opens the sentence after the one at a position, in the same paragraph."""
    sentence = document.sentence_span(document.sentence_of(position))
    return sentence.end == name and "\n" not in document.text[position:name]
