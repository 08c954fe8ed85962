"""What changed between two datasets, followed by the printings."""

import polars as pl
import pytest

from newsquotes.diff import KINDS, compare_datasets

Quotes = dict[int, tuple[str, list[int]]]


def dataset(quotes: Quotes) -> dict[str, pl.DataFrame]:
    """Quote id -> speaker and quotation ids; a speaker goes by the first letter of the name, whatever follows."""
    told = [(quote, f"words {min(found)}", ord(speaker[0]), speaker) for quote, (speaker, found) in quotes.items()]
    printed = [
        (quotation, quote, quotation // 10, f"words {quotation % 10}")
        for quote, (_, found) in quotes.items()
        for quotation in found
    ]
    return {
        "quotes": pl.DataFrame(
            told,
            schema={"quote_id": pl.Int64, "text": pl.String, "speaker_id": pl.Int64, "speaker": pl.String},
            orient="row",
        ),
        "occurrences": pl.DataFrame(
            printed,
            schema={"quotation_id": pl.Int64, "quote_id": pl.Int64, "article_id": pl.Int64, "text": pl.String},
            orient="row",
        ),
    }


BEFORE: Quotes = {1: ("Ana", [11, 12]), 2: ("Ana", [21]), 3: ("Carl", [31, 32])}


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (BEFORE, {}),
        ({**BEFORE, 4: ("Ida", [41])}, {"new": [((), (4,))]}),
        ({1: BEFORE[1], 2: BEFORE[2]}, {"gone": [((3,), ())]}),
        ({1: ("Ana", [11, 12, 21]), 3: BEFORE[3]}, {"merged": [((1, 2), (1,))]}),
        ({**BEFORE, 3: ("Carl", [31]), 4: ("Carl", [32])}, {"split": [((3,), (3, 4))]}),
        ({**BEFORE, 3: ("Ida", [31, 32])}, {"speaker_changed": [((3,), (3,))]}),
        ({1: BEFORE[1], 2: BEFORE[2], 9: BEFORE[3]}, {"renumbered": [((3,), (9,))]}),
        ({**BEFORE, 1: ("Ana", [11, 12, 13])}, {}),
        ({**BEFORE, 1: ("Ana Elm", [11, 12])}, {"speaker_renamed": [((1,), (1,))]}),
        ({**BEFORE, 2: ("Ana", [29])}, {}),
        ({1: BEFORE[1], 3: BEFORE[3], 5: ("Ana", [29])}, {"gone": [((2,), ())], "new": [((), (5,))]}),
        ({1: BEFORE[1], 3: BEFORE[3], 5: ("Ida", [21 + 70])}, {"gone": [((2,), ())], "new": [((), (5,))]}),
        ({**BEFORE, 4: ("Ida", [41]), 5: ("Ida", [51, 52])}, {"new": [((), (5,)), ((), (4,))]}),
    ],
)
def test_each_kind_of_change(after: Quotes, expected: dict[str, list[tuple[tuple[int, ...], tuple[int, ...]]]]) -> None:
    found = compare_datasets(dataset(BEFORE), dataset(after))
    told = {kind: [(change.before, change.after) for change in found.changes[kind]] for kind in KINDS}
    assert {kind: changes for kind, changes in told.items() if changes} == expected
    assert found.is_empty is not bool(expected)
    assert set(found.as_plain()) == {"before", "after", "same", *KINDS}


@pytest.mark.parametrize(
    ("moved", "n_changed"), [({1: 1, 2: 2, 3: 2}, 1), ({1: 9, 2: 9, 3: 2}, 0), ({1: 1, 2: 1, 3: 2}, 0)]
)
def test_a_namesake_is_another_speaker_while_the_one_before_is_about(moved: dict[int, int], n_changed: int) -> None:
    namesakes = {**BEFORE, 3: ("Ana", [31, 32])}
    old, new = dataset(namesakes), dataset(namesakes)
    old["quotes"] = old["quotes"].with_columns(speaker_id=pl.col("quote_id").replace_strict({1: 1, 2: 1, 3: 2}))
    new["quotes"] = new["quotes"].with_columns(speaker_id=pl.col("quote_id").replace_strict(moved))
    assert len(compare_datasets(old, new).changes["speaker_changed"]) == n_changed


def test_a_printing_that_has_moved_within_its_article_is_the_same() -> None:
    moved = dataset({**BEFORE, 9: BEFORE[2]})
    moved["quotes"] = moved["quotes"].filter(pl.col("quote_id") != 2)
    moved["occurrences"] = moved["occurrences"].filter(pl.col("quote_id") != 2)
    moved["occurrences"] = moved["occurrences"].with_columns(
        quotation_id=pl.when(pl.col("quote_id") == 9).then(99).otherwise("quotation_id")
    )
    found = compare_datasets(dataset(BEFORE), moved)
    assert {kind: len(changes) for kind, changes in found.changes.items() if changes} == {"renumbered": 1}


def test_words_of_a_speaker_in_a_file_that_was_moved_are_the_same() -> None:
    moved = dataset({**BEFORE, 9: BEFORE[2]})
    moved["quotes"] = moved["quotes"].filter(pl.col("quote_id") != 2)
    moved["occurrences"] = moved["occurrences"].filter(pl.col("quote_id") != 2)
    elsewhere = pl.when(pl.col("quote_id") == 9).then(99).otherwise
    moved["occurrences"] = moved["occurrences"].with_columns(
        quotation_id=elsewhere("quotation_id"), article_id=elsewhere("article_id")
    )
    found = compare_datasets(dataset(BEFORE), moved)
    assert [(change.before, change.after) for change in found.changes["renumbered"]] == [((2,), (9,))]


def test_nothing_against_nothing() -> None:
    assert compare_datasets(dataset({}), dataset({})).is_empty
