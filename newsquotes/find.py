"""A few remembered words in, the quotes that hold them out: for looking up who said something, and whether they did.

The tables `quotes`, `occurrences` and `speakers` of a dataset in, a frame of the best matches out. Every printing is
looked through, so that words of any wording find their quote; nothing is changed or judged.
"""

from dataclasses import dataclass

import polars as pl
from rapidfuzz import fuzz, process

from newsquotes.dedupe.normalise import canonical_key, canonical_keys
from newsquotes.dedupe.stems import stem
from newsquotes.errors import NewsquotesError
from newsquotes.word_lists import function_words

_LEAST_TELLING = 3
_EMPTY_WEIGHT = 0.25
_LOOSENESS = 2
_OTHER_WORDING = 0.9
"""What the words in another order and with others between them are worth."""

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
    (rapidfuzz, `partial_ratio`; of a printing that is shorter than the words, to all of them) after case, typography
    and contractions are taken away, or the share of the words that stand near each other in whatever order. Raises
    FindError for no words.
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
    """The printing of each quote that is most like the words, of equals the shortest, with its score."""
    keys = printings["key"].to_list()
    stretch = process.cdist([wanted], keys, scorer=fuzz.partial_ratio)[0] / 100 if keys else []
    whole = process.cdist([wanted], keys, scorer=fuzz.ratio)[0] / 100 if keys else []
    scores = [
        max(part if len(key) >= len(wanted) else all_of_it, _together(wanted, key))
        for key, part, all_of_it in zip(keys, stretch, whole, strict=True)
    ]
    return (
        printings.select("quote_id", "printed", score=pl.Series(scores, dtype=pl.Float64))
        .filter(pl.col("score") >= least_score)
        .sort("score", pl.col("printed").str.len_chars(), "printed", descending=[True, False, False])
        .unique("quote_id", keep="first", maintain_order=True)
    )


def _together(wanted: str, key: str) -> float:
    """How many of the words stand near each other in a key, in any order: words as one remembers them.

    Words that carry little content count little, and of the others there must be enough to tell the quote.

    >>> _together("sell the mill and make us rich", "they would sell an old mill and make everybody rich by it")
    0.7875
    """
    weights = {stem(word): _EMPTY_WEIGHT if word in function_words() else 1.0 for word in wanted.split()}
    if sum(weight == 1 for weight in weights.values()) < _LEAST_TELLING:
        return 0.0
    words = [stem(word) for word in key.split(" ")]
    reach = _LOOSENESS * len(wanted.split())
    starts = (at for at, word in enumerate(words) if weights.get(word) == 1)
    near = ({word for word in words[at : at + reach] if word in weights} for at in starts)
    best = max((sum(weights[word] for word in sorted(found)) for found in near), default=0.0)
    return _OTHER_WORDING * best / sum(weights.values())
