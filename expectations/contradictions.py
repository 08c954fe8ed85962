"""Printings that say something else than their quote: another number in the place of one, or a negation more or less.

Two columns of texts in, two flags a row out. Compares the words themselves, whatever the merging called the printing,
so that a gap in its rules does not hide itself.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import polars as pl
from rapidfuzz.distance import LCSseq

from newsquotes.dedupe.normalise import ELLIPSIS, INSERTION, canonical_keys
from newsquotes.dedupe.vocabulary import negation_words

LONGEST_CHANGE = 4
"""Words; where more of them differ, the texts go on in different ways and neither takes back what the other says."""

Exchange = tuple[Sequence[str], Sequence[str]]

_FLAGS: Final = {"changes_number": pl.Boolean, "changes_polarity": pl.Boolean}


def contradictions(text: pl.Expr, quote: pl.Expr) -> pl.Expr:
    """A struct with the flags `changes_number` and `changes_polarity` for each printing and its quote."""
    told = pl.Struct(_FLAGS)
    return pl.map_batches([text, quote], lambda columns: _flags(*columns), return_dtype=told, is_elementwise=True)


def _flags(texts: pl.Series, quotes: pl.Series) -> pl.Series:
    """The flags of each pair of texts; most printings have the very words of their quote and are not looked at."""
    pairs = pl.DataFrame({"text": texts, "quote": quotes})
    others = pairs.filter(pl.col("text") != pl.col("quote")).unique(maintain_order=True)
    keys = zip(canonical_keys(others["text"]), canonical_keys(others["quote"]), strict=True)
    told = [(changes_number(*both), changes_polarity(*both)) for both in keys]
    found = others.with_columns(pl.DataFrame(told, schema=_FLAGS, orient="row"))
    flags = pairs.join(found, on=["text", "quote"], how="left", maintain_order="left").select(*_FLAGS)
    return flags.fill_null(value=False).to_struct(texts.name)


def changes_number(key: str, quote_key: str) -> bool:
    """Whether a number stands in the place of another one.

    >>> changes_number("we lost 9 boats", "we lost 7 boats and a pier"), changes_number("we lost", "we lost 7 boats")
    (True, False)
    """
    return any(
        _digits(old) and _digits(new) and _digits(old) != _digits(new)
        for old, new in _exchanges(key, quote_key, _is_number)
    )


def changes_polarity(key: str, quote_key: str) -> bool:
    """Whether a negation is there or not between words that agree, or in the place of another word.

    >>> changes_polarity("we will go", "we will not go"), changes_polarity("boat will sail", "no boat will sail")
    (True, False)
    """
    return any(
        negation_words().isdisjoint(old) != negation_words().isdisjoint(new)
        for old, new in _exchanges(key, quote_key, negation_words().__contains__)
    )


def _exchanges(key: str, quote_key: str, tells: Callable[[str], bool]) -> Iterator[Exchange]:
    """The few words that stand against each other; nothing where the words that `tell` are the same in either text.

    Words before the first and after the last ones that agree are cut off, not exchanged, if only one text has them;
    what stands at a printed mark has been left out or put in by a reporter.
    """
    words, quote_words = key.split(), quote_key.split()
    if list(filter(tells, words)) == list(filter(tells, quote_words)):
        return
    runs = [step for step in LCSseq.opcodes(quote_words, words) if step.tag == "equal"]
    ends = [(0, 0), *((run.src_end, run.dest_end) for run in runs)]
    starts = [*((run.src_start, run.dest_start) for run in runs), (len(quote_words), len(words))]
    for place, ((quote_end, end), (quote_start, start)) in enumerate(zip(ends, starts, strict=True)):
        old, new = quote_words[quote_end:quote_start], words[end:start]
        is_cut_off = place in (0, len(runs)) and not (old and new)
        is_long = max(len(old), len(new)) > LONGEST_CHANGE
        if (old or new) and not is_cut_off and not is_long and {ELLIPSIS, INSERTION}.isdisjoint([*old, *new]):
            yield old, new


def _is_number(word: str) -> bool:
    return any(map(str.isdigit, word))


def _digits(words: Sequence[str]) -> set[str]:
    return {word for word in words if _is_number(word)}
