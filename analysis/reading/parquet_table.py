"""A Parquet file of anyone's making, in the few column types that Poppy knows."""

from pathlib import Path

import duckdb

from analysis.duck import quoted
from analysis.loader import Loader
from analysis.reading.columns import ColumnPlan
from analysis.reading.conversion import Conversion, copy
from analysis.reading.kinds import Rule, literal
from analysis.reading.names import unique_names
from errors import ParseError

_FIRST = 25
_INTEGERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT")
# DuckDB's type -> our type and the SQL of the value {x}.
_DIRECT = {
    **{kind: ("integer", "CAST({x} AS BIGINT)") for kind in (*_INTEGERS, "UINTEGER")},
    "UBIGINT": ("decimal", "CAST({x} AS DECIMAL(38,0))"),
    "HUGEINT": ("decimal", "CAST({x} AS DECIMAL(38,0))"),
    # A number that is none says nothing: it is blank.
    "FLOAT": ("decimal", "CASE WHEN isfinite({x}) THEN CAST({x} AS DOUBLE) END"),
    "DOUBLE": ("decimal", "CASE WHEN isfinite({x}) THEN {x} END"),
    "BOOLEAN": ("boolean", "{x}"),
    "DATE": ("date", "CASE WHEN isfinite({x}) THEN {x} END"),
    "TIME": ("time", "{x}"),
    "TIMESTAMP": ("datetime", "CASE WHEN isfinite({x}) THEN {x} END"),
    "TIMESTAMP WITH TIME ZONE": ("datetime", "({x} AT TIME ZONE 'UTC')"),
    "VARCHAR": ("text", "{x}"),
    "BLOB": ("text", "coalesce(try(decode({x})), hex({x}))"),
}


def read_parquet(
    duck: Loader, source: Path, target: Path
) -> tuple[Conversion, list[list[str | None]], list[str]]:
    """Copy the file's columns to `target`; return them, the first rows, and notes."""
    relation = f"read_parquet({literal(str(source))})"
    try:
        columns = [row[:2] for row in duck.rows(f"DESCRIBE FROM {relation}")]
        plans = [_plan(i, *column) for i, column in enumerate(columns)]
        names = unique_names([name for name, _ in columns])
        for plan, name in zip(plans, names, strict=True):
            plan.name = name
        select = ", ".join(
            f"{plan.rule.value_sql(quoted(name))} AS {plan.key}"
            for plan, (name, _) in zip(plans, columns, strict=True)
        )
        rows = copy(duck, f"SELECT {select} FROM {relation}", target)
        first = _first(duck, target)
    except duckdb.Error as error:
        raise ParseError(
            "The Parquet file is damaged or uses a feature that cannot be read."
        ) from error
    return Conversion(rows, plans, []), first, _notes(plans, columns)


def _plan(i: int, name: str, kind: str) -> ColumnPlan:
    if kind.startswith("DECIMAL"):
        ours, value = "decimal", "{x}"
    elif kind.startswith("TIMESTAMP_"):
        ours, value = "datetime", "CAST({x} AS TIMESTAMP)"
    elif kind in _DIRECT:
        ours, value = _DIRECT[kind]
    elif kind.endswith(("[]", ")")) and not kind.startswith("ENUM"):
        ours, value = "text", "CAST(to_json({x}) AS VARCHAR)"
    else:
        ours, value = "text", "CAST({x} AS VARCHAR)"
    rule = Rule(ours, "", value, f"stored as {kind.lower()[:60]}")
    return ColumnPlan(f"c{i}", name, [], rule)


def _first(duck: Loader, target: Path) -> list[list[str | None]]:
    relation = f"read_parquet({literal(str(target))})"
    query = f"SELECT CAST(COLUMNS(*) AS VARCHAR) FROM {relation} LIMIT {_FIRST}"
    return [list(row) for row in duck.rows(query)]


def _notes(plans: list[ColumnPlan], columns: list[tuple]) -> list[str]:
    zoned = [
        plan.name
        for plan, (_, kind) in zip(plans, columns, strict=True)
        if kind == "TIMESTAMP WITH TIME ZONE"
    ]
    return [f"{name}: times with a zone were converted to UTC." for name in zoned]
