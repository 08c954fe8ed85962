"""Rules for `rejects`, after every stage that rejects."""

import polars as pl

from expectations.from_schema import structure
from expectations.rule import Rule, Suite, table_rows, warning
from newsquotes.rejects import EXCERPT_LENGTH
from newsquotes.schemas import REJECTS

RULES = (
    Rule(
        "rule_and_reason_are_told",
        "A drop without a rule and a reason cannot be argued with.",
        pl.col("rule").str.contains(r"\S") & pl.col("reason").str.contains(r"\S"),
        shows=("stage", "rule", "reason"),
    ),
    Rule(
        "reject_can_be_traced",
        "A drop names the input, document, article or quotation that it was.",
        pl.any_horizontal(
            pl.col("source_uri", "document_id", "article_id", "quotation_id").is_not_null(),
        ),
        shows=("stage", "rule", "reason"),
    ),
    warning(
        "excerpt_is_short",
        "An excerpt lets a reader judge the drop without carrying whole articles.",
        pl.col("excerpt").str.len_chars() <= EXCERPT_LENGTH,
        shows=("stage", "rule"),
    ),
)

SUITES = tuple(
    Suite(
        stage,
        "rejects",
        REJECTS.primary_key,
        (*structure(REJECTS), *RULES),
        table_rows("rejects"),
        ("rejects",),
    )
    for stage in ("ingest", "clean", "extract", "dedupe")
)
