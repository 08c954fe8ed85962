"""The language model: words of a text, vectors kept between sentences, and parses that depend on nothing else."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsquotes.annotate import AnnotateConfig
from newsquotes.language_model import LanguageModel, load_model
from newsquotes.tok2vec import ContextVectors, WordVectors, speed_up

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
    assert [word for _, _, word, _ in words] == expected
    assert [f"? {text} !"[start:end].replace("‘", "’") for start, end, _, _ in words] == expected


def test_turned_apostrophes_are_read_as_straight_ones(model: LanguageModel) -> None:
    texts = "They’re late and he’ll wait, won’t he?", "They're late and he'll wait, won't he?"
    curly, straight = ([orth for *_, orth in model.words(text, 0, len(text))] for text in texts)
    assert curly == straight
    assert next(model.parse([curly], 1)).tags[:2] == ["PRP", "VBP"]


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.text(st.sampled_from("abAZé.,;:!?'’-–—$€%()/1 \n"), max_size=40))
def test_words_are_those_of_the_tokenizer(text: str) -> None:
    model = load_model(MODEL)
    whole = [token.text for token in model._pipeline.tokenizer(" ".join(text.split())) if not token.is_space]
    assert [word for _, _, word, _ in model.words(text, 0, len(text))] == whole


def parses(model: LanguageModel, sentences: list[str]) -> list[Any]:
    return list(model.parse([[orth for _, _, _, orth in model.words(s, 0, len(s))] for s in sentences], 128))


def test_a_parse_is_the_pipelines_own(model: LanguageModel) -> None:
    found = parses(model, SENTENCES[:1])[0]
    assert found.tags == ["NNP", "VBD", "DT", "NNS", "VBD", "."]
    assert found.heads == [1, 1, 3, 4, 1, 1]
    assert found.deps[0] == "nsubj"


def pipeline_and_documents(sentences: list[str]) -> tuple[Any, list[Any]]:
    import spacy
    from spacy.tokens import Doc

    plain = spacy.load(MODEL)
    return plain, [Doc(plain.vocab, words=sentence.split()) for sentence in sentences]


def test_vectors_are_those_of_the_model() -> None:
    plain, documents = pipeline_and_documents([*SENTENCES, "Yes"])
    embed, encode = plain.get_pipe("tok2vec").model.layers
    vectors, together = WordVectors(embed), ContextVectors(encode)
    for _ in range(2):
        alone = vectors.look_up(documents)
        for ours, theirs in zip(alone, embed.predict(documents), strict=True):
            np.testing.assert_allclose(ours, theirs, atol=2e-5)
        for ours, theirs in zip(together.encode(alone), encode.predict(alone), strict=True):
            np.testing.assert_allclose(ours, theirs, atol=2e-5)


def test_a_pipeline_speeds_up_without_a_change() -> None:
    plain, _ = pipeline_and_documents([])
    texts = [sentence * 3 for sentence in SENTENCES]
    before = [[(word.tag_, word.dep_, word.head.i) for word in document] for document in plain.pipe(texts)]
    speed_up(plain.get_pipe("tok2vec"))
    assert [[(word.tag_, word.dep_, word.head.i) for word in document] for document in plain.pipe(texts)] == before


def test_a_model_that_is_built_another_way_stays_as_it_is() -> None:
    from spacy.ml.models.tok2vec import MaxoutWindowEncoder, MultiHashEmbed, build_Tok2Vec_model

    embed = MultiHashEmbed(width=8, attrs=["NORM", "SHAPE"], rows=[10, 10], include_static_vectors=False)
    encode = MaxoutWindowEncoder(width=8, window_size=2, maxout_pieces=3, depth=1)
    component = SimpleNamespace(model=build_Tok2Vec_model(embed, encode))
    component.model.initialize()
    layers = list(component.model.layers)
    speed_up(component)
    assert list(component.model.layers) == layers


def test_a_vector_is_the_same_to_the_last_bit_whatever_was_read_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsquotes.tok2vec._MOST_WORDS", 8)
    plain, documents = pipeline_and_documents(SENTENCES * 3)
    embed = plain.get_pipe("tok2vec").model.layers[0]
    together = WordVectors(embed).look_up(documents)
    vectors = WordVectors(embed)
    for document, expected in zip(documents, together, strict=True):
        np.testing.assert_array_equal(vectors.look_up([document])[0], expected)
