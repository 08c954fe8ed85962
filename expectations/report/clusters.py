"""Quotes whose printings a reader should compare: the most printed ones, and the most doubtful merges.

The tables of a run in, plain data for the report out.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from rapidfuzz.distance import LCSseq

MOST_PRINTED = 8
MOST_DOUBTFUL = 8
VARIANTS = 6
SPLICED_DOUBT = 0.25
SPEAKER_DOUBT = 0.5


LEAD_WORDS = 14
NO_NAME = r"^(?:The|A|An|His|Her|Their|One|Some)\s"
"""How a description begins: `The businessman` is no other name for whoever he is."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a printed wording, and whether the quote has no such words there."""

    text: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Variant:
    """One wording of a quote: how it differs, how often it is printed, by whom, and whom its articles name.

    `share` is how much of the quote's words it has. `others` are names that have no word of the quote's speaker.
    """

    pieces: tuple[Piece, ...]
    match_type: str
    share: float
    is_the_quote: bool
    count: int
    publishers: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def text(self) -> str:
        """The wording as printed."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Cluster:
    """A quote with its wordings, its own first, then the nearest; `doubts` says what speaks against the merge."""

    quote_id: int
    speaker: str
    lead: str
    n_occurrences: int
    n_publishers: int
    n_variants: int
    doubts: tuple[str, ...]
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

    The doubt of a reworded printing is the share of words that its quote does not have; another name, that shares no
    word with the quote's speaker, adds to it.
    """
    named = frames["quotations"].select("quotation_id", named="speaker")
    published = frames["articles"].select("article_id", "publisher")
    quotes = frames["quotes"].select(
        "quote_id", "speaker", best="text", n_words=pl.col("canonical_key").str.count_matches(" ") + 1
    )
    printed = pl.col("difference").str.extract_all(r">[^;]*").list.join(" ")
    n_changed = printed.str.count_matches(r"[^\s>;\[\]]+").fill_null(0)
    shared = _name_words("named").list.set_intersection(_name_words("speaker")).list.len() > 0
    is_other = (
        ~shared.fill_null(True) & pl.col("named").str.contains(r"^\p{Lu}") & ~pl.col("named").str.contains(NO_NAME)
    )
    doubt = (
        n_changed / pl.col("n_words")
        + pl.when(pl.col("match_type") == "spliced").then(SPLICED_DOUBT).otherwise(0.0)
        + pl.when(is_other).then(SPEAKER_DOUBT).otherwise(0.0)
    )
    return (
        frames["occurrences"]
        .join(quotes, on="quote_id")
        .join(named, on="quotation_id", how="left")
        .join(published, on="article_id", how="left")
        .with_columns(doubt=doubt, other=pl.when(is_other).then("named"))
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
            pl.col("doubt").max(),
            is_best=(pl.col("text") == pl.col("best")).any(),
            count=pl.len(),
            publishers=pl.col("publisher").drop_nulls().unique().sort(),
            others=pl.col("other").drop_nulls().unique().sort(),
        )
        .sort("quote_id", "is_best", "doubt", "count", "text", descending=[False, True, False, True, False])
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
    variants = tuple(_variant(row, quote["text"]) for row in shown.iter_rows(named=True))
    words = quote["text"].split()
    return Cluster(
        quote_id=quote["quote_id"],
        speaker=quote["speaker"],
        lead=" ".join(words[:LEAD_WORDS]) + (" …" if len(words) > LEAD_WORDS else ""),
        n_occurrences=quote["n_occurrences"],
        n_publishers=quote["n_publishers"],
        n_variants=quote["n_variants"],
        doubts=_doubts(wordings),
        variants=variants,
    )


def _doubts(wordings: pl.DataFrame) -> tuple[str, ...]:
    """What speaks against the merge, in words."""
    kinds = set(wordings["match_type"])
    others = sorted({name for names in wordings["others"] for name in names})
    told = (
        ("other words", "reworded" in kinds),
        ("a printing overlaps only in part", "spliced" in kinds),
        (f"an article names {', '.join(others)}", bool(others)),
    )
    return tuple(reason for reason, holds in told if holds)


def _variant(row: Mapping[str, Any], quote: str) -> Variant:
    """A wording beside its quote."""
    pieces, share = compared(row["text"], quote)
    return Variant(
        pieces, row["match_type"], share, row["is_best"], row["count"], tuple(row["publishers"]), tuple(row["others"])
    )


def compared(text: str, quote: str) -> tuple[tuple[Piece, ...], float]:
    """A wording in pieces that are in the quote or its own, and the share of the quote's words that it has.

    >>> compared("We will sell it.", "We shall sell it")
    ((Piece(text='We ', is_own=False), Piece(text='will ', is_own=True), Piece(text='sell it.', is_own=False)), 0.75)
    """
    printed = re.findall(r"\S+\s*", text)
    own, theirs = _plain(printed), _plain(quote.split())
    pieces: list[Piece] = []
    for edit in LCSseq.opcodes(theirs, own):
        stretch = "".join(printed[edit.dest_start : edit.dest_end])
        if stretch:
            pieces.append(Piece(stretch, edit.tag != "equal" and any(own[edit.dest_start : edit.dest_end])))
    return tuple(pieces), LCSseq.similarity(theirs, own) / max(1, len(theirs))


def _plain(words: Sequence[str]) -> list[str]:
    """Words as they are compared: without case and marks."""
    return ["".join(re.findall(r"\w", word.casefold())) for word in words]
