"""Rules for `quote_links`, after dedupe."""

import polars as pl

from expectations.from_schema import foreign_keys, structure
from expectations.rule import Rule, Scope, Suite, both_or_neither, warning
from newsquotes.schemas import QUOTE_LINKS


def _with_quotes(scope: Scope) -> pl.LazyFrame:
    """The links with the speaker of either quote."""
    quotes = scope.table("quotes")
    links = scope.table("quote_links")
    for side in ("a", "b"):
        of_side = quotes.select(
            pl.col("quote_id").alias(f"quote_id_{side}"), pl.col("speaker_id").alias(f"speaker_{side}")
        )
        links = links.join(of_side, on=f"quote_id_{side}", how="left", maintain_order="left")
    return links


RULES = (
    Rule(
        "ids_are_ordered",
        "A link joins two different quotes and is stored once, the smaller id first.",
        pl.col("quote_id_a") < pl.col("quote_id_b"),
    ),
    Rule(
        "evidence_is_told",
        "A link without evidence cannot be argued with.",
        pl.col("evidence").str.contains(r"\S"),
    ),
    warning(
        "conflict_is_between_speakers",
        "A conflict is about who said the words; other links join words of one speaker.",
        both_or_neither(pl.col("kind") == "conflict", pl.col("speaker_a") != pl.col("speaker_b")),
        tolerance=0.05,
        shows=("evidence",),
    ),
)

SUITES = (
    Suite(
        "dedupe",
        "quote_links",
        QUOTE_LINKS.primary_key,
        (*structure(QUOTE_LINKS), *foreign_keys(QUOTE_LINKS), *RULES),
        _with_quotes,
        ("quote_links", "quotes"),
    ),
)
