"""The published dataset: the same bytes for the same tables, whole or not at all, readable by others."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pyarrow.parquet as pq
import pytest

from newsquotes.errors import ExportError, SchemaError
from newsquotes.export import VERSIONS, data_dictionary, publish_dataset, write_dataset
from newsquotes.schemas import OCCURRENCES, PUBLISHED, QUOTES, TABLES

FACTS = {"code version": "0.1"}


def quote(number: int) -> dict[str, Any]:
    return {
        "quote_id": number,
        "text": f"We stay {number} days",
        "canonical_key": f"we stay {number} days",
        "kind": "direct",
        "speaker_id": 7,
        "speaker": "Ada Brook",
        "first_published": datetime(2031, 1 + number % 3, 1, tzinfo=UTC) if number % 4 else None,
        "n_occurrences": 1,
        "n_articles": 1,
        "n_publishers": 0,
        "n_variants": 1,
        "confidence": 0.9,
        "cluster_method": "single",
    }


def occurrence(number: int) -> dict[str, Any]:
    return {
        "quotation_id": number,
        "quote_id": number,
        "article_id": 1,
        "published_at": quote(number)["first_published"],
        "text": f"We stay {number} days",
        "start": 0,
        "end": 14,
        "before": "",
        "after": "",
        "match_type": "exact",
        "attribution_rule": "cue_after",
        "confidence": 0.9,
    }


def tables(n: int = 12, *, reverse: bool = False) -> dict[str, pl.DataFrame]:
    numbers = range(n)[::-1] if reverse else range(n)
    return {name: TABLES[name].empty() for name in PUBLISHED} | {
        "quotes": QUOTES.from_rows(map(quote, numbers)),
        "occurrences": OCCURRENCES.from_rows(map(occurrence, numbers)),
    }


def written(folder: Path, given: Mapping[str, pl.DataFrame | pl.LazyFrame] | None = None) -> Path:
    write_dataset(given or tables(), folder, facts=FACTS)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def test_same_tables_same_bytes_in_any_order(tmp_path: Path) -> None:
    first = contents(written(tmp_path / "a"))
    assert contents(written(tmp_path / "b", tables(reverse=True))) == first
    assert contents(written(tmp_path / "c", {name: frame.lazy() for name, frame in tables().items()})) == first


def test_same_bytes_with_one_thread(tmp_path: Path) -> None:
    script = (
        "import sys; sys.path[:0] = [sys.argv[2], sys.argv[3]]; from pathlib import Path; "
        "import test_export as t; t.written(Path(sys.argv[1]))"
    )
    here = Path(__file__).parent
    subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "one"), str(here), str(here.parent)],
        env={**os.environ, "POLARS_MAX_THREADS": "1", "ARROW_NUM_THREADS": "1"},
        check=True,
    )
    assert contents(tmp_path / "one") == contents(written(tmp_path / "many"))


def test_occurrences_have_a_file_a_month(tmp_path: Path) -> None:
    names = [path.name for path in sorted((written(tmp_path / "d") / "occurrences").iterdir())]
    assert names == [
        "occurrences-2031-01.parquet",
        "occurrences-2031-02.parquet",
        "occurrences-2031-03.parquet",
        "occurrences-undated.parquet",
    ]


def test_manifest_names_every_file_with_rows_and_hash(tmp_path: Path) -> None:
    folder = written(tmp_path / "d")
    manifest = json.loads((folder / "manifest.json").read_text())
    assert set(manifest["files"]) == set(contents(folder)) - {"manifest.json"}
    rows = [entry["rows"] for entry in manifest["files"].values() if entry.get("table") == "occurrences"]
    assert sum(rows) == 12
    assert manifest["facts"] == FACTS


def test_files_carry_schema_statistics_and_page_index(tmp_path: Path) -> None:
    file = pq.ParquetFile(written(tmp_path / "d") / "quotes" / "part-00000.parquet")
    metadata = file.schema_arrow.metadata
    assert metadata[b"newsquotes.schema_version"] == b"1"
    assert json.loads(metadata[b"newsquotes.fields"])["quote_id"] == QUOTES.column("quote_id").description
    assert file.schema_arrow.field("text").metadata[b"description"] == b"Best wording among the printings."
    chunk = file.metadata.row_group(0).column(0)
    assert chunk.compression == "ZSTD"
    assert chunk.statistics.min == 0
    assert chunk.has_column_index
    assert chunk.has_offset_index


def test_row_groups_are_bounded(tmp_path: Path) -> None:
    ids = pl.select(quote_id=pl.int_range(140_000)).to_series()
    many = tables() | {"quotes": tables(1)["quotes"].drop("quote_id").join(ids.to_frame(), how="cross")}
    file = pq.ParquetFile(written(tmp_path / "d", many) / "quotes" / "part-00000.parquet")
    assert [file.metadata.row_group(group).num_rows for group in range(file.num_row_groups)] == [131_072, 8_928]


def test_rows_are_sorted_and_payload_is_left_out(tmp_path: Path) -> None:
    folder = written(tmp_path / "d", tables(reverse=True))
    dates = pl.read_parquet(folder / "quotes" / "*.parquet")["first_published"]
    assert dates.equals(dates.sort(nulls_last=True))
    assert "payload" not in pl.read_parquet_schema(folder / "documents" / "part-00000.parquet")


def test_duckdb_and_polars_read_the_same(tmp_path: Path) -> None:
    folder = written(tmp_path / "d")
    joined = f"FROM '{folder}/quotes/*.parquet' JOIN '{folder}/occurrences/*.parquet' o USING (quote_id)"
    assert duckdb.sql(f"SELECT count(*), min(speaker) {joined}").fetchall() == [(12, "Ada Brook")]
    assert pl.read_parquet(folder / "occurrences" / "*.parquet").height == 12


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    given = tables()
    del given["speakers"]
    with pytest.raises(SchemaError, match="speakers is missing"):
        write_dataset(given, tmp_path / "d", facts={})
    assert not (tmp_path / "d").exists()


def test_a_null_where_none_may_be_leaves_nothing(tmp_path: Path) -> None:
    given = tables() | {"quotes": tables()["quotes"].with_columns(text=pl.lit(None, dtype=pl.String))}
    with pytest.raises(SchemaError, match="table quotes"):
        write_dataset(given, tmp_path / "d", facts={})
    assert not (tmp_path / "d").exists()


def test_a_folder_with_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(ExportError, match="is not empty"):
        written(tmp_path)
    assert (tmp_path / "mine.txt").exists()


def test_a_place_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ExportError, match="file/d: cannot make"):
        written(tmp_path / "file" / "d")


def publish(tmp_path: Path, n: int) -> Path:
    publish_dataset(written(tmp_path / "staged", tables(n)), tmp_path / "data" / "dataset")
    return tmp_path / "data" / "dataset"


def n_quotes(target: Path) -> int:
    return pl.read_parquet(target / "quotes" / "*.parquet").height


def test_publishing_replaces_and_keeps_the_last_two(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    for n in (3, 4, 5):
        target = publish(tmp_path, n)
        assert n_quotes(target) == n
        assert not (tmp_path / "staged").exists()
    assert len(list((tmp_path / "data" / VERSIONS).iterdir())) == 2


def test_publishing_the_same_again_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    publish(tmp_path, 3)
    target = publish(tmp_path, 4)
    before = target.readlink(), sorted((target.parent / VERSIONS).iterdir())
    publish(tmp_path, 4)
    assert (target.readlink(), sorted((target.parent / VERSIONS).iterdir())) == before


def test_a_link_survives_when_its_folder_is_moved(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    publish(tmp_path, 3)
    (tmp_path / "data").rename(tmp_path / "elsewhere")
    assert n_quotes(tmp_path / "elsewhere" / "dataset") == 3


def test_a_damaged_copy_is_never_published(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    target = publish(tmp_path, 3)
    staged = written(tmp_path / "staged", tables(4))
    (staged / "quotes" / "part-00000.parquet").write_bytes(b"cut")
    with pytest.raises(ExportError, match=r"quotes/part-00000\.parquet is not what manifest\.json says"):
        publish_dataset(staged, target)
    assert n_quotes(target) == 3


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_what_is_not_ours_is_left_alone(tmp_path: Path, kind: str) -> None:
    target, other = tmp_path / "dataset", tmp_path / "other"
    other.mkdir()
    if kind == "folder":
        target.mkdir()
        (target / "mine.txt").write_text("x")
    elif kind == "file":
        target.write_text("x")
    else:
        target.symlink_to(other)
    with pytest.raises(ExportError, match="dataset: "):
        publish_dataset(written(tmp_path / "staged"), target)
    assert target.exists()
    assert (tmp_path / "staged").exists()


def test_an_empty_folder_gives_way(tmp_path: Path) -> None:
    (tmp_path / "dataset").mkdir()
    publish_dataset(written(tmp_path / "staged"), tmp_path / "dataset")
    assert n_quotes(tmp_path / "dataset") == 12


@pytest.mark.parametrize("step", ["rename", "symlink_to", "replace"])
def test_a_refusing_disk_leaves_the_last_dataset(tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").mkdir()
    target = publish(tmp_path, 3)
    staged = written(tmp_path / "staged", tables(4))

    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, step, refuse)
    with pytest.raises(ExportError, match="No space left on device"):
        publish_dataset(staged, target)
    monkeypatch.undo()
    assert n_quotes(target) == 3
    publish_dataset(written(tmp_path / "again", tables(4)), target)
    assert n_quotes(target) == 4


def test_a_full_disk_while_writing_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pq.ParquetWriter, "write_table", refuse)
    with pytest.raises(ExportError, match="could not be written: No space left on device"):
        written(tmp_path / "d")
    assert not (tmp_path / "d").exists()


def test_dictionary_names_every_published_column() -> None:
    text = data_dictionary()
    for name in PUBLISHED:
        section = text.split(f"## {name}\n")[1].split("\n## ")[0]
        for column in TABLES[name]:
            assert (f"| `{column.name}` |" in section) is column.exported
    assert "List(" not in text, "a type stands there by its name in polars"


def test_dictionary_explains_the_rules_of_attribution() -> None:
    text = data_dictionary()
    assert "| `clause_after` | A clause with a cue follows the quotation:" in text
    assert "| `first_person` | The writer speaks (I, we)" in text


def test_pages_are_not_read_for_the_export(tmp_path: Path) -> None:
    def refuse(pages: pl.Series) -> pl.Series:
        raise AssertionError("the pages of all documents were read")

    given = tables()
    payload = pl.col("document_id").map_batches(refuse, return_dtype=pl.String).alias("payload")
    write_dataset({**given, "documents": given["documents"].lazy().with_columns(payload)}, tmp_path, facts={})
    assert pq.read_table(tmp_path / "documents").num_rows == given["documents"].height
