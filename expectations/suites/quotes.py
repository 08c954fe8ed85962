"""Rules for `quotes`, after dedupe."""

import polars as pl

from expectations.from_schema import foreign_keys, structure
from expectations.markers import MARKUP, first_match, furniture_quotation, word_count
from expectations.rule import (
    IS_NULL,
    Rule,
    Scope,
    Suite,
    between,
    both_or_neither,
    enough,
    highest_between,
    mean_between,
    row_count_between,
    warning,
)
from expectations.suites.articles import date_is_plausible
from newsquotes.schemas import QUOTES

SUSPICIOUS_ARTICLES = 3
"""Unrelated articles of one publisher that print the same words; a quote is seldom repeated more often."""

ENOUGH_PRINTINGS = 40
"""Of fewer printings one quote may well be a good part."""

FURNITURE_ARTICLES = 20
FURNITURE_SHARE = 0.1
"""Words in more articles of a publisher than that, and in more than that share of all, are part of its pages."""

_text = pl.col("text")


def with_printings(scope: Scope) -> pl.LazyFrame:
    """The quotes with what their occurrences say: counts, wordings, best confidence, publishers, the speaker's name."""
    occurrences = scope.table("occurrences")
    counted = occurrences.group_by("quote_id").agg(
        counted=pl.len().cast(pl.Int64),
        counted_articles=pl.col("article_id").n_unique().cast(pl.Int64),
        wordings=pl.col("text").unique(),
        best_confidence=pl.col("confidence").max(),
        first_printing=pl.col("published_at").min(),
        last_printing=pl.col("published_at").max(),
    )
    names = scope.table("speakers").select("speaker_id", speakers_name="name")
    return (
        scope.table("quotes")
        .join(counted, on="quote_id", how="left", maintain_order="left")
        .join(_spread(scope), on="quote_id", how="left", maintain_order="left")
        .join(names, on="speaker_id", how="left", maintain_order="left")
    )


def _spread(scope: Scope) -> pl.LazyFrame:
    """Per quote: known publishers, and the most unrelated articles of one publisher that print it, with their share.

    Articles with the same body (syndication_group) count once.
    """
    articles = scope.table("articles").select(
        "article_id",
        "publisher",
        outlet=pl.coalesce("publisher", "domain"),
        body=pl.coalesce("syndication_group", "article_id"),
    )
    sizes = articles.group_by("outlet").agg(bodies=pl.col("body").n_unique())
    printed = scope.table("occurrences").select("quote_id", "article_id").join(articles, on="article_id", how="left")
    publishers = printed.group_by("quote_id").agg(
        counted_publishers=pl.col("publisher").drop_nulls().n_unique().cast(pl.Int64)
    )
    repeated = (
        printed.drop_nulls("outlet")
        .group_by("quote_id", "outlet")
        .agg(printings=pl.col("body").n_unique())
        .join(sizes, on="outlet")
        .with_columns(share=pl.col("printings") / pl.col("bodies"))
        .group_by("quote_id")
        .agg(
            most_in_one_outlet=pl.col("printings").max().cast(pl.Int64),
            is_furniture=((pl.col("printings") > FURNITURE_ARTICLES) & (pl.col("share") > FURNITURE_SHARE)).any(),
        )
    )
    return publishers.join(repeated, on="quote_id", how="left")


def quote_printings(scope: Scope, failing: pl.DataFrame) -> pl.DataFrame:
    """The printings of failing quotes, so that each quotation is rejected with the reason."""
    where = scope.table("occurrences").select("quote_id", "quotation_id", "article_id", "text")
    reasons = failing.lazy().select("quote_id", "rule", "reason")
    return where.join(reasons, on="quote_id", maintain_order="left").collect()


RULES = (
    warning(
        "there_are_quotes",
        "No quote at all means that everything was dropped on the way.",
        pl.lit(None),
        row_count_between(1),
    ),
    Rule(
        "quote_has_speaker",
        "A quote without a speaker is not a quote: every one names who said it.",
        pl.col("speaker").str.contains(r"\p{L}"),
        shows=("text", "speaker"),
    ),
    Rule(
        "speaker_is_the_speakers_name",
        "The name beside the quote is the one in speakers.",
        pl.col("speaker") == pl.col("speakers_name"),
        shows=("speaker", "speakers_name"),
    ),
    Rule(
        "same_words_same_speaker_once",
        "The same words of the same speaker are one quote.",
        pl.struct("canonical_key", "speaker_id").is_unique(),
        shows=("text", "speaker"),
    ),
    Rule(
        "canonical_key_has_words",
        "An empty key would make unlike quotes equal.",
        pl.col("canonical_key").str.contains(r"[\p{L}\p{N}]"),
        shows=("text", "canonical_key"),
    ),
    Rule(
        "text_was_printed",
        "The wording of a quote is one that an article printed, never a blend.",
        pl.col("wordings").list.contains(_text),
        shows=("text",),
    ),
    Rule(
        "quote_is_printed",
        "A quote that no article prints is a claim without evidence.",
        pl.col("counted").is_not_null(),
        shows=("text", "speaker"),
    ),
    Rule(
        "n_occurrences_is_counted",
        "The number of printings is that of the rows in occurrences.",
        pl.col("n_occurrences") == pl.col("counted").fill_null(0),
        shows=("text", "n_occurrences", "counted"),
    ),
    Rule(
        "n_articles_is_counted",
        "The number of articles is that of the printings' articles.",
        pl.col("n_articles") == pl.col("counted_articles"),
        shows=("text", "n_articles", "counted_articles"),
    ),
    Rule(
        "n_publishers_is_counted",
        "The number of publishers is that of the printings' known publishers.",
        pl.col("n_publishers") == pl.col("counted_publishers"),
        shows=("text", "n_publishers", "counted_publishers"),
    ),
    Rule(
        "n_variants_is_possible",
        "There are no more wordings than printings.",
        pl.col("n_variants") <= pl.col("n_occurrences"),
        shows=("text", "n_variants", "n_occurrences"),
    ),
    warning(
        "confidence_is_the_best",
        "A quote is as sure as its surest printing.",
        (pl.col("confidence") - pl.col("best_confidence")).abs(),
        between(maximum=1e-6),
        shows=("text", "confidence", "best_confidence"),
    ),
    Rule(
        "first_published_before_last",
        "The earliest printing is not later than the latest; both are known or neither.",
        (pl.col("first_published") <= pl.col("last_published")).fill_null(
            pl.col("first_published").is_null() & pl.col("last_published").is_null()
        ),
        shows=("text", "first_published", "last_published"),
    ),
    Rule(
        "published_dates_are_the_printings",
        "The earliest and latest dates are those of the printings.",
        pl.col("first_published").eq_missing(pl.col("first_printing"))
        & pl.col("last_published").eq_missing(pl.col("last_printing")),
        shows=("text", "first_published", "first_printing", "last_published", "last_printing"),
    ),
    Rule(
        "published_dates_are_plausible",
        "A date before 1900 or in the future is a misread date.",
        lambda scope: date_is_plausible("first_published", scope) & date_is_plausible("last_published", scope),
        tolerance=0.01,
        shows=("text", "first_published", "last_published"),
    ),
    Rule(
        "said_on_says_how",
        "A day states how it is known; an unknown day states nothing, or that only a longer time is told.",
        both_or_neither(
            pl.col("said_on").is_null(), pl.col("said_on_source").is_null() | (pl.col("said_on_source") == "period")
        ),
        shows=("text", "said_on", "said_on_source"),
    ),
    warning(
        "said_on_before_published",
        "Words are printed on the day they are spoken, or later.",
        pl.col("said_on") <= pl.col("first_published").dt.date() + pl.duration(days=1),
        tolerance=0.01,
        shows=("text", "said_on", "first_published"),
    ),
    Rule(
        "quote_is_not_boilerplate",
        "Cookie notices, appeals, menus and captions are said by nobody.",
        furniture_quotation(_text),
        IS_NULL,
        tolerance=0.02,
        shows=("text", "speaker"),
    ),
    Rule(
        "quote_has_no_markup",
        "Tags and entities are not part of what was said.",
        first_match(_text, MARKUP),
        IS_NULL,
        tolerance=0.02,
        shows=("text", "speaker"),
    ),
    warning(
        "quote_is_not_repeated_by_one_publisher",
        "The same words in several unrelated articles of one publisher may be part of its pages.",
        pl.col("most_in_one_outlet"),
        between(maximum=SUSPICIOUS_ARTICLES),
        tolerance=0.01,
        shows=("text", "speaker"),
    ),
    Rule(
        "quote_is_not_part_of_the_page",
        "Words in a good part of all articles of one publisher are part of its pages, not news.",
        ~pl.col("is_furniture"),
        tolerance=0.01,
        shows=("text", "speaker", "most_in_one_outlet"),
    ),
    warning(
        "quote_has_several_words",
        "Single words are scare quotes more often than quotes.",
        word_count(_text),
        between(2),
        tolerance=0.1,
        shows=("text", "speaker"),
    ),
    warning(
        "quote_length",
        "Means outside the usual length of quotes hint at fragments or at marks that were paired wrongly.",
        enough(word_count(_text)),
        mean_between(4, 60),
    ),
    warning(
        "method_fits_count",
        "A quote was joined from several printings exactly when it has several.",
        both_or_neither(pl.col("cluster_method") == "single", pl.col("n_occurrences") == 1),
        shows=("text", "cluster_method", "n_occurrences"),
    ),
    Rule(
        "no_id_is_lost",
        "A quote of the last dataset that is still printed has its id, or its old id leads to the new one.",
        lambda scope: pl.lit(scope.fact("ids_lost")),
        highest_between(maximum=0),
    ),
    warning(
        "no_quote_is_most_of_it",
        "One quote with a good part of all printings hints that unlike quotes were merged into it.",
        pl.when(pl.col("n_occurrences").sum() >= ENOUGH_PRINTINGS).then(
            pl.col("n_occurrences") / pl.col("n_occurrences").sum()
        ),
        highest_between(maximum=0.25),
    ),
    warning(
        "few_quotes_are_merged_loosely",
        "Most quotes stand in one article, or in the same words in all; otherwise the merging is too loose.",
        enough(pl.col("cluster_method") == "aligned"),
        mean_between(maximum=0.5),
    ),
    warning(
        "wordings_are_few",
        "More wordings than a translated speech ever has hint that unlike quotes were merged.",
        pl.col("n_variants"),
        between(maximum=25),
        tolerance=0.01,
        shows=("text", "speaker", "n_occurrences"),
    ),
)

SUITES = (
    Suite(
        "dedupe",
        "quotes",
        QUOTES.primary_key,
        (*structure(QUOTES), *foreign_keys(QUOTES), *RULES),
        with_printings,
        ("quotes", "occurrences", "articles", "speakers"),
        quarantines=True,
        trace=quote_printings,
    ),
)
