"""Which sayings are none: negated, only supposed, withheld, ordered, or of nobody."""

import re
from functools import cache

from newsquotes.extract.reading import Reading
from newsquotes.extract.reported.grammar import SUBJECTS, has_subject
from newsquotes.seeds import load_seed

_HYPOTHETICAL = frozenset(("could", "might", "may", "can", "would", "should", "must", "ca"))
_CONDITIONS = frozenset(("if", "unless"))
_MAY_SAY = frozenset(("NOUN", "PROPN", "ADJ", "NUM", "PRON"))
_NO_MORE = frozenset(("only", "just"))
_NOBODY = frozenset(("nobody", "none", "neither"))
_DASH = re.compile(r"\s[—–-]{1,2}\s|—")


def is_unsaid(reading: Reading, token: int) -> bool:
    """Whether the verb is negated, only supposed or an order: did not say; could argue; if he says; let’s say."""
    notes = reading.annotation
    if notes.tag[token] == "VB" and notes.lemma[notes.head[token]] == "let":
        return True
    if notes.tag[token] == "VB" and notes.dep[token] == "ROOT" and not has_subject(reading, token):
        return _opens_order(reading, token) and not any(notes.dep[child] == "aux" for child in reading.children[token])
    for child in reading.children[token]:
        if notes.dep[child] == "neg" or _is_condition(reading, child, token):
            return True
        if notes.dep[child] in SUBJECTS and _is_nobody(reading, child):
            return True
    return is_supposed(reading, token) or _is_withheld(reading, token)


def _opens_order(reading: Reading, token: int) -> bool:
    """Whether nothing before a verb can be who does it: (please) note that; not nearly a third say that."""
    notes = reading.annotation
    return token == 0 or notes.sentence[token - 1] != notes.sentence[token] or notes.pos[token - 1] not in _MAY_SAY


def _is_condition(reading: Reading, mark: int, verb: int) -> bool:
    """Whether a conjunction makes a verb a condition: if he says; not one that stands before a dash and not with it."""
    notes = reading.annotation
    is_condition = notes.dep[mark] == "mark" and notes.lemma[mark] in _CONDITIONS
    return is_condition and _DASH.search(reading.text, notes.end[mark], notes.start[verb]) is None


def _is_nobody(reading: Reading, subject: int) -> bool:
    """Whether a subject stands for nobody: nobody said it; no owner said it; neither Wren nor Marlow said it.

    Not the office at No 10.
    """
    if reading.annotation.pos[subject] == "NUM":
        return False
    if reading.word(subject) in _NOBODY:
        return True
    return any(reading.word(child) in ("no", "neither") and child < subject for child in reading.children[subject])


def _is_withheld(reading: Reading, token: int) -> bool:
    """Whether the verb depends on one that keeps it from being done: declined to say, avoided answering.

    What goes along with declining is done: she declined to meet them, saying it was late.
    """
    notes = reading.annotation
    for _ in range(3):
        above = notes.head[token]
        if above == token or notes.dep[token] not in ("xcomp", "pcomp", "ccomp", "advcl", "conj", "prep"):
            return False
        is_beside = notes.dep[token] == "advcl" and notes.tag[token] == "VBG"
        if notes.dep[token] != "conj" and not is_beside and notes.lemma[above] in _withholding_verbs():
            return True
        if notes.dep[token] == "xcomp" and _is_judged(reading, above):
            return True
        if notes.dep[token] == "pcomp" and notes.lemma[above] == "without":
            return True
        if notes.dep[token] == "prep" and notes.pos[token] == "ADP" and is_supposed(reading, above):
            return True
        if notes.dep[token] in ("ccomp", "advcl") or notes.pos[above] not in ("VERB", "AUX", "ADP"):
            return False
        token = above
    return False


def is_supposed(reading: Reading, token: int) -> bool:
    """Whether a verb only tells what may be: some might answer by saying so; not: she would say only that."""
    notes = reading.annotation
    before = [reading.word(child) for child in reading.children[token] if child < token]
    if not _NO_MORE.isdisjoint((*before, reading.word(token + 1) if token + 1 < len(notes) else "")):
        return False
    return any(notes.dep[child] == "aux" and notes.lemma[child] in _HYPOTHETICAL for child in reading.children[token])


def _is_judged(reading: Reading, token: int) -> bool:
    """Whether a clause says no more of an infinitive than how it is: it is too soon to say."""
    notes = reading.annotation
    if notes.pos[token] in ("ADJ", "ADV"):
        token = notes.head[token]
    deps = {notes.dep[child]: notes.lemma[child] for child in reading.children[token]}
    return deps.get("nsubj") == "it" and not {"acomp", "advmod"}.isdisjoint(deps)


@cache
def _withholding_verbs() -> frozenset[str]:
    """Verbs that keep what they govern from being done: decline to say."""
    return frozenset(row["lemma"] for row in load_seed("withholding_verbs", ("lemma",)))
