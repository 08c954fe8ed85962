"""Looking at what a run has made: quotes by their words, one quote with its evidence, the checks again, the report.

`describe_quote`, `find_in_dataset` and `report_path` import neither Prefect nor Great Expectations.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from expectations.verdict import RuleResult, Verdict
from flows.run import QualityError
from flows.settings import Settings
from newsquotes.errors import NewsquotesError
from newsquotes.explain import evidence_of
from newsquotes.export import dataset_problem
from newsquotes.find import FindConfig, find_quotes
from newsquotes.schemas import PUBLISHED, TABLES
from newsquotes.speakers.reading import read_role

CHECKED_AGAIN = ("dedupe", "export")
"""The stages whose rules need only what is published."""
LONGEST_TEXT = 200
FORMATS_OF_LINES = ("text", "markdown")
"""Formats whose files have the lines that articles count."""


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
    """A quote, its speaker and why, each printing in context, and its links, as text.

    An id that an earlier dataset had is followed to the quote that has taken over. Raises DatasetError for an unknown
    id.
    """
    links = scan_dataset(data_dir, "quote_links")
    taken_over = links.filter((pl.col("kind") == "redirect") & (pl.col("quote_id_a") == quote_id)).collect()
    lasting = taken_over["quote_id_b"].item() if taken_over.height else quote_id
    found = scan_dataset(data_dir, "quotes").filter(pl.col("quote_id") == lasting).collect()
    if found.is_empty():
        raise DatasetError(
            f"quote_id {quote_id} is not in {Settings(data_dir=data_dir).dataset}; "
            f"look ids up with: newsquotes find WORDS --data-dir {data_dir}"
        )
    quote = found.row(0, named=True)
    printings = _printings(data_dir, lasting)
    moved = [f"Quote {quote_id} is part of quote {lasting} now.", ""] if lasting != quote_id else []
    heading = [*moved, f"“{quote['text']}”", "", _in_one_sentence(quote, printings), ""]
    told = [line for printing in printings for line in _printing(printing, with_evidence=len(printings) > 1)]
    return "\n".join([*heading, *told, *_links(data_dir, links, lasting)]).rstrip()


def _printings(data_dir: Path, quote_id: int) -> list[dict[str, Any]]:
    """The printings of a quote, the earliest first, each with what its article and its document say of it."""
    attributed = scan_dataset(data_dir, "quotations").select("quotation_id", "speaker_role", "addressee", "paragraph")
    articles = scan_dataset(data_dir, "articles").select(
        "article_id", "document_id", "publisher", "title", "url", "source_uri", "paragraph_lines"
    )
    documents = scan_dataset(data_dir, "documents").select("document_id", "member", "format")
    line = pl.when(pl.col("format").is_in(FORMATS_OF_LINES)).then(
        pl.col("paragraph_lines").list.get(pl.col("paragraph"), null_on_oob=True)
    )
    return (
        scan_dataset(data_dir, "occurrences")
        .filter(pl.col("quote_id") == quote_id)
        .join(attributed, on="quotation_id")
        .join(articles, on="article_id")
        .join(documents, on="document_id")
        .with_columns(line=line)
        .sort("published_at", "quotation_id", nulls_last=True)
        .collect()
        .to_dicts()
    )


def _links(data_dir: Path, links: pl.LazyFrame, quote_id: int) -> list[str]:
    """A line for each quote that is linked to this one: what relates the two, why, whose it is and its words."""
    other = pl.when(pl.col("quote_id_a") == quote_id).then("quote_id_b").otherwise("quote_id_a")
    linked = (
        links.filter((pl.col("kind") != "redirect") & pl.any_horizontal(pl.col("^quote_id_.$") == quote_id))
        .select(other.alias("quote_id"), "kind", "evidence")
        .join(scan_dataset(data_dir, "quotes").select("quote_id", "speaker", "text"), on="quote_id")
        .sort("kind", "quote_id")
        .collect()
    )
    return [
        f"{row['kind']}: {row['quote_id']}  {row['speaker']}: “{_shortened(row['text'])}” ({row['evidence']})"
        for row in linked.iter_rows(named=True)
    ]


def find_in_dataset(data_dir: Path, words: str, speaker: str | None, limit: int) -> pl.DataFrame:
    """The quotes like `words`, as `newsquotes.find` gives them. Raises DatasetError where there is no dataset."""
    quotes, occurrences, speakers = (scan_dataset(data_dir, name) for name in ("quotes", "occurrences", "speakers"))
    return find_quotes(quotes, occurrences, speakers, words, speaker=speaker, config=FindConfig(limit=limit))


def tell_found(found: pl.DataFrame) -> str:
    """Each match: likeness, who said it, when it was first printed, how often, its id, and the words as printed."""
    if found.is_empty():
        return "no quote of the dataset is like that"
    return "\n".join(map(_match, found.iter_rows(named=True)))


def found_as_json(found: pl.DataFrame) -> str:
    """The matches as a JSON list."""
    rows = found.with_columns(pl.col("first_published").dt.to_string("iso:strict")).to_dicts()
    return json.dumps(rows, ensure_ascii=False, indent=1)


def _match(row: Mapping[str, Any]) -> str:
    date = f"{row['first_published']:%Y-%m-%d}" if row["first_published"] else "undated"
    return (
        f"{row['score']:4.0%}  {row['speaker']}, {date}, {_count(row['n_occurrences'], 'printing')}, "
        f"{_count(row['n_publishers'], 'publisher')}, quote {row['quote_id']}\n      “{_shortened(row['printed'])}”"
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT].rsplit(None, 1)[0]} …"


def _in_one_sentence(quote: Mapping[str, Any], printings: list[dict[str, Any]]) -> str:
    """Who said it, and the evidence of its surest printing."""
    surest = max(printings, key=lambda printing: printing["confidence"])
    role = read_role(surest["speaker_role"] or "")
    who = f"{quote['speaker']} ({role})" if role else quote["speaker"]
    said_on = f" It was said on {quote['said_on']}." if quote["said_on"] else ""
    return (
        f"Said by {who}: {evidence_of(surest)}; {_count(quote['n_occurrences'], 'printing')} in "
        f"{_count(quote['n_articles'], 'article')} of {_count(quote['n_publishers'], 'publisher')}.{said_on}"
    )


def _printing(printing: Mapping[str, Any], *, with_evidence: bool) -> list[str]:
    """One printing in its context; the evidence of an only one stands in the sentence above."""
    date = f"{printing['published_at']:%Y-%m-%d}" if printing["published_at"] else "undated"
    before, after = (" ".join(printing[side].split()) for side in ("before", "after"))
    return [
        f"{date}  {printing['publisher'] or 'unknown publisher'}  {printing['title'] or ''}".rstrip(),
        *([f"  {evidence_of(printing)}"] if with_evidence else []),
        *([f"  {printing['url']}"] if printing["url"] else []),
        f"  {_place(printing)}, {printing['match_type']}",
        f"  … {before} >>{printing['text']}<< {after} …",
        "",
    ]


def _place(printing: Mapping[str, Any]) -> str:
    """Where a printing stands: the file, the record in it, the line of a text, and the characters of the article."""
    line = f"line {printing['line']}" if printing["line"] else ""
    source = ", ".join(filter(None, (printing["source_uri"], printing["member"], line)))
    return f"{source}; article {printing['article_id']}, characters {printing['start']}-{printing['end']}"


def check_dataset(data_dir: Path) -> str:
    """Check the published dataset again, as a whole and in its merging; tells the rules that failed.

    Raises QualityError if one of them is critical, or if a file is not the one that was published; the rules then say
    what is wrong in it, as far as it can be read.
    """
    folder = Settings(data_dir=data_dir).dataset
    problem = dataset_problem(folder) if folder.is_dir() else None
    try:
        verdicts = _verdicts(data_dir)
    except (NewsquotesError, OSError, pl.exceptions.PolarsError):
        if not problem:
            raise
        verdicts = ()
    results = [result for verdict in verdicts for result in verdict.results]
    told = (_missed(result) for result in results if _is_told(result, is_damaged=problem is not None))
    missed = list(dict.fromkeys(told))
    if problem:
        advice = f"make it anew with: newsquotes run SOURCE --data-dir {data_dir}"
        raise QualityError("\n".join([f"{folder}: is damaged: {problem}; {advice}", *missed]))
    if any(verdict.stops for verdict in verdicts):
        raise QualityError("\n".join(["the dataset fails its checks:", *missed]))
    n_passed = sum(result.status == "passed" for result in results)
    return "\n".join([*missed, f"{n_passed} of {len(results)} rules passed"])


def _verdicts(data_dir: Path) -> tuple[Verdict, ...]:
    """What the rules say of the published tables; those of a run need no more than is there."""
    from expectations.gate import check_stage

    tables = {name: scan_dataset(data_dir, name) for name in PUBLISHED}
    uris = pl.concat(tables[name].select("source_uri") for name in ("documents", "rejects"))
    facts = {
        "inputs": uris.drop_nulls().unique().select(pl.len()).collect().item(),
        "earlier_quotes": tables["quotes"].select(pl.len()).collect().item(),
        "ids_lost": 0,
        "unmatched_names": 0,
    }
    whole = {name: _with_unexported(name, frame) for name, frame in tables.items()}
    return tuple(check_stage(stage, whole, now=datetime.now(UTC), facts=facts).verdict for stage in CHECKED_AGAIN)


def _is_told(result: RuleResult, *, is_damaged: bool) -> bool:
    """Whether a rule did not pass; in a damaged dataset, where some cannot be checked, whether any row breaks it."""
    return result.status != "error" and not result.is_clean if is_damaged else result.status != "passed"


def _missed(result: RuleResult) -> str:
    """A rule that did not pass for all rows, why it matters, and the first row that broke it."""
    counted = f"{result.failed} of {result.checked} rows" if result.observed is None else f"observed {result.observed}"
    told = f"{result.severity}: {result.table}.{result.rule}: {counted}; {result.why}"
    first = ", ".join(f"{name} {_shortened(str(value))}" for name, value in next(iter(result.samples), {}).items())
    return f"{told} For instance {first}" if first else told


def _with_unexported(table: str, frame: pl.LazyFrame) -> pl.LazyFrame:
    """The table with the columns that publication leaves out, as nulls, for rules that name every column."""
    absent = [column for column in TABLES[table] if not column.exported]
    return frame.with_columns(pl.lit(None, column.dtype).alias(column.name) for column in absent)
