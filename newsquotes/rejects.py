"""Rows of `rejects`: how every stage records what it drops."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import polars as pl

from newsquotes.ids import stable_id
from newsquotes.schemas import REJECTS

EXCERPT_LENGTH = 200


def reject(stage: str, rule: str, reason: str, *, excerpt: str | None = None, **where: Any) -> dict[str, Any]:
    """One row of `rejects`; `where` holds source_uri, member, document_id, article_id or quotation_id."""
    row: dict[str, Any] = {
        "stage": stage,
        "source_uri": None,
        "member": None,
        "document_id": None,
        "article_id": None,
        "quotation_id": None,
        "rule": rule,
        "reason": reason,
        "excerpt": None if excerpt is None else excerpt[:EXCERPT_LENGTH],
    }
    row.update(where)
    return {"reject_id": stable_id("reject", *row.values()), **row}


def rejects_frame(rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """The rows as a frame of the `rejects` table; rows that are alike in everything still get ids of their own."""
    return REJECTS.from_rows(_with_distinct_ids(rows))


def _with_distinct_ids(rows: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    seen: Counter[int] = Counter()
    for row in rows:
        identity = row["reject_id"]
        repeats = seen[identity]
        seen[identity] += 1
        yield {**row, "reject_id": stable_id("repeat", identity, repeats)} if repeats else row
