"""Page breaks of printed texts: running heads and page numbers, and the sentences that they cut in two.

In: the lines of a plain text. Out: the lines with cut paragraphs whole again, and which of them are running heads.
Numbered headings and lists are none: no sentence goes on over them.
"""

import re
from collections.abc import Container, Sequence
from itertools import pairwise

from newsquotes.clean.text import Line, make_line

MAX_HEAD_WORDS = 10
"""Words of a running head."""
MOST_HEADS = 3
"""Lines of a page break: foot of the one page, head of the next."""
MIN_BREAKS = 2
"""Times that a running head stands in a text, at least."""

_NUMBER = re.compile(r"\d{1,9}")


def join_page_breaks(lines: Sequence[Line]) -> tuple[list[Line], frozenset[int]]:
    """`lines` with the paragraphs joined that page breaks cut, and the places of the running heads among them.

    `… and baked there since`, `Marrow Courier  Page 2`, `he was fifteen.`: the head recurs with another number, and the
    sentence goes on in lower case.
    """
    by_key: dict[str, list[Line]] = {}
    for line in lines:
        if _is_short(line):
            by_key.setdefault(line.key, []).append(line)
    recurring = {key for key, alike in by_key.items() if len(alike) >= MIN_BREAKS}
    numbered = {key for key in recurring if "#" in key and _counts_up(by_key[key])}
    breaks = _breaks(lines, recurring, numbered) if numbered else []
    keys = {lines[index].key for start, end in breaks for index in range(start + 1, end)}
    rests = {end for _, end in breaks}
    joined: list[Line] = []
    heads: set[int] = set()
    last = 0
    for index, line in enumerate(lines):
        if _is_short(line) and line.key in keys:
            heads.add(len(joined))
            joined.append(line)
        elif index in rests:
            joined[last] = _joined(joined[last], line)
        else:
            last = len(joined)
            joined.append(line)
    return joined, frozenset(heads)


def _is_short(line: Line) -> bool:
    return bool(line.key) and line.n_words <= MAX_HEAD_WORDS and not line.is_sentence


def _counts_up(alike: Sequence[Line]) -> bool:
    """Whether a number of these lines is greater in each than in the one before."""
    rows = ([int(number) for number in _NUMBER.findall(line.text)] for line in alike)
    return any(all(upper < lower for upper, lower in pairwise(column)) for column in zip(*rows, strict=False))


def _breaks(lines: Sequence[Line], recurring: Container[str], numbered: Container[str]) -> list[tuple[int, int]]:
    """Where a sentence goes on over a page break: the lines before and after the running heads."""
    found = []
    above = -1
    for index, line in enumerate(lines):
        if _is_short(line) and line.key in recurring:
            continue
        heads = lines[above + 1 : index]
        is_break = 0 < len(heads) <= MOST_HEADS and any(head.key in numbered for head in heads)
        if above >= 0 and is_break and _is_cut(lines[above], line):
            found.append((above, index))
        above = index
    return found


def _is_cut(before: Line, after: Line) -> bool:
    return before.n_words > MAX_HEAD_WORDS and not before.is_sentence and after.text[0].islower()


def _joined(before: Line, after: Line) -> Line:
    """The two halves of a paragraph as one line, which stands where the first does."""
    text = f"{before.text} {after.text}"
    numbers, raws = (*before.numbers, *after.numbers), (*before.raws, *after.raws)
    return make_line(numbers, raws, text, is_after_blank=before.is_after_blank, prefix=before.prefix)
