"""Clusters of more texts than memory holds: words, runs of words, pairs and verdicts go through files.

Texts in parts in, the cluster of each text out, the same that `cluster.cluster_texts` gives. Each step reads what the
one before it wrote, in pieces of which a memory limit says the size: texts are numbered through shelves of hashes, keys
and places are sorted bucket by bucket, pairs are judged in runs of neighbours and clustered a few connected components
at a time. What stays in memory beside the pieces is the vocabulary, at most 20 bytes for each distinct text and 4 for
each text.
"""

import mmap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from newsquotes.dedupe.align import Verdict
from newsquotes.dedupe.buckets import Buckets, Shelves
from newsquotes.dedupe.candidates import (
    Bytes,
    Habits,
    Places,
    entries_of,
    full_and_shared,
    mark_stock,
    meetings,
    pair_begins,
    place_owner,
    renumbered,
    steps,
    unit_bits,
    unpacked,
    whole_buckets,
)
from newsquotes.dedupe.cluster import (
    Edges,
    aligned,
    edges,
    exchanges_in,
    grown,
    is_fragment,
    is_linked,
    worth_aligning,
)
from newsquotes.dedupe.config import DedupeConfig
from newsquotes.dedupe.match import OPEN, Verdicts, verdicts_on
from newsquotes.dedupe.normalise import Codes, Flags, Ints, flat_ranges
from newsquotes.dedupe.ordering import components, in_order, sorted_once
from newsquotes.dedupe.vocabulary import Corpus, Hashes, Reader, Small, Vocabulary, scattered

Numbered = npt.NDArray[np.integer[Any]]

_HASHED = np.dtype([("hash", np.uint64), ("text", np.uint32), ("length", np.int32)])
_PAIR = np.dtype([("one", np.int32), ("other", np.int32), ("matched", np.int32), ("verdict", np.int8)])
_DISTINCT = np.dtype([("text", np.uint32), ("length", np.int32)])
_HASH_SHELVES = 64
_HASH_BITS = 64
_MOST_SHELVES = 256
_UNITS_AT_ONCE = 20_000
_TEXTS_AT_ONCE = 1_000_000
_SPAN = 1 << 22
_LEAST = 1_000
_MOST_ENTRIES = 4_000_000
_MOST_PLACES = 4_000_000
_BYTES_PER_WORD = 160
_BYTES_PER_ENTRY = 256
_BYTES_PER_PLACE = 600
_BYTES_PER_PAIR = 400
_BYTES_PER_CODE = 128


@dataclass(frozen=True, slots=True)
class _Pieces:
    """How many entries, places and pairs are held at once."""

    limit: int

    @property
    def entries(self) -> int:
        """Entries whose links are sought at once."""
        return min(_MOST_ENTRIES, max(_LEAST, self.limit // _BYTES_PER_ENTRY))

    @property
    def places(self) -> int:
        """Places that are judged at once."""
        return min(_MOST_PLACES, max(_LEAST, self.limit // _BYTES_PER_PLACE))

    @property
    def pairs(self) -> int:
        """Pairs that are clustered at once, unless more hang together."""
        return max(_LEAST, self.limit // _BYTES_PER_PAIR)

    def shelves(self, n_bytes: int) -> int:
        """Shelves so that one of them is small beside the limit."""
        return min(_MOST_SHELVES, max(1, -(-n_bytes // max(1, self.limit))))

    def bucket_bits(self, n_codes: int) -> int:
        """The same for keys, as an exponent."""
        return (self.shelves(_BYTES_PER_WORD * n_codes) - 1).bit_length()


def cluster_on_disk(
    parts: Iterable[pl.Series], folder: Path, *, memory_limit: int, config: DedupeConfig | None = None
) -> Iterator[Ints]:
    """The clusters of printed texts, in the order of the texts, in parts of any size.

    `folder` must be empty, and belongs to the caller, who removes it. `memory_limit` (bytes) bounds the pieces that are
    held at once, in each step about as much.
    """
    config, pieces = config or DedupeConfig(), _Pieces(memory_limit)
    spool = _Spool(folder / "spool")
    for part in parts:
        spool.read(part)
    if not spool.n_texts:
        return
    units = _numbered(spool, folder)
    _write_codes(spool, units, pieces)
    spool.remove()
    places = _placed(units, pieces, config)
    _settle(units, _judge(units, places, pieces, config), pieces, config)
    labels = _labelled(units, pieces, config)
    with units.path("unit_of_text").open("rb") as file:
        while len(part_units := np.fromfile(file, np.int32, _TEXTS_AT_ONCE)):
            yield labels[part_units].astype(np.int64)


class _Spool:
    """Texts as they come: the words of those that are distinct within a part, and the hash of every one, on shelves."""

    def __init__(self, folder: Path) -> None:
        self._hashed = Shelves(folder / "hashed", _HASH_SHELVES, _HASHED)
        self._codes, self._distinct = folder / "codes.bin", folder / "distinct.bin"
        self._reader = Reader()
        self._sizes: list[tuple[int, int]] = []
        self.n_texts = 0

    def read(self, texts: pl.Series) -> None:
        """Takes in more texts."""
        for part in self._reader.parts(texts):
            hashed = np.empty(len(part.hashes), _HASHED)
            hashed["hash"] = part.hashes
            hashed["text"] = np.arange(self.n_texts, self.n_texts + len(hashed))
            hashed["length"] = part.length[part.of_text]
            self._hashed.add(hashed, hashed["hash"] >> np.uint64(_HASH_BITS - (_HASH_SHELVES - 1).bit_length()))
            distinct = np.empty(len(part.first), _DISTINCT)
            distinct["text"], distinct["length"] = part.first + self.n_texts, part.length
            with self._codes.open("ab") as codes, self._distinct.open("ab") as texts_file:
                part.code.tofile(codes)
                distinct.tofile(texts_file)
            self._sizes.append((len(distinct), len(part.code)))
            self.n_texts += len(hashed)

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of all texts so far."""
        return self._reader.vocabulary()

    def hashed(self) -> Iterator[npt.NDArray[Any]]:
        """Hash, text and length of all texts, in the order of the shelves, which is that of the hashes."""
        return (self._hashed.read(number) for number in range(len(self._hashed)))

    def distinct(self) -> Iterator[tuple[npt.NDArray[Any], Codes]]:
        """Text and length of those that are distinct within a part, and their words one behind the other."""
        with self._codes.open("rb") as codes, self._distinct.open("rb") as texts:
            for n_distinct, n_codes in self._sizes:
                yield np.fromfile(texts, _DISTINCT, n_distinct), np.fromfile(codes, np.uint32, n_codes)

    def remove(self) -> None:
        """Frees the disk."""
        for number in range(len(self._hashed)):
            self._hashed.take(number)
        self._codes.unlink()
        self._distinct.unlink()


@dataclass(frozen=True)
class _Units:
    """Distinct texts in the order of `Corpus`, their columns and words in files of a folder.

    Units of one length follow each other: `lengths[i]` words have those from `first[i]` on, and their words begin at
    `first_code[i]`. `stock` is that of `Corpus`.
    """

    folder: Path
    vocabulary: Vocabulary
    lengths: Ints
    first: Ints
    first_code: Ints
    stock: Hashes

    def __len__(self) -> int:
        return int(self.first[-1])

    @property
    def n_codes(self) -> int:
        """Words of all units."""
        return int(self.first_code[-1])

    def path(self, column: str) -> Path:
        """The file of a column."""
        return self.folder / f"{column}.bin"

    def spans(self, units: Numbered) -> tuple[Ints, Ints]:
        """Where the words of units begin and how many they are."""
        kind = np.searchsorted(self.first, units, side="right") - 1
        kind = np.minimum(kind, len(self.lengths) - 1)
        return self.first_code[kind] + (units - self.first[kind]) * self.lengths[kind], self.lengths[kind]

    def step(self, config: DedupeConfig) -> Bytes:
        """The distance between the runs that each unit looks up."""
        return np.repeat(steps(self.lengths, config), np.diff(self.first))

    def column(self, name: str, units: Ints) -> Small:
        """A column of some units, sorted."""
        return _gathered(self.path(name), np.int32, units, units + 1)

    def corpus(self, units: Ints) -> Corpus:
        """The corpus of some units, sorted, without their hashes."""
        begin, length = self.spans(units)
        code = _gathered(self.path("codes"), np.uint32, begin, begin + length)
        return Corpus.of(
            self.vocabulary,
            code,
            flat_ranges(begin, begin + length)[1],
            n_printings=self.column("n_printings", units).astype(np.int64),
            group=np.full(len(units), _NO_GROUP),
            unit_hash=np.zeros(len(units), np.uint64),
            stock=self.stock[units],
        )


_NO_GROUP = scattered(np.zeros(1, np.uint64))[0]


def _gathered(path: Path, dtype: npt.DTypeLike, begin: Ints, end: Ints) -> npt.NDArray[Any]:
    """The values of sorted ranges of a file, which is mapped into memory span by span."""
    if not len(begin) or begin[0] == end[-1]:
        return np.zeros(0, dtype)
    mapped = np.memmap(path, dtype, mode="r")
    cuts = np.unique(np.searchsorted(begin, np.arange(begin[0], end[-1] + _SPAN, _SPAN)))
    found = []
    for low, high in pairwise(cuts.tolist()):
        found.append(mapped[flat_ranges(begin[low:high], end[low:high])[0]])
        _forget(mapped)
    return np.concatenate(found)


def _forget(mapped: npt.NDArray[Any]) -> None:
    """Gives the pages of a mapped file back, which count as memory of the process while they are mapped."""
    if isinstance(mapped, np.memmap) and hasattr(mmap, "MADV_DONTNEED"):
        mapped._mmap.madvise(mmap.MADV_DONTNEED)  # type: ignore[attr-defined]


def _numbered(spool: _Spool, folder: Path) -> _Units:
    """The units of the texts: long ones first, equally long ones in the order of their hashes.

    Writes their hashes, printings and the unit of each text.
    """
    n_of_length = np.zeros(0, np.int64)
    for hashed in spool.hashed():
        first = np.unique(hashed["hash"], return_index=True)[1]
        counted = np.bincount(hashed["length"][first])
        n_of_length = _added(n_of_length, counted)
    lengths = np.flatnonzero(n_of_length)[::-1]
    n_units = n_of_length[lengths]
    first_unit, first_code = (_before(counts) for counts in (n_units, n_units * lengths))
    kind_of_length = np.zeros(len(n_of_length), np.int64)
    kind_of_length[lengths] = np.arange(len(lengths))
    units = _Units(folder, spool.vocabulary, lengths, first_unit, first_code, np.zeros(first_unit[-1], np.uint64))
    unit_hash, n_printings = np.empty(len(units), np.uint64), np.empty(len(units), np.int32)
    unit_of_text = np.empty(spool.n_texts, np.int32)
    following = first_unit[:-1].copy()
    for hashed in spool.hashed():
        distinct, first, of_text, counts = np.unique(
            hashed["hash"], return_index=True, return_inverse=True, return_counts=True
        )
        kind = kind_of_length[hashed["length"][first]]
        order = np.argsort(kind, kind="stable")
        n_of_kind = np.bincount(kind, minlength=len(lengths))
        number = np.empty(len(distinct), np.int64)
        number[order] = flat_ranges(following, following + n_of_kind)[0]
        following += n_of_kind
        unit_hash[number], n_printings[number] = distinct, counts
        unit_of_text[hashed["text"]] = number[of_text]
    for column, values in (("hash", unit_hash), ("n_printings", n_printings), ("unit_of_text", unit_of_text)):
        values.tofile(units.path(column))
    return units


def _added(one: Ints, other: Ints) -> Ints:
    """The sum of two arrays of counts, the shorter one filled up with zeros."""
    total = np.zeros(max(len(one), len(other)), np.int64)
    total[: len(one)] += one
    total[: len(other)] += other
    return total


def _before(counts: Ints) -> Ints:
    """How many come before each, with the total last."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(counts, dtype=np.int64)])


def _write_codes(spool: _Spool, units: _Units, pieces: _Pieces) -> None:
    """Writes the words of the units in their order: onto shelves of neighbours first, then shelf by shelf."""
    n_shelves = pieces.shelves(_BYTES_PER_CODE * units.n_codes)
    shelves = Shelves(units.folder / "codes", n_shelves, np.uint32)
    numbers = Shelves(units.folder / "numbers", n_shelves, np.int32)
    width = max(1, -(-len(units) // n_shelves))
    unit_of_text = np.fromfile(units.path("unit_of_text"), np.int32)
    is_written = np.zeros(len(units), bool)
    for distinct, code in spool.distinct():
        offsets = _before(distinct["length"])
        unit = unit_of_text[distinct["text"]]
        rows = np.flatnonzero(~is_written[unit])
        rows = rows[np.argsort(unit[rows])]
        unit = unit[rows]
        is_written[unit] = True
        inside, starts = flat_ranges(offsets[rows], offsets[rows + 1])
        ends = np.searchsorted(unit, np.arange(1, n_shelves + 1) * width)
        numbers.extend(np.split(unit, ends[:-1]))
        shelves.extend(np.split(code[inside], starts[ends[:-1]]))
    with units.path("codes").open("wb") as file:
        for shelf in range(n_shelves):
            unit, code = numbers.take(shelf), shelves.take(shelf)
            offsets = _before(units.spans(unit)[1])
            order = np.argsort(unit)
            code[flat_ranges(offsets[order], offsets[order + 1])[0]].tofile(file)


def _placed(units: _Units, pieces: _Pieces, config: DedupeConfig) -> Shelves:
    """The places where units that share a key may match, on shelves of neighbours; marks the stock phrases."""
    bits, folder_bits = unit_bits(len(units)), pieces.bucket_bits(units.n_codes)
    keys = Buckets(units.folder / "keys", folder_bits)
    with units.path("n_words").open("wb") as file:
        for low in range(0, len(units), _UNITS_AT_ONCE):
            some = np.arange(low, min(low + _UNITS_AT_ONCE, len(units)))
            corpus = units.corpus(some)
            corpus.n_words.tofile(file)
            for entries in entries_of(corpus, some - low, bits, config):
                keys.add(renumbered(entries, low))
    habit = Habits(units.step(config), np.fromfile(units.path("hash"), np.uint64))
    places = Shelves(units.folder / "places", pieces.shelves(_BYTES_PER_WORD * units.n_codes), np.uint64)
    for entries in keys:
        for part in whole_buckets(in_order(entries), bits, pieces.entries):
            full, shared = full_and_shared(part, bits, config)
            mark_stock(units.stock, full, bits)
            packed = sorted_once(meetings(shared, bits, habit))
            places.add(packed, place_owner(packed, bits) * len(places) // len(units))
    return places


@dataclass(frozen=True, slots=True)
class _Sure:
    """What is sure before any pair is aligned: the units that are in no other's place, and what is the same as a whole.

    `placed` marks units that are sure to be the same as a longer one; `cluster` is the first unit of those that are
    wholly the same.
    """

    placed: Flags
    cluster: Small


def _judge(units: _Units, packed: Shelves, pieces: _Pieces, config: DedupeConfig) -> _Sure:
    """Writes the verdicts on all pairs of units that have to do with each other, in their order."""
    bits = unit_bits(len(units))
    sure = _Sure(np.zeros(len(units), bool), np.arange(len(units), dtype=np.int32))
    with units.path("pairs").open("wb") as file:
        for number in range(len(packed)):
            places = unpacked(packed.take(number), bits)
            begins = np.append(pair_begins(places), len(places))
            rows = np.searchsorted(begins, range(0, len(places), pieces.places))
            for low, high in pairwise(np.unique(np.append(begins[rows], len(places))).tolist()):
                pairs = _judged(units, places.between(low, high), config)
                pairs.tofile(file)
                _note(sure, units, pairs[is_linked(pairs["verdict"])])
    return sure


def _note(sure: _Sure, units: _Units, pairs: npt.NDArray[Any]) -> None:
    """Takes in what pairs of the same words make sure."""
    sure.placed[pairs["one"]] = True
    some, found = _local(units, pairs)
    whole = found.where(~is_fragment(found, units.column("n_words", some)))
    _join(sure.cluster, some[whole.one], some[whole.other])


def _local(units: _Units, pairs: npt.NDArray[Any]) -> tuple[Ints, Edges]:
    """The distinct units of some pairs, sorted, and the pairs as edges between their positions."""
    some, one, other = _renumbered(pairs["one"], pairs["other"])
    verdicts = Verdicts(one, other, pairs["verdict"], pairs["matched"])
    return some, edges(verdicts, units.column("n_words", some))


def _settle(units: _Units, sure: _Sure, pieces: _Pieces, config: DedupeConfig) -> None:
    """Writes the pairs anew with their final verdicts, without those that say nothing any more."""
    with units.path("settled").open("wb") as file:
        for pairs in _pairs(units.path("pairs"), pieces):
            rows = np.flatnonzero((pairs["verdict"] == OPEN) & ~sure.placed[pairs["one"]])
            some, found = _local(units, pairs[rows])
            rows = rows[worth_aligning(found, sure.cluster[some])]
            asked, one, other = _renumbered(pairs["one"][rows], pairs["other"][rows])
            pairs["verdict"][rows] = aligned(units.corpus(asked), one, other, config)
            is_final = is_linked(pairs["verdict"]) | (pairs["verdict"] == Verdict.DIFFERENT)
            pairs[is_final].tofile(file)


def _judged(units: _Units, places: Places, config: DedupeConfig) -> npt.NDArray[Any]:
    """The pairs among some places that have to do with each other."""
    some, one, other = _renumbered(places.one, places.other)
    verdicts = verdicts_on(units.corpus(some), Places(one, other, places.shift), config)
    verdicts = verdicts.where(verdicts.verdict != Verdict.UNRELATED)
    pairs = np.empty(len(verdicts), _PAIR)
    pairs["one"], pairs["other"] = some[verdicts.one], some[verdicts.other]
    pairs["matched"], pairs["verdict"] = verdicts.matched, verdicts.verdict
    return pairs


def _renumbered(one: Numbered, other: Numbered) -> tuple[Ints, Small, Small]:
    """The distinct units of two columns, sorted, and the columns with each unit's position among them."""
    some = sorted_once(np.concatenate([one, other]).astype(np.int64))
    return some, np.searchsorted(some, one).astype(np.int32), np.searchsorted(some, other).astype(np.int32)


def _labelled(units: _Units, pieces: _Pieces, config: DedupeConfig) -> Small:
    """The label of each unit: what a chain of sameness links is clustered at once, several such components together."""
    settled = units.path("settled")
    labels = np.arange(len(units), dtype=np.int32)
    for pairs in _pairs(settled, pieces):
        chained = pairs[is_linked(pairs["verdict"])]
        _join(labels, chained["one"], chained["other"])
    batch = _batches(labels, settled, pieces)
    shelves = Shelves(units.folder / "batches", int(batch.max(initial=0)) + 1, _PAIR)
    for pairs in _pairs(settled, pieces):
        one, other = batch[pairs["one"]], batch[pairs["other"]]
        shelves.add(pairs, one)
        shelves.add(pairs[one != other], other[one != other])
    for number in range(len(shelves)):
        pairs = shelves.take(number)
        pairs = pairs[np.lexsort((pairs["other"], pairs["one"]))]
        some, one, other = _renumbered(pairs["one"], pairs["other"])
        verdicts = Verdicts(one, other, pairs["verdict"], pairs["matched"])
        corpus, final = units.corpus(some), pairs["verdict"]
        found = grown(corpus, verdicts, final, exchanges_in(corpus, verdicts, final), config).labels
        inside = batch[some] == number
        labels[some[inside]] = some[found[inside]]
    return labels


def _pairs(path: Path, pieces: _Pieces) -> Iterator[npt.NDArray[Any]]:
    """The pairs in a file, in their order; those of one shorter unit come together."""
    rest = np.zeros(0, _PAIR)
    with path.open("rb") as file:
        while len(more := np.fromfile(file, _PAIR, pieces.pairs)):
            pairs = np.concatenate([rest, more])
            end = int(np.searchsorted(pairs["one"], pairs["one"][-1]))
            rest = pairs[end:]
            yield pairs[:end]
    yield rest


def _join(labels: Small, one: Numbered, other: Numbered) -> None:
    """Gives connected components that more pairs connect the smallest label of them all."""
    one, other = labels[one], labels[other]
    apart = one != other
    some, one, other = _renumbered(one[apart], other[apart])
    labels[some] = some[components(len(some), one.astype(np.int64), other.astype(np.int64))]
    for low in range(0, len(labels), _TEXTS_AT_ONCE):
        block = slice(low, low + _TEXTS_AT_ONCE)
        labels[block] = labels[labels[block]]


def _batches(labels: Small, settled: Path, pieces: _Pieces) -> Small:
    """For each unit, the number of the batch in which its component is clustered."""
    counts = np.zeros(len(labels), np.int32)
    for pairs in _pairs(settled, pieces):
        component, n_pairs = np.unique(labels[pairs["one"]], return_counts=True)
        counts[component] += n_pairs.astype(np.int32)
    before = 0
    for low in range(0, len(counts), _TEXTS_AT_ONCE):
        total = before + np.cumsum(counts[low : low + _TEXTS_AT_ONCE], dtype=np.int64)
        before = int(total[-1])
        counts[low : low + _TEXTS_AT_ONCE] = np.maximum(total - 1, 0) // pieces.pairs
    return counts[labels]
