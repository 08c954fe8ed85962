"""Slots: the places of a sentence that is said many times, with other words there each time.

Verdicts on pairs in, verdicts out in which no pair is `REWORDED` any more. One word that stands for another makes a
misquotation of a statement. Where texts that agree otherwise have four different words or more in one place, and none
of these is the word of most, the words are no slips: "in Orle we will build a school", "… a mill", "… a chapel" are so
many promises. So are "a new school", "a cheap mill", "a quiet chapel", however many print one of them: no slip of the
pen exchanges several content words. Such texts are not the same; what lacks the words there is a fragment of each.

What decides on a pair are only pairs that a chain of `cluster.is_linked` ones reaches, and those that contradict these.
"""

from dataclasses import dataclass, fields
from typing import cast

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import LCSseq, Levenshtein

from newsquotes.dedupe.align import NEARLY_EQUAL, Verdict
from newsquotes.dedupe.candidates import Places
from newsquotes.dedupe.match import MISSPELT, REPLACED, Verdicts, agreement, changes
from newsquotes.dedupe.normalise import Flags, Ints, flat_ranges
from newsquotes.dedupe.ordering import begins_run, components, places_of, sorted_once
from newsquotes.dedupe.pairs import Final
from newsquotes.dedupe.vocabulary import MARK, MULTIPLIER, Corpus, Kind

Lacking = npt.NDArray[np.int8]

NEITHER, ONE, OTHER = 0, 1, 2
"""Which text of a pair lacks what the other one has in a slot."""

_MIN_FILLINGS = 4
_MOST_OF_ONE = 0.5
"""Share of the texts that may have one of the words of a slot."""

_MIN_HELD = 2
_MOST_OF_ONE_OF_SEVERAL = 0.9
"""The same where so many of the words are held, as slips of the pen hardly are. Where several content words stand for
several, no share counts, and fewer fillings are enough if so many are held: that is not how the pen slips."""

_HELD = 2
"""Words that stand in so many texts are held."""

_FEW_HOLDERS = 5
"""So many texts that have the same words are sought at first: they show most slips for what they are."""

_SIGHTS = 4
"""What each exchange tells: the words of either text in its place, and the other's there."""

_MAX_WORDS = 4
_MAX_LONE = 4
_MAX_LONE_SHARE = 0.2
_BITS = 64
_ONE = np.uint64(1)
_PLACE_BITS = 32
_PLACES = (1 << _PLACE_BITS) - 1


def settle_rewordings(corpus: Corpus, verdicts: Verdicts, final: Final) -> tuple[Final, Lacking]:
    """The final verdicts with each rewording decided, and which text of each pair lacks a slot of the other."""
    final, lacking = final.copy(), np.full(len(final), NEITHER, np.int8)
    told = np.flatnonzero((final == Verdict.REWORDED) | (final == Verdict.DIFFERENT))
    gaps = _gaps(corpus, _runs(corpus, verdicts, told))
    refused = np.zeros(len(final), bool)
    refused[_rows_of_other_fillings(corpus, gaps)] = True
    gaps = gaps.where(_may_be_slots(final, _exchanged(corpus, gaps)))
    exchanged = _exchanged(corpus, gaps.where(_tells(corpus, gaps)))
    slots = _slots(corpus, verdicts, final, exchanged)
    in_slot = np.isin(exchanged.place_of_one, slots) | np.isin(exchanged.place_of_other, slots)
    refused[exchanged.row[in_slot]] = True
    final[refused & (final == Verdict.REWORDED)] = Verdict.UNRELATED
    final[final == Verdict.REWORDED] = Verdict.SAME
    if len(slots):
        asked = _rows_of(verdicts, np.flatnonzero(final == Verdict.SAME), slots)
        runs = _runs(corpus, verdicts, sorted_once(asked.row))
        is_missing = _places_in_other(corpus, runs, asked) < 0
        lacking[asked.row[is_missing & asked.is_other]] |= ONE
        lacking[asked.row[is_missing & ~asked.is_other]] |= OTHER
        final[asked.row[_is_exchanged(corpus, runs, asked)]] = Verdict.UNRELATED
        final[lacking == ONE | OTHER] = Verdict.UNRELATED
    return final, lacking


@dataclass(frozen=True, slots=True)
class _Spans:
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
class _Gaps(_Spans):
    """Words that stand for each other in pairs: `other_size` of them in `partner`."""

    other_size: Ints

    def where(self, kept: Flags) -> "_Gaps":
        """The gaps that are marked."""
        rows = places_of(kept)
        return _Gaps(*(getattr(self, field.name)[rows] for field in fields(self)))


@dataclass(frozen=True, slots=True)
class _Exchanged:
    """Words that stand for each other in the pairs of some rows: where, as `_numbered`, and a hash of the words."""

    row: Ints
    place_of_one: Ints
    place_of_other: Ints
    words_of_one: Ints
    words_of_other: Ints
    is_wide: Flags


@dataclass(frozen=True, slots=True)
class _Asked:
    """Places in either text of the pairs of some rows."""

    row: Ints
    is_other: Flags
    place: Ints

    def first_of_each(self, at_most: int) -> "_Asked":
        """`at_most` so many rows for each place, the first ones."""
        order = np.argsort(self.place, kind="stable")
        begin = np.flatnonzero(begins_run(self.place[order]))
        rank = np.arange(len(order)) - np.repeat(begin, np.diff(np.append(begin, len(order))))
        return self._where(np.sort(order[rank < at_most]))

    def without(self, exchanged: _Exchanged) -> "_Asked":
        """Those in which the words at the place are not exchanged."""
        places = (exchanged.place_of_one, exchanged.place_of_other)
        known = np.concatenate([_side(exchanged.row, side, place) for side, place in enumerate(places)])
        return self._where(np.flatnonzero(~np.isin(_side(self.row, self.is_other, self.place), known)))

    def _where(self, kept: Ints) -> "_Asked":
        return _Asked(self.row[kept], self.is_other[kept], self.place[kept])


def _numbered(unit: Ints, place: Ints) -> Ints:
    """One number for a place in a unit, or for what is met in a family."""
    found: Ints = unit.astype(np.int64) << _PLACE_BITS | place
    return found


def _side(row: Ints, is_other: Flags | int, place: Ints) -> Ints:
    """One number for a place in one of the texts of a row."""
    return _numbered(row << 1 | is_other, place & _PLACES)


def _runs(corpus: Corpus, verdicts: Verdicts, rows: Ints) -> _Spans:
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
    order = np.argsort(_numbered(row, begin))
    row = row[order]
    unit, partner = verdicts.one[row].astype(np.int64), verdicts.other[row].astype(np.int64)
    return _Spans(row, unit, partner, begin[order], other_begin[order], size[order])


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


def _gaps(corpus: Corpus, runs: _Spans) -> _Gaps:
    """The words that stand for each other between two runs that agree, and just outside the first and the last run."""
    if not len(runs.row):
        return _Gaps(runs.row, runs.row, runs.row, runs.one, runs.other, runs.size, runs.size)
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
    return _without_small_words(corpus, _Gaps(runs.row[which], runs.unit[which], runs.partner[which], *spans))


def _without_small_words(corpus: Corpus, gaps: _Gaps) -> _Gaps:
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
    return _Gaps(gaps.row, gaps.unit, gaps.partner, one, other, size, other_size)


def _exchanged(corpus: Corpus, gaps: _Gaps) -> _Exchanged:
    """The words that stand for each other in gaps."""
    start, other_start = corpus.start[gaps.unit] + gaps.one, corpus.start[gaps.partner] + gaps.other
    return _Exchanged(
        gaps.row,
        _numbered(gaps.unit, gaps.one),
        _numbered(gaps.partner, gaps.other),
        _folded(corpus, start, gaps.size),
        _folded(corpus, other_start, gaps.other_size),
        _are_wide(corpus, gaps),
    )


def _tells(corpus: Corpus, gaps: _Gaps) -> Flags:
    """Whether other words are other content, rather than another spelling or small word."""
    start, other_start = corpus.start[gaps.unit] + gaps.one, corpus.start[gaps.partner] + gaps.other
    found = _has_content(corpus, start, gaps.size) & _has_content(corpus, other_start, gaps.other_size)
    found &= ~_have_mark(corpus, gaps)
    lone = np.flatnonzero((gaps.size == 1) & (gaps.other_size == 1))
    found[lone] = changes(corpus, corpus.code[start[lone]], corpus.code[other_start[lone]]) >= REPLACED
    return found


def _are_wide(corpus: Corpus, gaps: _Gaps) -> Flags:
    """Whether several content words stand for several, the first and last of which are no spellings of each other."""
    found = (gaps.size > 1) & (gaps.other_size > 1)
    some = gaps.where(found)
    size, other_size = some.size, some.other_size
    start, other_start = corpus.start[some.unit] + some.one, corpus.start[some.partner] + some.other
    are_wide = (
        ~_have_mark(corpus, some)
        & (_n_content(corpus, start, size) > 1)
        & (_n_content(corpus, other_start, other_size) > 1)
    )
    for words in ((start, other_start), (start + size - 1, other_start + other_size - 1)):
        are_wide &= changes(corpus, *(corpus.code[place] for place in words)) >= REPLACED
    found[found] = are_wide
    return found


def _rows_of_other_fillings(corpus: Corpus, gaps: _Gaps) -> Ints:
    """The rows of pairs that have other content words in two places or more, and in one of them several for several.

    A slip is in one place: "a new school in the old quarter" is no misquotation of "a cheap mill in the lower quarter".
    """
    some = gaps.where(np.isin(gaps.row, gaps.row[_are_wide(corpus, gaps)]))
    row = some.row[_tells(corpus, some)]
    return row[~begins_run(row)]


def _n_content(corpus: Corpus, start: Ints, n_words: Ints) -> Ints:
    """How many content words there are among some words."""
    found = np.zeros(len(start), np.int64)
    for place in range(_MAX_WORDS):
        kind = corpus.kind[corpus.code.take(start + place, mode="clip")]
        found += (n_words > place) & ((kind & (Kind.FUNCTION | MARK)) == 0)
    return found


def _are_spellings(corpus: Corpus, gaps: _Gaps) -> Flags:
    """Whether one word is another spelling of one."""
    start, other_start = corpus.start[gaps.unit] + gaps.one, corpus.start[gaps.partner] + gaps.other
    found = np.zeros(len(gaps.row), bool)
    lone = np.flatnonzero((gaps.size == 1) & (gaps.other_size == 1))
    found[lone] = changes(corpus, corpus.code[start[lone]], corpus.code[other_start[lone]]) == MISSPELT
    return found


def _has_content(corpus: Corpus, start: Ints, n_words: Ints) -> Flags:
    """Whether there is a content word among some words."""
    return _any_kind(corpus, start, n_words, Kind.FUNCTION | MARK, is_without=True)


def _have_mark(corpus: Corpus, gaps: _Gaps) -> Flags:
    """Whether words were left out or put in on either side."""
    start, other_start = corpus.start[gaps.unit] + gaps.one, corpus.start[gaps.partner] + gaps.other
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


def _folded(corpus: Corpus, start: Ints, n_words: Ints) -> Ints:
    """A hash of some words, of few enough bits to stand beside the number of a family."""
    found = np.zeros(len(start), np.uint64)
    for place in range(_MAX_WORDS):
        inside = np.flatnonzero(n_words > place)
        found[inside] = found[inside] * MULTIPLIER + corpus.hashes[corpus.code[start[inside] + place]]
    return (found >> np.uint64(_PLACE_BITS)).view(np.int64)


def _slots(corpus: Corpus, verdicts: Verdicts, final: Final, exchanged: _Exchanged) -> Ints:
    """The places, sorted, where many different words are met."""
    met = _met(final, exchanged)
    met = met.where(_is_promising(met))
    for at_most in (_FEW_HOLDERS, len(final)):
        if not len(met.family):
            return met.family
        held = _with_holders(corpus, verdicts, final, met, exchanged, at_most)
        are_slots = _are_slots(held)
        met = met.where(are_slots[met.family])
    return sorted_once(held.place[are_slots[held.family] & (held.place >= 0)])


def _may_be_slots(final: Final, exchanged: _Exchanged) -> Flags:
    """Whether so many words are met at each exchange that it is worth telling whether they say something else."""
    are_many = _is_promising(_met(final, exchanged)).reshape(_SIGHTS, len(exchanged.row))
    found: Flags = np.logical_or.reduce(are_many)
    return found


@dataclass(frozen=True, slots=True)
class _Met:
    """Words that units have at places which are the same place of a sentence: those of one `family`.

    `place` is -1 where it is not known in which place of the unit they are.
    """

    family: Ints
    words: Ints
    unit: Ints
    place: Ints
    is_wide: Flags

    def where(self, kept: Flags | Ints) -> "_Met":
        """Those that are marked."""
        rows = places_of(kept)
        return _Met(*(getattr(self, field.name)[rows] for field in fields(self)))


def _met(final: Final, exchanged: _Exchanged) -> _Met:
    """The words of all exchanges; places are of one family if a chain of rewordings exchanges their words.

    Texts that contradict each other are no chain: what the other has is met at the place of each.
    """
    one, other = exchanged.place_of_one, exchanged.place_of_other
    places = sorted_once(np.concatenate([one, other]))
    left, right = np.searchsorted(places, one), np.searchsorted(places, other)
    is_chain = final[exchanged.row] == Verdict.REWORDED
    family = components(len(places), left[is_chain], right[is_chain])
    words = (exchanged.words_of_one, exchanged.words_of_other)
    return _Met(
        np.concatenate([family[left], family[right], family[left], family[right]]),
        np.concatenate([words[0], words[1], words[1], words[0]]),
        np.concatenate([one, other, other, one]) >> _PLACE_BITS,
        np.concatenate([one, other, np.full(len(one) * 2, -1)]),
        np.tile(exchanged.is_wide, _SIGHTS),
    )


def _with_holders(
    corpus: Corpus, verdicts: Verdicts, final: Final, met: _Met, exchanged: _Exchanged, at_most: int
) -> _Met:
    """Those that are met, with the units that have the same words there; `at_most` so many are asked for each place.

    A pair in which the words of the place are `exchanged` is known to have others.
    """
    known = met.where(met.place >= 0)
    known = known.where(np.unique(known.place, return_index=True)[1])
    some = _rows_of(verdicts, np.flatnonzero((final == Verdict.SAME) | (final == Verdict.REWORDED)), known.place)
    some = some.first_of_each(at_most).without(exchanged)
    at = _places_in_other(corpus, _runs(corpus, verdicts, sorted_once(some.row)), some)
    held = np.flatnonzero(at >= 0)
    source = known.where(np.searchsorted(known.place, some.place[held]))
    more = _Met(source.family, source.words, at[held] >> _PLACE_BITS, at[held], source.is_wide)
    return _Met(*(np.concatenate([getattr(met, field.name), getattr(more, field.name)]) for field in fields(met)))


def _are_slots(met: _Met) -> Flags:
    """Whether each family is a slot: many words are met there, none in most of the texts, or some are no slips at all.

    Words that one text has there, as far as they are known from different pairs, are spellings or parts of one filling.
    """
    word, n_words = _numbers(_numbered(met.family, met.words))
    unit, n_units = _numbers(_numbered(met.family, met.unit))
    filling = components(n_words + n_units, word, n_words + unit)
    of_unit = np.empty(n_units, np.int64)
    of_unit[unit] = filling[word]
    family = np.empty(n_units, np.int64)
    family[unit] = met.family
    size = np.bincount(of_unit, minlength=n_words + n_units)
    some, first = np.unique(of_unit, return_index=True)
    size, family = size[some], family[first]
    n_families = int(met.family.max()) + 1
    n_fillings = np.bincount(family, minlength=n_families)
    most, total = np.zeros(n_families, np.int64), np.bincount(family, weights=size, minlength=n_families)
    np.maximum.at(most, family, size)
    is_held = size >= _HELD
    n_held = np.bincount(family[is_held], minlength=n_families)
    found: Flags = (n_fillings >= _MIN_FILLINGS) & (
        (most <= _MOST_OF_ONE * total) | ((n_held >= _MIN_HELD) & (most <= _MOST_OF_ONE_OF_SEVERAL * total))
    )
    is_wide = np.zeros(n_words + n_units, bool)
    is_wide[filling[word[met.is_wide]]] = True
    is_wide = is_wide[some]
    found |= np.bincount(family[is_wide], minlength=n_families) >= _MIN_FILLINGS
    found |= np.bincount(family[is_wide & is_held], minlength=n_families) >= _MIN_HELD
    return found


def _numbers(values: Ints) -> tuple[Ints, int]:
    """The rank of each value among the distinct ones, and how many these are."""
    order = np.argsort(values)
    is_fresh = begins_run(values[order])
    found = np.empty(len(values), np.int64)
    found[order] = np.cumsum(is_fresh) - 1
    return found, int(is_fresh.sum())


def _is_promising(met: _Met) -> Flags:
    """Whether so many distinct words as make a slot are met in the family of each, or several stand for several."""
    distinct = sorted_once(_numbered(met.family, met.words))
    is_promising = np.bincount(distinct >> _PLACE_BITS, minlength=1) >= _MIN_FILLINGS
    is_promising[met.family[met.is_wide]] = True
    found: Flags = is_promising[met.family]
    return found


def _rows_of(verdicts: Verdicts, rows: Ints, places: Ints) -> _Asked:
    """All rows that have a unit with a place among some, sorted, with each of the places."""
    found = []
    unit_of_place = places >> _PLACE_BITS
    has_place = np.zeros(max(verdicts.one.max(initial=0), verdicts.other.max(initial=0)) + 1, bool)
    has_place[unit_of_place] = True
    for is_other, side in enumerate((verdicts.one, verdicts.other)):
        hits = rows[has_place[side[rows]]]
        begin, end = (np.searchsorted(unit_of_place, side[hits], side=edge) for edge in ("left", "right"))
        inside, _ = flat_ranges(begin, end)
        row = np.repeat(hits, end - begin)
        found.append(np.stack([row, np.full(len(row), is_other), places[inside]]))
    row, is_other_side, place = np.concatenate(found, axis=1)
    return _Asked(row, is_other_side == 1, place)


def _places_in_other(corpus: Corpus, runs: _Spans, asked: _Asked) -> Ints:
    """The place in the pair's other text that each place agrees with, if only in another spelling; else -1."""
    gaps = _asked_gaps(corpus, runs, asked)
    gaps = gaps.where(_are_spellings(corpus, gaps))
    return np.maximum(_facing(runs, runs.size, asked), _facing(gaps, gaps.size, asked))


def _is_exchanged(corpus: Corpus, runs: _Spans, asked: _Asked) -> Flags:
    """Whether other words, small ones too, stand in the pair's other text for those at each place."""
    gaps = _asked_gaps(corpus, runs, asked)
    gaps = gaps.where(~_are_spellings(corpus, gaps) & ~_have_mark(corpus, gaps))
    found: Flags = _facing(gaps, np.maximum(gaps.size, gaps.other_size), asked) >= 0
    return found


def _asked_gaps(corpus: Corpus, runs: _Spans, asked: _Asked) -> _Gaps:
    """The gaps between runs that hold one of the places; to tell what stands in the others would be in vain."""
    gaps = _gaps(corpus, runs)
    is_hit = np.zeros(len(gaps.row), bool)
    is_hit[_held(gaps, np.maximum(gaps.size, gaps.other_size), asked)[1]] = True
    return gaps.where(is_hit)


def _facing(spans: _Spans, size: Ints, asked: _Asked) -> Ints:
    """The place that each place faces in spans, all sorted by row; -1 where none of them holds it."""
    which, span = _held(spans, size, asked)
    place, is_other = asked.place[which] & _PLACES, asked.is_other[which]
    shift = (spans.other - spans.one)[span]
    facing = np.where(is_other, place - shift, place + shift)
    found = np.full(len(asked.row), -1)
    found[which] = _numbered(np.where(is_other, spans.unit[span], spans.partner[span]), facing)
    return found


def _held(spans: _Spans, size: Ints, asked: _Asked) -> tuple[Ints, Ints]:
    """Which of the places a span holds, and which span it is."""
    begin, end = np.searchsorted(spans.row, asked.row), np.searchsorted(spans.row, asked.row, side="right")
    inside, offsets = flat_ranges(begin, end)
    which = np.repeat(np.arange(len(asked.row)), np.diff(offsets))
    place = asked.place[which] & _PLACES
    first = np.where(asked.is_other[which], spans.other[inside], spans.one[inside])
    hit = np.flatnonzero((first <= place) & (place < first + size[inside]))
    return which[hit], inside[hit]
