"""What articles say around the names of their speakers."""

import time

import pytest

from newsquotes.speakers.stories import stands_for, words_before


@pytest.mark.parametrize(
    ("text", "letters", "expected"),
    [
        ("The Northern Harbour Club met.", "NHC", {"northern harbor club"}),
        ("The Northern Harbour Club (the N.H.C.) met the National Health Council.", "NHC", {"northern harbor club"}),
        (
            "The Northern Harbour Club met the National Health Council.",
            "NHC",
            {"northern harbor club", "national health council"},
        ),
        ("The Union of the Farmers’ Wives met.", "UFW", {"union of the farmers wives"}),
        ("The Anti-Flood Board met.", "AFB", {"anti flood board"}),
        ("The Northern harbour club met.", "NHC", set()),
        ("Northern Harbour. Coal was cheap.", "NHC", set()),
        ("", "NHC", set()),
    ],
)
def test_what_initials_stand_for(text: str, letters: str, expected: set[str]) -> None:
    assert stands_for(text, letters) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ana Elm and Carl B. Elm met Mayor Elm.", {"ana", "carl", "mayor"}),
        ("Ana Elmquist met an old Elm.", set()),
    ],
)
def test_the_words_before_a_surname(text: str, expected: set[str]) -> None:
    assert words_before(text, "Elm") == expected


@pytest.mark.parametrize("text", ["N" * 200_000, "Nab " * 50_000, "Nab of the " * 20_000, "N.N. (" * 30_000])
def test_long_texts_take_no_longer_than_they_are(text: str) -> None:
    begin = time.process_time()
    stands_for(text, "NNNNNNNN")
    words_before(text, "Nab")
    assert time.process_time() - begin < 2
