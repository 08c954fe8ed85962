"""Whom the running text means between the quotations, so that a later "he" or "she" passes over nobody.

Three kinds of passages: a "he" or "she", a nameless person as the subject, and somebody who reports.
"""

import re
from collections.abc import Iterator, Set
from dataclasses import replace

from newsquotes.attribute.document import Document, Span
from newsquotes.attribute.lexicon import kin_words, roles
from newsquotes.attribute.name_parts import run_pattern
from newsquotes.attribute.resolve.apposed import apposed_name, own_name
from newsquotes.attribute.resolve.ledger import Ledger
from newsquotes.attribute.resolve.nominals import meant_by
from newsquotes.attribute.resolve.pronouns import antecedent
from newsquotes.attribute.resolve.speaker import Speaker
from newsquotes.attribute.roles import modifiers, role_head, tidy_role
from newsquotes.extract.cues import cue_verbs
from newsquotes.word_lists import irregular_forms

_NOMINAL = re.compile(r"\b(?:[Tt]he|[Aa]n?|[Oo]ne|[Aa]nother|[Mm]y|[Hh]is|[Hh]er|[Oo]ur|[Tt]heir)(?: [\w’'-]+){1,4}")
_BEFORE_PREDICATE = re.compile(
    r"(?:, \d{1,3},)? (?:who|was|is|has|had|will|would|in|of|at|on|from|and|with|to|for|by|also|then|did|does|could|may"
    r"|might|can)(?:n[’']t)?\b"
    r"|, (?:who|call sign)\b| [a-z]+ed\b"
)
_AFTER_NOUN = re.compile(r" (?!and\b|or\b)[a-z]+\b")
_ONE_OF = re.compile(r"\b(?P<head>One|Another) of (?:them|those|the [a-z]+)(?=,? who\b)")
_SUBJECT_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he)\b(?!-)")
_ASKED_STRANGER = re.compile(
    r"\basked (?P<who>(?:an?|one|another) [a-z-]+(?: [a-z-]+)?) (?:whether|if|why|how|what|when|where|who|which)\b"
)
_I_ASKED = re.compile(r"(?:[\w’' ]{0,40}\b)?(?:I|we|We) (?:asked|met|told|called|found|rang|joined|visited)\s")
_ADVERBIAL = re.compile(
    r"(?:But|And|Then|Yet|Later|Now|Still|(?:In|On|At|After|Before|From|By|For) [^,.;:!?\n]{2,40},?"
    r"|[A-Z][\w ]{1,30} (?:later|earlier|ago),?|[A-Z][a-z]+, (?:in|at|on|near|under|behind) [^.;:!?\n]{2,60},"
    r"|Asked [^,.;:!?\n]{2,80},)\s"
)
_CLOSED = re.compile(r"(?: (?:in|of|at|on|from|with|for|by|who) [^,.;:!?\n]{1,80})?,\s")
_NEAR = 1000
PRONOUN, NOMINAL, REPORTER = -3, -2, -1


def passages(ledger: Ledger) -> dict[tuple[int, int], Span]:
    """The passages of an article by where they start and their kind."""
    found = {(span.start, PRONOUN): span for span in _pronouns(ledger.document)}
    found |= {(span.start, NOMINAL): span for span in _asked_strangers(ledger.document)}
    found |= {(span.start, NOMINAL): span for span in subject_nominals(ledger.document)}
    found |= {(span.start, REPORTER): span for span in (*_unread_reporters(ledger), *_shared_subjects(ledger))}
    return found


def follow(ledger: Ledger, kind: int, span: Span) -> None:
    """Note whom a pronoun or a nominal of the running text means."""
    if kind == PRONOUN:
        _follow_pronoun(ledger, span.start)
    else:
        _follow_nominal(ledger, span)


def _pronouns(document: Document) -> Iterator[Span]:
    """Each "he" and "she" outside quotations."""
    for match in _SUBJECT_PRONOUN.finditer(document.text):
        if not document.is_quoted(match.start()):
            yield Span(*match.span())


def _unread_reporters(ledger: Ledger) -> Iterator[Span]:
    """Where somebody reports in a sentence that was not parsed."""
    for span in ledger.names.saying:
        if ledger.document.token_at(span.start) is None and not ledger.document.is_quoted(span.start):
            yield span


def _shared_subjects(ledger: Ledger) -> Iterator[Span]:
    """Where a surname of several persons is the subject of a sentence outside quotations."""
    for spans in ledger.names.surnames.values():
        for span in spans:
            token = ledger.document.token_at(span.end - 1)
            sentence = ledger.document.sentence_span(ledger.document.sentence_of(span.start))
            opens = len(ledger.document.text[sentence.start : span.start].split()) <= 2
            if not ledger.document.is_quoted(span.start) and (
                opens if token is None else ledger.is_subject(span, opens)
            ):
                yield span


def _follow_pronoun(ledger: Ledger, position: int) -> None:
    """Note whom a "he" or "she" of the running text means, for the pronouns after it."""
    gender = "female" if ledger.document.text[position] in "Ss" else "male"
    answer = antecedent(ledger, position, gender)
    if isinstance(answer, Speaker):
        ledger.remember(position, answer)
        if answer.person is not None and _is_alone(ledger, answer.person, position, gender):
            ledger.learn_gender(answer.person, gender)
    elif answer.reason != "unresolved_pronoun":
        ledger.remember_nobody(position, replace(answer, gender=gender))


def _is_alone(ledger: Ledger, person: int, position: int, gender: str) -> bool:
    """Whether nobody else can be meant since an earlier sentence names a person: "Yala Bem left. She" is a woman.

    In the same sentence the pronoun may be another's: "Yala Bem recalled that she had left".
    """
    named = [
        anchor.start for anchor in ledger.anchors_between(max(position - _NEAR, 0), position) if anchor.person == person
    ]
    if not named:
        return False
    sentence = ledger.document.sentence_span(ledger.document.sentence_of(named[-1]))
    if sentence.end > position:
        return False
    return {anchor.person for anchor in ledger.anchors_between(sentence.start, position, gender)} == {person}


def _follow_nominal(ledger: Ledger, span: Span) -> None:
    """Note whom "the minister" of the running text means, or that a nameless person has come in."""
    words = span.of(ledger.document.text)
    answer = own_name(ledger, span) or apposed_name(ledger, span) or meant_by(ledger, span)
    if answer is None and _is_somebody_else(ledger, span):
        answer = Speaker(words, "person", tidy_role(words), "nominal")
    if answer is not None:
        ledger.remember(span.start, answer)


def _is_somebody_else(ledger: Ledger, span: Span) -> bool:
    """Whether a nominal cannot mean a person named before: "a man", "the woman who", another minister.

    "The senator" is most often the person just named, so that a pronoun may pass over it.
    """
    words = span.of(ledger.document.text)
    if not words.lower().startswith("the ") or ledger.document.text.startswith(" who ", span.end):
        return True
    wanted, offices = modifiers(words), _offices_with(ledger, role_head(words))
    return bool(wanted and offices) and all(has and not has & wanted for has in offices)


def _offices_with(ledger: Ledger, head: str | None) -> Set[frozenset[str]]:
    """The modifiers of the offices with one head that the article's people hold: "trade" of "the trade minister"."""
    if ledger.offices is None:
        ledger.offices = {}
        for office in (office for person in ledger.names.persons for office in person.roles):
            ledger.offices.setdefault(role_head(office), set()).add(modifiers(office))
    return ledger.offices.get(head, set())


def _asked_strangers(document: Document) -> Iterator[Span]:
    """Where the running text brings in somebody who is asked and may answer: "Berg asked a clerk whether it rained"."""
    for match in _ASKED_STRANGER.finditer(document.text):
        is_person = role_head(match.group("who")) is not None
        if is_person and not document.is_quoted(match.start()):
            yield Span(*match.span("who"))


def subject_nominals(document: Document) -> Iterator[Span]:
    """Where the running text makes a nameless person the subject: "The manager was careful.", "I asked a woman who".

    "One of them" is a person if the text goes on with "who".
    """
    known = roles()
    for match in _NOMINAL.finditer(document.text):
        words = match.group().split()
        last = next((place for place in range(len(words) - 1, 0, -1) if words[place] in known), 0)
        if not last or document.is_quoted(match.start()):
            continue
        first = max(place for place in range(last) if _opens_phrase(words[place]) or place == 0)
        start = match.start() + len(" ".join([*words[:first], ""]))
        span = Span(start, match.start() + len(" ".join(words[: last + 1])))
        predicate = _predicate(document.text, span.end, words[last])
        if predicate is None or _is_heard(words[first], predicate.group().strip()):
            continue
        if _is_subject_nominal(document, span):
            yield span
    for match in _ONE_OF.finditer(document.text):
        if not document.is_quoted(match.start()) and _is_subject_nominal(document, Span(*match.span("head"))):
            yield Span(*match.span())


def _opens_phrase(word: str) -> bool:
    """Whether a word begins a noun phrase of its own: the second "a" of "A minute later a clerk"."""
    return _NOMINAL.match(f"{word} x") is not None


def _predicate(text: str, end: int, noun: str) -> re.Match[str] | None:
    """What makes the noun phrase before a character a subject: a verb, or words about who that is."""
    found = _BEFORE_PREDICATE.match(text, end)
    if found is not None:
        return found
    verb = _AFTER_NOUN.match(text, end)
    return verb if verb is not None and (noun in kin_words() or verb.group().strip() in irregular_forms()) else None


def _is_heard(owner: str, verb: str) -> bool:
    """Whether somebody's relative speaks and does not only act: "her lawyer quoted her", where "her" is another."""
    return owner.lower() not in ("the", "a", "an") and verb in cue_verbs()


def _is_subject_nominal(document: Document, span: Span) -> bool:
    """Whether a nominal is a main subject by the parse or, where there is none, by opening its sentence."""
    sentence = document.sentence_span(document.sentence_of(span.start))
    lead = document.text[sentence.start : span.start]
    if _I_ASKED.fullmatch(lead):
        return True
    if lead.endswith(", ") and (not _ADVERBIAL.fullmatch(lead) or _is_apposed(document.text, lead, span)):
        return False
    token = document.token_at(span.end - 1)
    if token is not None:
        tokens = document.tokens
        return tokens.dep[token] in ("nsubj", "nsubjpass") and tokens.dep[tokens.head[token]] in ("ROOT", "conj")
    return not lead.strip() or _ADVERBIAL.fullmatch(lead) is not None


def _is_apposed(text: str, lead: str, span: Span) -> bool:
    """Whether a nominal only tells who the name before it is: "For Ada Berg, a doctor in Orle, it was late"."""
    names = list(run_pattern().finditer(lead))
    is_behind_name = bool(names) and names[-1].end() == len(lead) - 2 and " " in names[-1].group()
    return is_behind_name and _CLOSED.match(text, span.end) is not None
