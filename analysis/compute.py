"""Run a Plan over the stored Parquet: numbers, with the receipt that proves them."""

import time
from pathlib import Path

from analysis import duck
from analysis.cells import plain_cell, shown_cell
from analysis.plan import Plan, filters_of
from analysis.result import LeftOut, Result
from analysis.result_columns import result_columns
from analysis.sql import Statement, write, write_count
from analysis.sql.expressions import bin_edges
from analysis.sql.statement import group_dimensions, group_measures
from analysis.table import ColumnProfile, Table, TableProfile
from analysis.totals import checked

MOST_ROWS = 10_000
GROUPED = ("aggregate", "distribution")


def run(plan: Plan, table: Table, limit: int = MOST_ROWS) -> Result:
    """Compute a plan: at most `limit` rows, the same ones each time it is run.

    Raises duck.QueryTimeout when it takes too long.
    """
    statement = write(plan, table.profile, table.parquet, limit + 1)
    with duck.cursor(table.parquet.parent) as cursor:
        start = time.perf_counter()
        raw = _fetch(cursor, statement)
        seconds = time.perf_counter() - start
        rows = _shown_rows(plan, table.profile, raw[:limit], statement.hidden)
        used = _rows_used(cursor, plan, table, raw, limit)
        return Result(
            columns=result_columns(plan, table.profile),
            rows=rows,
            total_rows=len(raw)
            if len(raw) <= limit
            else _total_rows(cursor, plan, table),
            sql=statement.sql,
            parameters=_public(statement.parameters),
            rows_used=used,
            left_out=left_out(plan, table.profile, raw),
            check=checked(cursor, plan, table, raw, limit),
            ties=max(0, len(rows) - plan.limit) if plan.limit else 0,
            seconds=seconds,
            facts=_facts(cursor, plan, table),
        )


def _fetch(cursor, statement: Statement) -> list[tuple]:
    return cursor.execute(statement.sql, list(statement.parameters)).fetchall()


def _public(parameters: tuple) -> tuple:
    """Name the stored file without its folder: the receipt is for people."""
    return (Path(parameters[0]).name, *parameters[1:])


def _shown_rows(
    plan: Plan, profile: TableProfile, raw: list[tuple], hidden: int
) -> tuple[tuple, ...]:
    if plan.kind not in GROUPED:
        return tuple(tuple(map(plain_cell, row)) for row in raw)
    dimensions = group_dimensions(plan, profile)
    rows = []
    for row in raw:
        cells: list[object] = []
        for part, value in zip(dimensions, row[hidden:], strict=False):
            if part.bins or part.width:
                width = bin_edges(part, profile.column(part.column))[1]
                cells += [value, None if value is None else value + width]
            else:
                cells.append(shown_cell(value, part.grain))
        cells += map(plain_cell, row[hidden + len(dimensions) :])
        rows.append(tuple(cells))
    return tuple(rows)


def _rows_used(cursor, plan: Plan, table: Table, raw: list[tuple], limit: int) -> int:
    if plan.kind in GROUPED:
        return int(raw[0][0] or 0) if raw else 0
    if plan.where is None:
        return table.profile.rows
    return _fetch(cursor, write_count(plan, table.profile, table.parquet))[0][0]


def _total_rows(cursor, plan: Plan, table: Table) -> int:
    everything = write(plan, table.profile, table.parquet, 2**62)
    sql = f"SELECT count(*) FROM ({everything.sql})"
    return cursor.execute(sql, list(everything.parameters)).fetchone()[0]


def left_out(
    plan: Plan, profile: TableProfile, raw: list[tuple]
) -> tuple[LeftOut, ...]:
    """List the rows that took no part for want of a value."""
    found = []
    for test in {f.column: f for f in filters_of(plan.where)}.values():
        column = profile.column(test.column)
        if column.blanks and test.test != "blank":
            found.append(LeftOut(f"{column.name} is blank (filter)", column.blanks))
    if plan.kind in GROUPED:
        found += _blank_cells(plan, profile, raw)
        found += _blank_groups(plan, profile)
    return tuple(found)


def _blank_cells(plan: Plan, profile: TableProfile, raw: list[tuple]) -> list[LeftOut]:
    column = group_measures(plan)[0].column
    blank = int((raw[0][0] or 0) - (raw[0][1] or 0)) if raw else 0
    return [LeftOut(f"{profile.column(column).name} is blank", blank)] if blank else []


def _blank_groups(plan: Plan, profile: TableProfile) -> list[LeftOut]:
    if plan.limit is None:
        return []
    columns: list[ColumnProfile] = [profile.column(d.column) for d in plan.dimensions]
    return [LeftOut(f"{c.name} is blank", c.blanks) for c in columns if c.blanks]


def _facts(cursor, plan: Plan, table: Table) -> tuple[tuple[str, float], ...]:
    if plan.kind != "correlation":
        return ()
    measured = write_correlation(plan, table)
    number, rows = cursor.execute(measured.sql, list(measured.parameters)).fetchone()
    found = [("rows", float(rows))]
    if number is not None and number == number:
        found.insert(0, ("correlation", float(number)))
    return tuple(found)


def write_correlation(plan: Plan, table: Table) -> Statement:
    """Return the statement of Pearson's r of a correlation plan's two columns."""
    points = write(plan, table.profile, table.parquet, 2**62)
    x, y = (duck.quoted(c) for c in plan.columns[:2])
    sql = f"SELECT corr({x}, {y}), count(*) FROM ({points.sql})"
    return Statement(sql, points.parameters)
