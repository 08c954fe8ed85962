"""One structure per article over its text, sentences, tokens and quotations.

What comes in are one row of `articles`, its annotation and its rows of `quotations`; everything here is read-only.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from newsquotes.annotation import QUOTE_POS, Annotation
from newsquotes.attribute.lexicon import abbreviations

_MARKS = "\"'“”„‟″«»‹›‘’‚‛`´"
_BREAK = re.compile(r"[.!?…]{1,6}[\"'”’»)\]]{0,4}\s{1,8}(?=[^\sa-z])|\n+")
_LAST_WORD = re.compile(r"([^\W\d_][\w.’'-]*)\.$")
_PARAGRAPH = re.compile(r"^[^\S\n]*+\S[^\n]*", re.M)
_TRIMMED_GAP = 4


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` to `end` of the article's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words of the span."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Quotation:
    """One row of `quotations` as the rules read it.

    `outer` includes the quotation marks; `token` is the index of the folded token that holds the quotation, None
    when its sentence was not parsed or the quotation has no marks. `given_mention` and `given_cue` are what the
    extraction read off a reported clause.
    """

    place: int
    quotation_id: int
    span: Span
    outer: Span
    kind: str
    group: int
    nested_in: int | None
    statement: Span | None
    token: int | None
    given_mention: Span | None
    given_cue: Span | None


@dataclass(frozen=True, slots=True)
class Document:
    """An article with everything the rules look at."""

    text: str
    title: str
    authors: Sequence[str]
    tokens: Annotation
    words: Sequence[str]
    children: Mapping[int, Sequence[int]]
    quotations: Sequence[Quotation]
    outermost: Sequence[Span]
    sentences: Sequence[int]
    paragraphs: Sequence[Span]
    by_id: Mapping[int, Quotation] = field(default_factory=dict)
    by_group: Mapping[int, Sequence[Quotation]] = field(default_factory=dict)
    spoken: frozenset[int | None] = frozenset()

    def sentence_of(self, position: int) -> int:
        """The number of the sentence that holds the character."""
        return bisect_right(self.sentences, position) - 1

    def sentence_span(self, number: int) -> Span:
        """The characters of a sentence."""
        end = self.sentences[number + 1] if number + 1 < len(self.sentences) else len(self.text)
        return Span(self.sentences[number], end)

    def paragraph_of(self, position: int) -> int:
        """The number of the paragraph that holds the character, or the last one before it."""
        return max(bisect_right(self.paragraphs, position, key=lambda paragraph: paragraph.start) - 1, 0)

    def paragraph_span(self, position: int) -> Span:
        """The characters of the paragraph around a character."""
        return self.paragraphs[self.paragraph_of(position)] if self.paragraphs else Span(0, len(self.text))

    def is_quoted(self, position: int) -> bool:
        """Whether the character lies within quotation marks that hold a quotation of the article."""
        place = bisect_right(self.outermost, position, key=lambda span: span.start) - 1
        return place >= 0 and position < self.outermost[place].end

    def token_at(self, position: int) -> int | None:
        """The token that holds the character."""
        place = bisect_right(self.tokens.start, position) - 1
        return place if place >= 0 and position < self.tokens.end[place] else None

    def first_token_from(self, position: int) -> int:
        """The first token that starts at the character or after it; the number of tokens when there is none."""
        return bisect_left(self.tokens.start, position)

    def is_quote(self, token: int) -> bool:
        """Whether the token is a folded quotation."""
        return self.tokens.pos[token] == QUOTE_POS

    def is_spoken(self, token: int) -> bool:
        """Whether the token is a quotation of the article, unlike a nickname or a title within quotation marks."""
        return token in self.spoken


def make_document(article: Mapping[str, Any], annotation: Annotation, rows: Sequence[Mapping[str, Any]]) -> Document:
    """The structure of one article; `rows` are its quotations in the order of the table."""
    text = article["text"]
    quotations = [_quotation(place, row, text, annotation) for place, row in enumerate(rows)]
    outermost = _outermost(text, annotation, quotations)
    return Document(
        text=text,
        title=article.get("title") or "",
        authors=article.get("authors") or (),
        tokens=annotation,
        words=[text[start:end] for start, end in zip(annotation.start, annotation.end, strict=True)],
        children=_children(annotation),
        quotations=quotations,
        outermost=outermost,
        sentences=_sentence_starts(text, outermost),
        paragraphs=[Span(*match.span()) for match in _PARAGRAPH.finditer(text)],
        by_id={quotation.quotation_id: quotation for quotation in quotations},
        by_group=_groups(quotations),
        spoken=frozenset(quotation.token for quotation in quotations),
    )


def _groups(quotations: Sequence[Quotation]) -> dict[int, list[Quotation]]:
    groups: dict[int, list[Quotation]] = {}
    for quotation in quotations:
        groups.setdefault(quotation.group, []).append(quotation)
    return groups


def _quotation(place: int, row: Mapping[str, Any], text: str, tokens: Annotation) -> Quotation:
    start, end = row["start"], row["end"]
    outer = with_marks(text, start, end) if row["kind"] != "indirect" else Span(start, end)
    return Quotation(
        place=place,
        quotation_id=row["quotation_id"],
        span=Span(start, end),
        outer=outer,
        kind=row["kind"],
        group=row["quote_group"],
        nested_in=row["nested_in"],
        statement=_optional_span(row["statement_start"], row["statement_end"]),
        token=_quote_token(tokens, start, end) if row["kind"] != "indirect" and row["nested_in"] is None else None,
        given_mention=_optional_span(row["mention_start"], row["mention_end"]),
        given_cue=_optional_span(row["cue_start"], row["cue_end"]),
    )


def _optional_span(start: int | None, end: int | None) -> Span | None:
    return None if start is None or end is None or start >= end else Span(start, end)


def with_marks(text: str, start: int, end: int) -> Span:
    """The span with the quotation marks around it.

    >>> with_marks('He said: "Go."', 10, 13)
    Span(start=9, end=14)
    """
    left, right = start, end
    while left and start - left < _TRIMMED_GAP and (text[left - 1] in _MARKS or text[left - 1] in "( \u00a0"):
        left -= 1
    while left < start and text[left] in "( \u00a0":
        left += 1
    while right < len(text) and right - end < _TRIMMED_GAP and text[right] in _MARKS + ",.!?":
        right += 1
    while right > end and text[right - 1] not in _MARKS:
        right -= 1
    return Span(left, right)


def _quote_token(tokens: Annotation, start: int, end: int) -> int | None:
    """The folded token that covers the middle of the quotation."""
    middle = (start + end) // 2
    place = bisect_right(tokens.start, middle) - 1
    if place >= 0 and middle < tokens.end[place] and tokens.pos[place] == QUOTE_POS:
        return place
    return None


def _children(tokens: Annotation) -> dict[int, list[int]]:
    found: defaultdict[int, list[int]] = defaultdict(list)
    for token, head in enumerate(tokens.head):
        found[head].append(token)
    for head, below in found.items():
        if tokens.head[head] == head:
            below.remove(head)
    return found


def _outermost(text: str, tokens: Annotation, quotations: Sequence[Quotation]) -> list[Span]:
    """The quoted stretches, disjoint and in order: quotations with their marks, and folded tokens."""
    spans = [quotation.outer for quotation in quotations if quotation.kind != "indirect"]
    spans += [
        Span(start, end)
        for start, end, pos in zip(tokens.start, tokens.end, tokens.pos, strict=True)
        if pos == QUOTE_POS
    ]
    merged: list[Span] = []
    for span in sorted(spans, key=lambda each: (each.start, each.end)):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return merged


def _sentence_starts(text: str, outermost: Sequence[Span]) -> list[int]:
    """Where sentences start, never inside a quotation; 0 is always the first."""
    starts, quoted = [0], 0
    for match in _BREAK.finditer(text):
        while quoted < len(outermost) and outermost[quoted].end < match.start():
            quoted += 1
        is_inside = quoted < len(outermost) and outermost[quoted].start < match.start() < outermost[quoted].end - 2
        if is_inside and "\n" not in match.group():
            continue
        if "\n" not in match.group() and _is_abbreviation(text, match.start()):
            continue
        starts.append(match.end())
    return starts


def _is_abbreviation(text: str, stop: int) -> bool:
    """Whether the full stop belongs to a title, an initial or a number, as in "Sen. Novak", "J. Novak" or "No. 2"."""
    last = _LAST_WORD.search(text, max(stop - 12, 0), stop + 1)
    if last is not None and last.group(1) == "No":
        return text[stop + 1 : stop + 3].strip().isdigit()
    return last is not None and (len(last.group(1)) == 1 or last.group(1).lower() in abbreviations())
