"""Paragraphs that an HTML extractor lost inside the body: lists above all, and what stands in a box of its own.

In: the extractor's paragraphs, the visible lines of the page, what the line rules said of those. Out: the paragraphs
with the lost ones back in their places. Only lines between two paragraphs of the body can come back, and those right
above the first and below the last.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from newsquotes.clean.line_model import LineModel, PageLines, body_probabilities, line_features
from newsquotes.clean.lines import Removal
from newsquotes.clean.text import Line, comparable, make_line

LIKELY_BODY = 0.8
"""How likely a lost line must be article text by the line model."""
LONGEST_GAP = 30
"""Lines of a gap, at most: more is another part of the page."""
ANCHOR_LETTERS = 30
"""Letters and digits that make a line recognisable wherever it stands."""
PIECE_LETTERS = 12
"""Letters and digits that make a line recognisable inside a longer one."""
REMEMBERED_KEYS, REMEMBERED_CHARACTERS = 4_000, 2_000
"""Keys that are remembered, of lines no longer than that: those of a long page, each compared with several texts."""

_LIST_MARK = re.compile(r"^(?:[•·▪◦●○■►▸‣※*+–-]|\d{1,3}[.)])\s+")


def bare_key(text: str) -> str:
    """The letters and digits of `text` without the mark of a list item, which each reader of HTML draws its own way.

    >>> bare_key("2. Just start.") == bare_key("- Just start.") == bare_key("Just start")
    True
    """
    return _paragraph_key(text) if len(text) <= REMEMBERED_CHARACTERS else _key(text)


def _key(text: str) -> str:
    return comparable(_LIST_MARK.sub("", text))


_paragraph_key = lru_cache(maxsize=REMEMBERED_KEYS)(_key)


@dataclass(frozen=True, slots=True)
class Gap:
    """Visible lines `start` to `end` below the paragraph `above`, which is -1 above the first.

    `is_inside` the body or at one of its ends: whole sentences can come back into it, where headlines of other articles
    stand only prose.
    """

    above: int
    start: int
    end: int
    is_inside: bool


def restore_lost(
    extracted: Sequence[Line],
    visible: Sequence[Line],
    known: Sequence[Removal | None],
    model: LineModel,
    *,
    headline_at: int | None = None,
) -> list[Line]:
    """`extracted` with the lines of its gaps that no rule knows and that the `model` takes for article text, and dates.

    A gap in which a zone opens is a box and stays out. The gap above the first paragraph starts below the visible line
    `headline_at`, if the page prints its headline; the one below the last ends where a rule knows a line.
    """
    keys = [bare_key(line.text) for line in extracted]
    lost = {
        index: gap.above
        for gap in _gaps(keys, visible, known, headline_at)
        if not any(removal and removal.zone for removal in known[gap.start : gap.end])
        for index in range(gap.start, gap.end)
        if _may_return(visible[index], known[index], gap)
    }
    known_text = Paragraphs.of(keys)
    lost = {
        index: above
        for index, above in lost.items()
        if (key := bare_key(visible[index].text)) and not known_text.hold(key)
    }
    if not lost:
        return list(extracted)
    page = PageLines(visible, known, known)
    likely = body_probabilities(line_features([page], model.words, rows=list(lost)), model)
    back: dict[int, list[Line]] = {}
    for (index, above), probability in zip(lost.items(), likely, strict=True):
        if known[index] is not None or probability > LIKELY_BODY:
            back.setdefault(above, []).append(_as_extracted(visible[index]))
    restored = back.get(-1, [])
    for index, line in enumerate(extracted):
        restored += [line, *back.get(index, ())]
    return restored


def _may_return(line: Line, removal: Removal | None, gap: Gap) -> bool:
    """Whether `line` is text that no rule knows, or a date: dates inside the body head the entries of a live blog."""
    if removal is not None:
        return gap.is_inside and removal.rule == "bare_date"
    return line.is_prose or (gap.is_inside and line.is_sentence)


def _as_extracted(line: Line) -> Line:
    """`line` with the mark of a list item that the extractor prints."""
    text = _LIST_MARK.sub("- ", line.text)
    return make_line(line.numbers, line.raws, text, is_after_blank=line.is_after_blank)


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Paragraphs by the `bare_key` of each, to tell whether they hold a line: whole, as a part, or by its beginning.

    `joined` are all of them, a line each.
    """

    whole: frozenset[str]
    joined: str
    beginnings: frozenset[str]

    @classmethod
    def of(cls, keys: Iterable[str]) -> "Paragraphs":
        """The paragraphs with these keys; empty ones hold nothing."""
        whole = frozenset(filter(None, keys))
        beginnings = frozenset(key[:PIECE_LETTERS] for key in whole if len(key) > 2 * PIECE_LETTERS)
        return cls(whole, "\n".join(sorted(whole)), beginnings)

    def hold(self, key: str) -> bool:
        """Whether a line with this key is in them; of a short one only the whole line counts."""
        if key in self.whole:
            return True
        return len(key) >= PIECE_LETTERS and (key in self.joined or key[:PIECE_LETTERS] in self.beginnings)


def _gaps(
    keys: Sequence[str], visible: Sequence[Line], known: Sequence[Removal | None], headline_at: int | None
) -> Iterator[Gap]:
    """The stretches of visible lines between neighbouring paragraphs that both readers of the page know."""
    anchors = _anchors(keys, visible)
    if not anchors:
        return
    below_last = anchors[-1][0] + 1
    while below_last < len(visible) and known[below_last] is None and below_last - anchors[-1][0] <= LONGEST_GAP:
        below_last += 1
    anchors.append((below_last, len(keys)))
    if headline_at is not None:
        anchors.insert(0, (headline_at, -1))
    for (index, above), (end, below) in pairwise(anchors):
        if 1 < end - index <= LONGEST_GAP + 1:
            is_inside = above >= 0 and below < len(keys)
            yield from _split(keys, visible, Gap(above, index + 1, end, is_inside), below)


def _split(keys: Sequence[str], visible: Sequence[Line], gap: Gap, below: int) -> Iterator[Gap]:
    """`gap` cut at the short paragraphs, such as headings, that stand in it: they are no anchors, but known too."""
    between: Mapping[str, int] = {keys[at]: at for at in range(below - 1, gap.above, -1)}
    above, start = gap.above, gap.start
    for index in range(gap.start, gap.end):
        at = between.get(bare_key(visible[index].text), above)
        if at > above:
            yield Gap(above, start, index, gap.is_inside)
            above, start = at, index + 1
    yield Gap(above, start, gap.end, gap.is_inside)


def _anchors(keys: Sequence[str], visible: Sequence[Line]) -> list[tuple[int, int]]:
    """Pairs of a visible line and the paragraph that it is, in page order for both.

    The longest run of pairs that rises in both, so that a table of contents, a teaser or a quotation printed twice
    does not break the order.
    """
    starts: dict[str, int] = {}
    for at in range(len(keys) - 1, -1, -1):
        if len(keys[at]) >= ANCHOR_LETTERS:
            starts[keys[at][:ANCHOR_LETTERS]] = at
    pairs = [
        (index, starts[key])
        for index, line in enumerate(visible)
        if len(line.text) >= ANCHOR_LETTERS and (key := bare_key(line.text)[:ANCHOR_LETTERS]) in starts
    ]
    return _longest_rising(pairs)


def _longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence whose second members rise (patience sorting)."""
    tops: list[int] = []
    top_pairs: list[int] = []
    before: list[int] = []
    for number, (_, value) in enumerate(pairs):
        place = bisect_left(tops, value)
        before.append(top_pairs[place - 1] if place else -1)
        if place == len(tops):
            tops.append(value)
            top_pairs.append(number)
        else:
            tops[place], top_pairs[place] = value, number
    chain = []
    number = top_pairs[-1] if top_pairs else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]
