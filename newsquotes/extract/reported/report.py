"""What a report is: a cue, the clause that it reports and the words that name the speaker."""

from collections.abc import Callable
from dataclasses import dataclass

from newsquotes.extract.reading import Reading

_EDGES = " \t\u00a0,;:.–—-…"


@dataclass(frozen=True, slots=True)
class Report:
    """A cue, the clause that it reports, and the words that name the speaker; offsets into the text.

    Without a cue the clause only holds quoted words, and without a mention nobody is named.
    """

    cue: tuple[int, int] | None
    statement: tuple[int, int]
    mention: tuple[int, int] | None
    rule: str
    is_said: bool = True


Rule = Callable[[Reading, int], Report | None]


def trim(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """The span without white space and punctuation at its edges."""
    text = reading.text
    while start < end and text[start] in _EDGES:
        start += 1
    while end > start and text[end - 1] in _EDGES:
        end -= 1
    return start, end
