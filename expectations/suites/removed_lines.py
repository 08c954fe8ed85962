"""Rules for `removed_lines`, after cleaning."""

import polars as pl

from expectations.from_schema import foreign_keys, structure
from expectations.markers import word_count
from expectations.rule import Rule, Scope, Suite, enough, mean_between, warning
from newsquotes.schemas import REMOVED_LINES

PROSE_WORDS = 12
QUOTATION_MARK = '["“”„«»]'
FURNITURE = ("comment", "related", "other_article", "caption", "repeat", "title")
"""Labels of lines that rightly hold quotations which are not the article's."""


def _with_kept(scope: Scope) -> pl.LazyFrame:
    """The removed lines with `is_kept`: the same line is still a paragraph of the article it stood in.

    Lines are compared by their hashes: there are more of them than memory may hold.
    """
    kept = (
        scope.table("articles")
        .select("article_id", line=pl.col("text").str.split("\n\n").list.eval(pl.element().hash()))
        .explode("line")
        .unique()
        .with_columns(is_kept=pl.lit(True))
    )
    lines = scope.table("removed_lines").with_columns(line=pl.col("text").str.strip_chars().hash())
    return lines.join(kept, on=["article_id", "line"], how="left", maintain_order="left")


RULES = (
    Rule(
        "rule_is_named",
        "A removal that names no rule cannot be traced to a decision.",
        pl.col("rule").str.contains(r"\S"),
        shows=("label",),
    ),
    warning(
        "removed_line_is_not_kept",
        "A line that was removed and kept at once means that two rules disagree.",
        pl.when(pl.col("article_id").is_not_null() & (word_count(pl.col("text")) >= PROSE_WORDS)).then(
            pl.col("is_kept").is_null()
        ),
        tolerance=0.01,
        shows=("rule", "label", "text"),
    ),
    warning(
        "removed_lines_are_not_quoted_prose",
        "Long lines with quotation marks among the removed ones hint that quotes were thrown away.",
        enough(
            (word_count(pl.col("text")) >= PROSE_WORDS)
            & pl.col("text").str.contains(QUOTATION_MARK)
            & ~pl.col("label").is_in(FURNITURE)
        ),
        mean_between(maximum=0.1),
    ),
)

SUITES = (
    Suite(
        "clean",
        "removed_lines",
        REMOVED_LINES.primary_key,
        (*structure(REMOVED_LINES), *foreign_keys(REMOVED_LINES), *RULES),
        _with_kept,
        ("removed_lines", "documents", "articles"),
    ),
)
