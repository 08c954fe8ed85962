"""The checks and the report, as the worker process that knows Great Expectations does them. Imports no Prefect."""

import json
import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from expectations.verdict import Verdict
from flows.manifest import file_digest
from flows.work import SetAside, Written, folder_outputs, key_of, scan_files, whole_folder
from newsquotes.schemas import REJECTS

SUMMARY = "summary.json"
DOCS = "checks"
UNITS_AT_ONCE = 4
"""Units whose texts the checks hold at once."""

TableFiles = Mapping[str, Sequence[Path]]
"""The Parquet files of each table."""


def prepare() -> None:
    """Load Great Expectations into this worker, so that the first check need not wait for it."""
    from expectations.gate import warm_up

    warm_up()


def check_tables(
    interim: Path,
    stage: str,
    name: str,
    tables: TableFiles,
    set_aside: SetAside,
    facts: Mapping[str, int],
    now: datetime,
) -> Written:
    """Check the tables of a stage; writes the verdict, the rejects and Great Expectations' own results to
    `check/<name>`.

    The facts of what is written hold the primary keys to set aside, by table.
    """
    from expectations.gate import check_stage, tables_needed

    frames = {table: scan_files(table, tables.get(table, ()), set_aside) for table in tables_needed(stage)}
    parts = [
        {table: scan_files(table, paths, set_aside) for table, paths in part.items()} for part in cut_by_units(tables)
    ]
    gated = check_stage(stage, frames, now=now, facts=facts, parts=parts)
    with whole_folder(interim / "check" / name) as building:
        (building / "verdict.json").write_text(gated.verdict.to_json(), encoding="utf-8")
        (building / "validations.json").write_text(json.dumps(gated.validations), encoding="utf-8")
        REJECTS.conform(gated.rejects).write_parquet(building / "rejects.parquet")
    aside = {table: rows[key_of(table)].to_list() for table, rows in gated.quarantined.items()}
    return Written(folder_outputs(interim, f"check/{name}"), {"set_aside": aside})


def cut_by_units(tables: TableFiles) -> list[TableFiles]:
    """The files of the tables that are written unit by unit, some units at a time; none when there are few units."""
    units = [path.parent.name for path in tables.get("documents", ())]
    cut = {table: paths for table, paths in tables.items() if [path.parent.name for path in paths] == units}
    if len(units) <= UNITS_AT_ONCE:
        return []
    starts = range(0, len(units), UNITS_AT_ONCE)
    return [{table: paths[start : start + UNITS_AT_ONCE] for table, paths in cut.items()} for start in starts]


def read_verdict(interim: Path, name: str) -> Verdict:
    """The verdict that `check_tables` wrote to `check/<name>`."""
    return Verdict.from_json((interim / "check" / name / "verdict.json").read_text(encoding="utf-8"))


def write_report(
    interim: Path,
    quality: Path,
    checked: Sequence[str],
    tables: TableFiles,
    set_aside: SetAside,
    made_at: str,
) -> Written:
    """Write our report and Great Expectations' own pages; they take the place of the last report together."""
    from expectations.docs import build_docs
    from expectations.report import build_report_data, render_report, summarise

    validations = [text for name in checked for text in _validations(interim, name)]
    frames = {name: scan_files(name, paths, set_aside) for name, paths in tables.items()}
    with whole_folder(quality) as building:
        pages = build_docs(validations, building / DOCS, report="../index.html")
        data = build_report_data(
            frames,
            [read_verdict(interim, name) for name in checked],
            _last_summary(quality),
            generated=made_at,
            docs=DOCS if pages else None,
        )
        (building / "index.html").write_text(render_report(data), encoding="utf-8")
        (building / SUMMARY).write_text(json.dumps(summarise(data), ensure_ascii=False, indent=1), encoding="utf-8")
    files = sorted(path for path in quality.rglob("*") if path.is_file())
    return Written({os.path.relpath(path, interim): file_digest(path) for path in files})


def _validations(interim: Path, name: str) -> list[str]:
    texts: list[str] = json.loads((interim / "check" / name / "validations.json").read_text(encoding="utf-8"))
    return texts


def _last_summary(quality: Path) -> dict[str, Any] | None:
    """The figures of the report that is about to be replaced, if there is one and it can be read."""
    try:
        summary: dict[str, Any] = json.loads((quality / SUMMARY).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return summary
