"""One article as extraction reads it: paragraphs, marks, sentences and the parse, side by side."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from newsquotes.annotation import QUOTE_POS, Annotation
from newsquotes.extract.marks import DOUBLE, Marked, Paragraph, paragraphs, scan
from newsquotes.extract.sentences import Sentence, sentences_with_quotes

_TEXTS_KEPT = 128  # the texts of a batch come by twice: annotated one after another, then extracted from


@dataclass(frozen=True, slots=True)
class QuotedSentence:
    """A sentence with the range of outermost quotations that it holds."""

    sentence: Sentence
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Layout:
    """What the text alone tells, whatever the parse."""

    paragraphs: tuple[Paragraph, ...]
    marked: tuple[Marked, ...]
    quotes: tuple[Marked, ...]
    sentences: tuple[QuotedSentence, ...]


@lru_cache(maxsize=_TEXTS_KEPT)
def _layout(text: str) -> _Layout:
    """The paragraphs, marks and sentences of a text."""
    lines, marked = tuple(paragraphs(text)), tuple(scan(text))
    quotes = tuple(span for span in marked if span.parent is None)
    sentences = tuple(QuotedSentence(*found) for found in sentences_with_quotes(text, lines, quotes))
    return _Layout(lines, marked, quotes, sentences)


@dataclass
class Reading:
    """Everything that the rules look at in one article; made once, and only added to.

    `marked` holds all spans between marks, `quotes` the outermost of them; `children[i]` are the dependents of token i;
    `known_whole` is what has been found out of the quotations so far.
    """

    text: str
    annotation: Annotation
    paragraphs: Sequence[Paragraph] = field(init=False)
    marked: Sequence[Marked] = field(init=False)
    quotes: Sequence[Marked] = field(init=False)
    sentences: Sequence[QuotedSentence] = field(init=False)
    known_whole: dict[int, bool] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        layout = _layout(self.text)
        self.paragraphs, self.sentences = layout.paragraphs, layout.sentences
        self.marked, self.quotes = layout.marked, layout.quotes

    @cached_property
    def n_in_double_marks(self) -> int:
        """How many of the outermost quotations stand in double marks."""
        return sum(quote.family is DOUBLE for quote in self.quotes)

    @cached_property
    def sentence_of_quote(self) -> dict[int, QuotedSentence]:
        """For each outermost quotation, the sentence that holds it."""
        return {quote: found for found in self.sentences for quote in range(found.first, found.last)}

    @cached_property
    def children(self) -> list[list[int]]:
        """The dependents of every token, in text order."""
        children: list[list[int]] = [[] for _ in range(len(self.annotation))]
        for place, head in enumerate(self.annotation.head):
            if head != place:
                children[head].append(place)
        return children

    @cached_property
    def extents(self) -> list[tuple[int, int]]:
        """For every token, the first and the last token of its subtree."""
        return _extents(self.annotation.head)

    @cached_property
    def token_of_quote(self) -> dict[int, int]:
        """For each outermost quotation, its folded token."""
        quote_at = {quote.outer_start: place for place, quote in enumerate(self.quotes)}
        tokens = enumerate(zip(self.annotation.start, self.annotation.pos, strict=True))
        return {quote_at[start]: i for i, (start, pos) in tokens if pos == QUOTE_POS and start in quote_at}

    def word(self, token: int) -> str:
        """A token in lower case, as printed."""
        return self.words[token]

    @cached_property
    def words(self) -> list[str]:
        """The tokens in lower case, as printed."""
        spans = zip(self.annotation.start, self.annotation.end, strict=True)
        return [self.text[start:end].lower() for start, end in spans]

    def sentence_of(self, offset: int) -> QuotedSentence | None:
        """The last sentence that starts at or before an offset."""
        place = bisect_right(self._sentence_starts, offset) - 1
        return self.sentences[place] if place >= 0 else None

    def sentence_end(self, offset: int) -> int:
        """Where the sentence that holds an offset ends."""
        found = self.sentence_of(offset)
        return found.sentence.end if found is not None else offset

    def token_at(self, offset: int) -> int:
        """The first token that starts at or after an offset."""
        return bisect_left(self.annotation.start, offset)

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [found.sentence.start for found in self.sentences]

    def paragraph_numbers(self, offsets: Sequence[int]) -> list[int]:
        """The number of the paragraph that holds each offset."""
        starts = [line.start for line in self.paragraphs]
        return [self.paragraphs[max(0, bisect_right(starts, offset) - 1)].number for offset in offsets]

    def quotes_between(self, start: int, end: int) -> range:
        """The outermost quotations that lie within a span of the text."""
        opens = self._opens
        first = bisect_left(opens, start)
        return range(first, bisect_left(opens, end, first))

    def quotes_of(self, line: Paragraph) -> list[Marked]:
        """The outermost quotations of a paragraph."""
        return [self.quotes[place] for place in self.quotes_between(line.start, line.end)]

    @cached_property
    def _opens(self) -> list[int]:
        return [quote.outer_start for quote in self.quotes]


def _extents(heads: Sequence[int]) -> list[tuple[int, int]]:
    """First and last token of every subtree, in time linear in the depth of the trees.

    A subtree that already spans a token stands in subtrees that do, or will when its own root is met.
    """
    firsts, lasts = list(range(len(heads))), list(range(len(heads)))
    for place, above in enumerate(heads):
        below = place
        while above != below:
            if place < firsts[above]:
                firsts[above] = place
            elif place > lasts[above]:
                lasts[above] = place
            else:
                break
            below, above = above, heads[above]
    return list(zip(firsts, lasts, strict=True))
