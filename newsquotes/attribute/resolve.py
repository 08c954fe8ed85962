"""From the words that name a speaker to the speaker: full names, pronouns, nominals, organisations, groups.

Works within one article. Whoever cannot be told apart stays null with a reason; nobody is chosen for being near.
"""

import re
from bisect import bisect_left, insort
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from newsquotes.attribute.cues import Finding
from newsquotes.attribute.document import Document, Span
from newsquotes.attribute.kinds import kind_of_unknown
from newsquotes.attribute.lexicon import (
    calendar,
    countries_by_seat,
    epithets,
    institution_words,
    nationalities,
    organisation_words,
    statement_nouns,
)
from newsquotes.attribute.names import (
    ORGANISATION,
    PLACE,
    ROLE,
    NameTable,
    Parsed,
    entity_at,
    expects_name,
    name_table,
    parse_name,
    run_pattern,
)
from newsquotes.attribute.roles import (
    is_epithet,
    is_organisation_phrase,
    is_plural_role,
    is_restricted,
    modifiers,
    role_head,
    role_words,
    tidy_role,
    title_gender,
)

_GENDERED = {"he": "male", "him": "male", "his": "male", "she": "female", "her": "female"}
_FIRST_PERSON = frozenset(("i", "me", "we", "us", "you"))
_OTHER_PRONOUNS = frozenset(
    ("they", "them", "it", "who", "which", "that", "this", "these", "those", "one", "someone", "somebody", "anyone")
)
_PLURAL_WORDS = frozenset(
    ("people", "police", "many", "some", "others", "several", "both", "most", "critics", "few", "all")
)
_APPOSED_ROLE = re.compile(r"\s*,\s+(?:\d{1,3},\s+)?([^,;:!?\n“”\"()—–]{3,110}?)(?=[,;:!?\n“”\"()—–]|\.(?:\s|$)|$)")
_BETWEEN_ROLE_AND_NAME = re.compile(
    r"(?:\s(?:of|for|at|in|from)\s[^,.;:!?\n“”\"()—–]{2,70})?,\s(?:an?\s[^,.;:!?\n“”\"]{2,40}\s(?:called|named)\s)?"
)
_OWN_NAME = re.compile(
    r",?\swho\s[^.;:!?\n“”\"]{0,120}?\b(?:gave|giving)\s(?:his|her|their)\s(?:first\s)?name\s(?:only\s)?as\s"
    r"|,?\s(?:an?\s[^,.;:!?\n“”\"]{2,40}\s)?(?:who\s(?:was|is)\s)?(?:called|named)\s"
    r"|,?\swho\s(?:only\s)?(?:identified|called)\s(?:himself|herself|themselves)\s(?:only\s)?(?:as\s)?"
)
_SENTENCES_BACK = 8
_NAMED_SOON = 1000
_REACH = 3000
_RECENT = 20
_PARAGRAPHS_BACK = 4
_GROUP_PARAGRAPHS_BACK = 1
_SUBJECT_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he)\b(?!-)")
_RELATIVES = frozenset(("who", "which", "that", "whose", "whom", "what", "n't", "n’t", "not"))
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

    `nameless` holds speakers known by a noun only ("a neighbour"), whom a later pronoun may mean.
    """

    document: Document
    names: NameTable
    anchors: list[Anchor] = field(default_factory=list)
    things: list[tuple[int, Speaker]] = field(default_factory=list)
    nameless: list[Speaker | Unresolved] = field(default_factory=list)

    @classmethod
    def of(cls, document: Document) -> "Resolver":
        """A resolver with every person named outside quotations as an anchor."""
        resolver = cls(document, name_table(document))
        seen_sentence, subject_end = -1, -1
        for mention in resolver.names.mentions:
            if document.is_quoted(mention.start):
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
        if findings:
            events += [(match.start(), -1) for match in _SUBJECT_PRONOUN.finditer(self.document.text)]
        answers: dict[int, Speaker | Unresolved] = {}
        for position, key in sorted(events):
            if key >= 0:
                answers[key] = self.resolve(findings[key])
            elif not self.document.is_quoted(position):
                self._follow_pronoun(position)
        for key, answer in answers.items():
            answers[key] = self._named_later(findings[key], answer, answers, findings)
        return answers

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
        if not re.match(r"an?\b", words, re.I):
            return answer
        for key, later in answers.items():
            mention = findings[key].mention
            if mention is None or not isinstance(later, Speaker) or later.person is None:
                continue
            distance = mention.start - finding.mention.end
            if 0 < distance < _NAMED_SOON and mention.of(text).lower() == f"the {role_head(words)}":
                return replace(later, how="nominal_resolved", named_at=None)
        return answer

    def _follow_pronoun(self, position: int) -> None:
        """Note whom a "he" or "she" of the running text means, for the pronouns after it."""
        gender = _GENDERED[self.document.text[position : position + 3].strip(" ,’'\u00a0").lower()]
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
            self._remember(finding.mention.start, answer)
        elif answer.reason == "ambiguous_surname":
            self._remember_nobody(finding.mention.start, answer)
        return answer

    def _is_doubtful(self, finding: Finding, answer: Speaker) -> bool:
        """Whether a participle hangs on a noun that is nobody: "the incident …, calling it a shame"."""
        if answer.how not in ("nominal", "group") or finding.cue is None or finding.mention is None:
            return False
        verb = self.document.token_at(finding.cue.start)
        words = finding.mention.of(self.document.text)
        return (
            verb is not None
            and self._hangs_loose(verb)
            and not (finding.is_joint or role_head(words) or is_plural_role(words))
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
        mention, is_extended = self._with_name_after(mention)
        words = mention.of(self.document.text)
        lower = words.lower().strip()
        if lower in _GENDERED:
            return self.antecedent(mention.start, _GENDERED[lower])
        if lower in _FIRST_PERSON and not (len(words) > 1 and words.isupper()):
            return self._first_person(lower)
        if lower in _RELATIVES:
            return Unresolved("unresolved_mention")
        if lower in _OTHER_PRONOUNS:
            return self._thing_or_group(mention.start, lower)
        if is_joint and not is_extended:
            return Speaker(self._joint_name(words), "group", None, "group")
        return self._named(mention) or self._nominal(mention)

    def _with_name_after(self, mention: Span) -> tuple[Span, bool]:
        """A role with the name that directly follows it: "the star" before " Ada Berg"."""
        text = self.document.text
        if text[mention.end : mention.end + 1] not in (" ", "\u00a0") or role_head(mention.of(text)) is None:
            return mention, False
        run = run_pattern().match(text, mention.end + 1)
        if run is None or self.document.is_quoted(run.start()):
            return mention, False
        parsed = parse_name(run.group().split())
        if len(parsed.name) < 2 or parsed.prefix or parsed.kind in (PLACE, ORGANISATION):
            return mention, False
        return Span(mention.start, run.end()), True

    def _own_name(self, mention: Span) -> Speaker | None:
        """The name that a nameless speaker goes by: "one, who gave her name as Ada", "a man called Tor Moe"."""
        text, words = self.document.text, mention.of(self.document.text)
        if words.lower() != "one" and role_head(words) is None:
            return None
        lead = _OWN_NAME.match(text, mention.end, mention.end + 200)
        run = run_pattern().match(text, lead.end()) if lead and not self.document.is_quoted(lead.end()) else None
        parsed = parse_name(run.group().split()) if run else None
        if run is None or parsed is None or not parsed.name or parsed.kind in (PLACE, ORGANISATION):
            return None
        named_at = Span(run.end() - len(" ".join(parsed.name)), run.end())
        people = self.names.candidates(parsed.name)
        if len(people) == 1:
            return replace(self.speaker_of(people[0], "full_name", tidy_role(words)), named_at=named_at)
        return Speaker(" ".join(parsed.name), "person", tidy_role(words), "full_name", named_at=named_at)

    def _first_person(self, word: str) -> Speaker | Unresolved:
        """ "I" of the article's one known author."""
        if word in ("i", "me") and len(self.document.authors) == 1:
            return Speaker(self.document.authors[0], "person", None, "author")
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
        if len(people) > 1:
            chosen = self._told_apart(people, mention.start)
            if chosen is None:
                return Unresolved("ambiguous_surname")
            people = [chosen]
        if people:
            return self.speaker_of(people[0], "full_name" if len(parsed.name) > 1 else "short_name", role)
        token = self.document.token_at(name.start)
        if len(parsed.name) == 1 and token is not None and self.document.tokens.pos[token] == "NOUN":
            return self._nominal(mention)
        label = entity_at(self.document, name.end - 1)
        words = " ".join(parsed.name)
        if label in ("GPE", "LOC", "FAC"):
            return Speaker(words, "place", None, "place")
        if label in ("ORG", "NORP", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW") or any(map(is_acronym, parsed.name)):
            return Speaker(without_article(mention.of(self.document.text)), "organisation", None, "organisation")
        heads = {role_head(words) for words in (role, " ".join(parsed.prefix)) if words}
        is_office = bool(heads - organisation_words())
        is_firm = words in self.names.organisations
        kind = kind_of_unknown(self.document.text, words, name.start) if not is_office and not is_firm else "person"
        kind = "organisation" if is_firm else kind
        return Speaker(words, kind, role if kind == "person" else None, "short_name" if kind == "person" else kind)

    def speaker_of(self, person: int, how: str, role: str | None = None) -> Speaker:
        """The speaker for a person of the name table."""
        known = self.names.persons[person]
        offices = (office for office in (role, *known.roles) if office and not is_epithet(office))
        return Speaker(known.full_name, "person", next(offices, None), how, person)

    def _told_apart(self, people: Sequence[int], position: int) -> int | None:
        """Of several persons with one surname, the only one introduced so far."""
        introduced = [number for number in people if self.names.persons[number].first <= position]
        return introduced[0] if len(introduced) == 1 else None

    def _role_here(self, mention: Span, name: Span) -> str | None:
        """The role that the mention itself or the apposition after it gives."""
        text = self.document.text
        before = tidy_role(text[mention.start : name.start])
        if before:
            return before
        match = _APPOSED_ROLE.match(text, name.end, name.end + 130)
        return tidy_role(match.group(1)) if match and not self.document.is_quoted(match.start(1)) else None

    def _apposed_name(self, mention: Span) -> Speaker | None:
        """The name after a role: "the official, Ada Berg"; None when no name follows."""
        text = self.document.text
        words = mention.of(text)
        role = tidy_role(words) or (words if re.match(r"(?:one of|another)\b", words, re.I) else None)
        between = _BETWEEN_ROLE_AND_NAME.match(text, mention.end, mention.end + 120)
        if role is None or between is None:
            return None
        run = run_pattern().match(text, between.end())
        is_plain = between.group() == ", "
        closing = (",", ".", ":", "", ";", "\n") if is_plain else (",",)
        if run is None or text[run.end() : run.end() + 1] not in closing or self.document.is_quoted(run.start()):
            return None
        parsed = parse_name(run.group().split())
        people = self.names.candidates(parsed.name) if parsed.name and parsed.kind not in (PLACE, ORGANISATION) else []
        if len(people) != 1:
            return None
        named_at = Span(run.end() - len(" ".join(parsed.name)), run.end())
        return replace(self.speaker_of(people[0], "full_name", role), named_at=named_at)

    def _nominal(self, mention: Span) -> Speaker | Unresolved:
        """A common noun: the person whose role it is, a group, an organisation, or the words themselves."""
        words = mention.of(self.document.text)
        if self._is_group(mention, words):
            return Speaker(words, "group", None, "group")
        if is_organisation_phrase(words):
            return self._organisation(words)
        if _last_word(words) in statement_nouns():
            return self._statement(mention)
        if role_head(words):
            return self._holder_of(words) or Speaker(words, "person", tidy_role(words), "nominal")
        return Speaker(words, "person", None, "nominal")

    def _is_group(self, mention: Span, words: str) -> bool:
        token = self.document.token_at(mention.end - 1)
        parts = [word.lower() for word in role_words(words)]
        if not parts:
            return False
        is_plural = is_plural_role(words) or parts[0] in _NUMBERS | _PLURAL_WORDS or parts[-1] in _PLURAL_WORDS
        return is_plural or (token is not None and self.document.tokens.tag[token] in ("NNS", "NNPS", "CD", "JJS"))

    def _organisation(self, words: str) -> Speaker:
        """ "the ministry" is the one ministry that the article names; else the words themselves."""
        last = _last_word(words)
        named = [name for name in self.names.organisations if last in name.lower().split()]
        if (
            last in institution_words()
            and words.lower().startswith("the ")
            and len(words.split()) == 2
            and len(named) == 1
        ):
            return Speaker(named[0], "organisation", None, "nominal_resolved")
        return Speaker(without_article(words), "organisation", None, "organisation")

    def _statement(self, mention: Span) -> Speaker:
        """A document that speaks for itself: "the report"."""
        return Speaker(without_article(mention.of(self.document.text)), "organisation", None, "statement")

    def _holder_of(self, words: str) -> Speaker | None:
        """The one person whose role in the article the nominal repeats: "the minister", "the Maltese leader"."""
        if not words.lower().startswith("the "):
            return None
        head, wanted = role_head(words), modifiers(words)
        holders = [
            number
            for number, person in enumerate(self.names.persons)
            if any(_fits(role, head, wanted) for role in person.roles)
        ]
        return self.speaker_of(holders[0], "nominal_resolved", tidy_role(words)) if len(holders) == 1 else None

    def antecedent(self, position: int, gender: str) -> Speaker | Unresolved:
        """The person that "he" or "she" at `position` means.

        Walks back sentence by sentence to the first that names somebody of that gender; a subject there is preferred
        to anybody else, and two equal candidates are nobody.
        """
        sentence = self.document.sentence_of(position)
        paragraph = self.document.paragraph_of(position)
        for number in range(sentence, max(sentence - _SENTENCES_BACK, -1), -1):
            span = self.document.sentence_span(number)
            if paragraph - self.document.paragraph_of(span.start) > _PARAGRAPHS_BACK:
                break
            anchors = self.anchors_between(max(span.start, position - _REACH), min(span.end, position), gender)
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
        """ "it" is the organisation that spoke last, "they" the group, each in this paragraph or the one before."""
        wanted = ("organisation", "place") if word == "it" else ("group", "organisation")
        paragraph = self.document.paragraph_of(position)
        for place, speaker in reversed(self.things):
            if place < position and speaker.type in wanted:
                if paragraph - self.document.paragraph_of(place) > _GROUP_PARAGRAPHS_BACK:
                    break
                return Speaker(speaker.name, speaker.type, speaker.role, "pronoun")
        return Unresolved("unresolved_pronoun")


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
    words = last.group().replace("\u00a0", " ").split(" ")
    while words and words[-1] in calendar() and not (len(words) > 1 and expects_name(words[-2])):
        words = words[:-1]
    parsed = parse_name(words)
    if not parsed.name and not parsed.prefix:
        return None
    joined = len(" ".join(words[: len(words) - len(parsed.name)]))
    start = last.start() + (joined + 1 if joined else 0)
    return parsed, Span(start, last.start() + len(" ".join(words)))


def _is_core_end(mention: str, run: re.Match[str]) -> bool:
    """Whether the run ends the mention, or only a prepositional phrase follows."""
    after = mention[run.end() :]
    before = mention[: run.start()].split()
    if before and any(word.lower() in ("of", "for", "at", "in", "with", "from", "to", "on") for word in before):
        return False
    return not after.strip(" .") or bool(re.match(r"\s+(?:of|for|from|at|in|with|on)\b", after))


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
