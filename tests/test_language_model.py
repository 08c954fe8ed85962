"""The language model: words of a text, vectors kept between sentences, and parses that depend on nothing else."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsquotes.annotate import AnnotateConfig
from newsquotes.language_model import LanguageModel, load_model
from newsquotes.word_vectors import WordVectors

MODEL = AnnotateConfig().model
SENTENCES = [
    "Wren said the boats sank.",
    "Hale can’t say.",
    "Hale, who was there, told Wren: no.",
    "The U.S. won’t pay $3.5m.",
]


@pytest.fixture(scope="module")
def model() -> LanguageModel:
    return load_model(MODEL)


def test_a_model_is_loaded_once_however_it_is_asked_for(model: LanguageModel) -> None:
    assert load_model(MODEL, entities=False) is model


SPLIT = [
    ("boats sank", ["boats", "sank"]),
    ("boats, cannot", ["boats", ",", "can", "not"]),
    ("can’t", ["ca", "n’t"]),
    ("don‘t", ["do", "n’t"]),
    ("U.S. won’t", ["U.S.", "wo", "n’t"]),
    ("  a\u00a0b \n c", ["a", "b", "c"]),
    ("$3.5m", ["$", "3.5", "m"]),
    ("re-elected", ["re", "-", "elected"]),
    ("x" * 60 + ",", ["x" * 60, ","]),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), SPLIT)
def test_words_with_their_places(model: LanguageModel, text: str, expected: list[str]) -> None:
    words = list(model.words(f"? {text} !", 2, 2 + len(text)))
    assert [word.text for word in words] == expected
    assert [f"? {text} !"[word.start : word.end].replace("‘", "’") for word in words] == expected


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(st.sampled_from("abAZé.,;:!?'’-–—$€%()/1 \n"), max_size=40))
def test_words_are_those_of_the_tokenizer(text: str) -> None:
    model = load_model(MODEL)
    whole = [token.text for token in model._pipeline.tokenizer(" ".join(text.split())) if not token.is_space]
    assert [word.text for word in model.words(text, 0, len(text))] == whole


def parses(model: LanguageModel, sentences: list[str]) -> list[Any]:
    return list(model.parse([[word.orth for word in model.words(s, 0, len(s))] for s in sentences], 128))


def test_a_parse_is_the_pipelines_own(model: LanguageModel) -> None:
    found = parses(model, SENTENCES[:1])[0]
    assert found.tags == ["NNP", "VBD", "DT", "NNS", "VBD", "."]
    assert found.heads == [1, 1, 3, 4, 1, 1]
    assert found.deps[0] == "nsubj"


def test_remembered_vectors_are_those_of_the_model() -> None:
    import spacy
    from spacy.tokens import Doc

    plain = spacy.load(MODEL)
    embed = plain.get_pipe("tok2vec").model.layers[0]
    documents = [Doc(plain.vocab, words=sentence.split()) for sentence in SENTENCES]
    vectors = WordVectors(embed)
    for _ in range(2):
        for ours, theirs in zip(vectors.look_up(documents), embed.predict(documents), strict=True):
            np.testing.assert_allclose(ours, theirs, atol=2e-5)


def test_a_vector_is_the_same_to_the_last_bit_whatever_was_read_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import spacy
    from spacy.tokens import Doc

    monkeypatch.setattr("newsquotes.word_vectors._MOST_WORDS", 8)
    plain = spacy.load(MODEL)
    embed = plain.get_pipe("tok2vec").model.layers[0]
    documents = [Doc(plain.vocab, words=sentence.split()) for sentence in SENTENCES * 3]
    together = WordVectors(embed).look_up(documents)
    vectors = WordVectors(embed)
    for document, expected in zip(documents, together, strict=True):
        np.testing.assert_array_equal(vectors.look_up([document])[0], expected)
