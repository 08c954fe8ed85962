"""Slots: the places of a sentence that is said many times, with other words there each time.

Verdicts on pairs in, verdicts out in which no pair is `REWORDED` any more. One word that stands for another makes a
misquotation of a statement. Where texts that agree otherwise have four different words or more in one place, and none
of these is the word of most, the words are no slips: "in Orle we will build a school", "… a mill", "… a chapel" are so
many promises. So are "a new school", "a cheap mill", "a quiet chapel", however many print one of them: no slip of the
pen exchanges several content words. Such texts are not the same; what lacks the words there is a fragment of each.

What decides on a pair are only pairs that a chain of `cluster.is_linked` ones reaches, and those that contradict these.
"""

from dataclasses import dataclass, fields, replace

import numpy as np
import numpy.typing as npt

from newsquotes.dedupe.align import Verdict
from newsquotes.dedupe.exchanges import Exchanges, Gaps, Spans, are_spellings, gaps_between, have_mark, runs_of
from newsquotes.dedupe.match import Final, Verdicts
from newsquotes.dedupe.normalise import Flags, Ints, flat_ranges
from newsquotes.dedupe.ordering import are_among, begins_run, components, in_order, places_of, sorted_once
from newsquotes.dedupe.vocabulary import Corpus, Small

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

_PLACE_BITS = 32
_PLACES = (1 << _PLACE_BITS) - 1
_WORDS_BITS = 33
"""A hash of 32 bits, and whether several words stand for several."""

_ALL = 1 << 62


def settle_rewordings(corpus: Corpus, verdicts: Verdicts, final: Final, exchanges: Exchanges) -> tuple[Final, Lacking]:
    """The final verdicts with each rewording decided, and which text of each pair lacks a slot of the other.

    `exchanges` are those of all pairs in which words are exchanged.
    """
    final, lacking = final.copy(), np.full(len(final), NEITHER, np.int8)
    exchanged = _Exchanged.of(exchanges, verdicts)
    refused = np.zeros(len(final), bool)
    refused[_rows_of_other_fillings(exchanged)] = True
    slots = _slots(corpus, verdicts, final, exchanged)
    in_slot = are_among(exchanged.place_of_one, slots) | are_among(exchanged.place_of_other, slots)
    refused[exchanged.row[in_slot]] = True
    final[refused & (final == Verdict.REWORDED)] = Verdict.UNRELATED
    final[final == Verdict.REWORDED] = Verdict.SAME
    if len(slots):
        asked = _asked(verdicts, np.flatnonzero(final == Verdict.SAME), slots)
        runs = runs_of(corpus, verdicts, sorted_once(asked.row))
        is_missing = _places_in_other(corpus, runs, asked) < 0
        lacking[asked.row[is_missing & asked.is_other]] |= ONE
        lacking[asked.row[is_missing & ~asked.is_other]] |= OTHER
        final[asked.row[_is_exchanged(corpus, runs, asked)]] = Verdict.UNRELATED
        final[lacking == ONE | OTHER] = Verdict.UNRELATED
    return final, lacking


@dataclass(frozen=True, slots=True)
class _Exchanged:
    """Words that stand for each other in the pairs of some rows: where, as `_numbered`, and a hash of the words."""

    row: Ints
    place_of_one: Ints
    place_of_other: Ints
    words_of_one: Ints
    words_of_other: Ints
    is_wide: Flags

    @classmethod
    def of(cls, exchanges: Exchanges, verdicts: Verdicts) -> "_Exchanged":
        """The exchanges in pairs with some verdicts."""
        row = exchanges.row.astype(np.int64)
        return cls(
            row,
            _numbered(verdicts.one[row], exchanges.place_in_one),
            _numbered(verdicts.other[row], exchanges.place_in_other),
            exchanges.words_of_one.astype(np.int64),
            exchanges.words_of_other.astype(np.int64),
            exchanges.is_wide,
        )


@dataclass(frozen=True, slots=True)
class _Asked:
    """Places in either text of the pairs of some rows."""

    row: Ints
    is_other: Flags
    place: Ints

    def without(self, exchanged: _Exchanged) -> "_Asked":
        """Those in which the words at the place are not exchanged."""
        is_exchanged = np.zeros(len(self.row), bool)
        for is_other, place in enumerate((exchanged.place_of_one, exchanged.place_of_other)):
            known = in_order(_numbered(exchanged.row, place & _PLACES))
            own = np.flatnonzero(self.is_other == bool(is_other))
            is_exchanged[own] = are_among(_numbered(self.row[own], self.place[own] & _PLACES), known)
        kept = np.flatnonzero(~is_exchanged)
        return _Asked(self.row[kept], self.is_other[kept], self.place[kept])


def _numbered(unit: Ints | Small, place: Ints | Small) -> Ints:
    """One number for a place in a unit, or for what is met in a family."""
    found: Ints = unit.astype(np.int64) << _PLACE_BITS | place
    return found


def _rows_of_other_fillings(exchanged: _Exchanged) -> Ints:
    """The rows of pairs that have other content words in two places or more, and in one of them several for several.

    A slip is in one place: "a new school in the old quarter" is no misquotation of "a cheap mill in the lower quarter".
    """
    row = exchanged.row[np.isin(exchanged.row, exchanged.row[exchanged.is_wide])]
    return row[~begins_run(row)]


def _slots(corpus: Corpus, verdicts: Verdicts, final: Final, exchanged: _Exchanged) -> Ints:
    """The places, sorted, where many different words are met."""
    met = _met(final, exchanged)
    met = met.where(_is_promising(met))
    same = np.flatnonzero((final == Verdict.SAME) | (final == Verdict.REWORDED))
    for first, last in ((0, _FEW_HOLDERS), (_FEW_HOLDERS, _ALL)):
        if not len(met.family):
            break
        known = met.where(met.is_exchanged)
        known = known.where(begins_run(known.place))
        asked = _asked(verdicts, same, known.place, first, last).without(exchanged)
        met += _held_as_well(corpus, verdicts, known, asked)
        are_slots = _are_slots(met)
        met = met.where(are_slots[met.family])
    return sorted_once(met.place[met.place >= 0])


@dataclass(frozen=True, slots=True)
class _Met:
    """Words that units have at places which are the same place of a sentence: those of one `family`.

    `place` is -1 where it is not known in which place of the unit they are. Those that exchanges tell of come in the
    order of their places; others are held by units that agree with these.
    """

    family: Ints
    words: Ints
    unit: Ints
    place: Ints
    is_wide: Flags
    is_exchanged: Flags

    def __add__(self, more: "_Met") -> "_Met":
        return _Met(*(np.concatenate([getattr(self, side.name), getattr(more, side.name)]) for side in fields(self)))

    def where(self, kept: Flags | Ints) -> "_Met":
        """Those that are marked."""
        rows = places_of(kept)
        return _Met(*(getattr(self, side.name)[rows] for side in fields(self)))


def _met(final: Final, exchanged: _Exchanged) -> _Met:
    """The words of all exchanges; places are of one family if a chain of rewordings exchanges their words.

    Texts that contradict each other are no chain: what the other has is met at the place of each.
    """
    one, other = exchanged.place_of_one, exchanged.place_of_other
    places = sorted_once(np.concatenate([one, other]))
    left, right = np.searchsorted(places, one), np.searchsorted(places, other)
    is_chain = final[exchanged.row] == Verdict.REWORDED
    family = components(len(places), left[is_chain], right[is_chain])
    words, other_words = (side << 1 | exchanged.is_wide for side in (exchanged.words_of_one, exchanged.words_of_other))
    at, own = _distinct(np.concatenate([left, right]), np.concatenate([words, other_words]))
    no_chain = np.flatnonzero(~is_chain)
    left, right, words, other_words = (side[no_chain] for side in (left, right, words, other_words))
    across = np.concatenate([other_words, words])
    return _Met(
        np.concatenate([family[at], family[left], family[right]]),
        np.concatenate([own, across]) >> 1,
        np.concatenate([places[at], other[no_chain], one[no_chain]]) >> _PLACE_BITS,
        np.concatenate([places[at], np.full(len(across), -1)]),
        np.concatenate([own, across]) & 1 != 0,
        np.arange(len(at) + len(across)) < len(at),
    )


def _distinct(one: Ints, other: Ints) -> tuple[Ints, Ints]:
    """Distinct pairs of numbers, in order; the second has `_WORDS_BITS`, the first what is left."""
    packed = sorted_once(one << _WORDS_BITS | other)
    return packed >> _WORDS_BITS, packed & (1 << _WORDS_BITS) - 1


def _held_as_well(corpus: Corpus, verdicts: Verdicts, known: _Met, asked: _Asked) -> _Met:
    """The units that have the words `known` of some places, which are sorted, in pairs of which those are `asked`."""
    at = _places_in_other(corpus, runs_of(corpus, verdicts, sorted_once(asked.row)), asked)
    held = np.flatnonzero(at >= 0)
    source, at = known.where(np.searchsorted(known.place, asked.place[held])), at[held]
    return replace(source, unit=at >> _PLACE_BITS, place=at, is_exchanged=np.zeros(len(at), bool))


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


def _asked(verdicts: Verdicts, rows: Ints, places: Ints, first: int = 0, last: int = _ALL) -> _Asked:
    """The rows that have a unit with a place among some, which are sorted, with each of the places.

    Of the rows of each unit these are those from the `first` to before the `last` one.
    """
    unit_of_place = places >> _PLACE_BITS
    units = np.concatenate([verdicts.one[rows], verdicts.other[rows]])
    has_place = np.zeros(int(unit_of_place[-1]) + 2, bool)
    has_place[unit_of_place] = True
    hits = np.flatnonzero(has_place.take(units, mode="clip"))
    packed = in_order(_numbered(units.take(hits), hits))
    owner = packed >> _PLACE_BITS
    begin = np.flatnonzero(begins_run(owner))
    nth = np.arange(len(owner)) - np.repeat(begin, np.diff(np.append(begin, len(owner))))
    kept = np.flatnonzero((first <= nth) & (nth < last))
    begin, end = (np.searchsorted(unit_of_place, owner.take(kept), side=edge) for edge in ("left", "right"))
    inside, _ = flat_ranges(begin, end)
    hit = np.repeat(packed[kept] & _PLACES, end - begin)
    is_other = hit >= len(rows)
    return _Asked(rows[hit - is_other * len(rows)], is_other, places[inside])


def _places_in_other(corpus: Corpus, runs: Spans, asked: _Asked) -> Ints:
    """The place in the pair's other text that each place agrees with, if only in another spelling; else -1."""
    gaps = _asked_gaps(corpus, runs, asked)
    gaps = gaps.where(are_spellings(corpus, gaps))
    return np.maximum(_facing(runs, runs.size, asked), _facing(gaps, gaps.size, asked))


def _is_exchanged(corpus: Corpus, runs: Spans, asked: _Asked) -> Flags:
    """Whether other words, small ones too, stand in the pair's other text for those at each place."""
    gaps = _asked_gaps(corpus, runs, asked)
    gaps = gaps.where(~are_spellings(corpus, gaps) & ~have_mark(corpus, gaps))
    found: Flags = _facing(gaps, np.maximum(gaps.size, gaps.other_size), asked) >= 0
    return found


def _asked_gaps(corpus: Corpus, runs: Spans, asked: _Asked) -> Gaps:
    """The gaps between runs that hold one of the places; to tell what stands in the others would be in vain."""
    gaps = gaps_between(corpus, runs)
    is_hit = np.zeros(len(gaps.row), bool)
    is_hit[_held(gaps, np.maximum(gaps.size, gaps.other_size), asked)[1]] = True
    return gaps.where(is_hit)


def _facing(spans: Spans, size: Ints, asked: _Asked) -> Ints:
    """The place that each place faces in spans, all sorted by row; -1 where none of them holds it."""
    which, span = _held(spans, size, asked)
    place, is_other = asked.place[which] & _PLACES, asked.is_other[which]
    shift = (spans.other - spans.one)[span]
    facing = np.where(is_other, place - shift, place + shift)
    found = np.full(len(asked.row), -1)
    found[which] = _numbered(np.where(is_other, spans.unit[span], spans.partner[span]), facing)
    return found


def _held(spans: Spans, size: Ints, asked: _Asked) -> tuple[Ints, Ints]:
    """Which of the places a span holds, and which span it is."""
    last = max(spans.row.max(initial=0), asked.row.max(initial=0))
    behind = np.cumsum(np.bincount(spans.row + 1, minlength=last + 2))
    inside, offsets = flat_ranges(behind[asked.row], behind[asked.row + 1])
    which = np.repeat(np.arange(len(asked.row)), np.diff(offsets))
    place = asked.place[which] & _PLACES
    first = np.where(asked.is_other[which], spans.other[inside], spans.one[inside])
    hit = np.flatnonzero((first <= place) & (place < first + size[inside]))
    return which[hit], inside[hit]
