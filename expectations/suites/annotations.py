"""Rules for `annotations`, after annotation."""

import polars as pl

from expectations.from_schema import foreign_keys, structure
from expectations.rule import Rule, Scope, Suite, table_rows
from newsquotes.schemas import ANNOTATIONS

_LISTS = tuple(column.name for column in ANNOTATIONS if isinstance(column.dtype, pl.List))


def _length(name: str) -> pl.Expr:
    return pl.col(name).list.len()


def _with_text_length(scope: Scope) -> pl.LazyFrame:
    """The annotations with the length of their article in characters."""
    lengths = scope.table("articles").select("article_id", text_length=pl.col("text").str.len_chars().cast(pl.Int64))
    return scope.table("annotations").join(lengths, on="article_id", how="left", maintain_order="left")


def _is_annotated(scope: Scope) -> pl.Expr:
    return pl.col("article_id").is_in(scope.keys("annotations", "article_id"))


_heads = pl.col("head").list

RULES = (
    Rule(
        "lists_are_parallel",
        "Every list has one entry per token; a shorter one would give words the grammar of their neighbours.",
        pl.all_horizontal(_length(name) == _length("start") for name in _LISTS if name != "start"),
    ),
    Rule(
        "heads_are_tokens",
        "Every token hangs on a token of the same article.",
        (_heads.min() >= 0) & (_heads.max() < _length("start")),
    ),
    Rule(
        "tokens_lie_in_text",
        "Token offsets point into the article, in order.",
        (pl.col("start").list.min() >= 0)
        & (pl.col("end").list.max() <= pl.col("text_length"))
        & (pl.col("start").list.diff().list.min() >= 0).fill_null(True),
        shows=("text_length",),
    ),
)

SUITES = (
    Suite(
        "annotate",
        "annotations",
        ANNOTATIONS.primary_key,
        (*structure(ANNOTATIONS), *foreign_keys(ANNOTATIONS), *RULES),
        _with_text_length,
        ("annotations", "articles"),
        long=frozenset(_LISTS),
    ),
    Suite(
        "annotate",
        "articles",
        ("article_id",),
        (
            Rule(
                "article_is_annotated",
                "An article without annotation would silently yield no quotes.",
                _is_annotated,
                shows=("source_uri",),
            ),
        ),
        table_rows("articles"),
        ("articles", "annotations"),
    ),
)
