"""The gate after each stage: the one bridge from polars to Great Expectations.

Comes in: a stage's tables as frames or Parquet paths. Goes out: a verdict, the rows to take out with their reasons,
and the validation results for Data Docs. polars computes each rule's helper column, so that only ids, flags and
short values become pandas objects; no article text ever does. Great Expectations neither prints, nor logs, nor
calls home.
"""

import json
import logging
import os
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from expectations.rule import Rule, Scope, Suite
from expectations.suites import SUITES, suites_of
from expectations.verdict import RuleResult, Status, Verdict
from newsquotes.errors import NewsquotesError
from newsquotes.rejects import reject, rejects_frame
from newsquotes.schemas import TABLES

SAMPLES = 20
ROW = "row?"
ROW_NUMBERS = pl.int_range(pl.len(), dtype=pl.Int64).alias(ROW)
EXCERPT = 160
ORIGINS = ("source_uri", "member", "document_id", "article_id", "quotation_id")

TableLike = pl.LazyFrame | pl.DataFrame | str | Path


@dataclass(frozen=True, slots=True)
class Gated:
    """What the gate found at one stage.

    `quarantined` holds, per table, the primary keys of the rows to take out, each with the first critical rule that
    it breaks and the reason. `rejects` holds the same as rows of the `rejects` table, with an excerpt.
    `validations` are the results as JSON, one per suite, for `docs.build_docs`.
    """

    verdict: Verdict
    quarantined: Mapping[str, pl.DataFrame]
    rejects: pl.DataFrame
    validations: tuple[str, ...]


def check_stage(
    stage: str,
    tables: Mapping[str, TableLike],
    *,
    now: datetime,
    facts: Mapping[str, int] | None = None,
    parts: Sequence[Mapping[str, pl.LazyFrame]] = (),
) -> Gated:
    """Check the tables of `stage` against all its suites.

    `tables` must hold `tables_needed(stage)`: frames, or paths of Parquet files or folders. `now` is the latest
    time that a date may have (with its time zone). `facts` are the figures that a rule needs besides the tables,
    see `Scope`. `parts` are some of the tables in pieces, see `Scope`; texts are then read piece by piece. A check that
    cannot be done is a result with status `error`, never a pass and never an exception.
    """
    scope = Scope({name: _lazy(table) for name, table in tables.items()}, now, dict(facts or {}), parts)
    checked = [check_suite(suite, scope) for suite in suites_of(stage)]
    return Gated(
        Verdict(stage, tuple(result for one in checked for result in one.results)),
        _by_table(one for one in checked if one.suite.quarantines),
        pl.concat([rejects_frame([]), *(_rejected(one, scope) for one in checked if one.suite.quarantines)]),
        tuple(one.validation for one in checked),
    )


def tables_needed(stage: str) -> tuple[str, ...]:
    """The tables that the suites of `stage` read, in the order of the schema."""
    needed = {name for suite in suites_of(stage) for name in suite.needs}
    return tuple(name for name in TABLES if name in needed)


def warm_up() -> None:
    """Import Great Expectations and check an empty table, so that the first real check of a process is quick."""
    check_stage("ingest", {name: TABLES[name].empty() for name in tables_needed("ingest")}, now=datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class Checked:
    """One suite after its check: results, the rows that break critical rules (`rule`, `reason`), validation JSON."""

    suite: Suite
    results: tuple[RuleResult, ...]
    failing_rows: pl.DataFrame
    validation: str


def _lazy(table: TableLike) -> pl.LazyFrame:
    if isinstance(table, str | Path):
        path = Path(table)
        return pl.scan_parquet(path / "**/*.parquet" if path.is_dir() else path)
    return table.lazy()


def check_suite(suite: Suite, scope: Scope) -> Checked:
    """Compute the helper columns of one suite, let Great Expectations judge them, and read the results."""
    helpers, broken = _helpers(suite, scope)
    computed = [rule for rule in suite.rules if rule.name not in broken]
    empty = [rule for rule in computed if not _has_values(rule, helpers)]
    rules = [rule for rule in computed if rule not in empty]
    judged = _judge(suite, rules, helpers)
    found = _by_rule(judged)
    failing = {rule.name: _positions(rule, found.get(rule.name)) for rule in rules}
    rows = _rows_at(suite, scope, helpers, _positions_to_show(rules, failing))
    results: dict[str, RuleResult] = {name: _crashed(suite, name, reason) for name, reason in broken.items()}
    results |= {rule.name: _result(suite, rule, "passed") for rule in empty}
    for rule in rules:
        results[rule.name] = _read(suite, rule, found.get(rule.name), helpers, rows, failing[rule.name])
    return Checked(
        suite,
        tuple(results[rule.name] for rule in suite.rules),
        _failing_rows(suite, rules, failing, rows),
        _validation(suite, judged, rows, scope),
    )


def _helpers(suite: Suite, scope: Scope) -> tuple[pl.DataFrame, dict[str, str]]:
    """The suite's helper columns beside the row numbers, and the rules whose helper crashed, with the reason."""
    try:
        frame = suite.rows(scope)
        frame.collect_schema()
    except (NewsquotesError, pl.exceptions.PolarsError) as error:
        return pl.DataFrame(), {rule.name: _told(error) for rule in suite.rules}
    expressions: dict[str, pl.Expr] = {}
    broken: dict[str, str] = {}
    for rule in suite.rules:
        try:
            expressions[rule.name] = rule.value(scope).alias(_helper_name(rule))
        except (NewsquotesError, pl.exceptions.PolarsError) as error:
            broken[rule.name] = _told(error)
    try:
        return _collected(suite, scope, frame, list(expressions.values())), broken
    except pl.exceptions.PolarsError:
        return _helpers_one_by_one(frame, expressions, broken)


def _collected(suite: Suite, scope: Scope, frame: pl.LazyFrame, helpers: list[pl.Expr]) -> pl.DataFrame:
    """The helpers; what looks at long columns is computed on its own, part by part.

    Beside a helper that needs all rows at once, as uniqueness does, polars would hold the long columns of all rows.
    """
    names = [each.meta.output_name() for each in helpers]
    long = [each for each in helpers if suite.long & set(each.meta.root_names())]
    short = [each for each in helpers if not suite.long & set(each.meta.root_names())]
    columns = [frame.select(ROW_NUMBERS, *short).collect(engine="streaming")]
    if long:
        parts = [suite.rows(part).select(long) for part in scope.parts_of(suite.table)]
        columns.append(pl.concat(part.collect(engine="streaming") for part in parts))
    return pl.concat(columns, how="horizontal").select(ROW, *names)


def _helpers_one_by_one(
    frame: pl.LazyFrame, expressions: Mapping[str, pl.Expr], broken: Mapping[str, str]
) -> tuple[pl.DataFrame, dict[str, str]]:
    """As `_helpers`, after one expression has crashed the query: find out which, and keep the others."""
    reasons = dict(broken)
    try:
        rows = frame.select(ROW_NUMBERS).collect()
    except pl.exceptions.PolarsError as error:
        return pl.DataFrame(), {**{name: _told(error) for name in expressions}, **reasons}
    for name, expression in expressions.items():
        try:
            rows = rows.with_columns(frame.select(expression).collect().to_series())
        except pl.exceptions.PolarsError as error:
            reasons[name] = _told(error)
    return rows, reasons


def _positions_to_show(rules: Iterable[Rule], failing: Mapping[str, list[int]]) -> list[int]:
    """The rows that are to be taken out, and some of those that fail other rules."""
    shown = (failing[rule.name][: None if rule.severity == "critical" else SAMPLES] for rule in rules)
    return sorted({position for positions in shown for position in positions})


def _rows_at(suite: Suite, scope: Scope, helpers: pl.DataFrame, positions: list[int]) -> pl.DataFrame:
    """The rows at `positions`: their number, key, origin, shown columns, text and helpers.

    Read anew for these rows alone: of all rows they would not fit into the memory.
    """
    if not positions:
        return pl.DataFrame(schema={ROW: pl.Int64, **dict.fromkeys(suite.key, pl.Int64)})
    frame = suite.rows(scope)
    names = frame.collect_schema().names()
    excerpt = ("text",) if suite.quarantines else ()
    wanted = [*suite.key, *ORIGINS, *excerpt, *(name for rule in suite.rules for name in rule.shows)]
    shown = [pl.col(name) for name in dict.fromkeys(wanted) if name in names]
    chosen = pl.Series(positions, dtype=pl.Int64)
    numbered = frame.select(ROW_NUMBERS, *shown).filter(pl.col(ROW).is_in(chosen.implode()))
    return pl.concat([numbered.collect(engine="streaming"), helpers[positions].drop(ROW)], how="horizontal")


def _chosen(rows: pl.DataFrame, positions: list[int]) -> pl.DataFrame:
    """Those of `rows` at `positions`."""
    return rows.filter(pl.col(ROW).is_in(positions))


def _helper_name(rule: Rule) -> str:
    """The helper's column: the rule's name, marked so that it never hides a column of the table."""
    return f"{rule.name}?"


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else 'no message'}"


def _has_values(rule: Rule, rows: pl.DataFrame) -> bool:
    """Whether the rule has a value to judge; a rule on the number of rows always has."""
    if not rule.expectation.on_column:
        return True
    if rule.expectation.name == "ExpectColumnValuesToBeNull":
        return bool(rows.height)
    return rows[_helper_name(rule)].count() > 0


def _judge(suite: Suite, rules: list[Rule], helpers: pl.DataFrame) -> Any:
    """Great Expectations' results, one for each rule."""
    with _quiet():
        batch, suite_class, classes = _batch(helpers, rules)
        expectations = [_expectation(rule, helpers, classes) for rule in rules]
        return batch.validate(
            suite_class(name=f"{suite.stage}.{suite.table}", expectations=expectations),
            result_format={
                "result_format": "COMPLETE",
                "partial_unexpected_count": SAMPLES,
                "return_unexpected_index_query": False,
            },
        )


def _by_rule(judged: Any) -> dict[str, Any]:
    """Great Expectations' result of each rule."""
    return {result.expectation_config.meta["rule"]: result for result in judged.results}


def _positions(rule: Rule, found: Any | None) -> list[int]:
    """The rows that fail a rule, by Great Expectations' result of it."""
    if found is None or not rule.expectation.per_row or _exception(found.exception_info):
        return []
    return [int(position) for position in found.result["unexpected_index_list"]]


def _validation(suite: Suite, judged: Any, rows: pl.DataFrame, scope: Scope) -> str:
    """The whole validation as JSON, with keys instead of row numbers."""
    for name, result in _by_rule(judged).items():
        result.result = _documented(suite, name, result.result, rows)
    judged.meta = {"run_id": {"run_name": suite.stage, "run_time": scope.now.isoformat()}}
    with _quiet():
        return json.dumps(judged.to_json_dict(), ensure_ascii=False)


def _batch(rows: pl.DataFrame, rules: list[Rule]) -> tuple[Any, Any, Any]:
    """A batch of the helper columns, and the classes to make a suite of."""
    gx, classes = great_expectations()
    helpers = [pl.col(_helper_name(rule)).alias(rule.name) for rule in rules if rule.expectation.on_column]
    narrow = rows.select(helpers).to_pandas()
    if not narrow.shape[1]:
        narrow = rows.select(pl.int_range(pl.len()).alias("row")).to_pandas()
    return _batch_definition().get_batch(batch_parameters={"dataframe": narrow}), gx.ExpectationSuite, classes


@cache
def _batch_definition() -> Any:
    """The one place where a process hands frames to Great Expectations; making it costs as much as ten rules."""
    gx, _ = great_expectations()
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}
    asset = context.data_sources.add_pandas("tables").add_dataframe_asset("rows")
    return asset.add_batch_definition_whole_dataframe("all")


def great_expectations() -> tuple[Any, Any]:
    """The modules `great_expectations` and `great_expectations.expectations`, imported without analytics."""
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    with _quiet():
        import great_expectations as gx
        import great_expectations.expectations as classes

    return gx, classes


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Great Expectations' warnings, log records and progress bars off the user's screen."""
    logger = logging.getLogger("great_expectations")
    level = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(level)


def _expectation(rule: Rule, rows: pl.DataFrame, classes: Any) -> Any:
    """The rule as an expectation object."""
    arguments = {
        **rule.expectation.arguments,
        "severity": rule.severity,
        "notes": rule.why,
        "meta": {"rule": rule.name},
    }
    if rule.expectation.on_column:
        arguments["column"] = rule.name
    if rule.expectation.per_row:
        checked = _checked(rule, rows)
        arguments["mostly"] = (checked - rule.allowed_rows(checked)) / checked
    return getattr(classes, rule.expectation.name)(**arguments)


def _checked(rule: Rule, rows: pl.DataFrame) -> int:
    """How many rows the rule applies to."""
    if not rule.expectation.on_column or rule.expectation.name == "ExpectColumnValuesToBeNull":
        return rows.height
    return rows[_helper_name(rule)].count()


def _documented(suite: Suite, name: str, result: Mapping[str, Any], rows: pl.DataFrame) -> dict[str, Any]:
    """A result as Data Docs should show it: the first failing rows by key, without the endless lists."""
    kept = {key: value for key, value in result.items() if key not in ("unexpected_list", "unexpected_index_list")}
    if positions := result.get("unexpected_index_list"):
        keys = [key for key in suite.key if key in rows.columns]
        failing = _chosen(rows, positions[:SAMPLES]).select(
            *(pl.col(key).cast(pl.String) for key in keys), pl.col(f"{name}?").alias(name)
        )
        kept["partial_unexpected_index_list"] = failing.to_dicts()
        kept["unexpected_index_column_names"] = keys
        kept["unexpected_index_list"] = failing.to_dicts()
    return kept


def _read(
    suite: Suite, rule: Rule, found: Any | None, helpers: pl.DataFrame, rows: pl.DataFrame, failing: list[int]
) -> RuleResult:
    """The rule's result in our own terms."""
    if found is None:
        return _crashed(suite, rule.name, "Great Expectations returned no result")
    if problem := _exception(found.exception_info):
        return _crashed(suite, rule.name, problem)
    samples = tuple(_samples(suite, rule, _chosen(rows, failing[:SAMPLES])))
    observed = None if rule.expectation.per_row else found.result.get("observed_value")
    return _result(
        suite,
        rule,
        "passed" if found.success else "failed",
        checked=_checked(rule, helpers),
        failed=len(failing),
        observed=None if observed is None else float(observed),
        samples=samples,
    )


def _exception(info: Mapping[str, Any]) -> str | None:
    """The first exception message of a result, whose form depends on how many metrics crashed."""
    for one in [info, *(value for value in info.values() if isinstance(value, Mapping))]:
        if one.get("raised_exception"):
            return str(one.get("exception_message") or "the check raised an exception").splitlines()[0]
    return None


def _result(
    suite: Suite,
    rule: Rule,
    status: Status,
    *,
    checked: int = 0,
    failed: int = 0,
    observed: str | float | None = None,
    samples: tuple[dict[str, Any], ...] = (),
) -> RuleResult:
    return RuleResult(
        suite.table, rule.name, rule.severity, rule.why, rule.tolerance, checked, failed, status, observed, samples
    )


def _crashed(suite: Suite, name: str, reason: str) -> RuleResult:
    rule = next(rule for rule in suite.rules if rule.name == name)
    return _result(suite, rule, "error", observed=reason)


def _samples(suite: Suite, rule: Rule, failing: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """The key, the helper's value (unless it is just False) and the shown columns of each failing row."""
    names = [name for name in dict.fromkeys((*suite.key, *rule.shows)) if name in failing.columns]
    for row in failing.iter_rows(named=True):
        sample = {name: _plain(row[name]) for name in names}
        if not isinstance(row[_helper_name(rule)], bool):
            sample["value"] = _plain(row[_helper_name(rule)])
        yield sample


def _plain(value: Any) -> Any:
    """A value that JSON can hold; long text is cut."""
    if isinstance(value, str):
        return value if len(value) <= EXCERPT else value[:EXCERPT] + "…"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list):
        return [_plain(item) for item in value[:SAMPLES]]
    return value


def _failing_rows(
    suite: Suite, rules: Iterable[Rule], failing: Mapping[str, list[int]], rows: pl.DataFrame
) -> pl.DataFrame:
    """The rows that break a critical rule, once each, with the columns `rule` and `reason` of the first rule broken."""
    critical = [rule for rule in rules if rule.severity == "critical" and failing[rule.name]]
    broken = [_broken_rows(rule, _chosen(rows, failing[rule.name])) for rule in critical]
    if not broken:
        return rows.clear().with_columns(rule=pl.lit("", pl.String), reason=pl.lit("", pl.String))
    return pl.concat(broken).unique(suite.key, keep="first", maintain_order=True)


def _broken_rows(rule: Rule, rows: pl.DataFrame) -> pl.DataFrame:
    helper = pl.col(_helper_name(rule))
    told = pl.lit(rule.why, pl.String)
    if rows.schema[_helper_name(rule)] != pl.Boolean():
        told = pl.concat_str(told, pl.lit(" Found: "), helper.cast(pl.String), pl.lit("."))
    return rows.with_columns(rule=pl.lit(rule.name, pl.String), reason=told)


def _by_table(checked: Iterable[Checked]) -> dict[str, pl.DataFrame]:
    """The quarantined keys per table; a table without any is left out."""
    return {
        one.suite.table: one.failing_rows.select(*one.suite.key, "rule", "reason")
        for one in checked
        if one.failing_rows.height
    }


def _rejected(checked: Checked, scope: Scope) -> pl.DataFrame:
    """The quarantined rows of a suite as rows of `rejects`."""
    rows = checked.failing_rows
    if not rows.height:
        return rejects_frame([])
    traced = checked.suite.trace(scope, rows) if checked.suite.trace else rows
    origins = [name for name in ORIGINS if name in traced.columns]
    return rejects_frame(
        reject(
            checked.suite.stage,
            row["rule"],
            row["reason"],
            excerpt=row.get("text"),
            **{name: row[name] for name in origins},
        )
        for row in traced.iter_rows(named=True)
    )


__all__ = ["SUITES", "Gated", "check_stage", "great_expectations", "tables_needed", "warm_up"]
