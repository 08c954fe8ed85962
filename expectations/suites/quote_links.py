"""Rules for `quote_links`, after dedupe."""

import polars as pl

from expectations.from_schema import foreign_keys, structure
from expectations.rule import Rule, Scope, Suite, warning
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


_is_redirect = pl.col("kind") == "redirect"

RULES = (
    Rule(
        "ids_are_ordered",
        "A link joins two different quotes and is stored once, the smaller id first; a redirect goes from old to new.",
        pl.when(_is_redirect)
        .then(pl.col("quote_id_a") != pl.col("quote_id_b"))
        .otherwise(pl.col("quote_id_a") < pl.col("quote_id_b")),
    ),
    Rule(
        "redirect_leads_from_a_gone_id",
        "An id that redirects is no quote any more, so that following it once is enough.",
        lambda scope: ~(_is_redirect & pl.col("quote_id_a").is_in(scope.keys("quotes", "quote_id"))),
        shows=("evidence",),
    ),
    Rule(
        "redirect_leads_to_one_quote",
        "An id that is gone leads to one quote.",
        ~_is_redirect | pl.struct("quote_id_a", "kind").is_unique(),
        shows=("evidence",),
    ),
    Rule(
        "evidence_is_told",
        "A link without evidence cannot be argued with.",
        pl.col("evidence").str.contains(r"\S"),
    ),
    warning(
        "translation_is_of_one_speaker",
        "Translations are the words of one speaker; a conflict or a quotation may be between two.",
        (pl.col("kind") != "translation") | (pl.col("speaker_a") == pl.col("speaker_b")),
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
