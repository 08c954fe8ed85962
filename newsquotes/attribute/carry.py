"""Rules that give a quotation without a cue of its own the speaker of another one.

They read what the explicit rules decided. Each asks for a printed sign that the speech goes on; standing near a speaker
is no sign.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from newsquotes.attribute.beside import has_clause_of_saying, issuer_in, reporter_in
from newsquotes.attribute.cues import is_cue
from newsquotes.attribute.document import Document, Quotation, Span
from newsquotes.attribute.finding import Finding
from newsquotes.attribute.gaps import last_mark
from newsquotes.attribute.inner_clauses import cues_of
from newsquotes.attribute.phrases import noun_phrase
from newsquotes.attribute.reality import is_unreal
from newsquotes.attribute.resolve import Resolver, Speaker
from newsquotes.attribute.subjects import subject_of

_SENTENCE_ENDS = (".", "!", "?", "…")
_SHORT_GAP = 400
_PARTS = 50
_OPENING_MARKS = 12
_ANY_WORD = re.compile(r"\w")
_SOLE_QUOTATIONS = 200
_SUBORDINATE_CLAUSES = 3
_INTRODUCTION = 5
_LONGEST_HEADLINE = 120
_LINE_OF_SCENE = 15
_SHORT_REPLY = 3
_REPLY_IN_SCENE = 5
_LONGEST_QUESTION = 300
_ANSWER_LABEL = re.compile(r"\s*A(?:nswer)?\s?[:.]\s*[\"“‘'«„]?")
_COORDINATION = re.compile(
    r"\s*[,;]?\s*(?:…|\.\.\.|\. \. \.|(?:\b(?:and|or|but|then|with|of|for|to|as|in|on|by|the|a|an)\b,?\s*){1,4})?\s*"
)
_LEADS_ON = re.compile(r"(?:^|[.!?”\"’])\s+[A-Z][^A-Z.!?]{0,60}:\s*[\"“‘']?$")


@dataclass(frozen=True, slots=True)
class Decision:
    """What is known of one quotation: the rule or reason, and the speaker with the words that name it."""

    rule: str
    speaker: Speaker | None = None
    mention: Span | None = None
    cue: Span | None = None
    addressee: Span | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """An article with the decisions so far, in the order of its quotations, and whom it interviews."""

    document: Document
    resolver: Resolver
    decisions: Sequence[Decision]
    interviewee: int | None = None

    def decided(self, quotation: Quotation) -> Decision:
        """The decision on a quotation."""
        return self.decisions[quotation.place]

    def speaks_within(self, span: Span) -> bool:
        """Whether a quotation that starts in a stretch of text has a speaker."""
        place = bisect_left(self.document.quotations, span.start, key=lambda quotation: quotation.span.start)
        quotations = takewhile(lambda quotation: quotation.span.start < span.end, self.document.quotations[place:])
        return any(self.decided(quotation).speaker is not None for quotation in quotations)

    def previous(self, quotation: Quotation) -> Quotation | None:
        """The last outermost quotation of any kind before this one."""
        for place in range(quotation.place - 1, -1, -1):
            other = self.document.quotations[place]
            if other.nested_in is None and other.outer.end <= quotation.outer.start + 1:
                return other
        return None


def narrator(scene: Scene, quotation: Quotation) -> Decision | None:
    """ "I" inside a quotation is whoever speaks there: `“I told them, ‘Run!’” Berg said.`"""
    host = scene.document.by_id.get(quotation.nested_in) if quotation.nested_in is not None else None
    own = scene.decided(quotation)
    speaker = scene.decided(host).speaker if host is not None else None
    if speaker is None or own.mention is None or own.mention.of(scene.document.text) not in ("I", "me"):
        return None
    return Decision("narrator", speaker, own.mention, own.cue)


def interview_answer(scene: Scene, quotation: Quotation) -> Decision | None:
    """The answers of an interview are those of the one person it introduces: `Q: Why? A: Because it was late.`"""
    if scene.interviewee is None or not is_answer(scene.document, quotation):
        return None
    return Decision("interview_answer", scene.resolver.speaker_of(scene.interviewee, "full_name"))


def is_answer(document: Document, quotation: Quotation) -> bool:
    """Whether a quotation stands after the label "A:", or fills the paragraph after a question that is not quoted."""
    if quotation.kind == "indirect" or quotation.nested_in is not None:
        return False
    paragraph = document.paragraph_span(quotation.span.start)
    if _ANSWER_LABEL.fullmatch(document.text, paragraph.start, quotation.span.start):
        return True
    number = document.paragraph_of(quotation.span.start)
    is_whole = _opens_paragraph(document, quotation) and not _ANY_WORD.search(
        document.text, quotation.span.end, paragraph.end
    )
    return is_whole and number > 0 and _is_question(document, document.paragraphs[number - 1])


def _is_question(document: Document, paragraph: Span) -> bool:
    text = paragraph.of(document.text).strip(" \u00a0\n*_")
    return text.endswith("?") and len(text) <= _LONGEST_QUESTION and not document.is_quoted(paragraph.end - 2)


def interviewee_of(document: Document, resolver: Resolver) -> int | None:
    """The one person whom the words before an interview's first question name in full, or the article's title does.

    None when there are fewer than two answers, or when several persons are named.
    """
    answers = [quotation for quotation in document.quotations if is_answer(document, quotation)]
    if len({document.paragraph_of(answer.span.start) for answer in answers}) < 2:
        return None
    titled = resolver.persons_in_title() or _persons_in_headline(document, resolver)
    if len(titled) == 1:
        return next(iter(titled))
    first = document.paragraph_of(answers[0].span.start) - 1
    for number in range(first, max(first - _INTRODUCTION, -1), -1):
        paragraph = document.paragraphs[number]
        named = {mention.person for mention in resolver.names.mentions_within(paragraph.start, paragraph.end)}
        in_full = {person for person in named if len(resolver.names.persons[person].name) > 1} or named
        if in_full:
            return next(iter(in_full)) if len(in_full) == 1 else None
    return None


def _persons_in_headline(document: Document, resolver: Resolver) -> set[int]:
    """The persons named on the first line of an article without a title, when the line is as short as one."""
    line = document.paragraphs[0]
    if document.title or line.end - line.start > _LONGEST_HEADLINE:
        return set()
    return {mention.person for mention in resolver.names.mentions_within(line.start, line.end)}


CarryRule = Callable[[Scene, Quotation], Decision | None]


def same_utterance(scene: Scene, quotation: Quotation) -> Decision | None:
    """Another part of one utterance has the cue: `“A,” Berg said. “B.”`

    Not when a clause of its own follows, though no rule could read it: `“A,” said the ugly one. “B,” said Berg.`
    """
    if has_clause_of_saying(scene.document, quotation):
        return None
    parts = scene.document.by_group[quotation.group][:_PARTS]
    for other in sorted(parts, key=lambda part: abs(part.place - quotation.place)):
        decision = scene.decided(other)
        if other.place != quotation.place and decision.speaker and not _is_interrupted(scene, other, quotation):
            return Decision("same_utterance", decision.speaker, decision.mention, decision.cue, decision.addressee)
    return None


def _is_interrupted(scene: Scene, one: Quotation, other: Quotation) -> bool:
    """Whether somebody else is named for a quotation between two others: `“A,” Berg said. “B,” Moe said. “C.”`"""
    speaker = scene.decided(one).speaker
    first, last = sorted((one.place, other.place))
    return any(
        between.nested_in is None
        and (heard := scene.decided(between)).speaker is not None
        and heard.speaker.name != (speaker.name if speaker else None)
        for between in scene.document.quotations[first + 1 : min(last, first + _PARTS)]
    )


def same_paragraph(scene: Scene, quotation: Quotation) -> Decision | None:
    """The speaker of the paragraph's previous quotation goes on: `Berg said it was late. “We are tired.”`"""
    if not _stands_alone(scene.document, quotation):
        return None
    before = scene.previous(quotation)
    for _ in range(_SUBORDINATE_CLAUSES):
        if before is None or not _share_paragraph(scene, before, quotation):
            return None
        decision = scene.decided(before)
        if _is_left_open(scene, before):
            before = scene.previous(before)
            continue
        if before.kind == "direct" or _is_main_clause(scene, before):
            is_near = decision.speaker is not None and _only_the_cue_between(scene, before, quotation.outer.start)
            return Decision("same_paragraph", decision.speaker, decision.mention) if is_near else None
        before = scene.previous(before)
    return None


def same_paragraph_partly(scene: Scene, quotation: Quotation) -> Decision | None:
    """A sentence that ends in quoted words goes on with a quotation: `“A,” Berg said. If it rains, “we shall stay.”`"""
    statement = quotation.statement
    before = scene.previous(quotation)
    if statement is None or quotation.given_cue is not None or before is None or before.kind != "direct":
        return None
    sentence = scene.document.sentence_span(scene.document.sentence_of(statement.start))
    fills = statement.start == sentence.start and not _ANY_WORD.search(scene.document.text, statement.end, sentence.end)
    decision = scene.decided(before)
    if not fills or decision.speaker is None or not _share_paragraph(scene, before, quotation):
        return None
    is_near = _only_the_cue_between(scene, before, statement.start)
    return Decision("same_paragraph_partly", decision.speaker, decision.mention) if is_near else None


def next_paragraph(scene: Scene, quotation: Quotation) -> Decision | None:
    """A paragraph that opens with a quotation and gives no cue goes on with the speech that ended the last one."""
    before = _speech_before(scene, quotation)
    decision = scene.decided(before) if before is not None else None
    if before is None or decision is None or decision.speaker is None or _calls_for_reply(scene, before, quotation):
        return None
    return Decision("next_paragraph", decision.speaker, decision.mention)


def exchange(scene: Scene, quotation: Quotation) -> Decision | None:
    """Two people speak by turns: after `“Why?” Moe asked.`, `“Money.”` alone is said by whoever spoke before Moe."""
    before = _speech_before(scene, quotation)
    if before is None or not _calls_for_reply(scene, before, quotation):
        return None
    turn = _turn_before(scene, before)
    if turn is None or turn.speaker is None or turn.speaker.person is None:
        return None
    return Decision("exchange", turn.speaker, turn.mention)


def _turn_before(scene: Scene, speech: Quotation) -> Decision | None:
    """The decision on what ends the paragraph before a speech, when it is another's: somebody's, or the writer's."""
    document = scene.document
    number = document.paragraph_of(speech.outer.start)
    turn = scene.previous(speech)
    while turn is not None and document.paragraph_of(turn.outer.start) == number:
        turn = scene.previous(turn)
    if turn is None or document.paragraph_of(turn.outer.end - 1) != number - 1:
        return None
    decision, speaker = scene.decided(turn), scene.decided(speech).speaker
    if decision.speaker is None:
        return decision if decision.rule == "first_person" else None
    return decision if speaker is None or speaker.name != decision.speaker.name else None


def _speech_before(scene: Scene, quotation: Quotation) -> Quotation | None:
    """The speech that ends the paragraph before, when a quotation opens the next one and stands alone."""
    document = scene.document
    before = scene.previous(quotation)
    if before is not None and _is_left_open(scene, before):
        before = scene.previous(before)
    if before is None or not _stands_alone(document, quotation) or not _opens_paragraph(document, quotation):
        return None
    if document.paragraph_of(quotation.span.start) - document.paragraph_of(before.outer.end - 1) != 1:
        return None
    closes = _closes_paragraph(scene, before) and (before.kind != "indirect" or _is_main_clause(scene, before))
    return before if closes else None


def _calls_for_reply(scene: Scene, before: Quotation, quotation: Quotation) -> bool:
    """Whether what comes next is another's: after a question, a call by name, or among lines as short as a scene's."""
    document = scene.document
    cue = scene.decided(before).cue
    asks = cue is not None and any(verb.kind == "ask" for verb in cues_of(cue.of(document.text).lower()))
    if asks and (before.kind == "indirect" or last_mark(document, before) == "?"):
        return True
    if addresses_itself(document, quotation, scene.decided(before)):
        return True
    line = document.paragraph_span(before.outer.start).of(document.text).split()
    is_line = _opens_paragraph(document, before) and len(line) <= _LINE_OF_SCENE
    most = _REPLY_IN_SCENE if scene.decided(before).rule == "exchange" else _SHORT_REPLY
    is_short = is_line and len(quotation.span.of(document.text).split()) <= most
    return is_short and _turn_before(scene, before) is not None


def addresses_itself(document: Document, quotation: Quotation, decision: Decision) -> bool:
    """Whether a quotation calls by name whom it is given to, as nobody does: “Ada, wait.” is not Ada Berg's."""
    if decision.speaker is None or decision.speaker.person is None:
        return False
    words = quotation.span.of(document.text)
    return any(
        re.match(rf"{re.escape(name)},\s", words) or re.search(rf",\s{re.escape(name)}\W*$", words)
        for name in decision.speaker.name.split()
    )


def _is_left_open(scene: Scene, clause: Quotation) -> bool:
    """Whether a clause has no speaker of its own and stands in the sentence that tells who spoke before it.

    `“A,” Berg said when asked whether it was late.`
    """
    before = scene.previous(clause)
    if clause.kind != "indirect" or scene.decided(clause).speaker is not None or before is None:
        return False
    cue = scene.decided(before).cue
    return cue is not None and scene.document.sentence_of(cue.start) == scene.document.sentence_of(clause.outer.start)


def coordinated(scene: Scene, quotation: Quotation) -> Decision | None:
    """Quoted words joined to the ones before: `they shouted “Go home!” and “Shame!”`."""
    before = scene.previous(quotation)
    if before is None or before.kind == "indirect" or quotation.kind == "indirect":
        return None
    decision = scene.decided(before)
    between = scene.document.text[before.outer.end : quotation.outer.start]
    if decision.speaker is None or "\n" in between or not _COORDINATION.fullmatch(between):
        return None
    return Decision("coordinated", decision.speaker, decision.mention, decision.cue)


def cue_in_sentence_before(scene: Scene, quotation: Quotation) -> Decision | None:
    """The sentence before, in the same paragraph, tells who spoke: `Berg criticised the plan. “It is bad.”`"""
    document = scene.document
    if not _stands_alone(document, quotation) or _opens_paragraph(document, quotation):
        return None
    if not _follows_sentence(document, quotation):
        return None
    sentence = document.sentence_span(document.sentence_of(max(quotation.outer.start - 2, 0)))
    verb = _main_cue(document, sentence)
    if verb is None or any(document.is_quote(token) for token in _tokens_within(document, sentence)):
        return None
    subject = subject_of(document, verb)
    phrase = noun_phrase(document, subject) if subject is not None else None
    if phrase is None or is_unreal(document, verb):
        return None
    answer = scene.resolver.resolve(Finding(phrase.span, None, phrase.head, phrase.is_joint))
    if not isinstance(answer, Speaker) or answer.how in ("nominal", "statement"):
        return None
    cue = Span(document.tokens.start[verb], document.tokens.end[verb])
    return Decision("cue_in_sentence_before", answer, phrase.span, cue)


def report_before(scene: Scene, quotation: Quotation) -> Decision | None:
    """The paragraph before closes with somebody's report: `Berg said she would sail.`, then `“It is time.”` alone.

    Or with a statement that somebody puts out: `Berg issued a statement thanking the sailors.`
    """
    span = _closing_sentence(scene, quotation)
    finding = (reporter_in(scene.document, span) or issuer_in(scene.document, span)) if span is not None else None
    answer = scene.resolver.resolve(finding) if finding is not None else None
    if finding is None or not isinstance(answer, Speaker) or answer.how in ("nominal", "statement", "group"):
        return None
    return Decision("report_before", answer, finding.mention, finding.cue)


def _closing_sentence(scene: Scene, quotation: Quotation) -> Span | None:
    """The last sentence of the paragraph before a quotation that stands alone, if it neither quotes nor asks."""
    document = scene.document
    number = document.paragraph_of(quotation.span.start)
    if number == 0 or not _stands_alone(document, quotation) or not _opens_paragraph(document, quotation):
        return None
    before = document.paragraphs[number - 1]
    last = scene.previous(quotation)
    if last is not None and last.outer.start >= before.start and _calls_for_reply(scene, last, quotation):
        return None
    sentence = document.sentence_span(document.sentence_of(before.end - 1))
    span = Span(max(sentence.start, before.start), before.end)
    ends = before.of(document.text).rstrip()[-1:] in (".", ":")
    return span if ends and not scene.speaks_within(span) else None


def _tokens_within(document: Document, span: Span) -> range:
    return range(document.first_token_from(span.start), document.first_token_from(span.end))


def _main_cue(document: Document, sentence: Span) -> int | None:
    """The main verb of a sentence, when it reports speech."""
    for token in _tokens_within(document, sentence):
        if document.tokens.head[token] == token and is_cue(document, token):
            return token
    return None


def sentence_subject(scene: Scene, quotation: Quotation) -> Decision | None:
    """The sentence right before, in the same paragraph, is about one person who acts: `Berg sighed. “Not again.”`"""
    document = scene.document
    if not _stands_alone(document, quotation) or _opens_paragraph(document, quotation):
        return None
    number = document.sentence_of(max(quotation.outer.start - 2, 0))
    span = document.sentence_span(number)
    if not _follows_sentence(document, quotation) or not _opens_with_name(scene, span, quotation.outer.start):
        return None
    person = _who_acts(scene, quotation, Span(span.start, quotation.outer.start))
    if person is None:
        return None
    mention = next(scene.resolver.names.mentions_within(span.start, quotation.outer.start), None)
    words = Span(mention.start, mention.end) if mention is not None and mention.person == person else None
    return Decision("sentence_subject", scene.resolver.speaker_of(person, "short_name"), words)


def _who_acts(scene: Scene, quotation: Quotation, span: Span) -> int | None:
    """The one person whom a stretch of text names, as a subject; of several the only subject, if they spoke last."""
    anchors = scene.resolver.anchors_between(span.start, span.end)
    subjects = {anchor.person for anchor in anchors if anchor.is_subject}
    if len(subjects) != 1 or min(subjects) < 0:
        return None
    person = next(iter(subjects))
    before = scene.previous(quotation)
    last = scene.decided(before).speaker if before is not None else None
    is_alone = len({anchor.person for anchor in anchors}) == 1
    return person if is_alone or (last is not None and last.person == person) else None


def subject_goes_on(scene: Scene, quotation: Quotation) -> Decision | None:
    """Whoever spoke last is what the paragraph before ends on: `Berg is sure of it.`, then `“We will win.”` alone."""
    span = _closing_sentence(scene, quotation)
    last = scene.previous(quotation)
    speaker = scene.decided(last).speaker if last is not None else None
    if span is None or speaker is None or not _opens_with_name(scene, span, span.end):
        return None
    person = _who_acts(scene, quotation, span)
    if person is None or person != speaker.person:
        return None
    return Decision("subject_goes_on", scene.resolver.speaker_of(person, "short_name"))


def _opens_with_name(scene: Scene, span: Span, end: int) -> bool:
    """Whether a sentence begins with a person's name or pronoun, a conjunction, a title or "Asked …," aside."""
    anchors = scene.resolver.anchors_between(span.start, end)
    if not anchors:
        return False
    lead = scene.document.text[span.start : anchors[0].start].split()
    if lead and lead[0] == "Asked" and lead[-1].endswith(","):
        return True
    return len(lead) <= 3 and all(word[0].isupper() and not word.endswith(":") for word in lead)


def sole_speaker(scene: Scene, quotation: Quotation) -> Decision | None:
    """Everybody else is silent: all other quotations of the article, three at least, have one speaker."""
    if len(scene.decisions) > _SOLE_QUOTATIONS or not _stands_alone(scene.document, quotation):
        return None
    named = [decision.speaker for decision in scene.decisions if decision.speaker]
    if len(named) < 3 or len({speaker.name for speaker in named}) != 1 or named[0].person is None:
        return None
    if any(decision.speaker is None and decision.rule != "no_cue" for decision in scene.decisions):
        return None
    return Decision("sole_speaker", named[0])


CARRY_RULES: tuple[CarryRule, ...] = (
    narrator,
    interview_answer,
    same_utterance,
    coordinated,
    same_paragraph,
    same_paragraph_partly,
    next_paragraph,
    exchange,
    cue_in_sentence_before,
    report_before,
    sentence_subject,
    subject_goes_on,
    sole_speaker,
)


def _follows_sentence(document: Document, quotation: Quotation) -> bool:
    """Whether a finished sentence stands right before the quotation."""
    return document.text[max(quotation.outer.start - 6, 0) : quotation.outer.start].rstrip()[-1:] in _SENTENCE_ENDS


def _stands_alone(document: Document, quotation: Quotation) -> bool:
    """Whether the quotation is a sentence of its own, not a word in somebody else's."""
    if quotation.kind == "indirect" or quotation.nested_in is not None:
        return False
    before = document.text[max(quotation.outer.start - 8, 0) : quotation.outer.start].rstrip(" \u00a0\"“”'‘’)")[-1:]
    starts = not before or before in (*_SENTENCE_ENDS, "\n", ":", "”", '"')
    last = last_mark(document, quotation)
    after = document.text[quotation.outer.end : quotation.outer.end + 2].lstrip(" \u00a0")[:1]
    return starts and (last in _SENTENCE_ENDS or after in ("", "\n", "."))


def _share_paragraph(scene: Scene, before: Quotation, quotation: Quotation) -> bool:
    document = scene.document
    return document.paragraph_of(before.outer.end - 1) == document.paragraph_of(quotation.outer.start)


def _whole(quotation: Quotation) -> Span:
    """The quotation with its reported clause."""
    statement = quotation.statement
    if statement is None:
        return quotation.outer
    return Span(min(statement.start, quotation.outer.start), max(statement.end, quotation.outer.end))


def _only_the_cue_between(scene: Scene, before: Quotation, start: int) -> bool:
    """Whether nothing but the rest of a quotation's own sentence separates it from a character, or "Then: "."""
    document = scene.document
    first = document.sentence_of(max(_whole(before).end - 2, 0))
    last = document.sentence_of(max(start - 2, 0))
    between = document.text[_whole(before).end : start]
    if len(between) > _SHORT_GAP:
        return False
    leads_on = _LEADS_ON.search(between) is not None
    return last - first <= _sentences_of_cue(scene, before, first) + leads_on


def _is_main_clause(scene: Scene, before: Quotation) -> bool:
    """Whether a reported clause hangs on the main verb of its sentence, so that its speaker holds the floor."""
    cue = scene.decided(before).cue
    tokens = scene.document.tokens
    verb = scene.document.token_at(cue.start) if cue else None
    while verb is not None and tokens.head[verb] != verb:
        is_open = tokens.dep[verb] in ("conj", "parataxis", "ccomp", "xcomp", "acomp", "prep", "dep")
        if not is_open and not (tokens.dep[verb] == "advcl" and tokens.tag[verb] == "VBG"):
            return False
        verb = tokens.head[verb]
    return True


def _sentences_of_cue(scene: Scene, before: Quotation, first: int) -> int:
    """One when the earlier quotation ends its sentence and its cue follows in the next, else none."""
    cue = scene.decided(before).cue
    if cue is None or cue.start < _whole(before).end:
        return 0
    return scene.document.sentence_of(cue.start) - first


def _opens_paragraph(document: Document, quotation: Quotation) -> bool:
    paragraph = document.paragraph_span(quotation.span.start)
    start = quotation.outer.start
    if start - paragraph.start > _OPENING_MARKS:
        return False
    return not document.text[paragraph.start : start].strip(" \u00a0\"“”'‘’«„([…-–—")


def _closes_paragraph(scene: Scene, before: Quotation) -> bool:
    """Whether a paragraph ends with a quotation, or with the sentence that attributes it."""
    document = scene.document
    end = document.paragraph_span(before.outer.end - 1).end
    whole = _whole(before)
    if not _ANY_WORD.search(document.text, whole.end, end):
        return True
    last = document.sentence_of(end - 1)
    cue = scene.decided(before).cue
    return document.sentence_of(max(whole.end - 2, 0)) == last or (
        cue is not None and document.sentence_of(cue.start) == last
    )
