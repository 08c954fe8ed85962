"""Ids that stay: what was in an earlier dataset keeps its id, however its words, printings or speaker have changed.

Groups of quotations and the ids that these quotations had before in; the id of each group, and where ids that are gone
lead, out. Nothing depends on the order of the rows; given its own result as the earlier dataset, it changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from newsquotes.ids import free_id
from newsquotes.schemas import OCCURRENCES, QUOTE_LINKS, QUOTES

REDIRECT = "redirect"


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the dataset before knew: its quotes (quote_id, speaker_id, first_published), its occurrences (quotation_id,
    quote_id, article_id, start, text), and where ids that were gone already lead."""

    quotes: pl.DataFrame
    occurrences: pl.DataFrame
    redirects: Mapping[int, int]

    @classmethod
    def of(cls, quotes: pl.DataFrame, occurrences: pl.DataFrame, quote_links: pl.DataFrame) -> "Earlier":
        """From the tables of the dataset before."""
        gone = quote_links.filter(pl.col("kind") == REDIRECT).select("quote_id_a", "quote_id_b")
        return cls(
            quotes.select("quote_id", "speaker_id", "first_published"),
            occurrences.select("quotation_id", "quote_id", "article_id", "start", "text"),
            dict(gone.iter_rows()),
        )

    @classmethod
    def nothing(cls) -> "Earlier":
        """There is no dataset before."""
        return cls.of(QUOTES.empty(), OCCURRENCES.empty(), QUOTE_LINKS.empty())

    def recognised(self, quotations: pl.DataFrame) -> pl.DataFrame:
        """The quotations with a column member: the id that each had before, else its own.

        A quotation is the same that it was where its article prints the same words, though a line before them has been
        removed since and its place, and with it its id, is another.
        """
        place = ["article_id", "text", "nth"]
        own = quotations.join(self.occurrences, on="quotation_id", how="anti").select(
            "quotation_id", *place[:2], "start"
        )
        left = self.occurrences.join(quotations, on="quotation_id", how="anti")
        moved = _numbered(own).join(_numbered(left).select(*place, before="quotation_id"), on=place)
        known = quotations.join(
            moved.select("quotation_id", "before"), on="quotation_id", how="left", maintain_order="left"
        )
        return known.with_columns(member=pl.coalesce("before", "quotation_id")).drop("before")

    def quote_ids(self) -> pl.DataFrame:
        """Columns member (a quotation), old (its quote) and age (smaller is older)."""
        order = pl.struct("first_published", "quote_id")
        undated = pl.col("first_published").is_null()
        ranked = self.quotes.sort(undated, order).with_row_index("age").select("quote_id", "age")
        return self.occurrences.join(ranked, on="quote_id").select(member="quotation_id", old="quote_id", age="age")

    def speaker_ids(self) -> pl.DataFrame:
        """Columns member (a quotation), old (its speaker) and age (more quotations are older)."""
        spoken = self.occurrences.join(self.quotes.select("quote_id", "speaker_id"), on="quote_id")
        counted = spoken.group_by("speaker_id").len().sort(["len", "speaker_id"], descending=[True, False])
        ranked = counted.with_row_index("age").select("speaker_id", "age")
        return spoken.join(ranked, on="speaker_id").select(member="quotation_id", old="speaker_id", age="age")


def _numbered(printed: pl.DataFrame) -> pl.DataFrame:
    """Printings with a column nth: how often their article has printed the same words before."""
    return printed.with_columns(nth=pl.col("start").rank("ordinal").over("article_id", "text"))


@dataclass(frozen=True, slots=True)
class Inherited:
    """The id of each group, and for every earlier id that is gone the one that it leads to."""

    of_group: dict[int, int]
    redirects: dict[int, int]


def inherit(members: pl.DataFrame, earlier: pl.DataFrame) -> Inherited:
    """The ids of groups of members.

    `members` has columns group, natural (the id that the group has by itself, the same for all its members) and member;
    `earlier` has columns member, old and age. An old id belongs to the group that has it by nature, else to the one
    with most of its members; a group keeps the oldest of the ids that belong to it, and the others lead there. A group
    without one has its natural id, or, if another group has kept that one, an id derived from it.
    """
    naturals = members.select("natural", "group").unique().sort("natural", "group").rows()
    votes = members.join(earlier, on="member").group_by("group", "natural", "old", "age").len()
    ranked = votes.sort("old", pl.col("old") != pl.col("natural"), -pl.col("len").cast(pl.Int64), "natural")
    claims = ranked.unique("old", keep="first", maintain_order=True)
    oldest = claims.sort("age", "old").unique("group", keep="first", maintain_order=True)
    of_group: dict[int, int] = dict(oldest.select("group", "old").iter_rows())
    taken = set(of_group.values())
    for natural, group in naturals:
        if group not in of_group:
            of_group[group] = free_id(natural, taken)
            taken.add(of_group[group])
    moved = {old: of_group[group] for old, group in claims.sort("old").select("old", "group").iter_rows()}
    return Inherited(of_group, {old: living for old, living in moved.items() if old not in taken})


def all_redirects(before: Mapping[int, int], now: Mapping[int, int], living: set[int]) -> dict[int, int]:
    """Where every id that was ever given up leads now; ids that lead nowhere any more are left out."""
    followed = {gone: now.get(kept, kept) for gone, kept in before.items()} | dict(now)
    return {gone: kept for gone, kept in sorted(followed.items()) if kept in living and gone not in living}


def lost_ids(earlier: Earlier, occurrences: pl.DataFrame, quote_links: pl.DataFrame) -> int:
    """How many earlier ids lead nowhere although printings of theirs are still quoted; there should be none."""
    still = earlier.occurrences.filter(pl.col("quotation_id").is_in(occurrences["quotation_id"].implode()))
    gone = quote_links.filter(pl.col("kind") == REDIRECT)["quote_id_a"]
    leads = pl.concat([occurrences["quote_id"], gone.rename("quote_id")]).implode()
    return still.filter(~pl.col("quote_id").is_in(leads))["quote_id"].n_unique()
