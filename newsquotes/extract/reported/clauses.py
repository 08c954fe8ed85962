"""Rules for clauses that a verb of saying governs: she said the plan would fail; he vowed to fight."""

from newsquotes.annotation import QUOTE_POS
from newsquotes.extract.cues import Cue
from newsquotes.extract.reading import Reading
from newsquotes.extract.reported.grammar import (
    FINITE,
    SUBJECTS,
    agent_of,
    extent_without_cue,
    form_of,
    has_subject,
    has_subject_before,
)
from newsquotes.extract.reported.report import Report
from newsquotes.extract.reported.saying import cue_at, end_of_particle, holds_cue, statement_nouns
from newsquotes.extract.reported.speaker import report_of

_NAMING = frozenset(("name", "identify", "quote"))
_FRONTED = frozenset(("advcl", "prep", "ccomp"))
_BEFORE_NUMBER = frozenset(("about", "around", "over", "under", "between"))
_OPENS_QUESTION = frozenset(("if", "whether"))
_LOOSE_SUBJECTS = frozenset(("nsubj", "nsubjpass", "mark"))


def interrupted_by_cue(reading: Reading, token: int) -> Report | None:
    """A clause around its own attribution: the plan, she said, would fail."""
    cue = cue_at(reading, token, "that")
    notes = reading.annotation
    if cue is None or notes.dep[token] != "parataxis" or not has_subject(reading, token):
        return None
    first, last = reading.extents[notes.head[token]]
    own = reading.extents[token]
    start, end = notes.start[first], notes.end[last]
    if any(notes.dep[child] == "ccomp" and child > token for child in reading.children[token]):
        if reading.words[token + 1 : token + 2] != [","]:  # in a letter to Moe (Hale), she said it was late
            return None
        end = notes.end[own[1]]  # it is the owners, she said, who will pay
    elif own[1] >= last - 1:
        end = notes.start[own[0]]
    elif own[0] <= first and not _opens_with_part(reading, token):
        start = notes.end[own[1]]
    return report_of(reading, token, (start, end), "interrupted_by_cue")


def _opens_with_part(reading: Reading, token: int) -> bool:
    """Whether a phrase of the clause stands before its attribution: before the war, she said, the port was full.

    Not one of the saying: in a letter, she said, the port was full; nor a day, which may be of either.
    """
    notes = reading.annotation
    first = reading.extents[token][0]
    part = next((child for child in reading.children[token] if reading.extents[child][0] == first), None)
    if part is None or notes.dep[part] != "prep" or _tells_of_saying(reading, part):
        return False
    last = reading.extents[part][1]
    return last + 2 < token and reading.word(last + 1) == "," and notes.pos[last] != "PROPN"


def reported_clause(reading: Reading, token: int) -> Report | None:
    """A clause after a verb of saying: she said the plan would fail."""
    cue = cue_at(reading, token, "that", "wh")
    if cue is None:
        return None
    notes = reading.annotation
    after = [child for child in reading.children[token] if child > token]
    clauses = [child for child in after if notes.dep[child] == "ccomp"]
    if not clauses or _is_aside(reading, clauses[0], token) or _names_who_said(reading, token):
        return None
    if _is_link_phrase(reading, token) or _is_said_of(reading, token, cue) or _is_only_why(reading, clauses[0]):
        return None
    start, end = extent_without_cue(reading, clauses[0], token)
    start = _with_lost_subject(reading, token, clauses[0], start)
    end = max(end, notes.end[reading.extents[clauses[-1]][1]])
    for child in after:
        is_loose = notes.dep[child] in _LOOSE_SUBJECTS and child > token + 1
        is_lost = _is_named_in_words(reading, child, clauses[0]) or _is_asked_about(reading, child)
        if child < clauses[0] and (is_loose or is_lost):
            start = min(start, notes.start[reading.extents[child][0]])
    start = max(_after_time(reading, clauses[0], start), _start_of_that(reading, clauses[0], token))
    start = max(start, end_of_particle(reading, token, cue.particle))
    start = _with_fronted_part(reading, token, start)
    return report_of(reading, token, (start, end), "reported_clause")


def _is_only_why(reading: Reading, clause: int) -> bool:
    """Whether a clause opens with a question of one word that stands for itself: asked why, the clerk laughed."""
    first = reading.extents[clause][0]
    return reading.annotation.tag[first] == "WRB" and reading.words[first + 1 : first + 2] == [","]


def _is_named_in_words(reading: Reading, token: int, clause: int) -> bool:
    """Whether an object is the clause’s subject, beside words for it taken for that: she says her oar, “Bo”, is old."""
    notes = reading.annotation
    if notes.dep[token] != "dobj":
        return False
    first, last = reading.extents[clause][0], reading.extents[token][1]
    is_beside = first == last + 2 and notes.pos[first] == QUOTE_POS
    return is_beside and reading.words[last + 1 : first + 2 : 2] == [",", ","]


def _is_asked_about(reading: Reading, token: int) -> bool:
    """Whether an object opens the question behind it: asked which boat | she would take."""
    notes = reading.annotation
    return notes.dep[token] in ("dobj", "pobj") and notes.tag[reading.extents[token][0]] in ("WDT", "WP", "WP$")


def _is_link_phrase(reading: Reading, token: int) -> bool:
    """Whether the verb belongs to a phrase that ties sentences together: that said, …; all told, …"""
    notes = reading.annotation
    is_second = token < 2 or notes.sentence[token - 2] != notes.sentence[token]
    return is_second and reading.word(token - 1) in ("that", "all") and reading.word(token + 1) == ","


def _is_said_of(reading: Reading, token: int, cue: Cue) -> bool:
    """Whether the verb is what is told of somebody by nobody in particular: the mayor, said to be ill, did not come."""
    is_aside = token > 0 and reading.word(token - 1) == "," and reading.word(token + 1) == "to"
    return is_aside and not cue.takes("to")


def _with_fronted_part(reading: Reading, cue: int, start: int) -> int:
    """The start of a clause, moved over its part before the attribution: if it rains, Wren said, the port will close.

    Not over what tells when or where it was said: asked about it, Wren said, …; in a letter, Wren said, …
    """
    notes = reading.annotation
    is_behind_comma = reading.text[notes.end[cue] : start].rstrip().endswith(",") or reading.text.startswith(",", start)
    if not is_behind_comma or not has_subject_before(reading, cue):
        return start
    subject = next(child for child in reading.children[cue] if notes.dep[child] in SUBJECTS)
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
        return not statement_nouns().isdisjoint(notes.lemma[first : last + 1])
    is_led = any(notes.dep[child] in ("mark", "aux", *SUBJECTS) for child in reading.children[token])
    return not is_led or holds_cue(reading.word(token))


def _names_who_said(reading: Reading, cue: int) -> bool:
    """Whether the words behind a verb are no clause but name who said what stands before it: “Go,” said Ada, who …"""
    notes = reading.annotation
    before = cue - 1
    while before > 0 and notes.pos[before] in ("PUNCT", "ADV"):
        before -= 1
    is_behind_quote = before >= 0 and notes.pos[before] == QUOTE_POS
    return is_behind_quote and notes.pos[cue + 1] == "PROPN" and not has_subject_before(reading, cue)


def _with_lost_subject(reading: Reading, cue: int, clause: int, start: int) -> int:
    """The start of a clause, moved over a subject that the parser took for an adverbial: said about half sank."""
    notes = reading.annotation
    if notes.tag[clause] not in FINITE or notes.start[clause] != start:
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
    return notes.tag[clause] == "VBN" and first == clause and notes.pos[clause] != QUOTE_POS


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


def reported_infinitive(reading: Reading, token: int) -> Report | None:
    """What a verb of urging or promising asks for: she urged the council to think again; he vowed to fight."""
    if cue_at(reading, token, "to") is None or _is_nobodys_order(reading, token):
        return None
    notes = reading.annotation
    for child in reading.children[token]:
        has_to = any(notes.tag[other] == "TO" for other in reading.children[child])
        if notes.dep[child] in ("xcomp", "ccomp") and child > token and (has_to or notes.tag[child] == "VBG"):
            if _asks_for_silence(reading, child):
                return None
            return report_of(reading, token, extent_without_cue(reading, child, token), "reported_infinitive")
    return None


def _asks_for_silence(reading: Reading, token: int) -> bool:
    """Whether an infinitive is what nameless sources ask of the reporter, which is no news: asked not to be named."""
    deps = {reading.annotation.dep[child] for child in reading.children[token]}
    return reading.annotation.lemma[token] in _NAMING and {"neg", "auxpass"} <= deps


def _is_nobodys_order(reading: Reading, token: int) -> bool:
    """Whether the verb is passive and nobody is said to do it: she was told to leave."""
    notes = reading.annotation
    is_passive = any(notes.dep[child] in ("auxpass", "nsubjpass") for child in reading.children[token])
    return is_passive and agent_of(reading, token) is None


def reported_gerund(reading: Reading, token: int) -> Report | None:
    """What somebody says to have done or that should be done: he denied taking it; she suggested closing the quay."""
    if cue_at(reading, token, "that") is None:
        return None
    notes = reading.annotation
    for child in reading.children[token]:
        if notes.dep[child] == "xcomp" and form_of(reading, child) == "VBG" and child > token:
            return report_of(reading, token, extent_without_cue(reading, child, token), "reported_gerund")
    return None


def reported_question(reading: Reading, token: int) -> Report | None:
    """A question that the parser takes for a condition: the clerk asked the owners if they had sailed."""
    if cue_at(reading, token, "wh") is None:
        return None
    notes = reading.annotation
    behind = [child for child in reading.children[token] if child > token]
    if any(notes.dep[child] in ("ccomp", "xcomp") for child in behind):  # asked them to leave if it rained
        return None
    for child in behind:
        first = reading.extents[child][0]
        if notes.dep[child] == "advcl" and reading.word(first) in _OPENS_QUESTION and first > token:
            return report_of(reading, token, extent_without_cue(reading, child, token), reported_question.__name__)
    return None
