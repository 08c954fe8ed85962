"""Looking quotes up by words: which are found, in which order, and which are not."""

import polars as pl
import pytest

from newsquotes.find import MATCH, FindConfig, FindError, find_quotes

QUOTES = pl.LazyFrame(
    {
        "quote_id": [1, 2, 3],
        "speaker_id": [10, 11, 10],
        "text": [
            "The ferry won’t sail before Monday, whatever they say",
            "The ferry is late",
            "Nobody asked the crews",
        ],
        "speaker": ["Ottoline Brask", "Joren Vael", "Ottoline Brask"],
        "first_published": [None, None, None],
        "n_occurrences": [3, 1, 1],
        "n_publishers": [2, 1, 1],
    },
    schema_overrides={"first_published": pl.Datetime("us", "UTC")},
)
OCCURRENCES = pl.LazyFrame(
    {
        "quote_id": [1, 1, 1, 2, 3],
        "text": [
            "The ferry won’t sail before Monday, whatever they say",
            "The ferry will not sail before Monday",
            "whatever those people say",
            "The ferry is late",
            "Nobody asked the crews",
        ],
    }
)
SPEAKERS = pl.LazyFrame(
    {"speaker_id": [10, 11], "name": ["Ottoline Brask", "Joren Vael"], "aliases": [["Mayor Brask"], []]},
    schema_overrides={"aliases": pl.List(pl.String)},
)


@pytest.mark.parametrize(
    ("words", "speaker", "found"),
    [
        ("the ferry will not sail", None, [1]),
        ("THE FERRY WON'T SAIL", None, [1]),
        ("ferry wont sail befor Monday", None, [1]),
        ("whatever those people", None, [1]),
        ("the ferry", None, [1, 2]),
        ("before Monday no ferry sails", None, [1]),
        ("the ferry is late because of the strike on the island", None, []),
        ("the ferry", "vael", [2]),
        ("the ferry", "mayor br", [1]),
        ("the ferry", "Nobody", []),
        ("Nobody asked the pilots of the other harbour about this", None, []),
        ("a train", None, []),
    ],
)
def test_quotes_are_found_by_words(words: str, speaker: str | None, found: list[int]) -> None:
    got = find_quotes(QUOTES, OCCURRENCES, SPEAKERS, words, speaker=speaker)
    assert got["quote_id"].to_list() == found
    assert dict(got.schema) == MATCH


def test_the_printing_that_is_most_alike_is_told() -> None:
    got = find_quotes(QUOTES, OCCURRENCES, SPEAKERS, "the ferry will not sail before monday")
    assert got.select("printed", "score").row(0) == ("The ferry will not sail before Monday", 1.0)


def test_of_printings_that_are_as_much_alike_the_shortest_is_told() -> None:
    (row,) = find_quotes(QUOTES, OCCURRENCES, SPEAKERS, "the ferry will not sail").to_dicts()
    assert row["printed"] == "The ferry will not sail before Monday"


def test_the_best_come_first_and_no_more_than_asked_for() -> None:
    got = find_quotes(QUOTES, OCCURRENCES, SPEAKERS, "the ferry is late", config=FindConfig(least_score=0.5, limit=1))
    assert got["quote_id"].to_list() == [2]


@pytest.mark.parametrize("words", ["", "  ", "!?"])
def test_what_holds_no_words_is_refused(words: str) -> None:
    with pytest.raises(FindError, match="holds no words"):
        find_quotes(QUOTES, OCCURRENCES, SPEAKERS, words)
