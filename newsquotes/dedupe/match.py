"""Verdicts on many pairs at once: containment, single edits, omissions and cuts, seen as bits.

A corpus and `Places` in, `Verdicts` out. For each place the agreement of the two texts is a 64-bit number: bit i says
whether word i of the shorter text stands at i + shift in the longer one. What two places cannot explain is left open
for `align`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from newsquotes.dedupe.align import (
    MIN_SHORT_SKIP_FLANK,
    MIN_SKIP_FLANK,
    MISSPELT_COST,
    Verdict,
    are_misspellings,
    is_misprint,
    is_misspelling,
    is_name_variant,
)
from newsquotes.dedupe.candidates import Places, pair_begins, words_of_runs
from newsquotes.dedupe.config import DedupeConfig
from newsquotes.dedupe.normalise import Flags, Ints, flat_ranges
from newsquotes.dedupe.ordering import places_of, sorted_once
from newsquotes.dedupe.vocabulary import MARK, Corpus, Hashes, Kind, Small, contradict, contradicting

Codes = npt.NDArray[np.uint32]
Costs = npt.NDArray[np.float32]
Final = npt.NDArray[np.int8]

OPEN = 2
_BITS = 64
_ALL = np.uint64(0xFFFFFFFFFFFFFFFF)
_ONE = np.uint64(1)
_CELLS = 1 << 18
_PLACES_AT_ONCE = 300_000
_MAX_SUBSTITUTIONS = 3
_NEAR_SHIFTS = (-2, -1, 1, 2)
_MAX_INSERTION = 6
_MAX_CONTRADICTION = 0.1
_MIN_MATCHED = 3
_MIN_AGREEING = 0.6
_MIN_AGREEING_SHORT = 0.8
_SHORT = 14
_FEW_CONTENT = 12
_MIN_AT_BEST = 1 / 3
_MIN_AT_BEST_SHORT = 0.45


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The verdict on each pair of units (shorter, longer), and how many words agree."""

    one: Small
    other: Small
    verdict: npt.NDArray[np.int8]
    matched: Small

    def __len__(self) -> int:
        return len(self.one)

    @property
    def columns(self) -> tuple[npt.NDArray[Any], ...]:
        """The four arrays."""
        return self.one, self.other, self.verdict, self.matched

    def where(self, kept: Flags | Ints) -> "Verdicts":
        """The pairs that `kept` marks or numbers."""
        rows = places_of(kept)
        return Verdicts(*(column.take(rows) for column in self.columns))


_NO_WORDS = np.zeros(0, np.int32)
_NOTHING = Verdicts(_NO_WORDS, _NO_WORDS, np.zeros(0, np.int8), _NO_WORDS)


@dataclass(frozen=True, slots=True)
class Agreement:
    """For each place which words agree (bits), and the range of the shorter text that lies within the longer one."""

    bits: Hashes
    begin: Small
    end: Small

    @property
    def size(self) -> Small:
        """Words in the range."""
        return self.end - self.begin

    @property
    def head(self) -> Small:
        """Words that agree at the beginning of the range."""
        return np.minimum(_trailing_ones(self.bits >> self.begin.astype(np.uint64)), self.size)

    @property
    def tail(self) -> Small:
        """Words that agree at the end of the range."""
        shifted = self.bits << (np.uint64(_BITS) - np.maximum(self.end, 1).astype(np.uint64))
        return np.minimum(_leading_ones(shifted), self.size)


def verdicts_on(corpus: Corpus, places: Places, config: DedupeConfig) -> Verdicts:
    """A verdict on each pair of `places`, part by part."""
    begins = np.append(pair_begins(places), len(places))
    cuts = np.unique(np.append(begins[np.searchsorted(begins, range(0, len(places), _PLACES_AT_ONCE))], len(places)))
    parts = [_verdicts(corpus, places.between(low, high), config) for low, high in pairwise(cuts.tolist())]
    return joined(parts)


def joined(parts: Sequence[Verdicts]) -> Verdicts:
    """The verdicts of all parts."""
    columns = zip(_NOTHING.columns, *(part.columns for part in parts), strict=True)
    return Verdicts(*map(np.concatenate, columns))


def _verdicts(corpus: Corpus, places: Places, config: DedupeConfig) -> Verdicts:
    """A verdict on each pair of `places`."""
    first = pair_begins(places)
    found = agreement(corpus, places)
    ranked = _ranked(*_judged_in_place(corpus, places, found, config))
    best = np.maximum.reduceat(ranked, first)
    one, other = places.one[first], places.other[first]
    verdict, matched = _unranked(best)
    verdict[(verdict == OPEN) & _hardly_agrees(corpus, one, other, matched)] = Verdict.UNRELATED
    left = np.flatnonzero(verdict == OPEN)
    more = _with_more_places(corpus, places, found, first, left)
    verdict[left], matched[left] = _judged_between(corpus, more, config)
    hopeless = (verdict == OPEN) & ~_is_promising(corpus, one, other, matched, config)
    verdict[hopeless] = Verdict.UNRELATED
    left = np.flatnonzero(verdict != Verdict.UNRELATED)
    verdict[left[_says_too_little(corpus, places, found, first, left, config)]] = Verdict.UNRELATED
    return Verdicts(one, other, verdict, matched)


def _says_too_little(
    corpus: Corpus, places: Places, found: Agreement, first: Ints, pairs: Ints, config: DedupeConfig
) -> Flags:
    """Marks those of some pairs whose shorter text has too few content words to be more than a phrase that all use.

    A text that is word for word the beginning or the end of the other needs fewer, for so does a cut leave it, and so
    does one that is the whole other but for a word or two. The words of stock phrases say nothing: the more texts there
    are, the more runs of words are in too many of them.
    """
    n_one, n_other = corpus.length.take(places.one), corpus.length.take(places.other)
    at_an_end = (places.shift == 0) | (places.shift == n_other - n_one)
    agreeing = _n_bits(found.bits)
    needs_fewer = at_an_end & (agreeing >= config.min_cut) & ((agreeing == n_one) | (n_other - n_one <= 1))
    needs_fewer = np.logical_or.reduceat(needs_fewer, first)[pairs]
    needed = np.where(needs_fewer, config.min_cut_content, config.min_content)
    too_little: Flags = _own_content(corpus, places.one[first[pairs]], config) < needed
    return too_little


def _own_content(corpus: Corpus, units: Small, config: DedupeConfig) -> Small:
    """Content words of each unit that stand in a run of words of its own, one that is no stock phrase.

    "A long way to go and no map" has such runs where two stock phrases meet, but "a long way to go and" has none.
    """
    own = corpus.n_content.take(units)
    rows = np.flatnonzero((corpus.stock.take(units) != 0) & (own <= _FEW_CONTENT))
    some, of_row = np.unique(units[rows], return_inverse=True)
    length = np.minimum(corpus.length.take(some), _BITS)
    n_runs = np.maximum(length - config.shingle_words + 1, 0)
    rare = ~corpus.stock.take(some) & _span(np.zeros_like(n_runs), n_runs)
    is_own = _flat_bits(words_of_runs(rare, config), length)
    inside, offsets = flat_ranges(corpus.start.take(some), corpus.start.take(some) + length)
    is_own &= (corpus.kind[corpus.code[inside]] & (MARK | Kind.FUNCTION)) == 0
    before = np.concatenate([np.zeros(1, np.int32), np.cumsum(is_own, dtype=np.int32)])
    own[rows] = (before[offsets[1:]] - before[offsets[:-1]])[of_row]
    return own


def _flat_bits(bits: Hashes, length: Small) -> Flags:
    """The lowest `length` bits of each number, one after the other."""
    place = flat_ranges(np.zeros(len(length), np.int64), length.astype(np.int64))[0]
    found: Flags = (np.repeat(bits, length) >> place.astype(np.uint64) & _ONE) != 0
    return found


def _ranked(verdict: npt.NDArray[np.int8], matched: Small) -> Ints:
    """One number for a verdict and its words: a verdict beats what is open, more words beat fewer."""
    known = (verdict != OPEN).astype(np.int64)
    ranked: Ints = known << 40 | matched.astype(np.int64) << 4 | (verdict.astype(np.int64) + 1)
    return ranked


def _unranked(ranked: Ints) -> tuple[npt.NDArray[np.int8], Small]:
    """Verdict and words from such a number."""
    return ((ranked & 15) - 1).astype(np.int8), (ranked >> 4 & 0xFFFFFFFF).astype(np.int32)


def agreement(corpus: Corpus, places: Places) -> Agreement:
    """Which words agree at each place; nothing agrees in texts too long for the bits."""
    n_one, n_other = corpus.length.take(places.one), corpus.length.take(places.other)
    begin = np.maximum(0, -places.shift)
    end = np.maximum(np.minimum(n_one, n_other - places.shift), begin)
    fits = n_one <= _BITS
    begin, end = np.where(fits, begin, 0).astype(np.int32), np.where(fits, end, 0).astype(np.int32)
    bits = np.zeros(len(places), np.uint64)
    row = int(np.searchsorted(-n_one, -_BITS))
    while row < len(places):
        width = max(1, int(n_one[row]))
        rows = slice(row, row + _CELLS // width)
        bits[rows] = _agreeing_bits(corpus, places.one[rows], places.other[rows], places.shift[rows], width)
        row += _CELLS // width
    return Agreement(bits & _span(begin, end), begin, end)


def _agreeing_bits(corpus: Corpus, one: Small, other: Small, shift: Small, width: int) -> Hashes:
    """The agreement of `width` words, with anything in the bits outside the texts."""
    left, right = (
        _word_rows(corpus.code, begin, width) for begin in (corpus.start.take(one), corpus.start.take(other) + shift)
    )
    packed = np.zeros((len(one), _BITS // 8), np.uint8)
    bits = np.packbits(left == right, axis=1, bitorder="little")
    packed[:, : bits.shape[1]] = bits
    return packed.view(np.uint64)[:, 0]


def _word_rows(code: Codes, begin: Ints, width: int) -> Codes:
    """A row of `width` words from each place on; anything stands for words beyond either end of `code`."""
    if len(code) < width:
        return code.take(begin[:, None] + np.arange(width), mode="clip")
    within = np.clip(begin, 0, len(code) - width)
    rows: Codes = np.lib.stride_tricks.sliding_window_view(code, width)[within]
    beyond = np.flatnonzero(within != begin)
    rows[beyond] = code.take(begin[beyond, None] + np.arange(width), mode="clip")
    return rows


def _span(begin: Small, end: Small) -> Hashes:
    """Bits from begin to end."""
    size = (end - begin).astype(np.uint64)
    ones = np.where(size > 0, _ALL >> (np.uint64(_BITS) - np.maximum(size, _ONE)), np.uint64(0))
    span: Hashes = np.left_shift(ones, np.minimum(begin, _BITS - 1).astype(np.uint64))
    return span


def _n_bits(bits: Hashes) -> Small:
    """How many bits are set."""
    counted: Small = np.bitwise_count(bits).astype(np.int32)
    return counted


def _trailing_ones(bits: Hashes) -> Small:
    """How many of the lowest bits are set."""
    zeros = ~bits
    found: Small = np.bitwise_count((zeros & (~zeros + _ONE)) - _ONE).astype(np.int32)
    return found


def _leading_ones(bits: Hashes) -> Small:
    """How many of the highest bits are set."""
    zeros = ~bits
    for step in (1, 2, 4, 8, 16, 32):
        zeros |= zeros >> np.uint64(step)
    return _BITS - np.bitwise_count(zeros).astype(np.int32)


def _judged_in_place(
    corpus: Corpus, places: Places, found: Agreement, config: DedupeConfig
) -> tuple[npt.NDArray[np.int8], Small]:
    """Verdicts on places where the texts agree but for single words that stand for others."""
    matched = _n_bits(found.bits)
    missing = found.size - matched
    lone = ~found.bits & _span(found.begin, found.end)
    verdict = np.full(len(places), OPEN, np.int8)
    span = (found.begin, found.end, places.shift, places.shift)
    distinctive = _n_bits(found.bits & ~words_of_runs(corpus.stock.take(places.one), config))
    enough = _overlaps_enough(corpus, places, span, matched, distinctive, missing > 0, config)
    verdict[enough & (missing == 0)] = Verdict.SAME
    _set_apart_outer_negations(corpus, places, span, verdict)
    apart = (lone & (lone >> _ONE)) == 0
    few = (missing <= _MAX_SUBSTITUTIONS) & (MISSPELT_COST * missing <= _allowed(matched, config)) & apart
    rows = np.flatnonzero(enough & (missing > 0) & few)
    if len(rows):
        verdict[rows] = _judged_substitutions(corpus, places, rows, lone[rows], matched[rows], found.bits[rows], config)
    return verdict, matched


def _set_apart_outer_negations(
    corpus: Corpus, pairs: Places, span: tuple[Small, Small, Small, Small], verdict: npt.NDArray[np.int8]
) -> None:
    """Changes the verdict where the first or last word of the longer text is a negation that the other leaves out.

    "Never will we sell" contradicts "will we sell", and "they could not" "they could". "We came with no" is no printing
    of "we came with" either, but both may be cut from "we came with no plan". `span` is as in `_overlaps_enough`.
    """
    rows = np.flatnonzero(verdict == Verdict.SAME)
    begin, end, first_shift, last_shift = (side[rows] for side in span)
    one, other = pairs.one[rows], pairs.other[rows]
    at_begin = (begin == 0) & (first_shift == 1)
    at_end = (end == corpus.length.take(one)) & (corpus.length.take(other) - end - last_shift == 1)
    ends = (corpus.start.take(other), corpus.start.take(other) + corpus.length.take(other) - 1)
    first, last = (corpus.kind[corpus.code[place]] for place in ends)
    negates = (at_begin & ((first & Kind.NEGATION) != 0)) | (at_end & ((last & Kind.NEGATION) != 0))
    dangles = at_end & ((last & Kind.LEADING) != 0)
    contradicts = ~dangles & (corpus.length.take(other) - corpus.length.take(one) <= 1)
    verdict[rows[negates]] = np.where(contradicts[negates], Verdict.DIFFERENT, Verdict.UNRELATED)


def _judged_substitutions(
    corpus: Corpus,
    places: Places,
    rows: Ints,
    lone: Hashes,
    matched: Small,
    bits: Hashes,
    config: DedupeConfig,
) -> npt.NDArray[np.int8]:
    """Verdicts on places where a few lone words stand for others.

    A contradiction at the outermost word of one text, where the other goes on, sets no two texts apart for good: the
    other may have been cut there. It only joins nothing. Nor is a content word there a small change of a small word:
    "I believe in lions" and "I believe in the sea" go different ways. Where all that agrees is stock, another content
    word makes another sentence. `bits` say which words agree.
    """
    cost, worst = np.zeros(len(rows), np.float32), np.zeros(len(rows), np.int8)
    is_inner = np.zeros(len(rows), bool)
    lone = lone.copy()
    while (left := np.flatnonzero(lone)).size:
        lowest = lone[left] & (~lone[left] + _ONE)
        place = np.bitwise_count(lowest - _ONE).astype(np.int64)
        lone[left] ^= lowest
        at = rows[left]
        one = corpus.code[corpus.start[places.one[at]] + place]
        other = corpus.code[corpus.start[places.other[at]] + places.shift[at] + place]
        change = changes(corpus, one, other)
        surrounded = _is_surrounded(corpus, places, at, place)
        one_has_content = ((corpus.kind[one] ^ corpus.kind[other]) & Kind.FUNCTION) != 0
        change[(change != _FREE) & (change <= _SLIGHT) & ~surrounded & one_has_content] = REPLACED
        cost[left] += _COSTS[change]
        worst[left] = np.maximum(worst[left], change)
        is_inner[left] |= (change == _CONTRARY) & surrounded
    agreeing = matched - _n_marks(corpus, places.one[rows])
    is_cut = (worst == _CONTRARY) & ~is_inner
    is_whole = _differ_in_one_word(corpus, places, rows, cost, matched)
    needed = np.where(is_whole, config.min_reworded_whole, config.min_reworded)
    verdict = _verdict(cost, worst, matched, agreeing, is_cut, config, needed)
    is_other = np.flatnonzero((worst == REPLACED) & (verdict == Verdict.SAME))
    n_own = _n_own_words(corpus, places.one[rows[is_other]], bits[is_other], config)
    has_few = (n_own < config.min_overlap) & ~is_whole[is_other]
    verdict[is_other] = np.where(has_few, Verdict.UNRELATED, Verdict.REWORDED)
    verdict[is_cut & (cost == 1) & _has_one_word_more(corpus, places, rows)] = OPEN
    return verdict


def _differ_in_one_word(corpus: Corpus, places: Places, rows: Ints, cost: Costs, matched: Small) -> Flags:
    """Marks the places where one word stands for another and all else is the same, from the first word to the last.

    Not among texts with a mark, which stands for words that are not there.
    """
    one, other = places.one[rows], places.other[rows]
    n_one, n_other = corpus.length.take(one), corpus.length.take(other)
    is_plain = (n_one == n_other) & (corpus.n_words.take(one) == n_one) & (corpus.n_words.take(other) == n_other)
    found: Flags = (places.shift[rows] == 0) & is_plain & (matched == n_one - 1) & (cost == 1)
    return found


def _n_own_words(corpus: Corpus, units: Small, agreeing: Hashes, config: DedupeConfig) -> Small:
    """How many agreeing words of units stand in a whole run of them without marks, and in no stock phrase.

    A few words between two marks, or between a mark and a word that stands for another one, are in no stock phrase only
    because they are fewer than such phrases have.
    """
    words = agreeing & ~_marks(corpus, units)
    begins = words.copy()
    for place in range(1, config.shingle_words):
        begins &= words >> np.uint64(place)
    return _n_bits(words_of_runs(begins, config) & ~words_of_runs(corpus.stock.take(units), config))


def _marks(corpus: Corpus, units: Small) -> Hashes:
    """A bit for each of the first 64 words of units that is a mark."""
    found = np.zeros(len(units), np.uint64)
    rows = np.flatnonzero(_n_marks(corpus, units))
    start, length = corpus.start[units[rows]], np.minimum(corpus.length[units[rows]], _BITS).astype(np.int64)
    inside, offsets = flat_ranges(start, start + length)
    marks = np.flatnonzero(corpus.kind[corpus.code[inside]] & MARK)
    of_row = np.searchsorted(offsets, marks, side="right") - 1
    np.bitwise_or.at(found, rows[of_row], _ONE << (marks - offsets[of_row]).astype(np.uint64))
    return found


def _has_one_word_more(corpus: Corpus, places: Places, rows: Ints) -> Flags:
    """Marks the places where the longer text has one word more and an end in common: it may have a word put in.

    "We could answer" against "we could not answer": no word stands for another one, `not` was put in before the last.
    """
    one_more = corpus.length[places.other[rows]] - corpus.length[places.one[rows]] == 1
    found: Flags = one_more & ((places.shift[rows] == 0) | (places.shift[rows] == 1))
    return found


def _is_surrounded(corpus: Corpus, places: Places, rows: Ints, place: Ints) -> Flags:
    """Whether both texts have words on both sides of a word of the shorter one, or begin or end with it together."""
    one, other = places.one[rows], places.other[rows]
    before, other_before = place, place + places.shift[rows]
    after, other_after = corpus.length.take(one) - 1 - before, corpus.length.take(other) - 1 - other_before
    found: Flags = ((before > 0) == (other_before > 0)) & ((after > 0) == (other_after > 0))
    return found


_FREE, MISSPELT, _SLIGHT, REPLACED, _CONTRARY = range(5)
_COSTS = np.array([0.0, MISSPELT_COST, 1.0, 1.0, 1.0], np.float32)


def _verdict(
    cost: Costs,
    worst: npt.NDArray[np.int8],
    matched: Small,
    agreeing: Small,
    is_cut: Flags,
    config: DedupeConfig,
    needed: Ints | int,
) -> npt.NDArray[np.int8]:
    """The verdict, given how many words differ among those that agree, and how much the worst of them changes.

    `matched` counts marks that agree as well, `agreeing` surely none; so many as `needed` of these must agree before a
    content word may stand for another one.
    """
    verdict = np.full(len(cost), Verdict.SAME, np.int8)
    verdict[(worst == REPLACED) & (agreeing < needed)] = Verdict.UNRELATED
    verdict[(worst == _SLIGHT) & (agreeing < config.min_edited)] = Verdict.UNRELATED
    verdict[cost > _allowed(matched, config)] = OPEN
    nearly_all = (cost <= np.maximum(1, _MAX_CONTRADICTION * matched)) & ~is_cut
    return np.where(worst == _CONTRARY, np.where(nearly_all, Verdict.DIFFERENT, Verdict.UNRELATED), verdict).astype(
        np.int8
    )


def _allowed(matched: Small, config: DedupeConfig) -> Costs:
    """Words that may differ when so many agree."""
    allowed: Costs = np.maximum(1.0, config.max_edits * matched).astype(np.float32)
    return allowed


def _n_marks(corpus: Corpus, unit: Small) -> Small:
    """The marks in each unit."""
    return corpus.length.take(unit) - corpus.n_words.take(unit)


def changes(corpus: Corpus, one: Codes, other: Codes) -> npt.NDArray[np.int8]:
    """How much it changes when one word stands for another; each distinct pair of words is looked at once."""
    packed = one.astype(np.int64) << 32 | other
    pairs = sorted_once(packed)
    left, right = pairs >> 32, pairs & 0xFFFFFFFF
    kinds = corpus.kind[left], corpus.kind[right]
    is_plain = (kinds[0] | kinds[1]) == 0
    found = np.empty(len(pairs), np.int8)
    found[is_plain] = _changes_of_words(*(_words(corpus, codes[is_plain]) for codes in (left, right)))
    words = (_words(corpus, codes[~is_plain]) for codes in (left, right))
    bits = (kind[~is_plain].tolist() for kind in kinds)
    found[~is_plain] = [_change(*both) for both in zip(*words, *bits, strict=True)]
    return found[np.searchsorted(pairs, packed)]


def _words(corpus: Corpus, codes: Ints) -> list[str]:
    """The words of some numbers."""
    return [corpus.words[code] for code in codes.tolist()]


def _changes_of_words(one: list[str], other: list[str]) -> npt.NDArray[np.int8]:
    """How much it changes when words stand for others, none of them a number, a name, a mark or a small word."""
    found = np.where(are_misspellings(one, other), MISSPELT, REPLACED).astype(np.int8)
    found[contradicting(one, other)] = _CONTRARY
    return found


def _change(one: str, other: str, kind: int, other_kind: int) -> int:
    """How much it changes when one word stands for another, `kind` and `other_kind` being their bits."""
    either = kind | other_kind
    if either & Kind.ELLIPSIS:
        return _FREE
    if either & Kind.INSERTION:
        return _CONTRARY if either & Kind.NEGATION else _FREE
    if is_misprint(one, other, kind, other_kind):
        return MISSPELT
    if either & Kind.NUMBER:
        return _CONTRARY
    if either & Kind.NAME and not is_name_variant(one, other):
        return _CONTRARY
    if contradict(one, other):
        return _CONTRARY
    if is_misspelling(one, other):
        return MISSPELT
    return _CONTRARY if either & Kind.NEGATION else _SLIGHT if either & Kind.FUNCTION else REPLACED


def _overlaps_enough(
    corpus: Corpus,
    pairs: Places,
    span: tuple[Small, Small, Small, Small],
    matched: Small,
    distinctive: Small,
    differs: Flags,
    config: DedupeConfig,
) -> Flags:
    """Whether enough words agree for the way in which the texts overlap.

    `span` says at which words of the shorter text the match begins and ends, and the shift at either place. Where words
    differ, part of a text takes more words than the whole. `distinctive` are the agreeing words that are no stock
    phrase: only they count where each text goes on without the other.
    """
    begin, end, first_shift, last_shift = span
    n_one, n_other = corpus.length.take(pairs.one), corpus.length.take(pairs.other)
    after, other_after = n_one - end, n_other - end - last_shift
    within = (begin == 0) & (after == 0)
    around = (begin + first_shift == 0) & (other_after == 0)
    closed = (np.abs(first_shift) <= 1) & (np.abs(after - other_after) <= 1)
    floor = np.maximum(_MIN_MATCHED, np.minimum(config.min_overlap, corpus.n_words.take(pairs.one) - 1))
    floor = np.where(differs & ~closed, np.maximum(floor, config.min_edited), floor)
    dovetail = np.maximum(config.min_dovetail, config.min_dovetail_share * n_one)
    needed = np.where(within | around, floor, config.min_overlap)
    enough: Flags = np.where(within | around | closed, matched >= needed, distinctive >= dovetail)
    return enough


def _with_more_places(corpus: Corpus, places: Places, found: Agreement, first: Ints, pairs: Ints) -> Places:
    """The places of some pairs, those next to their best one, and those where both texts begin or end together."""
    last = np.append(first[1:], len(places))
    inside, offsets = flat_ranges(first[pairs], last[pairs])
    agreeing = np.bitwise_count(found.bits[inside]).astype(np.int64)
    best = inside[_best_in_range(agreeing, offsets)] if len(pairs) else inside
    one, other, shift = places.one[first[pairs]], places.other[first[pairs]], places.shift[best]
    together = (np.zeros_like(shift), corpus.length.take(other) - corpus.length.take(one))
    shifts = [places.shift[inside], *(shift + near for near in _NEAR_SHIFTS), *together]
    number = np.concatenate(
        [np.repeat(np.arange(len(pairs)), np.diff(offsets)), *[np.arange(len(pairs))] * (len(shifts) - 1)]
    )
    packed = sorted_once(number << 32 | (np.concatenate(shifts).astype(np.int64) + (1 << 20)))
    number = packed >> 32
    return Places(one[number], other[number], ((packed & 0xFFFFFFFF) - (1 << 20)).astype(np.int32))


def _best_in_range(values: Ints, offsets: Ints) -> Ints:
    """The position of the largest value in each range between neighbouring offsets, the first of equals."""
    ranked = values << 32 | (0xFFFFFFFF - np.arange(len(values)))
    return 0xFFFFFFFF - (np.maximum.reduceat(ranked, offsets[:-1]) & 0xFFFFFFFF)


def _judged_between(corpus: Corpus, places: Places, config: DedupeConfig) -> tuple[npt.NDArray[np.int8], Small]:
    """Verdicts on pairs of which the beginning agrees at one place and the end at another."""
    if not len(places):
        return np.zeros(0, np.int8), np.zeros(0, np.int32)
    found = agreement(corpus, places)
    offsets = np.append(pair_begins(places), len(places))
    front = _best_in_range(found.head.astype(np.int64), offsets)
    back = _best_in_range(found.tail.astype(np.int64), offsets)
    pairs = Places(places.one[front], places.other[front], places.shift[front])
    first_shift, last_shift = places.shift[front], places.shift[back]
    begin, end = found.begin[front], found.end[back]
    stop = np.minimum(begin + found.head[front], end)
    resume = np.maximum(np.maximum(end - found.tail[back], stop), stop + first_shift - last_shift)
    matched = (stop - begin) + np.maximum(0, end - resume)
    flank = np.minimum(stop - begin, end - resume)
    own = np.clip([stop, resume], 0, corpus.length.take(pairs.one))
    theirs = np.clip([stop + first_shift, resume + last_shift], 0, corpus.length.take(pairs.other))
    theirs[1] = np.maximum(theirs[1], theirs[0])
    n_own, n_theirs = own[1] - own[0], theirs[1] - theirs[0]
    has_two_ends = (end > begin) & (flank >= 1) & (first_shift != last_shift) & (np.minimum(n_own, n_theirs) <= 1)
    own_bits, theirs_bits = (
        _kinds_between(corpus, side, span[0], np.where(has_two_ends, span[1], span[0]))
        for side, span in ((pairs.one, own), (pairs.other, theirs))
    )
    bits, total = own_bits | theirs_bits, n_own + n_theirs
    lone = np.where(n_own == 1, own_bits, 0) | np.where(n_theirs == 1, theirs_bits, 0)
    marked = (lone & Kind.ELLIPSIS) != 0
    marked |= ((lone & Kind.INSERTION) != 0) & (total <= _MAX_INSERTION) & ((bits & Kind.NEGATION) == 0)
    negates = (bits & Kind.NEGATION) != 0
    few = (total == config.min_skip - 1) & (flank >= MIN_SHORT_SKIP_FLANK) & ~negates
    long = (total >= config.min_skip) & (flank >= MIN_SKIP_FLANK)
    cut = ~marked & (np.minimum(n_own, n_theirs) == 0) & (few | long)
    added = ~marked & ~cut & (np.minimum(n_own, n_theirs) == 0)
    worst = np.where(added & negates, _CONTRARY, _FREE).astype(np.int8)
    verdict = _verdict(
        np.where(added, total, 0).astype(np.float32), worst, matched, matched, cut, config, config.min_reworded
    )
    verdict[added & ~negates & ((bits & Kind.NUMBER) != 0)] = Verdict.UNRELATED
    _set_apart_outer_negations(corpus, pairs, (begin, end, first_shift, last_shift), verdict)
    is_known = has_two_ends & (marked | cut | added)
    span = (begin, end, first_shift, last_shift)
    agrees = _span(begin, stop) | _span(resume, np.maximum(resume, end))
    distinctive = _n_bits(agrees & ~words_of_runs(corpus.stock.take(pairs.one), config))
    enough = _overlaps_enough(corpus, pairs, span, matched, distinctive, added, config)
    agreeing = np.maximum.reduceat(_n_bits(found.bits), offsets[:-1])
    verdict = np.where(is_known & enough, verdict, OPEN).astype(np.int8)
    return verdict, np.where(verdict == OPEN, np.maximum(matched, agreeing), matched).astype(np.int32)


def _kinds_between(corpus: Corpus, unit: Small, begin: Small, end: Small) -> npt.NDArray[np.uint8]:
    """The bits of all words from `begin` to `end` of each unit."""
    start = corpus.start.take(unit)
    inside, offsets = flat_ranges(start + begin, start + end)
    bits = np.append(corpus.kind[corpus.code[inside]], np.uint8(0))
    found = np.bitwise_or.reduceat(bits, offsets[:-1])
    return np.where(end > begin, found, np.uint8(0)).astype(np.uint8)


def _hardly_agrees(corpus: Corpus, one: Small, other: Small, matched: Small) -> Flags:
    """Whether so few words agree at the best place that one more place cannot make the texts the same."""
    needed = np.where(_is_short(corpus, one, other), _MIN_AT_BEST_SHORT, _MIN_AT_BEST) * corpus.n_words.take(one)
    hopeless: Flags = (matched < needed) & (corpus.length.take(one) <= _BITS)
    return hopeless


def _is_promising(corpus: Corpus, one: Small, other: Small, matched: Small, config: DedupeConfig) -> Flags:
    """Whether so many words agree that an alignment may find the texts the same."""
    n_one = corpus.n_words.take(one)
    agreeing = np.where(_is_short(corpus, one, other), _MIN_AGREEING_SHORT, _MIN_AGREEING) * n_one
    needed = np.minimum(n_one - 1, np.maximum(config.min_overlap, agreeing))
    too_long = corpus.length.take(one) > _BITS
    promising: Flags = (matched >= needed) | too_long
    return promising


def _is_short(corpus: Corpus, one: Small, other: Small) -> Flags:
    """Marks the pairs of a short text and another, both without marks.

    If they are the same, nearly all of the short text agrees at one place, or at two between which a cut lies.
    """
    n_one, n_other = corpus.n_words.take(one), corpus.n_words.take(other)
    short: Flags = (n_one <= _SHORT) & (corpus.length.take(one) == n_one) & (corpus.length.take(other) == n_other)
    return short
