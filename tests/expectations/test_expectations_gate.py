"""The gate: severity and tolerance, crashed checks, quarantine, empty tables, silence."""

import pickle
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from expectations import gate
from expectations.gate import check_stage, check_suite, tables_needed
from expectations.rule import CheckError, Expectation, Rule, Scope, Suite, mean_between, table_rows
from expectations.suites import suites_of
from newsquotes.rejects import rejects_frame
from newsquotes.schemas import REJECTS, STAGES, TABLES

World = dict[str, pl.DataFrame]


def numbers_suite(rule: Rule) -> Suite:
    return Suite("extract", "numbers", ("number",), (rule,), table_rows("numbers"), ("numbers",))


def scope_of(count: int, now: datetime) -> Scope:
    return Scope({"numbers": pl.LazyFrame({"number": range(count)})}, now)


def result_of(rule: Rule, count: int, now: datetime) -> tuple[str, int]:
    (found,) = check_suite(numbers_suite(rule), scope_of(count, now)).results
    return found.status, found.failed


@pytest.mark.parametrize(
    ("tolerance", "rows", "failing", "status"),
    [
        (0.0, 1000, 0, "passed"),
        (0.0, 1000, 1, "failed"),
        (0.02, 1000, 20, "passed"),
        (0.02, 1000, 21, "failed"),
        (0.02, 10, 3, "passed"),
        (0.02, 10, 4, "failed"),
        (0.02, 3, 1, "passed"),
        (0.02, 3, 2, "failed"),
        (0.02, 1, 1, "failed"),
        (0.0, 3, 1, "failed"),
    ],
)
def test_tolerance_is_a_share_of_many_rows_and_a_few_of_few(
    tolerance: float, rows: int, failing: int, status: str, now: datetime
) -> None:
    rule = Rule("is_large", "why", pl.col("number") >= failing, tolerance=tolerance)
    assert result_of(rule, rows, now) == (status, failing)


def test_rows_that_a_rule_does_not_apply_to_are_not_checked(now: datetime) -> None:
    rule = Rule("even_is_large", "why", pl.when(pl.col("number") % 2 == 0).then(pl.col("number") >= 2))
    (found,) = check_suite(numbers_suite(rule), scope_of(10, now)).results
    assert (found.checked, found.failed, found.status) == (5, 1, "failed")


CRASHES = {
    "missing column": Rule("crash", "why", pl.col("no_such_column") > 0),
    "missing table": Rule("crash", "why", lambda scope: pl.col("number").is_in(scope.keys("speakers", "name"))),
    "missing fact": Rule("crash", "why", lambda scope: pl.col("number") < scope.fact("inputs")),
    "impossible cast": Rule("crash", "why", pl.lit("x").cast(pl.Int64) > pl.col("number")),
    "failing expectation": Rule("crash", "why", pl.lit("word") + pl.col("number").cast(pl.String), mean_between(1)),
}


@pytest.mark.parametrize("rule", CRASHES.values(), ids=CRASHES)
@pytest.mark.parametrize("severity", ["critical", "warning"])
def test_a_crashed_check_is_an_error_and_never_a_pass(rule: Rule, severity: str, now: datetime) -> None:
    crashing = replace(rule, severity=severity)
    sound = Rule("sound", "why", pl.col("number") >= 0)
    suite = replace(numbers_suite(sound), rules=(crashing, sound))
    crashed, passed = check_suite(suite, scope_of(5, now)).results
    assert (crashed.status, crashed.stops) == ("error", severity == "critical")
    assert crashed.observed
    assert passed.status == "passed"


def test_a_crash_inside_great_expectations_is_an_error(now: datetime) -> None:
    rule = Rule("crash", "why", pl.col("number"), Expectation("ExpectColumnValuesToMatchRegex", {"regex": "("}))
    assert result_of(rule, 5, now)[0] == "error"


def test_a_missing_table_makes_every_rule_of_its_suite_an_error(now: datetime) -> None:
    verdict = check_stage("attribute", {}, now=now).verdict
    assert verdict.stops
    assert {result.status for result in verdict.results} == {"error"}
    assert all("pass it to check_stage" in str(result.observed) for result in verdict.results)


def test_a_missing_column_fails_the_structure_and_breaks_only_its_own_rules(
    world: World, now: datetime, facts: dict[str, int]
) -> None:
    tables = {**world, "speakers": world["speakers"].drop("wikidata_id")}
    results = {
        (found.table, found.rule): found
        for found in check_stage("dedupe", tables, now=now, facts=facts).verdict.results
    }
    assert results["columns", "columns_as_declared"].status == "failed"
    assert results["speakers", "wikidata_id_is_an_id"].status == "error"
    assert results["speakers", "name_is_a_name"].status == "passed"


@pytest.mark.parametrize("stage", STAGES)
def test_a_clean_stage_passes_and_sets_nothing_aside(
    stage: str, world: World, now: datetime, facts: dict[str, int]
) -> None:
    gated = check_stage(stage, {name: world[name] for name in tables_needed(stage)}, now=now, facts=facts)
    assert [found for found in gated.verdict.results if not found.is_clean] == []
    assert not gated.quarantined
    assert gated.rejects.schema == REJECTS.polars
    assert len(gated.validations) == len(suites_of(stage))


@pytest.mark.parametrize("stage", STAGES)
def test_empty_tables_stop_a_run_only_where_nothing_was_read_or_none_of_it_is_an_article(
    stage: str, empty_world: World, now: datetime, no_facts: dict[str, int]
) -> None:
    gated = check_stage(stage, empty_world, now=now, facts=no_facts)
    stopping = {"ingest": {"there_are_documents"}, "clean": {"there_are_articles"}}.get(stage, set())
    assert {found.rule for found in gated.verdict.results if found.stops} == stopping
    assert {found.rule for found in gated.verdict.of_interest} - stopping <= {"there_are_quotes"}


def spoil(world: World, table: str, column: str, value: object, at: int = 0) -> World:
    rows = world[table].to_dicts()
    rows[at][column] = value
    return world | {table: TABLES[table].from_rows(rows)}


def test_rows_that_break_a_critical_rule_are_set_aside_even_within_tolerance(
    world: World, now: datetime, facts: dict[str, int]
) -> None:
    spoiled = spoil(world, "quotations", "speaker", "She")
    gated = check_stage("attribute", spoiled, now=now, facts=facts)
    assert not gated.verdict.stops
    (row,) = gated.quarantined["quotations"].to_dicts()
    assert row["quotation_id"] == world["quotations"]["quotation_id"][0]
    assert row["rule"] == "speaker_is_a_name"
    (rejected,) = gated.rejects.to_dicts()
    assert (rejected["stage"], rejected["rule"]) == ("attribute", "speaker_is_a_name")
    assert rejected["quotation_id"] == row["quotation_id"]
    assert rejected["article_id"] == world["quotations"]["article_id"][0]
    assert rejected["excerpt"] == world["quotations"]["text"][0]


def test_warnings_set_nothing_aside(world: World, now: datetime, facts: dict[str, int]) -> None:
    gated = check_stage("attribute", spoil(world, "quotations", "addressee", "Orla Vantage"), now=now, facts=facts)
    assert [found.rule for found in gated.verdict.of_interest] == ["speaker_is_not_addressee"]
    assert not gated.quarantined
    assert not gated.rejects.height


def test_a_row_that_breaks_two_rules_is_set_aside_once(world: World, now: datetime, facts: dict[str, int]) -> None:
    spoiled = spoil(spoil(world, "quotations", "speaker", "She"), "quotations", "confidence", 0.0)
    gated = check_stage("attribute", spoiled, now=now, facts=facts)
    assert gated.quarantined["quotations"].height == 1
    assert gated.rejects.height == 1


def test_a_quote_is_set_aside_printing_by_printing(world: World, now: datetime, facts: dict[str, int]) -> None:
    gated = check_stage("dedupe", spoil(world, "quotes", "text", "Accept all cookies to go on"), now=now, facts=facts)
    quote = world["quotes"]["quote_id"][0]
    printings = world["occurrences"].filter(pl.col("quote_id") == quote)["quotation_id"].to_list()
    assert len(printings) == 2
    assert gated.quarantined["quotes"]["quote_id"].to_list() == [quote]
    assert sorted(gated.rejects["quotation_id"].to_list()) == sorted(printings)


def test_values_tell_why_a_row_was_set_aside(world: World, now: datetime) -> None:
    text = world["articles"]["text"][0] + "\n\nShe waved.</p>"
    gated = check_stage("clean", spoil(world, "articles", "text", text), now=now)
    (rejected,) = gated.rejects.to_dicts()
    assert (rejected["rule"], rejected["source_uri"]) == ("text_has_no_markup", "news/000.txt")
    assert rejected["reason"].endswith("Found: </p>.")


def test_paths_and_frames_give_the_same_result(
    world: World, now: datetime, facts: dict[str, int], tmp_path: Path
) -> None:
    for name in ("articles", "quotations"):
        (tmp_path / name).mkdir()
        world[name].write_parquet(tmp_path / name / "part.parquet")
    by_frame = check_stage("attribute", world, now=now, facts=facts)
    by_path = check_stage(
        "attribute", {name: tmp_path / name for name in ("articles", "quotations")}, now=now, facts=facts
    )
    assert by_path.verdict == by_frame.verdict
    assert by_path.validations == by_frame.validations


def test_what_the_gate_gives_can_cross_processes(world: World, now: datetime, facts: dict[str, int]) -> None:
    gated = check_stage("attribute", spoil(world, "quotations", "speaker", "She"), now=now, facts=facts)
    copy = pickle.loads(pickle.dumps(gated))
    assert copy.verdict == gated.verdict
    assert copy.rejects.equals(gated.rejects)


def test_a_key_that_is_null_is_told_and_does_not_crash(world: World, now: datetime, facts: dict[str, int]) -> None:
    gated = check_stage("attribute", spoil(world, "quotations", "quotation_id", None), now=now, facts=facts)
    failed = {found.rule for found in gated.verdict.of_interest}
    assert failed == {"required_values_present"}


def test_no_text_becomes_a_pandas_object(
    world: World, now: datetime, facts: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    widths: list[int] = []
    convert: Callable[..., object] = pl.DataFrame.to_pandas

    def watched(frame: pl.DataFrame) -> object:
        texts = [name for name, dtype in frame.schema.items() if dtype == pl.String()]
        widths.extend(frame[name].str.len_chars().max() or 0 for name in texts)
        return convert(frame)

    monkeypatch.setattr(pl.DataFrame, "to_pandas", watched)
    for stage in STAGES:
        check_stage(stage, world, now=now, facts=facts)
    assert max(widths) < 40


def test_two_rules_of_a_suite_cannot_share_a_name() -> None:
    rule = Rule("same", "why", pl.lit(True))
    with pytest.raises(CheckError, match="two rules are called same"):
        Suite("clean", "articles", ("article_id",), (rule, rule), table_rows("articles"), ("articles",))


def test_great_expectations_is_silent_and_stays_at_home() -> None:
    script = """
import socket, sys
def refuse(*address): raise AssertionError(f"a connection to {address}")
socket.socket.connect = refuse
from datetime import UTC, datetime
from expectations.gate import check_stage, tables_needed, warm_up
from newsquotes.schemas import TABLES
assert "great_expectations" not in sys.modules
warm_up()
broken = {name: TABLES[name].empty().drop(TABLES[name].names[0]) for name in tables_needed("clean")}
check_stage("clean", broken, now=datetime.now(UTC))
"""
    root = Path(gate.__file__).resolve().parent.parent
    done = subprocess.run([sys.executable, "-W", "error", "-c", script], cwd=root, capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_suites_and_report_load_without_great_expectations() -> None:
    script = """
import sys, expectations.docs, expectations.gate, expectations.report, expectations.suites
sys.exit("pandas" in sys.modules or "great_expectations" in sys.modules)
"""
    root = Path(gate.__file__).resolve().parent.parent
    assert subprocess.run([sys.executable, "-c", script], cwd=root).returncode == 0


def test_rejects_of_a_clean_stage_are_an_empty_table(world: World, now: datetime) -> None:
    assert check_stage("annotate", world, now=now).rejects.equals(rejects_frame([]))


def _part(world: World, documents: list[int]) -> World:
    """The rows that belong to some documents."""
    articles = world["articles"].filter(pl.col("document_id").is_in(documents))
    owners = {"documents": ("document_id", documents), "articles": ("document_id", documents)}
    owner = ("article_id", articles["article_id"].to_list())
    return {
        name: world[name].filter(pl.col(owners.get(name, owner)[0]).is_in(owners.get(name, owner)[1]))
        for name in ("documents", "articles", "annotations", "quotations")
    }


@pytest.mark.parametrize("stage", ["ingest", "annotate", "extract", "attribute"])
def test_texts_that_are_read_in_parts_are_judged_the_same(
    stage: str, world: World, now: datetime, facts: dict[str, int]
) -> None:
    spoiled = {
        **world,
        "documents": world["documents"].with_columns(payload=pl.col("payload").str.replace("e", "\ufffd" * 9)),
        "annotations": world["annotations"].with_columns(head=pl.col("head").list.eval(pl.element() - 9)),
        "quotations": world["quotations"].with_columns(
            start=pl.col("start") + pl.col("quotation_id") % 2, mention_start=pl.col("mention_start") + 1
        ),
    }
    parts = [_part(spoiled, [number]) for number in world["documents"]["document_id"]]
    whole = {**spoiled, **{name: pl.concat(part[name] for part in parts) for name in parts[0]}}
    needed = {name: whole[name] for name in tables_needed(stage)}
    cut = [{name: frame.lazy() for name, frame in part.items()} for part in parts]
    one = check_stage(stage, needed, now=now, facts=facts)
    many = check_stage(stage, needed, now=now, facts=facts, parts=cut)
    assert len(parts) > 2
    assert any(result.failed for result in one.verdict.results)
    assert many.verdict == one.verdict
    assert many.validations == one.validations
    assert many.rejects.equals(one.rejects)
    assert {name: rows.rows() for name, rows in many.quarantined.items()} == {
        name: rows.rows() for name, rows in one.quarantined.items()
    }
