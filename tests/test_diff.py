"""What changed between two datasets, followed by the printings."""

import polars as pl
import pytest

from newsquotes.diff import KINDS, compare_datasets

Quotes = dict[int, tuple[str, list[int]]]


def dataset(quotes: Quotes) -> dict[str, pl.DataFrame]:
    """Quote id -> speaker and quotation ids; a speaker goes by the first letter of the name, whatever follows."""
    told = [(quote, f"words {min(found)}", ord(speaker[0]), speaker) for quote, (speaker, found) in quotes.items()]
    printed = [(quotation, quote) for quote, (_, found) in quotes.items() for quotation in found]
    return {
        "quotes": pl.DataFrame(
            told,
            schema={"quote_id": pl.Int64, "text": pl.String, "speaker_id": pl.Int64, "speaker": pl.String},
            orient="row",
        ),
        "occurrences": pl.DataFrame(printed, schema={"quotation_id": pl.Int64, "quote_id": pl.Int64}, orient="row"),
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
        ({**BEFORE, 4: ("Ida", [41]), 5: ("Ida", [51, 52])}, {"new": [((), (5,)), ((), (4,))]}),
    ],
)
def test_each_kind_of_change(after: Quotes, expected: dict[str, list[tuple[tuple[int, ...], tuple[int, ...]]]]) -> None:
    found = compare_datasets(dataset(BEFORE), dataset(after))
    told = {kind: [(change.before, change.after) for change in found.changes[kind]] for kind in KINDS}
    assert {kind: changes for kind, changes in told.items() if changes} == expected
    assert found.is_empty is not bool(expected)
    assert set(found.as_plain()) == {"before", "after", "same", *KINDS}


def test_nothing_against_nothing() -> None:
    assert compare_datasets(dataset({}), dataset({})).is_empty
