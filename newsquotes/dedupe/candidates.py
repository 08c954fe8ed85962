"""Which pairs of texts are worth comparing: those that share a rare run of words, or all words but one.

A corpus in, pairs of row numbers out, in time that grows linearly with the number of words. The method is prefix
filtering for set similarity joins (Bayardo, Ma, Srikant: Scaling up all pairs similarity search, WWW 2007) over
word shingles: every shared run is indexed, and each text looks up only its rarest ones.

All tables are single arrays of 64-bit numbers with several fields packed into each, because sorting those is many times
faster, and smaller, than sorting rows.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from newsquotes.dedupe.config import DedupeConfig
from newsquotes.dedupe.vocabulary import Corpus, Flags, Ints

Hashes = npt.NDArray[np.uint64]

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_MIXER = np.uint64(0xBF58476D1CE4E5B9)
_MISSING_WORD = np.uint64(0x94D049BB133111EB)
_MAX_WEIGHT = (1 << 12) - 1
_MIN_SHORT = 2
_MIN_LEFT_OUT = 4


@dataclass(frozen=True, slots=True)
class Buckets:
    """Texts that share a key, flat: `bucket` and `text` are parallel; `is_probe` marks the texts that look it up."""

    bucket: Ints
    text: Ints
    is_probe: Flags


def shared_keys(corpus: Corpus, groups: Ints, config: DedupeConfig) -> Buckets:
    """Keys that 2 to `max_bucket` texts of one group share, with each text's rarest marked as its probes.

    `groups` holds a number for each text; texts of different groups share nothing.
    """
    text_bits = max(1, int(len(corpus) - 1).bit_length())
    packed = _packed_keys(corpus, groups, text_bits, config)
    text_mask = np.uint64((1 << text_bits) - 1)
    bucket, size = _runs(packed >> np.uint64(text_bits))
    kept = (size >= 2) & (size <= config.max_bucket)
    bucket, size = bucket[kept], size[kept]
    text = (packed[kept] & text_mask).astype(np.int64)
    return Buckets(bucket, text, _rarest(text, size, config.probes))


def bucket_pairs(buckets: Buckets, n_words: Ints, weight: Ints, labels: Ints | None = None) -> tuple[Ints, Ints]:
    """Distinct pairs (shorter, longer): each probing text of a bucket with the two heaviest and its next heavier one.

    With `labels` only the heaviest text of each label stands in a bucket: the second look, at clusters.
    """
    bucket, text, is_probe = _by_weight(buckets, weight)
    if labels is not None:
        first = _first_of_label(bucket, labels[text])
        bucket, text, is_probe = bucket[first], text[first], is_probe[first]
    if not len(bucket):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    begins = np.concatenate([[True], bucket[1:] != bucket[:-1]])
    begin = np.flatnonzero(begins)[np.cumsum(begins) - 1]
    position = np.arange(len(bucket))
    asking = position[is_probe & (position > begin)]
    others = (begin[asking], np.minimum(begin[asking] + 1, asking - 1), asking - 1)
    one = np.concatenate([text[asking]] * len(others))
    return ordered_pairs(one, np.concatenate([text[other] for other in others]), n_words)


def ordered_pairs(one: Ints, other: Ints, n_words: Ints) -> tuple[Ints, Ints]:
    """The distinct pairs, the text with fewer words (then the lower row number) first."""
    low, high = np.minimum(one, other), np.maximum(one, other)
    packed = np.unique(low[low != high] << 32 | high[low != high])
    low, high = packed >> 32, packed & 0xFFFFFFFF
    swapped = n_words[low] > n_words[high]
    return np.where(swapped, high, low), np.where(swapped, low, high)


def _packed_keys(corpus: Corpus, groups: Ints, text_bits: int, config: DedupeConfig) -> Hashes:
    """Every (key, text) once, sorted: the key's hash in the upper bits, the text's row in the lower `text_bits`."""
    words = _mixed(corpus.code.astype(np.uint64))
    salt = _mixed(groups.astype(np.uint64))
    high = ~np.uint64((1 << text_bits) - 1)
    parts = []
    for hashes, texts in (
        _shingles(corpus, words, config.shingle_words),
        *_short_keys(corpus, words, config.short_text_words),
    ):
        hashes ^= salt[texts]
        hashes &= high
        hashes |= texts.astype(np.uint64)
        parts.append(hashes)
    packed = np.concatenate(parts)
    packed.sort()
    return packed[np.concatenate([[True], packed[1:] != packed[:-1]])] if len(packed) else packed


def _mixed(numbers: Hashes) -> Hashes:
    """Numbers scattered over all 64 bits (the first rounds of splitmix64)."""
    mixed = (numbers + np.uint64(11)) * _MULTIPLIER
    mixed ^= mixed >> np.uint64(29)
    mixed *= _MIXER
    mixed ^= mixed >> np.uint64(32)
    return mixed


def _shingles(corpus: Corpus, words: Hashes, length: int) -> tuple[Hashes, npt.NDArray[np.uint32]]:
    """Hash and text of each run of `length` words that crosses no mark."""
    n_runs = max(0, len(words) - length + 1)
    rolling = np.zeros(n_runs, np.uint64)
    for offset in range(length):
        rolling *= _MULTIPLIER
        rolling += words[offset : offset + n_runs]
    text_of = np.repeat(np.arange(len(corpus), dtype=np.uint32), np.diff(corpus.start))
    marks_before = np.concatenate([np.zeros(1, np.int32), np.cumsum(corpus.is_mark, dtype=np.int32)])
    whole = (text_of[:n_runs] == text_of[length - 1 :][:n_runs]) & (
        marks_before[length : length + n_runs] == marks_before[:n_runs]
    )
    return _mixed(rolling[whole]), text_of[:n_runs][whole]


def _short_keys(corpus: Corpus, words: Hashes, longest: int) -> list[tuple[Hashes, npt.NDArray[np.uint32]]]:
    """For texts up to `longest` words: the whole text, the text without each word, and the same with the gap's place.

    A whole text meets one with a word more; two gaps at the same place meet when one word stands for another.
    """
    found = []
    lengths = np.diff(corpus.start)
    for length in range(_MIN_SHORT, longest + 1):
        texts = np.flatnonzero(lengths == length).astype(np.uint32)
        if not len(texts):
            continue
        table = words[corpus.start[texts][:, None] + np.arange(length)]
        found.append((_mixed(_folded(table)), texts))
        if length >= _MIN_LEFT_OUT:
            for place in range(length):
                rest = _folded(np.delete(table, place, axis=1))
                found.append((_mixed(rest), texts))
                found.append((_mixed(rest * _MULTIPLIER + np.uint64(place)), texts))
    return found


def _folded(table: Hashes) -> Hashes:
    """One hash for each row of words, in which the order of the words counts."""
    folded = np.zeros(len(table), np.uint64)
    for column in table.T:
        folded = folded * _MULTIPLIER + column
    return folded ^ _MISSING_WORD


def _runs(values: Hashes) -> tuple[Ints, Ints]:
    """For each element of a sorted array: the number of its run of equal values, and that run's length."""
    if not len(values):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    run = np.cumsum(np.concatenate([[False], values[1:] != values[:-1]]))
    return run, np.bincount(run)[run]


def _rarest(text: Ints, size: Ints, probes: int) -> Flags:
    """Marks, for each text, the `probes` entries whose buckets are smallest."""
    order = np.lexsort((size, text))
    begins = np.concatenate([[True], text[order][1:] != text[order][:-1]]) if len(text) else np.zeros(0, bool)
    begin = np.flatnonzero(begins)[np.cumsum(begins) - 1] if len(text) else np.zeros(0, np.int64)
    marked = np.zeros(len(text), bool)
    marked[order] = np.arange(len(text)) - begin < probes
    return marked


def _by_weight(buckets: Buckets, weight: Ints) -> tuple[Ints, Ints, Flags]:
    """The buckets with their texts from heavy to light."""
    lightness = _MAX_WEIGHT - np.minimum(weight[buckets.text], _MAX_WEIGHT)
    order = np.lexsort((buckets.text, buckets.bucket * (_MAX_WEIGHT + 1) + lightness))
    return buckets.bucket[order], buckets.text[order], buckets.is_probe[order]


def _first_of_label(bucket: Ints, label: Ints) -> Ints:
    """Positions of the first entry of each (bucket, label), in order."""
    order = np.lexsort((np.arange(len(bucket)), label, bucket))
    changes = (bucket[order][1:] != bucket[order][:-1]) | (label[order][1:] != label[order][:-1])
    return np.sort(order[np.concatenate([[True], changes])]) if len(bucket) else order
