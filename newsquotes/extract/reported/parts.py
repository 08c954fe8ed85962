"""The parts of a clause around an attribution in its midst: the new plan, she said, would fail."""

import re
from collections.abc import Iterator
from dataclasses import replace

from newsquotes.extract.reading import Reading
from newsquotes.extract.reported.around import according_to
from newsquotes.extract.reported.grammar import SUBJECTS, has_finite_verb
from newsquotes.extract.reported.report import Report, trim
from newsquotes.extract.reported.saying import statement_nouns

_WORD = re.compile(r"\w+")
MIN_PART_WORDS = 2
MAX_LEAD = 40
MAX_TAIL = 30
MAX_ASIDE = 120
MAX_WORDS_OF_LINK = 2
_OPENS_LINK = frozenset(("IN", "RB", "CC", "TO"))


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
    is_complete = report.rule == according_to.__name__ and has_finite_verb(reading, start, low)
    for span in (trim(reading, start, low), trim(reading, high, end))[: 1 if is_complete else 2]:
        if _is_part(reading, span):
            yield replace(report, statement=span)


def _is_part(reading: Reading, span: tuple[int, int]) -> bool:
    """Whether a stretch of a clause says something: “The quay” and “would close”, but not “After all”."""
    n_words = len(_WORD.findall(reading.text, *span))
    if _tells_where_said(reading, span):
        return False
    if not MIN_PART_WORDS <= n_words <= MAX_WORDS_OF_LINK:
        return n_words > MAX_WORDS_OF_LINK
    opens_link = reading.annotation.tag[reading.token_at(span[0])] in _OPENS_LINK
    return not opens_link or has_finite_verb(reading, *span)


def _tells_where_said(reading: Reading, span: tuple[int, int]) -> bool:
    """Whether a stretch only tells what the words were written in: in a letter | , she said, the port was full."""
    notes = reading.annotation
    first, last = reading.token_at(span[0]), reading.token_at(span[1]) - 1
    is_phrase = notes.pos[first : first + 1] == ["ADP"] and not has_finite_verb(reading, *span)
    return is_phrase and notes.lemma[last] in statement_nouns()


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
        if notes.dep[child] in SUBJECTS | {"aux", "prep", "npadvmod"} and is_near:
            low, high = min(low, notes.start[first]), max(high, notes.end[last])
    comma = reading.text.rfind(",", max(start, low - MAX_LEAD), low)
    if comma >= 0:
        low = comma
    comma = reading.text.find(",", high, min(end, high + MAX_TAIL))
    if comma >= 0 and reading.text.startswith(", who ", comma):  # said Ada Wren, who rows there, would fail
        comma = reading.text.find(",", comma + 1, min(end, comma + MAX_ASIDE))
    return low, comma if comma >= 0 else high
