"""Do the groups make up the whole? A total from elsewhere, and what is missing."""

import math
from dataclasses import replace

from analysis.cells import plain_cell
from analysis.plan import Filter, Measure, Plan, joined
from analysis.result import Check
from analysis.sql import Statement, write_count, write_total
from analysis.sql.statement import group_dimensions, group_measures
from analysis.table import Table, TableProfile

GROUPED = ("aggregate", "distribution")
ADDITIVE = ("count", "sum")
EXACT_TO = 1e15  # beyond it a mean times a count is no longer exact to the unit
NEAR = 1e-9


def checked(
    cursor, plan: Plan, table: Table, raw: list[tuple], limit: int
) -> Check | None:
    """Return whether the first `limit` groups make up the whole; None without groups.

    Sums and counts are added up and compared with the total over all rows; for other
    measures the rows behind the groups are counted. What is missing is itemised, and
    is right where groups were cut off; elsewhere the check has failed.
    """
    dimensions = group_dimensions(plan, table.profile)
    if plan.kind not in GROUPED or not dimensions or not raw:
        return None
    measures = group_measures(plan)
    for place, measure in enumerate(measures, start=2 + len(dimensions)):
        if measure.op in ADDITIVE:
            groups = sum(plain_cell(row[place]) or 0 for row in raw[:limit])
            check = _added_up(cursor, plan, table, measure, groups)
            break
    else:
        check = _rows_held(cursor, plan, table, int(raw[0][0] or 0))
    cut = plan.limit is not None or bool(plan.having) or len(raw) > limit
    return replace(check, ok=True) if check and cut else check


def _added_up(
    cursor, plan: Plan, table: Table, measure: Measure, groups: float
) -> Check | None:
    whole = _total(cursor, plan, measure, table)
    if not (math.isfinite(groups) and math.isfinite(whole)):
        return None
    if _equal(groups, whole):
        return Check(True, f"The groups add up to the total of {whole:,.12g}.")
    blank = _blank_group(cursor, plan, measure, table)
    rest = whole - groups - blank
    parts = [f"rows without a group make {blank:,.12g}"] if blank else []
    if not _equal(rest, 0, whole):
        parts.append(f"groups that are not shown make {rest:,.12g}")
    accounted = _equal(rest, 0, whole)
    said = f"The groups shown make {groups:,.12g} of {whole:,.12g}; "
    return Check(accounted, said + " and ".join(parts) + ".")


def _rows_held(cursor, plan: Plan, table: Table, held: int) -> Check:
    """Compare the rows behind the groups with the rows that the filter leaves."""
    rows = table.profile.rows
    if plan.where is not None:
        rows = _fetched(cursor, write_count(plan, table.profile, table.parquet))
    if held == rows:
        return Check(True, f"The groups hold all {rows:,} rows.")
    rest = rows - held
    why = "are in groups left out or in none"
    said = f"The groups hold {held:,} of {rows:,} rows; {rest:,} {why}."
    return Check(False, said)


def _equal(one: float, other: float, scale: float = 1.0) -> bool:
    return abs(one - other) <= NEAR * max(abs(one), abs(other), abs(scale), 1)


def _total(cursor, plan: Plan, measure: Measure, table: Table) -> float:
    """Return the total without groups: the profile's, or else by a second scan."""
    known = _profiled(measure, table.profile) if plan.where is None else None
    if known is not None:
        return known
    total = Plan(measures=(measure,), where=plan.where)
    return _fetched(cursor, write_total(total, table.profile, table.parquet))


def _profiled(measure: Measure, profile: TableProfile) -> float | None:
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


def _blank_group(cursor, plan: Plan, measure: Measure, table: Table) -> float:
    """Return what the rows without a group make: a top list leaves them out."""
    columns = {part.column for part in plan.dimensions}
    blank = [Filter(k, "blank") for k in columns if table.profile.column(k).blanks]
    if plan.limit is None or not blank:
        return 0.0
    parts = [part for part in (plan.where, joined("or", blank)) if part is not None]
    missing = Plan(measures=(measure,), where=joined("and", parts))
    return _fetched(cursor, write_total(missing, table.profile, table.parquet))


def _fetched(cursor, statement: Statement) -> float:
    found = cursor.execute(statement.sql, list(statement.parameters)).fetchone()
    return plain_cell(found[0]) or 0
