"""More can follow numbers without a copy, and nobody's numbers change under them."""

import numpy as np

from newsquotes.dedupe.normalise import Codes
from newsquotes.dedupe.room import Roomy


def codes(*values: int) -> Codes:
    return np.array(values, np.uint32)


def test_more_follows_in_the_same_room() -> None:
    first = Roomy.of(codes(*range(100))).with_more(codes(7))
    second = first.with_more(codes(8, 9))
    assert second.values[98:].tolist() == [98, 99, 7, 8, 9]
    assert np.shares_memory(first.values, second.values)


def test_who_comes_second_gets_a_copy() -> None:
    first = Roomy.of(codes(*range(100))).with_more(codes(7))
    one, other = first.with_more(codes(8)), first.with_more(codes(9))
    assert (one.values[-1], other.values[-1], len(first.values)) == (8, 9, 101)


def test_what_was_given_without_room_is_never_written_to() -> None:
    given = codes(1, 2, 3)
    grown = Roomy.of(given[:2]).with_more(codes(9))
    assert (given.tolist(), grown.values.tolist()) == ([1, 2, 3], [1, 2, 9])


def test_a_full_room_gives_way_to_a_larger_one() -> None:
    grown = Roomy.of(codes(1))
    for number in range(2, 50):
        grown = grown.with_more(codes(number))
    assert grown.values.tolist() == list(range(1, 50))


def test_what_was_read_knows_how_much_of_it_is_in_its_file() -> None:
    space = codes(1, 2, 0, 0)
    read = Roomy.read(space, 2, codes(3))
    assert (read.values.tolist(), read.n_kept, read.space is space) == ([1, 2, 3], 2, True)
    moved = read.with_more(codes(4, 5))
    assert (moved.values.tolist(), moved.n_kept) == ([1, 2, 3, 4, 5], 0)


def test_a_space_always_has_room() -> None:
    assert len(Roomy.of(codes(1, 2)).space) > 2
