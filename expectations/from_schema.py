"""Structural rules derived from `newsquotes.schemas`: nothing here names a column of a table.

Per table: required values, declared value sets, declared ranges, unique primary key, foreign keys. Per stage: the
columns of every table, in order and of the declared type.
"""

from collections.abc import Callable, Iterable, Sequence

import polars as pl

from expectations.rule import IS_NULL, Rule, Scope, Suite
from newsquotes.schemas import TABLES, Column, Table


def structure(table: Table) -> tuple[Rule, ...]:
    """The structural rules of a table about its own rows, without foreign keys."""
    rules = [
        unique_key(table),
        Rule(
            "required_values_present",
            "A column that is declared without gaps has a value in every row.",
            _names_where(
                table.columns, lambda column: not column.nullable, lambda column: pl.col(column.name).is_null()
            ),
            IS_NULL,
        ),
    ]
    if any(column.values for column in table):
        rules.append(
            Rule(
                "values_in_declared_sets",
                "A column with a closed list of values holds nothing else, so that filters on it miss no row.",
                _names_where(table.columns, lambda column: bool(column.values), _outside_set),
                IS_NULL,
            )
        )
    if any(_is_bounded(column) for column in table):
        rules.append(
            Rule(
                "values_in_declared_range",
                "Counts, offsets and probabilities lie within their declared limits.",
                _names_where(table.columns, _is_bounded, _outside_range),
                IS_NULL,
            )
        )
    return tuple(rules)


def unique_key(table: Table) -> Rule:
    """No two rows share the primary key.

    A key of several columns is looked at by its last one within the others: a struct of them takes five times the
    memory.
    """
    *others, last = map(pl.col, table.primary_key)
    return Rule(
        "primary_key_unique",
        "Each row has a key of its own, so that joins neither lose nor multiply rows.",
        last.is_unique().over(others) if others else last.is_unique(),
    )


def foreign_keys(table: Table) -> tuple[Rule, ...]:
    """One rule per foreign key of the table; each needs the table that the key points to."""
    return tuple(_foreign_key(column) for column in table if column.references)


def referenced_tables(table: Table) -> tuple[str, ...]:
    """The tables that the foreign keys of `table` point to, in order and without repeats."""
    return tuple(dict.fromkeys(column.references.split(".")[0] for column in table if column.references))


def columns_suite(stage: str, tables: Sequence[str]) -> Suite:
    """The suite about the columns of a stage's tables: one row per column, declared or found."""
    return Suite(
        stage,
        "columns",
        key=("table", "column"),
        rules=(
            Rule(
                "columns_as_declared",
                "Every table has exactly the declared columns, in the declared order.",
                pl.col("declared_position").eq_missing(pl.col("position")),
                shows=("declared_position", "position"),
            ),
            Rule(
                "types_as_declared",
                "Every column has the declared type, so that files of different runs can be read together.",
                pl.col("declared_type") == pl.col("type"),
                shows=("declared_type", "type"),
            ),
        ),
        rows=lambda scope: _columns(scope, tables),
        needs=tuple(tables),
    )


def _columns(scope: Scope, tables: Iterable[str]) -> pl.LazyFrame:
    rows = [row for name in tables for row in _columns_of(TABLES[name], scope.table(name).collect_schema())]
    text, number = pl.String(), pl.Int64()
    schema = {
        "table": text,
        "column": text,
        "declared_position": number,
        "position": number,
        "declared_type": text,
        "type": text,
    }
    return pl.LazyFrame(rows, schema=schema, orient="row")


def _columns_of(
    table: Table, found: pl.Schema
) -> list[tuple[str, str, int | None, int | None, str | None, str | None]]:
    """Rows of `columns` for one table; a column that is not exported may be missing."""
    declared = [column for column in table if column.exported or column.name in found]
    positions = {name: position for position, name in enumerate(found)}
    rows: list[tuple[str, str, int | None, int | None, str | None, str | None]] = [
        (
            table.name,
            column.name,
            position,
            positions.get(column.name),
            str(column.dtype),
            str(found[column.name]) if column.name in found else None,
        )
        for position, column in enumerate(declared)
    ]
    known = {column.name for column in declared}
    extra = [
        (table.name, name, None, at, None, str(found[name])) for name, at in positions.items() if name not in known
    ]
    return [*rows, *extra]


def _foreign_key(column: Column) -> Rule:
    target, target_column = str(column.references).split(".")
    return Rule(
        f"{column.name}_in_{target}",
        f"Every {column.name} is found in {target}, so that a row can be followed back to its source.",
        lambda scope: _where_it_points(column, pl.col(column.name).is_in(scope.keys(target, target_column))),
        shows=(column.name,),
    )


def _where_it_points(column: Column, found: pl.Expr) -> pl.Expr:
    """`found`, or null in the rows whose key points nowhere by declaration."""
    return found if column.unless is None else pl.when(pl.col(column.unless[0]) != column.unless[1]).then(found)


def _names_where(
    columns: Iterable[Column], applies: Callable[[Column], bool], breaks: Callable[[Column], pl.Expr]
) -> pl.Expr:
    """The comma-separated names of the columns that break a condition in a row; null when none does."""
    broken = [pl.when(breaks(column)).then(pl.lit(column.name)) for column in columns if applies(column)]
    joined = pl.concat_str(broken, separator=", ", ignore_nulls=True)
    return pl.when(joined != "").then(joined)


def _outside_set(column: Column) -> pl.Expr:
    return ~pl.col(column.name).is_in(list(column.values))


def _is_bounded(column: Column) -> bool:
    return column.minimum is not None or column.maximum is not None


def _outside_range(column: Column) -> pl.Expr:
    value = pl.col(column.name)
    outside = pl.lit(False)
    if column.minimum is not None:
        outside = outside | (value < column.minimum)
    if column.maximum is not None:
        outside = outside | (value > column.maximum)
    if column.dtype.is_float():
        outside = outside | value.is_nan()
    return outside
