"""The linguistic annotation of one article, as extraction and attribution read it.

`annotate.py` makes it; it is stored as a row of the `annotations` table and read back without loading a model.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

QUOTE_POS = "QUOTE"


@dataclass(frozen=True, slots=True)
class Annotation:
    """Parallel sequences, one entry per token of the parsed sentences, in text order.

    Offsets are characters of `articles.text`. Sentences without a cue or a quotation mark are not parsed and have no
    tokens. A quotation is folded to one token whose `pos` is `QUOTE_POS` and whose offsets span its marks.
    """

    article_id: int
    start: Sequence[int]
    end: Sequence[int]
    lemma: Sequence[str]
    pos: Sequence[str]
    tag: Sequence[str]
    dep: Sequence[str]
    head: Sequence[int]
    entity: Sequence[str]
    sentence: Sequence[int]

    def __len__(self) -> int:
        return len(self.start)

    @classmethod
    def empty(cls, article_id: int) -> "Annotation":
        """The annotation of an article of which nothing was parsed."""
        return cls(article_id, (), (), (), (), (), (), (), (), ())

    @classmethod
    def from_row(cls, row: dict[str, Any]) -> "Annotation":
        """The annotation held by one row of the `annotations` table."""
        return cls(**row)
