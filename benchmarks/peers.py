"""Other ways to find quotations that print the same words: exact matching, and MinHash from three hands.

Each takes texts and gives a cluster number for each; what is not installed raises ModuleNotFoundError. MinHash sees
runs of three words, with 128 permutations and a threshold of 0.5, which suits short texts.
"""

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from newsquotes.dedupe.normalise import canonical_keys
from newsquotes.forest import Forest

Labels = npt.NDArray[np.int64]

_PERMUTATIONS = 128
_THRESHOLD = 0.5
_SHINGLE_WORDS = 3
_BANDS, _ROWS = 32, 4
_PRIME = np.uint64((1 << 61) - 1)


def exact(texts: pl.Series) -> Labels:
    """Texts that are equal but for typography, case and spelling."""
    return canonical_keys(texts).rank("dense").to_numpy().astype(np.int64)


def with_datasketch(texts: pl.Series) -> Labels:
    """MinHash and locality-sensitive hashing of datasketch."""
    datasketch = import_module("datasketch")
    index = datasketch.MinHashLSH(threshold=_THRESHOLD, num_perm=_PERMUTATIONS)
    forest = Forest()
    for number, runs in enumerate(_runs(texts)):
        sketch = datasketch.MinHash(num_perm=_PERMUTATIONS)
        sketch.update_batch([run.encode() for run in runs])
        for other in index.query(sketch):
            forest.join(number, other)
        index.insert(number, sketch)
    return _labels(forest, len(texts))


def with_rensa(texts: pl.Series) -> Labels:
    """MinHash and locality-sensitive hashing of rensa."""
    rensa = import_module("rensa")
    index = rensa.RMinHashLSH(threshold=_THRESHOLD, num_perm=_PERMUTATIONS, num_bands=_BANDS)
    forest = Forest()
    sketches: list[Any] = []
    for number, runs in enumerate(_runs(texts)):
        sketch = rensa.RMinHash(num_perm=_PERMUTATIONS, seed=1)
        sketch.update(runs)
        for other in index.query(sketch):
            if sketch.jaccard(sketches[other]) >= _THRESHOLD:
                forest.join(number, other)
        index.insert(number, sketch)
        sketches.append(sketch)
    return _labels(forest, len(texts))


def with_numpy(texts: pl.Series) -> Labels:
    """MinHash in plain numpy; texts that agree in a band are joined if half of their sketches agree."""
    chance = np.random.default_rng(1)
    factors = chance.integers(1, int(_PRIME), _PERMUTATIONS, dtype=np.uint64)
    sketches = np.empty((len(texts), _PERMUTATIONS), np.uint32)
    for number, runs in enumerate(_runs(texts)):
        hashes = pl.Series(runs).hash().to_numpy()
        sketches[number] = ((hashes[:, None] * factors) >> np.uint64(32)).min(axis=0)
    forest = Forest()
    for band in range(_BANDS):
        part = np.ascontiguousarray(sketches[:, band * _ROWS : (band + 1) * _ROWS])
        _, first, of_text = np.unique(part.view([("", part.dtype)] * _ROWS), return_index=True, return_inverse=True)
        leader = first[of_text.ravel()]
        for number in np.flatnonzero(leader != np.arange(len(texts))).tolist():
            if np.mean(sketches[number] == sketches[leader[number]]) >= _THRESHOLD:
                forest.join(number, int(leader[number]))
    return _labels(forest, len(texts))


PEERS: tuple[tuple[str, Callable[[pl.Series], Labels]], ...] = (
    ("exact", exact),
    ("rensa MinHash", with_rensa),
    ("datasketch MinHash", with_datasketch),
    ("numpy MinHash", with_numpy),
)


def _runs(texts: pl.Series) -> Iterable[list[str]]:
    """The runs of three words of each canonical key."""
    for key in canonical_keys(texts).to_list():
        words = key.split(" ")
        yield [" ".join(words[at : at + _SHINGLE_WORDS]) for at in range(max(1, len(words) - _SHINGLE_WORDS + 1))]


def _labels(forest: Forest, n_texts: int) -> Labels:
    """The set of each text."""
    return np.array([forest.root(number) for number in range(n_texts)], dtype=np.int64)
