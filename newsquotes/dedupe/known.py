"""Clusters that grow: what is known of earlier texts is kept on disk, and new ones are compared with it.

`Known.of(texts)` and then `add(more)` give the clusters that `cluster_texts` gives for all of them at once. Verdicts
are on pairs of texts, and which pairs are compared follows from the buckets of texts that share a key: only buckets of
keys that new texts have are read, of large ones the neighbourhood of the new texts is weighed (see `runs`), only pairs
that change there get a new verdict, and only clusters that are linked to a changed text grow anew. Keys and places are
the most of what is known; they stay on disk and are read where they are needed.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from newsquotes.dedupe.align import Verdict
from newsquotes.dedupe.candidates import (
    Places,
    all_meetings,
    changed_meetings,
    habits,
    mark_stock,
    places_between,
    sorted_entries,
    unit_bits,
    unpacked,
    whole_buckets,
)
from newsquotes.dedupe.cluster import exchanges_in, grown, judged, linked, wholes_of
from newsquotes.dedupe.config import DedupeConfig
from newsquotes.dedupe.exchanges import Exchanges
from newsquotes.dedupe.growth import Growth, changed_units, regrown, rejudged, with_more_units
from newsquotes.dedupe.match import Verdicts, verdicts_on
from newsquotes.dedupe.normalise import Codes, Flags, Ints
from newsquotes.dedupe.ordering import sorted_once
from newsquotes.dedupe.pairs import Pairs, Renamed, numbered
from newsquotes.dedupe.room import Roomy
from newsquotes.dedupe.runs import Runs
from newsquotes.dedupe.shelf import keep, kept
from newsquotes.dedupe.tally import Part, Tally
from newsquotes.dedupe.vocabulary import Corpus, Hashes, Reader, inverse

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
_PAIR_COLUMNS = ("aligned", "final", "is_read")
_EXCHANGE_COLUMNS = ("row", "place_in_one", "place_in_other", "words_of_one", "words_of_other", "is_wide")
_OWN_COLUMNS = ("unit_of_text", "wholes")
_GROWTH_COLUMNS = ("labels", "chains", "weighed")
_MAX_PARTS = 8
_WORDS_AT_ONCE = 1 << 18
_FEW_WORDS = 8
_ENTRIES_AT_ONCE = 1 << 16
_GROWING = ("start", "length", "n_words", "n_content", "group", "unit_hash", "unit_of_text")
_SHARE_BEHIND = 8


@dataclass(frozen=True, slots=True)
class Known:
    """All texts so far: their corpus, the unit of each text in the order in which they came, keys, pairs, clusters.

    Units are numbered in the order in which they came, so that none of what is known moves when texts are added; their
    rank, which is in `runs`, is the number that they have in a corpus of all texts. `tally` says how many keys give
    each place. `wholes` are those of `cluster.wholes_of`. `beginnings` are what was read of the arrays that only grow.
    """

    config: DedupeConfig
    corpus: Corpus
    unit_of_text: Ints
    runs: Runs
    tally: Tally
    pairs: Pairs
    wholes: Ints
    growth: Growth
    beginnings: Mapping[str, npt.NDArray[Any]] = field(default_factory=dict)

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
        exchanges = exchanges_in(corpus, verdicts, final)
        clusters = grown(corpus, verdicts, final, exchanges, config)
        growth = Growth(clusters.labels, linked(corpus, verdicts, final), clusters.weighed)
        runs = Runs((entries,), every, bits, len(corpus))
        return cls(config, corpus, units, runs, tally, Pairs.of(verdicts, final, exchanges), wholes, growth)

    @property
    def label_of_text(self) -> Ints:
        """The cluster of each text, as `cluster_texts` numbers them."""
        found: Ints = self.runs.rank[self.growth.labels][self.unit_of_text]
        return found

    def add(self, texts: pl.Series) -> "Known":
        """What is known after more texts."""
        if not len(texts):
            return self
        config, bits = self.config, self.runs.bits
        reader = Reader.after(self.corpus)
        reader.read(texts)
        more_texts, unit_of_more = reader.corpus()
        corpus, rank, printed = self.corpus.with_more(more_texts, self.runs.rank)
        if bits != unit_bits(len(corpus)):
            n_old = len(self.corpus)
            raise ValueError(f"{len(corpus)} distinct texts take wider numbers than {n_old}: cluster all of them anew")
        new = np.arange(len(self.corpus), len(corpus))
        fresh = sorted_entries(corpus, new, bits, config)
        runs = self.runs.with_fresh(fresh, rank)
        corpus, met = self._new_meetings(corpus, runs, fresh)
        tally, changed = self._recounted(*met, runs, self._renamed_units(corpus))
        more = _related(verdicts_on(corpus, changed.places, config))
        pairs, rows = self.pairs.with_verdicts(changed.stale, more, changed.renamed)
        wholes = with_more_units(self.wholes, len(corpus))
        final, wholes = rejudged(corpus, rank, pairs, config, wholes=wholes, changed=rows)
        growth, pairs = regrown(
            corpus,
            rank,
            replace(pairs, final=final),
            config,
            before=self.growth.with_more_units(len(corpus)),
            changed=changed_units(pairs, final, rows),
            printed=printed,
        )
        unit_of_text = np.concatenate([self.unit_of_text, printed[unit_of_more]])
        pairs = pairs.settled(final)
        return Known(config, corpus, unit_of_text, runs, tally, pairs, wholes, growth, self.beginnings)

    def _new_meetings(self, corpus: Corpus, runs: Runs, fresh: Hashes) -> tuple[Corpus, tuple[Hashes, Hashes]]:
        """The corpus with the stock phrases marked that fresh entries make, and what those change in the meetings."""
        bits, habit = runs.bits, habits(corpus, self.config)
        known, stock = self.runs.ordered(runs.rank), corpus.stock.copy()
        more, fewer = [fresh[:0]], [fresh[:0]]
        for some in whole_buckets(fresh, bits, _ENTRIES_AT_ONCE):
            full, shared, idle = known.met_by(some, habit, self.config)
            mark_stock(stock, np.concatenate([full, idle]), bits)
            gained, lost = changed_meetings(full, shared, len(self.corpus), bits, habit)
            more.append(gained)
            fewer.append(lost)
        return replace(corpus, stock=stock), (np.concatenate(more), np.concatenate(fewer))

    def _renamed_units(self, after: Corpus) -> Renamed:
        """The units in which more texts made a word a name or no name, or a run of words a stock phrase."""
        before = self.corpus
        as_longer, as_shorter = np.zeros(len(after), bool), np.zeros(len(after), bool)
        words = np.flatnonzero(before.kind != after.kind[: len(before.kind)])
        as_longer[np.searchsorted(before.start, _places_of(words, before), side="right") - 1] = True
        as_shorter[: len(before)] = before.stock != after.stock[: len(before)]
        return Renamed(as_shorter | as_longer, as_longer)

    def _recounted(self, more: Hashes, fewer: Hashes, runs: Runs, renamed: Renamed) -> tuple[Tally, "_Changed"]:
        """The tally after changed meetings, and the pairs that they change or that have a renamed unit."""
        bits, by_rank = runs.bits, inverse(runs.rank)
        gained, lost = Part.of(more), Part.of(fewer)
        tally = self.tally.with_part(gained.without(lost), _MAX_PARTS)
        gone, left = tally.gone(lost.places)
        again = tally.with_units(renamed.as_shorter, renamed.as_longer, bits)
        stale = unpacked(np.concatenate([gone, again]), bits)
        places = unpacked(places_between(np.concatenate([gained.places, left, again]), runs.rank, bits), bits)
        places = Places(by_rank[places.one].astype(np.int32), by_rank[places.other].astype(np.int32), places.shift)
        return tally, _Changed(places, sorted_once(numbered(stale.one, stale.other)), renamed)

    def save(self, folder: Path) -> None:
        """Keeps what is known in a folder of its own (see `shelf`)."""
        sides = (
            (self.corpus, _CORPUS_COLUMNS),
            (self.pairs.verdicts, _VERDICT_COLUMNS),
            (self.pairs, _PAIR_COLUMNS),
            (self.pairs.exchanges, _EXCHANGE_COLUMNS),
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
        for name in _GROWING:
            arrays |= _in_two(name, arrays.pop(name), self.beginnings.get(name))
        codes = self.corpus.codes
        n_kept = codes.n_kept or len(codes.values)
        arrays |= {"code": codes.space, "code_more": codes.values[n_kept:], "rank": self.runs.rank}
        arrays["words"] = np.frombuffer("\n".join(self.corpus.words).encode(), np.uint8)
        about = {"bits": self.runs.bits, "n_first": self.runs.n_first, "n_code": n_kept, "ends": self.pairs.ends}
        about |= {name: len(some) for name, some in parts.items()}
        keep(folder, arrays, about | {"config": asdict(self.config)})

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
        beginnings = {name: arrays[name] for name in _GROWING}
        for name, beginning in beginnings.items():
            behind = arrays[f"{name}_more"]
            arrays[name] = np.concatenate([beginning, behind]) if len(behind) else beginning
        config = about["config"] | {"opening_words": tuple(about["config"]["opening_words"])}
        return cls(
            config=DedupeConfig(**config),
            corpus=Corpus(
                words=arrays["words"].tobytes().decode().split("\n"),
                codes=Roomy.read(arrays["code"], about["n_code"], arrays["code_more"]),
                **{column: arrays[column] for column in _CORPUS_COLUMNS},
            ),
            runs=Runs(keys, arrays["rank"], about["bits"], about["n_first"]),
            tally=Tally(tuple(map(Part, places, counts))),
            pairs=Pairs(
                Verdicts(*(arrays[column] for column in _VERDICT_COLUMNS)),
                **{column: arrays[column] for column in _PAIR_COLUMNS},
                ends=tuple(about["ends"]),
                exchanges=Exchanges(*(arrays[column] for column in _EXCHANGE_COLUMNS)),
            ),
            growth=Growth(*(arrays[column] for column in _GROWTH_COLUMNS)),
            **{column: arrays[column] for column in _OWN_COLUMNS},
            beginnings=beginnings,
        )


def _in_two(name: str, values: npt.NDArray[Any], beginning: npt.NDArray[Any] | None) -> dict[str, npt.NDArray[Any]]:
    """Values that only grow as their beginning, which was read and need not be written again, and what is behind it.

    Without a beginning, or when much is behind it, all of them are one.
    """
    if beginning is None or len(values) - len(beginning) > len(values) // _SHARE_BEHIND:
        beginning = values
    return {name: beginning, f"{name}_more": values[len(beginning) :]}


def _places_of(words: Ints, corpus: Corpus) -> Ints:
    """The places of some words, sought in pieces because an index into all words takes more memory than they do."""
    code, is_sought = corpus.code, np.zeros(len(corpus.words), bool)
    is_sought[words] = True
    found = [np.zeros(0, np.int64)]
    for begin in range(0, len(code) if len(words) else 0, _WORDS_AT_ONCE):
        piece = code[begin : begin + _WORDS_AT_ONCE]
        few = len(words) <= _FEW_WORDS
        hits = _any_of(piece, words) if few else is_sought.take(piece, mode="clip")
        found.append(begin + np.flatnonzero(hits))
    return np.concatenate(found)


def _any_of(piece: Codes, words: Ints) -> Flags:
    """Marks each of a few words where it stands; comparing numbers of one width takes half the time."""
    first, *others = words.astype(piece.dtype)
    hits: Flags = piece == first
    for word in others:
        hits |= piece == word
    return hits


def _related(verdicts: Verdicts) -> Verdicts:
    """Without the pairs that have nothing to do with each other."""
    return verdicts.where(verdicts.verdict != Verdict.UNRELATED)


@dataclass(frozen=True, slots=True)
class _Changed:
    """Pairs of units whose places change or whose words mean something else now, and every place that they have now.

    The places are in the order of rank. `stale` are sorted numbers made of both units, of earlier pairs that lost a
    place or have a renamed unit.
    """

    places: Places
    stale: Ints
    renamed: Renamed
