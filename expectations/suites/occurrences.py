"""Rules for `occurrences`, after dedupe."""

import polars as pl

from expectations.contradictions import contradictions
from expectations.from_schema import foreign_keys, structure
from expectations.markers import word_count
from expectations.rule import Rule, Scope, Suite, both_or_neither, warning
from expectations.suites.quotations import slice_of, with_article
from newsquotes.schemas import OCCURRENCES

CONTEXT = 160

_article = pl.col("article_text")


def _with_evidence(scope: Scope) -> pl.LazyFrame:
    """The occurrences with their article, their quotation and the wording of their quote."""
    quotations = scope.table("quotations").select(
        "quotation_id",
        own_article="article_id",
        own_start="start",
        own_end="end",
        own_text="text",
        own_speaker="speaker",
    )
    dates = scope.table("articles").select("article_id", article_date="published_at")
    quotes = scope.table("quotes").select("quote_id", quote_text="text")
    return (
        with_article("occurrences", scope)
        .join(dates, on="article_id", how="left", maintain_order="left")
        .join(quotations, on="quotation_id", how="left", maintain_order="left")
        .join(quotes, on="quote_id", how="left", maintain_order="left")
        .with_columns(contradictions(pl.col("text"), pl.col("quote_text")).alias("contradictions"))
    )


RULES = (
    Rule(
        "text_is_the_slice",
        "Cutting the article's text at the offsets gives exactly the printed words.",
        slice_of(_article, "start", "end") == pl.col("text"),
        shows=("start", "end", "text"),
    ),
    Rule(
        "context_adjoins",
        "The words before and after are those around the printing, so that a reader can judge it.",
        (
            (
                _article.str.slice(
                    (pl.col("start") - pl.col("before").str.len_chars()).clip(0), pl.col("before").str.len_chars()
                )
            )
            == pl.col("before")
        )
        & (_article.str.slice(pl.col("end").clip(0), pl.col("after").str.len_chars()) == pl.col("after")),
        shows=("text", "before", "after"),
    ),
    warning(
        "context_is_short",
        "Context is for judging a quote, not for reading the article elsewhere.",
        pl.max_horizontal(pl.col("before").str.len_chars(), pl.col("after").str.len_chars()) <= CONTEXT,
        shows=("text",),
    ),
    Rule(
        "agrees_with_quotation",
        "The printing and the quotation that it comes from agree on article, offsets and words.",
        (pl.col("own_article") == pl.col("article_id"))
        & (pl.col("own_start") == pl.col("start"))
        & (pl.col("own_end") == pl.col("end"))
        & (pl.col("own_text") == pl.col("text")),
        shows=("text", "own_text", "start", "own_start"),
    ),
    Rule(
        "quotation_has_speaker",
        "Only quotations with a speaker become quotes.",
        pl.col("own_speaker").is_not_null() & (pl.col("confidence") > 0),
        shows=("text", "own_speaker", "confidence"),
    ),
    Rule(
        "date_is_the_articles",
        "A printing has the date of its article.",
        pl.col("published_at").eq_missing(pl.col("article_date")),
        shows=("published_at", "article_date"),
    ),
    Rule(
        "difference_tells_rewording",
        "A reworded printing says in which words it differs, so that a reader can judge the merge; no other does.",
        both_or_neither(pl.col("match_type") == "reworded", pl.col("difference").is_not_null()),
        shows=("text", "quote_text", "difference"),
    ),
    Rule(
        "printing_keeps_numbers",
        "A quote with another number in it is another quote.",
        ~pl.col("contradictions").struct.field("changes_number"),
        tolerance=0.01,
        shows=("text", "quote_text", "difference"),
    ),
    Rule(
        "printing_keeps_polarity",
        "A quote with a negation more or less says the opposite.",
        ~pl.col("contradictions").struct.field("changes_polarity"),
        tolerance=0.01,
        shows=("text", "quote_text", "difference"),
    ),
    warning(
        "truncated_is_shorter",
        "A part of a quote has fewer words than the quote.",
        (pl.col("match_type") != "truncated") | (word_count(pl.col("text")) <= word_count(pl.col("quote_text"))),
        shows=("text", "quote_text"),
    ),
    warning(
        "exact_means_equal",
        "A printing called exact has the quote's very words.",
        pl.when(pl.col("match_type") == "exact").then(pl.col("text") == pl.col("quote_text")),
        shows=("text", "quote_text"),
    ),
)

SUITES = (
    Suite(
        "dedupe",
        "occurrences",
        OCCURRENCES.primary_key,
        (*structure(OCCURRENCES), *foreign_keys(OCCURRENCES), *RULES),
        _with_evidence,
        ("occurrences", "quotations", "quotes", "articles"),
        quarantines=True,
    ),
)
