"""The local table of known speakers: read, or refused in one line."""

from pathlib import Path

import polars as pl
import pytest

from newsquotes.errors import SeedError
from newsquotes.speakers import read_known


def test_csv_and_parquet_read_alike(tmp_path: Path) -> None:
    rows = pl.DataFrame({"name": ["Ana Díaz"], "alias": ["A. Díaz"], "wikidata_id": ["Q7"]})
    rows.write_csv(tmp_path / "known.csv")
    rows.write_parquet(tmp_path / "known.parquet")
    expected = rows.with_columns(description=pl.lit(""))
    assert read_known(tmp_path / "known.csv").equals(expected)
    assert read_known(tmp_path / "known.parquet").equals(expected)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("known.csv", "name,alias\nAna,\n", "column wikidata_id is missing"),
        ("known.csv", "name,alias,wikidata_id\nAna,,seven\n", "'seven' is no item"),
        ("known.csv", "", "cannot be read|can be read"),
        ("known.parquet", "no parquet at all", "can be read"),
        ("none.csv", None, "can be read"),
    ],
)
def test_what_is_no_table_is_told(tmp_path: Path, name: str, content: str | None, told: str) -> None:
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(SeedError, match=told) as caught:
        read_known(tmp_path / name)
    assert str(tmp_path / name) in str(caught.value)
