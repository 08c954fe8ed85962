"""The vectors that a spaCy model's tagger and parser read, worked out in half the time.

First each word alone: spaCy hashes features of each token into tables, joins the rows that it finds there and takes
them through one maxout layer (Miranda et al. 2022, "Multi hash embeddings in spaCy", arXiv:2212.09255); nothing in it
sees another token. Here the layer's weights are multiplied into the tables beforehand, so that a word's vector is a sum
of rows, which is worked out once a word: no matrix product, whose last bit would depend on the words beside it. Then
each word among its neighbours: spaCy's window encoder, without what only training needs.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, chain
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
_MOST_WORDS = 1 << 16
_NO_VARIANCE = 1e-8
_EMBEDDING = ("extract_features", "list2ragged", "with_array", "with_array", "ragged2list")


class WordVectors:
    """The vectors of the words met so far; all are forgotten when there are too many."""

    def __init__(self, embed: Any) -> None:
        """`embed` is spaCy's MultiHashEmbed without static vectors, trained."""
        self._features = embed.layers[0].attrs["columns"]
        self._hashers = [layer for layer in embed.layers[2].walk() if layer.name == "hashembed"]
        layers = {layer.name: layer for layer in embed.layers[3].walk()}
        self._maxout, self._normalise = layers["maxout"], layers["layernorm"]
        self._tables = list(self._multiplied())
        self._places: dict[int, int] = {}
        self._vectors: Floats = np.empty((_MOST_WORDS, self._maxout.get_dim("nO")), dtype="float32")

    def _multiplied(self) -> Iterable[Floats]:
        """Each table of the hash embedding, multiplied by its share of the layer's weights."""
        weights = self._maxout.get_param("W").reshape(-1, self._maxout.get_dim("nI"))
        first = 0
        for hasher in self._hashers:
            table = hasher.get_param("E")
            yield table @ weights[:, first : first + table.shape[1]].T
            first += table.shape[1]

    def look_up(self, documents: Sequence[Any]) -> list[Floats]:
        """The vectors of each document's words, (words, width); one is known by its letters and the space behind it."""
        words = [document.to_array(["ORTH", "SPACY"]).sum(axis=1).tolist() for document in documents]
        distinct = set(chain.from_iterable(words))
        if not distinct <= self._places.keys():
            self._learn(documents, words, distinct)
        places = self._places
        return [self._vectors[[places[word] for word in row]] for row in words]

    def _learn(self, documents: Sequence[Any], words: Sequence[Sequence[int]], distinct: set[int]) -> None:
        """Work out and keep the vectors of the `distinct` words that are new."""
        if len(self._places) + len(distinct) > len(self._vectors):
            self._places.clear()
            self._vectors = np.empty((max(_MOST_WORDS, len(distinct)), self._vectors.shape[1]), dtype="float32")
        rows: dict[int, Any] = {}
        for document, row in zip(documents, words, strict=True):
            new = [place for place, word in enumerate(row) if word not in self._places and word not in rows]
            features = document.to_array(self._features)[new] if new else ()
            rows.update(zip((row[place] for place in new), features, strict=True))
        first = len(self._places)
        self._vectors[first : first + len(rows)] = self._embed(np.array(list(rows.values()), dtype="uint64"))
        self._places.update(zip(rows, range(first, first + len(rows)), strict=True))

    def _embed(self, features: npt.NDArray[np.uint64]) -> Floats:
        """The vectors for the features of some words, (words, features)."""
        total: Floats = np.repeat(self._maxout.get_param("b").reshape(1, -1), len(features), axis=0)
        for column, (hasher, table) in enumerate(zip(self._hashers, self._tables, strict=True)):
            keys = hasher.ops.hash(np.ascontiguousarray(features[:, column]), hasher.attrs["seed"]) % len(table)
            for key in keys.T:
                total += table[key]
        pieces = total.reshape(len(features), self._maxout.get_dim("nO"), self._maxout.get_dim("nP"))
        vectors: Floats = self._normalise.predict(pieces.max(axis=2))
        return vectors


class _Layer(NamedTuple):
    """Weights of one layer of the encoder; the pieces of the maxout stand in a row, one after the other."""

    weights: Floats
    bias: Floats
    scale: Floats
    shift: Floats


class ContextVectors:
    """The window encoder: four residual layers, each of which sees one more word on either side."""

    def __init__(self, encode: Any) -> None:
        """`encode` is spaCy's MaxoutWindowEncoder with a window of one word and three pieces, trained."""
        self._pad: int = encode.attrs["pad"]
        self._layers = [_layer(residual) for residual in encode.layers[0].layers]

    def encode(self, documents: Sequence[Floats]) -> list[Floats]:
        """The vectors of each document's words in the shape (words, width), given those of the words alone."""
        lengths = [len(document) for document in documents]
        firsts = list(accumulate((length + self._pad for length in lengths[:-1]), initial=self._pad))
        width = documents[0].shape[1]
        vectors: Floats = np.zeros((sum(lengths) + self._pad * (len(lengths) + 1), width), dtype="float32")
        for document, first in zip(documents, firsts, strict=True):
            vectors[first : first + len(document)] = document
        window = np.zeros((len(vectors), 3 * width), dtype="float32")
        for layer in self._layers:
            window[1:, :width] = vectors[:-1]
            window[:, width : 2 * width] = vectors
            window[:-1, 2 * width :] = vectors[1:]
            vectors += _normalised(_largest(window @ layer.weights + layer.bias, width), layer)
        return [vectors[first : first + length] for first, length in zip(firsts, lengths, strict=True)]


def _layer(residual: Any) -> _Layer:
    """The weights of one of spaCy's residual layers."""
    parts = {part.name: part for part in residual.walk()}
    weights, bias = parts["maxout"].get_param("W"), parts["maxout"].get_param("b")
    scale, shift = parts["layernorm"].get_param("G"), parts["layernorm"].get_param("b")
    return _Layer(np.ascontiguousarray(weights.T.reshape(weights.shape[2], -1)), bias.T.reshape(-1), scale, shift)


def _largest(pieces: Floats, width: int) -> Floats:
    """The largest of the three pieces of each feature."""
    largest: Floats = np.maximum(pieces[:, :width], pieces[:, width : 2 * width])
    return np.maximum(largest, pieces[:, 2 * width :], out=largest)


def _normalised(rows: Floats, layer: _Layer) -> Floats:
    """Each row with mean zero and variance one, scaled and shifted (Ba et al. 2016, arXiv:1607.06450)."""
    rows -= rows.mean(axis=1, keepdims=True)
    variances = np.einsum("ij,ij->i", rows, rows) / rows.shape[1]
    rows *= (1 / np.sqrt(variances + _NO_VARIANCE))[:, None]
    return rows * layer.scale + layer.shift


def speed_up(tok2vec: Any) -> None:
    """Make a pipeline's tok2vec component work as described here; one that is built another way stays as it is."""
    from thinc.api import Model

    if not _is_usual(tok2vec.model):
        return
    alone, together = WordVectors(tok2vec.model.layers[0]), ContextVectors(tok2vec.model.layers[1])

    def forward(_: Any, documents: Sequence[Any], is_train: bool) -> tuple[list[Floats], Callable[..., Any]]:
        return together.encode(alone.look_up(documents)) if documents else [], list

    tok2vec.model.layers[:] = [Model("tok2vec", forward)]


def _is_usual(model: Any) -> bool:
    """Whether a tok2vec model is the one of spaCy's small English pipelines: hashed features, window of one, maxout."""
    embed, encode = model.layers
    names = tuple(layer.name.partition("(")[0] for layer in embed.layers)
    layers = [part for part in encode.walk() if part.name in ("expand_window", "maxout")]
    windows = {layer.attrs["window_size"] for layer in layers if layer.name == "expand_window"}
    pieces = {layer.get_dim("nP") for layer in layers if layer.name == "maxout"}
    return names == _EMBEDDING and windows == {1} and pieces == {3}
