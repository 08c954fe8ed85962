"""Clusters of texts that print the same words, in time linear in the number of texts.

Texts in, one cluster number a text out. Sameness is decided for pairs (`align`), pairs come from shared runs of words
(`candidates`), and clusters grow from the surest pair on, without ever joining two texts that contradict each other.
The result does not depend on the order of the texts.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import LCSseq

from newsquotes.dedupe.align import Verdict, compare
from newsquotes.dedupe.candidates import Buckets, bucket_pairs, ordered_pairs, shared_keys
from newsquotes.dedupe.config import DedupeConfig
from newsquotes.dedupe.normalise import canonical_keys
from newsquotes.dedupe.vocabulary import Corpus, Ints, read_corpus
from newsquotes.forest import Forest

Scores = npt.NDArray[np.float64]

_PAIRS_AT_ONCE = 200_000
_LOOKS = 2
_NO_INTS = np.zeros(0, np.int64)
_NO_SCORES = np.zeros(0, np.float64)


@dataclass(frozen=True, slots=True)
class Edges:
    """Pairs of texts (shorter, longer) and how much of the longer one agrees, 0 to 1."""

    one: Ints = field(default_factory=lambda: _NO_INTS)
    other: Ints = field(default_factory=lambda: _NO_INTS)
    score: Scores = field(default_factory=lambda: _NO_SCORES)

    def __add__(self, more: "Edges") -> "Edges":
        return Edges(
            np.concatenate([self.one, more.one]),
            np.concatenate([self.other, more.other]),
            np.concatenate([self.score, more.score]),
        )

    def where(self, kept: npt.NDArray[np.bool_]) -> "Edges":
        """The edges that `kept` marks."""
        return Edges(self.one[kept], self.other[kept], self.score[kept])


@dataclass(frozen=True, slots=True)
class Clustering:
    """A cluster number for each text, and the pairs that are the same words but were left apart."""

    labels: Ints
    left_apart: Edges


def cluster_texts(texts: Sequence[str] | pl.Series, *, config: DedupeConfig | None = None) -> Ints:
    """A cluster number for each printed text, 0 to n-1; texts that print the same words share it.

    Knows nothing of speakers. Numbers follow the alphabetical order of the canonical keys.
    """
    config = config or DedupeConfig()
    printed = texts.alias("text") if isinstance(texts, pl.Series) else pl.Series("text", texts, dtype=pl.String)
    frame = printed.to_frame().with_columns(key=canonical_keys(printed))
    units = frame.group_by("key").agg(pl.col("text").min()).sort("key")
    labels = cluster_keys(units["key"], units["text"], np.zeros(len(units), np.int64), config).labels
    of_key = units.select("key", label=labels)
    return frame.join(of_key, on="key", how="left", maintain_order="left")["label"].to_numpy().astype(np.int64)


def cluster_keys(keys: pl.Series, printed: pl.Series, groups: Ints, config: DedupeConfig) -> Clustering:
    """Clusters of canonical keys, sorted by key and group; only keys of the same group can share a cluster.

    `printed` holds a printed text for each key.
    """
    if not len(keys):
        return Clustering(_NO_INTS, Edges())
    corpus = read_corpus(keys, printed)
    buckets = shared_keys(corpus, groups, config)
    same, different = Edges(), Edges()
    labels = np.arange(len(corpus), dtype=np.int64)
    seen = _NO_INTS
    left_apart = Edges()
    for look in range(_LOOKS):
        pairs = _unseen(_candidates(look, buckets, corpus, labels, left_apart), seen)
        seen = np.concatenate([seen, _packed(pairs)])
        found_same, found_different = verify_pairs(corpus, pairs, config)
        same, different = same + found_same, different + found_different
        ambiguous = _ambiguous(same, corpus)
        left_apart = same.where(ambiguous)
        labels = constrained_components(len(corpus), same.where(~ambiguous), different)
    return Clustering(labels, left_apart)


def _candidates(look: int, buckets: Buckets, corpus: Corpus, labels: Ints, left_apart: Edges) -> tuple[Ints, Ints]:
    """Pairs to compare: at first texts, then the clusters found so far and the hosts of ambiguous fragments."""
    if not look:
        return bucket_pairs(buckets, corpus.n_words)
    clusters = bucket_pairs(buckets, corpus.n_words, labels)
    hosts = _rival_hosts(left_apart, labels)
    return ordered_pairs(
        np.concatenate([clusters[0], hosts[0]]), np.concatenate([clusters[1], hosts[1]]), corpus.n_words
    )


def _packed(pairs: tuple[Ints, Ints]) -> Ints:
    """One number for each pair."""
    one, other = pairs
    return np.minimum(one, other) << 32 | np.maximum(one, other)


def _unseen(pairs: tuple[Ints, Ints], seen: Ints) -> tuple[Ints, Ints]:
    """The pairs that were not compared before."""
    fresh = ~np.isin(_packed(pairs), seen)
    return pairs[0][fresh], pairs[1][fresh]


def verify_pairs(corpus: Corpus, pairs: tuple[Ints, Ints], config: DedupeConfig) -> tuple[Edges, Edges]:
    """The pairs that print the same words, and those that contradict each other."""
    same, different = Edges(), Edges()
    for begin in range(0, len(pairs[0]), _PAIRS_AT_ONCE):
        one, other = pairs[0][begin : begin + _PAIRS_AT_ONCE], pairs[1][begin : begin + _PAIRS_AT_ONCE]
        verdicts, scores = _verdicts(corpus, one, other, config)
        found = Edges(one, other, scores)
        same += found.where(verdicts == Verdict.SAME)
        different += found.where(verdicts == Verdict.DIFFERENT)
    return same, different


def _verdicts(corpus: Corpus, one: Ints, other: Ints, config: DedupeConfig) -> tuple[npt.NDArray[np.int8], Scores]:
    """Verdict and agreement of each pair: first the cheap test of containment, then alignment if it could pass."""
    contained = _is_contained(corpus, one, other)
    agreeing = np.where(contained, corpus.n_words[one], 0)
    open_pairs = np.flatnonzero(~contained)
    agreeing[open_pairs] = process.cpdist(
        [corpus.encoded[row] for row in one[open_pairs].tolist()],
        [corpus.encoded[row] for row in other[open_pairs].tolist()],
        scorer=LCSseq.similarity,
        dtype=np.int32,
    )
    n_shorter = corpus.n_words[one]
    verdicts = np.full(len(one), Verdict.UNRELATED, np.int8)
    verdicts[contained & (n_shorter >= config.min_overlap)] = Verdict.SAME
    promising = agreeing >= np.minimum(n_shorter - 1, np.maximum(config.min_overlap, 0.5 * n_shorter))
    for row in np.flatnonzero(~contained & promising & (n_shorter >= 3)).tolist():
        verdicts[row] = compare(corpus.encoded[one[row]], corpus.encoded[other[row]], corpus.meanings, config)
    return verdicts, agreeing / np.maximum(np.maximum(n_shorter, corpus.n_words[other]), 1)


def _is_contained(corpus: Corpus, one: Ints, other: Ints) -> npt.NDArray[np.bool_]:
    """Whether the words of `one` stand in `other` one after the other."""
    pairs = pl.DataFrame({"one": corpus.keys.gather(one), "other": corpus.keys.gather(other)})
    space = pl.lit(" ")
    inside = (space + pl.col("other") + space).str.contains(space + pl.col("one") + space, literal=True)
    return pairs.select(inside).to_series().to_numpy()


def _ambiguous(same: Edges, corpus: Corpus) -> npt.NDArray[np.bool_]:
    """Marks the edges of fragments that fit several hosts which are not the same words themselves.

    A fragment is shorter than its host by more than two words. Hosts count as the same when they are connected without
    the help of any fragment.
    """
    is_fragment = corpus.n_words[same.other] > corpus.n_words[same.one] + 2
    whole = same.where(~is_fragment)
    host = components(len(corpus), whole.one, whole.other)[same.other]
    low = np.full(len(corpus), np.iinfo(np.int64).max)
    high = np.full(len(corpus), -1)
    np.minimum.at(low, same.one[is_fragment], host[is_fragment])
    np.maximum.at(high, same.one[is_fragment], host[is_fragment])
    return is_fragment & (low < high)[same.one]


def _rival_hosts(left_apart: Edges, labels: Ints) -> tuple[Ints, Ints]:
    """For each ambiguous fragment its hosts, paired with the first of them that lies in another cluster."""
    order = np.lexsort((left_apart.other, left_apart.one))
    fragment, host = left_apart.one[order], left_apart.other[order]
    if not len(fragment):
        return _NO_INTS, _NO_INTS
    begins = np.concatenate([[True], fragment[1:] != fragment[:-1]])
    first = host[np.flatnonzero(begins)[np.cumsum(begins) - 1]]
    rivals = labels[first] != labels[host]
    return first[rivals], host[rivals]


def components(n: int, one: Ints, other: Ints) -> Ints:
    """The smallest member of each of `n` nodes' connected component.

    Labels are hooked to smaller ones and halved until nothing moves (Shiloach and Vishkin, 1982).
    """
    label = np.arange(n, dtype=np.int64)
    while len(one):
        left, right = label[one], label[other]
        apart = left != right
        if not apart.any():
            break
        one, other, left, right = one[apart], other[apart], left[apart], right[apart]
        np.minimum.at(label, np.maximum(left, right), np.minimum(left, right))
        while (shorter := label[label]).tobytes() != label.tobytes():
            label = shorter
    return label


def constrained_components(n: int, same: Edges, different: Edges) -> Ints:
    """Components of `same`, grown from the best edge on, in which no pair of `different` shares one.

    Only components that hold such a pair are grown edge by edge; the others are what they are.
    """
    label = components(n, same.one, same.other)
    torn = different.where(label[different.one] == label[different.other])
    if not len(torn.one):
        return label
    in_question = np.isin(label, label[torn.one])
    label[in_question] = np.flatnonzero(in_question)
    edges = same.where(in_question[same.one])
    order = np.lexsort((edges.other, edges.one, -edges.score))
    forest = Forest(zip(torn.one.tolist(), torn.other.tolist(), strict=True))
    for one, other in zip(edges.one[order].tolist(), edges.other[order].tolist(), strict=True):
        forest.join(one, other)
    for node in np.flatnonzero(in_question).tolist():
        label[node] = forest.root(node)
    return label
