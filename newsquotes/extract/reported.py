"""Reported clauses: what a reporting word introduces, read from the parse.

A report is a cue with the clause that it reports and, where the grammar names one, the speaker. Each rule looks at one
token; the first rule that finds a report wins. Whether the clause holds quoted words is not asked here.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from newsquotes.annotation import QUOTE_POS
from newsquotes.extract.cues import Cue, attributing_cue, cue_verbs
from newsquotes.extract.reading import Reading
from newsquotes.seeds import load_seed

_SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj"))
_RELATIVES = frozenset(("who", "which", "that", "whom"))
_LEADS_ON = frozenset(("conj", "advcl", "xcomp", "pcomp", "dep"))
_NOT_OF_A_NAME = frozenset(("appos", "relcl", "acl", "punct", "cc", "conj", "parataxis", "advcl"))
_HYPOTHETICAL = frozenset(("could", "might", "may", "can", "would", "should", "must", "ca"))
_CONDITIONS = frozenset(("if", "unless"))
_OBJECTS = frozenset(
    ("dobj", "oprd", "prep", "ccomp", "xcomp", "attr", "dative", "acomp", "punct", "pobj", "npadvmod", "dep", "appos")
)
_BEFORE_ATTRIBUTION = frozenset(",”\"'’—–-?!»")
_WORD = re.compile(r"\w+")
_NO_NAME = re.compile(r"[\W_]+$|['’]\w{1,2}$")
_LEADS_AWAY = re.compile(r"[;:]|\.\s")
_PARTICIPLE_AFTER_COMMA = re.compile(r"(?:,[”’\"']{0,2}|\s[—–-]{1,2})\s+(?:\w+ly\s+|also\s+|even\s+)?$")
_AND = re.compile(r",?\s+(?:and|but)\s+(?:also\s+|then\s+|later\s+|\w+ly\s+)?$")
_CONTRAST = re.compile(r",?\s+(while|whereas|though|although|but|and)\s+$")
_WHILE = frozenset(("while", "whereas"))
_GOES_ON = re.compile(r",?\s+(?:and|but|although|though|while|which|who)\s")
MAX_GAP = 12
MAX_TO_THAT = 25
MIN_MISREAD = 5
MAX_WORDS_BEHIND = 8
MIN_PART_WORDS = 2
MAX_WORDS_OF_LINK = 2
MAX_LEAD = 40
MAX_LEAD_WORDS = 8
MAX_COMMAS = 4
MAX_TO_CUE = 240
MAX_TAIL = 30
MAX_WORDS_IN_BRACKETS = 2
_OF_PLACE = frozenset(("in", "on", "at", "during", "after", "before", "from"))
_ACCORDING = frozenset(("according", "accord"))
_OF_A_SUBJECT = frozenset(("NOUN", "PROPN", "ADJ", "DET", "CCONJ", "NUM"))
_VERBS = frozenset(("VERB", "AUX"))
_BEFORE_VERB = frozenset(("aux", "auxpass", "neg"))
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_NAMING = frozenset(("name", "identify", "quote"))
_NOBODY = frozenset(("nobody", "none", "neither"))
_FRONTED = frozenset(("advcl", "prep", "ccomp"))
_BEFORE_NUMBER = frozenset(("about", "around", "over", "under", "between"))
_PARTS_OF_CLAUSE = frozenset(("xcomp", "pcomp", "acl", "amod", "advcl", "conj", "aux", "auxpass"))
_TOLD = frozenset(("VBD", "VBZ", "VBP", "VBG", "VBN"))
_COMPLETES = frozenset(("dobj", "ccomp", "xcomp", "attr", "acomp", "oprd"))
_OPENS_CLAUSE = frozenset(("DT", "NN", "NNS", "NNP", "NNPS", "PRP", "PRP$", "JJ", "CD", "EX"))
_OPENS_LINK = frozenset(("IN", "RB", "CC", "TO"))
_LOOSE_SUBJECTS = frozenset(("nsubj", "nsubjpass", "mark"))
_SECOND_CLAUSE = re.compile(r"[”’\"']{0,2},?\s+(?:but|yet|(?:and|or)(?=\s+(?:also\s+)?that\s))\s+(?:also\s+)?(that\s)?")
_AND_QUOTED = re.compile(r",?\s+(?:and|or|but)\s+")
_LOOSE_END = re.compile(r"[,;\s]\s*(?:and|or|but|while)\s*$")
_DASH = re.compile(r"\s[—–-]{1,2}\s|—")
_LINK = re.compile(r"(\w+),\s+")
_COMMA = re.compile(r",[”’\"']{0,2}|['’]{2}")
_EDGES = " \t\u00a0,;:.–—-…"


@dataclass(frozen=True, slots=True)
class Report:
    """A cue, the clause that it reports, and the words that name the speaker; offsets into the text.

    Without a cue the clause only holds quoted words, and without a mention nobody is named.
    """

    cue: tuple[int, int] | None
    statement: tuple[int, int]
    mention: tuple[int, int] | None
    rule: str
    is_said: bool = True


Rule = Callable[[Reading, int], Report | None]


def find_reports(reading: Reading) -> list[Report]:
    """The reports of one article, in order of their clauses; of two that overlap, the one that holds the other.

    What is not said after all (`is_said` is False) gives way to what is.
    """
    found = [part for report in _candidates(reading) for part in parts(reading, shape(reading, report))]
    found = [report for report in found if report.statement[0] < report.statement[1]]
    found.sort(key=lambda report: (report.statement[0], -report.statement[1], report.cue or (0, 0)))
    said = _outermost(report for report in found if report.is_said)
    return sorted((*said, *_apart_from(said, [report for report in found if not report.is_said])), key=_place)


def _place(report: Report) -> tuple[int, int]:
    return report.statement


def _outermost(reports: Iterable[Report]) -> list[Report]:
    """The reports, in order of their clauses, that no earlier one overlaps."""
    kept: list[Report] = []
    for report in reports:
        if not kept or report.statement[0] >= kept[-1].statement[1]:
            kept.append(report)
    return kept


def _apart_from(said: list[Report], unsaid: list[Report]) -> Iterator[Report]:
    """Those of `unsaid` that overlap none of `said`; both are in order of their clauses."""
    for report in _outermost(unsaid):
        place = bisect_left(said, report.statement[1], key=lambda other: other.statement[0]) - 1
        if place < 0 or said[place].statement[1] <= report.statement[0]:
            yield report


def _candidates(reading: Reading) -> Iterator[Report]:
    """The first report that a rule finds for each token."""
    for token in _cue_tokens(reading):
        is_noun = reading.annotation.pos[token] == "NOUN"
        report = next(filter(None, (rule(reading, token) for rule in (NOUN_RULES if is_noun else RULES))), None)
        if report is not None:
            is_said = is_noun or report.rule == according_to.__name__ or not _is_unsaid(reading, token)
            yield report if is_said else replace(report, is_said=False)


def _cue_tokens(reading: Reading) -> list[int]:
    """The verbs that may report, `according` and the nouns for something said."""
    verbs, nouns = cue_verbs().keys(), _claim_nouns()
    tokens = enumerate(zip(reading.annotation.pos, reading.annotation.lemma, reading.words, strict=True))
    return [
        token
        for token, (pos, lemma, word) in tokens
        if lemma in _ACCORDING or (pos in _VERBS and word in verbs) or (pos == "NOUN" and lemma in nouns)
    ]


def according_to(reading: Reading, token: int) -> Report | None:
    """A clause with its source: two people were hurt, according to the police."""
    notes = reading.annotation
    if notes.lemma[token] not in _ACCORDING:
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


def interrupted_by_cue(reading: Reading, token: int) -> Report | None:
    """A clause around its own attribution: the plan, she said, would fail."""
    cue = _cue(reading, token, "that")
    notes = reading.annotation
    if cue is None or notes.dep[token] != "parataxis" or not _has_subject(reading, token):
        return None
    first, last = reading.extents[notes.head[token]]
    own = reading.extents[token]
    start, end = notes.start[first], notes.end[last]
    if any(notes.dep[child] == "ccomp" and child > token for child in reading.children[token]):
        end = notes.end[own[1]]  # it is the owners, she said, who will pay
    elif own[1] >= last - 1:
        end = notes.start[own[0]]
    elif own[0] <= first:
        start = notes.end[own[1]]
    return _report(reading, token, (start, end), "interrupted_by_cue")


def interrupted_by_misread_cue(reading: Reading, token: int) -> Report | None:
    """A clause around its attribution, which the parser hangs below it: after two calm years, she said, storms come."""
    notes = reading.annotation
    subject = next((child for child in reading.children[token] if notes.dep[child] == "nsubj"), None)
    if _cue(reading, token, "that") is None or subject is None or not subject < token < notes.head[token]:
        return None
    first = reading.extents[subject][0]
    if notes.dep[token] not in ("advcl", "ccomp") or not reading.word(first - 1) == reading.word(token + 1) == ",":
        return None
    if any(notes.dep[child] in ("mark", "advmod", *_COMPLETES) for child in reading.children[token]):
        return None
    clause = reading.extents[notes.head[token]]
    return _report(reading, token, (notes.start[clause[0]], notes.end[clause[1]]), "interrupted_by_misread_cue")


def reported_clause(reading: Reading, token: int) -> Report | None:
    """A clause after a verb of saying: she said the plan would fail."""
    if _cue(reading, token, "that", "wh") is None:
        return None
    notes = reading.annotation
    after = [child for child in reading.children[token] if child > token]
    clauses = [child for child in after if notes.dep[child] == "ccomp"]
    if not clauses or _is_aside(reading, clauses[0], token) or _names_who_said(reading, token):
        return None
    if _is_link_phrase(reading, token):
        return None
    start, end = _extent_without_cue(reading, clauses[0], token)
    start = _with_lost_subject(reading, token, clauses[0], start)
    end = max(end, notes.end[reading.extents[clauses[-1]][1]])
    for child in after:
        if child < clauses[0] and notes.dep[child] in _LOOSE_SUBJECTS and child > token + 1:
            start = min(start, notes.start[reading.extents[child][0]])
    start = max(_after_time(reading, clauses[0], start), _start_of_that(reading, clauses[0], token))
    start = _with_fronted_part(reading, token, start)
    return _report(reading, token, (start, end), "reported_clause")


def _is_link_phrase(reading: Reading, token: int) -> bool:
    """Whether the verb belongs to a phrase that ties sentences together: that said, …; all told, …"""
    notes = reading.annotation
    is_second = token < 2 or notes.sentence[token - 2] != notes.sentence[token]
    return is_second and reading.word(token - 1) in ("that", "all") and reading.word(token + 1) == ","


def _with_fronted_part(reading: Reading, cue: int, start: int) -> int:
    """The start of a clause, moved over its part before the attribution: if it rains, Wren said, the port will close.

    Not over what tells when or where it was said: asked about it, Wren said, …; in a letter, Wren said, …
    """
    notes = reading.annotation
    if not reading.text[notes.end[cue] : start].rstrip().endswith(",") or not _has_subject_before(reading, cue):
        return start
    subject = next(child for child in reading.children[cue] if notes.dep[child] in _SUBJECTS)
    for child in reading.children[cue]:
        first, last = reading.extents[child]
        is_closed = child < subject and reading.word(last + 1) == ","
        if is_closed and notes.dep[child] in _FRONTED and not _tells_of_saying(reading, child):
            return notes.start[first]
    return start


def _tells_of_saying(reading: Reading, token: int) -> bool:
    """Whether an adverbial before a verb of saying tells of the saying, not of what is said: asked why."""
    notes = reading.annotation
    if notes.dep[token] == "prep":
        first, last = reading.extents[token]
        return not _statement_nouns().isdisjoint(notes.lemma[first : last + 1])
    is_led = any(notes.dep[child] in ("mark", "aux", *_SUBJECTS) for child in reading.children[token])
    return not is_led or _has_cue(reading.word(token))


def _names_who_said(reading: Reading, cue: int) -> bool:
    """Whether the words behind a verb are no clause but name who said what stands before it: “Go,” said Ada, who …"""
    notes = reading.annotation
    before = cue - 1
    while before > 0 and notes.pos[before] in ("PUNCT", "ADV"):
        before -= 1
    is_behind_quote = before >= 0 and notes.pos[before] == QUOTE_POS
    return is_behind_quote and notes.pos[cue + 1] == "PROPN" and not _has_subject_before(reading, cue)


def _has_subject_before(reading: Reading, token: int) -> bool:
    """Whether a subject of the verb stands before it."""
    dep = reading.annotation.dep
    return any(dep[child] in _SUBJECTS and child < token for child in reading.children[token])


def _with_lost_subject(reading: Reading, cue: int, clause: int, start: int) -> int:
    """The start of a clause, moved over a subject that the parser took for an adverbial: said about half sank."""
    notes = reading.annotation
    if notes.tag[clause] not in _FINITE or notes.start[clause] != start:
        return start
    between = range(cue + 1, clause)
    is_number = reading.word(cue + 1) in _BEFORE_NUMBER and not any(notes.pos[token] == "PUNCT" for token in between)
    return notes.start[cue + 1] if is_number else start


def _is_aside(reading: Reading, clause: int, cue: int) -> bool:
    """Whether a clause describes what stands before it: she said of Marlow, who is late."""
    notes = reading.annotation
    first = reading.extents[clause][0]
    if notes.tag[first] in ("WP", "WDT") and first > cue and reading.word(first - 1) == ",":
        return True
    return notes.tag[clause] == "VBN" and first == clause


def _start_of_that(reading: Reading, clause: int, cue: int) -> int:
    """Where the “that” of a clause stands behind its cue: told them, when asked, that the plan failed."""
    notes = reading.annotation
    marks = (child for child in reading.children[clause] if notes.dep[child] == "mark" and child > cue)
    return next((notes.start[mark] for mark in marks if notes.lemma[mark] == "that"), 0)


def _after_time(reading: Reading, clause: int, start: int) -> int:
    """The start of a clause behind the day that the parser took for its first words: said Friday the plan failed."""
    notes = reading.annotation
    for child in reading.children[clause]:
        if child < clause and notes.dep[child] == "npadvmod" and notes.start[reading.extents[child][0]] == start:
            return notes.end[reading.extents[child][1]]
    return start


def fronted_clause(reading: Reading, token: int) -> Report | None:
    """A clause before its attribution: the plan would fail, she said."""
    if _cue(reading, token, "that", "wh") is None:
        return None
    notes = reading.annotation
    clause = next((c for c in reading.children[token] if notes.dep[c] == "ccomp" and c < token), None)
    if clause is None:
        return None
    start = notes.start[reading.extents[clause][0]]
    if not _has_subject(reading, token):
        return _fronted_before_loose_subject(reading, token, start)
    end = _start_of_attribution(reading, token)
    if reading.text[start:end].rstrip()[-1:] not in _BEFORE_ATTRIBUTION:
        return None
    return _report(reading, token, (start, end), "fronted_clause")


def _fronted_before_loose_subject(reading: Reading, token: int, start: int) -> Report | None:
    """A fronted clause whose last words are the subject: the boats sought shelter, sailors and port officials said."""
    notes = reading.annotation
    first = token
    while first > 0 and notes.pos[first - 1] in _OF_A_SUBJECT and notes.start[first - 1] > start:
        first -= 1
    if first == token or notes.start[first - 1] <= start or reading.word(first - 1) != ",":
        return None
    span = _trim(reading, start, notes.start[first - 1])
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


def reported_infinitive(reading: Reading, token: int) -> Report | None:
    """What a verb of urging or promising asks for: she urged the council to think again; he vowed to fight."""
    if _cue(reading, token, "to") is None or _is_nobodys_order(reading, token):
        return None
    notes = reading.annotation
    for child in reading.children[token]:
        has_to = any(notes.tag[other] == "TO" for other in reading.children[child])
        if notes.dep[child] in ("xcomp", "ccomp") and child > token and (has_to or notes.tag[child] == "VBG"):
            if _asks_for_silence(reading, child):
                return None
            return _report(reading, token, _extent_without_cue(reading, child, token), "reported_infinitive")
    return None


def _asks_for_silence(reading: Reading, token: int) -> bool:
    """Whether an infinitive is what nameless sources ask of the reporter, which is no news: asked not to be named."""
    deps = {reading.annotation.dep[child] for child in reading.children[token]}
    return reading.annotation.lemma[token] in _NAMING and {"neg", "auxpass"} <= deps


def _is_nobodys_order(reading: Reading, token: int) -> bool:
    """Whether the verb is passive and nobody is said to do it: she was told to leave."""
    notes = reading.annotation
    is_passive = any(notes.dep[child] in ("auxpass", "nsubjpass") for child in reading.children[token])
    return is_passive and _agent(reading, token) is None


def as_reported(reading: Reading, token: int) -> Report | None:
    """A clause beside “as” and its attribution: as she noted, the plan would fail."""
    notes = reading.annotation
    if notes.dep[token] != "advcl" or notes.tag[token] not in _FINITE or not _has_subject(reading, token):
        return None
    cue = _cue(reading, token, "that")
    if cue is None or not any(
        notes.lemma[child] == "as" and notes.dep[child] in ("mark", "advmod") and child < token
        for child in reading.children[token]
    ):
        return None
    if any(notes.dep[child] in ("dobj", "ccomp", "xcomp", "attr", "acomp") for child in reading.children[token]):
        return None
    clause = _clause_around(reading, notes.head[token])
    first, last = reading.extents[token]
    if clause is None or not clause[0] <= first <= last <= clause[1]:
        return None
    start, end = _without(reading, clause, (first, last))
    return _report(reading, token, (start, end), "as_reported")


def reported_gerund(reading: Reading, token: int) -> Report | None:
    """What somebody says to have done or that should be done: he denied taking it; she suggested closing the quay."""
    if _cue(reading, token, "that") is None:
        return None
    notes = reading.annotation
    for child in reading.children[token]:
        if notes.dep[child] == "xcomp" and notes.tag[child] == "VBG" and child > token:
            return _report(reading, token, _extent_without_cue(reading, child, token), "reported_gerund")
    return None


def clause_after_that(reading: Reading, token: int) -> Report | None:
    """A clause with “that” which the parser ties to another word: he told a meeting of owners that it would fail."""
    if _cue(reading, token, "that") is None or reading.annotation.tag[token] not in _TOLD:
        return None
    notes = reading.annotation
    end = reading.sentence_end(notes.end[token] - 1)
    for place in range(token + 1, min(token + MAX_TO_THAT, len(notes))):
        if notes.start[place] >= end or notes.pos[place] in ("VERB", "AUX"):
            return None
        if notes.lemma[place] == "that" and notes.dep[place] == "mark":
            return _report(reading, token, (notes.start[place], end), "clause_after_that")
    return None


def misread_clause(reading: Reading, token: int) -> Report | None:
    """A long clause that the parser takes for the object of `said`: she said many of the boats that sank had none."""
    notes = reading.annotation
    if notes.lemma[token] != "say" or notes.tag[token] not in _TOLD:
        return None
    if not any(notes.dep[child] == "nsubj" and child < token for child in reading.children[token]):
        return None
    for child in reading.children[token]:
        first, last = reading.extents[child]
        is_long = last - first >= MIN_MISREAD and token < first
        if is_long and notes.dep[child] in ("dobj", "nsubj") and notes.tag[first] in _OPENS_CLAUSE:
            start, end = notes.start[first], notes.end[last]
            if _has_finite_verb(reading, start, end):
                return _report(reading, token, (start, end), "misread_clause")
    return None


def clause_before_attribution(reading: Reading, token: int) -> Report | None:
    """A clause that the parser does not tie to the attribution at the end of its sentence: …, the old port reported."""
    if _cue(reading, token, "that") is None or reading.annotation.tag[token] not in ("VBD", "VBZ", "VBP"):
        return None
    notes = reading.annotation
    subjects = [child for child in reading.children[token] if notes.dep[child] == "nsubj"]
    found = reading.sentence_of(notes.start[token])
    if not subjects or found is None or notes.lemma[subjects[-1]] in _RELATIVES:
        return None
    behind = reading.text[notes.end[token] : found.sentence.end]
    objects = [child for child in reading.children[token] if child > token and notes.dep[child] in _COMPLETES]
    if objects or ":" in behind or len(behind.split()) > MAX_WORDS_BEHIND:
        return None
    if reading.quotes_between(notes.end[token], found.sentence.end):
        return None
    start = notes.start[min(reading.extents[subjects[-1]][0], token)]
    before = reading.text[found.sentence.start : start]
    if not before.rstrip().endswith(",") or not _has_finite_verb(reading, found.sentence.start, start):
        return None
    return _report(reading, token, (found.sentence.start, start), "clause_before_attribution")


def _has_finite_verb(reading: Reading, start: int, end: int) -> bool:
    """Whether a finite verb stands in a span of the text."""
    tags = reading.annotation.tag[reading.token_at(start) : reading.token_at(end)]
    return not _FINITE.isdisjoint(tags)


def label(reading: Reading, token: int) -> Report | None:
    """A name given to something, in the speaker's own words: he called the plan “a disgrace”."""
    notes = reading.annotation
    cues = [cue for cue in cue_verbs().get(reading.word(token), ()) if _labels(cue)]
    if notes.pos[token] not in ("VERB", "AUX") or all(
        cue.particle and not _has_particle(reading, token, cue.particle) for cue in cues
    ):
        return None
    if _is_nobodys(reading, token) or any(notes.dep[child] == "neg" for child in reading.children[token]):
        return None
    after = [child for child in reading.children[token] if child > token and _is_object(reading, child)]
    holders = [child for child in after if _holds_quote(reading, child) and not _is_where_said(reading, child)]
    if not holders:
        return None
    objects = [child for child in after if notes.dep[child] in ("dobj", "dative") and child <= holders[0]]
    first = objects[0] if objects else holders[0]
    start = notes.start[max(token + 1, reading.extents[first][0])]
    return _report(reading, token, (start, notes.end[reading.extents[holders[-1]][1]]), "label")


def _is_object(reading: Reading, token: int) -> bool:
    """Whether a dependent says what is named, or as what: “dead”, as “dead”, for “calm” to prevail."""
    notes = reading.annotation
    if notes.dep[token] != "advcl":
        return notes.dep[token] in _OBJECTS
    marks = (child for child in reading.children[token] if notes.dep[child] in ("mark", "prep"))
    return any(notes.lemma[mark] in ("as", "for") for mark in marks)


def _is_where_said(reading: Reading, token: int) -> bool:
    """Whether a phrase tells where or when something is said, not what: said on “Night Ferry”; wrote in “The Quay”."""
    notes = reading.annotation
    if notes.dep[token] != "prep" or notes.lemma[token] not in _OF_PLACE or _names(reading, notes.head[token]):
        return False
    first, last = reading.extents[token]
    return _FINITE.isdisjoint(notes.tag[first : last + 1])


def _names(reading: Reading, verb: int) -> bool:
    """Whether a verb gives something its name, as `call` does."""
    return any(cue.kind == "label" for cue in cue_verbs().get(reading.word(verb), ()))


def _is_nobodys(reading: Reading, token: int) -> bool:
    """Whether a passive verb gives a thing its name and nobody is said to give it: it was called “the Ark”."""
    notes = reading.annotation
    is_passive = notes.tag[token] == "VBN" and (
        (notes.dep[token] == "acl" and reading.word(token - 1) != ",")
        or any(notes.dep[child] == "auxpass" for child in reading.children[token])
    )
    names = any(cue.takes("object") or cue.kind == "speech" for cue in cue_verbs().get(reading.word(token), ()))
    return is_passive and names and _agent(reading, token) is None


def _labels(cue: Cue) -> bool:
    """Whether the object of a verb may be in the speaker's words: called it “dead”, voiced “concern”."""
    if cue.kind in ("label", "order"):
        return True
    return cue.kind in ("speech", "ask") and not cue.takes("hearer") and not cue.complements.isdisjoint(("that", "wh"))


def _holds_quote(reading: Reading, token: int) -> bool:
    """Whether a quotation stands in the subtree of a token."""
    first, last = reading.extents[token]
    return any(reading.annotation.pos[place] == QUOTE_POS for place in range(first, last + 1))


def claim(reading: Reading, token: int) -> Report | None:
    """What a noun of saying spells out: the accusation that he lied."""
    notes = reading.annotation
    if notes.pos[token] != "NOUN" or notes.lemma[token] not in _claim_nouns():
        return None
    for child in reading.children[token]:
        is_clause = notes.dep[child] in ("acl", "ccomp", "relcl") and child > token
        marks = [mark for mark in reading.children[child] if notes.dep[mark] == "mark" and notes.lemma[mark] == "that"]
        if is_clause and marks:
            return _report(reading, token, _extent_without_cue(reading, child, token), "claim")
    return None


@cache
def _claim_nouns() -> frozenset[str]:
    """Nouns for something said."""
    return frozenset(row["noun"] for row in load_seed("claim_nouns", ("noun",)))


@cache
def _statement_nouns() -> frozenset[str]:
    """Nouns for what words are written or spoken in."""
    return frozenset(row["noun"] for row in load_seed("statement_nouns", ("noun", "kind")))


@cache
def _statement_verbs() -> frozenset[str]:
    """Verbs whose subject speaks in the statement that is their object."""
    return frozenset(row["lemma"] for row in load_seed("statement_verbs", ("lemma", "past")))


RULES: tuple[Rule, ...] = (
    according_to,
    interrupted_by_cue,
    interrupted_by_misread_cue,
    reported_clause,
    fronted_clause,
    reported_infinitive,
    label,
    as_reported,
    reported_gerund,
    clause_after_that,
    misread_clause,
    clause_before_attribution,
)
NOUN_RULES: tuple[Rule, ...] = (claim,)


def shape(reading: Reading, report: Report) -> Report:
    """The report with its clause cut where another report starts and stretched over quoted words that it lost."""
    start, end = report.statement
    if start >= end or report.cue is None:
        return report
    sentence_end = reading.sentence_end(end - 1)
    start = _after_link(reading, start, end)
    if report.rule not in ("fronted_clause", "according_to"):
        end = _stretch(reading, start, end, sentence_end, report)
        if report.rule != reported_infinitive.__name__:
            end = _go_on(reading, end, sentence_end, report.cue)
        end = _cut(reading, start, end, report.cue)
    start, end = _on_one_side_of_bracket(reading, start, _before_link(reading, start, end), report.cue)
    return replace(report, statement=_trim(reading, start, end))


def parts(reading: Reading, report: Report) -> Iterator[Report]:
    """The report, or its clause before and behind an attribution in its midst: the new plan, she said, would fail.

    A word, or two as “After all”, are no part by themselves; nor is what describes the source behind a clause
    that is complete: two boats sank, according to the port, the oldest in Hale.
    """
    start, end = report.statement
    if report.cue is None or not start < report.cue[0] < end:
        yield report
        return
    low, high = _attribution(reading, report, report.cue)
    is_complete = report.rule == according_to.__name__ and _has_finite_verb(reading, start, low)
    for span in (_trim(reading, start, low), _trim(reading, high, end))[: 1 if is_complete else 2]:
        if _is_part(reading, span):
            yield replace(report, statement=span)


def _is_part(reading: Reading, span: tuple[int, int]) -> bool:
    """Whether a stretch of a clause says something: “The quay” and “would close”, but not “After all”."""
    n_words = len(_WORD.findall(reading.text, *span))
    if n_words > MAX_WORDS_OF_LINK:
        return True
    return n_words >= MIN_PART_WORDS and reading.annotation.tag[reading.token_at(span[0])] not in _OPENS_LINK


def _attribution(reading: Reading, report: Report, verb: tuple[int, int]) -> tuple[int, int]:
    """The words that attribute a clause in its midst, from comma to comma: “, said Ada Wren, the mayor,”."""
    notes = reading.annotation
    start, end = report.statement
    cue = reading.token_at(verb[0])
    low, high = verb
    if report.mention is not None and start < report.mention[0] and report.mention[1] < end:
        low, high = min(low, report.mention[0]), max(high, report.mention[1])
    for child in reading.children[cue]:
        first, last = reading.extents[child]
        is_near = start < notes.start[first] and notes.end[last] < end
        if notes.dep[child] in _SUBJECTS | {"aux", "prep", "npadvmod"} and is_near:
            low, high = min(low, notes.start[first]), max(high, notes.end[last])
    comma = reading.text.rfind(",", max(start, low - MAX_LEAD), low)
    if comma >= 0:
        low = comma
    comma = reading.text.find(",", high, min(end, high + MAX_TAIL))
    return low, comma if comma >= 0 else high


def _after_link(reading: Reading, start: int, end: int) -> int:
    """The start of a clause behind the adverb that ties its sentence to the last one: Meanwhile, two boats sank."""
    link = _LINK.match(reading.text, start, end)
    return link.end() if link and link.group(1).lower() in _link_adverbs() else start


def _on_one_side_of_bracket(reading: Reading, start: int, end: int, cue: tuple[int, int]) -> tuple[int, int]:
    """The clause on the side of its cue of a bracket that it opens and leaves open: he said it was late (was it really?

    A word or two in brackets belong to it: he said that he had seen Ada Wren (Hale.).
    """
    bracket = reading.text.rfind("(", start, end)
    if bracket < 0 or reading.text.find(")", bracket, end) >= 0:
        return start, end
    closing = reading.text.find(")", end, end + 2)
    if closing >= 0 and len(reading.text[bracket:end].split()) <= MAX_WORDS_IN_BRACKETS:
        return start, closing + 1
    return (bracket + 1, end) if cue[0] >= end else (start, bracket)


def _before_link(reading: Reading, start: int, end: int) -> int:
    """The end of a clause before a conjunction that leads on to something else: it was late | and."""
    link = _LOOSE_END.search(reading.text, max(start, end - MAX_TAIL), end)
    return link.start() if link else end


@cache
def _link_adverbs() -> frozenset[str]:
    """Adverbs that tie a sentence to the last one and are no part of what somebody says in it."""
    return frozenset(row["adverb"] for row in load_seed("link_adverbs", ("adverb",)))


def _stretch(reading: Reading, start: int, end: int, sentence_end: int, report: Report) -> int:
    """The end of the clause, moved over quoted words nearby that the parser left outside it.

    Not beyond a clause that leads up to another: though she said it was late, he called it “early”.
    """
    notes = reading.annotation
    cue = reading.token_at(report.cue[0]) if report.cue is not None else None
    if cue is not None and notes.dep[cue] == "advcl" and notes.start[notes.head[cue]] >= end:
        return end
    for quote in reading.quotes_between(end, sentence_end):
        span = reading.quotes[quote]
        between = reading.text[end : span.outer_start]
        if len(between.split()) > MAX_GAP or _LEADS_AWAY.search(between) or _has_cue(between):
            break
        if not between.strip() or not reading.text[span.start].isupper():
            end = span.outer_end
    return end


def _go_on(reading: Reading, end: int, sentence_end: int, verb: tuple[int, int]) -> int:
    """The end of the clause, moved over a second one that the parser hung elsewhere: it sank, but all were saved."""
    link = _SECOND_CLAUSE.match(reading.text, end, sentence_end)
    if link is None:
        return end
    notes = reading.annotation
    place = reading.token_at(link.end())
    if place >= len(notes) or notes.start[place] >= sentence_end:
        return end
    cue, top = reading.token_at(verb[0]), place
    while notes.head[top] not in (top, cue):
        top = notes.head[top]
    if link.group(1):
        top = notes.head[reading.token_at(link.start(1))]
    elif notes.dep[top] != "conj" or not _has_subject(reading, top) or _has_cue(reading.word(top)):
        return end
    return max(end, min(sentence_end, notes.end[reading.extents[top][1]])) if reading.extents[top][0] > cue else end


def _cut(reading: Reading, start: int, end: int, verb: tuple[int, int]) -> int:
    """The end of the clause, moved back to where another report starts: he left, adding that …, while she said …"""
    notes = reading.annotation
    cue = reading.token_at(verb[0])
    for place in range(reading.token_at(max(start + 1, verb[1])), len(notes)):
        if notes.start[place] >= end:
            break
        if notes.pos[place] == "VERB" and _has_cue(reading.word(place)):
            stop = _start_of_next(reading, start, place, cue)
            if stop is not None:
                return stop
    return end


def _start_of_next(reading: Reading, start: int, place: int, cue: int) -> int | None:
    """Where the report of the verb at `place` starts, when it stands beside that of `cue` and not inside it."""
    notes = reading.annotation
    if notes.tag[place] == "VBG":
        lead = reading.text[max(start, notes.start[place] - MAX_LEAD) : notes.start[place]]
        pause = _PARTICIPLE_AFTER_COMMA.search(lead)
        if pause is not None:
            return notes.start[place] - len(lead) + pause.start()
        company = _start_of_company(reading, place)
        if company is not None:
            return company
    if notes.tag[place] != "VB" and _has_subject(reading, place):
        return _start_of_contrast(reading, start, place, cue)
    first = _first_of_verb(reading, place)
    before = reading.text[max(start, notes.start[first] - 24) : notes.start[first]]
    link = _AND.search(before)
    if link is None or not _is_alike(reading, place, cue) or _has_subject(reading, place):
        return None
    return notes.start[first] - len(before) + link.start()


def _start_of_company(reading: Reading, place: int) -> int | None:
    """Where a phrase starts in which somebody beside says something: it was late, with the owners calling it “dark”."""
    notes = reading.annotation
    noun = notes.head[place]
    above = notes.head[noun]
    is_beside = notes.dep[place] == "acl" and notes.dep[noun] == "pobj" and notes.lemma[above] == "with"
    return notes.start[above] if is_beside and reading.word(above - 1) == "," else None


def _start_of_contrast(reading: Reading, start: int, place: int, cue: int) -> int | None:
    """Where a clause starts in which somebody else says something: the ferry would stop, while the owners said …"""
    notes = reading.annotation
    subject = next(child for child in reading.children[place] if notes.dep[child] in _SUBJECTS)
    says = any(notes.dep[child] == "ccomp" and child > place for child in reading.children[place])
    says = says or label(reading, place) is not None
    brings = _cue(reading, place, "that", "wh") is not None or label(reading, place) is not None
    if subject > place or not (says and brings):
        return None
    first = notes.start[reading.extents[subject][0]]
    before = reading.text[max(start, first - 24) : first]
    link = _CONTRAST.search(before)
    if link is None or not (link.group(1) in _WHILE or _is_alike(reading, place, cue)):
        return None
    return first - len(before) + link.start()


def _first_of_verb(reading: Reading, token: int) -> int:
    """The first word of a verb with its auxiliaries: `did` of did not say."""
    notes = reading.annotation
    first = token
    while first - 1 in reading.children[token] and notes.dep[first - 1] in _BEFORE_VERB:
        first -= 1
    return first


def _is_alike(reading: Reading, one: int, other: int) -> bool:
    """Whether two verbs have the same form, so that they may share a subject."""
    tags = reading.annotation.tag
    return _form(reading, one) == _form(reading, other) or tags[one] == tags[other] == "VBG"


def _form(reading: Reading, token: int) -> str:
    """What makes a verb finite: the tag of its first auxiliary, or its own."""
    notes = reading.annotation
    first = next((child for child in reading.children[token] if notes.dep[child] in ("aux", "auxpass")), token)
    return notes.tag[first]


def quoted_after_cue(reading: Reading, quote: int) -> Report | None:
    """A report for quoted words that the parser ties to no cue, from the verb of saying close before them.

    He predicted viewers “will be uneasy” gives the words from the verb to the closing mark.
    """
    found = reading.sentence_of_quote.get(quote)
    folded = reading.token_of_quote.get(quote)
    if found is None or folded is None:
        return None
    notes = reading.annotation
    for token in range(folded - 1, max(-1, folded - 2 - MAX_GAP), -1):
        if notes.start[token] < found.sentence.start or notes.pos[token] == QUOTE_POS:
            return None
        if _is_breaking(reading, token) or _leads_up(reading, token, folded):
            return None
        if _may_quote(reading, token, folded):
            start = _after_hearer(reading, token, folded)
            end = reading.quotes[_last_beside(reading, quote)].outer_end
            report = _report(reading, token, (start, end), "quoted_after_cue")
            return replace(report, is_said=not _is_unsaid(reading, token))
    return None


def _last_beside(reading: Reading, quote: int) -> int:
    """The last of the quotations that are listed with one: “late” and “dark”."""
    last = reading.sentence_of_quote[quote].last - 1
    while quote < last:
        between = reading.quotes[quote].outer_end, reading.quotes[quote + 1].outer_start
        if not _AND_QUOTED.fullmatch(reading.text, *between):
            break
        quote += 1
    return quote


def _after_hearer(reading: Reading, cue: int, folded: int) -> int:
    """Where the words behind a verb of saying start to be what is said: told the crew at dawn | that it was “late”.

    So is `to` right before the quoted words: told the crew | to “go home”.
    """
    notes = reading.annotation
    for place in range(cue + 1, folded):
        if notes.pos[place] in _VERBS:
            break
        if reading.word(place) == "that" and notes.tag[place] == "IN":
            return notes.start[place]
    is_order = reading.word(folded - 1) == "to" and any(verb.takes("to") for verb in cue_verbs()[reading.word(cue)])
    return notes.start[folded - 1] if is_order else notes.end[cue]


def clause_around_words(reading: Reading, quote: int) -> Report:
    """The clause that quoted words are part of, with the attribution that ends its sentence if one does.

    “He is “very good at nothing much at all”, says the mayor” gives the words up to the closing mark.
    """
    span = reading.quotes[quote]
    found = reading.sentence_of_quote[quote]
    start = _after_link(reading, found.sentence.start, span.outer_start)
    commas = _COMMA.finditer(reading.text, span.end - 1, min(found.sentence.end, span.outer_end + MAX_TO_CUE))
    for comma in islice(commas, MAX_COMMAS):
        cue = attributing_cue(reading.text, comma.end(), found.sentence.end)
        if cue is not None:
            return Report(cue, _trim(reading, start, max(span.outer_end, comma.start())), None, "clause_around_words")
    if len(reading.text[start : min(start + MAX_TO_CUE, span.outer_start)].split()) > MAX_LEAD_WORDS:
        start = span.outer_start
    return Report(None, (start, span.outer_end), None, "clause_around_words")


def _may_quote(reading: Reading, token: int, folded: int) -> bool:
    """Whether a token is a verb of saying that somebody says the quoted words with."""
    is_verb = reading.annotation.tag[token].startswith("V") and _has_cue(reading.word(token))
    if not is_verb or reading.text.endswith("-", 0, reading.annotation.start[token]):  # a self-described “poet”
        return False
    return not (_does_else(reading, token, folded) or _is_nobodys(reading, token))


def _does_else(reading: Reading, token: int, folded: int) -> bool:
    """Whether the words belong to something done that the verb only goes with: he began digging a “trench”."""
    notes = reading.annotation
    return any(
        notes.dep[child] == "xcomp" and notes.tag[child] == "VBG" and token < child < folded
        for child in reading.children[token]
    )


def _leads_up(reading: Reading, token: int, folded: int) -> bool:
    """Whether a verb governs no more than words before the main clause: asked about it, she judged it “late”."""
    notes = reading.annotation
    is_led = notes.dep[token] == "advcl" and notes.head[token] > token
    return is_led and reading.extents[token][1] < folded


def _is_breaking(reading: Reading, token: int) -> bool:
    """Whether a token ends what a verb before it can govern."""
    return reading.annotation.pos[token] == "PUNCT" and reading.word(token) in (";", ":", "—", "–", ".")


def _has_cue(words: str) -> bool:
    """Whether some word may report speech or give a name to something."""
    return any(
        cue.kind not in ("thought", "evidence") and not cue.particle
        for word in _WORD.findall(words)
        for cue in cue_verbs().get(word.lower(), ())
    )


def _cue(reading: Reading, token: int, *complements: str) -> Cue | None:
    """The cue that a verb is, if it says something and takes one of the complements."""
    if reading.annotation.pos[token] not in _VERBS:
        return None
    for cue in _said_cues().get(reading.words[token], ()):
        has_parts = _has_particle(reading, token, cue.particle) if cue.particle else not _is_phrasal(reading, token)
        if has_parts and not cue.complements.isdisjoint(complements):
            return cue
    return None


@cache
def _said_cues() -> dict[str, tuple[Cue, ...]]:
    """The cues of every form that say something, rather than hold it, show it or give it a name."""
    said = {
        form: tuple(cue for cue in cues if cue.kind not in ("thought", "evidence", "label", "voice"))
        for form, cues in cue_verbs().items()
    }
    return {form: cues for form, cues in said.items() if cues}


def _is_phrasal(reading: Reading, token: int) -> bool:
    """Whether the verb means something else with its particle: the weight adds up."""
    return any(reading.annotation.dep[child] == "prt" for child in reading.children[token])


def _has_particle(reading: Reading, token: int, particle: str) -> bool:
    """Whether the word after the verb, or one of its dependents, is the particle."""
    notes = reading.annotation
    return any(child > token and notes.lemma[child] == particle for child in reading.children[token])


def _is_unsaid(reading: Reading, token: int) -> bool:
    """Whether the verb is negated, only supposed or an order: did not say; could argue; if he says; let’s say."""
    notes = reading.annotation
    if notes.tag[token] == "VB" and notes.lemma[notes.head[token]] == "let":
        return True
    if notes.tag[token] == "VB" and notes.dep[token] == "ROOT" and not _has_subject(reading, token):
        return not any(notes.dep[child] == "aux" for child in reading.children[token])
    for child in reading.children[token]:
        if notes.dep[child] == "neg" or _is_condition(reading, child, token):
            return True
        if notes.dep[child] in _SUBJECTS and _is_nobody(reading, child):
            return True
    return _is_supposed(reading, token) or _is_withheld(reading, token)


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
        if notes.dep[token] == "prep" and notes.pos[token] == "ADP" and _is_supposed(reading, above):
            return True
        if notes.dep[token] in ("ccomp", "advcl") or notes.pos[above] not in ("VERB", "AUX", "ADP"):
            return False
        token = above
    return False


def _is_supposed(reading: Reading, token: int) -> bool:
    """Whether a verb only tells what may be: some might answer by saying so."""
    notes = reading.annotation
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


def _has_subject(reading: Reading, token: int) -> bool:
    """Whether the verb has a subject of its own."""
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
    """The subject of the verb, or of the verb that it hangs on; the antecedent for a relative pronoun.

    None when the grammar names nobody, and when it may name either of two.
    """
    notes = reading.annotation
    for _ in range(4):
        subject = next((child for child in reading.children[token] if notes.dep[child] in _SUBJECTS), None)
        if subject is not None and notes.dep[subject] == "nsubjpass":
            agent = _agent(reading, token)
            return _noun_phrase(reading, agent) if agent is not None else None
        if subject is not None and notes.lemma[subject] in _RELATIVES and notes.dep[token] == "relcl":
            if notes.lemma[subject] == "which" and notes.dep[notes.head[token]] == "appos":
                return None
            return _noun_phrase(reading, notes.head[token])
        if subject is not None:
            return _noun_phrase(reading, subject)
        if notes.dep[token] == "acl":
            noun = _noun_speaking(reading, notes.head[token])
            return None if noun is None else _noun_phrase(reading, noun)
        above = _verb_above(reading, token)
        if above is None:
            return None
        outer = _reporting_verb(reading, above)
        if outer is not None:
            above = _leader(reading, token, above, outer)
        if above is None:
            return None
        token = above
    return None


def _verb_above(reading: Reading, token: int) -> int | None:
    """The verb whose subject a verb without one may share; none where it tells what something is: a way of saying."""
    notes = reading.annotation
    if notes.dep[token] not in _LEADS_ON or notes.head[token] == token:
        return None
    token = notes.head[token]
    while notes.pos[token] not in ("VERB", "AUX") and notes.head[token] != token:
        if notes.dep[token] == "attr":
            return None
        token = notes.head[token]
    return token


def _reporting_verb(reading: Reading, token: int) -> int | None:
    """The verb of saying or thinking whose clause `token` heads."""
    notes = reading.annotation
    while notes.dep[token] == "conj" and not _has_subject(reading, token) and notes.head[token] != token:
        token = notes.head[token]
    above = notes.head[token]
    is_clause = notes.dep[token] == "ccomp" and above < token
    return above if is_clause and (_cue(reading, above, "that", "wh") or _thinks(reading, above)) else None


def _thinks(reading: Reading, token: int) -> bool:
    """Whether a verb may bring what somebody thinks: they fear that it sank and warn the owners."""
    return any(cue.kind == "thought" and not cue.particle for cue in cue_verbs().get(reading.words[token], ()))


def _leader(reading: Reading, token: int, inner: int, outer: int) -> int | None:
    """Whose subject a verb shares that hangs in a reported clause: the clause's, its reporting verb's, or in doubt.

    Wren announced that the port has agreed and warned Marlow to sign: `warned` goes with `announced`, by its form.
    """
    notes = reading.annotation
    if notes.tag[token] == "VBG" and notes.dep[token] == "advcl" and _form(reading, inner) in _FINITE:
        return None if _has_cue(reading.word(inner)) else outer
    if notes.dep[token] != "conj":
        return inner
    if _form(reading, token) == "VB" and _form(reading, inner) in ("VBZ", "VBD"):
        return outer if _form(reading, outer) in ("VBP", "VB", "MD") else None
    is_like_inner = _is_alike(reading, token, inner)
    if _is_alike(reading, token, outer):
        return outer if not is_like_inner or _has_pronoun(reading, inner) else None
    return inner if is_like_inner or notes.tag[token] not in ("VBD", "VBN") else None


def _has_pronoun(reading: Reading, token: int) -> bool:
    """Whether the subject of a verb is a pronoun, which in a reported clause most often means who reports it."""
    notes = reading.annotation
    return any(notes.dep[child] in _SUBJECTS and notes.pos[child] == "PRON" for child in reading.children[token])


def _noun_speaking(reading: Reading, noun: int) -> int | None:
    """The noun whose speech a participle after `noun` is: the letter saying …; of issued a letter saying …, the issuer.

    Reports indicating that … are nobody's.
    """
    notes = reading.annotation
    if notes.lemma[noun] not in _statement_nouns():
        return noun
    above = notes.head[noun]
    if notes.dep[noun] == "dobj" and notes.lemma[above] in _statement_verbs():
        return next((child for child in reading.children[above] if notes.dep[child] == "nsubj"), None)
    is_named = any(
        notes.dep[child] in ("poss", "compound") or notes.lemma[child] in ("by", "from")
        for child in reading.children[noun]
    )
    return noun if is_named else None


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
    if notes.pos[token] == QUOTE_POS or _NO_NAME.match(reading.word(token)):
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
