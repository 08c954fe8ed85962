"""Places are counted, and those that no key gives any more are found."""

from collections import Counter

import numpy as np
import pytest

from newsquotes.dedupe.candidates import SHIFT_BITS
from newsquotes.dedupe.tally import Part, Tally
from newsquotes.dedupe.vocabulary import Hashes


def hashes(values: list[int]) -> Hashes:
    return np.array(values, np.uint64)


def place(pair: int, shift: int) -> int:
    return pair << SHIFT_BITS | shift


@pytest.mark.parametrize(
    ("fewer", "gone", "left"),
    [
        ([], [], []),
        ([place(1, 0)], [], []),
        ([place(1, 0)] * 2, [place(1, 0)], [place(1, 3)]),
        ([place(1, 0)] * 2 + [place(1, 3)], [place(1, 0), place(1, 3)], []),
        ([place(2, 5)], [place(2, 5)], []),
    ],
)
def test_a_place_is_gone_when_no_key_gives_it(fewer: list[int], gone: list[int], left: list[int]) -> None:
    tally = Tally((Part.of(hashes([place(1, 3), place(1, 0), place(2, 5), place(1, 0)])),))
    tally = tally.with_part(Part.of(hashes([place(3, 1)])).without(Part.of(hashes(fewer))), most=8)
    found = tally.gone(Part.of(hashes(fewer)).places)
    assert [side.tolist() for side in found] == [gone, left]


@pytest.mark.parametrize("most", [2, 3, 8])
def test_parts_add_up(most: int) -> None:
    chance = np.random.default_rng(most)
    met = Counter(chance.integers(0, 40, 300).tolist())
    tally = Tally((Part.of(hashes(sorted(met.elements()))),))
    for _ in range(10):
        more = Counter(chance.integers(0, 60, 20).tolist())
        fewer = Counter(chance.choice(sorted(met.elements()), 30, replace=False).tolist())
        met = met + more - fewer
        part = Part.of(hashes(list(more.elements()))).without(Part.of(hashes(list(fewer.elements()))))
        tally = tally.with_part(part, most)
    assert len(tally.parts) <= most
    whole = Part.joined(tally.parts)
    assert dict(zip(whole.places.tolist(), whole.counts.tolist(), strict=True)) == dict(met)


def test_places_of_pairs_with_a_marked_unit_are_found_on_either_side() -> None:
    bits = 4
    places = hashes([place(one << bits | other, 3) for one, other in ((0, 1), (1, 2), (2, 3), (3, 0), (3, 2))])
    tally = Tally((Part.of(places[:3]), Part.of(places[3:])))
    marked, unmarked = np.array([False, True, False, False]), np.zeros(4, bool)
    assert tally.with_units(marked, marked, bits).tolist() == places[:2].tolist()
    assert tally.with_units(marked, unmarked, bits).tolist() == places[1:2].tolist()
    assert tally.with_units(unmarked, marked, bits).tolist() == places[:1].tolist()
