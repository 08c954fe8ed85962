"""Quotes whose printings a reader should compare: the most printed ones, and the most doubtful merges.

The tables of a run in, plain data for the report out.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

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


LONGEST_LACK = 8
"""Words of a quote that are shown where a printing lacks them; of more only the number is told."""

OMISSION = re.compile(r"…|\.\s?\.|\[\W*\]")
"""How a printing says that words are left out."""

PieceKind = Literal["shared", "own", "lacking"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a wording: words that the quote shares, the printing's own ones, or the quote's that it lacks."""

    text: str
    kind: PieceKind


@dataclass(frozen=True, slots=True)
class Variant:
    """One wording of a quote: how it differs, how often it is printed, by whom, and whom its articles name.

    `share` is how much of the quote's words it has. `others` are names that have no word of the quote's speaker.
    `n_spellings` counts the wordings that are this one but for marks and capitals.
    """

    pieces: tuple[Piece, ...]
    match_type: str
    share: float
    is_the_quote: bool
    n_spellings: int
    count: int
    publishers: tuple[str, ...]
    others: tuple[str, ...]

    @property
    def text(self) -> str:
        """The wording as printed."""
        return "".join(piece.text for piece in self.pieces if piece.kind != "lacking")


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

    @property
    def n_hidden(self) -> int:
        """How many wordings are neither shown nor spellings of one that is."""
        return self.n_variants - sum(variant.n_spellings for variant in self.variants)


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


def _words_of(text: pl.Expr) -> pl.Expr:
    """Texts without capitals and marks, but those of an omission, so that spellings of a wording are equal."""
    marked = text.str.to_lowercase().str.replace_all(r"\.\s?\.\s?\.|…", " … ")
    return marked.str.replace_all(r"[^\p{L}\p{N}\s…]", "").str.replace_all(r"\s+", " ").str.strip_chars()


def _clusters(chosen: pl.DataFrame, frames: Mapping[str, pl.LazyFrame]) -> tuple[Cluster, ...]:
    """The chosen quotes, in order, with their wordings."""
    printings = _printings(frames).join(chosen.lazy().select("quote_id"), on="quote_id", how="semi")
    order = ["quote_id", "is_best", "doubt", "count", "text"]
    descending = [False, True, False, True, False]
    wordings = (
        printings.group_by("quote_id", "text")
        .agg(
            pl.col("match_type").sort().first(),
            pl.col("doubt").max(),
            is_best=(pl.col("text") == pl.col("best")).any(),
            count=pl.len(),
            publishers=pl.col("publisher").drop_nulls(),
            others=pl.col("other").drop_nulls(),
        )
        .sort(order, descending=descending)
        .group_by("quote_id", _words_of(pl.col("text")).alias("words"), maintain_order=True)
        .agg(
            pl.col("text", "match_type", "is_best").first(),
            pl.col("doubt").max(),
            pl.col("count").sum(),
            pl.col("publishers", "others").list.explode().unique().sort(),
            n_spellings=pl.len(),
        )
        .sort(order, descending=descending)
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
        pieces,
        row["match_type"],
        share,
        row["is_best"],
        row["n_spellings"],
        row["count"],
        tuple(row["publishers"]),
        tuple(row["others"]),
    )


def compared(text: str, quote: str) -> tuple[tuple[Piece, ...], float]:
    """A wording in pieces, and the share of the quote's words that it has.

    Where a printing begins or ends with words of its own, as many of the quote's are shown as it may have exchanged.

    >>> pieces, share = compared("We will sell it.", "We shall sell it, my friends")
    >>> [(piece.kind, piece.text) for piece in pieces], round(share, 2)
    ([('shared', 'We '), ('lacking', 'shall '), ('own', 'will '), ('shared', 'sell it.')], 0.5)
    """
    printed, words = re.findall(r"\S+\s*", text), quote.split()
    own, theirs = _plain(printed), _plain(words)
    runs = [step for step in LCSseq.opcodes(theirs, own) if step.tag == "equal"]
    pieces: list[Piece] = []
    begin, their_begin = 0, 0
    for run in runs:
        gap = slice(begin, run.dest_start)
        their_first = their_begin if pieces else max(0, run.src_start - gap.stop)
        pieces += _exchanged(printed, own, gap, words[their_first : run.src_start])
        pieces.append(Piece("".join(printed[run.dest_start : run.dest_end]), "shared"))
        begin, their_begin = run.dest_end, run.src_end
    left = len(own) - begin
    pieces += _exchanged(printed, own, slice(begin, len(own)), words[their_begin : their_begin + left])
    return tuple(pieces), LCSseq.similarity(theirs, own) / max(1, len(theirs))


def _exchanged(printed: Sequence[str], own: Sequence[str], gap: slice, lacking: Sequence[str]) -> Iterator[Piece]:
    """What stands between two shared stretches: the quote's words, unless a mark says that some are left out, and
    the printing's."""
    around = "".join([*printed[max(0, gap.start - 1) : gap.stop + 1], *lacking])
    if lacking and not OMISSION.search(around):
        is_long = len(lacking) > LONGEST_LACK
        yield Piece(f"({len(lacking)} words) " if is_long else " ".join(lacking) + " ", "lacking")
    if stretch := "".join(printed[gap]):
        yield Piece(stretch, "own" if any(own[gap]) else "shared")


def _plain(words: Sequence[str]) -> list[str]:
    """Words as they are compared: without case and marks."""
    return ["".join(re.findall(r"\w", word.casefold())) for word in words]
