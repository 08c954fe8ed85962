"""The stage itself: each article is read, its spans are sorted into quotations and rejects, and rows are made."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from newsquotes.annotation import Annotation
from newsquotes.extract.found import Found
from newsquotes.extract.groups import group_starts
from newsquotes.extract.layouts import NOBODYS, find_turns, named_headline
from newsquotes.extract.marks import Marked, outermost, scan
from newsquotes.extract.nested import goes_on_with, is_attributed_inside
from newsquotes.extract.not_quotations import (
    Dropped,
    is_name_only,
    is_named_thing,
    why_never,
    why_not,
    words_in_passing,
)
from newsquotes.extract.reading import Reading
from newsquotes.extract.reported import find_reports
from newsquotes.extract.reported.naming import label
from newsquotes.extract.reported.quoted import clause_around_words, quoted_after_cue
from newsquotes.extract.reported.report import Report
from newsquotes.extract.whole import completes_cue, is_weakly_whole, is_whole
from newsquotes.ids import stable_id
from newsquotes.rejects import reject, rejects_frame
from newsquotes.schemas import KINDS, QUOTATIONS

HEADLINE = Dropped("headline", "quoted in the headline, which repeats or shortens what the text quotes")
NOT_SAID = Dropped("not_said", "a verb of saying that is negated, only supposed or an order")
_WORD = re.compile(r"\w")
_WORDS = re.compile(r"\w+")
_LINKS = frozenset(("and", "or", "but", "that"))
_ONLY_LINKS = re.compile(r"\W*(?:that\W*)?")


@dataclass(frozen=True, slots=True)
class ExtractConfig:
    """What to extract.

    kinds: the kinds of quotation to keep; the others are left out silently, since they were not asked for.
    min_indirect_words: a reported clause without quoted words must have as many words.
    """

    kinds: tuple[str, ...] = KINDS
    min_indirect_words: int = 2


@dataclass(frozen=True, slots=True)
class Extracted:
    """Tables QUOTATIONS (attribution columns null, or cue and mention alone) and REJECTS."""

    quotations: pl.DataFrame
    rejects: pl.DataFrame


def extract_quotations(
    articles: pl.DataFrame, annotations: pl.DataFrame, *, config: ExtractConfig | None = None
) -> Extracted:
    """The quotations of `articles` (columns article_id, text and, if there, title), given their `annotations`.

    Rows are in the order of the articles, then by start. An article without annotation is read by its marks alone.
    Words quoted in a headline are rejected: of 163 in 924 headlines nine in ten stood in the text below, where the
    evidence is; the rest were cut or reworded to fit.
    """
    chosen = config or ExtractConfig()
    notes = {row["article_id"]: Annotation.from_row(row) for row in annotations.iter_rows(named=True)}
    quotations: list[dict[str, Any]] = []
    rejects: list[dict[str, Any]] = []
    for article_id, text in articles.select("article_id", "text").iter_rows():
        reading = Reading(text, notes.get(article_id) or Annotation.empty(article_id))
        found, dropped = sort_spans(reading, chosen)
        quotations.extend(_rows(reading, article_id, found))
        rejects.extend(dropped)
    rejects.extend(_quoted_in_headlines(articles))
    return Extracted(QUOTATIONS.from_rows(quotations), rejects_frame(rejects))


def _quoted_in_headlines(articles: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """Reject rows for the words quoted in the headlines."""
    if "title" not in articles.columns:
        return
    for article_id, title in articles.select("article_id", "title").drop_nulls().iter_rows():
        for span in outermost(scan(title)):
            excerpt = title[span.outer_start : span.outer_end]
            yield reject("extract", HEADLINE.rule, HEADLINE.reason, excerpt=excerpt, article_id=article_id)


def sort_spans(reading: Reading, config: ExtractConfig) -> tuple[list[Found], list[dict[str, Any]]]:
    """The quotations of one article in order of their start, and reject rows for what only looks like one."""
    sorting = _Sorting(reading, config)
    sorting.take_turns()
    if sorting.has_clauses:
        sorting.take_reports()
    sorting.take_quotes()
    found = [one for one in sorting.found if one.start < one.end and one.kind in config.kinds]
    found.sort(key=lambda one: (one.start, one.end))
    found.extend(_nested(reading, found))
    found.sort(key=lambda one: (one.start, -one.end))
    return found, sorting.dropped


class _Sorting:
    """The spans of one article on their way to the quotations or the rejects; the first rule that claims one keeps it.

    Without the kinds that have a reported clause, nothing is read from the parse: marks and words decide.
    """

    def __init__(self, reading: Reading, config: ExtractConfig) -> None:
        self.reading, self.config = reading, config
        self.has_clauses = config.kinds != ("direct",)
        self.never = {quote: why for quote in range(len(reading.quotes)) if (why := why_never(reading, quote))}
        self.whole = {quote for quote in range(len(reading.quotes)) if is_whole(reading, quote)} - self.never.keys()
        self.turns = find_turns(reading)
        self.claimed: set[int] = set()
        self.found: list[Found] = []
        self.dropped: list[dict[str, Any]] = []

    def take_turns(self) -> None:
        """Take what the layout marks as spoken."""
        for turn in self.turns:
            self.claimed.update(self.reading.quotes_between(*turn.statement))
            if turn.rule in NOBODYS:
                self._drop(Dropped(turn.rule, NOBODYS[turn.rule]), *turn.statement)
            else:
                self.found.append(Found(*turn.statement, kind="direct", report=turn))

    def take_reports(self) -> None:
        """Take the reported clauses with the quoted words inside them."""
        headline = named_headline(self.reading)
        for report in (*filter(None, (headline,)), *find_reports(self.reading)):
            quotes = self.reading.quotes_between(*report.statement)
            if not report.is_said:
                self.claimed.update(quote for quote in quotes if quote not in self.whole)
                self._drop(NOT_SAID, *report.statement)
            elif (report is headline or self.whole.isdisjoint(quotes)) and not _lies_in(report, self.turns):
                spoken = [quote for quote in quotes if quote not in self.never]
                self.found.extend(_from_report(self.reading, report, quotes, spoken, self.config))
                self.claimed.update(spoken)

    def take_quotes(self) -> None:
        """Take or drop every quotation that no turn and no reported clause has claimed."""
        for quote in range(len(self.reading.quotes)):
            if quote not in self.claimed:
                self._take_quote(quote)

    def _take_quote(self, quote: int) -> None:
        if quote in self.never:
            self._take_or_drop(quote, self.never[quote])
            return
        is_quotation = quote in self.whole or (
            is_weakly_whole(self.reading, quote) and not is_named_thing(self.reading, quote)
        )
        reason = None if is_quotation else why_not(self.reading, quote)
        if is_quotation or (reason is not None and not reason.is_for_lack_of_a_speaker):
            self._take_or_drop(quote, reason)
        elif self.has_clauses:
            self._take_words(quote, reason)
        elif reason is None or completes_cue(self.reading, quote):
            self._take_or_drop(quote, None)

    def _take_words(self, quote: int, reason: Dropped | None) -> None:
        """Take words that may be part of a reported clause, or all of it."""
        report = quoted_after_cue(self.reading, quote)
        if report is None and completes_cue(self.reading, quote):
            reason = None
        elif report is None and reason is not None and reason.rule == words_in_passing.__name__:
            report = clause_around_words(self.reading, quote)
        if report is None:
            self._take_or_drop(quote, reason)
        elif report.is_said:
            listed = range(quote + 1, self.reading.quotes_between(*report.statement).stop)
            quotes = [quote, *filter(self._is_free, listed)]
            around = _stretched(self.reading, report, quotes)
            self.claimed.update(quotes)
            for other in quotes:
                self.found.append(Found(*_words_of(self.reading, other), kind="mixed", quote=other, report=around))
        else:
            self._drop(NOT_SAID, *report.statement)

    def _is_free(self, quote: int) -> bool:
        """Whether nothing is known of a quotation yet: no clause has claimed it, and it is no whole one."""
        return quote not in self.claimed and quote not in self.whole and quote not in self.never

    def _take_or_drop(self, quote: int, reason: Dropped | None) -> None:
        """Take the quotation as a direct one, or drop it for the reason."""
        if reason is None:
            self.found.append(Found(*_words_of(self.reading, quote), kind="direct", quote=quote))
        else:
            span = self.reading.quotes[quote]
            self._drop(reason, span.outer_start, span.outer_end)

    def _drop(self, reason: Dropped, start: int, end: int) -> None:
        self.dropped.append(_rejected(self.reading, reason, start, end))


def _rejected(reading: Reading, reason: Dropped, start: int, end: int) -> dict[str, Any]:
    """A reject row for a span of the text."""
    where = {"article_id": reading.annotation.article_id}
    return reject("extract", reason.rule, reason.reason, excerpt=reading.text[start:end], **where)


def _nested(reading: Reading, found: list[Found]) -> Iterator[Found]:
    """The quotations within direct ones whose speaker is named inside: “Then he told me, ‘Go home.’”"""
    hosts = [one for one in found if one.kind == "direct"]
    starts = [one.start for one in hosts]
    said: Marked | None = None
    for span in reading.marked:
        place = bisect_right(starts, span.start) - 1
        host = hosts[place] if place >= 0 else None
        if host is None or not host.start < span.start < span.end <= host.end:
            continue
        is_next = span.parent is None or reading.marked[span.parent].parent is None
        if is_next and (
            is_attributed_inside(reading.text, span, host.start, host.end)
            or (said is not None and goes_on_with(reading.text, said, span))
        ):
            said = span
            yield Found(*_trimmed(reading.text, span), kind="direct", host=host)


def _lies_in(report: Report, turns: list[Report]) -> bool:
    """Whether a reported clause stands inside a turn, which is quoted as a whole, or reaches into one."""
    place = bisect_left(turns, report.statement[1], key=lambda turn: turn.statement[0]) - 1
    return place >= 0 and report.statement[0] < turns[place].statement[1]


def _from_report(
    reading: Reading, report: Report, quotes: range, spoken: list[int], config: ExtractConfig
) -> Iterator[Found]:
    """The quotations that a reported clause gives: one for each of its `spoken` parts, or the clause itself."""
    report = _stretched(reading, report, quotes)
    start, end = report.statement
    spoken = [quote for quote in spoken if not is_name_only(reading, quote)]
    if not spoken:
        says = _has_own_words(reading, report.statement, quotes)
        if says and report.rule != label.__name__ and len(reading.text[start:end].split()) >= config.min_indirect_words:
            yield Found(start, end, "indirect", report=report)
        return
    if len(quotes) == 1 and _is_all_quoted(reading, report, spoken[0]):
        yield Found(*_words_of(reading, spoken[0]), kind="direct", quote=spoken[0], report=report)
        return
    for quote in spoken:
        yield Found(*_words_of(reading, quote), kind="mixed", quote=quote, report=report)


def _is_all_quoted(reading: Reading, report: Report, quote: int) -> bool:
    """Whether a clause is nothing but one quotation: said that “we wait”."""
    span = reading.quotes[quote]
    start, end = report.statement
    is_first = _ONLY_LINKS.fullmatch(reading.text, start, span.outer_start) is not None
    return is_first and not _WORD.search(reading.text, span.outer_end, end)


def _has_own_words(reading: Reading, statement: tuple[int, int], quotes: Iterable[int]) -> bool:
    """Whether a clause says anything besides the quotations in it: not “Go” and “Stop”."""
    place, end = statement
    rest = []
    for quote in quotes:
        rest.append(reading.text[place : reading.quotes[quote].outer_start])
        place = reading.quotes[quote].outer_end
    return not _LINKS.issuperset(_WORDS.findall("".join((*rest, reading.text[place:end])).lower()))


def _stretched(reading: Reading, report: Report, quotes: Iterable[int]) -> Report:
    """The report with its clause reaching over the marks of its quotations."""
    start, end = report.statement
    for quote in quotes:
        span = reading.quotes[quote]
        start, end = min(start, span.outer_start), max(end, span.outer_end)
    return replace(report, statement=(start, end))


def _words_of(reading: Reading, quote: int) -> tuple[int, int]:
    """The quoted words without the comma that typography puts before the closing mark."""
    return _trimmed(reading.text, reading.quotes[quote])


def _trimmed(text: str, span: Marked) -> tuple[int, int]:
    """The words of a span without the comma at their end."""
    end = span.end
    while end > span.start and (text[end - 1] == "," or text[end - 1].isspace()):
        end -= 1
    return span.start, end


def _rows(reading: Reading, article_id: int, found: list[Found]) -> Iterator[dict[str, Any]]:
    """Rows of the quotations table."""
    identities = [stable_id("quotation", article_id, one.start, one.end) for one in found]
    paragraphs = reading.paragraph_numbers([one.start for one in found])
    groups = group_starts(reading, found, paragraphs)
    for one, identity, paragraph, group in zip(found, identities, paragraphs, groups, strict=True):
        report = one.report
        yield {
            "quotation_id": identity,
            "article_id": article_id,
            "start": one.start,
            "end": one.end,
            "text": reading.text[one.start : one.end],
            "kind": one.kind,
            "quote_group": identities[group],
            "paragraph": paragraph,
            "nested_in": stable_id("quotation", article_id, one.host.start, one.host.end) if one.host else None,
            "statement_start": report.statement[0] if report and one.kind == "mixed" else None,
            "statement_end": report.statement[1] if report and one.kind == "mixed" else None,
            "speaker_mention": reading.text[slice(*report.mention)] if report and report.mention else None,
            "mention_start": report.mention[0] if report and report.mention else None,
            "mention_end": report.mention[1] if report and report.mention else None,
            "cue": reading.text[slice(*report.cue)] if report and report.cue else None,
            "cue_start": report.cue[0] if report and report.cue else None,
            "cue_end": report.cue[1] if report and report.cue else None,
            "attribution_rule": "unattributed",
            "confidence": 0.0,
        }
