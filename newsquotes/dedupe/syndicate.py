"""Articles that several outlets carried with the same body."""

import polars as pl

from newsquotes.dedupe.normalise import canonical_key
from newsquotes.ids import stable_id


def group_syndicated(articles: pl.DataFrame) -> pl.DataFrame:
    """`articles` with syndication_group filled: shared by texts that differ at most in typography, case, spelling.

    It is null for an article that stands alone.
    """
    keyed = articles.with_columns(body=canonical_key(pl.col("text")))
    repeated = keyed.group_by("body").len().filter((pl.col("len") > 1) & (pl.col("body") != ""))["body"]
    groups = pl.DataFrame(
        {"body": repeated, "group": [stable_id("syndication", body) for body in repeated.to_list()]},
        schema={"body": pl.String, "group": pl.Int64},
    )
    joined = keyed.join(groups, on="body", how="left", maintain_order="left")
    return joined.with_columns(syndication_group=pl.col("group")).select(articles.columns)
