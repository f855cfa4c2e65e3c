""" "Why?": the last answer broken down by the column that divides it most."""

from dataclasses import replace

from analysis.compute import run
from analysis.plan import Dimension, Measure, Plan, filters_of
from analysis.table import TEMPORAL, Table

FEW_GROUPS = range(2, 25)
MOST_TRIED = 6
BASES = ("count", "sum", "average", "median", "min", "max", "distinct")


def broken_down(plan: Plan, table: Table) -> Plan | None:
    """Return the plan divided by the category whose groups differ most, if any.

    Through time the change against the previous period is divided, else the number.
    """
    if plan.kind != "aggregate" or not plan.measures:
        return None
    if plan.measures[0].op not in BASES:
        return None
    tried = [_divided(plan, key, table) for key in _candidates(plan, table)]
    if not tried:
        return None
    return max(tried, key=lambda divided: _spread(divided, table))


def _candidates(plan: Plan, table: Table) -> list[str]:
    used = {part.column for part in plan.dimensions}
    used |= {part.column for part in filters_of(plan.where) if part.test == "="}
    return [
        column.key
        for column in table.profile.columns
        if column.role in ("category", "flag")
        and column.distinct in FEW_GROUPS
        and column.key not in used
    ][:MOST_TRIED]


def _divided(plan: Plan, key: str, table: Table) -> Plan:
    times = [
        part
        for part in plan.dimensions
        if table.profile.column(part.column).type in TEMPORAL
    ]
    measure = plan.measures[0]
    if not times:
        return Plan(measures=(measure,), dimensions=(Dimension(key),), where=plan.where)
    change = Measure("difference", measure.column, base=measure.op)
    return replace(
        plan,
        measures=(measure, change),
        dimensions=(times[0], Dimension(key)),
        having=(),
        order=(),
        limit=None,
        chart=None,
    )


def _spread(plan: Plan, table: Table) -> float:
    """Return how far the groups lie apart, against the size of the numbers."""
    place = len(plan.dimensions) + len(plan.measures) - 1
    numbers = [
        row[place]
        for row in run(plan, table).rows
        if isinstance(row[place], int | float) and row[0] is not None
    ]
    if len(numbers) < 2:
        return 0.0
    size = sum(abs(number) for number in numbers) / len(numbers)
    return (max(numbers) - min(numbers)) / size if size else 0.0
