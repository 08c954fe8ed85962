"""A few remembered words in, the quotes that hold them out: for looking up who said something, and whether they did.

The tables `quotes`, `occurrences` and `speakers` of a dataset in, a frame of the best matches out. Every printing is
looked through, so that words of any wording find their quote; nothing is changed or judged.
"""

from dataclasses import dataclass

import polars as pl
from rapidfuzz import fuzz, process

from newsquotes.dedupe.normalise import canonical_key, canonical_keys
from newsquotes.errors import NewsquotesError

MATCH: dict[str, pl.DataType | type[pl.DataType]] = {
    "quote_id": pl.Int64,
    "text": pl.String,
    "speaker": pl.String,
    "first_published": pl.Datetime("us", "UTC"),
    "n_occurrences": pl.Int64,
    "n_publishers": pl.Int64,
    "printed": pl.String,
    "score": pl.Float64,
}


class FindError(NewsquotesError):
    """What is looked for holds no words."""


@dataclass(frozen=True, slots=True)
class FindConfig:
    """How near a printing must be.

    least_shared: share of the words looked for that a printing must hold as they are.
    least_score: likeness of the words to the best stretch of the printing, from 0 to 1.
    limit: quotes to give, best first.
    """

    least_shared: float = 0.5
    least_score: float = 0.75
    limit: int = 10


def find_quotes(
    quotes: pl.LazyFrame,
    occurrences: pl.LazyFrame,
    speakers: pl.LazyFrame,
    words: str,
    *,
    speaker: str | None = None,
    config: FindConfig | None = None,
) -> pl.DataFrame:
    """The quotes with a printing like `words`, best first and then most printed, with the columns of MATCH.

    `printed` is the printing that is most alike, `score` its likeness from 0 to 1. `speaker` keeps the quotes of those
    whose name or alias holds it, whatever the case. Likeness is the normalised edit similarity to the best stretch
    (rapidfuzz, `partial_ratio`) after case, typography and contractions are taken away. Raises FindError for no words.
    """
    chosen = config or FindConfig()
    wanted = str(canonical_keys(pl.Series([words])).item())
    if not wanted:
        raise FindError(f"{words!r}: holds no words; give some words of the quotation")
    if speaker is not None:
        quotes = quotes.join(_speakers_called(speakers, speaker), on="speaker_id", how="semi")
    printings = _printings_with(occurrences.join(quotes, on="quote_id", how="semi"), wanted, chosen.least_shared)
    best = _most_alike(printings, wanted, chosen.least_score)
    return (
        quotes.join(best.lazy(), on="quote_id")
        .sort(["score", "n_occurrences", "quote_id"], descending=[True, True, False])
        .select(pl.col(name).cast(dtype) for name, dtype in MATCH.items())
        .head(chosen.limit)
        .collect()
    )


def _speakers_called(speakers: pl.LazyFrame, name: str) -> pl.LazyFrame:
    """The ids of the speakers whose name or an alias holds `name`."""
    names = speakers.select("speaker_id", called=pl.concat_list(pl.concat_list("name"), "aliases")).explode("called")
    holds = pl.col("called").str.to_lowercase().str.contains(name.strip().lower(), literal=True)
    return names.filter(holds).select("speaker_id").unique()


def _printings_with(occurrences: pl.LazyFrame, wanted: str, least_shared: float) -> pl.DataFrame:
    """Each distinct printing that holds enough of the words, with its canonical key."""
    words = sorted(set(wanted.split()))
    held = pl.sum_horizontal(pl.col("padded").str.contains(f" {word} ", literal=True) for word in words)
    return (
        occurrences.select("quote_id", printed="text")
        .unique()
        .with_columns(key=canonical_key(pl.col("printed")))
        .with_columns(padded=pl.format(" {} ", "key"))
        .filter(held >= least_shared * len(words))
        .select("quote_id", "printed", "key")
        .collect()
    )


def _most_alike(printings: pl.DataFrame, wanted: str, least_score: float) -> pl.DataFrame:
    """The printing of each quote that is most like the words, with its score."""
    keys = printings["key"].to_list()
    scores = process.cdist([wanted], keys, scorer=fuzz.partial_ratio)[0] / 100 if keys else []
    return (
        printings.select("quote_id", "printed", score=pl.Series(scores, dtype=pl.Float64))
        .filter(pl.col("score") >= least_score)
        .sort(["score", "printed"], descending=[True, False])
        .unique("quote_id", keep="first", maintain_order=True)
    )
