"""Where a reported clause starts and ends, when the parser cut it too short or too long."""

import re
from dataclasses import replace
from functools import cache

from newsquotes.extract.reading import Reading
from newsquotes.extract.reported.beside import end_before_next
from newsquotes.extract.reported.clauses import reported_infinitive
from newsquotes.extract.reported.grammar import has_subject
from newsquotes.extract.reported.report import Report, trim
from newsquotes.extract.reported.saying import holds_cue
from newsquotes.seeds import load_seed

_LEADS_AWAY = re.compile(r"[;:]|\.\s")
MAX_GAP = 12
MAX_TAIL = 30
MAX_ASIDE = 120
MAX_WORDS_IN_BRACKETS = 2
_SECOND_CLAUSE = re.compile(r"[”’\"']{0,2},?\s+(?:but|yet|(?:and|or)(?=\s+(?:also\s+)?that\s))\s+(?:also\s+)?(that\s)?")
_LOOSE_END = re.compile(r"[,;\s]\s*(?:and|or|but|while)\s*$")
_ADDED = re.compile(r"\s(?:an?|another)\s")
_WHEN_ASKED = re.compile(r",?\swhen (?:I|we) (?:asked|called|contacted|met|phoned|rang|reached|spoke|visited)\b")
_LINK = re.compile(r"(\w+),\s+")


def shape(reading: Reading, report: Report) -> Report:
    """The report with its clause cut where another report starts and stretched over quoted words that it lost."""
    start, end = report.statement
    if start >= end or report.cue is None:
        return report
    sentence_end = reading.sentence_end(end - 1)
    start = after_link(reading, start, end)
    if report.rule not in ("fronted_clause", "according_to"):
        end = _stretch(reading, start, end, sentence_end, report)
        if report.rule != reported_infinitive.__name__:
            end = _go_on(reading, end, sentence_end, report.cue)
        end = end_before_next(reading, start, end, report.cue)
        end = _before_aside(reading, start, end)
    start, end = _on_one_side_of_bracket(reading, start, _before_link(reading, start, end), report.cue)
    return replace(report, statement=trim(reading, start, end))


def after_link(reading: Reading, start: int, end: int) -> int:
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


def _before_aside(reading: Reading, start: int, end: int) -> int:
    """The end of a clause before what the reporter adds: it is “late,” | a word for dead; it is late | when I asked.

    The first only behind a comma within the marks, which ends what is said.
    """
    quotes = reading.quotes_between(start, end)
    last = reading.quotes[quotes[-1]] if quotes else None
    if last is not None and last.outer_end <= end and reading.text[last.end - 1] == ",":
        return last.outer_end if _ADDED.match(reading.text, last.outer_end, end) else end
    asked = None if quotes else _WHEN_ASKED.search(reading.text, max(start, end - MAX_ASIDE), end)
    return asked.start() if asked is not None else end


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
        if len(between.split()) > MAX_GAP or _LEADS_AWAY.search(between) or holds_cue(between):
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
    elif notes.dep[top] != "conj" or not has_subject(reading, top) or holds_cue(reading.word(top)):
        return end
    return max(end, min(sentence_end, notes.end[reading.extents[top][1]])) if reading.extents[top][0] > cue else end
