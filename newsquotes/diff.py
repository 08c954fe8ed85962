"""What changed between two datasets: quotes that are new, gone, merged, split, or said by somebody else now.

The tables `quotes` and `occurrences` of either dataset in, a `Difference` of plain values out. Quotes are followed by
their printings, so that it works between any two datasets, whatever their ids.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import polars as pl

KINDS = ("new", "gone", "merged", "split", "speaker_changed", "renumbered")


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

    A quote is the same when it shares a printing. `merged` are several quotes before whose printings are one quote
    now, `split` the reverse; a quote in neither whose speaker's name differs has `speaker_changed`, and one whose id
    differs is `renumbered`.
    """
    shared = _shared(before["occurrences"], after["occurrences"])
    olds = shared.group_by("after").agg(pl.col("before").sort()).sort("after")
    news = shared.group_by("before").agg(pl.col("after").sort()).sort("before")
    told_before, told_after = _told(before["quotes"]), _told(after["quotes"])
    lone = shared.filter((pl.len().over("after") == 1) & (pl.len().over("before") == 1)).sort("before")
    pairs = [(old, new) for old, new in lone.iter_rows()]
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
            if told_before[old][1] != told_after[new][1]
        ),
        "renumbered": tuple(_change((old,), (new,), told_before, told_after) for old, new in pairs if old != new),
    }
    changed = {pair for kind in ("speaker_changed", "renumbered") for pair in _pairs(changes[kind])}
    return Difference(len(told_before), len(told_after), len(set(pairs) - changed), changes)


def _pairs(changes: tuple[Change, ...]) -> set[tuple[int, int]]:
    return {(change.before[0], change.after[0]) for change in changes}


def _shared(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """The pairs of quotes that share a printing."""
    old = before.select("quotation_id", before="quote_id")
    return (
        old.join(after.select("quotation_id", after="quote_id"), on="quotation_id").select("before", "after").unique()
    )


def _told(quotes: pl.DataFrame) -> dict[int, tuple[str, str]]:
    """Text and speaker of each quote."""
    return {quote: (text, name) for quote, text, name in quotes.select("quote_id", "text", "speaker").iter_rows()}


def _unmatched(told: Mapping[int, tuple[str, str]], matched: set[int], *, is_new: bool) -> tuple[Change, ...]:
    """The quotes of one dataset that share no printing with the other."""
    left = sorted(quote for quote in told if quote not in matched)
    return tuple(
        Change((), (quote,), told[quote][0], None, told[quote][1])
        if is_new
        else Change((quote,), (), told[quote][0], told[quote][1], None)
        for quote in left
    )


def _change(
    before: tuple[int, ...],
    after: tuple[int, ...],
    told_before: Mapping[int, tuple[str, str]],
    told_after: Mapping[int, tuple[str, str]],
) -> Change:
    """A change with the words of the quote that is one, and every speaker of either side."""
    names_before = sorted({told_before[quote][1] for quote in before})
    names_after = sorted({told_after[quote][1] for quote in after})
    text = told_before[before[0]][0] if len(before) == 1 else told_after[after[0]][0]
    return Change(before, after, text, ", ".join(names_before), ", ".join(names_after))
