"""No cluster hangs together by a chain alone: each text shares most of its words with one in the middle."""

import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from rapidfuzz.distance import LCSseq

from benchmarks.planted import plant
from newsquotes.dedupe.cluster import cluster_texts
from newsquotes.dedupe.external import cluster_on_disk
from newsquotes.dedupe.known import Known

SMALL = ("the", "of", "and", "to", "in", "for", "with", "on", "we", "they")
CONTENT = sorted({word for text in plant(300, 9)["text"] for word in text.lower().split() if word.isalpha()} - {*SMALL})


def drifting(seed: int, n_words: int, n_texts: int, n_changed: int) -> list[str]:
    """Texts of which each has other content words than the one before it, in the next places."""
    chance = random.Random(seed)
    words = [chance.choice(SMALL if place % 2 else CONTENT) for place in range(n_words)]
    texts = []
    for step in range(n_texts):
        texts.append(" ".join(words))
        for place in range(step * n_changed, (step + 1) * n_changed):
            words[2 * place % n_words] = chance.choice(CONTENT)
    return texts


def clusters(texts: Sequence[str]) -> list[list[str]]:
    """The texts of each cluster."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for text, label in zip(texts, cluster_texts(texts).tolist(), strict=True):
        found[label].append(text)
    return list(found.values())


def shared(one: str, other: str) -> float:
    """The share of the words of one text, in their order, that another equally long one has."""
    left, right = one.split(), other.split()
    return LCSseq.similarity(left, right) / len(left)


@pytest.mark.parametrize(
    ("why", "n_words", "n_texts", "n_changed", "is_one"),
    [
        ("a few slips keep most words", 40, 4, 2, True),
        ("what is left of the words in the end is another text", 40, 20, 2, False),
        ("the same, a word at a time", 30, 15, 1, False),
    ],
)
def test_texts_that_drift_away(why: str, n_words: int, n_texts: int, n_changed: int, is_one: bool) -> None:
    assert (len(clusters(drifting(1, n_words, n_texts, n_changed))) == 1) is is_one, why


@pytest.mark.parametrize("seed", range(12))
def test_each_shares_most_words_with_the_centre(seed: int) -> None:
    chance = random.Random(seed)
    texts = drifting(seed, chance.choice((20, 30, 40, 60)), 30, chance.choice((1, 2)))
    for members in clusters(texts):
        assert max(min(shared(text, centre) for text in members) for centre in members) >= 2 / 3


def test_what_drifts_is_the_same_in_parts_on_disk_and_in_any_order(tmp_path: Path) -> None:
    texts = pl.Series([text for seed in range(6) for text in drifting(seed, 40, 14, 2)])
    expected = cluster_texts(texts)
    order = np.random.default_rng(1).permutation(len(texts))
    assert cluster_texts(texts[order]).tolist() == expected[order].tolist()
    known = Known.of(texts[:30]).add(texts[30:60]).add(texts[60:])
    assert known.label_of_text.tolist() == expected.tolist()
    found = np.concatenate(list(cluster_on_disk([texts[:50], texts[50:]], tmp_path, memory_limit=1 << 20)))
    assert found.tolist() == expected.tolist()
