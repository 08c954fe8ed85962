"""Clusters that grow: what is known of earlier texts is kept on disk, and new ones are compared with it.

`Known.of(texts)` and then `add(more)` give the clusters that `cluster_texts` gives for all of them at once. Verdicts
are on pairs of texts, and which pairs are compared follows from the buckets of texts that share a key: only texts in
whose buckets something changed are looked up again, and only their pairs get a new verdict.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from newsquotes.dedupe.align import Verdict
from newsquotes.dedupe.candidates import (
    Places,
    entries_of,
    habits,
    links,
    places_asked,
    places_of,
    remapped,
    unit_bits,
    unpacked,
    with_keys_of,
    with_stock,
)
from newsquotes.dedupe.cluster import grown, judged
from newsquotes.dedupe.config import DedupeConfig
from newsquotes.dedupe.match import OPEN, Verdicts, joined, verdicts_on
from newsquotes.dedupe.normalise import Flags, Ints
from newsquotes.dedupe.vocabulary import Corpus, Hashes, Reader, Small

_CORPUS_TABLES = {
    "words": ("words", "kind", "hashes"),
    "codes": ("code",),
    "units": ("n_words", "n_content", "n_printings", "group", "unit_hash", "stock"),
}
_COUNTS = ("seen", "capital", "as_name")


@dataclass(frozen=True, slots=True)
class Known:
    """All texts so far: their corpus, the unit of each text in the order in which they came, keys and verdicts.

    `final` is the verdict on each pair after alignment; pairs that nobody had to align are still open.
    """

    corpus: Corpus
    unit_of_text: Ints
    entries: Hashes
    verdicts: Verdicts
    final: npt.NDArray[np.int8]
    labels: Ints

    @classmethod
    def of(cls, texts: pl.Series, config: DedupeConfig | None = None) -> "Known":
        """What is known after the first texts."""
        config = config or DedupeConfig()
        reader = Reader()
        reader.read(texts)
        corpus, units = reader.corpus()
        bits = unit_bits(len(corpus))
        entries = np.concatenate([np.zeros(0, np.uint64), *entries_of(corpus, np.arange(len(corpus)), bits, config)])
        entries.sort()
        corpus = with_stock(corpus, entries, bits, config)
        verdicts = _related(verdicts_on(corpus, places_of(entries, bits, habits(corpus, config), config), config))
        return cls._clustered(corpus, units, entries, verdicts, np.full(len(verdicts), OPEN, np.int8), config)

    @classmethod
    def _clustered(
        cls,
        corpus: Corpus,
        units: Ints,
        entries: Hashes,
        verdicts: Verdicts,
        final: npt.NDArray[np.int8],
        config: DedupeConfig,
    ) -> "Known":
        """The same with clusters; `final` holds the verdicts that are known already."""
        used = judged(corpus, verdicts, config, final)
        labels = grown(corpus, verdicts, used, config).labels
        return cls(corpus, units, entries, verdicts, np.where(used == OPEN, final, used).astype(np.int8), labels)

    @property
    def label_of_text(self) -> Ints:
        """The cluster of each text, as `cluster_texts` numbers them."""
        found: Ints = self.labels[self.unit_of_text]
        return found

    def add(self, texts: pl.Series, config: DedupeConfig | None = None) -> "Known":
        """What is known after more texts."""
        config = config or DedupeConfig()
        if not len(texts):
            return self
        reader = Reader.after(self.corpus)
        reader.read(texts)
        n_old = len(self.corpus)
        corpus, units = reader.corpus(np.concatenate([self.corpus.n_printings, np.ones(len(texts), np.int64)]))
        moved = units[:n_old]
        bits = unit_bits(len(corpus))
        if bits != unit_bits(n_old):
            raise ValueError(f"{len(corpus)} distinct texts take wider numbers than {n_old}: cluster all of them anew")
        old = remapped(self.entries, moved, bits)
        new = np.setdiff1d(np.arange(len(corpus)), moved, assume_unique=True)
        fresh = np.concatenate([np.zeros(0, np.uint64), *entries_of(corpus, new, bits, config)])
        fresh.sort()
        entries = _merged(old, fresh)
        corpus = with_stock(corpus, entries, bits, config)
        renamed = _renamed_units(self.corpus, corpus, moved)
        changed = _changed(corpus, old, entries, fresh, renamed, bits, config)
        places = changed.of(places_asked(corpus, entries, changed.asks, bits, config))
        more = _related(verdicts_on(corpus, places, config))
        verdicts, final = _with_more(self._moved(moved), self.final, more, changed)
        unit_of_text = np.concatenate([moved[self.unit_of_text], units[n_old:]])
        return self._clustered(corpus, unit_of_text, entries, verdicts, final, config)

    def _moved(self, moved: Ints) -> Verdicts:
        """The verdicts with new numbers of units."""
        one, other = moved[self.verdicts.one].astype(np.int32), moved[self.verdicts.other].astype(np.int32)
        return Verdicts(one, other, self.verdicts.verdict, self.verdicts.matched)

    def save(self, folder: Path) -> None:
        """Writes what is known as Parquet files into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        corpus = self.corpus
        for table, columns in _CORPUS_TABLES.items():
            _write(folder, table, {column: getattr(corpus, column) for column in columns})
        _write(folder, "counts", dict(zip(_COUNTS, corpus.counts, strict=True)))
        _write(folder, "starts", {"start": corpus.start})
        _write(folder, "texts", {"unit": self.unit_of_text})
        _write(folder, "keys", {"entry": self.entries})
        names = ("one", "other", "verdict", "matched")
        _write(folder, "pairs", {**dict(zip(names, self.verdicts.columns, strict=True)), "final": self.final})
        _write(folder, "labels", {"label": self.labels})

    @classmethod
    def load(cls, folder: Path) -> "Known":
        """What `save` wrote."""
        fields: dict[str, Any] = {}
        for table, columns in _CORPUS_TABLES.items():
            frame = _read(folder, table)
            fields |= {column: frame[column].to_numpy(writable=True) for column in columns if column != "words"}
            if "words" in columns:
                fields["words"] = frame["words"].to_list()
        counts = _read(folder, "counts")
        fields["counts"] = np.stack([counts[name].to_numpy() for name in _COUNTS])
        corpus = Corpus(start=_read(folder, "starts")["start"].to_numpy(), **fields)
        pairs = _read(folder, "pairs")
        verdicts = Verdicts(*(pairs[name].to_numpy() for name in ("one", "other", "verdict", "matched")))
        return cls(
            corpus,
            _read(folder, "texts")["unit"].to_numpy(),
            _read(folder, "keys")["entry"].to_numpy(),
            verdicts,
            pairs["final"].to_numpy(),
            _read(folder, "labels")["label"].to_numpy(),
        )


def _write(folder: Path, table: str, columns: dict[str, Any]) -> None:
    """Writes columns as one file; nothing is compressed, for hashes do not shrink and reading has to be quick."""
    pl.DataFrame(columns).write_parquet(folder / f"{table}.parquet", compression="uncompressed", statistics=False)


def _read(folder: Path, table: str) -> pl.DataFrame:
    """The columns of a file."""
    return pl.read_parquet(folder / f"{table}.parquet")


def _related(verdicts: Verdicts) -> Verdicts:
    """Without the pairs that have nothing to do with each other."""
    return verdicts.where(verdicts.verdict != Verdict.UNRELATED)


def _renamed_units(before: Corpus, after: Corpus, moved: Ints) -> Flags:
    """Marks the units in which more texts made a word a name or no name, or a run of words a stock phrase."""
    changed = np.zeros(len(after.kind), bool)
    changed[: len(before.kind)] = before.kind != after.kind[: len(before.kind)]
    found = np.zeros(len(after), bool)
    found[moved] = before.stock != after.stock[moved]
    if changed.any():
        hits = np.flatnonzero(changed[before.code])
        found[moved[np.searchsorted(before.start, hits, side="right") - 1]] = True
    return found


def _merged(old: Hashes, fresh: Hashes) -> Hashes:
    """Two sorted lists of entries as one."""
    places = np.searchsorted(old, fresh) + np.arange(len(fresh))
    entries = np.empty(len(old) + len(fresh), np.uint64)
    is_old = np.ones(len(entries), bool)
    is_old[places] = False
    entries[places], entries[is_old] = fresh, old
    return entries


@dataclass(frozen=True, slots=True)
class _Changed:
    """Pairs of units whose places change or whose words mean something else now, and the units that look them up.

    `pairs` are sorted numbers made of both units; `renamed` marks units of which every pair is changed.
    """

    pairs: Ints
    renamed: Flags
    asks: Flags

    def marks(self, one: Small, other: Small) -> Flags:
        """Whether each pair of two parallel arrays is changed."""
        found = np.isin(_numbered(one, other), self.pairs)
        found |= self.renamed[one] | self.renamed[other]
        return found

    def of(self, places: Places) -> Places:
        """The places of changed pairs."""
        return places.where(self.marks(places.one, places.other))


def _numbered(one: Small, other: Small) -> Ints:
    """One number for each pair, in the order of the pairs."""
    found: Ints = one.astype(np.int64) << 32 | other
    return found


def _changed(
    corpus: Corpus, old: Hashes, entries: Hashes, fresh: Hashes, renamed: Flags, bits: int, config: DedupeConfig
) -> _Changed:
    """The pairs that change through new entries or through renamed units."""
    habit = habits(corpus, config)
    before = links(with_keys_of(old, fresh, bits), bits, habit, config)
    after = links(with_keys_of(entries, fresh, bits), bits, habit, config)
    changed = unpacked(np.setxor1d(before, after, assume_unique=True), bits)
    asks = renamed.copy()
    asks[changed.one] = True
    if renamed.any():
        keys = np.concatenate([np.zeros(0, np.uint64), *entries_of(corpus, np.flatnonzero(renamed), bits, config)])
        places = places_of(with_keys_of(entries, keys, bits), bits, habit, config)
        asks[places.one[renamed[places.other]]] = True
    return _Changed(np.unique(_numbered(changed.one, changed.other)), renamed, asks)


def _with_more(
    verdicts: Verdicts, final: npt.NDArray[np.int8], more: Verdicts, changed: _Changed
) -> tuple[Verdicts, npt.NDArray[np.int8]]:
    """The verdicts with those on changed pairs replaced, in order, and what is known of their final ones."""
    kept = ~changed.marks(verdicts.one, verdicts.other)
    found = joined([verdicts.where(kept), more])
    final = np.concatenate([final[kept], np.full(len(more), OPEN, np.int8)])
    order = np.argsort(_numbered(found.one, found.other), kind="stable")
    return Verdicts(*(column[order] for column in found.columns)), final[order]
