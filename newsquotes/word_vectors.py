"""A spaCy model's vector of a word that has no neighbours yet, worked out once a word instead of once a token.

spaCy hashes features of each token into tables, joins the rows that it finds there and takes them through one maxout
layer (Miranda et al. 2022, "Multi hash embeddings in spaCy", arXiv:2212.09255); nothing in it sees another token. Here
the layer's weights are multiplied into the tables beforehand, so that a word's vector is a sum of rows: no matrix
product, whose last bit would depend on the words beside it.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
_MOST_WORDS = 1 << 16
_LAYERS = ("extract_features", "list2ragged", "with_array", "with_array", "ragged2list")


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
        """The vectors of each document's words, in the shape (words, width); a word is known by its letters alone."""
        words = [document.to_array("ORTH").tolist() for document in documents]
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


def remember_vectors(tok2vec: Any) -> None:
    """Make a pipeline's tok2vec component look words' own vectors up; one that is built another way stays as it is."""
    from thinc.api import Model

    embed = tok2vec.model.layers[0]
    if tuple(layer.name.partition("(")[0] for layer in embed.layers) != _LAYERS:
        return
    vectors = WordVectors(embed)

    def forward(_: Any, documents: Sequence[Any], is_train: bool) -> tuple[list[Floats], Callable[..., Any]]:
        return vectors.look_up(documents), list

    tok2vec.model.layers[0] = Model("remembered_embedding", forward)
