"""The checks and the report, as the worker process that knows Great Expectations does them. Imports no Prefect."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from expectations.verdict import Verdict
from flows.work import SetAside, Written, folder_outputs, key_of, scan_files, whole_folder
from newsquotes.schemas import REJECTS

TableFiles = Mapping[str, Sequence[Path]]
"""The Parquet files of each table."""


def prepare() -> None:
    """Load Great Expectations into this worker, so that the first check need not wait for it."""
    from expectations.gate import warm_up

    warm_up()


def check_tables(
    interim: Path, stage: str, tables: TableFiles, set_aside: SetAside, facts: Mapping[str, int], now: datetime
) -> Written:
    """Check the tables of a stage; writes the verdict, the rejects and Great Expectations' own results.

    The facts of what is written hold the primary keys to set aside, by table.
    """
    from expectations.gate import check_stage, tables_needed

    frames = {name: scan_files(name, tables.get(name, ()), set_aside) for name in tables_needed(stage)}
    gated = check_stage(stage, frames, now=now, facts=facts)
    with whole_folder(interim / "check" / stage) as building:
        (building / "verdict.json").write_text(gated.verdict.to_json(), encoding="utf-8")
        (building / "validations.json").write_text(json.dumps(gated.validations), encoding="utf-8")
        REJECTS.conform(gated.rejects).write_parquet(building / "rejects.parquet")
    aside = {name: rows[key_of(name)].to_list() for name, rows in gated.quarantined.items()}
    return Written(folder_outputs(interim, f"check/{stage}"), {"set_aside": aside})


def read_verdict(interim: Path, stage: str) -> Verdict:
    """The verdict that `check_tables` wrote for `stage`."""
    return Verdict.from_json((interim / "check" / stage / "verdict.json").read_text(encoding="utf-8"))


def write_report(interim: Path, quality: Path, stages: Sequence[str], tables: TableFiles, set_aside: SetAside) -> Written:
    quality.mkdir(parents=True, exist_ok=True)
    (quality / "index.html").write_text("tmp")
    return Written({})
