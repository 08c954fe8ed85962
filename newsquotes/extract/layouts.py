"""Speech that the layout marks instead of quotation marks: interviews, transcripts, embedded posts.

Each rule looks at one paragraph and answers with the speaker's mention, the mark that stands for the cue, and the words
spoken; words that stand between quotation marks as a whole are left to the scanner.
"""

import re
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

from newsquotes.extract.marks import Paragraph
from newsquotes.extract.reading import Reading
from newsquotes.extract.reported import Report

Rule = Callable[[Reading, Paragraph], Report | None]

_TURN = re.compile(r"\s*((?:[A-Z][A-Z.’'-]+|Q|A)(?:\s+[A-Z][A-Z.’'-]+){0,3})\s*(:)\s+(?=\S)")
_QUESTION, _ANSWER = "Q", "A"
_SIGNATURE = re.compile(
    r"\s(?P<dash>[—–-])\s*(?P<name>[^\n()—–]{2,60}?) ?\(@\w{1,30}\) ?"
    r"(?:[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}|\d{1,2} [A-Z][a-z]{2,8} \d{4})?\W{0,3}$"
)
MAX_SIGNATURE = 140
MIN_TURNS_EACH = 2
MIN_EXCHANGES = 2
MIN_TURN_WORDS = 3


def transcript_turn(reading: Reading, line: Paragraph) -> Report | None:
    """A turn of an interview or a transcript: “MARLOW: We had no choice.” or “A: We wait.”, a letter naming nobody."""
    turn = _TURN.match(reading.text, line.start, line.end)
    if turn is None or turn.group(1) == _QUESTION:
        return None
    start, end = turn.end(), _end(reading, line)
    is_short = len(reading.text[start:end].split()) < MIN_TURN_WORDS and turn.group(1) != _ANSWER
    if is_short or any(quote.outer_start <= start for quote in reading.quotes_of(line)):
        return None
    mention = None if turn.group(1) == _ANSWER else turn.span(1)
    return Report(turn.span(2), (start, end), mention, "transcript_turn")


def interview_question(reading: Reading, line: Paragraph) -> Report | None:
    """What an interviewer asks, which is no news of anybody: “Q: What will you do now?”"""
    turn = _TURN.match(reading.text, line.start, line.end)
    if turn is None or turn.group(1) != _QUESTION:
        return None
    return Report(turn.span(2), (turn.end(), _end(reading, line)), None, "interview_question")


def embedded_post(reading: Reading, line: Paragraph) -> Report | None:
    """A post shown in the page, signed with a handle: “Roads are closed. — Port of Hale (@porthale) May 2, 2024”."""
    handle = reading.text.rfind("(@", line.start, line.end)
    if handle < 0 or line.end - handle > MAX_SIGNATURE or reading.quotes_of(line):
        return None
    tail = max(line.start, line.end - MAX_SIGNATURE)
    signature = _SIGNATURE.search(reading.text[tail : line.end].rstrip())
    if signature is None:
        return None
    words = reading.text[line.start : tail + signature.start()]
    start, end = line.start + len(words) - len(words.lstrip()), line.start + len(words.rstrip())
    mention = (tail + signature.start("name"), tail + signature.end("name"))
    return Report(
        (tail + signature.start("dash"), tail + signature.end("dash")), (start, end), mention, "embedded_post"
    )


RULES: tuple[Rule, ...] = (transcript_turn, interview_question, embedded_post)


def find_turns(reading: Reading) -> list[Report]:
    """What the layout marks as spoken, in text order; an interviewer's questions have the rule `interview_question`."""
    rules = RULES if is_transcript(reading) else (embedded_post,)
    found: list[Report] = []
    for line in reading.paragraphs:
        found.extend(report for rule in rules if (report := rule(reading, line)) is not None)
    return found


def is_transcript(reading: Reading) -> bool:
    """Whether two named voices or more take turns, so that capitals and a colon are not just a heading."""
    turns = [_TURN.match(reading.text, line.start, line.end) for line in reading.paragraphs]
    names = [turn.group(1) if turn else "" for turn in turns]
    returning = {name for name, count in Counter(names).items() if name and count >= MIN_TURNS_EACH}
    exchanges = [one for one, other in pairwise(names) if one != other and {one, other} <= returning]
    return len(exchanges) >= MIN_EXCHANGES


def _end(reading: Reading, line: Paragraph) -> int:
    """The end of a paragraph without white space."""
    end = line.end
    while reading.text[end - 1].isspace():
        end -= 1
    return end
