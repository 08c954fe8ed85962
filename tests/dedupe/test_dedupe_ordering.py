"""Numbers in order."""

import numpy as np
import pytest

from newsquotes.dedupe.ordering import Ordered


@pytest.mark.parametrize("size", [0, 1, 63, 4095, 4096, 4097, 10_000])
@pytest.mark.parametrize("highest", [50, 1 << 20, (1 << 64) - 1])
def test_numbers_are_found_where_a_search_one_by_one_finds_them(size: int, highest: int) -> None:
    chance = np.random.default_rng(size)
    values = np.sort(chance.integers(0, highest, size, np.uint64, endpoint=True))
    sought = np.concatenate([values, chance.integers(0, highest, 500, np.uint64, endpoint=True)])
    sought = np.append(sought, np.array([0, highest, (1 << 64) - 1], np.uint64))
    assert Ordered.of(values).places_of(sought).tolist() == np.searchsorted(values, sought).tolist()
