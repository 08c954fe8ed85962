"""Cuts paragraphs into sentences by rule, with quotations treated as whole: a cheap step before the parser."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from newsquotes.extract.cues import cue_verbs
from newsquotes.extract.marks import Marked, Paragraph
from newsquotes.seeds import load_seed
from newsquotes.word_lists import function_words

_CLOSING_MARKS = " \u00a0’'”\"»"
_STOP = re.compile(r"(?<![.!?…])[.!?…]++(?:[)\]’”\"'»]{0,4}(?=\s|$)|(?=[“\"][A-Z]))")
_DATELINE = re.compile(
    r"\s*[A-Z][A-Z.’'-]{2,}(?:[ ,]+[A-Z][A-Z.’'-]+){0,2}(?:,\s[A-Z][\w.]+){0,2}(?:,? [A-Z][a-z]{2,8}\.? \d{1,2})?"
    r"\s*(?:\([^()\n]{2,30}\)\s*)?(?:—|–|--?)\s+(?=[A-Z“\"‘'])"
)
_NEXT = re.compile(r"\s*(?:[—–-]\s*)?[“\"‘'«„(\[—–-]?\s*(?=(\w?))(\w*)")
_LAST_WORD = re.compile(r"[\w.’'&-]*$")
_ATTRIBUTION = re.compile(r"\s+(?:(?:[A-Z][\w.’'-]*|the|an?|his|her)\s+(?:[\w.’'-]+\s+){0,3})?(\w+)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its span and the number of its paragraph."""

    start: int
    end: int
    paragraph: int


@cache
def _abbreviations() -> dict[str, bool]:
    """Each abbreviation, as written or with its stops in lower case, and whether it may end a sentence."""
    rows = load_seed("abbreviations", ("abbreviation", "may_end"))
    listed = {row["abbreviation"]: row["may_end"] == "yes" for row in rows}
    return {**{name.lower(): may_end for name, may_end in listed.items() if "." in name}, **listed}


def sentences_with_quotes(
    text: str, lines: Sequence[Paragraph], spans: Sequence[Marked]
) -> Iterator[tuple[Sentence, int, int]]:
    """Every sentence of the paragraphs with the range of `spans` (outermost quotations, in order) that it holds."""
    paragraph_of = [span.paragraph for span in spans]
    opens = [span.outer_start for span in spans]
    for line in lines:
        low, high = bisect_left(paragraph_of, line.number), bisect_left(paragraph_of, line.number + 1)
        for sentence in split_sentences(text, line, spans[low:high]):
            first = bisect_left(opens, sentence.start, low, high)
            yield sentence, first, bisect_left(opens, sentence.end, first, high)


def split_sentences(text: str, line: Paragraph, quotes: Sequence[Marked]) -> Iterator[Sentence]:
    """The sentences of one paragraph; `quotes` are its outermost quotations, which no sentence boundary cuts.

    The place that a report is from belongs to none: HALE (Wires) – The port is shut.
    """
    dateline = _DATELINE.match(text, line.start, line.end)
    start = dateline.end() if dateline else line.start
    for boundary in _boundaries(text, line, quotes):
        if boundary > start and text[start:boundary].strip():
            yield _sentence(text, start, boundary, line)
            start = boundary
    if text[start : line.end].strip():
        yield _sentence(text, start, line.end, line)


def _sentence(text: str, start: int, end: int, line: Paragraph) -> Sentence:
    """The sentence between two boundaries, without white space at its edges."""
    while text[start].isspace():
        start += 1
    while text[end - 1].isspace():
        end -= 1
    return Sentence(start, end, line.number)


def _boundaries(text: str, line: Paragraph, quotes: Sequence[Marked]) -> Iterator[int]:
    """Offsets where a sentence ends and another begins."""
    opens = [quote.outer_start for quote in quotes]
    for stop in _STOP.finditer(text, line.start, line.end):
        place = bisect_right(opens, stop.start()) - 1
        quote = quotes[place] if place >= 0 and stop.start() < quotes[place].outer_end else None
        if quote is None:
            if _ends_sentence(text, stop.start(), stop.end(), line):
                yield stop.end()
        elif stop.end() >= quote.outer_end and _quote_ends_sentence(text, quote, line):
            yield quote.outer_end


def _ends_sentence(text: str, stop: int, after: int, line: Paragraph) -> bool:
    """Whether the mark at `stop` ends a sentence that runs outside quotations."""
    following = _NEXT.match(text, after, line.end)
    if following is None or not following.group(1):
        return True
    first, word = following.group(1), following.group(2)
    if first.islower():
        return False
    if text[stop] != "." or text.startswith("..", stop):
        return True
    last = _LAST_WORD.search(text, max(line.start, stop - 24), stop)
    before = last.group().lstrip("'’(").rpartition("-")[2] if last else ""  # the then-Sen. of Hale
    may_end = _abbreviations().get(before)
    if may_end is not None:
        return may_end and not text.startswith(")", stop + 1) and word.casefold() in function_words()
    if len(before) == 1 and before.isupper():
        return before == "I"
    return True


def _quote_ends_sentence(text: str, quote: Marked, line: Paragraph) -> bool:
    """Whether a quotation that ends with a full stop also ends the sentence around it."""
    following = _NEXT.match(text, quote.outer_end, line.end)
    if following is None or not following.group(1):
        return True
    if following.group(1).islower():
        return False
    if text[quote.start : quote.end].rstrip(_CLOSING_MARKS)[-1:] not in ("?", "!"):
        return True
    attribution = _ATTRIBUTION.match(text, quote.outer_end, min(line.end, quote.outer_end + 80))
    return attribution is None or not any(
        "quote" in cue.complements for cue in cue_verbs().get(attribution.group(1).lower(), ())
    )
