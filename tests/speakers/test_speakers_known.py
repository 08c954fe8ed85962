"""The user's tables of speakers: read, or refused in one line."""

from pathlib import Path

import polars as pl
import pytest

from newsquotes.errors import SeedError
from newsquotes.speakers import load_aliases, read_known


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


def test_own_decisions_may_leave_columns_out(tmp_path: Path) -> None:
    (tmp_path / "who.csv").write_text("# mine\nname,not_same\nDíaz,Ana Díaz\n", encoding="utf-8")
    assert load_aliases(tmp_path / "who.csv").rows() == [("Díaz", "", "Ana Díaz", "")]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("alias,same_as\nDíaz,Ana Díaz\n", "column name is missing"),
        ("name,same_as\nDíaz,\n", "Díaz: nothing is decided"),
        ("name,same_as\n,Ana Díaz\n", "a row has no name"),
        ("name,wikidata_id\nDíaz,seven\n", "'seven' is no item"),
    ],
)
def test_decisions_that_decide_nothing_are_told(tmp_path: Path, content: str, told: str) -> None:
    (tmp_path / "who.csv").write_text(content, encoding="utf-8")
    with pytest.raises(SeedError, match=told):
        load_aliases(tmp_path / "who.csv")


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ("Díaz,Ana Díaz,\nAna Diaz,,DÍAZ\n", "Ana Diaz and DÍAZ are the same and not the same"),
        ("Díaz,Ana Díaz,\nA. D.,Díaz,\nA. D.,,Ana Díaz\n", "A. D. and Ana Díaz are the same and not the same"),
        ("Díaz,Ana Díaz,\nDíaz,,Eva Díaz\n", None),
        ("Ana Díaz,,Ana Díaz\n", None),
    ],
    ids=["each other", "by way of a third", "of a third", "namesakes"],
)
def test_decisions_that_contradict_each_other_are_told(tmp_path: Path, rows: str, told: str | None) -> None:
    (tmp_path / "who.csv").write_text(f"name,same_as,not_same\n{rows}", encoding="utf-8")
    if told is None:
        assert load_aliases(tmp_path / "who.csv").height == rows.count("\n")
    else:
        with pytest.raises(SeedError, match=told):
            load_aliases(tmp_path / "who.csv")
