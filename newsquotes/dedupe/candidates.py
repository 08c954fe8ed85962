"""Which pairs of texts are worth comparing, and where they would match: those that share a run of words.

A corpus in, `Places` out, in time that grows linearly with the number of words. Every run of words is indexed, and each
text looks up only a few of its own, spread evenly over it; in a bucket of texts that share a run it meets a few of the
heavier ones, never all of them. The method is a similarity join by sampled shingles (Broder, On the
resemblance and containment of documents, 1997).

All tables are single arrays of 64-bit numbers with several fields packed into each, because sorting those is many times
faster, and smaller, than sorting rows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from newsquotes.dedupe.config import DedupeConfig
from newsquotes.dedupe.normalise import Flags, Ints, flat_ranges
from newsquotes.dedupe.ordering import begins_run, in_order, sorted_once
from newsquotes.dedupe.vocabulary import MARK, MULTIPLIER, Corpus, Hashes, Small, scattered

_MISSING_WORD = np.uint64(0x94D049BB133111EB)
_MIN_SHORT = 2
_MIN_LEFT_OUT = 4
_UNITS_AT_ONCE = 50_000
OFFSET_BITS = 8
SHIFT_BITS = OFFSET_BITS + 1
_NOWHERE = (1 << OFFSET_BITS) - 1
_MARKED_WORDS = 64
_MAX_ENTRIES = 1 << 18  # what is derived from more of them at once falls out of the caches
_MIN_UNIT_BITS = 24
LEVELS = 4
_LEVEL_SHIFT = np.uint64(64 - 2 * (LEVELS - 1))
_NO_HASHES = np.zeros(0, np.uint64)

Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Places:
    """Pairs of units (shorter, longer) and a place where they may match: word i of `one` against i + shift of `other`.

    Sorted by one, other and shift. A pair can have several places.
    """

    one: Small
    other: Small
    shift: Small

    def __len__(self) -> int:
        return len(self.one)

    def between(self, begin: int, end: int) -> "Places":
        """The places from `begin` to `end`."""
        return Places(self.one[begin:end], self.other[begin:end], self.shift[begin:end])


def shared_places(corpus: Corpus, config: DedupeConfig) -> tuple[Corpus, Places]:
    """The corpus with its stock phrases marked, and the places where units that share a key may match."""
    bits = unit_bits(len(corpus))
    entries = sorted_entries(corpus, np.arange(len(corpus)), bits, config)
    corpus, met = all_meetings(corpus, entries, bits, config)
    del entries
    return corpus, unpacked(met, bits)


def all_meetings(corpus: Corpus, entries: Hashes, bits: int, config: DedupeConfig) -> tuple[Corpus, Hashes]:
    """The corpus with its stock phrases marked, and the `meetings` that the sorted entries of all its units give."""
    stock, habit = corpus.stock.copy(), habits(corpus, config)
    met = [_NO_HASHES]
    for part in whole_buckets(entries, bits, _MAX_ENTRIES):
        full, shared = full_and_shared(part, bits, config)
        mark_stock(stock, full, bits)
        met.append(meetings(shared, bits, habit))
    return replace(corpus, stock=stock), np.concatenate(met)


def full_and_shared(entries: Hashes, bits: int, config: DedupeConfig) -> tuple[Hashes, Hashes]:
    """Of sorted entries those of keys that more than `max_bucket` have in common, and those that some have.

    That two texts share "it is too early to say" tells nothing of them.
    """
    size = _bucket_sizes(entries, bits)
    is_full = size > config.max_bucket
    return entries[np.repeat(is_full, size)], entries[np.repeat((size >= 2) & ~is_full, size)]


def with_stock(corpus: Corpus, full: Hashes, bits: int) -> Corpus:
    """The corpus with the runs of words marked that are in too many texts; `full` are their entries."""
    stock = corpus.stock.copy()
    mark_stock(stock, full, bits)
    return replace(corpus, stock=stock)


def mark_stock(stock: Hashes, full: Hashes, bits: int) -> None:
    """Marks in `Corpus.stock` what `with_stock` does."""
    offset = full & np.uint64(_NOWHERE)
    full, offset = full[offset < _MARKED_WORDS], offset[offset < _MARKED_WORDS]
    np.bitwise_or.at(stock, owner_of(full, bits), np.uint64(1) << offset)


def words_of_runs(begins: Hashes, config: DedupeConfig) -> Hashes:
    """The words of runs, given where those begin; both are bits."""
    found = begins.copy()
    for place in range(1, config.shingle_words):
        found |= begins << np.uint64(place)
    return found


@dataclass(frozen=True, slots=True)
class Habits:
    """How each unit behaves in buckets: `step` is the distance between the runs that it looks up.

    `chance` is a number of its own that together with a key says how widely it is met among those who share the key.
    """

    step: Bytes
    chance: Hashes


def habits(corpus: Corpus, config: DedupeConfig) -> Habits:
    """The habits of the units of a corpus; they depend on their words alone."""
    return Habits(steps(corpus.length, config), corpus.unit_hash)


def steps(lengths: npt.NDArray[np.integer[Any]], config: DedupeConfig) -> Bytes:
    """The distance between the runs that texts of some lengths look up; enormous ones look up their first run alone."""
    step: Bytes = np.clip((lengths - config.shingle_words + 1) // config.probes, 1, _NOWHERE).astype(np.uint8)
    return step


def unit_bits(n_units: int) -> int:
    """Bits that hold the number of a unit; the same for all but enormous corpora, so that keys can be kept."""
    return max(_MIN_UNIT_BITS, (n_units - 1).bit_length())


def places_between(packed: Hashes, unit: Ints, bits: int) -> Hashes:
    """Packed places with the number of each unit replaced by `unit[number]`."""
    other_number = packed >> np.uint64(SHIFT_BITS) & np.uint64((1 << bits) - 1)
    one, other = unit[place_owner(packed, bits)], unit[other_number.view(np.int64)]
    owners = one.astype(np.uint64) << np.uint64(bits) | other.astype(np.uint64)
    found: Hashes = owners << np.uint64(SHIFT_BITS) | packed & np.uint64((1 << SHIFT_BITS) - 1)
    return found


def place_owner(packed: Hashes, bits: int) -> Ints:
    """The shorter unit of each packed place, of units that take `bits`."""
    return (packed >> np.uint64(bits + SHIFT_BITS)).view(np.int64)


def renumbered(entries: Hashes, first: int) -> Hashes:
    """The entries of units that are numbered from `first` on."""
    return entries + np.uint64(first << OFFSET_BITS)


def pair_begins(places: Places) -> Ints:
    """Where each pair begins among sorted places."""
    return np.flatnonzero(begins_run(places.one.astype(np.int64) << 32 | places.other))


def unpacked(packed: Hashes, bits: int) -> Places:
    """Places from numbers that hold one, other and shift; sorted, each once."""
    packed = sorted_once(packed)
    mask = np.uint64((1 << bits) - 1)
    shift = (packed & np.uint64((1 << SHIFT_BITS) - 1)).astype(np.int32) - (1 << OFFSET_BITS)
    other = (packed >> np.uint64(SHIFT_BITS) & mask).astype(np.int32)
    return Places((packed >> np.uint64(SHIFT_BITS + bits)).astype(np.int32), other, shift)


def whole_buckets(entries: Hashes, bits: int, at_once: int) -> Iterator[Hashes]:
    """The entries, which are in the order of their keys, in parts of about `at_once` that cut no bucket."""
    key_shift, begin = np.uint64(bits + OFFSET_BITS), 0
    while begin < len(entries):
        end = min(begin + at_once, len(entries))
        if end < len(entries):
            end = int(np.searchsorted(entries, (entries[end] >> key_shift) << key_shift)) or len(entries)
            if end <= begin:
                end = int(np.searchsorted(entries, ((entries[begin] >> key_shift) + np.uint64(1)) << key_shift))
        yield entries[begin:end]
        begin = end


def sorted_entries(corpus: Corpus, units: Ints, bits: int, config: DedupeConfig) -> Hashes:
    """Every key of some units, sorted."""
    return in_order(np.concatenate([_NO_HASHES, *entries_of(corpus, units, bits, config)]))


def entries_of(corpus: Corpus, units: Ints, bits: int, config: DedupeConfig) -> Iterator[Hashes]:
    """Every key of some units, in parts: the key's hash, then the unit, then the place in it."""
    low = np.uint64(bits + OFFSET_BITS)
    for begin in range(0, len(units), _UNITS_AT_ONCE):
        some = units[begin : begin + _UNITS_AT_ONCE]
        for hashes, owners, offsets in (
            _shingles(corpus, some, config.shingle_words),
            *_short_keys(corpus, some, config.short_text_words),
            *_openings(corpus, some, config.opening_words),
        ):
            hashes ^= corpus.group[owners]
            hashes = (scattered(hashes) >> low) << low
            hashes |= owners.astype(np.uint64) << np.uint64(OFFSET_BITS)
            hashes |= np.minimum(offsets, _NOWHERE).astype(np.uint64)
            yield hashes


def _shingles(corpus: Corpus, units: Ints, length: int) -> tuple[Hashes, Ints, Ints]:
    """Hash, unit and offset of each run of `length` words that crosses no mark."""
    inside, offsets = flat_ranges(corpus.start[units], corpus.start[units] + corpus.length[units])
    code = corpus.code[inside]
    words, is_mark = corpus.hashes[code], (corpus.kind[code] & MARK) != 0
    n_runs = max(0, len(code) - length + 1)
    rolling = np.zeros(n_runs, np.uint64)
    for offset in range(length):
        rolling *= MULTIPLIER
        rolling += words[offset : offset + n_runs]
    row = np.repeat(np.arange(len(units)), np.diff(offsets))
    marks = np.concatenate([np.zeros(1, np.int32), np.cumsum(is_mark, dtype=np.int32)])
    whole = (row[:n_runs] == row[length - 1 :][:n_runs]) & (marks[length:][:n_runs] == marks[:n_runs])
    row = row[:n_runs][whole]
    return rolling[whole], units[row], np.flatnonzero(whole) - offsets[row]


def _short_keys(corpus: Corpus, units: Ints, longest: int) -> Iterator[tuple[Hashes, Ints, Ints]]:
    """For units up to `longest` words: the whole, the unit without each word, and the same with the gap's place.

    A whole text meets one with a word more; two gaps at the same place meet when one word stands for another.
    """
    lengths = corpus.length[units]
    for length in range(_MIN_SHORT, longest + 1):
        some = units[lengths == length]
        if not len(some):
            continue
        columns = _word_columns(corpus, some, length)
        nowhere = np.full(len(some), _NOWHERE)
        yield _folded(columns), some, nowhere
        if length >= _MIN_LEFT_OUT:
            for place in range(length):
                rest = _folded(columns[:place] + columns[place + 1 :])
                yield rest, some, nowhere
                yield rest * MULTIPLIER + np.uint64(place), some, nowhere


def _openings(corpus: Corpus, units: Ints, lengths: tuple[int, ...]) -> Iterator[tuple[Hashes, Ints, Ints]]:
    """For longer units their first words, in some lengths; of so many words the whole of a short text has the same key.

    What is cut from an utterance that begins like many others shares no rarer run with it than its own beginning.
    """
    for length in lengths:
        some = units[corpus.length[units] > length]
        yield _folded(_word_columns(corpus, some, length)), some, np.zeros(len(some), np.int64)


def _word_columns(corpus: Corpus, units: Ints, length: int) -> list[Hashes]:
    """The hashes of the first words of some units, of all the first word, then of all the second, and so on."""
    code = corpus.code[corpus.start[units][:, None] + np.arange(length)]
    return [corpus.hashes.take(column) for column in code.T]


def _folded(columns: Sequence[Hashes]) -> Hashes:
    """One hash for the words of each row, in which the order of the words counts."""
    folded = columns[0].copy()
    for column in columns[1:]:
        folded *= MULTIPLIER
        folded += column
    return folded ^ _MISSING_WORD


def owner_of(entries: Hashes, bits: int) -> Ints:
    """The unit of each entry."""
    owner = entries >> np.uint64(OFFSET_BITS)
    owner &= np.uint64((1 << bits) - 1)
    return owner.view(np.int64)


def meetings(entries: Hashes, bits: int, habit: Habits) -> Hashes:
    """Packed places of the texts that look a key up, with a few of the heavier texts in its bucket; once for each key.

    These are the two heaviest, the next heavier one, and the next of those in four, in sixteen and in sixty-four that
    chance picks for each key, as in a skip list (Pugh, Skip lists: a probabilistic alternative to balanced trees,
    1990), so that a new text changes little for the others. `entries` are in the order of their keys, those of each key
    from heavy to light, and none are of keys that are too full.
    """
    buckets = _Buckets.of(entries, bits, habit)
    rows = np.flatnonzero(buckets.looks_up)
    partners = buckets.partners(rows)
    return buckets.met(rows, partners, [np.ones(len(rows), bool)] * len(partners))


def changed_meetings(full: Hashes, shared: Hashes, n_known: int, bits: int, habit: Habits) -> tuple[Hashes, Hashes]:
    """The `meetings` that the entries of new units add to their buckets, and those that they take away.

    `full` and `shared` are those of `full_and_shared`, of keys that new units have, those from number `n_known` on; no
    key was too full without them. A text that comes in between takes the place of another: two earlier texts meet no
    more often than before. So whom an earlier text meets anew is new.
    """
    added, gone = [_NO_HASHES], [meetings(full[owner_of(full, bits) < n_known], bits, habit)]
    for part in whole_buckets(shared, bits, _MAX_ENTRIES):
        more, fewer = _changed_in(_Buckets.of(part, bits, habit), n_known)
        added.append(more)
        gone.append(fewer)
    return np.concatenate(added), np.concatenate(gone)


def _changed_in(buckets: "_Buckets", n_known: int) -> tuple[Hashes, Hashes]:
    """The meetings that new units add to some buckets, none of which is too full, and those that they take away."""
    is_fresh = buckets.unit >= n_known
    rows = np.flatnonzero(buckets.looks_up & buckets.have_up_to_there(is_fresh))
    now, is_new_row = buckets.partners(rows), is_fresh.take(rows)
    is_gained = [is_fresh.take(partner) for partner in now]
    changes = np.flatnonzero(~is_new_row & _any_set(is_gained))
    earlier, instead = rows.take(changes), [partner.take(changes) for partner in now]
    then = buckets.partners_among(~is_fresh, earlier, instead)
    is_lost = [(partner >= 0) & ~_any_set([partner == other for other in instead]) for partner in then]
    gained = buckets.met(rows, now, [gains | is_new_row for gains in is_gained])
    return gained, buckets.met(earlier, then, is_lost)


def _any_set(flags: Sequence[Flags]) -> Flags:
    """Whether one of the flags is set, for each row."""
    found = flags[0].copy()
    for more in flags[1:]:
        found |= more
    return found


@dataclass(frozen=True, slots=True)
class _Buckets:
    """Entries of keys, and where the bucket of each of them begins.

    `level` is the highest level at which the others of a bucket meet an entry: one in four reaches each next one.
    `tops` are the entries that reach each level above the lowest, with -1 before them.
    """

    entries: Hashes
    first: Ints
    unit: Ints
    offset: Bytes
    looks_up: Flags
    level: Bytes
    tops: tuple[Ints, ...]
    bits: int

    @classmethod
    def of(cls, entries: Hashes, bits: int, habit: Habits) -> "_Buckets":
        """The buckets of sorted entries; a unit that has a key twice counts once."""
        is_once = begins_run(entries >> np.uint64(OFFSET_BITS))
        entries = entries if is_once.all() else entries.take(np.flatnonzero(is_once))
        key = entries >> np.uint64(bits + OFFSET_BITS)
        is_first = begins_run(key)
        begin = np.flatnonzero(is_first)
        first = np.repeat(begin, np.diff(np.append(begin, len(entries))))
        unit = owner_of(entries, bits)
        looks_up = look_up(entries, unit, habit) & ~is_first
        level = levels(key, unit, habit)
        tops = tuple(np.append(-1, np.flatnonzero(level >= one)) for one in range(1, LEVELS))
        return cls(entries, first, unit, entries.astype(np.uint8), looks_up, level, tops, bits)

    def have_up_to_there(self, marked: Flags) -> Flags:
        """Whether there is a marked entry in the bucket of each entry that is not behind it: it meets no later ones."""
        count = np.cumsum(marked, dtype=np.int32)
        found: Flags = count > (count - marked).take(self.first)
        return found

    def partners(self, rows: Ints) -> list[Ints]:
        """The positions of those whom each row meets."""
        first = self.first.take(rows)
        second = np.minimum(first + 1, rows - 1)
        return [first, second, rows - 1, *(np.maximum(first, last) for last in self._last_tops(rows - 1))]

    def _last_tops(self, rows: Ints) -> Iterator[Ints]:
        """The last entry of each level above the lowest that is not behind each row, -1 where there is none."""
        for one, tops in enumerate(self.tops, 1):
            yield tops.take(np.cumsum(self.level >= one, dtype=np.int32).take(rows))

    def partners_among(self, usable: Flags, rows: Ints, partners: list[Ints]) -> list[Ints]:
        """The same for usable rows if only the usable entries were there, -1 where there is none before a row.

        `partners` are those among all entries.
        """
        begin = self.first.take(rows)
        first = _next(usable, begin)
        second = _next(usable, np.minimum(first + 1, rows))
        chosen = (
            np.maximum(first, self._last_at(level, usable, partner, begin))
            for level, partner in enumerate(partners[2:])
        )
        found = (first, np.where(second < rows, second, first), *chosen)
        return [np.where(partner < rows, partner, -1) for partner in found]

    def _last_at(self, level: int, usable: Flags, place: Ints, begin: Ints) -> Ints:
        """The last usable entry of a level that is not behind each place and behind `begin`, else `begin`."""
        place = place.copy()
        while len(left := np.flatnonzero(~usable.take(place) & (place > begin))):
            place[left] = np.maximum(begin.take(left), self._before(level, place.take(left)))
        return place

    def _before(self, level: int, places: Ints) -> Ints:
        """The last entry of a level before each place, -1 where there is none."""
        if not level:
            return places - 1
        tops = self.tops[level - 1]
        return tops.take(np.searchsorted(tops, places) - 1)

    def met(self, rows: Ints, partners: Sequence[Ints], counted: Sequence[Flags]) -> Hashes:
        """The places of each row and those of its distinct partners that are counted."""
        chosen = []
        for number, (partner, is_one) in enumerate(zip(partners, counted, strict=True)):
            for earlier in partners[:number]:
                is_one = is_one & (partner != earlier)
            chosen.append(np.flatnonzero(is_one))
        partner = np.concatenate([some.take(places) for some, places in zip(partners, chosen, strict=True)])
        rows = rows.take(np.concatenate(chosen))
        return _packed_place(self.unit.take(rows), self.offset.take(rows), self.entries.take(partner), self.bits)


def _next(flags: Flags, rows: Ints) -> Ints:
    """The first position that is flagged, from each row on; there is one."""
    place = rows.copy()
    while len(left := np.flatnonzero(~flags.take(place))):
        place[left] += 1
    return place


def look_up(entries: Hashes, units: Ints, habit: Habits) -> Flags:
    """Whether each unit looks the key of its entry up."""
    offset = entries.astype(np.uint8)
    found: Flags = (offset == _NOWHERE) | (offset % habit.step.take(units, mode="clip") == 0)
    return found


def levels(keys: Hashes, units: Ints, habit: Habits) -> Bytes:
    """The level that each unit reaches among those who share a key with it, by a chance that both decide."""
    chance = (scattered(keys ^ habit.chance.take(units, mode="clip")) >> _LEVEL_SHIFT).astype(np.uint8)
    level = np.zeros(len(chance), np.uint8)
    for one in range(1, LEVELS):
        level += chance < (1 << 2 * (LEVELS - 1 - one))
    return level


def _bucket_sizes(entries: Hashes, bits: int) -> Ints:
    """How many of the sorted entries each key has, in the order of the keys."""
    begin = np.flatnonzero(begins_run(entries >> np.uint64(bits + OFFSET_BITS)))
    sizes: Ints = np.diff(np.append(begin, len(entries)))
    return sizes


def _packed_place(unit: Ints, offset: Bytes, partner: Hashes, bits: int) -> Hashes:
    """One number for a unit, its partner and the shift between them; no shift is known for keys that stand nowhere."""
    other_offset = partner.astype(np.uint8)
    is_known = (offset != _NOWHERE) & (other_offset != _NOWHERE)
    shift = (other_offset.astype(np.int16) - offset) * is_known
    packed = unit.astype(np.uint64) << np.uint64(bits)
    packed |= partner >> np.uint64(OFFSET_BITS) & np.uint64((1 << bits) - 1)
    packed <<= np.uint64(SHIFT_BITS)
    packed |= (shift + (1 << OFFSET_BITS)).astype(np.uint64)
    return packed
