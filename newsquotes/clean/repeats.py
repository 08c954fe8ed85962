"""Lines that recur on the articles of one site: furniture that no rule knows by its wording.

In: `articles` of any number of documents. Out: counts (table REPEATS), which add up in any order and over runs, and
articles without the lines that the counts show to recur. What quotes somebody never counts: many articles print the
same quotation. Neither do copies and new versions of one story: an article vouches for a line by the rest of its text,
so that articles with the same text vouch once.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from newsquotes.clean.text import Line, comparable, make_line
from newsquotes.ids import stable_id
from newsquotes.schemas import ARTICLES, REMOVED_LINES, REPEATS

RULE = "repeated_line"
MOST_VOUCHERS = 8
"""Articles that are remembered for a line, which is as many as any decision needs."""
MAX_COUNTED_WORDS = 60
"""Longer paragraphs are nobody's furniture."""
MAX_ROWS = 200_000
"""Lines that are remembered; those that the fewest articles vouch for go first."""


@dataclass(frozen=True, slots=True)
class RepeatsConfig:
    """How many articles of one site must share a line before it goes: a short line, or a paragraph of prose."""

    min_articles: int = 3
    min_articles_for_prose: int = MOST_VOUCHERS


def count_repeats(articles: pl.DataFrame) -> pl.DataFrame:
    """The lines of `articles` (table ARTICLES) that may be furniture, with the articles that vouch for each."""
    vouchers: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
    for article in articles.select("domain", "publisher", "text").iter_rows(named=True):
        site = site_of(article)
        if site is None:
            continue
        keys = [_key(paragraph) for paragraph in article["text"].split("\n\n")]
        lowest = sorted({key for key in keys if key is not None})[:2]
        for paragraph, key in zip(article["text"].split("\n\n"), keys, strict=True):
            others = [other for other in lowest if other != key]
            if key is not None and others and _may_repeat(_line(paragraph)):
                vouchers[site, key].add(others[0])
    rows = ({"site": site, "line": key, "vouchers": sorted(found)} for (site, key), found in vouchers.items())
    return _bounded(REPEATS.from_rows(rows))


def merge_repeats(counts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """The counts of several batches or runs as one; counting an article again changes nothing."""
    frames = list(counts)
    if not frames:
        return REPEATS.empty()
    merged = (
        pl.concat(frames)
        .explode("vouchers", empty_as_null=True)
        .unique()
        .group_by("site", "line")
        .agg(pl.col("vouchers").sort())
    )
    return _bounded(REPEATS.conform(merged))


def _bounded(counts: pl.DataFrame) -> pl.DataFrame:
    """At most `MAX_ROWS` lines with `MOST_VOUCHERS` vouchers each, in order of site and line."""
    kept = counts.with_columns(pl.col("vouchers").list.head(MOST_VOUCHERS))
    by_weight = kept.sort(pl.col("vouchers").list.len(), "site", "line", descending=[True, False, False])
    return by_weight.head(MAX_ROWS).sort("site", "line")


def repeats_of(counts: pl.DataFrame, articles: pl.DataFrame, *, config: RepeatsConfig) -> pl.DataFrame:
    """Those rows of `counts` that can matter for `articles`: of their sites, and shared by enough."""
    sites = sorted({site for row in articles.iter_rows(named=True) if (site := site_of(row))})
    return counts.filter(pl.col("site").is_in(sites) & (pl.col("vouchers").list.len() >= config.min_articles))


def drop_repeats(
    articles: pl.DataFrame, removed: pl.DataFrame, counts: pl.DataFrame, *, config: RepeatsConfig
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """`articles` without the lines that recur on their site, and `removed` with a row for each of those.

    An article keeps at least one paragraph.
    """
    known = {(row["site"], row["line"]): len(row["vouchers"]) for row in counts.iter_rows(named=True)}
    kept, dropped = [], []
    for article in articles.iter_rows(named=True):
        own, gone = _without_repeats(article, known, config)
        kept.append(own)
        dropped += gone
    if not dropped:
        return articles, removed
    rows = pl.concat([removed, REMOVED_LINES.from_rows(dropped)])
    unique = rows.unique(["document_id", "line_no"], keep="first", maintain_order=True)
    return ARTICLES.from_rows(kept), unique.sort("document_id", "line_no")


def _without_repeats(
    article: Mapping[str, Any], known: Mapping[tuple[str, int], int], config: RepeatsConfig
) -> tuple[Mapping[str, Any], list[dict[str, Any]]]:
    site = site_of(article)
    paragraphs: Sequence[str] = article["text"].split("\n\n")
    numbers = article["paragraph_lines"] or [None] * len(paragraphs)
    gone = [index for index, text in enumerate(paragraphs) if site and _recurs(text, site, known, config)]
    if not gone or len(gone) == len(paragraphs):
        return article, []
    rest = [index for index in range(len(paragraphs)) if index not in gone]
    text = "\n\n".join(paragraphs[index] for index in rest)
    own = {
        **article,
        "text": text,
        "text_sha256": text_digest(text),
        "n_words": len(text.split()),
        "paragraph_lines": [numbers[index] for index in rest],
    }
    rows = [
        {
            "document_id": article["document_id"],
            "article_id": article["article_id"],
            "line_no": numbers[index],
            "text": paragraphs[index],
            "rule": RULE,
            "label": "repeat",
        }
        for index in gone
        if numbers[index] is not None
    ]
    return own, rows


def _recurs(text: str, site: str, known: Mapping[tuple[str, int], int], config: RepeatsConfig) -> bool:
    key = _key(text)
    count = 0 if key is None else known.get((site, key), 0)
    if count < config.min_articles:
        return False
    line = _line(text)
    return _may_repeat(line) and count >= (config.min_articles_for_prose if line.is_prose else config.min_articles)


def site_of(article: Mapping[str, Any]) -> str | None:
    """What stands for the site of an article: its domain, or else its publisher."""
    name = article["domain"] or article["publisher"]
    return name.casefold() if name else None


def text_digest(text: str) -> str:
    """Hex digest of a text in UTF-8, as in `articles.text_sha256`."""
    return hashlib.sha256(text.encode()).hexdigest()


def _key(paragraph: str) -> int | None:
    words = comparable(paragraph)
    return stable_id("line", words) if words else None


def _line(text: str) -> Line:
    return make_line((1,), (text,), text, is_after_blank=False)


def _may_repeat(line: Line) -> bool:
    return line.n_words <= MAX_COUNTED_WORDS and not line.has_quote
