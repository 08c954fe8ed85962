"""What the pipeline finds in articles of gold, in the form in which gold is compared."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from benchmarks.quality.gold import GoldArticle
from newsquotes.annotate import AnnotateConfig, annotate_articles
from newsquotes.attribute import AttributeConfig, attribute_quotations
from newsquotes.extract import ExtractConfig, extract_quotations
from newsquotes.schemas import ARTICLES

ARTICLES_PER_BATCH = 64


@dataclass(frozen=True, slots=True)
class Found:
    """One quotation that was found: a mixed one with its whole reported clause, as in gold."""

    start: int
    end: int
    kind: str
    nested: bool
    speaker: str | None
    rule: str
    confidence: float
    cue: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything found in one article, and what was dropped, by rule."""

    quotes: list[Found] = field(default_factory=list)
    dropped: list[tuple[str, str]] = field(default_factory=list)


def read_articles(articles: Sequence[GoldArticle]) -> Iterator[tuple[GoldArticle, Reading]]:
    """Each article with what the pipeline finds in it."""
    for batch in _batches(articles):
        frame = articles_frame(batch)
        annotations = annotate_articles(frame, config=AnnotateConfig())
        yield from zip(batch, read_annotated(frame, annotations), strict=True)


def read_annotated(frame: pl.DataFrame, annotations: pl.DataFrame) -> list[Reading]:
    """What extraction and attribution find in a frame of articles, one reading an article."""
    extracted = extract_quotations(frame, annotations, config=ExtractConfig())
    rows = attribute_quotations(extracted.quotations, frame, annotations, config=AttributeConfig())
    quotes: list[dict[tuple[int, int, bool], Found]] = [{} for _ in range(frame.height)]
    for row in rows.iter_rows(named=True):
        found = _found(row)
        quotes[row["article_id"]].setdefault((found.start, found.end, found.nested), found)
    readings = [Reading(list(one.values())) for one in quotes]
    for row in extracted.rejects.iter_rows(named=True):
        readings[row["article_id"]].dropped.append((row["rule"], row["excerpt"]))
    return readings


def articles_frame(articles: Sequence[GoldArticle]) -> pl.DataFrame:
    """The articles as a table; an article's id is its place."""
    return ARTICLES.from_rows(
        {
            "article_id": place, "document_id": place, "source_uri": article.name, "part": 0, "title": article.title,
            "authors": [article.author] if article.author else [], "published_source": "none", "language": "en",
            "text": article.text, "text_sha256": "", "n_words": max(1, len(article.text.split())),
        }
        for place, article in enumerate(articles)
    )  # fmt: skip


def _batches(articles: Sequence[GoldArticle]) -> Iterator[Sequence[GoldArticle]]:
    for start in range(0, len(articles), ARTICLES_PER_BATCH):
        yield articles[start : start + ARTICLES_PER_BATCH]


def _found(row: Mapping[str, Any]) -> Found:
    is_clause = row["kind"] == "mixed" and row["statement_start"] is not None
    start, end = (row["statement_start"], row["statement_end"]) if is_clause else (row["start"], row["end"])
    return Found(
        start, end, row["kind"], row["nested_in"] is not None, row["speaker"], row["attribution_rule"],
        row["confidence"], row["cue"],
    )  # fmt: skip
