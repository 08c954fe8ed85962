"""Who is quoted most, where, when, and how speakers were found: rankings as bars.

The tables of a run in, plain values out.
"""

from collections.abc import Mapping

import polars as pl

from expectations.report.data import Bar

TOP_SPEAKERS = 12
MOST_MONTHS = 24
TOP_PUBLISHERS = 8
N_ARTICLES = pl.format(
    "{} article{}", "articles", pl.when(pl.col("articles") == 1).then(pl.lit("")).otherwise(pl.lit("s"))
)
"""The column `articles` in words."""


def _bars(counted: pl.DataFrame) -> tuple[Bar, ...]:
    """Rows of name, note and count as bars, in their order."""
    longest = max(counted["count"].to_list(), default=0) or 1
    return tuple(Bar(name, note or "", count, count / longest) for name, note, count in counted.iter_rows())


def speakers(frames: Mapping[str, pl.LazyFrame]) -> tuple[Bar, ...]:
    """The most quoted speakers, with a role or their type."""
    ranked = (
        frames["speakers"].sort("n_quotes", "name", "speaker_id", descending=[True, False, False]).head(TOP_SPEAKERS)
    )
    note = pl.col("roles").list.first().fill_null(pl.col("type"))
    return _bars(ranked.select("name", note.alias("note"), pl.col("n_quotes").alias("count")).collect())


def times(frames: Mapping[str, pl.LazyFrame]) -> tuple[Bar, ...]:
    """The printings of each month in order of time, of each year where there are too many months; the undated last."""
    printed = pl.col("published_at")
    days = frames["occurrences"].select("article_id", printed)
    n_months = days.select(printed.dt.truncate("1mo").drop_nulls().n_unique()).collect().item()
    time = printed.dt.strftime("%Y-%m" if n_months <= MOST_MONTHS else "%Y")
    counted = (
        days.group_by(name=time)
        .agg(articles=pl.col("article_id").n_unique(), count=pl.len())
        .sort("name", nulls_last=True)
        .collect()
    )
    return _bars(counted.select(pl.col("name").fill_null("undated"), N_ARTICLES.alias("note"), "count"))


def publishers(frames: Mapping[str, pl.LazyFrame]) -> tuple[Bar, ...]:
    """The outlets with most printings, with the number of their articles."""
    articles = frames["articles"].select("article_id", name=pl.col("publisher").fill_null("unknown publisher"))
    sizes = articles.group_by("name").agg(articles=pl.len())
    counted = (
        frames["occurrences"]
        .select("article_id")
        .join(articles, on="article_id")
        .group_by("name")
        .agg(count=pl.len())
        .join(sizes, on="name")
        .sort("count", "name", descending=[True, False])
        .head(TOP_PUBLISHERS)
    )
    return _bars(counted.select("name", N_ARTICLES.alias("note"), "count").collect())


def rules_of_attribution(frames: Mapping[str, pl.LazyFrame]) -> tuple[Bar, ...]:
    """How the speakers of the printings were found, with the mean confidence of each rule."""
    counted = (
        frames["occurrences"]
        .group_by(name="attribution_rule")
        .agg(count=pl.len(), mean=pl.col("confidence").mean().round(2))
        .sort("count", "name", descending=[True, False])
    )
    note = pl.format("mean confidence {}", "mean")
    return _bars(counted.select("name", note.alias("note"), "count").collect())
