"""Plans that are drawn: points of two numbers, distributions, change through time."""

from analysis.plan import Dimension, Measure, Plan, filters_of
from analysis.question.context import Context
from analysis.question.parts import Parts

FEW_VALUES = 12
CONTINUOUS = 20


def shape_plan(parts: Parts, context: Context) -> Plan | None:
    """Return the plan of a relation or a distribution, None for other questions."""
    if parts.tops or parts.havings:
        return None
    if parts.measures:
        return _counted_bins(parts, context)
    numbers, others = _split(parts, context)
    related = parts.flags & {"relation", "trend", "contrast"}
    related = related or parts.chart == "scatter"
    by_number = [d.column for d in parts.groups if _is_continuous(d.column, context)]
    points = list(dict.fromkeys([*numbers, *by_number]))
    if len(points) == 2 and (related or by_number):
        return _points(points, others, parts, context)
    return _distribution(points, parts, context)


def _split(parts: Parts, context: Context) -> tuple[list[str], list[str]]:
    """Return the measured columns that are shown, and the other ones with groups."""
    numbers = [k for k in parts.shown if context.is_measured(k)]
    grouped = [d.column for d in parts.groups if not _is_continuous(d.column, context)]
    others = [k for k in parts.shown if k not in numbers]
    return numbers, list(dict.fromkeys([*others, *grouped]))


def _points(
    points: list[str], others: list[str], parts: Parts, context: Context
) -> Plan | None:
    """Make points of two numbers; where one has few values, averages by it."""
    coloured = [k for k in others if not context.is_unique(k)]
    few = [k for k in points if context.column(k).distinct <= FEW_VALUES]
    times = [k for k in points if context.is_time(k)]
    if parts.chart != "scatter" and (few or times) and len(few) < 2:
        key = (times or few)[0]
        value = next(k for k in points if k != key)
        dimensions = [Dimension(key), *(Dimension(k) for k in coloured[:1])]
        measures = (Measure("average", value),)
        return Plan(measures=measures, dimensions=tuple(dimensions), where=parts.where)
    coloured = coloured or _listed(parts, points)
    if len(coloured) > 1:
        return None
    return Plan("correlation", columns=(*points, *coloured), where=parts.where)


def _listed(parts: Parts, points: list[str]) -> list[str]:
    """Return the column whose values were listed: points are told apart by it."""
    listed = [f.column for f in filters_of(parts.where) if f.test == "in"]
    return [key for key in dict.fromkeys(listed) if key not in points][:1]


def _distribution(points: list[str], parts: Parts, context: Context) -> Plan | None:
    wanted = parts.flags & {"distribution", "bin"} or parts.chart == "histogram"
    wanted = wanted or parts.bins or (parts.chart == "bar" and not parts.rows_named)
    if not wanted or len(points) != 1:
        return None
    names = context.name_columns()
    if any(key != points[0] and (key,) != names for key in parts.shown):
        return None
    if any(part.column != points[0] for part in parts.groups):
        return None
    if _is_continuous(points[0], context):
        return _binned(points[0], parts)
    return _tallied(points[0], parts)


def _tallied(key: str, parts: Parts) -> Plan | None:
    """Count the rows of each number where there are few of them."""
    said = parts.flags & {"distribution"} or parts.chart == "histogram"
    if not said or parts.bins or set(parts.shown) > {key}:
        return None
    counted = (Measure("count"),)
    return Plan(measures=counted, dimensions=(Dimension(key),), where=parts.where)


def _counted_bins(parts: Parts, context: Context) -> Plan | None:
    """Read "number of cars by weight" as a distribution: weights are too many."""
    keys = [*(d.column for d in parts.groups), *parts.shown]
    if parts.measures != [Measure("count")] or len(set(keys)) != 1:
        return None
    if not _is_continuous(keys[0], context) or context.is_time(keys[0]):
        return None
    return _binned(keys[0], parts)


def _binned(key: str, parts: Parts) -> Plan:
    count, width = parts.bins or (None, None)
    dimensions = (Dimension(key, bins=count, width=width),) if parts.bins else ()
    return Plan("distribution", (), dimensions, (key,), parts.where)


def _is_continuous(key: str, context: Context) -> bool:
    """Tell whether a column holds numbers too many to be groups."""
    if not context.is_measured(key) or context.is_time(key):
        return False
    return context.column(key).distinct > CONTINUOUS
