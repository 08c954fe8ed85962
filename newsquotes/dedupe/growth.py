"""Clusters that grow with more texts: only what new and changed pairs can change is judged and clustered anew.

The clusters before and the pairs that changed in, what `cluster` gives for all pairs at once out. Units are numbered in
the order in which they came; where the order of units counts, it is their `rank`, as in a corpus of all texts.
"""

from dataclasses import dataclass

import numpy as np

from newsquotes.dedupe.align import Verdict
from newsquotes.dedupe.cluster import aligned, edges, grown_among, is_fragment, is_linked, worth_aligning
from newsquotes.dedupe.config import DedupeConfig
from newsquotes.dedupe.match import OPEN, Final, Verdicts
from newsquotes.dedupe.normalise import Flags, Ints
from newsquotes.dedupe.ordering import components
from newsquotes.dedupe.pairs import Pairs
from newsquotes.dedupe.vocabulary import Corpus, Small


@dataclass(frozen=True, slots=True)
class Growth:
    """For each unit the first one of its cluster and one that stands for all that `cluster.linked` chains to it.

    `weighed` are the clusters that were weighed (see `cluster.Clustering`).
    """

    labels: Ints
    chains: Ints
    weighed: Ints

    def with_more_units(self, n_units: int) -> "Growth":
        """The same for so many units: a new one is a cluster of its own."""
        return Growth(with_more_units(self.labels, n_units), with_more_units(self.chains, n_units), self.weighed)


def with_more_units(sets: Ints, n_units: int) -> Ints:
    """What stands for each unit's set, for so many units: a new one is its own."""
    return np.concatenate([sets, np.arange(len(sets), n_units)])


def rejudged(
    corpus: Corpus, rank: Ints, pairs: Pairs, config: DedupeConfig, *, wholes: Ints, changed: Ints
) -> tuple[Final, Ints]:
    """The final verdicts of `cluster.judged` and the wholes of `cluster.wholes_of`, given the `wholes` before.

    `changed` are the rows of pairs that are not what they were. Only pairs of units that are wholly the same as one of
    those, or were, are looked at.
    """
    verdicts = pairs.verdicts
    inside = _marked_sets(wholes, verdicts.one[changed], verdicts.other[changed])
    some = _rows_with(inside, verdicts)
    found = verdicts.verdict[some]
    same = some[is_linked(found)]
    wholes = _with_wholes(corpus, verdicts.where(same[inside[verdicts.one[same]]]), wholes, inside)
    final = pairs.final.copy()
    final[some] = found
    rows = some[found == OPEN]
    rows = rows[~_placed(verdicts, rows, len(corpus))]
    rows = rows[np.argsort(_ranked(verdicts.where(rows), rank), kind="stable")]
    rows = rows[worth_aligning(edges(verdicts.where(rows), corpus.n_words), wholes)]
    final[rows] = pairs.aligned[rows]
    rows = rows[final[rows] == OPEN]
    final[rows] = aligned(corpus, verdicts.one[rows], verdicts.other[rows], config)
    return final, wholes


def _marked_sets(sets: Ints, *units: Small | Ints) -> Flags:
    """Marks the members of all sets that have one of some units."""
    is_hot = np.zeros(len(sets), bool)
    for some in units:
        is_hot[sets[some]] = True
    found: Flags = is_hot[sets]
    return found


def _with_wholes(corpus: Corpus, same: Verdicts, wholes: Ints, inside: Flags) -> Ints:
    """The wholes with those of marked units made anew, given all pairs of them that are the same words."""
    found = edges(same, corpus.n_words)
    whole = found.where(~is_fragment(found, corpus.n_words))
    units, place = np.flatnonzero(inside), np.cumsum(inside) - 1
    wholes = wholes.copy()
    wholes[units] = units[components(len(units), place[whole.one], place[whole.other])]
    return wholes


def _rows_with(inside: Flags, verdicts: Verdicts) -> Ints:
    """The rows of pairs that have a marked unit."""
    return np.flatnonzero(inside.take(verdicts.one, mode="clip") | inside.take(verdicts.other, mode="clip"))


def _placed(verdicts: Verdicts, rows: Ints, n_units: int) -> Flags:
    """Whether the shorter unit of each of some pairs is sure to be the same as a longer one in any pair."""
    is_asked, placed = np.zeros(n_units, bool), np.zeros(n_units, bool)
    is_asked[verdicts.one[rows]] = True
    asked = np.flatnonzero(is_asked.take(verdicts.one, mode="clip"))
    placed[verdicts.one[asked[is_linked(verdicts.verdict[asked])]]] = True
    found: Flags = placed[verdicts.one[rows]]
    return found


def _ranked(verdicts: Verdicts, rank: Ints) -> Ints:
    """One number for each pair, in the order in which a corpus of all texts has the pairs."""
    found: Ints = rank[verdicts.one] << 32 | rank[verdicts.other]
    return found


def changed_units(before: Pairs, final: Final, changed: Ints) -> Ints:
    """The units of pairs with another final verdict than before, or `changed` otherwise, if clusters follow from it."""
    differs = before.final != final
    differs[changed] = True
    rows = np.flatnonzero(differs)
    rows = rows[_counts(before.final[rows]) | _counts(final[rows])]
    return np.concatenate([before.verdicts.one[rows], before.verdicts.other[rows]])


def _counts(final: Final) -> Flags:
    """Marks the final verdicts that clusters follow from."""
    found: Flags = is_linked(final) | (final == Verdict.DIFFERENT)
    return found


def regrown(
    corpus: Corpus,
    rank: Ints,
    pairs: Pairs,
    config: DedupeConfig,
    *,
    before: Growth,
    changed: Ints,
    printed: Ints,
) -> tuple[Growth, Pairs]:
    """What `cluster.grown` and `cluster.linked` give, given what they gave before some units changed.

    `changed` are those of which the verdicts changed, `printed` those with more printings. Only units that a chain of
    sameness links to a changed one, or did before, are clustered anew; more printings change only a chain in which they
    were weighed. The pairs come back with what was read of them.
    """
    labels, chains = before.labels.copy(), before.chains.copy()
    is_weighed = _marked_sets(chains, before.weighed)
    inside = _marked_sets(chains, changed, printed[is_weighed[printed]])
    rows = _counting_rows(rank, pairs, inside)
    pairs = pairs.read(corpus, rows)
    verdicts, exchanges = pairs.verdicts.where(rows), pairs.exchanges.among(rows, len(pairs.final))
    units = _met_in(verdicts, rank, inside)
    some, chain = grown_among(corpus, units, verdicts, pairs.final[rows], exchanges, config)
    own = inside[units]
    labels[units[own]] = units[some.labels[own]]
    chains[units[own]] = units[chain[own]]
    weighed = units[some.weighed]
    weighed = np.concatenate([before.weighed[~inside[before.weighed]], weighed[inside[weighed]]])
    return Growth(labels, chains, weighed), pairs


def _counting_rows(rank: Ints, pairs: Pairs, inside: Flags) -> Ints:
    """The rows of the pairs of marked units that clusters follow from, in the order of a corpus of all texts."""
    rows = _rows_with(inside, pairs.verdicts)
    rows = rows[_counts(pairs.final[rows])]
    return rows[np.argsort(_ranked(pairs.verdicts.where(rows), rank), kind="stable")]


def _met_in(verdicts: Verdicts, rank: Ints, inside: Flags) -> Ints:
    """The marked units with those that have a pair with them, by rank."""
    taken = inside.copy()
    taken[verdicts.one] = taken[verdicts.other] = True
    units = np.flatnonzero(taken)
    return units[np.argsort(rank[units], kind="stable")]
