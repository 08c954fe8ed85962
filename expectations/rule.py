"""What a rule and a suite are: data that the gate turns into Great Expectations calls.

A rule says in polars which value to compute per row (`helper`) and which expectation that value must meet. A suite is a
frame of rows with the rules about them. Nothing here computes or imports Great Expectations.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import polars as pl

from expectations.verdict import Severity
from newsquotes.errors import NewsquotesError

ENOUGH_ROWS = 20
"""A share or a mean of fewer rows says nothing about a corpus; rules on distributions skip it."""

SPARE_ROWS = 3
"""Of a rule that tolerates failures, so many rows may fail in a corpus too small for its share to mean anything …"""

SPARE_SHARE = 1 / 3
"""… unless they are more than this share of the rows."""

ROUNDING = 1e-9
"""Keeps 2 % of 1,000 rows at 20 in floating point."""


class CheckError(NewsquotesError):
    """A check cannot be done: a table or a figure that it needs was not given."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What rules may look at: the tables of the run so far, counted facts, and the clock.

    `facts` are counts: `inputs`, the distinct source URIs that the run was given; after cleaning `articles_found`
    (before lines that recur are removed); after attribution `quotations_found`; after dedupe `earlier_quotes` (of the
    last dataset), `ids_lost` and `unmatched_names`. `parts` are some tables cut into pieces, in order: what belongs to
    a row of one part (its article, its annotation) is in the same part.
    """

    tables: Mapping[str, pl.LazyFrame]
    now: datetime
    facts: Mapping[str, int] = field(default_factory=dict)
    parts: Sequence[Mapping[str, pl.LazyFrame]] = ()

    def table(self, name: str) -> pl.LazyFrame:
        """The table called `name`; CheckError when the stage was checked without it."""
        if name not in self.tables:
            raise CheckError(f"table {name} is needed for this check; pass it to check_stage")
        return self.tables[name]

    def parts_of(self, table: str) -> list["Scope"]:
        """The scope, once for each part of a table; once as it is when that is not cut."""
        parts = [part for part in self.parts if table in part]
        return [replace(self, tables={**self.tables, **part}, parts=()) for part in parts] or [self]

    def fact(self, name: str) -> int:
        """The figure called `name`; CheckError when it was not given."""
        if name not in self.facts:
            raise CheckError(f"fact {name} is needed for this check; pass it to check_stage")
        return self.facts[name]

    def keys(self, table: str, column: str) -> pl.Series:
        """The distinct non-null values of a column, as one list value for `Expr.is_in`."""
        return self.table(table).select(pl.col(column).drop_nulls().unique()).collect().to_series().implode()


@dataclass(frozen=True, slots=True)
class Expectation:
    """The name of a Great Expectations class and its arguments besides the column.

    `per_row` tells an expectation about each value from one about the whole column or table; `on_column` is False for
    one about the number of rows.
    """

    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    per_row: bool = True
    on_column: bool = True


IS_TRUE = Expectation("ExpectColumnValuesToBeInSet", {"value_set": [True]})
IS_NULL = Expectation("ExpectColumnValuesToBeNull")

Helper = pl.Expr | Callable[[Scope], pl.Expr]


def between(minimum: float | None = None, maximum: float | None = None) -> Expectation:
    """Each value lies between `minimum` and `maximum`, both included."""
    return Expectation("ExpectColumnValuesToBeBetween", _bounds(minimum, maximum))


def mean_between(minimum: float | None = None, maximum: float | None = None) -> Expectation:
    """The mean of the column (the share of true values, for a flag) lies between the bounds, both included."""
    return Expectation("ExpectColumnMeanToBeBetween", _bounds(minimum, maximum), per_row=False)


def highest_between(minimum: float | None = None, maximum: float | None = None) -> Expectation:
    """The highest value of the column lies between the bounds, both included."""
    return Expectation("ExpectColumnMaxToBeBetween", _bounds(minimum, maximum), per_row=False)


def row_count_between(minimum: int | None = None, maximum: int | None = None) -> Expectation:
    """The number of rows lies between the bounds, both included."""
    arguments = _bounds(minimum, maximum)
    return Expectation("ExpectTableRowCountToBeBetween", arguments, per_row=False, on_column=False)


def _bounds(minimum: float | None, maximum: float | None) -> dict[str, float]:
    given = {"min_value": minimum, "max_value": maximum}
    return {name: value for name, value in given.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that must hold.

    `helper` gives one value per row (null where the rule does not apply), `expectation` what must hold for it,
    `why` one sentence for the user of the data, `tolerance` the share of rows that may fail, `shows` the columns
    that let a reader judge a failing row. A critical rule over its tolerance stops the run; its failing rows never
    go on.
    """

    name: str
    why: str
    helper: Helper
    expectation: Expectation = IS_TRUE
    severity: Severity = "critical"
    tolerance: float = 0.0
    shows: tuple[str, ...] = ()

    def value(self, scope: Scope) -> pl.Expr:
        """The helper as an expression, named after the rule."""
        expression = self.helper if isinstance(self.helper, pl.Expr) else self.helper(scope)
        return expression.alias(self.name)

    def allowed_rows(self, checked: int) -> int:
        """How many of `checked` rows may fail: the tolerated share, or a few rows when there are few."""
        if not self.tolerance:
            return 0
        return max(int(checked * self.tolerance + ROUNDING), min(SPARE_ROWS, int(checked * SPARE_SHARE + ROUNDING)))


Frame = Callable[[Scope], pl.LazyFrame]
Trace = Callable[[Scope, pl.DataFrame], pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Suite:
    """The rules about one kind of row at one stage.

    `rows` builds the frame that the rules' expressions refer to; it holds `key`. `needs` names the tables it reads.
    `long` names columns that together are larger than the memory may be: a rule on one of them looks at one row at a
    time, since it is computed part by part.
    With `quarantines`, rows that break a critical rule are taken out of `table`; `trace` then turns the failing
    rows into rows with the id columns of `rejects` (one row can become several: a quote is rejected printing by
    printing).
    """

    stage: str
    table: str
    key: tuple[str, ...]
    rules: tuple[Rule, ...]
    rows: Frame
    needs: tuple[str, ...]
    quarantines: bool = False
    trace: Trace | None = None
    long: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        names = [rule.name for rule in self.rules]
        if repeated := {name for name in names if names.count(name) > 1}:
            raise CheckError(f"suite {self.stage}/{self.table}: two rules are called {', '.join(sorted(repeated))}")


def table_rows(name: str) -> Frame:
    """A frame builder that gives the table as it is."""
    return lambda scope: scope.table(name)


def warning(
    name: str,
    why: str,
    helper: Helper,
    expectation: Expectation = IS_TRUE,
    *,
    tolerance: float = 0.0,
    shows: tuple[str, ...] = (),
) -> Rule:
    """A rule that is worth a look but never stops a run and never takes a row out."""
    return Rule(name, why, helper, expectation, "warning", tolerance, shows)


def enough(value: pl.Expr) -> pl.Expr:
    """`value` as a number, or null everywhere when there are fewer than `ENOUGH_ROWS` values."""
    return pl.when(value.count() >= ENOUGH_ROWS).then(value.cast(pl.Float64))


def both_or_neither(first: pl.Expr, second: pl.Expr) -> pl.Expr:
    """True where both conditions hold or neither does."""
    return first == second
