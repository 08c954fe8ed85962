"""The ledger of one article's people: who is named where, and whom a pronoun may mean by now.

Document-wide, because a name is given in full once and then shortened. Nobody is learnt from another article.
"""

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from newsquotes.attribute.document import Document, Span
from newsquotes.attribute.lexicon import given_names
from newsquotes.attribute.names import NameTable, name_table
from newsquotes.attribute.resolve.speaker import Answer, Speaker
from newsquotes.attribute.roles import is_epithet, role_head, role_words, title_gender
from newsquotes.extract.layouts import pointed_at
from newsquotes.word_lists import photo_agencies

_CREDIT = re.compile(r"\([^()\n]*\)\s*\Z")
_LONGEST_CREDIT = 80
_CAPITALISED = re.compile(r"\b[^\W\d_a-z][\w’'.-]*(?<=\w)(?!['’]s)")
_RECENT = 20
_REACH_OF_WORD = 10
_PREPOSITION = re.compile(
    r"\b(?:than|of|for|with|to|from|by|at|on|in|about|like|beside|against|near|between|behind|without)\s\Z"
)


@dataclass(frozen=True, slots=True, order=True)
class Anchor:
    """A place outside quotations where a person is named or meant; negative numbers mean nameless persons."""

    start: int
    person: int
    is_subject: bool


@dataclass(slots=True)
class Ledger:
    """One article's people while its mentions are read in text order: who is named where, and who has just been meant.

    anchors: where a person outside quotations is named or meant, in text order; grows as pronouns are understood.
    things: the organisations, places and groups that have spoken, with where.
    nameless: speakers known by a noun only ("a neighbour"), whom a later pronoun may mean.
    clause: the quotation whose speaker is being sought.
    told_apart: for a surname of several persons, where it was last understood and whom it meant.
    holders: the persons whom a nominal may mean, by its words.
    heard: where the mentions start that have been found to speak.
    relatives: the names given to relatives, by the word for them, with where each is first given.
    strangers: where names are subjects that may be a person's or a thing's, in text order.
    capitals: where each capitalised word ends, once one has been looked for.
    ages: the ages that the article tells, with the persons, once they have been looked for.
    offices: the modifiers of each office that the article's people hold, by its head, once one has been looked for.
    members: the party of each person of whom the article tells it, once it has been looked for.
    """

    document: Document
    names: NameTable
    anchors: list[Anchor] = field(default_factory=list)
    things: list[tuple[int, Speaker]] = field(default_factory=list)
    nameless: list[Answer] = field(default_factory=list)
    clause: Span | None = None
    told_apart: dict[str, tuple[int, int]] = field(default_factory=dict)
    holders: dict[str, list[int]] = field(default_factory=dict)
    heard: set[int] = field(default_factory=set)
    relatives: dict[str, Sequence[tuple[str, Span]]] = field(default_factory=dict)
    members: dict[int, str] | None = None
    strangers: Sequence[int] = ()
    capitals: dict[str, list[int]] | None = None
    ages: list[tuple[int | None, str]] | None = None
    offices: dict[str | None, set[frozenset[str]]] | None = None

    @classmethod
    def of(cls, document: Document) -> Self:
        """A ledger with every person named outside quotations and pointers to other pages as an anchor."""
        ledger = cls(document, name_table(document))
        ledger.anchors = sorted(ledger._named_in_text())
        ledger.strangers = [
            span.start
            for span in ledger.names.perhaps
            if not document.is_quoted(span.start) and ledger.is_subject(span, ledger._opens_sentence(span))
        ]
        return ledger

    def _named_in_text(self) -> Iterator[Anchor]:
        """Each naming outside quotations; what "and" joins to a subject is a subject too."""
        text = self.document.text
        pointers = {line.start for line in self.document.paragraphs if _is_aside(text, line)}
        seen_sentence, subject_end = -1, -1
        for mention in self.names.mentions:
            if self.document.is_quoted(mention.start) or _is_contrasted(text, mention.start):
                continue
            if pointers and self.document.paragraph_span(mention.start).start in pointers:
                continue
            sentence = self.document.sentence_of(mention.start)
            is_first = sentence != seen_sentence and not (mention.is_owner or _is_governed(text, mention.start))
            is_subject = not mention.is_owner and self.is_subject(Span(mention.start, mention.end), is_first)
            if subject_end >= 0 and text[subject_end : mention.start] in (" and ", " & "):
                is_subject = True
            subject_end = mention.end if is_subject else -1
            yield Anchor(mention.start, mention.person, is_subject)
            seen_sentence = sentence

    def is_subject(self, span: Span, is_first: bool) -> bool:
        """Whether a mention is the subject of a main clause; without a parse, whether it opens its sentence."""
        token = self.document.token_at(span.end - 1)
        if token is None:
            return is_first
        tokens = self.document.tokens
        if tokens.dep[token] == "appos":
            token = tokens.head[token]
        if tokens.dep[token] not in ("nsubj", "nsubjpass"):
            return False
        return tokens.dep[tokens.head[token]] != "relcl"

    def _opens_sentence(self, span: Span) -> bool:
        return self.document.sentence_span(self.document.sentence_of(span.start)).start == span.start

    def anchors_between(self, start: int, end: int, gender: str = "") -> list[Anchor]:
        """The places in a stretch of text where a person is named or meant who may be of that gender."""
        found = []
        for place in range(bisect_left(self.anchors, start, key=lambda anchor: anchor.start), len(self.anchors)):
            anchor = self.anchors[place]
            if anchor.start >= end:
                break
            if not gender or self.gender_of(anchor.person) in ("", gender):
                found.append(anchor)
        return found

    def strangers_between(self, start: int, end: int) -> Sequence[int]:
        """The places in a stretch of text where a name is the subject that may be a person's or a thing's."""
        return self.strangers[bisect_left(self.strangers, start) : bisect_left(self.strangers, end)]

    def gender_of(self, person: int) -> str:
        """The gender of a person, or of a nameless one by their role: male, female or empty."""
        if person >= 0:
            return self.names.persons[person].gender
        answer = self.nameless[-person - 1]
        if not isinstance(answer, Speaker):
            return answer.gender
        if answer.how in ("short_name", "full_name"):
            given = given_names().get(answer.name.split()[0], "")
            return given if given != "either" else ""
        return title_gender(role_words(answer.name)[-1:]) or title_gender([role_head(answer.name) or ""])

    def learn_gender(self, person: int, gender: str) -> None:
        """Note the gender that a title has told of a person whose name tells none: "Ms. Kim" makes the other "Mr."."""
        known = self.names.persons[person]
        known.gender = known.gender or gender

    def speaker_of(self, person: int, how: str, role: str | None = None) -> Speaker:
        """The speaker for a person of the name table."""
        known = self.names.persons[person]
        offices = (office for office in (role, *known.roles) if office and not is_epithet(office))
        return Speaker(known.full_name, "person", next(offices, None), how, person)

    def persons_in_title(self) -> set[int]:
        """The persons whose full name stands in the article's title."""
        return {number for number, person in enumerate(self.names.persons) if person.full_name in self.document.title}

    def remember(self, position: int, speaker: Speaker) -> None:
        """Note whom a pronoun may mean from here on; never the narrator, who is "I"."""
        if speaker.how == "author":
            return
        if speaker.person is not None:
            insort(self.anchors, Anchor(position, speaker.person, True))
        elif speaker.type == "person":
            self.remember_nobody(position, speaker)
        else:
            self.things.append((position, speaker))

    def remember_nobody(self, position: int, answer: Answer) -> None:
        """Note a person without an entry in the name table, so that a pronoun does not pass over them.

        Whoever was noted at the same place goes: "a clerk" is "a clerk of the port" once the whole mention is read.
        """
        at_place = [anchor for anchor in self.anchors_between(position, position + 1) if anchor.person < 0]
        for anchor in at_place:
            del self.anchors[bisect_left(self.anchors, anchor)]
        recent = range(len(self.nameless), max(len(self.nameless) - _RECENT, 0), -1)
        same = (place for place in recent if _is_same(self.nameless[place - 1], answer))
        number = next(same, 0)
        if not number:
            self.nameless.append(answer)
            number = len(self.nameless)
            for later in self._named_again(position, answer):
                insort(self.anchors, replace(later, person=-number))
        insort(self.anchors, Anchor(position, -number, True))

    def _named_again(self, position: int, answer: Answer) -> Iterator[Anchor]:
        """Where the name of a person without an entry stands again outside quotations: "Mole", a mere call sign."""
        if not isinstance(answer, Speaker) or answer.how not in ("short_name", "full_name"):
            return
        first, last = answer.name.split()[0], answer.name.split()[-1]
        rarer = ((self._ends_of(first), len(first)), (self._ends_of(last), len(answer.name)))
        ends, length = min(rarer, key=lambda places: len(places[0]))
        starts = [end - length for end in ends]
        for start in starts[bisect_right(starts, position) :]:
            span = Span(start, start + len(answer.name))
            if span.of(self.document.text) == answer.name and not self.document.is_quoted(start):
                yield Anchor(start, 0, self.is_subject(span, self._opens_sentence(span)))

    def _ends_of(self, word: str) -> Sequence[int]:
        """Where a capitalised word ends in the text, each time that it stands there."""
        if self.capitals is None:
            self.capitals = {}
            for match in _CAPITALISED.finditer(self.document.text):
                self.capitals.setdefault(match.group(), []).append(match.end())
        return self.capitals.get(word, ())


def _is_aside(text: str, line: Span) -> bool:
    """Whether a paragraph stands beside the story: a pointer to another page, a caption with its credit in brackets."""
    if pointed_at(text, line.start, line.end) is not None:
        return True
    credit = _CREDIT.search(text, max(line.end - _LONGEST_CREDIT, line.start), line.end)
    return credit is not None and any(name in credit.group().lower() for name in photo_agencies())


def _is_governed(text: str, start: int) -> bool:
    """Whether a preposition stands right before a name, which makes it no subject: "older than Berg"."""
    return _PREPOSITION.search(text, max(start - _REACH_OF_WORD, 0), start) is not None


def _is_contrasted(text: str, start: int) -> bool:
    """ "Unlike Berg, he": whoever is meant, it is not Berg."""
    return text[max(start - 7, 0) : start].lower() == "unlike "


def _is_same(one: Answer, other: Answer) -> bool:
    """Whether two nameless persons go by the same words; two unresolved ones never do."""
    return isinstance(one, Speaker) and isinstance(other, Speaker) and one.name == other.name
