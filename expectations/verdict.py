"""What a check found, as plain data: one result per rule, one verdict per stage.

Comes in: what the gate counted. Goes out: answers to "may the run go on?" and JSON. Never imports Great Expectations.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

Severity = Literal["critical", "warning"]
Status = Literal["passed", "failed", "error"]

SEVERITIES: tuple[Severity, ...] = ("warning", "critical")


@dataclass(frozen=True, slots=True)
class RuleResult:
    """What one rule found in one table.

    `checked` counts the rows that the rule applies to and `failed` those that break it; a rule on a whole column has
    its figure in `observed` and no failed rows. `tolerance` is the share of checked rows that may fail. A rule within
    its tolerance has passed, even with failed rows. `error` means that the check itself could not be done; `observed`
    then holds the reason. `samples` holds keys and values of the first failing rows.
    """

    table: str
    rule: str
    severity: Severity
    why: str
    tolerance: float
    checked: int
    failed: int
    status: Status
    observed: str | float | None = None
    samples: tuple[Mapping[str, Any], ...] = ()

    @property
    def stops(self) -> bool:
        """Whether this result alone forbids publishing: a critical rule that is over its tolerance or crashed."""
        return self.severity == "critical" and self.status != "passed"

    @property
    def is_clean(self) -> bool:
        """Whether not even a tolerated row failed."""
        return self.status == "passed" and self.failed == 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """The results of every rule of one stage."""

    stage: str
    results: tuple[RuleResult, ...]

    @property
    def stops(self) -> bool:
        """Whether the run must end before export."""
        return any(result.stops for result in self.results)

    @property
    def severity(self) -> Severity | None:
        """The highest severity among rules that did not pass; None when all passed."""
        missed = [result.severity for result in self.results if result.status != "passed"]
        return max(missed, key=SEVERITIES.index, default=None)

    @property
    def of_interest(self) -> tuple[RuleResult, ...]:
        """The results a reader should see: what stops the run, then warnings, then tolerated failures."""
        return tuple(sorted((result for result in self.results if not result.is_clean), key=_urgency))

    def to_json(self) -> str:
        """The verdict as JSON text; `from_json` reads it back."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> "Verdict":
        """The verdict that `to_json` wrote."""
        data = json.loads(text)
        results = (RuleResult(**{**result, "samples": tuple(result["samples"])}) for result in data["results"])
        return cls(data["stage"], tuple(results))


def _urgency(result: RuleResult) -> tuple[bool, bool, int, str, str]:
    passed = result.status == "passed"
    return (not result.stops, passed, -SEVERITIES.index(result.severity), result.table, result.rule)
