"""What changed between two datasets: quotes that are new, gone, merged, split, or said by somebody else now.

The tables `quotes` and `occurrences` of either dataset in, a `Difference` of plain values out. Quotes are followed by
their printings, so that it works between any two datasets, whatever their ids; where no printing is left as it was, by
their ids or their words.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import polars as pl

KINDS = ("new", "gone", "merged", "split", "speaker_changed", "speaker_renamed", "renumbered")


@dataclass(frozen=True, slots=True)
class Change:
    """One change: the quotes before and after (ids, smallest first), words to recognise it by, and the speakers."""

    before: tuple[int, ...]
    after: tuple[int, ...]
    text: str
    speaker_before: str | None
    speaker_after: str | None


@dataclass(frozen=True, slots=True)
class Difference:
    """Every change by kind, and how many quotes either dataset has and share."""

    n_before: int
    n_after: int
    n_same: int
    changes: Mapping[str, tuple[Change, ...]] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """Whether the two datasets hold the same quotes of the same speakers under the same ids."""
        return not any(self.changes.values())

    def as_plain(self) -> dict[str, Any]:
        """Plain values, ready for JSON."""
        changes = {kind: [asdict(change) for change in found] for kind, found in self.changes.items()}
        return {"before": self.n_before, "after": self.n_after, "same": self.n_same, **changes}


def compare_datasets(before: Mapping[str, pl.DataFrame], after: Mapping[str, pl.DataFrame]) -> Difference:
    """The changes from one dataset to another; each is given by its tables `quotes` and `occurrences`.

    A quote is the same when it shares a printing, or without one when it has its words in an article, its id, or words
    and speaker.
    `merged` are several quotes before whose printings are one quote now, `split` the reverse; a quote in neither has
    `speaker_changed` when its speaker is another, `speaker_renamed` when the same goes by another name, and is
    `renumbered` when its id is another. New and gone quotes are those with most printings first.
    """
    shared = _shared(before, after)
    olds = shared.group_by("after").agg(pl.col("before").sort()).sort("after")
    news = shared.group_by("before").agg(pl.col("after").sort()).sort("before")
    told_before, told_after = (_told(tables["quotes"], tables["occurrences"]) for tables in (before, after))
    lone = shared.filter((pl.len().over("after") == 1) & (pl.len().over("before") == 1)).sort("before")
    pairs = [(old, new) for old, new in lone.iter_rows()]
    living = {quote.speaker_id for quote in told_after.values()}
    changes = {
        "new": _unmatched(told_after, set(shared["after"]), is_new=True),
        "gone": _unmatched(told_before, set(shared["before"]), is_new=False),
        "merged": tuple(
            _change(tuple(old), (new,), told_before, told_after) for new, old in olds.iter_rows() if len(old) > 1
        ),
        "split": tuple(
            _change((old,), tuple(new), told_before, told_after) for old, new in news.iter_rows() if len(new) > 1
        ),
        "speaker_changed": tuple(
            _change((old,), (new,), told_before, told_after)
            for old, new in pairs
            if _is_another(told_before[old], told_after[new], living)
        ),
        "speaker_renamed": tuple(
            _change((old,), (new,), told_before, told_after)
            for old, new in pairs
            if told_before[old].speaker_id == told_after[new].speaker_id
            and told_before[old].speaker != told_after[new].speaker
        ),
        "renumbered": tuple(_change((old,), (new,), told_before, told_after) for old, new in pairs if old != new),
    }
    changed = {pair for kind in ("speaker_changed", "speaker_renamed", "renumbered") for pair in _pairs(changes[kind])}
    return Difference(len(told_before), len(told_after), len(set(pairs) - changed), changes)


def _pairs(changes: tuple[Change, ...]) -> set[tuple[int, int]]:
    return {(change.before[0], change.after[0]) for change in changes}


SAME: tuple[tuple[str, list[str]], ...] = (
    ("occurrences", ["quotation_id"]),
    ("occurrences", ["article_id", "text"]),
    ("quotes", ["quote_id"]),
    ("quotes", ["text", "speaker"]),
)
"""By what two quotes are the same, the surest first, each with its table. A printing has another id when a line before
it has been removed from its article, an article when its file has been moved."""


def _shared(before: Mapping[str, pl.DataFrame], after: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The pairs of quotes that are the same; what is less sure counts only for those that nothing surer pairs."""
    shared = pl.DataFrame(schema={"before": pl.Int64, "after": pl.Int64})
    for table, keys in SAME:
        left = before[table].select(*keys, before="quote_id").join(shared, on="before", how="anti")
        free = after[table].select(*keys, after="quote_id").join(shared, on="after", how="anti")
        shared = pl.concat([shared, left.join(free, on=keys).select("before", "after").unique()])
    return shared


@dataclass(frozen=True, slots=True)
class _Quote:
    """What is told of a quote, and how often it is printed."""

    text: str
    speaker_id: int
    speaker: str
    n_printings: int


def _told(quotes: pl.DataFrame, occurrences: pl.DataFrame) -> dict[int, _Quote]:
    """Each quote by its id."""
    counted = quotes.join(occurrences.group_by("quote_id").len(), on="quote_id", how="left")
    columns = counted.select("quote_id", "text", "speaker_id", "speaker", pl.col("len").fill_null(0))
    return {quote: _Quote(*told) for quote, *told in columns.iter_rows()}


def _is_another(before: _Quote, after: _Quote, living: set[int]) -> bool:
    """Whether a quote's speaker is another: by name, or a namesake while the one before is still about."""
    if before.speaker_id == after.speaker_id:
        return False
    return before.speaker != after.speaker or before.speaker_id in living


def _unmatched(told: Mapping[int, _Quote], matched: set[int], *, is_new: bool) -> tuple[Change, ...]:
    """The quotes of one dataset that share no printing with the other, those with most printings first."""
    left = sorted(
        (quote for quote in told if quote not in matched), key=lambda quote: (-told[quote].n_printings, quote)
    )
    return tuple(
        Change((), (quote,), told[quote].text, None, told[quote].speaker)
        if is_new
        else Change((quote,), (), told[quote].text, told[quote].speaker, None)
        for quote in left
    )


def _change(
    before: tuple[int, ...],
    after: tuple[int, ...],
    told_before: Mapping[int, _Quote],
    told_after: Mapping[int, _Quote],
) -> Change:
    """A change with the words of the quote that is one, and every speaker of either side."""
    names_before = sorted({told_before[quote].speaker for quote in before})
    names_after = sorted({told_after[quote].speaker for quote in after})
    text = told_before[before[0]].text if len(before) == 1 else told_after[after[0]].text
    return Change(before, after, text, ", ".join(names_before), ", ".join(names_after))
