"""Quotes whose printings a reader should compare: the most printed ones, and the most doubtful merges.

The tables of a run in, plain data for the report out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

MOST_PRINTED = 8
MOST_DOUBTFUL = 8
VARIANTS = 6
SPLICED_DOUBT = 0.25
SPEAKER_DOUBT = 0.5


@dataclass(frozen=True, slots=True)
class Variant:
    """One wording of a quote: how it differs, how often it is printed, by whom, and whom its articles name."""

    text: str
    match_type: str
    difference: str | None
    count: int
    publishers: tuple[str, ...]
    speakers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cluster:
    """A quote with its wordings, the nearest first; `doubt` is 0 where nothing speaks against the merge."""

    quote_id: int
    speaker: str
    n_occurrences: int
    n_publishers: int
    n_variants: int
    doubt: float
    variants: tuple[Variant, ...]


def biggest_clusters(frames: Mapping[str, pl.LazyFrame]) -> tuple[Cluster, ...]:
    """The quotes with several wordings that are printed most often."""
    quotes = frames["quotes"].filter(pl.col("n_variants") > 1)
    order = ["n_occurrences", "n_variants", "quote_id"]
    chosen = quotes.sort(order, descending=[True, True, False]).head(MOST_PRINTED).collect()
    return _clusters(chosen, frames)


def doubtful_clusters(frames: Mapping[str, pl.LazyFrame]) -> tuple[Cluster, ...]:
    """The quotes whose most different printing differs most: in its words, or in the speaker that its article names."""
    doubts = _printings(frames).group_by("quote_id").agg(doubt=pl.col("doubt").max()).filter(pl.col("doubt") > 0)
    ranked = frames["quotes"].filter(pl.col("n_occurrences") > 1).join(doubts, on="quote_id")
    chosen = ranked.sort("doubt", "quote_id", descending=[True, False]).head(MOST_DOUBTFUL).collect()
    return _clusters(chosen, frames)


def _printings(frames: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
    """The occurrences with the speaker and publisher of their article, and how doubtful each is.

    The doubt of a reworded printing is the share of its quote's words that differ; a name that shares no word with the
    quote's speaker adds to it.
    """
    named = frames["quotations"].select("quotation_id", named="speaker")
    published = frames["articles"].select("article_id", "publisher")
    quotes = frames["quotes"].select("quote_id", "speaker", n_words=pl.col("canonical_key").str.count_matches(" ") + 1)
    n_changed = pl.col("difference").str.count_matches(r"[^\s>;]+").fill_null(0)
    shared = _name_words("named").list.set_intersection(_name_words("speaker")).list.len() > 0
    doubt = (
        n_changed / pl.col("n_words")
        + pl.when(pl.col("match_type") == "spliced").then(SPLICED_DOUBT).otherwise(0.0)
        + pl.when(shared.fill_null(True)).then(0.0).otherwise(SPEAKER_DOUBT)
    )
    return (
        frames["occurrences"]
        .join(quotes, on="quote_id")
        .join(named, on="quotation_id", how="left")
        .join(published, on="article_id", how="left")
        .with_columns(doubt=doubt)
    )


def _name_words(column: str) -> pl.Expr:
    return pl.col(column).str.to_lowercase().str.extract_all(r"\p{L}{2,}")


def _clusters(chosen: pl.DataFrame, frames: Mapping[str, pl.LazyFrame]) -> tuple[Cluster, ...]:
    """The chosen quotes, in order, with their wordings."""
    printings = _printings(frames).join(chosen.lazy().select("quote_id"), on="quote_id", how="semi")
    wordings = (
        printings.group_by("quote_id", "text")
        .agg(
            pl.col("match_type").sort().first(),
            pl.col("difference").sort().first(),
            pl.col("doubt").max(),
            count=pl.len(),
            publishers=pl.col("publisher").drop_nulls().unique().sort(),
            speakers=pl.col("named").drop_nulls().unique().sort(),
        )
        .sort("quote_id", "doubt", "count", "text", descending=[False, False, True, False])
        .collect()
    )
    rows = wordings.partition_by("quote_id", as_dict=True)
    return tuple(_cluster(quote, rows[quote["quote_id"],]) for quote in chosen.iter_rows(named=True))


def _cluster(quote: Mapping[str, Any], wordings: pl.DataFrame) -> Cluster:
    """A quote with its first wordings and, if there are more, its most doubtful ones."""
    shown = (
        wordings
        if wordings.height <= VARIANTS
        else pl.concat([wordings.head(VARIANTS // 2), wordings.tail(VARIANTS // 2)])
    )
    variants = (
        Variant(
            row["text"],
            row["match_type"],
            row["difference"],
            row["count"],
            tuple(row["publishers"]),
            tuple(row["speakers"]),
        )
        for row in shown.iter_rows(named=True)
    )
    return Cluster(
        quote["quote_id"],
        quote["speaker"],
        quote["n_occurrences"],
        quote["n_publishers"],
        quote["n_variants"],
        max(wordings["doubt"].to_list()),
        tuple(variants),
    )
