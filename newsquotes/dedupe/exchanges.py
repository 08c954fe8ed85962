"""Exchanges: the words that stand for each other in two texts that agree otherwise, "a school" for "the mill".

Pairs of texts with a verdict in, the places and a hash of the words that are exchanged out. What is exchanged depends
on the two texts alone, so that it can be kept while texts are added.
"""

from dataclasses import dataclass, field, fields, replace
from typing import cast

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import LCSseq, Levenshtein

from newsquotes.dedupe.align import NEARLY_EQUAL, Verdict
from newsquotes.dedupe.candidates import Places
from newsquotes.dedupe.match import MISSPELT, REPLACED, Final, Verdicts, agreement, changes
from newsquotes.dedupe.normalise import Flags, Ints
from newsquotes.dedupe.ordering import begins_run, places_of
from newsquotes.dedupe.vocabulary import MARK, MULTIPLIER, Corpus, Kind, Small

_MAX_WORDS = 4
_MAX_LONE = 4
_MAX_LONE_SHARE = 0.2
_BITS = 64
_ONE = np.uint64(1)
_WORD_BITS = 32
_NO_PLACES = np.zeros(0, np.int32)
_NO_WORDS = np.zeros(0, np.uint32)

ShortHashes = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Exchanges:
    """Content words that stand for each other in the pairs of some rows: at which word of either text, and a hash.

    Those of one row are in the order of their places. `is_wide` marks where several content words stand for several.
    """

    row: Small = field(default_factory=lambda: _NO_PLACES)
    place_in_one: Small = field(default_factory=lambda: _NO_PLACES)
    place_in_other: Small = field(default_factory=lambda: _NO_PLACES)
    words_of_one: ShortHashes = field(default_factory=lambda: _NO_WORDS)
    words_of_other: ShortHashes = field(default_factory=lambda: _NO_WORDS)
    is_wide: Flags = field(default_factory=lambda: np.zeros(0, bool))

    def __add__(self, more: "Exchanges") -> "Exchanges":
        return Exchanges(
            *(np.concatenate([getattr(self, side.name), getattr(more, side.name)]) for side in fields(self))
        )

    def where(self, kept: Flags | Ints) -> "Exchanges":
        """The exchanges that are marked, or are at some places."""
        rows = places_of(kept)
        return Exchanges(*(getattr(self, side.name)[rows] for side in fields(self)))

    def among(self, rows: Ints, n_rows: int) -> "Exchanges":
        """The exchanges of some of so many rows, in the order of those, whose numbers are the places among them."""
        place = np.full(n_rows, -1, np.int32)
        place[rows] = np.arange(len(rows))
        new_row = place[self.row]
        kept = np.flatnonzero(new_row >= 0)
        kept = kept[np.argsort(new_row[kept], kind="stable")]
        return replace(self.where(kept), row=new_row[kept])


def is_told(final: Final) -> Flags:
    """Marks the pairs in which words are exchanged: those that are reworded or contradict each other."""
    found: Flags = (final == Verdict.REWORDED) | (final == Verdict.DIFFERENT)
    return found


def exchanges_of(corpus: Corpus, verdicts: Verdicts, rows: Ints) -> Exchanges:
    """The exchanges in the pairs of some rows, which are sorted."""
    gaps = gaps_between(corpus, runs_of(corpus, verdicts, rows))
    gaps = gaps.where(_tells(corpus, gaps))
    start, other_start = gaps.starts(corpus)
    return Exchanges(
        gaps.row.astype(np.int32),
        gaps.one.astype(np.int32),
        gaps.other.astype(np.int32),
        _folded(corpus, start, gaps.size),
        _folded(corpus, other_start, gaps.other_size),
        _are_wide(corpus, gaps),
    )


@dataclass(frozen=True, slots=True)
class Spans:
    """Spans of words in pairs: `size[i]` words from `one[i]` on in `unit[i]`, which face those from `other[i]` on.

    Those of one kind are runs, whose words agree. `row` is the row of the pair; sorted by it and by place.
    """

    row: Ints
    unit: Ints
    partner: Ints
    one: Ints
    other: Ints
    size: Ints


@dataclass(frozen=True, slots=True)
class Gaps(Spans):
    """Words that stand for each other in pairs: `other_size` of them in `partner`."""

    other_size: Ints

    def where(self, kept: Flags) -> "Gaps":
        """The gaps that are marked."""
        rows = places_of(kept)
        return Gaps(*(getattr(self, side.name)[rows] for side in fields(self)))

    def starts(self, corpus: Corpus) -> tuple[Ints, Ints]:
        """Where the words of either text are in the corpus."""
        return corpus.start[self.unit] + self.one, corpus.start[self.partner] + self.other


def runs_of(corpus: Corpus, verdicts: Verdicts, rows: Ints) -> Spans:
    """The runs of agreeing words of the pairs of some rows, sorted.

    Most texts agree from their beginning or from their end on, but for a word or two; the others are aligned.
    """
    one, other = verdicts.one[rows].astype(np.int64), verdicts.other[rows].astype(np.int64)
    parts, left = [], np.ones(len(rows), bool)
    for shift in (np.zeros(len(rows), np.int64), (corpus.length[other] - corpus.length[one]).astype(np.int64)):
        some = np.flatnonzero(left & (corpus.length[one] <= _BITS))
        some = some[np.argsort(-corpus.length[one[some]], kind="stable")]
        places = Places(one[some].astype(np.int32), other[some].astype(np.int32), shift[some].astype(np.int32))
        bits = agreement(corpus, places).bits
        all_bits = ~np.uint64(0) >> (np.uint64(_BITS) - corpus.length[one[some]].astype(np.uint64))
        lone = ~bits & all_bits
        n_lone = np.bitwise_count(lone).astype(np.int64)
        fits = (n_lone <= _MAX_LONE) & (n_lone <= _MAX_LONE_SHARE * corpus.length[one[some]])
        some, bits = some[fits], bits[fits]
        left[some] = False
        while len(some):
            begin = np.bitwise_count((bits & (~bits + _ONE)) - _ONE).astype(np.int64)
            ahead = ~(bits >> begin.astype(np.uint64))
            size = np.bitwise_count((ahead & (~ahead + _ONE)) - _ONE).astype(np.int64)
            parts.append(np.stack([rows[some], begin, begin + shift[some], size]))
            behind = begin + size
            bits = np.where(behind < _BITS, bits >> np.minimum(behind, _BITS - 1).astype(np.uint64), np.uint64(0))
            bits = bits << np.minimum(behind, _BITS - 1).astype(np.uint64)
            some, bits = some[bits != 0], bits[bits != 0]
    if left.any():
        parts.append(_aligned_runs(corpus, one[left], other[left], rows[left]))
    row, begin, other_begin, size = np.concatenate([np.zeros((4, 0), np.int64), *parts], axis=1)
    order = np.argsort(row << _WORD_BITS | begin)
    row = row[order]
    unit, partner = verdicts.one[row].astype(np.int64), verdicts.other[row].astype(np.int64)
    return Spans(row, unit, partner, begin[order], other_begin[order], size[order])


def _aligned_runs(corpus: Corpus, one: Ints, other: Ints, rows: Ints) -> Ints:
    """Row, place in one, place in the other and size of each run of words that agree in an alignment."""
    units, place = np.unique(np.concatenate([one, other]), return_inverse=True)
    text = corpus.all_encoded(units)
    found: list[tuple[int, int, int, int]] = []
    for row, left, right in zip(rows.tolist(), *place.reshape(2, -1).tolist(), strict=True):
        method = Levenshtein if len(text[right]) - len(text[left]) <= NEARLY_EQUAL else LCSseq
        steps = cast("list[tuple[str, int, int, int, int]]", method.opcodes(text[left], text[right]).as_list())
        found += [(row, begin, ahead, end - begin) for tag, begin, end, ahead, _ in steps if tag == "equal"]
    return np.array(found, np.int64).reshape(-1, 4).T


def gaps_between(corpus: Corpus, runs: Spans) -> Gaps:
    """The words that stand for each other between two runs that agree, and just outside the first and the last run."""
    if not len(runs.row):
        return Gaps(runs.row, runs.row, runs.row, runs.one, runs.other, runs.size, runs.size)
    is_first = begins_run(runs.row)
    last = np.flatnonzero(np.append(is_first[1:], True))
    end, other_end = runs.one + runs.size, runs.other + runs.size
    begin = np.concatenate([np.where(is_first, 0, np.append(0, end[:-1])), end[last]])
    other_begin = np.concatenate([np.where(is_first, 0, np.append(0, other_end[:-1])), other_end[last]])
    which = np.concatenate([np.arange(len(runs.row)), last])
    size = np.concatenate([runs.one, corpus.length[runs.unit[last]]]) - begin
    other_size = np.concatenate([runs.other, corpus.length[runs.partner[last]]]) - other_begin
    shared = np.minimum(size, other_size)
    at_begin = np.append(is_first, np.zeros(len(last), bool))
    is_rim = np.append(is_first, np.ones(len(last), bool))
    begin, other_begin = begin + at_begin * (size - shared), other_begin + at_begin * (other_size - shared)
    size, other_size = np.where(is_rim, shared, size), np.where(is_rim, shared, other_size)
    kept = np.flatnonzero((shared > 0) & (np.maximum(size, other_size) <= _MAX_WORDS))
    kept = kept[np.argsort(which[kept], kind="stable")]
    which = which[kept]
    spans = (begin[kept], other_begin[kept], size[kept], other_size[kept])
    return _without_small_words(corpus, Gaps(runs.row[which], runs.unit[which], runs.partner[which], *spans))


def _without_small_words(corpus: Corpus, gaps: Gaps) -> Gaps:
    """The gaps without small words at the beginning of both sides: of "a school" and "the mill" the nouns."""
    one, other, size, other_size = (side.copy() for side in (gaps.one, gaps.other, gaps.size, gaps.other_size))
    start, other_start = corpus.start[gaps.unit], corpus.start[gaps.partner]
    left = np.arange(len(one))
    while len(left := left[(size[left] > 1) & (other_size[left] > 1)]):
        codes = (corpus.code[start[left] + one[left]], corpus.code[other_start[left] + other[left]])
        left = left[np.bitwise_and(*(corpus.kind[code] for code in codes)) & Kind.FUNCTION != 0]
        one[left] += 1
        other[left] += 1
        size[left] -= 1
        other_size[left] -= 1
    return Gaps(gaps.row, gaps.unit, gaps.partner, one, other, size, other_size)


def _tells(corpus: Corpus, gaps: Gaps) -> Flags:
    """Whether other words are other content, rather than another spelling or small word."""
    start, other_start = gaps.starts(corpus)
    found = _has_content(corpus, start, gaps.size) & _has_content(corpus, other_start, gaps.other_size)
    found &= ~have_mark(corpus, gaps)
    lone = np.flatnonzero((gaps.size == 1) & (gaps.other_size == 1))
    found[lone] = changes(corpus, corpus.code[start[lone]], corpus.code[other_start[lone]]) >= REPLACED
    return found


def _are_wide(corpus: Corpus, gaps: Gaps) -> Flags:
    """Whether several content words stand for several, the first and last of which are no spellings of each other."""
    found = (gaps.size > 1) & (gaps.other_size > 1)
    some = gaps.where(found)
    size, other_size = some.size, some.other_size
    start, other_start = some.starts(corpus)
    are_wide = (
        ~have_mark(corpus, some)
        & (_n_content(corpus, start, size) > 1)
        & (_n_content(corpus, other_start, other_size) > 1)
    )
    for words in ((start, other_start), (start + size - 1, other_start + other_size - 1)):
        are_wide &= changes(corpus, *(corpus.code[place] for place in words)) >= REPLACED
    found[found] = are_wide
    return found


def _n_content(corpus: Corpus, start: Ints, n_words: Ints) -> Ints:
    """How many content words there are among some words."""
    found = np.zeros(len(start), np.int64)
    for place in range(_MAX_WORDS):
        kind = corpus.kind[corpus.code.take(start + place, mode="clip")]
        found += (n_words > place) & ((kind & (Kind.FUNCTION | MARK)) == 0)
    return found


def are_spellings(corpus: Corpus, gaps: Gaps) -> Flags:
    """Whether one word is another spelling of one."""
    start, other_start = gaps.starts(corpus)
    found = np.zeros(len(gaps.row), bool)
    lone = np.flatnonzero((gaps.size == 1) & (gaps.other_size == 1))
    found[lone] = changes(corpus, corpus.code[start[lone]], corpus.code[other_start[lone]]) == MISSPELT
    return found


def _has_content(corpus: Corpus, start: Ints, n_words: Ints) -> Flags:
    """Whether there is a content word among some words."""
    return _any_kind(corpus, start, n_words, Kind.FUNCTION | MARK, is_without=True)


def have_mark(corpus: Corpus, gaps: Gaps) -> Flags:
    """Whether words were left out or put in on either side."""
    start, other_start = gaps.starts(corpus)
    sides = ((start, gaps.size), (other_start, gaps.other_size))
    found: Flags = np.logical_or.reduce([_any_kind(corpus, *side, MARK, is_without=False) for side in sides])
    return found


def _any_kind(corpus: Corpus, start: Ints, n_words: Ints, kinds: int, *, is_without: bool) -> Flags:
    """Whether any of some words has one of some kinds, or has none of them."""
    found = np.zeros(len(start), bool)
    for place in range(_MAX_WORDS):
        kind = corpus.kind[corpus.code.take(start + place, mode="clip")]
        found |= (n_words > place) & (((kind & kinds) == 0) == is_without)
    return found


def _folded(corpus: Corpus, start: Ints, n_words: Ints) -> ShortHashes:
    """A hash of some words, of few enough bits to stand beside another number."""
    found = np.zeros(len(start), np.uint64)
    for place in range(_MAX_WORDS):
        inside = np.flatnonzero(n_words > place)
        found[inside] = found[inside] * MULTIPLIER + corpus.hashes[corpus.code[start[inside] + place]]
    return (found >> np.uint64(_WORD_BITS)).astype(np.uint32)
