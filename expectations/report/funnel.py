"""From inputs to speakers: how many of each, and what was dropped on the way by which rule.

The tables of a run in, and the counts of the run before; plain values out.
"""

from collections.abc import Collection, Mapping
from typing import Any

import polars as pl

from expectations.report.data import Drop, Step

SAMPLES_PER_DROP = 5
EXCERPT = 200
"""Characters of a removed line that are shown."""

FUNNEL = (
    ("inputs", "inputs", "files and streams that were given", "ingest"),
    ("documents", "documents", "read from them; an archive holds many", "clean"),
    ("articles", "articles", "found in them, without the rest of the page", "annotate extract"),
    ("quotations", "quotations", "found in the articles", "attribute dedupe export"),
    ("occurrences", "printings", "quotations whose speaker is known", ""),
    ("quotes", "quotes", "different ones; a quote may be printed many times", ""),
    ("speakers", "speakers", "across all articles", ""),
)
"""Table, name, meaning, and the stages whose rejects are lost between this step and the next."""


def _count(frame: pl.LazyFrame) -> int:
    return int(frame.select(pl.len()).collect().item())


def steps(
    frames: Mapping[str, pl.LazyFrame], known: Mapping[str, Any], *, reached: Collection[str]
) -> tuple[Step, ...]:
    """The steps of FUNNEL in order, each with what was dropped after it.

    `known` is the summary of the run before, `reached` names the tables that this run has made.
    """
    rows = known.get("rows", {})
    drops = _drops(frames["rejects"], known.get("drops", {}))
    counts = {name: _count(frames[name]) for name, *_ in FUNNEL if name in reached}
    if "documents" in reached:
        sources = pl.concat([frames[name].select("source_uri") for name in ("documents", "rejects")])
        counts["inputs"] = _count(sources.drop_nulls().unique())
    return tuple(
        Step(
            table,
            name,
            meaning,
            counts.get(table),
            rows.get(table),
            tuple(drop for drop in drops if drop.stage in stages.split()),
        )
        for table, name, meaning, stages in FUNNEL
    )


def _drops(rejects: pl.LazyFrame, known: Mapping[str, int]) -> tuple[Drop, ...]:
    """Rejects by stage and rule, most frequent first."""
    shown = [pl.col(name) for name in ("source_uri", "member", "reason", "excerpt")]
    counted = (
        rejects.sort("reject_id")
        .group_by("stage", "rule", maintain_order=True)
        .agg(count=pl.len(), samples=pl.struct(shown).head(SAMPLES_PER_DROP))
        .sort("count", "stage", "rule", descending=[True, False, False])
        .collect()
    )
    return tuple(_drop(row["stage"], row, known) for row in counted.iter_rows(named=True))


def removed_lines(lines: pl.LazyFrame, known: Mapping[str, Any]) -> tuple[Drop, ...]:
    """Removed lines by label and rule, most frequent first."""
    counted = (
        lines.filter(pl.col("text").str.contains(r"\S"))
        .sort("document_id", "line_no")
        .group_by("label", "rule", maintain_order=True)
        .agg(count=pl.len(), samples=pl.struct(excerpt=pl.col("text").str.slice(0, EXCERPT)).head(SAMPLES_PER_DROP))
        .sort("count", "label", "rule", descending=[True, False, False])
        .collect()
    )
    before = known.get("removed", {})
    return tuple(_drop(row["label"], row, before) for row in counted.iter_rows(named=True))


def _drop(group: str, row: Mapping[str, Any], known: Mapping[str, int]) -> Drop:
    samples = tuple({name: value for name, value in sample.items() if value} for sample in row["samples"])
    return Drop(group, row["rule"], row["count"], known.get(f"{group}/{row['rule']}"), samples)
