"""The difference between two datasets as a reader sees it: counts and words in plain English."""

import io

import pytest
from rich.console import Console

from flows.compare import WORDS, print_difference
from newsquotes.diff import KINDS, Change, Difference


def told(difference: Difference, limit: int = 20) -> str:
    """What is printed on a wide terminal."""
    written = io.StringIO()
    print_difference(difference, Console(file=written, width=200), limit)
    return written.getvalue()


def change(number: int, before: tuple[int, ...] = (1,)) -> Change:
    """A change of the quote with that number."""
    return Change(before, (number,), f"The kiln is cold, day {number}", "Ana Brecht", "Ivo Marl")


def difference(n_before: int, n_after: int, n_same: int, **changes: tuple[Change, ...]) -> Difference:
    return Difference(n_before, n_after, n_same, dict.fromkeys(KINDS, ()) | changes)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((1, 1, 1), "1 quote before, 1 after, 1 as it was\n"),
        ((0, 2, 0), "0 quotes before, 2 after, 0 as they were\n"),
        ((4200, 4201, 4200), "4,200 quotes before, 4,201 after, 4,200 as they were\n"),
    ],
)
def test_the_counts_are_told_in_the_right_number(counts: tuple[int, int, int], expected: str) -> None:
    assert told(difference(*counts)) == expected


@pytest.mark.parametrize(
    ("kind", "n_changes", "expected"),
    [
        ("new", 1, "1 new quote"),
        ("new", 2, "2 new quotes"),
        ("gone", 1, "1 quote that is gone"),
        ("merged", 1, "1 quote merged from several"),
        ("split", 2, "2 quotes split into several"),
        ("speaker_changed", 1, "1 quote with another speaker"),
        ("speaker_renamed", 1, "1 quote whose speaker goes by another name"),
        ("renumbered", 3, "3 quotes with another id"),
    ],
)
def test_each_kind_of_change_has_a_heading_in_the_right_number(kind: str, n_changes: int, expected: str) -> None:
    changes = {kind: tuple(change(number) for number in range(n_changes))}
    assert [line.strip() for line in told(difference(9, 9, 1, **changes)).splitlines()][2] == expected


def test_every_kind_has_words() -> None:
    assert set(WORDS) == set(KINDS)


def test_more_than_the_limit_is_told() -> None:
    assert "… and 2 more; --limit shows more, --json all" in told(
        difference(0, 3, 0, new=(change(1), change(2), change(3))), limit=1
    )
