"""A Parquet file of anyone's making, in the few column types that Poppy knows."""

from collections.abc import Callable
from pathlib import Path

import duckdb

from analysis.duck import quoted
from analysis.loader import Loader, loader
from analysis.reading.columns import ColumnPlan
from analysis.reading.conversion import TYPED, Conversion, copy
from analysis.reading.kinds import Rule, literal
from analysis.reading.names import unique_names
from errors import ParseError

_FIRST = 25
MAX_ROWS = 500_000_000
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


def write_parquet(
    source: Path, folder: Path, report: Callable[[int], None]
) -> dict[str, object]:
    """Copy the file's columns to `folder`/typed.parquet, inside the child process.

    Returns "rows", "columns" (key, name, type, reason), the "first" rows as text, and
    "notes"; `report` is told how many bytes are done. A hostile file can hurt no more
    than the child. Raises ParseError.
    """
    size = source.stat().st_size
    folders = [source.parent, folder]
    with loader(folders, lambda share: report(int(share * size))) as duck:
        found, first, notes = _copied(duck, source, folder / TYPED)
    columns = [(p.key, p.name, p.rule.type, p.rule.reason) for p in found.plans]
    return {
        "kind": "parquet",
        "rows": found.rows,
        "columns": columns,
        "first": first,
        "notes": notes,
    }


def conversion_of(found: dict) -> Conversion:
    """Return what the child process wrote (see `write_parquet`) as a conversion."""
    plans = [
        ColumnPlan(key, name, [], Rule(kind, "", "{x}", reason))
        for key, name, kind, reason in found["columns"]
    ]
    return Conversion(found["rows"], plans, [])


def _copied(
    duck: Loader, source: Path, target: Path
) -> tuple[Conversion, list[list[str | None]], list[str]]:
    file = literal(str(source))
    relation = f"read_parquet({file})"
    try:
        _check_rows(duck, file)
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


def _check_rows(duck: Loader, file: str) -> None:
    """Refuse a few bytes that claim to be billions of rows."""
    claimed = duck.rows(f"SELECT sum(num_rows) FROM parquet_file_metadata({file})")
    if (claimed[0][0] or 0) > MAX_ROWS:
        raise ParseError(
            f"The Parquet file claims more than {MAX_ROWS:,} rows. Upload it in parts."
        )


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
