"""Reported clauses: what a reporting word introduces, read from the parse.

A report is a cue with the clause that it reports and, where the grammar names one, the speaker. Each rule looks at one
token; the first rule that finds a report wins. Whether the clause holds quoted words is not asked here.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from newsquotes.annotation import QUOTE_POS
from newsquotes.extract.cues import Cue, cue_verbs
from newsquotes.extract.reading import Reading

_SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj"))
_RELATIVES = frozenset(("who", "which", "that", "whom"))
_LEADS_ON = frozenset(("conj", "advcl", "xcomp", "pcomp", "dep"))
_NOT_OF_A_NAME = frozenset(("appos", "relcl", "acl", "punct", "cc", "conj", "parataxis", "advcl"))
_HYPOTHETICAL = frozenset(("could", "might", "may", "can", "would", "should", "must", "ca"))
_EDGES = " \t\u00a0,;:.–—-…"


@dataclass(frozen=True, slots=True)
class Report:
    """A cue, the clause that it reports, and the words that name the speaker (or None); offsets into the text."""

    cue: tuple[int, int]
    statement: tuple[int, int]
    mention: tuple[int, int] | None
    rule: str


Rule = Callable[[Reading, int], Report | None]


def find_reports(reading: Reading) -> list[Report]:
    """The reports of one article, in order of their clauses; of two that overlap, the one that holds the other."""
    found = [report for report in _candidates(reading) if report.statement[0] < report.statement[1]]
    found.sort(key=lambda report: (report.statement[0], -report.statement[1], report.cue))
    kept: list[Report] = []
    for report in found:
        if not kept or report.statement[0] >= kept[-1].statement[1]:
            kept.append(report)
    return kept


def _candidates(reading: Reading) -> Iterator[Report]:
    """The first report that a rule finds for each token."""
    for token, pos in enumerate(reading.annotation.pos):
        if pos in (QUOTE_POS, "PUNCT", "PROPN", "DET", "PRON"):
            continue
        for rule in RULES:
            report = rule(reading, token)
            if report is not None:
                yield report
                break


def according_to(reading: Reading, token: int) -> Report | None:
    """A clause with its source: two people were hurt, according to the police."""
    notes = reading.annotation
    if notes.lemma[token] not in ("according", "accord"):
        return None
    to = next((child for child in reading.children[token] if notes.lemma[child] == "to"), None)
    source = (
        next((child for child in reading.children[to] if notes.dep[child] in ("pobj", "pcomp")), None) if to else None
    )
    if to is None or source is None:
        return None
    first, last = reading.extents[token]
    clause = _clause_around(reading, notes.head[token])
    if clause is None:
        return None
    start, end = _without(reading, clause, (min(first, token), last))
    return Report(
        cue=(notes.start[token], notes.end[to]),
        statement=_trim(reading, start, end),
        mention=_noun_phrase(reading, source),
        rule="according_to",
    )


def _clause_around(reading: Reading, token: int) -> tuple[int, int] | None:
    """The extent of the nearest clause at or above a token."""
    notes = reading.annotation
    while notes.pos[token] not in ("VERB", "AUX", QUOTE_POS) and notes.head[token] != token:
        token = notes.head[token]
    while notes.dep[token] in ("xcomp", "pcomp", "acl", "amod", "advcl", "conj") and notes.head[token] != token:
        token = notes.head[token]
    return reading.extents[token]


def _without(reading: Reading, clause: tuple[int, int], phrase: tuple[int, int]) -> tuple[int, int]:
    """The characters of a clause without a phrase at either end of it; a phrase in the middle stays."""
    notes = reading.annotation
    first, last = clause
    before = notes.start[phrase[0]] - notes.start[first]
    after = notes.end[last] - notes.end[phrase[1]]
    if before >= after:
        is_last = after <= 2
        return notes.start[first], notes.start[phrase[0]] if is_last else notes.end[last]
    return (notes.end[phrase[1]] if before <= 8 else notes.start[first]), notes.end[last]


def interrupted_by_cue(reading: Reading, token: int) -> Report | None:
    """A clause around its own attribution: the plan, she said, would fail."""
    cue = _cue(reading, token, "that")
    notes = reading.annotation
    if cue is None or notes.dep[token] not in ("parataxis",) or not _has_subject(reading, token):
        return None
    first, last = reading.extents[notes.head[token]]
    own = reading.extents[token]
    start, end = notes.start[first], notes.end[last]
    if own[1] >= last - 1:
        end = notes.start[own[0]]
    elif own[0] <= first:
        start = notes.end[own[1]]
    return _report(reading, token, (start, end), "interrupted_by_cue")


def reported_clause(reading: Reading, token: int) -> Report | None:
    """A clause that a verb of saying governs: she said the plan would fail; the plan would fail, she said."""
    cue = _cue(reading, token, "that", "wh")
    if cue is None or _is_unsaid(reading, token):
        return None
    notes = reading.annotation
    for child in reading.children[token]:
        if notes.dep[child] == "ccomp":
            return _report(reading, token, _extent_without_cue(reading, child, token), "reported_clause")
    return None


def reported_infinitive(reading: Reading, token: int) -> Report | None:
    """What a verb of urging or promising asks for: she urged the council to think again; he vowed to fight."""
    cue = _cue(reading, token, "to", "that")
    if cue is None or _is_unsaid(reading, token):
        return None
    notes = reading.annotation
    for child in reading.children[token]:
        if notes.dep[child] == "xcomp" and child > token:
            return _report(reading, token, _extent_without_cue(reading, child, token), "reported_infinitive")
    return None


def label(reading: Reading, token: int) -> Report | None:
    """A name given to something, in the speaker's own words: he called the plan “a disgrace”."""
    notes = reading.annotation
    cues = [cue for cue in cue_verbs().get(reading.word(token), ()) if cue.kind == "label" or cue.takes("quote")]
    if not cues or notes.pos[token] not in ("VERB", "AUX"):
        return None
    after = [
        child
        for child in reading.children[token]
        if child > token
        and notes.dep[child]
        in (
            "dobj",
            "oprd",
            "prep",
            "ccomp",
            "xcomp",
            "attr",
            "dative",
            "advcl",
            "acomp",
            "punct",
            "pobj",
            "npadvmod",
            "dep",
            "appos",
        )
    ]
    holders = [
        child
        for child in after
        if any(notes.pos[t] == QUOTE_POS for t in range(reading.extents[child][0], reading.extents[child][1] + 1))
    ]
    if not holders:
        return None
    first = next(
        (child for child in after if notes.dep[child] in ("dobj", "dative") and child <= holders[0]), holders[0]
    )
    start = notes.start[max(token + 1, reading.extents[first][0])]
    end = notes.end[reading.extents[holders[-1]][1]]
    return _report(reading, token, (start, end), "label")


RULES: tuple[Rule, ...] = (according_to, interrupted_by_cue, reported_clause, reported_infinitive, label)


def _cue(reading: Reading, token: int, *complements: str) -> Cue | None:
    """The cue that a verb is, if it says something and takes one of the complements."""
    if reading.annotation.pos[token] not in ("VERB", "AUX", "NOUN", "ADJ") or not reading.annotation.tag[
        token
    ].startswith("V"):
        return None
    for cue in cue_verbs().get(reading.word(token), ()):
        if cue.kind not in ("thought", "evidence", "label", "voice") and not cue.complements.isdisjoint(complements):
            if not cue.particle or _has_particle(reading, token, cue.particle):
                return cue
    return None


def _has_particle(reading: Reading, token: int, particle: str) -> bool:
    """Whether the word after the verb, or one of its dependents, is the particle."""
    notes = reading.annotation
    return any(child > token and notes.lemma[child] == particle for child in reading.children[token])


def _is_unsaid(reading: Reading, token: int) -> bool:
    """Whether the verb is negated or only supposed: did not say, could argue."""
    notes = reading.annotation
    return any(
        notes.dep[child] == "neg" or (notes.dep[child] == "aux" and notes.lemma[child] in _HYPOTHETICAL)
        for child in reading.children[token]
    )


def _has_subject(reading: Reading, token: int) -> bool:
    return any(reading.annotation.dep[child] in _SUBJECTS for child in reading.children[token])


def _extent_without_cue(reading: Reading, child: int, cue: int) -> tuple[int, int]:
    """The characters of a clause, on its side of the cue."""
    notes = reading.annotation
    first, last = reading.extents[child]
    if first <= cue <= last:
        first, last = (cue + 1, last) if child > cue else (first, cue - 1)
    return notes.start[first], notes.end[last]


def _report(reading: Reading, token: int, span: tuple[int, int], rule: str) -> Report:
    """The report of one verb."""
    notes = reading.annotation
    return Report((notes.start[token], notes.end[token]), _trim(reading, *span), _speaker(reading, token), rule)


def _speaker(reading: Reading, token: int) -> tuple[int, int] | None:
    """The subject of the verb, or of the verb that it hangs on; the antecedent for a relative pronoun."""
    notes = reading.annotation
    for _ in range(4):
        subject = next((child for child in reading.children[token] if notes.dep[child] in _SUBJECTS), None)
        if subject is not None and notes.dep[subject] == "nsubjpass":
            agent = _agent(reading, token)
            return _noun_phrase(reading, agent) if agent is not None else None
        if subject is not None and notes.lemma[subject] in _RELATIVES and notes.dep[token] == "relcl":
            return _noun_phrase(reading, notes.head[token])
        if subject is not None:
            return _noun_phrase(reading, subject)
        if notes.dep[token] == "acl":
            return _noun_phrase(reading, notes.head[token])
        if notes.dep[token] not in _LEADS_ON or notes.head[token] == token:
            return None
        token = notes.head[token]
        while notes.pos[token] not in ("VERB", "AUX") and notes.head[token] != token:
            token = notes.head[token]
    return None


def _agent(reading: Reading, token: int) -> int | None:
    """The noun after `by` of a passive verb."""
    notes = reading.annotation
    by = next((child for child in reading.children[token] if notes.dep[child] == "agent"), None)
    if by is None:
        return None
    return next((child for child in reading.children[by] if notes.dep[child] == "pobj"), None)


def _noun_phrase(reading: Reading, token: int) -> tuple[int, int] | None:
    """The characters of a noun with what belongs to its name: no apposition, no relative clause."""
    notes = reading.annotation
    if notes.pos[token] == QUOTE_POS:
        return None
    first = last = token
    for child in reading.children[token]:
        if notes.dep[child] in _NOT_OF_A_NAME:
            if child > token:
                break
            continue
        low, high = reading.extents[child]
        first, last = min(first, low), max(last, high)
    return notes.start[first], notes.end[last]


def _trim(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """The span without white space and punctuation at its edges."""
    text = reading.text
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return start, end
