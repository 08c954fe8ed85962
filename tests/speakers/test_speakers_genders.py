"""What gives a speaker's gender away, and what does not."""

from typing import Any

import pytest

from newsquotes.schemas import QUOTATIONS
from newsquotes.speakers import resolve_speakers

Told = tuple[str | None, str | None]


def gender(*mentions: tuple[str, str], kind: str = "person") -> Told:
    """The gender and its source of the one speaker that is named and mentioned so, in one article."""
    rows: list[dict[str, Any]] = [
        {"quotation_id": at, "article_id": 7, "speaker": name, "speaker_type": kind, "speaker_mention": mention}
        for at, (name, mention) in enumerate(mentions)
    ]
    (row,) = resolve_speakers(QUOTATIONS.from_rows(rows))[0].to_dicts()
    return row["gender"], row["gender_source"]


@pytest.mark.parametrize(
    ("mentions", "told"),
    [
        ([("Quillon", "Mrs. Quillon")], ("female", "title")),
        ([("Kim Quillon", "Mr. Quillon")], ("male", "title")),
        ([("Ana Quillon", "Mr. Quillon")], ("male", "title")),
        ([("Ana Quillon", "Quillon")], ("female", "given_name")),
        ([("a spokeswoman for Mr. Quillon", "a spokeswoman for Mr. Quillon")], ("female", "noun")),
        ([("a spokesman for Mrs. Quillon", "a spokesman for Mrs. Quillon")], ("male", "noun")),
        ([("the chairman’s daughter", "the chairman’s daughter")], ("female", "noun")),
        ([("Zorvik Quillon", "Quillon"), ("Zorvik Quillon", "She")], ("female", "pronoun")),
    ],
)
def test_words_give_a_gender_away_the_surest_first(mentions: list[tuple[str, str]], told: Told) -> None:
    assert gender(*mentions) == told


@pytest.mark.parametrize(
    "mentions",
    [
        [("Quillon", "Quillon")],
        [("Leslie Quillon", "Quillon")],
        [("a driver", "a driver")],
        [("King", "King")],
        [("Zorvik Quillon", "he"), ("Zorvik Quillon", "she")],
    ],
)
def test_nothing_is_known_where_words_do_not_tell_or_disagree(mentions: list[tuple[str, str]]) -> None:
    assert gender(*mentions) == (None, None)


def test_only_persons_have_a_gender() -> None:
    assert gender(("Ana Quillon Institute", "Mrs. Quillon’s institute"), kind="organisation") == (None, None)
