"""From the words that name a speaker to the speaker: full names, pronouns, nominals, organisations, groups.

Works within one article. Whoever cannot be told apart stays null with a reason; nobody is chosen for being near.
"""

import re
from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise

from newsquotes.attribute.document import Document, Span
from newsquotes.attribute.finding import Finding
from newsquotes.attribute.kinds import kind_of_unknown
from newsquotes.attribute.lexicon import (
    bare_titles,
    business_words,
    calendar,
    commanded_forces,
    countries,
    countries_by_seat,
    epithets,
    figures_nouns,
    given_names,
    institution_words,
    nationalities,
    organisation_words,
    photo_agencies,
    places,
    playing_roles,
    roles,
    state_leaders,
    statement_nouns,
    utterances,
)
from newsquotes.attribute.names import (
    ORGANISATION,
    PLACE,
    ROLE,
    NameTable,
    Parsed,
    entity_at,
    expects_name,
    name_run,
    name_table,
    parse_name,
    run_pattern,
    surname,
)
from newsquotes.attribute.phrases import noun_phrase, shares_subject
from newsquotes.attribute.roles import (
    DESCRIBING,
    is_descriptive,
    is_epithet,
    is_named_after_two_roles,
    is_one_with_two_roles,
    is_organisation_phrase,
    is_outlet,
    is_plural_role,
    is_restricted,
    modifiers,
    role_before,
    role_head,
    role_words,
    tidy_role,
    title_gender,
)
from newsquotes.extract.layouts import pointed_at

_GENDERED = {"he": "male", "him": "male", "his": "male", "she": "female", "her": "female"}
_FIRST_PERSON = frozenset(("i", "me", "we", "us", "you"))
_OTHER_PRONOUNS = frozenset(
    ("they", "them", "it", "who", "which", "that", "this", "these", "those", "one", "someone", "somebody", "anyone")
)
_PLURAL_WORDS = frozenset(
    (
        *("people", "police", "many", "some", "others", "several", "both", "most", "critics", "few", "all"),
        *("couple", "pair", "duo", "trio", "twins", "family", "crowd", "audience"),
    )
)
_APPOSED_ROLE = re.compile(r"\s*,\s+(?:\d{1,3},\s+)?([^,;:!?\n“”\"()—–]{3,110}?)(?=[,;:!?\n“”\"()—–]|\.(?:\s|$)|$)")
_BETWEEN_ROLE_AND_NAME = re.compile(
    r"(?:\s(?:of|for|at|in|from|I|we|he|she|they)\s[^,.;:!?\n“”\"()—–]{2,70})?,\s(?:an?\s[^,.;:!?\n“”\"]{2,40}\s(?:called|named)\s)?"
    r"(?:[A-Z]\w+\s\([A-Z]\w{0,6}\.?\)\s|the\s(?=Rev|Hon|Right|Very))?"
)
_OFFICE_BEFORE_NAME = re.compile(r"(?:[^\W\d_a-z][\w’'-]*\s){0,2}(?:[a-z][\w-]*\s){1,3}(?=[^\W\d_a-z])")
_OWN_NAME = re.compile(
    r",?\swho\s[^.;:!?\n“”\"]{0,120}?\b(?:gave|giving)\s(?:his|her|their)\s(?:first\s)?name\s(?:only\s)?as\s"
    r"|,?\s(?:an?\s[^,.;:!?\n“”\"]{2,40}\s)?(?:who\s(?:was|is)\s)?(?:called|named)\s"
    r"|,?\swho\s(?:[a-z]+\s)?(?:identified|called)\s(?:himself|herself|themselves)\s(?:only\s)?(?:as\s)?"
)
_BARE_CALLED = (" called ", " named ")
_EITHER = re.compile(r"[^\W\d_a-z][\w’'-]* or (?:[^\W\d_a-z][\w.’'-]*\s?){1,3}\Z")
_NOT_OTHERS = re.compile(r",? (?:rather than|instead of|and not) ")
_BYLINE = re.compile(r"(?:[Bb]y|BY) ((?:[^\W\d_a-z][\w.’'-]*)(?: [^\W\d_a-z][\w.’'-]*){1,3})\s*")
_LINES_OF_HEAD = 6
_INITIALS = re.compile(r"(?:[^\W\d_a-z]\.?){2,4}")
_CREDIT = re.compile(r"\([^()\n]*\)\s*\Z")
_LONGEST_CREDIT = 80
_LONGEST_LEAD = 240
_NOMINAL = re.compile(r"\b(?:[Tt]he|[Aa]n?)(?: [\w’'-]+){1,4}")
_BEFORE_PREDICATE = re.compile(
    r" (?:who|was|is|has|had|will|would|in|of|at|on|from|and|with|to|for|by|also|then|did|does|could|may|might|can)\b"
    r"| [a-z]+ed\b"
)
_I_ASKED = re.compile(r"(?:[\w’' ]{0,40}\b)?(?:I|we|We) (?:asked|met|told|called|found|rang|joined|visited)\s")
_ADVERBIAL = re.compile(
    r"(?:But|And|Then|Yet|Later|Now|Still|(?:In|On|At|After|Before|From|By|For) [^,.;:!?\n]{2,40},?)\s"
)
_OWN_PEOPLE = re.compile(
    r"\b(?:[Mm]y|[Oo]ur|[Tt]he) (?:[a-z]+ )?(?:mother|father|mum|mom|dad|wife|husband|son|daughter|brother|sister|boss"
    r"|teacher|doctor|coach|captain|skipper|friend|neighbour|neighbor|grandmother|grandfather|uncle|aunt)\b"
)
_PRONOUN_EVENT, _NOMINAL_EVENT, _SAYING_EVENT = -3, -2, -1
_SENTENCES_BACK = 8
_NAMED_SOON = 1000
_ESTABLISHED = 2
_REACH_OF_AGE = 16
_REACH_OF_KIN = 60
_KIN_BEFORE = re.compile(
    r"\b(?:wife|husband|spouse|son|daughter|father|mother|dad|mom|brother|sister|uncle|aunt|cousin|niece|nephew|widow"
    r"|widower|grandfather|grandmother|grandson|granddaughter|stepson|stepdaughter)(?:-in-law)?"
    r"(?:\sof)?,?\s[^.;:!?\n“”\"]{0,40}\Z"
)
_BY_AGE = re.compile(r"\b(?:younger|elder|older|junior|senior)\b", re.I)
_REACH = 3000
_RECENT = 20
_PARAGRAPHS_BACK = 4
_PARAGRAPHS_BACK_OF = {"it": 2, "they": 1}
_SUBJECT_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he)\b(?!-)")
_OF_A_PLACE = frozenset(("outside", "inside", "behind", "near", "across", "beneath", "beside", "opposite"))
_OF_SOMEBODY = re.compile(r"(?:(?:[Tt]he|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Oo]ur|[Mm]y)\s|.{2,40}['’]s\s)[a-z]")
_LEADS_TO_OTHERS = frozenset(("of", "for", "at", "in", "with", "from", "to", "on", "like", "including"))
_RELATIVES = frozenset(("who", "which", "that", "whose", "whom", "what", "n't", "n’t", "not"))
_NOBODY = frozenset(("nobody", "no one", "no-one", "none", "neither", "noone"))
_GOING_ON = frozenset(("added", "adds", "adding", "continued", "continues"))
_NUMBERS = frozenset(
    [
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "dozens",
        "hundreds",
        "several",
        "many",
        "some",
    ]
)


@dataclass(frozen=True, slots=True)
class Speaker:
    """A resolved speaker; `how` is the kind of mention it came through, `person` its number in the name table.

    `named_at` is where the name stands when the mention was a role with a name beside it.
    """

    name: str
    type: str
    role: str | None
    how: str
    person: int | None = None
    named_at: Span | None = None


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Why a mention has no speaker."""

    reason: str


@dataclass(frozen=True, slots=True, order=True)
class Anchor:
    """A place outside quotations where a person is named or meant; negative numbers mean nameless persons."""

    start: int
    person: int
    is_subject: bool


@dataclass(slots=True)
class Resolver:
    """Resolves the mentions of one article in text order; learns where persons are meant as it goes.

    `nameless` holds speakers known by a noun only ("a neighbour"), whom a later pronoun may mean; `clause` is the
    quotation whose speaker is being sought; `order` lists the mentions of the findings in text order; `told_apart` is
    where a surname of several persons was last understood, and whom it meant; `holders` remembers who may be meant by
    a nominal, `heard` where the mentions start that have been found to speak.
    """

    document: Document
    names: NameTable
    anchors: list[Anchor] = field(default_factory=list)
    things: list[tuple[int, Speaker]] = field(default_factory=list)
    nameless: list[Speaker | Unresolved] = field(default_factory=list)
    clause: Span | None = None
    order: list[tuple[int, int]] = field(default_factory=list)
    told_apart: dict[str, tuple[int, int]] = field(default_factory=dict)
    holders: dict[str, list[int]] = field(default_factory=dict)
    heard: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, document: Document) -> "Resolver":
        """A resolver with every person named outside quotations and pointers to other pages as an anchor."""
        resolver = cls(document, name_table(document))
        text = document.text
        pointers = {line.start for line in document.paragraphs if _is_aside(text, line)}
        seen_sentence, subject_end = -1, -1
        for mention in resolver.names.mentions:
            if document.is_quoted(mention.start) or _is_contrasted(document.text, mention.start):
                continue
            if pointers and document.paragraph_span(mention.start).start in pointers:
                continue
            sentence = document.sentence_of(mention.start)
            is_first = sentence != seen_sentence and not mention.is_owner
            is_subject = not mention.is_owner and resolver.is_subject(Span(mention.start, mention.end), is_first)
            if subject_end >= 0 and document.text[subject_end : mention.start] in (" and ", " & "):
                is_subject = True
            subject_end = mention.end if is_subject else -1
            resolver.anchors.append(Anchor(mention.start, mention.person, is_subject))
            seen_sentence = sentence
        resolver.anchors.sort()
        return resolver

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

    def resolve_all(self, findings: Mapping[int, Finding]) -> dict[int, Speaker | Unresolved]:
        """The speakers of findings by their keys, with the pronouns in between, each after what stands before it."""
        events: list[tuple[int, int]] = [
            (finding.mention.start if finding.mention else 0, key) for key, finding in findings.items()
        ]
        nominals: dict[int, Span] = {}
        saying: dict[int, Span] = {}
        if findings:
            events += [(match.start(), _PRONOUN_EVENT) for match in _SUBJECT_PRONOUN.finditer(self.document.text)]
            nominals = {span.start: span for span in subject_nominals(self.document)}
            events += [(position, _NOMINAL_EVENT) for position in nominals]
            saying = {span.start: span for span in (*self._unread_reporters(), *self._shared_subjects())}
            events += [(position, _SAYING_EVENT) for position in saying]
        answers: dict[int, Speaker | Unresolved] = {}
        for position, key in sorted(events):
            if key >= 0:
                quotation = self.document.quotations[key]
                self.clause = quotation.statement or quotation.span
                host = self.document.by_id.get(quotation.nested_in) if quotation.nested_in is not None else None
                answers[key] = (
                    self.resolve(findings[key]) if host is None else self._resolve_nested(findings[key], host.span)
                )
            elif key == _NOMINAL_EVENT:
                self._follow_nominal(nominals[position])
            elif key == _SAYING_EVENT:
                self.resolve(Finding(saying[position], None))
            elif not self.document.is_quoted(position):
                self._follow_pronoun(position)
            self.clause = None
        self.order = sorted((finding.mention.start, key) for key, finding in findings.items() if finding.mention)
        for key, answer in answers.items():
            answers[key] = self._named_later(findings[key], answer, answers, findings)
        return answers

    def _unread_reporters(self) -> Iterator[Span]:
        """Where somebody reports in a sentence that was not parsed."""
        for span in self.names.saying:
            if self.document.token_at(span.start) is None and not self.document.is_quoted(span.start):
                yield span

    def _shared_subjects(self) -> Iterator[Span]:
        """Where a surname of several persons is the subject of a sentence outside quotations."""
        for spans in self.names.surnames.values():
            for span in spans:
                token = self.document.token_at(span.end - 1)
                sentence = self.document.sentence_span(self.document.sentence_of(span.start))
                opens = len(self.document.text[sentence.start : span.start].split()) <= 2
                if not self.document.is_quoted(span.start) and (
                    opens if token is None else self.is_subject(span, opens)
                ):
                    yield span

    def _named_later(
        self,
        finding: Finding,
        answer: Speaker | Unresolved,
        answers: Mapping[int, Speaker | Unresolved],
        findings: Mapping[int, Finding],
    ) -> Speaker | Unresolved:
        """ "a local official" who is named as "the official, Ada Berg" soon after."""
        if not isinstance(answer, Speaker) or answer.how != "nominal" or finding.mention is None:
            return answer
        words, text = finding.mention.of(self.document.text), self.document.text
        introduced = self._introduced_next(finding, answers, findings)
        if introduced is not None:
            return introduced
        if not re.match(r"an?\b", words, re.I):
            return answer
        for key in self._keys_after(finding.mention.end):
            mention, later = findings[key].mention, answers[key]
            if mention is None or not isinstance(later, Speaker) or later.person is None:
                continue
            if mention.of(text).lower() == f"the {role_head(words)}":
                return replace(later, how="nominal_resolved", named_at=None)
        return answer

    def _keys_after(self, position: int) -> Iterator[int]:
        """The keys of the findings whose mentions stand soon after a position, in text order."""
        for start, key in self.order[bisect_left(self.order, (position, -1)) :]:
            if start - position > _NAMED_SOON:
                return
            yield key

    def _introduced_next(
        self, finding: Finding, answers: Mapping[int, Speaker | Unresolved], findings: Mapping[int, Finding]
    ) -> Speaker | None:
        """Who is first named right after a nominal, without a word on who that is, and speaks next.

        "A neighbour said so. Ada Berg, 81, added: …"; "When the king of Norland promised it, …" before the first name.
        """
        if finding.mention is None:
            return None
        place = finding.mention.end
        following = next(self._keys_after(place), None)
        later = answers[following] if following is not None else None
        if following is None or not isinstance(later, Speaker) or later.person is None:
            return None
        person = self.names.persons[later.person]
        if person.roles or len(person.name) < 2 or not place < person.first < place + _NAMED_SOON:
            return None
        words = finding.mention.of(self.document.text)
        if re.match(r"an?\b", words, re.I):
            cue = findings[following].cue
            is_meant = self._opens_next_sentence(place, person.first) and cue is not None
            is_meant = is_meant and cue is not None and cue.of(self.document.text).lower() in _GOING_ON
        else:
            is_first = next(self.names.mentions_within(0, place), None) is None
            is_meant = is_first and role_head(words) in state_leaders() and words.lower().startswith("the ")
        return replace(later, how="nominal_resolved", role=tidy_role(words), named_at=None) if is_meant else None

    def _opens_next_sentence(self, position: int, name: int) -> bool:
        """Whether a name opens the sentence after the one at a position, in the same paragraph."""
        sentence = self.document.sentence_span(self.document.sentence_of(position))
        return sentence.end == name and "\n" not in self.document.text[position:name]

    def _follow_nominal(self, span: Span) -> None:
        """Note whom "the minister" of the running text means, or that a nameless person has come in."""
        words = span.of(self.document.text)
        answer = self._meant_by(span)
        if answer is None and self._is_somebody_else(span):
            answer = Speaker(words, "person", tidy_role(words), "nominal")
        if answer is not None:
            self._remember(span.start, answer)

    def _is_somebody_else(self, span: Span) -> bool:
        """Whether a nominal cannot mean a person named before: "a man", "the woman who", another minister.

        "The senator" is most often the person just named, so that a pronoun may pass over it.
        """
        words = span.of(self.document.text)
        if not words.lower().startswith("the ") or self.document.text.startswith(" who ", span.end):
            return True
        head, wanted = role_head(words), modifiers(words)
        offices = [office for person in self.names.persons for office in person.roles if role_head(office) == head]
        others = [has for has in map(modifiers, offices) if has and not has & wanted]
        return bool(wanted and offices) and len(others) == len(offices)

    def _is_talked_about(self, anchor: Anchor, pronoun: int) -> bool:
        """Whether a person is no more than mentioned in the clause that a pronoun reports: "it hurt Berg, he said"."""
        clause = self.clause
        return clause is not None and not anchor.is_subject and clause.start <= anchor.start < clause.end <= pronoun

    def _follow_pronoun(self, position: int) -> None:
        """Note whom a "he" or "she" of the running text means, for the pronouns after it."""
        gender = "female" if self.document.text[position] in "Ss" else "male"
        answer = self.antecedent(position, gender)
        if isinstance(answer, Speaker):
            self._remember(position, answer)
        elif answer.reason != "unresolved_pronoun":
            self._remember_nobody(position, answer)

    def resolve(self, finding: Finding) -> Speaker | Unresolved:
        """The speaker that a finding's mention means."""
        if finding.refusal:
            return Unresolved(finding.refusal)
        if finding.mention is None:
            return Unresolved("unresolved_mention")
        answer = self._resolve_span(finding.mention, finding.is_joint)
        if finding.is_label and not self._is_label(finding.mention, answer):
            return Unresolved("unresolved_mention")
        if isinstance(answer, Speaker) and self._is_doubtful(finding, answer):
            return Unresolved("unresolved_mention")
        if isinstance(answer, Speaker):
            self.heard.add(finding.mention.start)
            self._remember(finding.mention.start, answer)
        elif answer.reason == "ambiguous_surname":
            self._remember_nobody(finding.mention.start, answer)
        return answer

    def _resolve_nested(self, finding: Finding, host: Span) -> Speaker | Unresolved:
        """The speaker of words within a quotation, which no pronoun outside it may mean.

        "He" there is whom the host quotation names: never its own speaker, who is "I".
        """
        if finding.refusal:
            return Unresolved(finding.refusal)
        if finding.mention is None:
            return Unresolved("unresolved_mention")
        word = finding.mention.of(self.document.text).lower()
        if word not in _GENDERED:
            return self._resolve_span(finding.mention, finding.is_joint)
        gender = _GENDERED[word]
        named = {
            mention.person
            for mention in self.names.mentions_within(host.start, finding.mention.start)
            if self.gender_of(mention.person) in ("", gender)
        }
        if len(named) == 1:
            return self.speaker_of(next(iter(named)), "pronoun")
        told = [match.group() for match in _OWN_PEOPLE.finditer(self.document.text, host.start, finding.mention.start)]
        fitting = [words for words in told if not named and title_gender(role_words(words)[-1:]) in ("", gender)]
        if len(set(map(str.lower, fitting))) == 1:
            return Speaker(fitting[0], "person", None, "pronoun_of_nominal")
        return Unresolved("unresolved_pronoun")

    def _is_doubtful(self, finding: Finding, answer: Speaker) -> bool:
        """Whether a participle hangs on a noun that is nobody: "the incident …, calling it a shame".

        Not when the noun has spoken in the same clause: "“…,” the member said, adding that …".
        """
        if answer.how not in ("nominal", "group") or finding.cue is None or finding.mention is None:
            return False
        if finding.mention.start in self.heard:
            return False
        verb = self.document.token_at(finding.cue.start)
        words = finding.mention.of(self.document.text)
        return (
            verb is not None
            and self._hangs_loose(verb)
            and not (finding.is_joint or role_head(words) or is_plural_role(words))
            and not (finding.head is not None and shares_subject(self.document, finding.head, verb))
        )

    def _hangs_loose(self, verb: int) -> bool:
        """Whether a verb is a participle without a subject of its own."""
        tokens = self.document.tokens
        own = {tokens.dep[child] for child in self.document.children.get(verb, ())}
        return tokens.tag[verb] == "VBG" and tokens.dep[verb] in ("acl", "advcl") and not own & {"nsubj", "aux"}

    def _is_label(self, mention: Span, answer: Speaker | Unresolved) -> bool:
        """Whether a label names somebody: a person of the article, or a name in capitals."""
        is_known = isinstance(answer, Speaker) and answer.person is not None
        return is_known or mention.of(self.document.text).isupper()

    def _remember(self, position: int, speaker: Speaker) -> None:
        """Note whom a pronoun may mean from here on; never the narrator, who is "I"."""
        if speaker.how == "author":
            return
        if speaker.person is not None:
            insort(self.anchors, Anchor(position, speaker.person, True))
        elif speaker.type == "person":
            self._remember_nobody(position, speaker)
        else:
            self.things.append((position, speaker))

    def _remember_nobody(self, position: int, answer: Speaker | Unresolved) -> None:
        """Note a person without an entry in the name table, so that a pronoun does not pass over them."""
        recent = range(len(self.nameless), max(len(self.nameless) - _RECENT, 0), -1)
        same = (place for place in recent if _is_same(self.nameless[place - 1], answer))
        number = next(same, 0)
        if not number:
            self.nameless.append(answer)
            number = len(self.nameless)
        insort(self.anchors, Anchor(position, -number, True))

    def _resolve_span(self, mention: Span, is_joint: bool) -> Speaker | Unresolved:
        own_name = self._own_name(mention)
        if own_name is not None:
            return own_name
        whole, is_extended = self._with_name_after(self._before_brackets(self._before_others(mention)))
        answer = self._resolve_words(whole, is_joint and not is_extended)
        is_elsewhere = whole != mention and isinstance(answer, Speaker) and answer.named_at is None
        return replace(answer, named_at=whole) if is_elsewhere and isinstance(answer, Speaker) else answer

    def _resolve_words(self, mention: Span, is_joint: bool) -> Speaker | Unresolved:
        words = mention.of(self.document.text)
        lower = words.lower().strip()
        if lower in _GENDERED:
            return self.antecedent(mention.start, _GENDERED[lower])
        if lower in _FIRST_PERSON and not (len(words) > 1 and words.isupper()):
            return self._first_person(lower)
        if _EITHER.search(words) or lower in _RELATIVES or lower.split()[0] in _OF_A_PLACE:
            return Unresolved("unresolved_mention")
        if lower in _NOBODY or lower.split()[0] in _NOBODY:
            return Unresolved("negated_or_hypothetical")
        if lower in _OTHER_PRONOUNS:
            return self._thing_or_group(mention.start, lower)
        if (bearer := self._bearer_of_initials(mention)) is not None:
            return bearer
        if is_joint and is_named_after_two_roles(words):
            is_joint = False
        if is_joint and is_one_with_two_roles(words):
            return self._apposed_name(mention) or Speaker(words, "person", tidy_role(words), "nominal")
        if is_joint and _last_word(words) not in figures_nouns():
            return Speaker(self._joint_name(words), "group", None, "group")
        return self._named(mention) or self._nominal(mention)

    def _bearer_of_initials(self, mention: Span) -> Speaker | None:
        """Whom the label "AB" of a turn means: the one person of the article with these initials."""
        words = mention.of(self.document.text)
        if not _INITIALS.fullmatch(words) or self.document.text[mention.end : mention.end + 1] != ":":
            return None
        letters = words.replace(".", "")
        people = [
            number
            for number, person in enumerate(self.names.persons)
            if len(person.name) > 1
            and letters in ("".join(word[0] for word in person.name), _outer_initials(person.name))
        ]
        return self.speaker_of(people[0], "short_name") if len(people) == 1 else None

    def _before_others(self, mention: Span) -> Span:
        """The part of a mention before those who do not speak: "Ada Berg" of "Ada Berg rather than Tor Moe"."""
        others = _NOT_OTHERS.search(self.document.text, mention.start, mention.end)
        return Span(mention.start, others.start()) if others is not None else mention

    def _before_brackets(self, mention: Span) -> Span:
        """The name before an aside in brackets that was taken for the speaker: "Ada Berg" for "D" in "Ada Berg (D)"."""
        text = self.document.text
        if text[max(mention.start - 2, 0) : mention.start] != " (" or text.find(")", mention.end, mention.end + 20) < 0:
            return mention
        start = max(mention.start - _REACH_OF_KIN, 0)
        start = max(text.rfind("\n", start, mention.start) + 1, start)
        runs = list(run_pattern().finditer(text, start, mention.start - 2))
        return Span(*runs[-1].span()) if runs and runs[-1].end() == mention.start - 2 else mention

    def _with_name_after(self, mention: Span) -> tuple[Span, bool]:
        """A role or a unit with the name right behind it: "the star" before " Ada Berg" or " Lt. Ada Berg"."""
        text = self.document.text
        is_abbreviated = _last_word(mention.of(text)) in bare_titles() and text.startswith(".", mention.end)
        end = mention.end + is_abbreviated
        if text[end : end + 1] not in (" ", "\u00a0"):
            return mention, False
        run = run_pattern().match(text, end + 1)
        if run is None or self.document.is_quoted(run.start()):
            return mention, False
        parsed = parse_name(run.group().split())
        is_role = role_head(mention.of(text)) is not None and not parsed.prefix
        is_ranked = is_abbreviated or (bool(parsed.prefix) and parsed.prefix[-1].lower().rstrip(".") in bare_titles())
        if len(parsed.name) < 2 or not (is_role or is_ranked) or parsed.kind in (PLACE, ORGANISATION):
            return mention, False
        return Span(mention.start, run.end()), True

    def _own_name(self, mention: Span) -> Speaker | None:
        """The name that a nameless speaker goes by: "one, who gave her name as Ada", "a man called Tor Moe"."""
        text, words = self.document.text, mention.of(self.document.text)
        if words.lower() != "one" and role_head(words) is None:
            return None
        lead = _OWN_NAME.match(text, mention.end, mention.end + 200)
        if lead is not None and lead.group() in _BARE_CALLED and not re.match(r"(?:an?|one|another)\b", words, re.I):
            return None
        run = run_pattern().match(text, lead.end()) if lead and not self.document.is_quoted(lead.end()) else None
        parsed = parse_name(run.group().split()) if run else None
        if run is None or parsed is None or parsed.kind in (PLACE, ORGANISATION):
            return None
        if not parsed.name:
            return Speaker(run.group(), "person", tidy_role(words), "full_name", named_at=Span(*run.span()))
        named_at = Span(run.end() - len(" ".join(parsed.name)), run.end())
        people = self.names.candidates(parsed.name)
        if len(people) == 1:
            return replace(self.speaker_of(people[0], "full_name", tidy_role(words)), named_at=named_at)
        return Speaker(" ".join(parsed.name), "person", tidy_role(words), "full_name", named_at=named_at)

    def _first_person(self, word: str) -> Speaker | Unresolved:
        """ "I" of the article's one known author, whom its byline may tell."""
        author = self.document.authors[0] if len(self.document.authors) == 1 else _byline(self.document)
        if word in ("i", "me") and author is not None:
            return Speaker(author, "person", None, "author")
        return Unresolved("first_person")

    def _joint_name(self, words: str) -> str:
        """Both names of a joint mention in full: "Berg and Lind" -> "Ada Berg and Tor Lind"."""
        parts = re.split(r",?\s+(?:and|&)\s+|,\s+", words)
        full = [self._full_or_same(part) for part in parts]
        if len(full) < 3:
            return " and ".join(full)
        return ", ".join(full[:-1]) + " and " + full[-1]

    def _full_or_same(self, words: str) -> str:
        parsed = parse_name(words.split())
        people = self.names.candidates(parsed.name) if parsed.name else []
        return self.names.persons[people[0]].full_name if len(people) == 1 else words

    def _named(self, mention: Span) -> Speaker | Unresolved | None:
        """The speaker of a mention that holds a name; None when its head is a common noun."""
        found = name_in(mention.of(self.document.text))
        if found is None:
            return self._apposed_name(mention)
        parsed, span = found
        if without_article(mention.of(self.document.text)) in nationalities() and mention.of(
            self.document.text
        ).lower().startswith("the "):
            words = mention.of(self.document.text)
            return self._described_anew(mention) or Speaker(words, "person", None, "nominal")
        if parsed.kind == ROLE:
            return self._apposed_name(mention)
        if parsed.kind in (PLACE, ORGANISATION):
            return self._thing(mention, parsed)
        return self._person(mention, Span(mention.start + span.start, mention.start + span.end), parsed)

    def _thing(self, mention: Span, parsed: Parsed) -> Speaker:
        kind = "place" if parsed.kind == PLACE else "organisation"
        return Speaker(without_article(mention.of(self.document.text)), kind, None, kind)

    def _person(self, mention: Span, name: Span, parsed: Parsed) -> Speaker | Unresolved:
        gender = title_gender(list(parsed.prefix))
        people = self.names.candidates(parsed.name, gender)
        role = self._role_here(mention, name)
        how = "full_name" if len(parsed.name) > 1 else "short_name"
        if len(people) > 1:
            chosen = self._told_apart(people, mention)
            if chosen is None:
                return Unresolved("ambiguous_surname")
            if sum(self.names.persons[number].first <= mention.start for number in people) > 1:
                how = "shared_surname"
                self.told_apart[surname(parsed.name)] = (mention.start, chosen)
            people = [chosen]
        if people:
            return self.speaker_of(people[0], how, role)
        token = self.document.token_at(name.start)
        if len(parsed.name) == 1 and token is not None and self.document.tokens.pos[token] == "NOUN":
            return self._nominal(mention)
        label = entity_at(self.document, name.end - 1)
        words = " ".join(parsed.name)
        if any(word.lower().rstrip(".") in bare_titles() for word in parsed.prefix):
            return Speaker(words, "person", role, how)
        if label in ("GPE", "LOC", "FAC"):
            return Speaker(words, "place", None, "place")
        if label in ("ORG", "NORP", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW") or any(map(is_acronym, parsed.name)):
            return Speaker(without_article(mention.of(self.document.text)), "organisation", None, "organisation")
        if words.endswith("s") and words[:-1] in nationalities():
            return Speaker(words, "group", None, "group")
        kind = self._kind_of_stranger(words, name.start, role or " ".join(parsed.prefix))
        return Speaker(words, kind, role if kind == "person" else None, "short_name" if kind == "person" else kind)

    def _kind_of_stranger(self, name: str, position: int, office: str) -> str:
        """The kind of a name that is no known person's; promoters and publishers are often firms."""
        if name in self.names.organisations:
            return "organisation"
        head = role_head(office)
        if head is not None and head not in organisation_words():
            return "person"
        kind = kind_of_unknown(self.document.text, name, position)
        return "organisation" if head is not None and name.split()[0] not in given_names() else kind

    def speaker_of(self, person: int, how: str, role: str | None = None) -> Speaker:
        """The speaker for a person of the name table."""
        known = self.names.persons[person]
        offices = (office for office in (role, *known.roles) if office and not is_epithet(office))
        return Speaker(known.full_name, "person", next(offices, None), how, person)

    def _told_apart(self, people: Sequence[int], mention: Span) -> int | None:
        """Of several persons with one surname, whom it means alone; None when the article leaves it open.

        It means the only one introduced so far; then whom it has just meant; then whoever went by it before the others
        came in, or has the others as relatives, unless one of them has just acted under the full name; else the one
        subject just named in full.
        """
        if _BY_AGE.search(self.document.text, max(mention.start - _REACH_OF_AGE, 0), mention.end):
            return None
        introduced = sorted(
            (number for number in people if self.names.persons[number].first <= mention.start),
            key=lambda number: self.names.persons[number].first,
        )
        if len(introduced) < 2:
            return introduced[0] if introduced else None
        named = self._just_named_in_full(introduced, mention.start)
        holder = self._holder_of_surname(introduced)
        rivals = {
            anchor.person
            for anchor in named
            if anchor.is_subject and anchor.person != holder and not self._comes_in_as_kin(anchor)
        }
        if (last := self._last_told_apart(introduced, named, mention.start)) is not None:
            return last
        if holder is None or rivals:
            paragraph = self.document.paragraph_span(mention.start).start
            near = (
                named
                if holder is None or self._is_silent(holder, named)
                else [anchor for anchor in named if anchor.start >= paragraph]
            )
            subjects = {anchor.person for anchor in near if anchor.is_subject}
            return next(iter(subjects)) if len(subjects) == 1 else None
        return holder

    def _is_silent(self, person: int, named: Sequence[Anchor]) -> bool:
        """Whether somebody does nothing since another was named in full: no subject, in full or by the surname."""
        start = min((anchor.start for anchor in named if anchor.person != person), default=0)
        bare = self.names.surnames.get(surname(self.names.persons[person].name), ())
        acts = any(anchor.person == person and anchor.is_subject for anchor in named)
        return not acts and _starts_before(bare, start) == _starts_before(bare, named[-1].start + 1)

    def _holder_of_surname(self, people: Sequence[int]) -> int | None:
        """Who of several persons, in the order they come in, goes by the surname; None when nobody surely does."""
        first, second = people[0], people[1]
        is_first = self._is_established(first, self.names.persons[second].first)
        return first if is_first or all(self._is_kin(person) for person in people[1:]) else None

    def _is_kin(self, person: int) -> bool:
        """Whether somebody comes in as another's relative: "her husband, Tor Moe", "daughter of the late Tor Moe"."""
        first = self.names.persons[person].first
        return _KIN_BEFORE.search(self.document.text, max(first - _REACH_OF_KIN, 0), first) is not None

    def _comes_in_as_kin(self, anchor: Anchor) -> bool:
        """Whether a name stands where its bearer is introduced as a relative: "his wife, Ada Moe, was there"."""
        return anchor.start - self.names.persons[anchor.person].first < _REACH_OF_KIN and self._is_kin(anchor.person)

    def _last_told_apart(self, people: Sequence[int], named: Sequence[Anchor], position: int) -> int | None:
        """Whom the surname meant a few paragraphs before, when nobody of that name has been named in full since."""
        place, person = self.told_apart.get(surname(self.names.persons[people[0]].name), (-1, -1))
        is_near = place >= 0 and self.document.paragraph_of(position) - self.document.paragraph_of(place) <= 2
        is_same = is_near and person in people and all(anchor.start < place for anchor in named)
        return person if is_same else None

    def _just_named_in_full(self, people: Sequence[int], position: int) -> list[Anchor]:
        """The anchors of full names of some persons in the paragraph so far and in the one before."""
        number = self.document.paragraph_of(position)
        start = self.document.paragraphs[max(number - 1, 0)].start
        full = {
            mention.start
            for mention in self.names.mentions_within(start, position)
            if mention.person in people and " " in self.document.text[mention.start : mention.end]
        }
        return [anchor for anchor in self.anchors_between(start, position) if anchor.start in full]

    def _is_established(self, person: int, until: int) -> bool:
        """Whether a person has gone by the surname alone, twice at least, before a character."""
        known = self.names.persons[person]
        places = self.names.surnames.get(surname(known.name), ())
        return _starts_before(places, until) - _starts_before(places, known.first) >= _ESTABLISHED

    def _role_here(self, mention: Span, name: Span) -> str | None:
        """The role that the mention itself or the apposition after it gives."""
        text = self.document.text
        before = tidy_role(text[mention.start : name.start])
        if before:
            return before
        match = _APPOSED_ROLE.match(text, name.end, name.end + 130)
        return tidy_role(match.group(1)) if match and not self.document.is_quoted(match.start(1)) else None

    def _apposed_name(self, mention: Span) -> Speaker | None:
        """The name after a role: "the official, Ada Berg", "the boss, shop owner Ada Berg"; None when no name follows.

        After words that no table has for a role, only a name between commas: "her co-author, Ada Berg, said".
        """
        text = self.document.text
        words = mention.of(text)
        is_described = re.match(r"(?:one of|another)\b", words, re.I) or is_one_with_two_roles(words)
        role = tidy_role(words) or (words if is_described else None)
        between = _BETWEEN_ROLE_AND_NAME.match(text, mention.end, mention.end + 120)
        if between is None or (role is None and not _may_be_role(words)):
            return None
        office = _OFFICE_BEFORE_NAME.match(text, between.end(), between.end() + _REACH_OF_KIN)
        is_office = office is not None and role_before(office.group().lower()) is not None
        run = run_pattern().match(text, office.end() if office is not None and is_office else between.end())
        is_plain = between.group() == ", "
        closing = (",", ".", ":", "", ";", "\n") if is_plain and role is not None else (",",)
        if run is None or text[run.end() : run.end() + 1] not in closing or self.document.is_quoted(run.start()):
            return None
        parsed = parse_name(run.group().split())
        if not parsed.name or parsed.kind in (PLACE, ORGANISATION):
            return None
        named_at = Span(run.end() - len(" ".join(parsed.name)), run.end())
        people = self.names.candidates(parsed.name)
        if not people and parsed.name[0] in given_names():
            return Speaker(" ".join(parsed.name), "person", role, "full_name", named_at=named_at)
        if len(people) != 1:
            return None
        return replace(self.speaker_of(people[0], "full_name", role), named_at=named_at)

    def _nominal(self, mention: Span) -> Speaker | Unresolved:
        """A common noun: the person whose role it is, a group, an organisation, or the words themselves."""
        words = mention.of(self.document.text)
        if _last_word(words) in figures_nouns():
            return self._source_of_figures(words)
        if self._is_group(mention, words):
            return Speaker(words, "group", None, "group")
        if is_organisation_phrase(words):
            return self._organisation(mention)
        if _last_word(words) in statement_nouns():
            return self._statement(mention)
        if role_head(words):
            known = self._meant_by(mention) or self._described_anew(mention)
            return known or Speaker(words, "person", tidy_role(words), "nominal")
        if any(word.lower() in statement_nouns() for word in role_words(words)):
            return self._statement(mention)
        return Speaker(words, "person", None, "nominal")

    def _source_of_figures(self, words: str) -> Speaker | Unresolved:
        """ "Harbour Board data": whoever gathered them speaks; plain "data" and "reports" are nobody's words."""
        after = re.search(r"\b(?:from|by) (?=(?:the )?[A-Z])(.+)$", words)
        before = re.match(r"(?:[Tt]he )?([A-Z]\S*(?: [A-Z]\S*)*) [a-z]+$", words)
        source = without_article(after.group(1)) if after else before.group(1) if before else ""
        is_named = after or is_acronym(source) or parse_name(source.split()).kind == ORGANISATION
        if not source or not is_named or source in places():
            return Unresolved("nobody_speaks")
        return Speaker(source, "organisation", None, "organisation")

    def _is_group(self, mention: Span, words: str) -> bool:
        token = self.document.token_at(mention.end - 1)
        parts = [word.lower() for word in role_words(words)]
        if not parts:
            return False
        is_plural = is_plural_role(words) or parts[0] in _NUMBERS | _PLURAL_WORDS or parts[-1] in _PLURAL_WORDS
        if not is_plural and role_head(words) is not None:
            return False
        return is_plural or (token is not None and self.document.tokens.tag[token] in ("NNS", "NNPS", "CD", "JJS"))

    def _organisation(self, mention: Span) -> Speaker:
        """ "the ministry" is the one ministry that the article names, "the company" the firm that has just spoken.

        Else it is the words themselves.
        """
        words = mention.of(self.document.text)
        last = _last_word(words)
        named = self.names.organisations_by_word.get(last, ())
        is_bare = words.lower().startswith("the ") and len(words.split()) == 2
        if is_bare and last in institution_words() and len(named) == 1:
            return Speaker(named[0], "organisation", None, "nominal_resolved")
        if last in business_words() and words.lower() == f"the {last}" and (firm := self._firm_of(mention.start)):
            return replace(firm, how="nominal_resolved")
        return Speaker(without_article(words), "organisation", None, "organisation")

    def _firm_of(self, position: int) -> Speaker | None:
        """The named organisation that spoke last, at most some paragraphs before, when nothing says it is no firm."""
        paragraph = self.document.paragraph_of(position)
        for place, speaker in reversed(self.things):
            if paragraph - self.document.paragraph_of(place) > _PARAGRAPHS_BACK:
                return None
            if place < position and speaker.type in ("organisation", "place"):
                words = {word.lower() for word in speaker.name.split()}
                is_named = speaker.name[:1].isupper() and speaker.how in ("organisation", "pronoun", "nominal_resolved")
                other = is_outlet(speaker.name) or words & organisation_words() - business_words()
                return speaker if is_named and speaker.type == "organisation" and not other else None
        return None

    def _statement(self, mention: Span) -> Speaker:
        """A document that speaks for itself: "the report"."""
        return Speaker(without_article(mention.of(self.document.text)), "organisation", None, "statement")

    def _meant_by(self, mention: Span) -> Speaker | None:
        """The one person of the article whom a role means; None when nothing printed says who it is."""
        words = mention.of(self.document.text)
        return self._holder_of(words) or self._leader(words) or self._only_one_of_gender(mention)

    def _described_anew(self, mention: Span) -> Speaker | None:
        """ "Lind won late. “…,” the 43-year-old said": the one person who acted last, here or one paragraph before.

        Only words that describe are read so, and what a player is ("the striker"); an office ("the spokesman") may be
        another's.
        """
        words = mention.of(self.document.text)
        is_player = role_head(words) in playing_roles()
        if not words.lower().startswith("the ") or not (is_descriptive(words) or is_player):
            return None
        answer = self.antecedent(mention.start, title_gender(role_words(words)[-1:]), paragraphs=1)
        if not isinstance(answer, Speaker) or answer.person is None:
            return None
        if is_player and self._does_something_else(answer.person):
            return None
        return replace(answer, how="described_anew")

    def _does_something_else(self, person: int) -> bool:
        """Whether somebody is known as more than a captain: a manager is no striker."""
        return bool({role_head(office) for office in self.names.persons[person].roles} - {"captain"})

    def _only_one_of_gender(self, mention: Span) -> Speaker | None:
        """ "Asked about her team, the former striker": the one woman whom the article names, when she came before."""
        words, text = mention.of(self.document.text), self.document.text
        if not words.lower().startswith("the ") or not modifiers(words) & DESCRIBING:
            return None
        lead = text[self.document.sentence_span(self.document.sentence_of(mention.start)).start : mention.start]
        owners = {_GENDERED[word.lower()] for word in re.findall(r"\b(?:[Hh]is|[Hh]er)\b", lead)}
        people = [number for number, person in enumerate(self.names.persons) if person.gender in owners]
        is_sure = len(owners) == 1 and len(people) == 1 and self.names.persons[people[0]].first < mention.start
        return self.speaker_of(people[0], "nominal_resolved") if is_sure else None

    def _leader(self, words: str) -> Speaker | None:
        """ "The Ruritanian president" is the one person whose troops the article speaks of, or whom its title names.

        Nobody who leads another state, and nobody when two persons might be meant.
        """
        country = _country_led(words)
        if country is None:
            return None
        rivals = {number for number, person in enumerate(self.names.persons) if _leads_another(person.roles, country)}
        for commanders in (self._commanders(), self._title_subjects()):
            chosen = commanders - rivals
            if chosen:
                only = next(iter(chosen))
                return self.speaker_of(only, "nominal_resolved", tidy_role(words)) if len(chosen) == 1 else None
        return None

    def _commanders(self) -> set[int]:
        """The persons whose troops or government the article speaks of: "Berg's troops"."""
        text = self.document.text
        owners = (mention for mention in self.names.mentions if mention.is_owner)
        return {owner.person for owner in owners if _commanded().match(text, owner.end, owner.end + 60)}

    def persons_in_title(self) -> set[int]:
        """The persons whose full name stands in the article's title."""
        return {number for number, person in enumerate(self.names.persons) if person.full_name in self.document.title}

    def _title_subjects(self) -> set[int]:
        """The person whose name opens the article's title."""
        return {
            number
            for number, person in enumerate(self.names.persons)
            if re.match(rf"(?:{re.escape(person.full_name)}|{re.escape(person.name[-1])})\s[a-z]", self.document.title)
        }

    def _plural_subject(self, position: int) -> str | None:
        """The several people who are the subject of the sentence so far, or of the one before in the paragraph."""
        number = self.document.sentence_of(position)
        own = self.document.sentence_span(number)
        if (found := _plural_opening(self.document.text[own.start : position])) is not None:
            return found
        if (found := self._only_plural_subject(Span(own.start, position))) is not None:
            return found
        if self._has_joint_subject(Span(own.start, position)):
            return None
        before = self.document.sentence_span(max(number - 1, 0))
        is_near = self.document.paragraph_of(position) - self.document.paragraph_of(before.start) <= 1
        if not is_near or not number:
            return None
        return _plural_opening(self.document.text[before.start : own.start]) or self._only_plural_subject(before)

    def _author_just_named(self, position: int) -> Speaker | None:
        """Whoever is heard in the document that the sentence before is about: "A letter from Ada Berg was read out"."""
        own = self.document.sentence_span(self.document.sentence_of(position))
        number = self.document.sentence_of(max(own.start - 1, 0))
        before = self.document.sentence_span(number)
        is_near = self.document.paragraph_of(position) - self.document.paragraph_of(before.start) <= 1
        start = max(before.start, own.start - _LONGEST_LEAD)
        match = _authored().search(self.document.text, start, own.start) if is_near and own.start else None
        if match is None or self.document.is_quoted(match.start()):
            return None
        answer = self._named(Span(*match.span("who")))
        return replace(answer, how="pronoun") if isinstance(answer, Speaker) else None

    def _only_plural_subject(self, span: Span) -> str | None:
        """The several people who alone are a subject in a stretch of text: it is late, and many sailors have left."""
        tokens = self.document.tokens
        found = {}
        for token in range(self.document.first_token_from(span.start), self.document.first_token_from(span.end)):
            is_plural = tokens.dep[token] == "nsubj" and tokens.tag[token] in ("NNS", "NNPS")
            phrase = noun_phrase(self.document, token) if is_plural and self._is_main(tokens.head[token]) else None
            if phrase is not None and (
                tokens.tag[token] == "NNPS" or is_plural_role(phrase.span.of(self.document.text))
            ):
                found[token] = phrase.span.of(self.document.text)
        return next(iter(found.values())) if len(found) == 1 else None

    def _is_main(self, verb: int) -> bool:
        """Whether a verb heads a main clause, be it one in front of its sentence's last: they know it; they say so."""
        tokens = self.document.tokens
        is_front = tokens.dep[verb] == "ccomp" and tokens.head[verb] > verb
        return (
            is_front or tokens.dep[verb] == "ROOT" or (tokens.dep[verb] == "conj" and self._is_main(tokens.head[verb]))
        )

    def _has_joint_subject(self, span: Span) -> bool:
        """Whether two together are a subject in a stretch of text: he and his partner came because they …"""
        tokens = self.document.tokens
        places = range(self.document.first_token_from(span.start), self.document.first_token_from(span.end))
        return any(tokens.dep[token] == "conj" and tokens.dep[tokens.head[token]] == "nsubj" for token in places)

    def _holder_of(self, words: str) -> Speaker | None:
        """The one person whose role in the article the nominal repeats: "the minister", "the Maltese leader"."""
        if not words.lower().startswith("the "):
            return None
        if words not in self.holders:
            head, wanted = role_head(words), modifiers(words)
            self.holders[words] = [
                number
                for number, person in enumerate(self.names.persons)
                if any(_fits(role, head, wanted) for role in person.roles)
            ]
        holders = self.holders[words]
        return self.speaker_of(holders[0], "nominal_resolved", tidy_role(words)) if len(holders) == 1 else None

    def antecedent(self, position: int, gender: str, *, paragraphs: int = _PARAGRAPHS_BACK) -> Speaker | Unresolved:
        """The person that "he" or "she" at `position` means, named at most some paragraphs before.

        Walks back sentence by sentence to the first that names somebody of that gender; a subject there is preferred
        to anybody else, and two equal candidates are nobody.
        """
        sentence = self.document.sentence_of(position)
        paragraph = self.document.paragraph_of(position)
        for number in range(sentence, max(sentence - _SENTENCES_BACK, -1), -1):
            span = self.document.sentence_span(number)
            if paragraph - self.document.paragraph_of(span.start) > paragraphs:
                break
            anchors = self.anchors_between(max(span.start, position - _REACH), min(span.end, position), gender)
            anchors = [anchor for anchor in anchors if not self._is_talked_about(anchor, position)]
            if anchors:
                return self._most_salient(anchors, gender)
        return Unresolved("unresolved_pronoun")

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

    def gender_of(self, person: int) -> str:
        """The gender of a person, or of a nameless one by their role: male, female or empty."""
        if person >= 0:
            return self.names.persons[person].gender
        answer = self.nameless[-person - 1]
        return title_gender(role_words(answer.name)[-1:]) if isinstance(answer, Speaker) else ""

    def _most_salient(self, anchors: Sequence[Anchor], gender: str) -> Speaker | Unresolved:
        """The only subject, else the only person, else the only one whose gender is known to fit."""
        subjects = {anchor.person for anchor in anchors if anchor.is_subject}
        group = subjects or {anchor.person for anchor in anchors}
        if len(group) > 1 and not subjects:
            group = {person for person in group if self.gender_of(person) == gender}
        if len(group) != 1:
            return Unresolved("ambiguous_pronoun")
        person = next(iter(group))
        if person >= 0:
            return self.speaker_of(person, "pronoun")
        answer = self.nameless[-person - 1]
        return replace(answer, how="pronoun_of_nominal") if isinstance(answer, Speaker) else answer

    def _thing_or_group(self, position: int, word: str) -> Speaker | Unresolved:
        """ "it" is the organisation that spoke last, "they" the group, in this paragraph or just before."""
        if word == "they" and (acting := self._plural_subject(position)) is not None:
            return Speaker(acting, "group", None, "pronoun")
        if word == "it" and (author := self._author_just_named(position)) is not None:
            return author
        wanted = ("organisation", "place") if word == "it" else ("group", "organisation")
        paragraph = self.document.paragraph_of(position)
        for place, speaker in reversed(self.things):
            if place < position and speaker.type in wanted:
                if paragraph - self.document.paragraph_of(place) > _PARAGRAPHS_BACK_OF.get(word, 1):
                    break
                return Speaker(speaker.name, speaker.type, speaker.role, "pronoun")
        return Unresolved("unresolved_pronoun")


def _outer_initials(name: Sequence[str]) -> str:
    """The initials of a given name and a surname, as in "AB" for "Ada Maria Berg"."""
    return name[0][0] + name[-1][0]


def _byline(document: Document) -> str | None:
    """The one author of an article whose text still has its byline: "By Ada Berg" on one of the first lines."""
    if document.authors:
        return None
    for line in document.paragraphs[:_LINES_OF_HEAD]:
        match = _BYLINE.fullmatch(document.text, line.start, line.end)
        if match is not None and match.group(1).split()[0] in given_names():
            return match.group(1)
    return None


def _starts_before(spans: Sequence[Span], position: int) -> int:
    """How many of some spans in text order start before a character."""
    return bisect_left(spans, position, key=lambda span: span.start)


def _plural_opening(sentence: str) -> str | None:
    """The several people whom a sentence opens with: "Harbour analysts believe it." -> "Harbour analysts"."""
    words = re.split(r"[,.;:!?“”\"()—–]", sentence, maxsplit=1)[0].split()[:6]
    for length in range(1, len(words)):
        if is_plural_role(" ".join(words[:length])):
            is_whole = words[length].islower() and words[length] not in ("and", "or")
            return " ".join(words[:length]) if is_whole else None
    return None


def _may_be_role(words: str) -> bool:
    """Whether words that the tables do not know may be a role: "her co-author", not "the company" or "the letter"."""
    is_thing = is_organisation_phrase(words) or is_plural_role(words) or _last_word(words) in statement_nouns()
    return _OF_SOMEBODY.match(words) is not None and _last_word(words).replace("-", "").isalpha() and not is_thing


def _country_led(words: str) -> str | None:
    """The country, in lower case, whose leader a nominal names: "the Kremlin boss" -> "russia"; None for others."""
    if role_head(words) not in state_leaders() or is_restricted(modifiers(words)):
        return None
    known = {country.lower() for country in countries()}
    parts = [re.sub(r"['’]s$", "", part) for part in words.split()]
    pairs = [*parts, *(" ".join(pair) for pair in pairwise(parts))]
    led = {_country(part) for part in pairs if part[:1].isupper()} & known
    return next(iter(led)) if len(led) == 1 else None


def _leads_another(offices: Sequence[str], country: str) -> bool:
    """Whether one of a person's offices is to lead another country."""
    return any(led is not None and led != country for led in map(_country_led, offices))


@cache
def _authored() -> re.Pattern[str]:
    """A document with its author as the subject of a sentence: "A letter from the Hale Society was"."""
    nouns = "|".join(map(re.escape, sorted(utterances())))
    link = "(?:(?:signed |sent |issued )?by|from)"
    return re.compile(rf"\b(?:[Aa]|[Tt]he) (?:[a-z-]+ )?(?:{nouns}) {link} (?P<who>(?:the )?{name_run()}) [a-z]")


@cache
def _commanded() -> re.Pattern[str]:
    """What follows the owner of an army: "'s advancing troops"."""
    return re.compile(rf"['’]s?(?: [a-z-]+)?? (?:{'|'.join(sorted(commanded_forces()))})\b")


def subject_nominals(document: Document) -> Iterator[Span]:
    """Where the running text makes a nameless person the subject: "The manager was careful.", "I asked a woman who"."""
    for match in _NOMINAL.finditer(document.text):
        words = match.group().split()
        ends = [place for place, word in enumerate(words) if word.lower() in roles() and word.islower()]
        if not ends or document.is_quoted(match.start()):
            continue
        span = Span(match.start(), match.start() + len(" ".join(words[: ends[-1] + 1])))
        if _BEFORE_PREDICATE.match(document.text, span.end) and _is_subject_nominal(document, span):
            yield span


def _is_subject_nominal(document: Document, span: Span) -> bool:
    """Whether a nominal is a main subject by the parse or, where there is none, by opening its sentence."""
    sentence = document.sentence_span(document.sentence_of(span.start))
    lead = document.text[sentence.start : span.start]
    if _I_ASKED.fullmatch(lead):
        return True
    if lead.endswith(", ") and not _ADVERBIAL.fullmatch(lead):
        return False
    token = document.token_at(span.end - 1)
    if token is not None:
        tokens = document.tokens
        return tokens.dep[token] in ("nsubj", "nsubjpass") and tokens.dep[tokens.head[token]] in ("ROOT", "conj")
    return not lead.strip() or _ADVERBIAL.fullmatch(lead) is not None


def _is_aside(text: str, line: Span) -> bool:
    """Whether a paragraph stands beside the story: a pointer to another page, a caption with its credit in brackets."""
    if pointed_at(text, line.start, line.end) is not None:
        return True
    credit = _CREDIT.search(text, max(line.end - _LONGEST_CREDIT, line.start), line.end)
    return credit is not None and any(name in credit.group().lower() for name in photo_agencies())


def _is_contrasted(text: str, start: int) -> bool:
    """ "Unlike Berg, he": whoever is meant, it is not Berg."""
    return text[max(start - 7, 0) : start].lower() == "unlike "


def _is_same(one: Speaker | Unresolved, other: Speaker | Unresolved) -> bool:
    """Whether two nameless persons go by the same words; two unresolved ones never do."""
    return isinstance(one, Speaker) and isinstance(other, Speaker) and one.name == other.name


def _fits(role: str, head: str | None, wanted: frozenset[str]) -> bool:
    """Whether a nominal with this head and these modifiers repeats a person's role."""
    has = modifiers(role)
    if role_head(role) != head:
        return False
    if is_restricted(has) != is_restricted(wanted):
        return False
    if head in epithets():
        return True
    return wanted <= has or {_country(word) for word in wanted} <= {_country(word) for word in has}


def _country(word: str) -> str:
    """The country that an adjective or capital stands for, in lower case, or the word itself."""
    written = word.capitalize()
    return (nationalities().get(written) or countries_by_seat().get(written) or word).lower()


def name_in(mention: str) -> tuple[Parsed, Span] | None:
    """The name that heads a mention, with its place; None when the mention's head is a common noun.

    >>> name_in("the harbour analyst Ada Berg")[0].name
    ('Ada', 'Berg')
    >>> name_in("Berg's lawyer") is None
    True
    >>> name_in("The Hale Post's Ada Berg")[0].name
    ('Ada', 'Berg')
    """
    runs = list(run_pattern().finditer(mention))
    if not runs:
        return None
    last = runs[-1]
    first = runs[0]
    if _is_core_end(mention, first) and not _is_core_end(mention, last):
        last = first
    if not _is_core_end(mention, last):
        return None
    last_start = last.start()
    words = last.group().replace("\u00a0", " ").split(" ")
    owner = next((place for place, word in enumerate(words[:-2]) if re.search(r"['’]s?\Z", word)), -1)
    if words[owner + 1] in given_names():
        last_start += sum(len(word) + 1 for word in words[: owner + 1])
        words = words[owner + 1 :]
    while words and words[-1] in calendar() and not (len(words) > 1 and expects_name(words[-2])):
        words = words[:-1]
    parsed = parse_name(words)
    if not parsed.name and not parsed.prefix:
        return None
    joined = len(" ".join(words[: len(words) - len(parsed.name)]))
    start = last_start + (joined + 1 if joined else 0)
    return parsed, Span(start, last_start + len(" ".join(words)))


def _is_core_end(mention: str, run: re.Match[str]) -> bool:
    """Whether the run ends the mention, or only a prepositional phrase follows."""
    after = mention[run.end() :]
    before = mention[: run.start()].split()
    if any(word.lower() in _LEADS_TO_OTHERS for word in before) and not _ends_in_office(before, run.group()):
        return False
    return not after.strip(" .") or bool(re.match(r"\s+(?:of|for|from|at|in|with|on)\b", after))


def _ends_in_office(before: Sequence[str], name: str) -> bool:
    """Whether "of" belongs to an office that stands before a full name: "former secretary of state" "Ada Berg"."""
    if len(before) < 3 or before[-2].lower() != "of" or name.split()[0] not in given_names():
        return False
    office, field_of = before[-3].lower(), before[-1]
    is_other = field_of.lower() in roles() or field_of.lower() in organisation_words() - institution_words()
    return office in roles() and field_of.islower() and not is_other and " " in name


def without_article(words: str) -> str:
    """Words without their leading article.

    >>> without_article("the Harbour Ministry")
    'Harbour Ministry'
    """
    return re.sub(r"^(?:the|an?)\s+(?=\S)", "", words, flags=re.I)


def is_acronym(word: str) -> bool:
    """Whether a single word is written in capitals ("NATO")."""
    return " " not in word and len(word) > 1 and word.isupper()


def _last_word(words: str) -> str:
    parts = role_words(words)
    for place, word in enumerate(parts):
        if place and word.lower() in ("of", "for", "from", "at", "in", "by", "on"):
            return parts[place - 1].lower()
    return parts[-1].lower() if parts else ""
