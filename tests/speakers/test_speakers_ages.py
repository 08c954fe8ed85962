"""The ages that an article gives its speakers."""

import time

import pytest

from newsquotes.speakers.ages import ages_of


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("“Mine,” said Osk Pell, 9, a pupil.", 9),
        ("“Mine,” said Osk Pell, 16.", 16),
        ("Osk Pell, aged 71, left.", 71),
        ("Osk Pell, 71 years old, left.", 71),
        ("Osk Pell, a 71-year-old welder, left.", 71),
        ("The 71-year-old welder Osk Pell left.", 71),
        ("The nine-year-old Osk Pell left.", 9),
        ("71-year-old Osk Pell’s house burnt.", 71),
        ("Dr. Osk Pell, 71, left.", 71),
        ("Bosk Pell, 71, left.", None),
        ("The 9-year-old daughter of Osk Pell left.", None),
        ("The 71-year-old told Osk Pell to leave.", None),
        ("Osk Pell, 71, and his grandson Osk Pell, 9, left.", None),
        ("Osk Pell, 2021, oil on wood", None),
        ("Osk Pell left at 9.", None),
    ],
)
def test_an_age_stands_at_its_name(text: str, age: int | None) -> None:
    assert ages_of(text, ["Osk Pell"]).get("Osk Pell") == age


@pytest.mark.parametrize("text", [", 9," * 50_000, "9-year-old " * 20_000, "A" * 200_000, "Osk Pell, 9, " * 15_000])
def test_long_texts_take_their_length(text: str) -> None:
    begun = time.process_time()
    ages_of(text, ["Osk Pell"])
    assert time.process_time() - begun < 5
