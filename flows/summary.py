"""What `newsquotes run` tells at the end: the funnel, the most quoted speakers, and where everything is."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from flows.manifest import Manifest
from flows.settings import Settings

FUNNEL = (
    ("documents", "read"),
    ("articles", "articles"),
    ("quotations", "quotations found"),
    ("occurrences", "with a speaker"),
    ("quotes", "distinct quotes"),
    ("speakers", "speakers"),
)
MOST_REJECTS = 6
MOST_UNMATCHED = 8


def last_summary(settings: Settings) -> dict[str, Any]:
    """What the last export counted, and the names that the user decided on and that no speaker bore."""
    steps = Manifest(settings.interim).steps
    return {**steps["export/all"].facts["summary"], "unmatched_names": steps["dedupe/all"].facts["unmatched_names"]}


def print_summary(summary: Mapping[str, Any], settings: Settings, console: Console) -> None:
    """Print the closing table of a run."""
    console.print(_funnel(summary))
    if summary["speakers"]:
        console.print(_speakers(summary))
    if unmatched := summary["unmatched_names"]:
        told = f"decided  {len(unmatched)} name(s) that no speaker bears: {'; '.join(unmatched[:MOST_UNMATCHED])}"
        console.print(told, soft_wrap=True, highlight=False, markup=False)
    quotes, occurrences = (settings.dataset / name / "*.parquet" for name in ("quotes", "occurrences"))
    lines = (
        f"dataset  {settings.dataset}/<table>/*.parquet   (columns: {settings.dataset / 'README.md'})",
        f"report   {settings.quality / 'index.html'}",
        f"polars   pl.read_parquet({_quoted(quotes)}).select('speaker', 'text', 'first_published', 'n_publishers')",
        f"duckdb   SELECT speaker, text, n_publishers FROM {_quoted(quotes)} ORDER BY n_publishers DESC LIMIT 10",
        f"evidence newsquotes show QUOTE_ID --data-dir {settings.data_dir}   (or {occurrences})",
    )
    for line in lines:
        console.print(line, soft_wrap=True, highlight=False, markup=False)


def _quoted(path: Path) -> str:
    return f"'{path.as_posix()}'"


def _funnel(summary: Mapping[str, Any]) -> Table:
    table = Table(title="From raw news to quotes", title_justify="left", show_header=False)
    for name, meaning in FUNNEL:
        table.add_row(meaning, f"{summary['rows'][name]:,}")
    table.add_section()
    for stage, rule, count in summary["rejects"][:MOST_REJECTS]:
        table.add_row(f"left out at {stage}: {rule}", f"{count:,}")
    if rest := sum(count for _, _, count in summary["rejects"][MOST_REJECTS:]):
        table.add_row("left out for other reasons", f"{rest:,}")
    return table


def _speakers(summary: Mapping[str, Any]) -> Table:
    table = Table(title="Most quoted", title_justify="left")
    for header in ("speaker", "type", "quotes"):
        table.add_column(header, justify="right" if header == "quotes" else "left")
    for name, kind, count in summary["speakers"]:
        table.add_row(name, kind, f"{count:,}")
    return table
