"""Which word that stands for another makes a misquotation, and which one another sentence."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from benchmarks.planted import plant
from newsquotes.dedupe.cluster import cluster_texts
from newsquotes.dedupe.external import cluster_on_disk
from newsquotes.dedupe.known import Known

FRAME = (
    "When the ice is gone we will build {what} beside the old ferry house and every family here shall own a part of it"
)
CUTS = (
    lambda text: text,
    lambda text: text.removesuffix(" and every family here shall own a part of it"),
    lambda text: text.removeprefix("When the ice is gone "),
)


def n_clusters(texts: Sequence[str]) -> int:
    """How many clusters the texts make."""
    return len(set(cluster_texts(texts).tolist()))


@pytest.mark.parametrize(
    ("why", "whats", "expected"),
    [
        ("two words are a slip", ("a school", "a mill"), 1),
        ("three words may be slips", ("a school", "a mill", "a chapel"), 1),
        ("four words, each once, are a slot", ("a school", "a mill", "a chapel", "a dairy"), 4),
        ("so are more", ("a school", "a mill", "a chapel", "a tannery", "a dairy"), 5),
        ("spellings are no other words", ("a tannery", "a tanery", "a tannrey"), 1),
        ("small words are no other words", ("a school", "the school", "this school"), 1),
        ("two words for two may be a misquotation", ("a wooden school", "a stone mill"), 1),
        ("four times two words are a slot", ("a wooden school", "a stone mill", "a brick chapel", "an iron dairy"), 4),
        ("two spellings are no other words", ("a wooden tannery", "a woden tanery", "a wodden tannrey"), 1),
    ],
)
def test_one_place_filled_with_other_words(why: str, whats: Sequence[str], expected: int) -> None:
    assert n_clusters([FRAME.format(what=what) for what in whats]) == expected, why


@pytest.mark.parametrize(("n_whole", "expected"), [(1, 4), (5, 1)])
def test_slips_in_one_place_of_what_many_print(n_whole: int, expected: int) -> None:
    whole = FRAME.format(what="a school")
    endings = ("", " at last", " as they should", " in good time", " from now on")
    slips = [FRAME.format(what=what) for what in ("a mill", "a chapel", "a dairy")]
    assert n_clusters([whole + ending for ending in endings[:n_whole]] + slips) == expected


def test_two_words_for_two_are_no_slips_however_many_print_the_others() -> None:
    whole = FRAME.format(what="a wooden school")
    endings = ("", " at last", " as they should", " in good time", " from now on")
    slips = [FRAME.format(what=what) for what in ("a stone mill", "a brick chapel", "an iron dairy")]
    assert n_clusters([whole + ending for ending in endings] + slips) == 4


@pytest.mark.parametrize(
    ("why", "whats", "expected"),
    [
        ("two words for two, in several texts each", ("a wooden school", "a stone mill"), 2),
        ("one word for one, in several texts each", ("a wooden school", "a wooden mill"), 1),
    ],
)
def test_two_fillings_that_several_texts_have(why: str, whats: Sequence[str], expected: int) -> None:
    texts = [cut(FRAME.format(what=what)) for what in whats for cut in CUTS]
    assert n_clusters(texts) == expected, why


@pytest.mark.parametrize(
    ("why", "what", "of_what", "expected"),
    [
        ("several words in one place, one in another", "a stone mill", "corner of it", 2),
        ("several words in one place, small ones in another", "a stone mill", "part of that", 1),
        ("one word in each of two places", "a wooden mill", "corner of it", 1),
    ],
)
def test_other_words_in_two_places(why: str, what: str, of_what: str, expected: int) -> None:
    one = FRAME.format(what="a wooden school")
    assert n_clusters([one, FRAME.format(what=what).replace("part of it", of_what)]) == expected, why


def test_words_that_several_texts_have_are_no_slips() -> None:
    whats = ("a school", "a mill", "a chapel", "a dairy")
    texts = [cut(FRAME.format(what=what)) for what in whats for cut in CUTS]
    labels = cluster_texts(texts).reshape(len(whats), len(CUTS))
    assert [len(set(row)) for row in labels.tolist()] == [1, 1, 1, 1]
    assert len(set(labels[:, 0].tolist())) == 4


@pytest.mark.parametrize("what", ["[the thing]", "…", ""])
def test_what_lacks_the_words_of_a_slot_joins_no_two_of_them(what: str) -> None:
    texts = [FRAME.format(what=each) for each in ("a school", "a mill", "a chapel", "a dairy")]
    labels = cluster_texts([*texts, FRAME.format(what=what)]).tolist()
    assert len(set(labels[:4])) == 4


@pytest.mark.parametrize(
    ("seed", "style", "floor"),
    [(3, "speeches", 0.95), (4, "speeches", 0.95), (3, "stumps", 0.985), (4, "stumps", 0.985)],
)
def test_one_speech_in_many_towns(seed: int, style: str, floor: float) -> None:
    texts = plant(6_000, seed, style)
    found = texts.with_columns(pred=pl.Series(cluster_texts(texts["text"])))

    def n_pairs(*columns: str) -> int:
        return int(found.group_by(columns).len().select((pl.col("len") * (pl.col("len") - 1)).sum()).item())

    agreeing = n_pairs("truth", "pred")
    assert agreeing / n_pairs("pred") > floor
    assert agreeing / n_pairs("truth") > 0.95
    assert found.group_by("pred").agg(pl.col("truth").n_unique())["truth"].to_numpy().max() <= 20


@pytest.mark.parametrize("style", ["speeches", "stumps"])
def test_slots_are_the_same_in_parts_and_on_disk(style: str, tmp_path: Path) -> None:
    texts = plant(2_500, 5, style)["text"]
    expected = cluster_texts(texts)
    known = Known.of(texts[:1_500]).add(texts[1_500:2_000]).add(texts[2_000:])
    assert known.label_of_text.tolist() == expected.tolist()
    parts = (texts[begin : begin + 700] for begin in range(0, len(texts), 700))
    found = np.concatenate(list(cluster_on_disk(parts, tmp_path, memory_limit=1 << 20)))
    assert found.tolist() == expected.tolist()
