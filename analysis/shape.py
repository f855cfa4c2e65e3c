"""How a result is laid out: which columns are groups, and which are numbers.

Both the chart and the explanation start from this reading of a result.
"""

from dataclasses import dataclass

from analysis.numbers import date_text, number_text
from analysis.plan import CYCLES, Dimension, Measure, Plan
from analysis.result import Result, ResultColumn
from analysis.table import TEMPORAL, TableProfile

BLANK = "(blank)"


@dataclass(frozen=True)
class Groups:
    """One dimension in the result: its column's place, and that of a bin's end."""

    dimension: Dimension
    place: int
    end: int | None
    column: ResultColumn
    is_time: bool
    is_cycle: bool


@dataclass(frozen=True)
class Series:
    """One measure in the result, and its column's place."""

    measure: Measure
    place: int
    column: ResultColumn

    @property
    def additive(self) -> bool:
        """Whether the groups' numbers add up to that of the whole."""
        return self.measure.op in ("count", "sum", "share")


@dataclass(frozen=True)
class Shape:
    """A grouped result's dimensions and measures, in the order of its columns."""

    groups: tuple[Groups, ...]
    series: tuple[Series, ...]


def shape_of(plan: Plan, result: Result, profile: TableProfile) -> Shape:
    """Match the columns of an aggregate or distribution with what the plan asked."""
    groups = []
    place = 0
    for dimension in _dimensions(plan):
        binned = _is_binned(result, place)
        groups.append(_groups(dimension, place, binned, result, profile))
        place += 2 if binned else 1
    measures = plan.measures or (Measure("count"),)
    series = [
        Series(measure, place + n, result.columns[place + n])
        for n, measure in enumerate(measures)
        if place + n < len(result.columns)
    ]
    return Shape(tuple(groups), tuple(series))


def label_of(groups: Groups, row: tuple) -> str:
    """Return a group's name as it is said: "north", "July 2025", "0 to 50"."""
    value = row[groups.place]
    if value is None:
        return BLANK
    if groups.end is not None:
        unit = groups.column.unit
        return f"{number_text(value)} to {number_text(row[groups.end], unit)}"
    return group_text(value, groups.column)


def labels_of(shape: Shape, row: tuple) -> str:
    """Return the names of all of a row's groups, joined."""
    return ", ".join(label_of(groups, row) for groups in shape.groups)


def group_text(value: object, column: ResultColumn) -> str:
    """Return a group's value as text; whole numbers are codes or years, not sums."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if column.kind in TEMPORAL and isinstance(value, str):
        return date_text(value, column.grain)
    return str(value)


def value_text(value: object, column: ResultColumn) -> str:
    """Return a computed cell as text, with its unit."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_text(value, column.unit)
    if value is None:
        return BLANK
    return date_text(value) if column.kind in TEMPORAL else str(value)


def _dimensions(plan: Plan) -> tuple[Dimension, ...]:
    if plan.dimensions or plan.kind != "distribution":
        return plan.dimensions
    return (Dimension(plan.columns[0]),)


def _is_binned(result: Result, place: int) -> bool:
    """Tell whether two columns, from and to, stand for one dimension's bins."""
    pair = result.columns[place : place + 2]
    return (
        len(pair) == 2
        and all(column.role == "dimension" for column in pair)
        and pair[0].key == pair[1].key
        and pair[0].name.endswith(" from")
    )


def _groups(
    dimension: Dimension,
    place: int,
    binned: bool,
    result: Result,
    profile: TableProfile,
) -> Groups:
    column = profile.column(dimension.column)
    in_time = column.type in TEMPORAL or column.grain == "year"
    is_cycle = dimension.grain in CYCLES
    return Groups(
        dimension,
        place,
        place + 1 if binned else None,
        result.columns[place],
        in_time and not is_cycle and not binned,
        is_cycle,
    )
