"""Clusters that grow: what is known of earlier texts is kept on disk, and new ones are compared with it.

`Known.of(texts)` and then `add(more)` give the clusters that `cluster_texts` gives for all of them at once. Verdicts
are on pairs of texts, and which pairs are compared follows from the buckets of texts that share a key: only buckets of
keys that new texts have are read, only pairs that change there get a new verdict, and only clusters that are linked to
a changed text grow anew. Keys and places are the most of what is known; they stay on disk and are read where they are
needed.
"""

from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from newsquotes.dedupe.align import Verdict
from newsquotes.dedupe.candidates import (
    Places,
    Runs,
    all_meetings,
    changed_meetings,
    full_and_shared,
    habits,
    merged,
    places_between,
    remapped,
    sorted_entries,
    unit_bits,
    unpacked,
    with_stock,
)
from newsquotes.dedupe.cluster import Growth, grown, judged, linked, moved_sets, regrown, rejudged, wholes_of
from newsquotes.dedupe.config import DedupeConfig
from newsquotes.dedupe.match import OPEN, Verdicts, joined, verdicts_on
from newsquotes.dedupe.normalise import Codes, Flags, Ints
from newsquotes.dedupe.ordering import sorted_once
from newsquotes.dedupe.room import Roomy
from newsquotes.dedupe.shelf import keep, kept
from newsquotes.dedupe.tally import Part, Tally
from newsquotes.dedupe.vocabulary import Corpus, Hashes, Reader, Small

_CORPUS_COLUMNS = (
    "kind",
    "hashes",
    "start",
    "length",
    "n_words",
    "n_content",
    "n_printings",
    "group",
    "unit_hash",
    "counts",
    "stock",
)
_VERDICT_COLUMNS = ("one", "other", "verdict", "matched")
_OWN_COLUMNS = ("unit_of_text", "aligned", "final", "wholes")
_GROWTH_COLUMNS = ("labels", "chains", "weighed")
_MAX_PARTS = 8
_WORDS_AT_ONCE = 1 << 18

Final = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Known:
    """All texts so far: their corpus, the unit of each text in the order in which they came, keys, verdicts, clusters.

    `tally` says how many keys give each place; its units are numbered in the order in which they came, as in `runs`.
    `aligned` is what aligning each pair gave whenever it was needed, open if it never was; `final` is the verdict of
    each pair that the clusters follow from. `wholes` are those of `cluster.wholes_of`.
    """

    config: DedupeConfig
    corpus: Corpus
    unit_of_text: Ints
    runs: Runs
    tally: Tally
    verdicts: Verdicts
    aligned: Final
    final: Final
    wholes: Ints
    growth: Growth

    @classmethod
    def of(cls, texts: pl.Series, config: DedupeConfig | None = None) -> "Known":
        """What is known after the first texts."""
        config = config or DedupeConfig()
        reader = Reader()
        reader.read(texts)
        corpus, units = reader.corpus()
        bits, every = unit_bits(len(corpus)), np.arange(len(corpus))
        entries = sorted_entries(corpus, every, bits, config)
        corpus, met = all_meetings(corpus, entries, bits, config)
        tally = Tally((Part.of(met),))
        verdicts = _related(verdicts_on(corpus, unpacked(met, bits), config))
        wholes = wholes_of(corpus, verdicts)
        final = judged(corpus, verdicts, config, wholes)
        clusters = grown(corpus, verdicts, final, config)
        growth = Growth(clusters.labels, linked(corpus, verdicts, final), clusters.weighed)
        runs = Runs((entries,), every, bits)
        return cls(config, corpus, units, runs, tally, verdicts, final, final, wholes, growth)

    @property
    def label_of_text(self) -> Ints:
        """The cluster of each text, as `cluster_texts` numbers them."""
        found: Ints = self.growth.labels[self.unit_of_text]
        return found

    def add(self, texts: pl.Series) -> "Known":
        """What is known after more texts."""
        if not len(texts):
            return self
        config = self.config
        reader = Reader.after(self.corpus)
        reader.read(texts)
        more_texts, unit_of_more = reader.corpus()
        corpus, moved, printed = self.corpus.with_more(more_texts)
        bits = self.runs.bits
        if bits != unit_bits(len(corpus)):
            n_old = len(self.corpus)
            raise ValueError(f"{len(corpus)} distinct texts take wider numbers than {n_old}: cluster all of them anew")
        is_new = np.ones(len(corpus), bool)
        is_new[moved] = False
        new = np.flatnonzero(is_new)
        fresh = sorted_entries(corpus, new, bits, config)
        entries, idle = Runs(self.runs.parts, moved[self.runs.unit], bits).with_fresh(fresh, config)
        full, shared = full_and_shared(entries, bits, config)
        corpus = with_stock(corpus, np.concatenate([full, idle]), bits)
        runs = _with_fresh(self.runs, moved, new, fresh)
        met = changed_meetings(full, shared, is_new, bits, habits(corpus, config))
        tally, changed = self._recounted(*met, runs, self._renamed_units(corpus, moved))
        more = _related(verdicts_on(corpus, changed.places, config))
        pairs = self._with_more(moved, more, changed)
        final, wholes = rejudged(
            corpus,
            pairs.verdicts,
            config,
            final=pairs.before,
            known=pairs.aligned,
            wholes=moved_sets(self.wholes, moved, len(corpus)),
            changed=pairs.touched(len(corpus)),
        )
        growth = regrown(
            corpus,
            pairs.verdicts,
            final,
            config,
            before=self.growth.moved(moved, len(corpus)),
            changed=pairs.changed_units(final, len(corpus)),
            printed=printed,
        )
        unit_of_text = np.concatenate([moved[self.unit_of_text], printed[unit_of_more]])
        aligned = np.where(final == OPEN, pairs.aligned, final).astype(np.int8)
        return Known(config, corpus, unit_of_text, runs, tally, pairs.verdicts, aligned, final, wholes, growth)

    def _renamed_units(self, after: Corpus, moved: Ints) -> Flags:
        """Marks the units in which more texts made a word a name or no name, or a run of words a stock phrase."""
        before = self.corpus
        changed = before.kind != after.kind[: len(before.kind)]
        found = np.zeros(len(after), bool)
        found[moved] = before.stock != after.stock[moved]
        if changed.any():
            hits = _places_of(changed, before.code)
            owner = np.searchsorted(before.start[self.runs.unit], hits, side="right") - 1
            found[moved[self.runs.unit[owner]]] = True
        return found

    def _recounted(self, more: Hashes, fewer: Hashes, runs: Runs, renamed: Flags) -> tuple[Tally, "_Changed"]:
        """The tally after changed meetings, and the pairs that they change or that have a renamed unit."""
        number, bits = _numbers(runs.unit), runs.bits
        lost = places_between(fewer, number, bits)
        tally = self.tally.with_part(Part.between(places_between(more, number, bits), lost), _MAX_PARTS)
        packed = (*tally.gone(lost), tally.with_units(renamed[runs.unit], bits))
        gone, left, again = (places_between(side, runs.unit, bits) for side in packed)
        pairs = unpacked(gone, bits)
        places = unpacked(np.concatenate([more, left, again]), bits)
        return tally, _Changed(places, sorted_once(_numbered(pairs.one, pairs.other)), renamed)

    def _with_more(self, moved: Ints, more: Verdicts, changed: "_Changed") -> "_Pairs":
        """The pairs with those that changed replaced, in order."""
        unit = moved.astype(np.int32)
        one, other = unit[self.verdicts.one], unit[self.verdicts.other]
        number, again = _numbered(one, other), _numbered(more.one, more.other)
        kept = ~changed.marks(number, one, other)
        row = np.minimum(np.searchsorted(number, again), len(number) - 1)
        is_same = np.zeros(len(more), bool)
        if len(number):
            is_same = (number[row] == again) & ~(changed.renamed[more.one] | changed.renamed[more.other])
            is_same &= (self.verdicts.verdict[row] == more.verdict) & (self.verdicts.matched[row] == more.matched)
        kept_rows = np.flatnonzero(kept)
        at = np.searchsorted(number[kept_rows], again)
        source = np.insert(kept_rows, at, np.arange(len(number), len(number) + len(again)))
        before = Verdicts(one, other, self.verdicts.verdict, self.verdicts.matched)
        verdicts = joined([before, more]).where(source)
        aligned, final = (
            np.concatenate([side, _known_or_open(side, row, is_same)]).take(source)
            for side in (self.aligned, self.final)
        )
        is_new = np.concatenate([np.zeros(len(number), bool), ~is_same]).take(source)
        kept[row[is_same]] = True
        left = np.flatnonzero(~kept)
        return _Pairs(verdicts, aligned, final, is_new, before.where(left), self.final[left])

    def save(self, folder: Path) -> None:
        """Keeps what is known in a folder of its own (see `shelf`)."""
        sides = (
            (self.corpus, _CORPUS_COLUMNS),
            (self.verdicts, _VERDICT_COLUMNS),
            (self.growth, _GROWTH_COLUMNS),
            (self, _OWN_COLUMNS),
        )
        parts = {
            "keys": self.runs.parts,
            "places": [part.places for part in self.tally.parts],
            "place_counts": [part.counts for part in self.tally.parts],
        }
        arrays = {column: getattr(side, column) for side, columns in sides for column in columns}
        arrays |= {f"{name}-{number}": part for name, some in parts.items() for number, part in enumerate(some)}
        codes = self.corpus.codes
        n_kept = codes.n_kept or len(codes.values)
        arrays |= {"code": codes.space, "code_more": codes.values[n_kept:], "numbers": self.runs.unit}
        arrays["words"] = np.frombuffer("\n".join(self.corpus.words).encode(), np.uint8)
        about = {"bits": self.runs.bits, "n_code": n_kept, "config": asdict(self.config)}
        keep(folder, arrays, about | {name: len(some) for name, some in parts.items()})

    @classmethod
    def load(cls, folder: Path) -> "Known":
        """What `save` kept. It stays on disk, and what is needed of it is read when it is needed.

        Raises StateError if nothing is kept there, or if another version kept it.
        """
        arrays, about = kept(folder, changeable=("code",))
        keys, places, counts = (
            tuple(arrays[f"{name}-{number}"] for number in range(about[name]))
            for name in ("keys", "places", "place_counts")
        )
        config = about["config"] | {"opening_words": tuple(about["config"]["opening_words"])}
        return cls(
            config=DedupeConfig(**config),
            corpus=Corpus(
                words=arrays["words"].tobytes().decode().split("\n"),
                codes=Roomy.read(arrays["code"], about["n_code"], arrays["code_more"]),
                **{column: arrays[column] for column in _CORPUS_COLUMNS},
            ),
            runs=Runs(keys, arrays["numbers"], about["bits"]),
            tally=Tally(tuple(map(Part, places, counts))),
            verdicts=Verdicts(*(arrays[column] for column in _VERDICT_COLUMNS)),
            growth=Growth(*(arrays[column] for column in _GROWTH_COLUMNS)),
            **{column: arrays[column] for column in _OWN_COLUMNS},
        )


def _places_of(marked: Flags, code: Codes) -> Ints:
    """The places of marked words, sought in pieces because an index into all words takes more memory than they do."""
    pieces = range(0, len(code), _WORDS_AT_ONCE)
    found = (begin + np.flatnonzero(marked.take(code[begin : begin + _WORDS_AT_ONCE], mode="clip")) for begin in pieces)
    return np.concatenate([np.zeros(0, np.int64), *found])


def _related(verdicts: Verdicts) -> Verdicts:
    """Without the pairs that have nothing to do with each other."""
    return verdicts.where(verdicts.verdict != Verdict.UNRELATED)


def _with_fresh(runs: Runs, moved: Ints, new: Ints, fresh: Hashes) -> Runs:
    """The keys with those of new units as one more part; when there are too many parts, the small ones become one."""
    unit = np.concatenate([moved[runs.unit], new])
    number = np.zeros(len(unit), np.int64)
    number[new] = np.arange(len(runs.unit), len(unit))
    parts = (*runs.parts, remapped(fresh, number, runs.bits))
    if len(parts) > _MAX_PARTS:
        parts = (parts[0], merged(np.concatenate(parts[1:])))
    return Runs(parts, unit, runs.bits)


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Pairs after texts were added: what aligning them gave, their final verdicts before, and which of them are new.

    New pairs are open in both. `gone` are the pairs that are none any more, with their final verdicts before; pairs
    that have another verdict now are both new and gone.
    """

    verdicts: Verdicts
    aligned: Final
    before: Final
    is_new: Flags
    gone: Verdicts
    gone_before: Final

    def touched(self, n_units: int) -> Flags:
        """Marks the units in pairs that are new or gone."""
        found = np.zeros(n_units, bool)
        for pairs in (self.verdicts.where(self.is_new), self.gone):
            found[pairs.one] = found[pairs.other] = True
        return found

    def changed_units(self, final: Final, n_units: int) -> Flags:
        """Marks the units in pairs whose final verdict is another one now, if that can change the clusters."""
        differs = (self.before != final) & (_counts(self.before) | _counts(final))
        found = np.zeros(n_units, bool)
        for pairs in (self.verdicts.where(differs), self.gone.where(_counts(self.gone_before))):
            found[pairs.one] = found[pairs.other] = True
        return found


def _counts(final: Final) -> Flags:
    """Marks the final verdicts that clusters follow from."""
    found: Flags = (final == Verdict.SAME) | (final == Verdict.DIFFERENT)
    return found


def _known_or_open(side: Final, row: Ints, is_known: Flags) -> Final:
    """The values in some rows where they are known, else open."""
    found = np.full(len(row), OPEN, np.int8)
    found[is_known] = side[row[is_known]]
    return found


@dataclass(frozen=True, slots=True)
class _Changed:
    """Pairs of units whose places change or whose words mean something else now, and every place that they have now.

    `pairs` are sorted numbers made of both units, of earlier pairs that lost a place; `renamed` marks units of which
    every pair is changed.
    """

    places: Places
    pairs: Ints
    renamed: Flags

    def marks(self, number: Ints, one: Small, other: Small) -> Flags:
        """Whether each pair of parallel arrays, sorted by their numbers, is changed."""
        found: Flags = self.renamed[one] | self.renamed[other]
        if len(number):
            row = np.minimum(np.searchsorted(number, self.pairs), len(number) - 1)
            found[row[number[row] == self.pairs]] = True
        return found


def _numbered(one: Small, other: Small) -> Ints:
    """One number for each pair, in the order of the pairs."""
    found: Ints = one.astype(np.int64) << 32 | other
    return found


def _numbers(unit: Ints) -> Ints:
    """The number of each unit, given the unit of each number."""
    found = np.empty_like(unit)
    found[unit] = np.arange(len(unit))
    return found
