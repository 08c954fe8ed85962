"""Rows of `rejects`: how every stage records what it drops."""

from collections.abc import Iterable, Mapping
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
    """The rows as a frame of the `rejects` table."""
    return REJECTS.from_rows(rows)
