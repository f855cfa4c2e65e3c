"""Which charts fit a result, and which of them is drawn first."""

from analysis.plan import Plan
from analysis.result import Result
from analysis.shape import Groups, Series, Shape, shape_of
from analysis.table import TableProfile

PIE_PARTS = range(2, 6)
FEW_SERIES = 12
BARS_A_GROUP = 8
GROUPED_BARS = 60
BOX_OPS = ("min", "percentile", "median", "percentile", "max")
SAME_SCALE = 100


def chart_type(plan: Plan, result: Result, profile: TableProfile) -> str | None:
    """Return the chart that suits a result best; None where a table says more."""
    fitting = fitting_types(plan, result, profile)
    if not fitting or plan.kind == "rows":
        return None
    return fitting[0]


def fitting_types(plan: Plan, result: Result, profile: TableProfile) -> tuple[str, ...]:
    """Return every chart type that can show the result truly, the best first."""
    if plan.kind == "correlation":
        return ("scatter",) if len(result.rows) > 1 else ()
    if plan.kind == "outliers":
        return ("box",) if _can_box(plan, result, profile) else ()
    if plan.kind == "missing":
        return ("bar",) if any(row[1] for row in result.rows) else ()
    if plan.kind == "rows":
        return _of_rows(result)
    if plan.kind not in ("aggregate", "distribution"):
        return ()
    fitting = _of_groups(shape_of(plan, result, profile), result)
    return tuple(kind for kind in fitting if kind != "pie" or _is_whole(plan, result))


def _is_whole(plan: Plan, result: Result) -> bool:
    """Tell whether the groups that are shown make up all that was computed."""
    cut = plan.limit is not None or result.total_rows > len(result.rows)
    return not cut and not plan.having


def numbers_of(result: Result, place: int) -> list[float]:
    """Return the filled numbers of a result's column."""
    cells = (row[place] for row in result.rows)
    return [c for c in cells if isinstance(c, int | float) and not isinstance(c, bool)]


def drawn_series(shape: Shape, result: Result) -> tuple[Series, ...]:
    """Return the measures that can share one axis with the first."""
    first, *others = shape.series
    together = [first]
    for series in others:
        if series.column.unit == first.column.unit and _same_scale(
            numbers_of(result, first.place), numbers_of(result, series.place)
        ):
            together.append(series)
    return tuple(together)


def is_box(shape: Shape) -> bool:
    """Tell whether the measures are the five numbers that a box is drawn from."""
    measures = [series.measure for series in shape.series]
    if tuple(measure.op for measure in measures) != BOX_OPS:
        return False
    return (measures[1].argument, measures[3].argument) == (25, 75)


def distinct_labels(result: Result, groups: Groups) -> int:
    """Count the different groups of one dimension."""
    return len({row[groups.place] for row in result.rows})


def _of_groups(shape: Shape, result: Result) -> tuple[str, ...]:
    if not shape.groups or not shape.series or len(result.rows) < 2:
        return ()
    if not numbers_of(result, shape.series[0].place):
        return ()
    if len(shape.groups) == 1:
        return _of_one_dimension(shape, result)
    return _of_two_dimensions(shape, result) if len(shape.groups) == 2 else ()


def _of_one_dimension(shape: Shape, result: Result) -> tuple[str, ...]:
    (groups,), series = shape.groups, shape.series[0]
    if groups.end is not None:
        return ("histogram",)
    if is_box(shape):
        return ("box", "bar")
    if len(drawn_series(shape, result)) > 1:
        return ("line", "grouped_bar") if groups.is_time else ("grouped_bar",)
    values = numbers_of(result, series.place)
    area = ("area",) if min(values) >= 0 and series.additive else ()
    if groups.is_time:
        if series.measure.op in ("growth", "difference") or len(result.rows) < 3:
            return ("bar", "line")
        return ("line", *area, "bar")
    if groups.dimension.grain == "hour":
        return ("bar", "line")
    pie = len(result.rows) in PIE_PARTS and min(values) >= 0 and sum(values) > 0
    if pie and series.additive:
        share = series.measure.op == "share"
        return ("pie", "bar") if share else ("bar", "pie")
    return ("bar",)


def _of_two_dimensions(shape: Shape, result: Result) -> tuple[str, ...]:
    first, second = shape.groups
    if first.end is not None or second.end is not None:
        return ("heatmap",)
    if first.is_time != second.is_time:
        series = second if first.is_time else first
        lines = distinct_labels(result, series) <= FEW_SERIES
        return ("line", *_bars(shape, result), "heatmap") if lines else ("heatmap",)
    bars = _bars(shape, result)
    return (*bars, "heatmap") if bars else ("heatmap",)


def _bars(shape: Shape, result: Result) -> tuple[str, ...]:
    colours = min(distinct_labels(result, groups) for groups in shape.groups)
    if colours > BARS_A_GROUP or len(result.rows) > GROUPED_BARS:
        return ()
    values = numbers_of(result, shape.series[0].place)
    stacks = shape.series[0].additive and min(values) >= 0
    return ("stacked_bar", "grouped_bar") if stacks else ("grouped_bar",)


def _of_rows(result: Result) -> tuple[str, ...]:
    kinds = [column.kind for column in result.columns]
    if len(result.rows) < 2 or "number" not in kinds:
        return ()
    found = []
    if kinds.count("number") > 1:
        found.append("scatter")
    if "text" in kinds:
        found.append("bar")
    if "date" in kinds or "datetime" in kinds:
        found.append("line")
    return tuple(found)


def _can_box(plan: Plan, result: Result, profile: TableProfile) -> bool:
    column = profile.column(plan.columns[-1])
    return bool(result.rows) and plan.where is None and column.quartiles is not None


def _same_scale(first: list[float], second: list[float]) -> bool:
    tops = [
        max((abs(value) for value in values), default=0) for values in (first, second)
    ]
    return min(tops) > 0 and max(tops) / min(tops) <= SAME_SCALE
