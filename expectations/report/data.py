"""What the report shows, as plain values: no table, no HTML."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from expectations.report.clusters import Cluster
from expectations.verdict import RuleResult, Verdict


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
    """One step of the funnel: how many there are, how many in the run before, and what is dropped after it.

    `count` is None where a run that was stopped did not come so far.
    """

    table: str
    name: str
    meaning: str
    count: int | None
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
