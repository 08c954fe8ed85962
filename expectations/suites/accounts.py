"""Nothing is lost: every input, document and quotation either goes on or is in `rejects` with a reason."""

import polars as pl

from expectations.from_schema import columns_suite
from expectations.rule import Rule, Scope, Suite, table_rows, warning

LEAST_LEFT = 0.5
"""Share of the last dataset's quotes; fewer in the next one hint at a source or a setting that went wrong."""

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


def _last_dataset(scope: Scope) -> pl.LazyFrame:
    """One row: how many quotes the last dataset has, and how many this one."""
    before = pl.lit(scope.fact("earlier_quotes"), pl.Int64)
    return scope.table("quotes").select(account=pl.lit("quotes"), before=before, now=pl.len().cast(pl.Int64))


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


def found(stage: str, table: str) -> Suite:
    """Every row that the step before found is handed on by a step that only adds to it.

    Its table takes the place of the one before, so that nobody else would see a row that is lost.
    """

    def account(scope: Scope) -> pl.LazyFrame:
        """One row: how many of the rows found have gone (below zero: how many have come from nowhere)."""
        given = pl.lit(scope.fact(f"{table}_found"), pl.Int64)
        return scope.table(table).select(account=pl.lit(table), missing=given - pl.len().cast(pl.Int64))

    rule = Rule(
        "everything_found_goes_on",
        "A step that only adds to rows neither drops one nor makes one, so that nothing disappears unseen.",
        pl.col("missing") == 0,
        shows=("missing",),
    )
    return Suite(stage, "found", ("account",), (rule,), account, (table,))


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

LAST_DATASET = Suite(
    "dedupe",
    "last_dataset",
    ("account",),
    (
        Rule(
            "quotes_are_not_all_gone",
            "A dataset without any quote never takes the place of one that has some; remove that one if it should.",
            (pl.col("before") == 0) | (pl.col("now") > 0),
            shows=("before", "now"),
        ),
        warning(
            "most_quotes_are_still_there",
            "Far fewer quotes than in the last dataset hint at pages that are missing or a setting that went wrong.",
            pl.col("now") >= pl.col("before") * LEAST_LEFT,
            shows=("before", "now"),
        ),
    ),
    _last_dataset,
    ("quotes",),
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
    found("clean", "articles"),
    found("attribute", "quotations"),
    LAST_DATASET,
    inputs("export"),
    *(columns_suite(stage, tables) for stage, tables in STAGE_TABLES.items()),
)
