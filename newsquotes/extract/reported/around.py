"""Rules for attributions beside a clause: according to the port, …; as she noted, …; …, she said."""

import re
from dataclasses import replace

from newsquotes.annotation import QUOTE_POS
from newsquotes.extract.cues import view_nouns
from newsquotes.extract.reading import Reading
from newsquotes.extract.reported.grammar import (
    FINITE,
    VERBS,
    agent_of,
    form_of,
    has_subject,
    noun_phrase,
)
from newsquotes.extract.reported.report import Report, trim
from newsquotes.extract.reported.saying import cue_at, holds_cue
from newsquotes.extract.reported.speaker import report_of

_BEFORE_ATTRIBUTION = frozenset(",”\"'’—–-?!»")
_GOES_ON = re.compile(r",?\s+(?:and|but|although|though|while|which|who)\s")
ACCORDING = frozenset(("according", "accord"))
_FIRST_PERSON = frozenset(("my", "our", "your"))
_OF_A_SUBJECT = frozenset(("NOUN", "PROPN", "ADJ", "DET", "CCONJ", "NUM"))
_PARTS_OF_CLAUSE = frozenset(("xcomp", "pcomp", "acl", "amod", "advcl", "conj", "aux", "auxpass"))


def according_to(reading: Reading, token: int) -> Report | None:
    """A clause with its source: two people were hurt, according to the police."""
    notes = reading.annotation
    if notes.lemma[token] not in ACCORDING:
        return None
    to = next((child for child in reading.children[token] if notes.lemma[child] == "to"), None)
    source = (
        next((child for child in reading.children[to] if notes.dep[child] in ("pobj", "pcomp")), None) if to else None
    )
    if to is None or source is None or _relays(reading, token):
        return None
    return _beside_phrase(reading, token, (notes.start[token], notes.end[to]), source, "according_to")


def _relays(reading: Reading, token: int) -> bool:
    """Whether a source only passes on what a person said: according to the Post, Wren said it was late.

    Not what half of those asked said, which is the finding of who asked them.
    """
    notes = reading.annotation
    verb = notes.head[token]
    if cue_at(reading, verb, "that") is None or notes.tag[verb] not in FINITE or token > verb:
        return False
    subject = next((child for child in reading.children[verb] if notes.dep[child] == "nsubj"), None)
    is_person = subject is not None and notes.pos[subject] in ("PROPN", "PRON")
    return is_person and any(notes.dep[child] == "ccomp" and child > verb for child in reading.children[verb])


def per_source(reading: Reading, token: int) -> Report | None:
    """A clause with its source behind `per`: two people were hurt, per the police; not what it costs per person."""
    if reading.word(token) != "per":
        return None
    notes = reading.annotation
    source = next((child for child in reading.children[token] if notes.dep[child] == "pobj"), None)
    if source is None:
        return None
    is_first = token == 0 or notes.sentence[token - 1] != notes.sentence[token]
    is_definite = notes.pos[source] == "PROPN" or any(
        notes.dep[child] in ("det", "poss") for child in reading.children[source]
    )
    if not is_definite or not (is_first or reading.word(token - 1) == ","):
        return None
    if cue_at(reading, notes.head[token], "that", "wh") is not None:  # Moe said, per a clerk, that …
        return None
    return _beside_phrase(reading, token, (notes.start[token], notes.end[token]), source, "per_source")


def in_view(reading: Reading, token: int) -> Report | None:
    """What somebody holds, beside whose view it is: in Wren’s view, the port is safe. Not the writer’s: in my view."""
    notes = reading.annotation
    preposition = notes.head[token]
    if notes.lemma[token] not in view_nouns() or notes.dep[token] != "pobj" or notes.lemma[preposition] != "in":
        return None
    holder = next((child for child in reading.children[token] if notes.dep[child] == "poss"), None)
    if holder is None or reading.word(holder) in _FIRST_PERSON or not _is_finite(reading, notes.head[preposition]):
        return None
    if any(notes.dep[child] == "prep" for child in reading.children[token]):  # less sure in his view of it
        return None
    report = _beside_phrase(reading, preposition, (notes.start[token], notes.end[token]), holder, "in_view")
    if report is None:
        return None
    first = reading.extents[holder][0]
    return replace(report, mention=(notes.start[first], notes.end[holder]))


def _is_finite(reading: Reading, verb: int) -> bool:
    """Whether a verb is finite, or has an auxiliary that is."""
    return form_of(reading, verb) in FINITE


def _beside_phrase(reading: Reading, token: int, cue: tuple[int, int], source: int, rule: str) -> Report | None:
    """The clause around a phrase that names its source; `token` heads the phrase."""
    first, last = reading.extents[token]
    if (second := _second_verb_behind(reading, token)) is not None:
        end = reading.annotation.end[reading.extents[second][1]]
        span = trim(reading, reading.annotation.start[second], end)
        return Report(cue, span, noun_phrase(reading, source), rule)
    clause = clause_around(reading, reading.annotation.head[token])
    if clause is None:
        return None
    start, end = _without(reading, clause, (min(first, token), last))
    return Report(cue, trim(reading, start, end), noun_phrase(reading, source), rule)


def _second_verb_behind(reading: Reading, token: int) -> int | None:
    """The second verb of a subject behind a phrase that is about it alone: he left and, according to Ada, | slept."""
    notes = reading.annotation
    first, last = reading.extents[token]
    verb = notes.head[token]
    if notes.dep[verb] != "conj" or verb != last + 2 or has_subject(reading, verb):
        return None
    is_aside = first > 1 and reading.word(first - 1) == reading.word(last + 1) == "," and notes.dep[first - 2] == "cc"
    return verb if is_aside else None


def clause_around(reading: Reading, token: int) -> tuple[int, int] | None:
    """The extent of the nearest clause at or above a token."""
    notes = reading.annotation
    while notes.pos[token] not in ("VERB", "AUX", QUOTE_POS) and notes.head[token] != token:
        token = notes.head[token]
    while notes.dep[token] in _PARTS_OF_CLAUSE and notes.head[token] != token:
        token = notes.head[token]
    return reading.extents[token]


def _without(reading: Reading, clause: tuple[int, int], phrase: tuple[int, int]) -> tuple[int, int]:
    """The characters of a clause without a phrase at either end of it; a phrase in the middle stays."""
    notes = reading.annotation
    first, last = clause
    before = notes.start[phrase[0]] - notes.start[first]
    after = notes.end[last] - notes.end[phrase[1]]
    if before >= after:
        rest = reading.text[notes.end[phrase[1]] : notes.end[last]]
        is_last = after <= 2 or _GOES_ON.match(rest) is not None
        return notes.start[first], notes.start[phrase[0]] if is_last else notes.end[last]
    return (notes.end[phrase[1]] if before <= 8 else notes.start[first]), notes.end[last]


def fronted_clause(reading: Reading, token: int) -> Report | None:
    """A clause before its attribution: the plan would fail, she said."""
    if cue_at(reading, token, "that", "wh") is None:
        return None
    notes = reading.annotation
    clause = next((c for c in reading.children[token] if notes.dep[c] == "ccomp" and c < token), None)
    if clause is None or _goes_on_with_its_own(reading, token):
        return None
    start = notes.start[reading.extents[clause][0]]
    if not has_subject(reading, token):
        return _fronted_before_loose_subject(reading, token, start)
    end = _start_of_attribution(reading, token)
    if reading.text[start:end].rstrip()[-1:] not in _BEFORE_ATTRIBUTION:
        return None
    if not reading.quotes_between(start, end):
        end = _end_behind(reading, token, end)
    return report_of(reading, token, (start, end), "fronted_clause")


def _goes_on_with_its_own(reading: Reading, token: int) -> bool:
    """Whether a verb behind a comma has its own clause, so that none is in front: the man sent, Moe, said he ran."""
    dep = reading.annotation.dep
    is_closed = token > 0 and reading.word(token - 1) == ","
    return is_closed and any(dep[child] in ("ccomp", "xcomp") and child > token for child in reading.children[token])


def _end_behind(reading: Reading, token: int, end: int) -> int:
    """The end of a fronted clause, moved over what goes on behind its attribution: it was late, she said, but it came.

    Not where somebody else says something there: it was late, she said, and Moe agreed.
    """
    notes = reading.annotation
    follows = [child for child in reading.children[token] if child > token and notes.dep[child] == "conj"]
    linking = next((child for child in reading.children[token] if child > token and notes.dep[child] == "cc"), None)
    if not follows or linking is None or linking > follows[0] or reading.word(linking - 1) != ",":
        return end
    last = reading.extents[follows[0]][1]
    words = reading.text[notes.start[linking] : notes.end[last]]
    is_clause = notes.pos[follows[0]] in VERBS and form_of(reading, follows[0]) in FINITE
    has_quotes = QUOTE_POS in notes.pos[linking : last + 1]
    return notes.end[last] if is_clause and not has_quotes and not holds_cue(words) else end


def _fronted_before_loose_subject(reading: Reading, token: int, start: int) -> Report | None:
    """A fronted clause whose last words are the subject: the boats sought shelter, sailors and port officials said."""
    notes = reading.annotation
    first = token
    while first > 0 and notes.pos[first - 1] in _OF_A_SUBJECT and notes.start[first - 1] > start:
        first -= 1
    if first == token or notes.start[first - 1] <= start or reading.word(first - 1) != ",":
        return None
    span = trim(reading, start, notes.start[first - 1])
    cue, mention = (notes.start[token], notes.end[token]), (notes.start[first], notes.end[token - 1])
    return Report(cue, span, mention, "fronted_clause")


def _start_of_attribution(reading: Reading, token: int) -> int:
    """Where the words that attribute a fronted clause begin: the subject before the verb, or the verb."""
    notes = reading.annotation
    parts = [
        c
        for c in reading.children[token]
        if c < token and notes.dep[c] in ("nsubj", "nsubjpass", "aux", "advmod", "neg")
    ]
    first = min((reading.extents[c][0] for c in parts), default=token)
    return notes.start[min(first, token)]


def as_reported(reading: Reading, token: int) -> Report | None:
    """A clause beside “as” and its attribution: as she noted, it would fail; as reported by the Post, it failed."""
    notes = reading.annotation
    agent = agent_of(reading, token) if notes.tag[token] == "VBN" else None
    is_active = notes.tag[token] in FINITE and has_subject(reading, token)
    if notes.dep[token] != "advcl" or not (is_active or agent is not None):
        return None
    cue = cue_at(reading, token, "that")
    if cue is None or not any(
        notes.lemma[child] == "as" and notes.dep[child] in ("mark", "advmod") and child < token
        for child in reading.children[token]
    ):
        return None
    if any(notes.dep[child] in ("dobj", "ccomp", "xcomp", "attr", "acomp") for child in reading.children[token]):
        return None
    if is_active and reading.words[token + 1 : token + 2] == ["to"]:  # as the owners agreed to a truce
        return None
    clause = clause_around(reading, notes.head[token])
    first, last = reading.extents[token]
    if clause is None or not clause[0] <= first <= last <= clause[1]:
        return None
    report = report_of(reading, token, _without(reading, clause, (first, last)), "as_reported")
    return report if agent is None else replace(report, mention=noun_phrase(reading, agent))
