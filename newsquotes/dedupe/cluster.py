"""Clusters of texts that print the same words, in time linear in the number of texts.

Texts in, one cluster number a text out. Sameness is decided for pairs (`align`), pairs come from shared runs of words
(`candidates`), and clusters grow from the surest pair on, without ever joining two texts that contradict each other or
two whole ones that have little in common (`centres`).
The result does not depend on the order of the texts.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations, groupby, product
from operator import itemgetter
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from newsquotes.dedupe.align import Verdict, compare
from newsquotes.dedupe.candidates import shared_places, words_of_runs
from newsquotes.dedupe.centres import around_centres
from newsquotes.dedupe.config import DedupeConfig
from newsquotes.dedupe.exchanges import Exchanges, exchanges_of, is_told
from newsquotes.dedupe.match import OPEN, Final, Verdicts, verdicts_on
from newsquotes.dedupe.normalise import Flags, Ints
from newsquotes.dedupe.ordering import components, places_of, sorted_once
from newsquotes.dedupe.slots import NEITHER, OTHER, Lacking, settle_rewordings
from newsquotes.dedupe.vocabulary import Corpus, Reader, Small
from newsquotes.forest import Forest

Scores = npt.NDArray[np.float64]

_MAX_ADDED = 2
_LONG = 12
_MIN_SHARED = 0.75
_OUTVOTES = 4
_ALIGNED_MEMBERS = 2
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
        rows = places_of(kept)
        return Edges(self.one[rows], self.other[rows], self.score[rows])


@dataclass(frozen=True, slots=True)
class Clustering:
    """A cluster number for each text, and the pairs that are the same words but were left apart.

    `weighed` are the first texts of clusters of which fragments had several hosts, so that printings were counted.
    """

    labels: Ints
    left_apart: Edges
    weighed: Ints = field(default_factory=lambda: _NO_INTS)


def cluster_texts(texts: Sequence[str] | pl.Series, *, config: DedupeConfig | None = None) -> Ints:
    """A cluster number for each printed text; texts that print the same words share it.

    Knows nothing of speakers. A cluster's number is the rank of its longest text.
    """
    reader = Reader()
    reader.read(texts if isinstance(texts, pl.Series) else pl.Series("text", texts, dtype=pl.String))
    if reader.is_empty:
        return _NO_INTS
    corpus, units = reader.corpus()
    del reader
    labels: Ints = cluster_corpus(corpus, config or DedupeConfig()).labels[units]
    return labels


def first_rows(labels: Ints) -> Ints:
    """The labels, each replaced by the first row that has it."""
    _, first, of_row = np.unique(labels, return_index=True, return_inverse=True)
    found: Ints = first[of_row]
    return found


def cluster_keys(units: pl.DataFrame, config: DedupeConfig) -> Clustering:
    """Clusters of printed texts; only texts of the same group can share one. A label is a cluster's first row.

    `units` has columns text, group (a number) and n_printings; the words of a text occur once in each group.
    """
    if not len(units):
        return Clustering(_NO_INTS, Edges())
    corpus, of_row = _read_units(units)
    found = cluster_corpus(corpus, config)
    row = np.zeros(len(corpus), np.int64)
    row[of_row[::-1]] = np.arange(len(of_row))[::-1]
    apart = found.left_apart
    return Clustering(first_rows(found.labels[of_row]), Edges(row[apart.one], row[apart.other], apart.score))


def same_pairs(units: pl.DataFrame, config: DedupeConfig) -> list[tuple[int, int]]:
    """Pairs of rows of `units` (as in `cluster_keys`) that print the same words."""
    if not len(units):
        return []
    corpus, of_row = _read_units(units)
    rows: defaultdict[int, list[int]] = defaultdict(list)
    for row, unit in enumerate(of_row.tolist()):
        rows[unit].append(row)
    corpus, verdicts = related(corpus, config)
    final = judged(corpus, verdicts, config)
    final, _ = _settled(corpus, verdicts, final, exchanges_in(corpus, verdicts, final), config)
    same = verdicts.where(final == Verdict.SAME)
    found = {pair for unit in rows.values() for pair in combinations(unit, 2)}
    for one, other in zip(same.one.tolist(), same.other.tolist(), strict=True):
        found |= {(min(pair), max(pair)) for pair in product(rows[one], rows[other])}
    return sorted(found)


def _read_units(units: pl.DataFrame) -> tuple[Corpus, Ints]:
    """The corpus of the rows, and the unit of each row."""
    reader = Reader()
    reader.read(units["text"], units["group"].to_numpy().astype(np.int64))
    return reader.corpus(units["n_printings"].to_numpy().astype(np.int64))


def cluster_corpus(corpus: Corpus, config: DedupeConfig) -> Clustering:
    """Clusters of the units of a corpus; a label is a cluster's first unit."""
    return clustered(*related(corpus, config), config)


def related(corpus: Corpus, config: DedupeConfig) -> tuple[Corpus, Verdicts]:
    """The corpus with its stock phrases marked, and the verdicts on all pairs that have to do with each other."""
    corpus, places = shared_places(corpus, config)
    verdicts = verdicts_on(corpus, places, config)
    return corpus, verdicts.where(verdicts.verdict != Verdict.UNRELATED)


def clustered(corpus: Corpus, verdicts: Verdicts, config: DedupeConfig) -> Clustering:
    """The clusters that verdicts on pairs make."""
    final = judged(corpus, verdicts, config)
    return grown(corpus, verdicts, final, exchanges_in(corpus, verdicts, final), config)


def exchanges_in(corpus: Corpus, verdicts: Verdicts, final: Final) -> Exchanges:
    """The words that are exchanged in pairs with final verdicts."""
    return exchanges_of(corpus, verdicts, np.flatnonzero(is_told(final)))


def grown(corpus: Corpus, verdicts: Verdicts, final: Final, exchanges: Exchanges, config: DedupeConfig) -> Clustering:
    """The clusters that the final verdicts on pairs make."""
    return grown_among(corpus, np.arange(len(corpus)), verdicts, final, exchanges, config)[0]


def grown_among(
    corpus: Corpus, units: Ints, verdicts: Verdicts, final: Final, exchanges: Exchanges, config: DedupeConfig
) -> tuple[Clustering, Ints]:
    """The clusters of some units, in their order, and what `linked` gives; these are places among the units.

    `verdicts` are on all pairs that have one of them, sorted; `exchanges` are those in them.
    """
    place = np.empty(len(corpus), np.int32)
    place[units] = np.arange(len(units))
    found = edges(replace(verdicts, one=place[verdicts.one], other=place[verdicts.other]), corpus.n_words[units])
    chained = found.where(is_linked(final))
    chains = components(len(units), chained.one, chained.other)
    final, lacking = _settled(corpus, verdicts, final, exchanges, config)
    is_same = final == Verdict.SAME
    same, different = found.where(is_same), found.where(final == Verdict.DIFFERENT)
    return grown_from(corpus, units, same, different, config, lacking[is_same]), chains


def _settled(
    corpus: Corpus, verdicts: Verdicts, final: Final, exchanges: Exchanges, config: DedupeConfig
) -> tuple[Final, Lacking]:
    """What `settle_rewordings` gives, without rewordings of few words that tell too little of parts of texts."""
    few = np.flatnonzero((final == Verdict.REWORDED) & (verdicts.matched < config.min_reworded))
    final, lacking = settle_rewordings(corpus, verdicts, final, exchanges)
    final[few[_have_part_of_more(corpus, verdicts, final, few)]] = Verdict.UNRELATED
    return final, lacking


def _have_part_of_more(corpus: Corpus, verdicts: Verdicts, final: Final, few: Ints) -> Flags:
    """Whether either text of a few pairs, which differ in a word, is the same as part of a longer text.

    What differs in a word then differs from the part of a text, and so few words as tell enough of two whole ones do
    not tell enough of that: "the most important thing is belief" is how many begin who then go different ways.
    """
    is_same = final == Verdict.SAME
    is_same[few] = False
    same = edges(verdicts.where(is_same), corpus.n_words)
    is_part = np.zeros(len(corpus), bool)
    is_part[same.where(is_fragment(same, corpus.n_words)).one] = True
    has_part: Flags = is_part[verdicts.one[few]] | is_part[verdicts.other[few]]
    return has_part


def is_linked(final: Final) -> npt.NDArray[np.bool_]:
    """Marks the pairs that may be the same words: what one of the two texts joins may depend on the other."""
    found: npt.NDArray[np.bool_] = (final == Verdict.SAME) | (final == Verdict.REWORDED)
    return found


def linked(corpus: Corpus, verdicts: Verdicts, final: Final) -> Ints:
    """The first of the units that a chain of sameness links to each unit."""
    same = is_linked(final)
    return components(len(corpus), verdicts.one[same].astype(np.int64), verdicts.other[same].astype(np.int64))


def grown_from(
    corpus: Corpus, units: Ints, same: Edges, different: Edges, config: DedupeConfig, lacking: Lacking
) -> Clustering:
    """The clusters that edges between places among some units make.

    A text that is `lacking` what another one has in a slot is a fragment of it, however long it is.
    """
    n_words, n_printings = corpus.n_words[units], corpus.n_printings[units]
    swapped = lacking == OTHER
    same = Edges(np.where(swapped, same.other, same.one), np.where(swapped, same.one, same.other), same.score)
    fragment = is_fragment(same, n_words) | (lacking != NEITHER)
    whole, fragments = same.where(~fragment), same.where(fragment)
    labels = constrained_components(len(n_words), whole, different)
    labels = around_centres(corpus, units, labels, whole.one, whole.other)
    different = _without_outvoted(labels, fragments, different)
    return attach_fragments(labels, fragments, different, n_words, n_printings, config)


def judged(corpus: Corpus, verdicts: Verdicts, config: DedupeConfig, wholes: Ints | None = None) -> Final:
    """The final verdict on each pair: of the open ones only those are aligned that can still change the clusters.

    `wholes` are those of `wholes_of`, if they are known.
    """
    wholes = wholes_of(corpus, verdicts) if wholes is None else wholes
    final = verdicts.verdict.copy()
    rows = np.flatnonzero((final == OPEN) & ~_placed(corpus, verdicts)[verdicts.one])
    rows = rows[worth_aligning(edges(verdicts.where(rows), corpus.n_words), wholes)]
    final[rows] = aligned(corpus, verdicts.one[rows], verdicts.other[rows], config)
    return final


def wholes_of(corpus: Corpus, verdicts: Verdicts) -> Ints:
    """The first of the units that are sure to be wholly the same as each unit, before any pair is aligned."""
    whole = _whole_edges(corpus, verdicts.where(is_linked(verdicts.verdict)))
    return components(len(corpus), whole.one, whole.other)


def _whole_edges(corpus: Corpus, same: Verdicts) -> Edges:
    """The pairs of which neither is a fragment of the other."""
    found = edges(same, corpus.n_words)
    return found.where(~is_fragment(found, corpus.n_words))


def _placed(corpus: Corpus, verdicts: Verdicts) -> npt.NDArray[np.bool_]:
    """Marks the units that are sure to be the same as a longer one."""
    placed = np.zeros(len(corpus), bool)
    placed[verdicts.one[is_linked(verdicts.verdict)]] = True
    return placed


def aligned(
    corpus: Corpus, one: npt.NDArray[np.integer[Any]], other: npt.NDArray[np.integer[Any]], config: DedupeConfig
) -> Final:
    """The verdict on each pair of units (shorter, longer) that their alignment gives."""
    units, place = np.unique(np.concatenate([one, other]), return_inverse=True)
    text = corpus.all_encoded(units)
    stock_words = words_of_runs(corpus.stock[one], config).tolist()
    found = (
        compare(text[left], text[right], corpus.meanings, config, stock)
        for left, right, stock in zip(*place.reshape(2, -1).tolist(), stock_words, strict=True)
    )
    return np.fromiter(found, np.int8, len(one))


def edges(verdicts: Verdicts, n_words: Small) -> Edges:
    """The pairs with the share of the longer text that agrees."""
    one, other = verdicts.one.astype(np.int64), verdicts.other.astype(np.int64)
    longer = np.maximum(np.maximum(n_words.take(one), n_words.take(other)), 1)
    return Edges(one, other, verdicts.matched / longer)


def worth_aligning(found: Edges, cluster: npt.NDArray[np.integer[Any]]) -> Ints:
    """Of open pairs, for each text and cluster the rows of the few members with which it agrees most."""
    rows = np.flatnonzero(cluster[found.one] != cluster[found.other])
    one, other = found.one[rows], cluster[found.other[rows]]
    order = np.lexsort((rows, -found.score[rows], other, one))
    rows, one, other = rows[order], one[order], other[order]
    begins = np.ones(len(rows), bool)
    begins[1:] = (one[1:] != one[:-1]) | (other[1:] != other[:-1])
    rank = np.arange(len(rows)) - np.flatnonzero(begins)[np.cumsum(begins) - 1]
    return np.sort(rows[rank < _ALIGNED_MEMBERS])


def is_fragment(same: Edges, n_words: Small) -> npt.NDArray[np.bool_]:
    """Marks the edges whose shorter text lacks words of the longer one, or shares only an end with it.

    A long text may lack two words and still be whole.
    """
    n_shorter, n_longer = n_words[same.one], n_words[same.other]
    lacks = n_longer > n_shorter + np.where(n_shorter >= _LONG, _MAX_ADDED, 0)
    return lacks | (same.score * n_longer < _MIN_SHARED * n_shorter)


def attach_fragments(
    labels: Ints, fragments: Edges, different: Edges, n_words: Small, n_printings: Ints, config: DedupeConfig
) -> Clustering:
    """Joins each cluster of fragments to the one that hosts them; those that several could host stay alone.

    Those with a single host and nothing that contradicts them come first; then, one after the other, the longest of the
    rest, so that the hosts of a short one have found their place.
    """
    holding = _best_held(fragments, n_words)
    labels = _with_plain_fragments(labels, holding, different)
    forest = Forest(_pairs(labels[different.one], labels[different.other]))
    printings = np.bincount(labels, weights=n_printings, minlength=len(labels)).astype(np.int64).tolist()
    longest = np.zeros(len(labels), np.int64)
    np.maximum.at(longest, labels, n_words)
    left = holding.where(labels[holding.one] != labels[holding.other])
    weighed = []
    for cluster, held in groupby(_by_length(left, labels, longest), key=itemgetter(0)):
        own = forest.root(cluster)
        choices = [{forest.root(host) for *_, host in hosts} - {own} for _, hosts in groupby(held, key=itemgetter(1))]
        possible = _possible_hosts(choices)
        if len(possible) > 1:
            weighed.append(cluster)
        host = _heaviest_host(possible, printings, config)
        if host is not None and forest.join(own, host):
            low, high = sorted((own, host))
            printings[low] += printings[high]
    moved = np.arange(len(labels))
    involved = sorted_once(np.concatenate([labels[left.one], labels[left.other]]))
    moved[involved] = [forest.root(cluster) for cluster in involved.tolist()]
    attached = moved[labels]
    left_apart = fragments.where(attached[fragments.one] != attached[fragments.other])
    return Clustering(attached, left_apart, np.array(weighed, np.int64))


def _by_length(fragments: Edges, labels: Ints, longest: Ints) -> Iterator[tuple[int, int, int]]:
    """The distinct cluster, text and cluster of the host of fragments: first those of the clusters of long texts."""
    own, host = labels[fragments.one], labels[fragments.other]
    order = np.lexsort((host, fragments.one, own, -longest[own]))
    rows = np.stack([own, fragments.one, host])[:, order]
    is_fresh = np.ones(len(order), bool)
    is_fresh[1:] = (rows[:, 1:] != rows[:, :-1]).any(axis=0)
    return zip(*rows[:, is_fresh].tolist(), strict=True)


def _best_held(fragments: Edges, n_words: Small) -> Edges:
    """The edges of fragments without those to texts that lack words of one which others hold word for word."""
    n_agreeing = np.rint(fragments.score * np.maximum(n_words[fragments.other], n_words[fragments.one]))
    is_whole = n_agreeing >= n_words[fragments.one]
    has_whole = np.zeros(len(n_words), bool)
    has_whole[fragments.one[is_whole]] = True
    return fragments.where(is_whole | ~has_whole[fragments.one])


def _without_outvoted(labels: Ints, fragments: Edges, different: Edges) -> Edges:
    """The contradictions without those between clusters of which many times as many texts hold each other.

    Where many printings hold "sold four walls" with more around it, and one that is cut elsewhere reads "sold old
    walls", it is the cut that sets the two against each other.
    """
    size = len(labels)
    held = _cluster_pairs(labels, fragments, size)
    against, of_edge, n_against = np.unique(
        _cluster_pairs(labels, different, size), return_inverse=True, return_counts=True
    )
    place = np.searchsorted(against, held)
    is_met = against.take(place, mode="clip") == held if len(against) else np.zeros(len(held), bool)
    votes = np.bincount(place[is_met], minlength=len(against))
    return different.where((votes < _OUTVOTES * n_against)[of_edge])


def _cluster_pairs(labels: Ints, edges: Edges, size: int) -> Ints:
    """One number for the two clusters of each edge."""
    one, other = labels[edges.one], labels[edges.other]
    pairs: Ints = np.minimum(one, other) * size + np.maximum(one, other)
    return pairs


def _with_plain_fragments(labels: Ints, fragments: Edges, different: Edges) -> Ints:
    """The labels once each cluster that fits into one heavier cluster alone, and contradicts nothing, has joined it."""
    own, host = labels[fragments.one], labels[fragments.other]
    contradicted = np.zeros(len(labels), bool)
    contradicted[labels[different.one]] = contradicted[labels[different.other]] = True
    root = np.arange(len(labels))
    while True:
        apart = root[own] != root[host]
        own, host = own[apart], host[apart]
        lowest, highest = np.full(len(labels), len(labels)), np.full(len(labels), -1)
        np.minimum.at(lowest, own, root[host])
        np.maximum.at(highest, own, root[host])
        plain = np.flatnonzero((lowest == highest) & ~contradicted & (root == np.arange(len(labels))))
        plain = plain[lowest[plain] < plain]
        if not len(plain):
            return root[labels]
        root[plain] = lowest[plain]
        while (shorter := root[root]).tobytes() != root.tobytes():
            root = shorter


def _possible_hosts(choices: list[set[int]]) -> list[int]:
    """The clusters that can host fragments of the same words, given the clusters that each of them fits.

    A fragment that fits a single cluster decides for the others.
    """
    decided = {host for hosts in choices if len(hosts) == 1 for host in hosts}
    return sorted(decided or {host for hosts in choices for host in hosts})


def _heaviest_host(possible: list[int], printings: Sequence[int], config: DedupeConfig) -> int | None:
    """The cluster with most of the printings of all that could be host, if it has so many more; else None."""
    if not possible:
        return None
    best = max(possible, key=lambda host: (printings[host], -host))
    return best if printings[best] >= config.min_dominance * sum(printings[host] for host in possible) else None


def _pairs(one: Ints, other: Ints) -> Iterator[tuple[int, int]]:
    """The pairs of two parallel arrays as plain numbers, each that is a pair of two."""
    apart = one != other
    return zip(one[apart].tolist(), other[apart].tolist(), strict=True)


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
