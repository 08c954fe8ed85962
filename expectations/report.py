"""The one page to read first: what went in, what came out, what was dropped and why, and what the rules found.

Comes in: the tables of a run, its verdicts, and the summary of the run before. Goes out: plain data, one HTML page that
needs no network, and a summary for the next run. Reads no clock and writes no file.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from expectations.clusters import Cluster, biggest_clusters, doubtful_clusters
from expectations.docs import page_name
from expectations.verdict import RuleResult, Verdict
from newsquotes.schemas import TABLES

TEMPLATES = Path(__file__).resolve().parent / "templates"
SUMMARY_VERSION = 1

TOP_SPEAKERS = 12
MOST_MONTHS = 24
TOP_PUBLISHERS = 8
SAMPLES_PER_DROP = 5
MOST_PRINTED = 4
SAMPLE_QUOTES = 10
WINDOW = 200
"""Characters of the article shown on either side of a sample quote."""

REACH = 500
"""A mention or cue farther away than that is not drawn into the sample."""

FUNNEL = (
    ("inputs", "inputs", "files and streams that were given", "ingest"),
    ("documents", "documents", "read from them; an archive holds many", "clean"),
    ("articles", "articles", "found in them, without the rest of the page", "annotate extract"),
    ("quotations", "quotations", "found in the articles", "attribute dedupe export"),
    ("occurrences", "printings", "quotations whose speaker is known", ""),
    ("quotes", "quotes", "different ones; a quote may be printed many times", ""),
    ("speakers", "speakers", "across all articles", ""),
)
"""Table, name, meaning, and the stages whose rejects are lost between this step and the next."""


@dataclass(frozen=True, slots=True)
class Drop:
    """What one rule dropped: how many rows, how many in the run before (None when unknown), and some of them."""

    stage: str
    rule: str
    count: int
    before: int | None
    samples: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the funnel: how many there are, how many in the run before, and what is dropped after it."""

    table: str
    name: str
    meaning: str
    count: int
    before: int | None
    drops: tuple[Drop, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a ranking: a name with a note, a count, and the count as a share of the longest."""

    name: str
    note: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of an article's text: `plain`, `quote`, `mention` or `cue`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class SampleQuote:
    """A quote in its context, with all that tells whether it is right."""

    quote_id: int
    speaker: str
    role: str | None
    spans: tuple[Span, ...]
    rule: str
    confidence: float
    n_occurrences: int
    title: str | None
    publisher: str | None
    published: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Change:
    """A rule whose result differs from the run before."""

    rule: str
    before: str
    now: str
    is_worse: bool


@dataclass(frozen=True, slots=True)
class ReportData:
    """Everything the page shows, as plain values."""

    title: str
    generated: str | None
    verdicts: tuple[Verdict, ...]
    funnel: tuple[Step, ...]
    removed: tuple[Drop, ...]
    speakers: tuple[Bar, ...]
    publishers: tuple[Bar, ...]
    rules_of_attribution: tuple[Bar, ...]
    times: tuple[Bar, ...]
    samples: tuple[SampleQuote, ...]
    biggest: tuple[Cluster, ...]
    doubtful: tuple[Cluster, ...]
    has_previous: bool
    changes: tuple[Change, ...]
    docs: str | None

    @property
    def stops(self) -> bool:
        """Whether a critical rule kept the run from being published."""
        return any(verdict.stops for verdict in self.verdicts)

    @property
    def missed(self) -> tuple[tuple[str, RuleResult], ...]:
        """Stage and result of every rule that did not pass, worst first."""
        found = [(verdict.stage, result) for verdict in self.verdicts for result in verdict.of_interest]
        missed = [(stage, result) for stage, result in found if result.status != "passed"]
        return tuple(sorted(missed, key=lambda item: not item[1].stops))

    @property
    def tolerated(self) -> tuple[tuple[str, RuleResult], ...]:
        """Stage and result of every rule that passed although some rows failed."""
        found = [(verdict.stage, result) for verdict in self.verdicts for result in verdict.of_interest]
        return tuple((stage, result) for stage, result in found if result.status == "passed")

    @property
    def is_whole(self) -> bool:
        """Whether the run went on to the end, where the dataset as a whole is checked."""
        return any(verdict.stage == "export" for verdict in self.verdicts)

    @property
    def n_removed(self) -> int:
        """How many lines were removed from documents."""
        return sum(drop.count for drop in self.removed)

    @property
    def n_rules(self) -> int:
        """How many rules were checked."""
        return sum(len(verdict.results) for verdict in self.verdicts)

    @property
    def n_set_aside(self) -> int:
        """How many rows broke a critical rule within its tolerance and were taken out."""
        results = (result for verdict in self.verdicts for result in verdict.results)
        return sum(result.failed for result in results if result.severity == "critical" and result.status == "passed")


def build_report_data(
    tables: Mapping[str, pl.LazyFrame | pl.DataFrame],
    verdicts: Sequence[Verdict],
    previous: Mapping[str, Any] | None = None,
    *,
    title: str = "newsquotes",
    generated: str | None = None,
    docs: str | None = None,
) -> ReportData:
    """Count and sample everything that the page shows.

    `tables` are those the run has made so far; a missing one counts as empty. `previous` is what `summarise` gave in
    the run before. `generated` is printed as the time of the run, `docs` is the folder of the Data Docs relative to the
    page.
    """
    frames = {name: tables[name].lazy() if name in tables else TABLES[name].empty().lazy() for name in TABLES}
    known = _comparable(previous)
    return ReportData(
        title,
        generated,
        tuple(verdicts),
        _funnel(frames, known),
        _removed(frames["removed_lines"], known),
        _speakers(frames),
        _publishers(frames),
        _rules_of_attribution(frames),
        _times(frames),
        _samples(frames),
        biggest_clusters(frames),
        doubtful_clusters(frames),
        bool(known),
        _changes(verdicts, known.get("rules", {})) if known else (),
        docs,
    )


def summarise(data: ReportData) -> dict[str, Any]:
    """The figures that the next run compares itself with; plain values, ready for JSON."""
    drops = [drop for step in data.funnel for drop in step.drops]
    return {
        "version": SUMMARY_VERSION,
        "rows": {step.table: step.count for step in data.funnel},
        "drops": {f"{drop.stage}/{drop.rule}": drop.count for drop in drops},
        "removed": {f"{drop.stage}/{drop.rule}": drop.count for drop in data.removed},
        "rules": _told_rules(data.verdicts),
    }


def render_report(data: ReportData) -> str:
    """The page as HTML: one file, no script, no request."""
    return _environment().get_template("report.html").render(data=data)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"number": _number, "change": _change, "percent": _percent, "words": _words}
    environment.globals |= {"page_name": page_name}
    return environment


def _number(value: float | None) -> str:
    """1234567 as 1,234,567; a fraction with three digits."""
    if value is None:
        return "–"
    return f"{value:,}" if isinstance(value, int) else f"{value:,.3g}"


def _change(now: int, before: int | None) -> str:
    """The difference to the run before, with its sign; empty when there is none."""
    return "" if before is None or now == before else f"{now - before:+,}".replace("-", "−")


def _percent(value: float) -> str:
    return f"{value * 100:.3g} %"


def _words(name: str) -> str:
    """A rule's name as a phrase."""
    return name.replace("_", " ")


def _comparable(previous: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """The summary of the run before, unless it was written in another form."""
    return previous if previous and previous.get("version") == SUMMARY_VERSION else {}


def _told_rules(verdicts: Iterable[Verdict]) -> dict[str, str]:
    """Each rule's result in short, by stage, table and name."""
    return {
        f"{verdict.stage}/{result.table}/{result.rule}": result.status
        for verdict in verdicts
        for result in verdict.results
    }


def _changes(verdicts: Iterable[Verdict], before: Mapping[str, str]) -> tuple[Change, ...]:
    told = _told_rules(verdicts)
    changed = [(rule, before[rule], status) for rule, status in told.items() if before.get(rule, status) != status]
    return tuple(Change(rule, then, now, is_worse=now != "passed") for rule, then, now in changed)


def _count(frame: pl.LazyFrame) -> int:
    return int(frame.select(pl.len()).collect().item())


def _funnel(frames: Mapping[str, pl.LazyFrame], known: Mapping[str, Any]) -> tuple[Step, ...]:
    rows = known.get("rows", {})
    drops = _drops(frames["rejects"], known.get("drops", {}))
    sources = pl.concat([frames[name].select("source_uri") for name in ("documents", "rejects")])
    counts = {name: _count(frames[name]) for name, *_ in FUNNEL if name in frames}
    counts["inputs"] = _count(sources.drop_nulls().unique())
    return tuple(
        Step(
            table,
            name,
            meaning,
            counts[table],
            rows.get(table),
            tuple(drop for drop in drops if drop.stage in (stages.split() if table != "inputs" else ["ingest"])),
        )
        for table, name, meaning, stages in FUNNEL
    )


def _drops(rejects: pl.LazyFrame, known: Mapping[str, int]) -> tuple[Drop, ...]:
    """Rejects by stage and rule, most frequent first."""
    shown = [pl.col(name) for name in ("source_uri", "member", "reason", "excerpt")]
    counted = (
        rejects.sort("reject_id")
        .group_by("stage", "rule", maintain_order=True)
        .agg(count=pl.len(), samples=pl.struct(shown).head(SAMPLES_PER_DROP))
        .sort("count", "stage", "rule", descending=[True, False, False])
        .collect()
    )
    return tuple(_drop(row["stage"], row, known) for row in counted.iter_rows(named=True))


def _removed(lines: pl.LazyFrame, known: Mapping[str, Any]) -> tuple[Drop, ...]:
    """Removed lines by label and rule, most frequent first."""
    counted = (
        lines.filter(pl.col("text").str.contains(r"\S"))
        .sort("document_id", "line_no")
        .group_by("label", "rule", maintain_order=True)
        .agg(count=pl.len(), samples=pl.struct(excerpt=pl.col("text").str.slice(0, WINDOW)).head(SAMPLES_PER_DROP))
        .sort("count", "label", "rule", descending=[True, False, False])
        .collect()
    )
    before = known.get("removed", {})
    return tuple(_drop(row["label"], row, before) for row in counted.iter_rows(named=True))


def _drop(group: str, row: Mapping[str, Any], known: Mapping[str, int]) -> Drop:
    samples = tuple({name: value for name, value in sample.items() if value} for sample in row["samples"])
    return Drop(group, row["rule"], row["count"], known.get(f"{group}/{row['rule']}"), samples)


def _bars(counted: pl.DataFrame) -> tuple[Bar, ...]:
    """Rows of name, note and count as bars, in their order."""
    longest = max(counted["count"].to_list(), default=0) or 1
    return tuple(Bar(name, note or "", count, count / longest) for name, note, count in counted.iter_rows())


def _speakers(frames: Mapping[str, pl.LazyFrame]) -> tuple[Bar, ...]:
    """The most quoted speakers, with a role or their type."""
    ranked = (
        frames["speakers"].sort("n_quotes", "name", "speaker_id", descending=[True, False, False]).head(TOP_SPEAKERS)
    )
    note = pl.col("roles").list.first().fill_null(pl.col("type"))
    return _bars(ranked.select("name", note.alias("note"), pl.col("n_quotes").alias("count")).collect())


def _times(frames: Mapping[str, pl.LazyFrame]) -> tuple[Bar, ...]:
    """The printings of each month in order of time, of each year where there are too many months; the undated last."""
    printed = pl.col("published_at")
    days = frames["occurrences"].select("article_id", printed)
    n_months = days.select(printed.dt.truncate("1mo").drop_nulls().n_unique()).collect().item()
    time = printed.dt.strftime("%Y-%m" if n_months <= MOST_MONTHS else "%Y")
    counted = (
        days.group_by(name=time)
        .agg(articles=pl.col("article_id").n_unique(), count=pl.len())
        .sort("name", nulls_last=True)
        .collect()
    )
    note = pl.format(
        "{} article{}", "articles", pl.when(pl.col("articles") == 1).then(pl.lit("")).otherwise(pl.lit("s"))
    )
    return _bars(counted.select(pl.col("name").fill_null("undated"), note.alias("note"), "count"))


def _publishers(frames: Mapping[str, pl.LazyFrame]) -> tuple[Bar, ...]:
    """The outlets with most printings, with the number of their articles."""
    articles = frames["articles"].select("article_id", name=pl.col("publisher").fill_null("unknown publisher"))
    sizes = articles.group_by("name").agg(articles=pl.len())
    counted = (
        frames["occurrences"]
        .select("article_id")
        .join(articles, on="article_id")
        .group_by("name")
        .agg(count=pl.len())
        .join(sizes, on="name")
        .sort("count", "name", descending=[True, False])
        .head(TOP_PUBLISHERS)
    )
    note = pl.format("{} articles", "articles")
    return _bars(counted.select("name", note.alias("note"), pl.col("count").cast(pl.Int64)).collect())


def _rules_of_attribution(frames: Mapping[str, pl.LazyFrame]) -> tuple[Bar, ...]:
    """How the speakers of the printings were found, with the mean confidence of each rule."""
    counted = (
        frames["occurrences"]
        .group_by(name="attribution_rule")
        .agg(count=pl.len(), mean=pl.col("confidence").mean().round(2))
        .sort("count", "name", descending=[True, False])
    )
    note = pl.format("mean confidence {}", "mean")
    return _bars(counted.select("name", note.alias("note"), pl.col("count").cast(pl.Int64)).collect())


def _samples(frames: Mapping[str, pl.LazyFrame]) -> tuple[SampleQuote, ...]:
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
    return SampleQuote(
        row["quote_id"],
        row["quote_speaker"],
        row["speaker_role"],
        _spans(row),
        row["attribution_rule"],
        row["confidence"],
        row["n_occurrences"],
        row["title"],
        row["publisher"],
        row["published_at"].date().isoformat() if row["published_at"] else None,
        row["source_uri"] or "",
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
    return tuple(_cut(text, sorted(marks, key=lambda mark: mark[1]), opening, closing))


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
