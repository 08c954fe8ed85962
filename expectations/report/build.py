"""All that the report shows, and what the next one compares itself with.

The tables of a run, its verdicts and the summary of the run before in, plain values out.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from expectations.report.clusters import biggest_clusters, doubtful_clusters
from expectations.report.data import Change, ReportData
from expectations.report.funnel import removed_lines, steps
from expectations.report.rankings import publishers, rules_of_attribution, speakers, times
from expectations.report.samples import sample_quotes
from expectations.verdict import Verdict
from newsquotes.schemas import TABLES

SUMMARY_VERSION = 1


def build_report_data(
    tables: Mapping[str, pl.LazyFrame | pl.DataFrame],
    verdicts: Sequence[Verdict],
    previous: Mapping[str, Any] | None = None,
    *,
    title: str = "newsquotes",
    generated: str | None = None,
    docs: str | None = None,
) -> ReportData:
    """Count and sample everything that the page shows.

    `tables` are those the run has made so far; the steps whose table is missing count as not reached. `previous` is
    what `summarise` gave in the run before. `generated` is printed as the time of the run, `docs` is the folder of the
    Data Docs relative to the page.
    """
    frames = {name: tables[name].lazy() if name in tables else TABLES[name].empty().lazy() for name in TABLES}
    known = _comparable(previous)
    return ReportData(
        title=title,
        generated=generated,
        verdicts=tuple(verdicts),
        funnel=steps(frames, known, reached=frozenset(tables)),
        removed=removed_lines(frames["removed_lines"], known),
        speakers=speakers(frames),
        publishers=publishers(frames),
        rules_of_attribution=rules_of_attribution(frames),
        times=times(frames),
        samples=sample_quotes(frames),
        biggest=biggest_clusters(frames),
        doubtful=doubtful_clusters(frames),
        has_previous=bool(known),
        changes=_changes(verdicts, known.get("rules", {})) if known else (),
        docs=docs,
    )


def summarise(data: ReportData) -> dict[str, Any]:
    """The figures that the next run compares itself with; plain values, ready for JSON."""
    drops = [drop for step in data.funnel for drop in step.drops]
    return {
        "version": SUMMARY_VERSION,
        "rows": {step.table: step.count for step in data.funnel if step.count is not None},
        "drops": {f"{drop.stage}/{drop.rule}": drop.count for drop in drops},
        "removed": {f"{drop.stage}/{drop.rule}": drop.count for drop in data.removed},
        "rules": _told_rules(data.verdicts),
    }


def _comparable(previous: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """The summary of the run before, unless it was written in another form."""
    return previous if previous and previous.get("version") == SUMMARY_VERSION else {}


def _told_rules(verdicts: Iterable[Verdict]) -> dict[str, str]:
    """Each rule's result in short, by stage, table and name."""
    return {
        f"{verdict.stage}/{result.table}/{result.rule}": result.status
        for verdict in verdicts
        for result in verdict.results
    }


def _changes(verdicts: Iterable[Verdict], before: Mapping[str, str]) -> tuple[Change, ...]:
    told = _told_rules(verdicts)
    changed = [(rule, before[rule], status) for rule, status in told.items() if before.get(rule, status) != status]
    return tuple(Change(rule, then, now, is_worse=now != "passed") for rule, then, now in changed)
