"""What articles say around the names of their speakers."""

import time

import pytest

from newsquotes.speakers.stories import given_names_of, stands_for


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
        ("Ana Elm and Carl B. Elm met Mayor Elm.", {"ana", "carl"}),
        ("Ana Elmquist met Port Elm.", set()),
    ],
)
def test_the_given_names_of_a_surname(text: str, expected: set[str]) -> None:
    assert given_names_of(text, "Elm") == expected


@pytest.mark.parametrize("text", ["N" * 200_000, "Nab " * 50_000, "Nab of the " * 20_000, "N.N. (" * 30_000])
def test_long_texts_take_no_longer_than_they_are(text: str) -> None:
    begin = time.process_time()
    stands_for(text, "NNNNNNNN")
    given_names_of(text, "Nab")
    assert time.process_time() - begin < 2
