"""Looking at what a run has made: one quote with its evidence, the checks again, the report.

`describe_quote` and `report_path` import neither Prefect nor Great Expectations.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from flows.run import QualityError
from flows.settings import Settings
from newsquotes.errors import NewsquotesError
from newsquotes.schemas import PUBLISHED, TABLES


class DatasetError(NewsquotesError):
    """There is no dataset or report where one is looked for, or not the row asked for."""


def report_path(data_dir: Path) -> Path:
    """The absolute path of the last run's report. Raises DatasetError if there is none."""
    path = Settings(data_dir=data_dir).quality / "index.html"
    if not path.is_file():
        raise DatasetError(
            f"{path}: there is no report yet; make one with: newsquotes run SOURCE --data-dir {data_dir}"
        )
    return path.resolve()


def scan_dataset(data_dir: Path, table: str) -> pl.LazyFrame:
    """A table of the published dataset, lazily. Raises DatasetError if there is none."""
    folder = Settings(data_dir=data_dir).dataset / table
    if not folder.is_dir():
        raise DatasetError(f"{folder}: there is no dataset; make one with: newsquotes run SOURCE --data-dir {data_dir}")
    return pl.scan_parquet(folder / "*.parquet")


def describe_quote(data_dir: Path, quote_id: int) -> str:
    """A quote, its speaker and why, and each printing in context, as text. Raises DatasetError for an unknown id."""
    found = scan_dataset(data_dir, "quotes").filter(pl.col("quote_id") == quote_id).collect()
    if found.is_empty():
        raise DatasetError(
            f"quote_id {quote_id} is not in {Settings(data_dir=data_dir).dataset}; look ids up in quotes"
        )
    quote = found.row(0, named=True)
    printings = (
        scan_dataset(data_dir, "occurrences")
        .filter(pl.col("quote_id") == quote_id)
        .join(scan_dataset(data_dir, "quotations").select("quotation_id", "speaker_role"), on="quotation_id")
        .join(scan_dataset(data_dir, "articles").select("article_id", "publisher", "title", "url"), on="article_id")
        .sort("published_at", "quotation_id", nulls_last=True)
        .collect()
        .to_dicts()
    )
    heading = [f"“{quote['text']}”", "", _in_one_sentence(quote, printings), ""]
    return "\n".join([*heading, *(line for printing in printings for line in _printing(printing))]).rstrip()


def _in_one_sentence(quote: Mapping[str, Any], printings: list[dict[str, Any]]) -> str:
    """Who said it, and the evidence of its surest printing."""
    surest = max(printings, key=lambda printing: printing["confidence"])
    role = f" ({surest['speaker_role']})" if surest["speaker_role"] else ""
    mention = f"“{surest['speaker_mention']}”" if surest["speaker_mention"] else "no mention beside it"
    cue = f" with the cue “{surest['cue']}”" if surest["cue"] else ""
    said_on = f" It was said on {quote['said_on']}." if quote["said_on"] else ""
    return (
        f"Said by {quote['speaker']}{role}: {mention}{cue}, by the rule {surest['attribution_rule']}, "
        f"with confidence {surest['confidence']:.2f}; {quote['n_occurrences']} printings in {quote['n_articles']} "
        f"articles of {quote['n_publishers']} publishers.{said_on}"
    )


def _printing(printing: Mapping[str, Any]) -> list[str]:
    date = f"{printing['published_at']:%Y-%m-%d}" if printing["published_at"] else "undated"
    source = printing["url"] or f"article {printing['article_id']}"
    before, after = (" ".join(printing[side].split()) for side in ("before", "after"))
    return [
        f"{date}  {printing['publisher'] or 'unknown publisher'}  {printing['title'] or ''}".rstrip(),
        f"  {source}, characters {printing['start']}-{printing['end']}, {printing['match_type']}",
        f"  … {before} >>{printing['text']}<< {after} …",
        "",
    ]


def check_dataset(data_dir: Path) -> str:
    """Check the published dataset; tells the rules that failed. Raises QualityError if one of them is critical."""
    from expectations.gate import check_stage

    tables = {name: scan_dataset(data_dir, name) for name in PUBLISHED}
    uris = pl.concat(tables[name].select("source_uri") for name in ("documents", "rejects"))
    facts = {"inputs": uris.drop_nulls().unique().select(pl.len()).collect().item()}
    whole = {name: _with_unexported(name, frame) for name, frame in tables.items()}
    verdict = check_stage("export", whole, now=datetime.now(UTC), facts=facts).verdict
    missed = [result for result in verdict.results if result.status != "passed"]
    lines = [f"{r.severity}: {r.table}.{r.rule}: {r.failed} of {r.checked} rows; {r.why}" for r in missed]
    if verdict.stops:
        raise QualityError("\n".join(["the dataset fails its checks:", *lines]))
    return "\n".join([*lines, f"{len(verdict.results) - len(missed)} of {len(verdict.results)} rules passed"])


def _with_unexported(table: str, frame: pl.LazyFrame) -> pl.LazyFrame:
    """The table with the columns that publication leaves out, as nulls, for rules that name every column."""
    absent = [column for column in TABLES[table] if not column.exported]
    return frame.with_columns(pl.lit(None, column.dtype).alias(column.name) for column in absent)
