"""Export and publication, as a worker process does them. Imports neither Prefect nor Great Expectations.

The dataset is written below the interim folder, checked there, and only then put in the place of the last one.
"""

import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from flows.manifest import file_digest
from flows.work import SYNDICATION, SetAside, Written, folder_outputs, scan_files, whole_folder
from newsquotes import __version__
from newsquotes.export import publish_dataset, write_dataset
from newsquotes.schemas import ARTICLES, PUBLISHED, TABLES, Column

TOP_SPEAKERS = 8
EXPORT = "export/all"


def export_dataset(interim: Path, tables: Mapping[str, Sequence[Path]], set_aside: SetAside) -> Written:
    """Write the published tables from the files of every stage, without the rows that the checks have set aside."""
    syndication = pl.scan_parquet(interim / SYNDICATION / "syndication.parquet")
    frames = _published_frames(tables, syndication, set_aside)
    with whole_folder(interim / EXPORT) as building:
        write_dataset(frames, building / "dataset", facts={"generator": f"newsquotes {__version__}"})
    return Written(folder_outputs(interim, EXPORT), {"summary": summarise(exported_files(interim))})


def exported_files(interim: Path) -> dict[str, list[Path]]:
    """The files of each table of the dataset that is not published yet."""
    return {name: sorted((interim / EXPORT / "dataset" / name).glob("*.parquet")) for name in PUBLISHED}


def publish_export(interim: Path, target: Path) -> Written:
    """Make `target` the exported dataset, at one stroke."""
    staged = interim / "publish"
    shutil.rmtree(staged, ignore_errors=True)
    shutil.copytree(interim / EXPORT / "dataset", staged, copy_function=_link_or_copy)
    publish_dataset(staged, target)
    files = sorted(path for path in target.rglob("*") if path.is_file())
    return Written({os.path.relpath(path, interim): file_digest(path) for path in files})


def _link_or_copy(source: str, target: str) -> None:
    """Share the bytes where the file system can; the exported file is never changed in place."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _published_frames(
    tables: Mapping[str, Sequence[Path]], syndication: pl.LazyFrame, set_aside: SetAside
) -> dict[str, pl.LazyFrame]:
    frames = {name: scan_files(name, tables.get(name, ()), set_aside) for name in PUBLISHED}
    joined = frames["articles"].drop("syndication_group").join(syndication, on="article_id", how="left")
    frames["articles"] = joined.select(ARTICLES.names)
    return _without_orphans(frames) if any(set_aside.values()) else frames


def _without_orphans(frames: Mapping[str, pl.LazyFrame]) -> dict[str, pl.LazyFrame]:
    """Without the rows whose foreign keys lead to a row that is gone; a nullable key becomes null instead."""
    whole = dict(frames)
    for name in PUBLISHED:
        for column in TABLES[name]:
            target, _, target_column = (column.references or "").partition(".")
            if target in whole:
                known = whole[target].select(pl.col(target_column).alias(column.name)).unique()
                whole[name] = (
                    _null_unless_known(whole[name], known, column.name)
                    if column.nullable
                    else _only_known(whole[name], known, column)
                )
    return whole


def _only_known(frame: pl.LazyFrame, known: pl.LazyFrame, column: Column) -> pl.LazyFrame:
    """The rows whose key is known, and those whose key points nowhere by declaration."""
    if column.unless is None:
        return frame.join(known, on=column.name, how="semi")
    marked = frame.join(known.with_columns(is_known=True), on=column.name, how="left")
    points_nowhere = pl.col(column.unless[0]) == column.unless[1]
    return marked.filter(pl.col("is_known").fill_null(False) | points_nowhere).drop("is_known")


def _null_unless_known(frame: pl.LazyFrame, known: pl.LazyFrame, column: str) -> pl.LazyFrame:
    marked = frame.join(known.with_columns(is_known=True), on=column, how="left")
    return marked.with_columns(pl.when("is_known").then(pl.col(column)).alias(column)).drop("is_known")


def summarise(tables: Mapping[str, Sequence[Path]]) -> dict[str, Any]:
    """Rows per table, rejects by rule and the most quoted speakers of a dataset, as plain values."""
    frames = {name: scan_files(name, paths, {}) for name, paths in tables.items()}
    counted = pl.collect_all([frame.select(pl.len()) for frame in frames.values()])
    rejects = (
        frames["rejects"].group_by("stage", "rule").len().sort("len", "stage", "rule", descending=[True, False, False])
    )
    ranked = frames["speakers"].sort("n_quotes", "name", descending=[True, False])
    return {
        "rows": {name: count.item() for name, count in zip(frames, counted, strict=True)},
        "rejects": rejects.collect().rows(),
        "speakers": ranked.select("name", "type", "n_quotes").head(TOP_SPEAKERS).collect().rows(),
    }
