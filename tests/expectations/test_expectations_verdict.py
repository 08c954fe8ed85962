"""Verdicts: what stops a run, what a reader sees first, and the way to JSON and back."""

import pytest

from expectations.verdict import RuleResult, Severity, Status, Verdict


def result(rule: str, severity: Severity, status: Status, failed: int = 0) -> RuleResult:
    samples = ({"quote_id": 2**62 + 1, "speaker": "Orla Vantage"},) if failed else ()
    return RuleResult("quotes", rule, severity, "Because.", 0.02, 100, failed, status, None, samples)


@pytest.mark.parametrize(
    ("results", "stops", "severity"),
    [
        ((), False, None),
        ((result("a", "critical", "passed"),), False, None),
        ((result("a", "critical", "passed", 1),), False, None),
        ((result("a", "warning", "failed", 9),), False, "warning"),
        ((result("a", "warning", "error"),), False, "warning"),
        ((result("a", "critical", "failed", 9),), True, "critical"),
        ((result("a", "critical", "error"),), True, "critical"),
        ((result("a", "warning", "failed", 9), result("b", "critical", "failed", 3)), True, "critical"),
    ],
)
def test_what_stops_a_run(results: tuple[RuleResult, ...], stops: bool, severity: Severity | None) -> None:
    verdict = Verdict("dedupe", results)
    assert (verdict.stops, verdict.severity) == (stops, severity)


def test_the_worst_comes_first_and_clean_rules_are_left_out() -> None:
    results = (
        result("clean", "critical", "passed"),
        result("tolerated_warning", "warning", "passed", 1),
        result("tolerated_critical", "critical", "passed", 1),
        result("warns", "warning", "failed", 9),
        result("stops", "critical", "error"),
    )
    names = [found.rule for found in Verdict("dedupe", results).of_interest]
    assert names == ["stops", "warns", "tolerated_critical", "tolerated_warning"]


def test_json_and_back() -> None:
    verdict = Verdict("dedupe", (result("a", "critical", "failed", 3), result("b", "warning", "passed")))
    assert Verdict.from_json(verdict.to_json()) == verdict
