"""A part of the hostile inputs that `benchmarks/robust_inputs.py` makes by the thousand."""

import random
from pathlib import Path

import pytest

from benchmarks.robust_inputs import CHANGES, FORMATS, names_of, page, read_case, story, try_all, write_case

ALL_PAIRS = len(FORMATS) * len(CHANGES)


def test_every_pair_of_format_and_change_comes_up() -> None:
    assert len({names_of(number) for number in range(ALL_PAIRS)}) == ALL_PAIRS


def test_a_case_is_the_same_every_time(tmp_path: Path) -> None:
    contents = []
    for folder in (tmp_path / "a", tmp_path / "b"):
        folder.mkdir()
        for number in (7 * len(FORMATS), 9 * len(FORMATS) + 3):
            write_case(5, number, folder)
        contents.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert contents[0] == contents[1]


def test_hostile_inputs_cost_a_row_and_nothing_else() -> None:
    outcomes = list(try_all(11, range(0, ALL_PAIRS, 3), workers=2))
    assert [f"{outcome}" for outcome in outcomes if outcome.fault] == []
    assert all(outcome.documents + outcome.rejects for outcome in outcomes)


@pytest.mark.parametrize("name", FORMATS)
def test_the_pages_are_sound_before_they_are_changed(name: str, tmp_path: Path) -> None:
    draw = random.Random(1)
    format_ = FORMATS[name]
    (tmp_path / f"case{format_.suffix}").write_bytes(format_.write(page(draw) if format_.is_markup else story(draw)))
    documents, articles, rejects, fault = read_case(tmp_path)
    assert (documents, articles, rejects, fault) == (documents, documents, 0, "")
    assert documents >= 1
