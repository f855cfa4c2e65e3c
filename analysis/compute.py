"""Run a Plan over the stored Parquet: numbers, with the receipt that proves them."""

import time
from pathlib import Path

from analysis import duck
from analysis.cells import plain_cell, shown_cell
from analysis.plan import Measure, Plan, filters_of
from analysis.result import Check, LeftOut, Result
from analysis.result_columns import result_columns
from analysis.sql import Statement, write, write_count, write_total
from analysis.sql.expressions import bin_edges
from analysis.sql.statement import group_dimensions, group_measures
from analysis.table import ColumnProfile, Table, TableProfile

MOST_ROWS = 10_000
GROUPED = ("aggregate", "distribution")
EXACT_TO = 1e15  # beyond it a mean times a count is no longer exact to the unit


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
            check=_check(cursor, plan, table, raw[:limit]),
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


def _check(cursor, plan: Plan, table: Table, raw: list[tuple]) -> Check | None:
    """Compare the sum of the groups with the total computed without groups."""
    measures = group_measures(plan)
    additive = plan.kind in GROUPED and len(measures) == 1
    if not additive or measures[0].op not in ("count", "sum") or not raw:
        return None
    if not group_dimensions(plan, table.profile):
        return None
    place = 2 + len(group_dimensions(plan, table.profile))
    groups = sum(plain_cell(row[place]) or 0 for row in raw)
    whole = plain_cell(_total(cursor, plan, measures, table)) or 0
    return check_sentence(groups, whole)


def _total(cursor, plan: Plan, measures: tuple, table: Table) -> object:
    """Return the total without groups: the profile's, or else by a second scan."""
    known = _profiled_total(measures[0], table.profile) if plan.where is None else None
    if known is not None:
        return known
    total = Plan(measures=measures, where=plan.where)
    return _fetch(cursor, write_total(total, table.profile, table.parquet))[0][0]


def _profiled_total(measure: Measure, profile: TableProfile) -> float | None:
    """Return a count or sum over all rows as the profile tells it.

    It was computed when the table was stored, by other means than the groups are.
    """
    if measure.column is None:
        return profile.rows
    column = profile.column(measure.column)
    filled = profile.rows - column.blanks
    if measure.op == "count":
        return filled
    if column.mean is None or not abs(column.mean * filled) < EXACT_TO:
        return None
    total = column.mean * filled
    return round(total) if column.type == "integer" else total


def check_sentence(groups: float, whole: float) -> Check:
    """Say whether groups add up to the whole, and what is missing where not."""
    if abs(groups - whole) <= 1e-9 * max(abs(groups), abs(whole), 1):
        return Check(True, f"The groups add up to the total of {whole:,.12g}.")
    rest = whole - groups
    return Check(
        True,
        f"The groups shown make {groups:,.12g} of {whole:,.12g}; "
        f"what is not shown makes {rest:,.12g}.",
    )


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
