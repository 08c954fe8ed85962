"""Quotes in their context, so that a reader can judge whether they are right.

The tables of a run in, plain values out; no text is read but those of the articles that are shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import polars as pl

from expectations.report.data import SampleQuote, Span
from newsquotes.speakers.reading import read_role

MOST_PRINTED = 4
SAMPLE_QUOTES = 10
WINDOW = 200
"""Characters of the article shown on either side of a sample quote."""
REACH = 500
"""A mention or cue farther away than that is not drawn into the sample."""
LONGEST = 900
"""A piece of text with more characters is shown without its middle."""


def sample_quotes(frames: Mapping[str, pl.LazyFrame]) -> tuple[SampleQuote, ...]:
    """The most printed quotes, then one quote for each of the most frequent rules of attribution."""
    chosen = _chosen_printings(frames)
    rows = {row["quotation_id"]: row for row in _with_places(chosen, frames).iter_rows(named=True)}
    return tuple(_sample(rows[quotation_id]) for quotation_id in chosen)


def _chosen_printings(frames: Mapping[str, pl.LazyFrame]) -> list[int]:
    """The printings to show, in order; chosen without their texts, which need not fit into the memory together."""
    printings = (
        frames["occurrences"]
        .select("quote_id", "quotation_id", "attribution_rule", "confidence")
        .join(frames["quotes"].select("quote_id", "n_publishers", "n_occurrences"), on="quote_id")
        .collect(engine="streaming")
    )
    ranked = printings.sort(
        "n_publishers", "n_occurrences", "confidence", "quotation_id", descending=[True, True, True, False]
    )
    first = ranked.unique("quote_id", keep="first", maintain_order=True)
    printed = first.head(MOST_PRINTED)
    frequent = first.with_columns(frequency=pl.len().over("attribution_rule")).sort(
        "frequency", "attribution_rule", descending=[True, False], maintain_order=True
    )
    others = frequent.join(printed, on="quote_id", how="anti", maintain_order="left")
    by_rule = others.unique("attribution_rule", keep="first", maintain_order=True).head(SAMPLE_QUOTES - MOST_PRINTED)
    return [*printed["quotation_id"], *by_rule["quotation_id"]]


def _with_places(chosen: list[int], frames: Mapping[str, pl.LazyFrame]) -> pl.DataFrame:
    """The chosen printings with their quote, where their mention and cue stand, and their article."""
    places = ("mention_start", "mention_end", "cue_start", "cue_end", "speaker_role")
    printings = _rows_of("quotation_id", chosen, frames["occurrences"])
    quotes = _rows_of(
        "quote_id",
        printings["quote_id"].to_list(),
        frames["quotes"].select("quote_id", "n_publishers", "n_occurrences", quote_speaker="speaker"),
    )
    quotations = _rows_of("quotation_id", chosen, frames["quotations"].select("quotation_id", *places))
    articles = _rows_of(
        "article_id",
        printings["article_id"].to_list(),
        frames["articles"].select("article_id", "source_uri", "title", "publisher", article_text="text"),
    )
    return (
        printings.join(quotes, on="quote_id")
        .join(quotations, on="quotation_id", how="left")
        .join(articles, on="article_id", how="left")
    )


def _rows_of(key: str, wanted: list[int], frame: pl.LazyFrame) -> pl.DataFrame:
    """The rows whose key is wanted."""
    return frame.filter(pl.col(key).is_in(wanted)).collect(engine="streaming")


def _sample(row: Mapping[str, Any]) -> SampleQuote:
    """A printing as it is shown."""
    return SampleQuote(
        quote_id=row["quote_id"],
        speaker=row["quote_speaker"],
        role=read_role(row["speaker_role"] or "") or None,
        spans=_spans(row),
        rule=row["attribution_rule"],
        confidence=row["confidence"],
        n_occurrences=row["n_occurrences"],
        title=row["title"],
        publisher=row["publisher"],
        published=row["published_at"].date().isoformat() if row["published_at"] else None,
        source=row["source_uri"] or "",
    )


def _spans(row: Mapping[str, Any]) -> tuple[Span, ...]:
    """The quotation in its text, cut into plain text, quotation, mention and cue."""
    text = row["article_text"]
    if text is None:
        return (Span("plain", row["before"]), Span("quote", row["text"]), Span("plain", row["after"]))
    start, end = row["start"], row["end"]
    marks = [("quote", start, end)]
    for kind in ("mention", "cue"):
        first, last = row[f"{kind}_start"], row[f"{kind}_end"]
        if first is not None and last is not None and start - REACH <= first and last <= end + REACH:
            marks.append((kind, first, last))
    first_mark, last_mark = min(first for _, first, _ in marks), max(last for _, _, last in marks)
    opening = _word_start(text, min(start - WINDOW, first_mark), first_mark)
    closing = _word_end(text, max(end + WINDOW, last_mark), last_mark)
    spans = _cut(text, sorted(marks, key=lambda mark: mark[1]), opening, closing)
    return tuple(Span(span.kind, without_middle(span.text)) for span in spans)


def without_middle(text: str) -> str:
    """A text as long as one may read at a glance: of a longer one the beginning and the end, in whole words."""
    if len(text) <= LONGEST:
        return text
    opening = text[: LONGEST * 2 // 3].rpartition(" ")[0]
    closing = text[-LONGEST // 3 :].partition(" ")[2]
    return f"{opening} […] {closing}"


def _word_start(text: str, at: int, limit: int) -> int:
    """The first start of a word from `at` on, but not beyond `limit`."""
    if at <= 0:
        return 0
    space = text.find(" ", at, limit)
    return at if space < 0 else space + 1


def _word_end(text: str, at: int, limit: int) -> int:
    """The last end of a word up to `at`, but not before `limit`."""
    if at >= len(text):
        return len(text)
    space = text.rfind(" ", limit, at)
    return at if space < 0 else space


def _cut(text: str, marks: Sequence[tuple[str, int, int]], opening: int, closing: int) -> Iterable[Span]:
    """`text[opening:closing]` as spans; a mark that overlaps an earlier one is left out."""
    at = opening
    if opening > 0:
        yield Span("plain", "… ")
    for kind, first, last in marks:
        if first < at:
            continue
        if first > at:
            yield Span("plain", text[at:first])
        yield Span(kind, text[first:last])
        at = last
    if closing > at:
        yield Span("plain", text[at:closing])
    if closing < len(text):
        yield Span("plain", " …")
