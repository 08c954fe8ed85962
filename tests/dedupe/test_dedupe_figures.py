"""Numbers in words and in figures are one."""

import time

import pytest

from newsquotes.dedupe.figures import in_figures


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2 hundred houses", "200 houses"),
        ("2 hundred and 5 houses", "205 houses"),
        ("2 hundred and 5 thousand ships", "200 and 5000 ships"),
        ("2 hundred thousand", "200000"),
        ("3 thousand 5 hundred", "3500"),
        ("3 thousand 5 hundred and 7", "3507"),
        ("1·5 million", "1500000"),
        ("5 hundred 3 thousand", "500 3000"),
        ("2021 2023", "2021 2023"),
        ("25 percent", "25 percent"),
        ("a hundred", "a hundred"),
        ("hundred", "hundred"),
        ("9", "9"),
        ("$4m 0·5", "$4m 0·5"),
        ("0·5 of 2 million and more", "0·5 of 2000000 and more"),
        ("²", "²"),
        ("", ""),
    ],
)
def test_a_number_is_one_word_of_figures(words: str, expected: str) -> None:
    assert in_figures(words.split()) == expected.split()


@pytest.mark.parametrize("words", [["2", "hundred"] * 50_000, ["hundred"] * 100_000, ["1", *["million"] * 2_000]])
def test_long_runs_take_no_longer_than_they_are(words: list[str]) -> None:
    begin = time.process_time()
    in_figures(words)
    assert time.process_time() - begin < 2
