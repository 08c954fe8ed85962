"""Clusters of texts that print the same words, in time linear in the number of texts.

Texts in, one cluster number a text out. Sameness is decided for pairs (`align`), pairs come from shared runs of words
(`candidates`), and clusters grow from the surest pair on, without ever joining two texts that contradict each other.
The result does not depend on the order of the texts.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import LCSseq, Postfix, Prefix

from newsquotes.dedupe.align import Verdict, compare, compare_edit
from newsquotes.dedupe.candidates import Buckets, bucket_pairs, ordered_pairs, shared_keys
from newsquotes.dedupe.config import DedupeConfig
from newsquotes.dedupe.normalise import canonical_keys
from newsquotes.dedupe.vocabulary import Corpus, Ints, read_corpus
from newsquotes.forest import Forest

Scores = npt.NDArray[np.float64]

_PAIRS_AT_ONCE = 200_000
_LOOKS = 2
_MAX_ADDED = 2
_MIN_WITHIN = 0.85
_MIN_AGREEING = 0.5
_MAX_EDIT = 2
_ALIGNED_MEMBERS = 2
_OPEN = np.int8(2)
_MIN_HEAD = 3
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
    """A cluster number for each printed text; texts that print the same words share it.

    Knows nothing of speakers. A cluster's number is the alphabetical rank of its first canonical key.
    """
    printed = texts.alias("text") if isinstance(texts, pl.Series) else pl.Series("text", texts, dtype=pl.String)
    frame = printed.to_frame().with_columns(key=canonical_keys(printed))
    units = frame.group_by("key").agg(pl.col("text").min(), n_printings=pl.len()).sort("key")
    labels = cluster_keys(units.with_columns(group=pl.lit(0)), config or DedupeConfig()).labels
    of_key = units.select("key", label=labels)
    return frame.join(of_key, on="key", how="left", maintain_order="left")["label"].to_numpy().astype(np.int64)


def cluster_keys(units: pl.DataFrame, config: DedupeConfig) -> Clustering:
    """Clusters of canonical keys; only keys of the same group can share one. A label is a cluster's first row.

    `units` has columns key, group (a number), text (a printed text of the key) and n_printings; one row for each key of
    a group, sorted by key and group.
    """
    if not len(units):
        return Clustering(_NO_INTS, Edges())
    corpus = read_corpus(units["key"], units["text"])
    buckets = shared_keys(corpus, units["group"].to_numpy().astype(np.int64), config)
    n_printings = units["n_printings"].to_numpy().astype(np.int64)
    found = Clustering(np.arange(len(corpus), dtype=np.int64), Edges())
    same, different, seen = Edges(), Edges(), _NO_INTS
    for look in range(_LOOKS):
        candidates = (
            _second_look(buckets, corpus, n_printings, found, same, different)
            if look
            else bucket_pairs(buckets, corpus.n_words, corpus.n_words)
        )
        pairs = _unseen(candidates, seen)
        seen = np.concatenate([seen, _packed(pairs)])
        more_same, more_different = verify_pairs(corpus, pairs, config)
        same, different = same + more_same, different + more_different
        is_fragment = _is_fragment(same, corpus)
        labels = constrained_components(len(corpus), same.where(~is_fragment), different)
        found = attach_fragments(labels, same.where(is_fragment), different, corpus.n_words, n_printings, config)
    return found


def _second_look(
    buckets: Buckets, corpus: Corpus, n_printings: Ints, found: Clustering, same: Edges, different: Edges
) -> tuple[Ints, Ints]:
    """What is left to compare: clusters by their most printed text, hosts of ambiguous and disputed fragments."""
    pairs = (
        bucket_pairs(buckets, corpus.n_words, n_printings, found.labels),
        _rival_hosts(found.left_apart, found.labels),
        _disputed(same.where(_is_fragment(same, corpus)), different, found.labels),
    )
    one, other = (np.concatenate(side) for side in zip(*pairs, strict=True))
    return ordered_pairs(one, other, corpus.n_words)


def _disputed(fragments: Edges, different: Edges, labels: Ints) -> tuple[Ints, Ints]:
    """Each fragment of a cluster, with every text that contradicts that cluster: it may fit in there as well."""
    sides = (np.concatenate([different.one, different.other]), np.concatenate([different.other, different.one]))
    disputes = pl.DataFrame({"label": labels[sides[0]], "rival": sides[1]}).unique()
    disputes = disputes.with_columns(rival_label=labels[disputes["rival"].to_numpy()])
    disputes = disputes.sort("rival").unique(["label", "rival_label"], keep="first", maintain_order=True)
    hosted = pl.DataFrame({"fragment": fragments.one, "label": labels[fragments.other]}).unique()
    pairs = hosted.join(disputes, on="label").sort("fragment", "rival")
    return pairs["fragment"].to_numpy(), pairs["rival"].to_numpy()


def _packed(pairs: tuple[Ints, Ints]) -> Ints:
    """One number for each pair."""
    one, other = pairs
    return np.minimum(one, other) << 32 | np.maximum(one, other)


def _unseen(pairs: tuple[Ints, Ints], seen: Ints) -> tuple[Ints, Ints]:
    """The pairs that were not compared before."""
    fresh = ~np.isin(_packed(pairs), seen)
    return pairs[0][fresh], pairs[1][fresh]


def verify_pairs(corpus: Corpus, pairs: tuple[Ints, Ints], config: DedupeConfig) -> tuple[Edges, Edges]:
    """The pairs that print the same words, and those that contradict each other.

    Containment and single edits are cheap to see and come first, for all pairs; of what they leave open only the pairs
    that can still change the clusters are aligned.
    """
    parts = [_cheap_verdicts(corpus, one, other, config) for one, other in _chunks(pairs)]
    verdicts = np.concatenate([np.zeros(0, np.int8), *(part[0] for part in parts)])
    scores = np.concatenate([_NO_SCORES, *(part[1] for part in parts)])
    found = Edges(pairs[0], pairs[1], scores)
    sure = found.where(verdicts == Verdict.SAME)
    whole = sure.where(~_is_fragment(sure, corpus))
    cluster = components(len(corpus), whole.one, whole.other)
    for row in _worth_aligning(found, np.flatnonzero(verdicts == _OPEN), cluster).tolist():
        one, other = corpus.encoded[pairs[0][row]], corpus.encoded[pairs[1][row]]
        verdicts[row] = compare(one, other, corpus.meanings, config)
    return found.where(verdicts == Verdict.SAME), found.where(verdicts == Verdict.DIFFERENT)


def _chunks(pairs: tuple[Ints, Ints]) -> Iterator[tuple[Ints, Ints]]:
    """The pairs in parts that are small beside the corpus."""
    for begin in range(0, len(pairs[0]), _PAIRS_AT_ONCE):
        yield pairs[0][begin : begin + _PAIRS_AT_ONCE], pairs[1][begin : begin + _PAIRS_AT_ONCE]


def _worth_aligning(found: Edges, rows: Ints, cluster: Ints) -> Ints:
    """Of the open pairs `rows`, for each text and cluster the few members with which it agrees most."""
    one, other = found.one[rows], cluster[found.other[rows]]
    order = np.lexsort((rows, -found.score[rows], other, one))
    rows, one, other = rows[order], one[order], other[order]
    begins = np.ones(len(rows), bool)
    begins[1:] = (one[1:] != one[:-1]) | (other[1:] != other[:-1])
    rank = np.arange(len(rows)) - np.flatnonzero(begins)[np.cumsum(begins) - 1]
    return np.sort(rows[(rank < _ALIGNED_MEMBERS) & (cluster[one] != other)])


def _cheap_verdicts(
    corpus: Corpus, one: Ints, other: Ints, config: DedupeConfig
) -> tuple[npt.NDArray[np.int8], Scores]:
    """Verdict on each pair, `_OPEN` if it takes an alignment, and the share of the longer text that agrees.

    Most of the shorter text must agree, or the beginning of one text stand in the other, as where one goes on.
    """
    n_shorter = corpus.n_words[one]
    verdicts = np.full(len(one), Verdict.UNRELATED, np.int8)
    contained = _is_contained(corpus, one, other)
    verdicts[contained & (n_shorter >= config.min_overlap)] = Verdict.SAME
    agreeing = np.where(contained, n_shorter, 0)
    rest = np.flatnonzero(~contained)
    left, right = ([corpus.encoded[row] for row in side[rest].tolist()] for side in (one, other))
    agreeing[rest] = process.cpdist(left, right, scorer=LCSseq.similarity, dtype=np.int32)
    needed = np.maximum(config.min_overlap, _MIN_AGREEING * n_shorter[rest])
    promising = agreeing[rest] >= np.minimum(n_shorter[rest] - 1, needed)
    for row in np.flatnonzero(~promising & (agreeing[rest] >= config.min_dovetail)).tolist():
        promising[row] = left[row][:_MIN_HEAD] in right[row] or right[row][:_MIN_HEAD] in left[row]
    head = process.cpdist(left, right, scorer=Prefix.similarity, dtype=np.int32).astype(np.int64)
    tail = process.cpdist(left, right, scorer=Postfix.similarity, dtype=np.int32).astype(np.int64)
    edits = _edit_verdicts(corpus, Edges(one[rest], other[rest]), head, tail, config)
    verdicts[rest[promising]] = edits[promising]
    verdicts[corpus.n_content[one] < config.min_content] = Verdict.UNRELATED
    return verdicts, agreeing / np.maximum(np.maximum(n_shorter, corpus.n_words[other]), 1)


def _edit_verdicts(corpus: Corpus, pairs: Edges, head: Ints, tail: Ints, config: DedupeConfig) -> npt.NDArray[np.int8]:
    """Verdicts on pairs that agree in `head` words at the beginning and `tail` at the end; `_OPEN` if more differs.

    Words of little weight that one text has more are not even looked at.
    """
    n_one, n_other = (np.diff(corpus.start)[side] for side in (pairs.one, pairs.other))
    tail = np.minimum(tail, np.minimum(n_one, n_other) - head)
    shorter, longer = np.sort([n_one - head - tail, n_other - head - tail], axis=0)
    fixed = _n_fixed(corpus, pairs.one, head, tail) + _n_fixed(corpus, pairs.other, head, tail)
    is_edit = (head > 0) & (tail > 0) & (longer <= _MAX_EDIT)
    is_allowed = (head + tail >= config.min_overlap) & (longer <= np.maximum(1, config.max_edits * (head + tail)))
    is_same = is_edit & is_allowed & (shorter == 0) & (fixed == 0)
    verdicts = np.where(is_same, np.int8(Verdict.SAME), _OPEN)
    for row in np.flatnonzero(is_edit & ~is_same).tolist():
        begin, end = int(head[row]), -int(tail[row])
        one, other = corpus.encoded[pairs.one[row]][begin:end], corpus.encoded[pairs.other[row]][begin:end]
        verdicts[row] = compare_edit(one, other, begin - end, corpus.meanings, config)
    return verdicts


def _n_fixed(corpus: Corpus, rows: Ints, head: Ints, tail: Ints) -> Ints:
    """How many words that may not change stand between the first `head` and the last `tail` words of each text."""
    begin, end = corpus.start[rows] + head, corpus.start[rows + 1] - tail
    n_fixed: Ints = corpus.fixed_before[end] - corpus.fixed_before[begin]
    return n_fixed


def _is_contained(corpus: Corpus, one: Ints, other: Ints) -> npt.NDArray[np.bool_]:
    """Whether the words of `one` stand in `other` one after the other."""
    pairs = pl.DataFrame({"one": corpus.keys.gather(one), "other": corpus.keys.gather(other)})
    space = pl.lit(" ")
    inside = (space + pl.col("other") + space).str.contains(space + pl.col("one") + space, literal=True)
    return pairs.select(inside).to_series().to_numpy()


def _is_fragment(same: Edges, corpus: Corpus) -> npt.NDArray[np.bool_]:
    """Marks the edges whose shorter text lies within the longer one and lacks more than two of its words."""
    n_shorter, n_longer = corpus.n_words[same.one], corpus.n_words[same.other]
    return (n_longer > n_shorter + _MAX_ADDED) & (same.score * n_longer >= _MIN_WITHIN * n_shorter)


def attach_fragments(
    labels: Ints, fragments: Edges, different: Edges, n_words: Ints, n_printings: Ints, config: DedupeConfig
) -> Clustering:
    """Joins each cluster of fragments to the one that hosts them; those that several could host stay alone.

    The longest fragments come first, so that the hosts of a short one have found their place.
    """
    forest = Forest(_pairs(labels[different.one], labels[different.other]))
    printings = np.bincount(labels, weights=n_printings, minlength=len(labels)).astype(np.int64)
    longest = np.zeros(len(labels), np.int64)
    np.maximum.at(longest, labels, n_words)
    hosts: defaultdict[int, defaultdict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for fragment, host in zip(fragments.one.tolist(), labels[fragments.other].tolist(), strict=True):
        hosts[int(labels[fragment])][fragment].add(host)
    for cluster in sorted(hosts, key=lambda cluster: (-longest[cluster], cluster)):
        own = forest.root(cluster)
        choices = [{forest.root(host) for host in found} - {own} for found in hosts[cluster].values()]
        host = _only_host(choices, printings, config)
        if host is not None and forest.join(own, host):
            low, high = sorted((own, host))
            printings[low] += printings[high]
    attached = np.array([forest.root(label) for label in labels.tolist()], dtype=np.int64)
    return Clustering(attached, fragments.where(attached[fragments.one] != attached[fragments.other]))


def _only_host(choices: list[set[int]], printings: Ints, config: DedupeConfig) -> int | None:
    """The one cluster that hosts fragments of the same words, given the clusters that each of them fits; else None.

    A fragment that fits a single cluster decides for the others; if all fit several, a cluster with nearly all of the
    printings does.
    """
    decided = {host for hosts in choices if len(hosts) == 1 for host in hosts}
    if len(decided) == 1:
        return decided.pop()
    possible = sorted(decided or {host for hosts in choices for host in hosts})
    if not possible:
        return None
    best = max(possible, key=lambda host: (printings[host], -host))
    return best if printings[best] >= config.min_dominance * sum(printings[host] for host in possible) else None


def _pairs(one: Ints, other: Ints) -> Iterator[tuple[int, int]]:
    """The pairs of two parallel arrays as plain numbers, each that is a pair of two."""
    apart = one != other
    return zip(one[apart].tolist(), other[apart].tolist(), strict=True)


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
