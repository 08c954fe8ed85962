"""Zones of a page: which stretch of lines is the article, and what the stretches around it are.

In: the lines of one article or page and what the line rules said. Out: a `Removal` per line, None for body text. A zone takes
everything in it, quotations too: the appeal from the publisher that quotes a court is still an appeal.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from newsquotes.clean.lines import Removal, find_phrase, label_line
from newsquotes.clean.text import Line, comparable

MIN_PROSE_BEFORE_TAIL = 3
"""Lines of prose that must stand before a tail can be cut."""
MAX_BOX_LINES = 12
"""Lines of a box of links or a sign-up form in the middle of an article."""
RESUMED_PROSE = 3
"""Lines of prose in a row that show that the article goes on after a box."""

SHORT_LINE_COST = 3.0
BULLET_COST = 1.0
KNOWN_LINE_COST = 8.0

_APPEAL_WORDS = re.compile(
    r"\b(?:support us|your support|your help|our (?:work|journalis\w+|reporting|newsroom|readers|newsletters?|mission|team of)|"
    r"independent journalism|subscri\w+|newsletters?|inbox|mailbox|unsubscribe|donat\w+|contribut(?:e|ion)\b|dear readers?|"
    r"readers like you|privacy policy|sign(?:ing)? up|email address|stand(?:ing)? with us|support(?:ing)? (?:us|our|the)|"
    r"help us|join us|member(?:ship)?|you(?:'|’)re (?:defending|supporting))\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“[^”]*”?|\"[^\"]*\"?")


@dataclass(frozen=True, slots=True)
class Zone:
    """A marker of a zone: the index of its line, the kind of zone and the label of its lines."""

    start: int
    kind: str
    label: str


def label_lines(lines: Sequence[Line]) -> list[Removal | None]:
    """What each line is, by line rules, then zones, then the span of the body; None is body text.

    A zone that opens inside another belongs to it.
    """
    removals = [label_line(line) for line in lines]
    _apply_zones(lines, removals)
    _apply_span(lines, removals)
    return removals


def _apply_zones(lines: Sequence[Line], removals: list[Removal | None]) -> None:
    index = 0
    prose_before = 0
    while index < len(lines):
        zone = _zone_at(lines, removals, index) if removals[index] else None
        if removals[index] is None and lines[index].is_prose:
            prose_before += 1
        if zone is None or prose_before < MIN_PROSE_BEFORE_TAIL:
            index += 1
            continue
        end = zone_end(lines, removals, zone)
        for inside in range(index, end):
            if removals[inside] is None:
                removals[inside] = Removal(f"{zone.kind}_zone", zone.label)
        index = max(end, index + 1)


def _zone_at(lines: Sequence[Line], removals: Sequence[Removal | None], index: int) -> Zone | None:
    """The zone that the line at `index` opens, if any."""
    removal = removals[index]
    if removal is None:
        return None
    if removal.rule == "quoted_poster":
        return Zone(index, "comment", "comment")
    if removal.rule != "boilerplate_phrase":
        return None
    phrase = find_phrase(lines[index])
    return Zone(index, phrase.zone, phrase.label) if phrase and phrase.zone else None


def zone_end(lines: Sequence[Line], removals: Sequence[Removal | None], zone: Zone) -> int:
    """One past the last line of `zone`.

    Sign-up boxes and appeals end at the first prose that neither asks for support nor stands before more that does. Other
    zones run to the end of the page, unless at least as much prose follows as came before, or a run of prose shows
    that the article goes on after a box of links.
    """
    if zone.kind in ("newsletter", "appeal"):
        return _appeal_end(lines, removals, zone)
    before = _prose_words(lines[: zone.start], removals[: zone.start])
    after = _prose_words(lines[zone.start :], removals[zone.start :])
    resumed = _resumed(lines, removals, zone.start + 1)
    if after > before:
        return resumed if resumed is not None else zone.start + 1
    if zone.kind == "related" and resumed is not None:
        return resumed
    return len(lines)


def _prose_words(lines: Sequence[Line], removals: Sequence[Removal | None]) -> int:
    return sum(line.n_words for line, removal in zip(lines, removals, strict=True) if removal is None and line.is_prose)


def _resumed(lines: Sequence[Line], removals: Sequence[Removal | None], start: int) -> int | None:
    """Where the article goes on after a box that opens before `start`: a run of prose, at most a box away."""
    run = 0
    for index in range(start, len(lines)):
        run = run + 1 if lines[index].is_prose and removals[index] is None else 0
        if run == RESUMED_PROSE:
            return index - run + 1
        if run == 0 and index - start >= MAX_BOX_LINES:
            return None
    return None


def _appeal_end(lines: Sequence[Line], removals: Sequence[Removal | None], zone: Zone) -> int:
    """One past the last line that asks the reader for something, with at most two other lines in a row between."""
    end = zone.start + 1
    others = 0
    for index in range(zone.start + 1, len(lines)):
        if removals[index] is not None or asks_reader(lines[index]):
            end, others = index + 1, 0
        elif lines[index].is_prose:
            others += 1
            if others > 2:
                break
    return end


def asks_reader(line: Line) -> bool:
    """Whether the outlet speaks to its readers about itself, outside quotation marks.

    >>> from newsquotes.clean.text import read_lines
    >>> asks_reader(read_lines("Your support keeps our reporters on the road.")[0])
    True
    """
    return _APPEAL_WORDS.search(_QUOTED.sub(" ", line.text)) is not None


def _apply_span(lines: Sequence[Line], removals: list[Removal | None]) -> None:
    start, end = body_span(lines, removals)
    for index, line in enumerate(lines):
        if removals[index] is None and not start <= index < end:
            removals[index] = Removal("outside_body", "navigation" if not line.is_prose else "related")


def body_span(lines: Sequence[Line], removals: Sequence[Removal | None]) -> tuple[int, int]:
    """The stretch of lines with the highest sum of weights: start and one past the end.

    The method is the maximum subsequence of Pasternack and Roth (2009), with lines in place of tokens: sentences count
    their words, other lines cost a little, lines that a rule knows cost more.
    """
    best, best_span = 0.0, (0, 0)
    total, start = 0.0, 0
    for index, (line, removal) in enumerate(zip(lines, removals, strict=True)):
        if total <= 0:
            total, start = 0.0, index
        total += weight(line, removal)
        if total > best:
            best, best_span = total, (start, index + 1)
    return best_span


def weight(line: Line, removal: Removal | None) -> float:
    """How much `line` speaks for article text (positive) or for page furniture (negative).

    A removed caption costs nothing: captions stand inside articles.
    """
    if removal is not None:
        return 0.0 if removal.label in ("caption", "credit", "advertisement") else -KNOWN_LINE_COST
    if line.is_prose or line.is_sentence:
        return float(line.n_words)
    return -(BULLET_COST if line.is_bullet else SHORT_LINE_COST)
