"""Nobody is named who did not speak, in sentences with planted speakers."""

import random
from collections import Counter

import pytest

from benchmarks.planted_speakers import FRAMES, Planted, check, drawn_fields, planted_texts


@pytest.mark.parametrize("seed", [1, 2])
def test_no_planted_speaker_is_mistaken(seed: int) -> None:
    checked = check(list(planted_texts(random.Random(seed), rounds=1)))
    assert [(each.planted.text, each.found) for each in checked if each.counts["wrong"]] == []
    total = sum((each.counts for each in checked), Counter[str]())
    assert total["right"] >= 0.98 * total.total()


def test_each_frame_is_filled_and_says_who_speaks() -> None:
    fields = drawn_fields(random.Random(3))
    texts = list(planted_texts(random.Random(3), rounds=1))
    assert [text.frame for text in texts] == list(FRAMES)
    assert fields["a"] != fields["b"]
    assert all(text.speakers and "{" not in text.text for text in texts)


def test_a_wrong_number_of_quotations_counts_against_all_speakers() -> None:
    (checked,) = check([Planted("none", "Nobody said a word.", ("Ada Berg",))])
    assert checked.counts == Counter(wrong=1)
