"""Interviews whose layout alone tells questions from answers: bold questions, plain ones, dashes before both.

Comes in an article as extraction reads it; go out, by paragraph, the questions (nobody's) and the answers. Lists of
questions that a reader may have look alike, so that layouts count only where answers speak of "I", or both sides of
"I", "we" or "you".
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from newsquotes.extract.cues import SPEAKING
from newsquotes.extract.marks import Paragraph
from newsquotes.extract.reading import Reading
from newsquotes.extract.reported.report import Report

_BOLD = re.compile(r"\s*(?:\*\*|__)\s*[^*_\n]{2,300}\?\s*(?:\*\*|__)\s*")
_PLAIN = re.compile(r"[^\W\d_a-z][^\n“”\"]{8,300}\?\s*")
_DASHED = re.compile(r"\s*(?:[—–―]|--|-(?=\s))\s*(?=[^\s—–―-])")
_OF_ONESELF = re.compile(r"\b(?:I|my|me|myself)\b")
_LEAST_QUESTIONS = 2
_MOST_PARAGRAPHS = 5


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and the paragraphs of its answer, at least one."""

    question: Paragraph
    answer: Sequence[Paragraph]


Layout = Callable[[Reading], list[Exchange]]


def interview(reading: Reading) -> dict[int, Report]:
    """What the layout of an interview marks as asked and answered, by the number of the paragraph; often nothing."""
    if reading.text.count("?") < _LEAST_QUESTIONS:
        return {}
    exchanges: Sequence[Exchange] = next(filter(None, (layout(reading) for layout in LAYOUTS)), [])
    found = {each.question.number: _report(reading, each.question, "interview_question") for each in exchanges}
    for each in exchanges:
        found |= {line.number: _report(reading, line, "answer_by_layout") for line in each.answer}
    return found


def bold_questions(reading: Reading) -> list[Exchange]:
    """Questions in bold over answers that are not: “**Why paint?**”, “I was bad at sums.”"""
    exchanges = list(_exchanges(reading, _BOLD))
    return exchanges if len(exchanges) > 1 and _speak_of_themselves(reading, exchanges) else []


def plain_questions(reading: Reading) -> list[Exchange]:
    """Paragraphs that ask and others that answer, without any label: “Why paint?”, “I was bad at sums.”"""
    exchanges = list(_exchanges(reading, _PLAIN))
    return exchanges if len(exchanges) > 2 and _speak_of_themselves(reading, exchanges) else []


def dashed_questions(reading: Reading) -> list[Exchange]:
    """Dashes before questions and answers: “— Will you stay?”, “— As long as the mill does.”"""
    lines = reading.paragraphs
    exchanges = [
        Exchange(line, (after,))
        for line, after in pairwise(lines)
        if _is_dashed(reading, line)
        and _asks(reading, line)
        and _is_dashed(reading, after)
        and not _asks(reading, after)
    ]
    speak = [each for each in exchanges if SPEAKING.search(reading.text, each.question.start, each.answer[-1].end)]
    return exchanges if len(exchanges) > 1 and 2 * len(speak) >= len(exchanges) else []


LAYOUTS: tuple[Layout, ...] = (bold_questions, dashed_questions, plain_questions)


def _exchanges(reading: Reading, asking: re.Pattern[str]) -> Iterator[Exchange]:
    """The paragraphs that ask, each with those behind it up to the next that does."""
    questions = [line for line in reading.paragraphs if asking.fullmatch(reading.text, line.start, line.end)]
    ends = [*(line.number for line in questions), len(reading.paragraphs)]
    for place, question in enumerate(questions, 1):
        answer = list(_answer(reading, reading.paragraphs[question.number + 1 : ends[place]]))
        if answer:
            yield Exchange(question, answer)


def _answer(reading: Reading, lines: Sequence[Paragraph]) -> Iterator[Paragraph]:
    """The first paragraph behind a question, and those after it in which somebody still speaks of "I"."""
    for place, line in enumerate(lines[:_MOST_PARAGRAPHS]):
        is_prose = reading.text[line.start : line.end].rstrip()[-1:] in (".", "!", "?", "…", ")")
        if not is_prose or _opens_with_mark(reading, line):
            return
        if place and not _OF_ONESELF.search(reading.text, line.start, line.end):
            return
        yield line


def _opens_with_mark(reading: Reading, line: Paragraph) -> bool:
    """Whether a paragraph begins with quoted words, which are left to the scanner of marks."""
    first = next(iter(reading.quotes_of(line)), None)
    return first is not None and not reading.text[line.start : first.outer_start].strip()


def _speak_of_themselves(reading: Reading, exchanges: Sequence[Exchange]) -> bool:
    """Whether half of the answers at least speak of "I", as no list of readers' questions does."""
    text = reading.text
    speak = [each for each in exchanges if any(_OF_ONESELF.search(text, line.start, line.end) for line in each.answer)]
    return 2 * len(speak) >= len(exchanges)


def _is_dashed(reading: Reading, line: Paragraph) -> bool:
    dash = _DASHED.match(reading.text, line.start, line.end)
    first = next(iter(reading.quotes_of(line)), None)
    return dash is not None and (first is None or first.outer_start > dash.end())


def _asks(reading: Reading, line: Paragraph) -> bool:
    return reading.text[line.start : line.end].rstrip().endswith("?")


def _report(reading: Reading, line: Paragraph, rule: str) -> Report:
    """The words of a paragraph, the dash before them and white space aside."""
    dash = _DASHED.match(reading.text, line.start, line.end)
    start, end = dash.end() if dash is not None else line.start, line.end
    while reading.text[start].isspace():
        start += 1
    while reading.text[end - 1].isspace():
        end -= 1
    return Report(None, (start, end), None, rule)
