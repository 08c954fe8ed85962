"""Whom "he" and "she" mean: recency by sentence, subjects first, nobody when two fit alike.

The salience order of centering (Grosz, Joshi and Weinstein 1995), without its ranking of objects: an object is taken
only when it is alone.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from newsquotes.attribute.document import Document, Span
from newsquotes.attribute.resolve.clauses import governing_verb, is_root_verb, says
from newsquotes.attribute.resolve.ledger import Anchor, Ledger
from newsquotes.attribute.resolve.speaker import Answer, Speaker, Unresolved
from newsquotes.attribute.subjects import is_passive_hearer
from newsquotes.extract.cues import cue_verbs

_SENTENCES_BACK = 8
_REACH = 3000
_PARAGRAPHS_BACK = 4
_ASKED_OF_HIS = re.compile(
    r"\W{0,4}Asked (?:whether|if|about|why|how|what) (?P<owner>[^\W\d_a-z][\w.-]*(?: [^\W\d_a-z][\w.-]*){0,3})['’]s?\s"
)
_ASKED = re.compile(r"\W{0,4}(?:When |If )?(?:[Aa]sked|[Pp]ressed|[Qq]uestioned) (?![a-z]* ?by )[^.!?\n“”\"]*?, ")
_LONGEST_QUESTION = 300
_ASKED_BEFORE = "asked "
_BY_WHOM = re.compile(r"\W{0,8}(?:[\w’']+ ){0,2}?\w+(?:ed|en|wn)(?: [\w’']+){0,4}? by ")


def antecedent(
    ledger: Ledger,
    position: int,
    gender: str,
    *,
    paragraphs: int = _PARAGRAPHS_BACK,
    speaks: bool = False,
    answers: bool = False,
) -> Answer:
    """The person that "he" or "she" at `position` means, named at most some paragraphs before.

    Walks back sentence by sentence to the first that names somebody of that gender; a subject there is preferred
    to anybody else, and two equal candidates are nobody. Of two subjects a pronoun that `speaks` means the one of
    the main clause: "Berg said that Lind had lied. “…,” he said". One that `answers` never means whoever asked.
    """
    sentence = ledger.document.sentence_of(position)
    paragraph = ledger.document.paragraph_of(position)
    for number in range(sentence, max(sentence - _SENTENCES_BACK, -1), -1):
        span = ledger.document.sentence_span(number)
        if paragraph - ledger.document.paragraph_of(span.start) > paragraphs:
            break
        anchors = ledger.anchors_between(max(span.start, position - _REACH), min(span.end, position), gender)
        anchors = [anchor for anchor in anchors if not _is_talked_about(ledger, anchor, position)]
        if number == sentence:
            anchors = [anchor for anchor in anchors if not _is_opening_agent(ledger.document, span, anchor)]
            anchors = [] if _is_asked(ledger.document, span.start, position) else anchors
        if number == sentence or answers:
            is_open = number == sentence
            anchors = [anchor for anchor in anchors if not _is_asker(ledger.document, anchor, is_open=is_open)]
        if _is_overtaken(ledger, anchors, Span(span.start, min(span.end, position))):
            return Unresolved("ambiguous_pronoun")
        if _is_only_mentioned(ledger, anchors, span.start, gender):
            return Unresolved("ambiguous_pronoun")
        if anchors:
            leading = _leading(ledger.document, anchors) if speaks else ()
            return _most_salient(ledger, leading or anchors, gender)
    return Unresolved("unresolved_pronoun")


def _is_only_mentioned(ledger: Ledger, anchors: Sequence[Anchor], start: int, gender: str) -> bool:
    """Whether a sentence only mentions somebody and another acts before it: "Berg came. Lind's boat sank. “…,” she".

    Within one paragraph "she" may then be either of the two.
    """
    if not anchors or any(anchor.is_subject for anchor in anchors):
        return False
    first = max(ledger.document.paragraph_span(start).start, start - _REACH)
    acting = {anchor.person for anchor in ledger.anchors_between(first, start, gender) if anchor.is_subject}
    return bool(acting - {anchor.person for anchor in anchors})


def _is_overtaken(ledger: Ledger, anchors: Sequence[Anchor], span: Span) -> bool:
    """Whether the subject of a sentence may be a person, of whom only the name is known, and no other subject is."""
    return bool(ledger.strangers_between(span.start, span.end)) and not any(anchor.is_subject for anchor in anchors)


def _leading(document: Document, anchors: Sequence[Anchor]) -> Sequence[Anchor]:
    """Of several subjects those of the verb that says something, else those of the main clause, if they are one.

    None where one of them asks the other, who may answer: "Berg asked a clerk if it rained. “…,” he said".
    """
    subjects = [anchor for anchor in anchors if anchor.is_subject]
    is_asked = any(document.text.startswith(_ASKED_BEFORE, anchor.start - len(_ASKED_BEFORE)) for anchor in subjects)
    if not _are_several(subjects) or is_asked:
        return ()
    verbs = [(anchor, governing_verb(document, anchor.start)) for anchor in subjects]
    saying = [anchor for anchor, verb in verbs if verb is not None and says(document, verb)]
    leading = saying or [anchor for anchor, verb in verbs if verb is not None and is_root_verb(document, verb)]
    return () if _are_several(leading) else leading


def _are_several(anchors: Sequence[Anchor]) -> bool:
    return len({anchor.person for anchor in anchors}) > 1


def _is_talked_about(ledger: Ledger, anchor: Anchor, pronoun: int) -> bool:
    """Whether a person is no more than mentioned in the clause that a pronoun reports: "it hurt Berg, he said"."""
    clause = ledger.clause
    return clause is not None and not anchor.is_subject and clause.start <= anchor.start < clause.end <= pronoun


def _is_opening_agent(document: Document, sentence: Span, anchor: Anchor) -> bool:
    """Whether a sentence opens with what is done by a person, or with a question about what is that person's.

    "Asked by Berg if it hurt, he"; "Asked whether Berg's boat was late, he": neither is Berg.
    """
    if _BY_WHOM.fullmatch(document.text, sentence.start, anchor.start) is not None:
        return True
    asked = _ASKED_OF_HIS.match(document.text, sentence.start, sentence.end)
    return asked is not None and asked.start("owner") <= anchor.start < asked.end("owner")


def _is_asked(document: Document, start: int, pronoun: int) -> bool:
    """Whether a sentence opens with what was asked and a pronoun follows: "Asked whether Berg would sail, she" is not.

    Whoever is asked would be told of by a pronoun there: "Asked whether she would sail, Berg".
    """
    return pronoun - start <= _LONGEST_QUESTION and _ASKED.fullmatch(document.text, start, pronoun) is not None


def _is_asker(document: Document, anchor: Anchor, *, is_open: bool) -> bool:
    """Whether a person asks what a pronoun after it answers, be its sentence still open or not.

    "When Berg asked Moe if it hurt, he" is not Berg; nor is "he" of "“Does it hurt?” Berg asked. “No,” he replied".
    """
    verb = governing_verb(document, anchor.start) if anchor.is_subject else None
    if verb is None or is_passive_hearer(document, verb):
        return False
    if not any(cue.kind == "ask" for cue in cue_verbs().get(document.words[verb].lower(), ())):
        return False
    return not is_open or (document.tokens.dep[verb] == "advcl" and document.tokens.head[verb] > verb)


def _most_salient(ledger: Ledger, anchors: Sequence[Anchor], gender: str) -> Answer:
    """The only subject, else the only person, else the only one whose gender is known to fit."""
    subjects = {anchor.person for anchor in anchors if anchor.is_subject}
    group = subjects or {anchor.person for anchor in anchors}
    if len(group) > 1 and not subjects:
        group = {person for person in group if ledger.gender_of(person) == gender}
    if len(group) != 1:
        return Unresolved("ambiguous_pronoun")
    person = next(iter(group))
    if person >= 0:
        return ledger.speaker_of(person, "pronoun")
    answer = ledger.nameless[-person - 1]
    return replace(answer, how="pronoun_of_nominal", named_at=None) if isinstance(answer, Speaker) else answer
