"""The checks of a run: which files of the tables belong together."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from flows import checks
from flows.checks import cut_by_units


def _tables(units: Sequence[str]) -> dict[str, list[Path]]:
    """Tables as a run writes them: some unit by unit, one by the merge, one by several stages."""
    named = {"documents": "ingest", "articles": "clean", "quotations": "extract"}
    by_unit = {table: [Path(stage, unit, f"{table}.parquet") for unit in units] for table, stage in named.items()}
    rejects = [Path(stage, unit, "rejects.parquet") for stage in ("ingest", "clean") for unit in units]
    return {**by_unit, "quotes": [Path("dedupe/all/quotes.parquet")], "rejects": rejects}


@pytest.mark.parametrize(
    ("units", "expected"),
    [
        ("", []),
        ("abcd", []),
        ("abcde", ["abcd", "e"]),
        ("abcdefgh", ["abcd", "efgh"]),
    ],
)
def test_tables_are_cut_by_units(units: str, expected: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "UNITS_AT_ONCE", 4)
    found: Sequence[Mapping[str, Sequence[Path]]] = cut_by_units(_tables(units))
    assert [{table: _units(paths) for table, paths in part.items()} for part in found] == [
        dict.fromkeys(("documents", "articles", "quotations"), part) for part in expected
    ]


def _units(paths: Sequence[Path]) -> str:
    return "".join(path.parent.name for path in paths)
