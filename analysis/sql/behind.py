"""The statements that find the rows behind a computed number.

The groups are told apart by the very expressions that made them, so bins, months and
weekdays need no second definition.
"""

from pathlib import Path

from analysis.cells import MONTHS, WEEKDAYS
from analysis.duck import quoted
from analysis.plan import Dimension, Filter, Group, Plan
from analysis.sql.conditions import condition
from analysis.sql.expressions import dimension
from analysis.sql.parameters import NUMBERED_SOURCE, Parameters
from analysis.sql.statement import Statement, group_dimensions, group_measures
from analysis.table import TableProfile
from errors import ValidationError

CASTS = {"date": "DATE", "datetime": "TIMESTAMP", "time": "TIME"}
GROUPED = ("aggregate", "distribution")


def write_behind(
    plan: Plan,
    cells: tuple,
    measure: int,
    where: Filter | Group | None,
    profile: TableProfile,
    parquet: Path,
) -> tuple[Statement, Statement]:
    """Return what counts the rows behind one row of a result, and what selects them.

    The selection has the row's place in the table (from 1) as its hidden column and
    no limit yet. Raises ValidationError where the result has no such measure.
    """
    parameters = Parameters(parquet)
    tests = _conditions(plan, cells, measure, profile, parameters)
    tests += [condition(p, profile, parameters) for p in (plan.where, where) if p]
    source = f"FROM {NUMBERED_SOURCE}"
    if tests:
        source += f" WHERE {' AND '.join(tests)}"
    shown = ", ".join(quoted(column.key) for column in profile.columns)
    rows = f"SELECT file_row_number + 1, {shown} {source} ORDER BY file_row_number"
    values = tuple(parameters.values)
    return Statement(f"SELECT count(*) {source}", values), Statement(rows, values, 1)


def _conditions(
    plan: Plan, cells: tuple, measure: int, profile: TableProfile, values: Parameters
) -> list[str]:
    if plan.kind in GROUPED:
        return _of_group(plan, cells, measure, profile, values)
    if plan.kind in ("missing", "describe"):
        return [_of_column(plan, cells, profile)]
    keys = plan.columns or tuple(column.key for column in profile.columns)
    return [
        _equals(quoted(key), profile.column(key).type, cell, values)
        for key, cell in zip(keys, cells, strict=False)
    ]


def _of_group(
    plan: Plan, cells: tuple, place: int, profile: TableProfile, values: Parameters
) -> list[str]:
    measures = group_measures(plan)
    if not 0 <= place < len(measures):
        raise ValidationError("This answer has no such number.", field="measure")
    tests, rest = [], list(cells)
    for part in group_dimensions(plan, profile):
        cell = rest.pop(0)
        if part.bins or part.width:
            rest.pop(0)
        tests.append(_in_group(part, cell, profile, values))
    measured = measures[place].column
    if measured is not None:
        tests.append(f"{quoted(measured)} IS NOT NULL")
    return tests


def _in_group(
    part: Dimension, cell: object, profile: TableProfile, values: Parameters
) -> str:
    kind = profile.column(part.column).type
    if part.bins or part.width:
        kind = "decimal"
    elif part.grain:
        kind = "integer" if isinstance(_cycle_number(cell, part), int) else "date"
    return _equals(dimension(part, profile), kind, _cycle_number(cell, part), values)


def _cycle_number(cell: object, part: Dimension) -> object:
    """Undo the words of `cells.shown_cell`: Monday is 1, January 1, Q3 3."""
    if cell is None or not isinstance(cell, str):
        return cell
    if part.grain == "weekday":
        return WEEKDAYS.index(cell) + 1
    if part.grain == "month_of_year":
        return MONTHS.index(cell) + 1
    return int(cell[1:]) if part.grain == "quarter_of_year" else cell


def _of_column(plan: Plan, cells: tuple, profile: TableProfile) -> str:
    """Return the test of a line about one column: its blank cells, or its others."""
    key = next((c.key for c in profile.columns if c.name == cells[0]), None)
    if key is None:
        raise ValidationError("This answer has no such column.")
    blank = "IS NULL" if plan.kind == "missing" else "IS NOT NULL"
    return f"{quoted(key)} {blank}"


def _equals(left: str, kind: str, cell: object, values: Parameters) -> str:
    if cell is None:
        return f"{left} IS NULL"
    if kind in CASTS:
        return f"{left} = CAST({values.add(str(cell))} AS {CASTS[kind]})"
    return f"{left} = {values.add(str(cell) if kind == 'text' else cell)}"
