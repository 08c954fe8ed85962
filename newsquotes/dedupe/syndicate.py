"""Articles that several outlets carried, or one outlet under several addresses: one story in nearly the same words.

Articles in, the same with `syndication_group` out. Small edits, another headline and a cut end leave a story the same;
another day's figures in the same template do not. Nothing depends on the order of the articles.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import polars as pl

from newsquotes.dedupe.normalise import Codes, Ints, canonical_keys
from newsquotes.dedupe.vocabulary import MULTIPLIER, Corpus, Hashes, Kind, Reader, scattered
from newsquotes.ids import stable_id

_SHINGLE_WORDS = 5
_SAMPLED = 4
_MAX_BUCKET = 200
_PARTNERS = 4
_MIN_SHARED = 0.7
_MIN_NUMBERS = 0.8
_MIN_LENGTH_SHARE = 0.2
_WHOLE = 0.6
_MAX_LEAD = 0.2
_MAX_LEAD_WORDS = 30
_MIN_WORDS = 30


@dataclass(frozen=True, slots=True)
class _Body:
    """An article's distinct runs of words, in order of their hashes, where each first stands, and the numbers in it."""

    n_words: int
    runs: Hashes
    place: Ints
    numbers: frozenset[int]


def group_syndicated(articles: pl.DataFrame) -> pl.DataFrame:
    """`articles` with syndication_group filled: shared by articles that print one story in nearly the same words.

    It is null for an article that stands alone.
    """
    if not len(articles):
        return articles
    reader = Reader()
    reader.read(articles["text"])
    corpus, unit = reader.corpus()
    leader = _leaders(corpus)[unit]
    n_words = corpus.length[unit]
    sizes = np.bincount(leader, minlength=len(corpus))
    is_shared = (sizes[leader] > 1) & (n_words > 0)
    first = np.zeros(len(corpus), np.int64)
    first[unit[::-1]] = np.arange(len(unit))[::-1]
    named = np.unique(leader[is_shared])
    keys = canonical_keys(articles["text"].gather(first[named])).to_list()
    group = {number: stable_id("syndication", key) for number, key in zip(named.tolist(), keys, strict=True)}
    groups = [group.get(number) if shared else None for number, shared in zip(leader.tolist(), is_shared, strict=True)]
    return articles.with_columns(syndication_group=pl.Series(groups, dtype=pl.Int64))


def _leaders(corpus: Corpus) -> Ints:
    """For each distinct body the longest one that prints the same story; leaders have none but themselves."""
    leader = np.arange(len(corpus))
    bodies: dict[int, _Body] = {}

    def body(unit: int) -> _Body:
        if unit not in bodies:
            bodies[unit] = _body(corpus, unit)
        return bodies[unit]

    for unit, others in sorted(_candidates(corpus).items()):
        for other in sorted({int(leader[other]) for other in others}):
            if _are_one_story(body(unit), body(other)):
                leader[unit] = other
                break
    return leader


def _candidates(corpus: Corpus) -> dict[int, set[int]]:
    """For each body longer ones with which it shares a run of words, out of a sample of all runs.

    In a bucket of bodies that share a run each meets the longest and its neighbours.
    """
    keys, owners = [], []
    for unit in np.flatnonzero(corpus.n_words >= _MIN_WORDS).tolist():
        runs, _ = _runs(corpus, _code(corpus, unit))
        sampled = runs[runs % np.uint64(_SAMPLED) == 0]
        keys.append(sampled)
        owners.append(np.full(len(sampled), unit))
    found: defaultdict[int, set[int]] = defaultdict(set)
    if not keys:
        return found
    key, owner = np.concatenate(keys), np.concatenate(owners)
    order = np.lexsort((owner, key))
    key, owner = key[order], owner[order]
    begins = np.flatnonzero(np.append(True, key[1:] != key[:-1]))
    ends = np.append(begins[1:], len(key))
    for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
        if 2 <= end - begin <= _MAX_BUCKET:
            members = owner[begin:end].tolist()
            for position, unit in enumerate(members[1:], start=1):
                found[unit].update(
                    members[: min(position, _PARTNERS)], members[max(0, position - _PARTNERS) : position]
                )
    return found


def _code(corpus: Corpus, unit: int) -> Codes:
    """The words of a body."""
    code: Codes = corpus.code[corpus.start[unit] : corpus.start[unit] + corpus.length[unit]]
    return code


def _runs(corpus: Corpus, code: Codes) -> tuple[Hashes, Ints]:
    """The distinct runs of words as hashes, in their order, and where each first stands."""
    n_runs = max(0, len(code) - _SHINGLE_WORDS + 1)
    words = corpus.hashes[code]
    rolling = np.zeros(n_runs, np.uint64)
    for offset in range(_SHINGLE_WORDS):
        rolling = rolling * MULTIPLIER + words[offset : offset + n_runs]
    runs, place = np.unique(scattered(rolling), return_index=True)
    return runs, place


def _body(corpus: Corpus, unit: int) -> _Body:
    """What of a body is compared."""
    code = _code(corpus, unit)
    runs, place = _runs(corpus, code)
    numbers = code[(corpus.kind[code] & Kind.NUMBER) != 0]
    return _Body(len(code), runs, place, frozenset(numbers.tolist()))


def _are_one_story(shorter: _Body, longer: _Body) -> bool:
    """Whether two bodies print one story.

    Most runs of words and most numbers of the shorter one stand in the longer one; one that is much shorter is the
    beginning of the other, for a page of several stories holds each of them as well.
    """
    shared, own, theirs = np.intersect1d(shorter.runs, longer.runs, assume_unique=True, return_indices=True)
    if len(shared) < _MIN_SHARED * len(shorter.runs) or shorter.n_words < _MIN_LENGTH_SHARE * longer.n_words:
        return False
    if len(shorter.numbers & longer.numbers) < _MIN_NUMBERS * len(shorter.numbers):
        return False
    lead = max(int(shorter.place[own].min()), int(longer.place[theirs].min()))
    is_beginning = lead <= max(_MAX_LEAD_WORDS, _MAX_LEAD * shorter.n_words)
    return is_beginning or shorter.n_words >= _WHOLE * longer.n_words
