"""Clusters that hold together: every text shares most of its words with one in the middle.

Clusters of whole texts in, the same clusters out, apart where they hang together by a chain alone: if each text has two
words of the next one changed, the tenth has nothing of the first. The centre of a cluster is the text that is the same
as most of the others; whoever is the same as the centre itself need not be asked.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from rapidfuzz.distance import LCSseq

from newsquotes.dedupe.normalise import Flags, Ints
from newsquotes.dedupe.ordering import begins_run, sorted_once
from newsquotes.dedupe.vocabulary import Corpus

_MIN_OF_CENTRE = 2 / 3
"""Words, in their order, that two printings of the same whole share. Each may have as many words changed as one may in
a pair (see `DedupeConfig.max_edits`), and not the same ones."""


def around_centres(corpus: Corpus, units: Ints, labels: Ints, one: Ints, other: Ints) -> Ints:
    """The labels, in which those that share too little with the centre of their cluster have another one.

    `one` and `other` are the pairs that are the same; these and the labels (the first of each cluster) are places among
    the units. The centre keeps whom it reaches through pairs of such that share enough with it. Of the others, the one
    with most pairs is the next centre.
    """
    inside = np.flatnonzero(labels[one] == labels[other])
    one, other = one[inside], other[inside]
    n_pairs = np.bincount(np.concatenate([one, other]), minlength=len(labels))
    order = np.lexsort((-n_pairs, labels))
    centre = np.empty(len(labels), np.int64)
    centre[labels[order]] = order[np.maximum.accumulate(np.where(begins_run(labels[order]), np.arange(len(order)), 0))]
    centre = centre[labels]
    loose = np.flatnonzero(~_are_next_to(centre, one, other))
    loose = loose[~_share_enough(corpus, units[loose], units[centre[loose]])]
    if not len(loose):
        return labels
    is_torn = np.isin(labels, labels[loose])
    rows = np.flatnonzero(is_torn[one])
    members = order[is_torn[order]]
    texts = dict(zip(members.tolist(), corpus.all_encoded(units[members]), strict=True))
    return _regrouped(labels, members.tolist(), _neighbours(one[rows], other[rows]), texts)


def _are_next_to(centre: Ints, one: Ints, other: Ints) -> Flags:
    """Whether each is its centre or has a pair with it."""
    found: Flags = centre == np.arange(len(centre))
    found[one[centre[one] == other]] = True
    found[other[centre[other] == one]] = True
    return found


def _share_enough(corpus: Corpus, units: Ints, centres: Ints) -> Flags:
    """Whether each unit shares enough words with its centre."""
    some = sorted_once(np.concatenate([units, centres]))
    text = corpus.all_encoded(some)
    places = (np.searchsorted(some, side).tolist() for side in (units, centres))
    found = [_shares_enough(text[left], text[right]) for left, right in zip(*places, strict=True)]
    return np.array(found, bool)


def _shares_enough(one: str, centre: str) -> bool:
    """Whether two encoded texts have most words of the shorter one in common, in the same order."""
    return LCSseq.similarity(one, centre) >= _MIN_OF_CENTRE * min(len(one), len(centre))


def _neighbours(one: Ints, other: Ints) -> Mapping[int, Sequence[int]]:
    """Those with whom each has a pair."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for left, right in zip(one.tolist(), other.tolist(), strict=True):
        found[left].append(right)
        found[right].append(left)
    return found


def _regrouped(
    labels: Ints, members: Sequence[int], neighbours: Mapping[int, Sequence[int]], texts: Mapping[int, str]
) -> Ints:
    """The labels of some members, best centres first, made anew.

    A member is asked once for each pair with one that a centre keeps, so that the time is linear in the pairs.
    """
    labels, taken = labels.copy(), set[int]()
    for centre in members:
        if centre not in taken:
            group = _reached(centre, neighbours, taken, texts)
            taken |= group
            labels[sorted(group)] = min(group)
    return labels


def _reached(
    centre: int, neighbours: Mapping[int, Sequence[int]], taken: set[int], texts: Mapping[int, str]
) -> set[int]:
    """The centre with those, not taken, that a chain of such as share enough with it links to it."""
    group, refused, left = {centre}, set[int](), [centre]
    while left:
        for near in neighbours.get(left.pop(), ()):
            if near in group or near in refused or near in taken:
                continue
            if _shares_enough(texts[near], texts[centre]):
                group.add(near)
                left.append(near)
            else:
                refused.add(near)
    return group
