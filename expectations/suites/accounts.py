"""Nothing is lost: every input, document and quotation either goes on or is in `rejects` with a reason."""

import polars as pl

from expectations.from_schema import columns_suite
from expectations.rule import Rule, Scope, Suite, table_rows

STAGE_TABLES = {
    "ingest": ("documents", "rejects"),
    "clean": ("articles", "removed_lines", "rejects"),
    "annotate": ("annotations",),
    "extract": ("quotations", "rejects"),
    "attribute": ("quotations",),
    "dedupe": ("quotes", "occurrences", "speakers", "quote_links", "rejects"),
    "export": (
        "documents",
        "articles",
        "removed_lines",
        "quotations",
        "quotes",
        "occurrences",
        "speakers",
        "quote_links",
        "rejects",
    ),
}
"""The tables that a stage makes (for export: that it publishes)."""


def _sources(scope: Scope) -> pl.LazyFrame:
    """One row per source URI that left a document or a reject."""
    found = [scope.table(name).select("source_uri") for name in ("documents", "rejects")]
    return pl.concat(found).drop_nulls().unique(maintain_order=True)


def _inputs(scope: Scope) -> pl.LazyFrame:
    """One row: how many of the given inputs left no trace (below zero: how many appeared from nowhere)."""
    given = pl.lit(scope.fact("inputs"), pl.Int64)
    return _sources(scope).select(account=pl.lit("inputs"), missing=given - pl.len().cast(pl.Int64))


def _one_of(first: pl.Expr, second: pl.Expr) -> pl.Expr:
    """True where exactly one of two conditions holds."""
    return first != second


def _document_went_on(scope: Scope) -> pl.Expr:
    went_on = pl.col("document_id").is_in(scope.keys("articles", "document_id"))
    return went_on | pl.col("document_id").is_in(scope.keys("rejects", "document_id"))


def _quotation_went_on(scope: Scope) -> pl.Expr:
    printed = pl.col("quotation_id").is_in(scope.keys("occurrences", "quotation_id"))
    return _one_of(printed, pl.col("quotation_id").is_in(scope.keys("rejects", "quotation_id")))


def inputs(stage: str) -> Suite:
    """Every input is a document or a reject."""
    rule = Rule(
        "every_input_accounted_for",
        "Each input is a document or a reject, so that nothing disappears unseen.",
        pl.col("missing") == 0,
        shows=("missing",),
    )
    return Suite(stage, "inputs", ("account",), (rule,), _inputs, ("documents", "rejects"))


DOCUMENT_GOES_ON = Rule(
    "document_is_accounted_for",
    "Each document gave an article or a reject, so that nothing disappears unseen.",
    _document_went_on,
    shows=("source_uri", "member"),
)

QUOTATION_GOES_ON = Rule(
    "quotation_is_accounted_for",
    "Each quotation is a printing of a quote or a reject, and never both.",
    _quotation_went_on,
    shows=("text", "attribution_rule"),
)

SUITES = (
    inputs("ingest"),
    Suite(
        "clean",
        "documents",
        ("document_id",),
        (DOCUMENT_GOES_ON,),
        table_rows("documents"),
        ("documents", "articles", "rejects"),
    ),
    Suite(
        "dedupe",
        "quotations",
        ("quotation_id",),
        (QUOTATION_GOES_ON,),
        table_rows("quotations"),
        ("quotations", "occurrences", "rejects"),
    ),
    inputs("export"),
    *(columns_suite(stage, tables) for stage, tables in STAGE_TABLES.items()),
)
