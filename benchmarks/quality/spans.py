"""Spans as sets of words, and which found span answers which marked one."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

MIN_JACCARD = 0.5

_TOKEN = re.compile(r"\w+(?:['’]\w+)*")


@dataclass(frozen=True, slots=True)
class Words:
    """The numbers of the first word of a span and of the word after its last, without marks at the edges."""

    first: int
    after: int

    def shared(self, other: "Words") -> int:
        """Words in both."""
        return max(0, min(self.after, other.after) - max(self.first, other.first))

    def jaccard(self, other: "Words") -> float:
        """Words in both, as a share of words in either."""
        shared = self.shared(other)
        either = (self.after - self.first) + (other.after - other.first) - shared
        return shared / either if either else 0.0


class WordCounter:
    """Turns character spans of one text into spans of words."""

    def __init__(self, text: str) -> None:
        """`text`: the article."""
        self.text = text
        self.starts = [match.start() for match in _TOKEN.finditer(text)]

    def words(self, start: int, end: int) -> Words:
        """The words of a character span."""
        while start < end and _is_edge(self.text[start]):
            start += 1
        while end > start and _is_edge(self.text[end - 1]):
            end -= 1
        return Words(bisect_left(self.starts, start), bisect_left(self.starts, end))


def _is_edge(char: str) -> bool:
    """White space, punctuation, quotation marks, control characters."""
    return char.isspace() or char == "`" or unicodedata.category(char)[0] in "PCZ"


def pair(gold: Sequence[Words], found: Sequence[Words]) -> dict[int, int]:
    """Place of a gold span → place of the found one that answers it: one to one, the most alike first."""
    alike = [
        (-one.jaccard(other), place, at)
        for place, one in enumerate(gold)
        for at, other in enumerate(found)
        if one.shared(other)
    ]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for likeness, place, at in sorted(alike):
        if -likeness >= MIN_JACCARD and place not in pairs and at not in taken:
            pairs[place] = at
            taken.add(at)
    return pairs
