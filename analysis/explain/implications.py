"""What follows from a result: gaps, shares, trends, comparisons."""

from itertools import pairwise

from analysis.explain.summary import clause, measured_rows, relative
from analysis.explain.words import capitalised, group_noun, measure_words
from analysis.numbers import count_text, number_text, percent_text
from analysis.plan import Plan
from analysis.replan import columns_used
from analysis.result import Result
from analysis.shape import Series, Shape, label_of, labels_of, shape_of, value_text
from analysis.table import ColumnProfile, TableProfile

LEADERS = 3
STEPS_FOR_A_TREND = 4


def implications(plan: Plan, result: Result, profile: TableProfile) -> list[str]:
    """Return what follows from the numbers alone, the weightiest first."""
    if plan.kind == "correlation":
        return _of_correlation(plan, result, profile)
    if plan.kind not in ("aggregate", "distribution") or not result.rows:
        return []
    shape = shape_of(plan, result, profile)
    if not shape.groups:
        return _of_single(plan, result, profile, shape.series[0])
    rows = measured_rows(result, shape.series[0])
    if len(rows) < 2:
        return []
    if len(shape.groups) == 1 and shape.groups[0].is_time:
        return _of_time(rows, shape)
    return _of_groups(plan, result, rows, shape)


def comparison(
    plan: Plan, result: Result, earlier: tuple[Plan, Result], profile: TableProfile
) -> list[str]:
    """Compare a single number with an earlier answer's, naming that one's rows.

    Where the earlier one used a column that this one does not, nothing is said: what
    may be told of an answer is judged by its own columns.
    """
    before_plan, before = earlier
    if plan.measures[:1] != before_plan.measures[:1]:
        return []
    if not columns_used(before_plan) <= columns_used(plan):
        return []
    shape = shape_of(plan, result, profile)
    before_shape = shape_of(before_plan, before, profile)
    if shape.groups or before_shape.groups or not (result.rows and before.rows):
        return []
    new, old = result.rows[0][0], before.rows[0][0]
    if not isinstance(new, int | float) or not isinstance(old, int | float):
        return []
    change = relative(new, old)
    words = measure_words(shape.series[0].measure, profile)
    said = value_text(old, before_shape.series[0].column)
    if plan.where != before_plan.where:
        said += clause(before_plan, profile) or " of all rows"
    if change in (None, "unchanged"):
        return [f"Asked before, the {words} was {said}."]
    return [f"That is {change} from the {said}, asked before."]


def spread(column: ColumnProfile) -> str | None:
    """Say how far the values of a column reach, and where its middle half lies."""
    if column.quartiles is None or column.minimum == column.maximum:
        return None
    ends = [number_text(v, column.unit) for v in (column.minimum, column.maximum)]
    low, _, high = (number_text(v, column.unit) for v in column.quartiles)
    return (
        f"{column.name} runs from {ends[0]} to {ends[1]}; the middle half lies "
        f"between {low} and {high}."
    )


def _of_single(
    plan: Plan, result: Result, profile: TableProfile, series: Series
) -> list[str]:
    found = []
    if plan.where is not None and profile.rows and result.rows_used < profile.rows:
        share = percent_text(result.rows_used / profile.rows)
        of = count_text(profile.rows, "row")
        found.append(f"The filter keeps {share} of all {of}.")
    column = series.measure.column
    if series.measure.op == "average" and column and plan.where is None:
        found += _median_beside(profile.column(column))
    return found


def _median_beside(column: ColumnProfile) -> list[str]:
    if column.quartiles is None:
        return []
    middle = number_text(column.quartiles[1], column.unit)
    return [f"Half of the {column.name} values are at or below {middle} (the median)."]


def _of_time(rows: list, shape: Shape) -> list[str]:
    groups, series = shape.groups[0], shape.series[0]
    dated = [row for row in rows if row[groups.place] is not None]
    dated.sort(key=lambda row: row[groups.place])
    steps = list(pairwise(dated))
    if len(steps) < STEPS_FOR_A_TREND:
        return []
    rises = sum(b[series.place] > a[series.place] for a, b in steps)
    falls = sum(b[series.place] < a[series.place] for a, b in steps)
    found = [f"It rose in {rises:,} of {len(steps):,} steps and fell in {falls:,}."]
    before, after = max(
        steps, key=lambda s: abs(s[1][series.place] - s[0][series.place])
    )
    change = relative(after[series.place], before[series.place])
    moved = f", {change}" if change else ""
    found.append(
        f"The largest step was from {label_of(groups, before)} to "
        f"{label_of(groups, after)}: {value_text(before[series.place], series.column)} "
        f"to {value_text(after[series.place], series.column)}{moved}."
    )
    return found


def _of_groups(plan: Plan, result: Result, rows: list, shape: Shape) -> list[str]:
    series = shape.series[0]
    ranked = sorted(rows, key=lambda row: -row[series.place])
    found = []
    whole = plan.limit is None and not plan.having and result.total_rows == len(rows)
    if series.additive and whole and ranked[-1][series.place] >= 0:
        found += _shares(ranked, shape)
    gap = _gap(ranked, shape) if plan.kind == "aggregate" else None
    return [*found, gap] if gap else found


def _shares(ranked: list, shape: Shape) -> list[str]:
    place = shape.series[0].place
    total = sum(row[place] for row in ranked)
    if not total or len(ranked) < 3:
        return []
    first = ranked[0][place] / total
    found = [f"{labels_of(shape, ranked[0])} makes {percent_text(first)} of the total."]
    if len(ranked) > 2 * LEADERS:
        leading = sum(row[place] for row in ranked[:LEADERS]) / total
        found.append(
            f"The first {LEADERS} of {len(ranked):,} make "
            f"{percent_text(leading)} of the total."
        )
    return found


def _gap(ranked: list, shape: Shape) -> str | None:
    series = shape.series[0]
    high, low = ranked[0][series.place], ranked[-1][series.place]
    if high == low or series.measure.op in ("share", "growth", "difference"):
        return None
    names = labels_of(shape, ranked[0]), labels_of(shape, ranked[-1])
    if low > 0 and high / low >= 2:
        return f"{names[0]} is {number_text(round(high / low, 1))} times {names[1]}."
    if low > 0:
        return f"{names[0]} is {percent_text(high / low - 1)} above {names[1]}."
    apart = value_text(high - low, series.column)
    return f"{names[0]} and {names[1]} are {apart} apart."


def _of_correlation(plan: Plan, result: Result, profile: TableProfile) -> list[str]:
    r = dict(result.facts).get("correlation")
    if r is None:
        return []
    names = [profile.column(key).name for key in plan.columns[:2]]
    return [
        f"A straight line through {names[0]} explains {percent_text(r * r)} of the "
        f"variation of {names[1]}."
    ]


def dominant(plan: Plan, result: Result, profile: TableProfile) -> str | None:
    """Name the group that makes more than half of a total, if one does."""
    if plan.kind != "aggregate" or plan.limit is not None or plan.having:
        return None
    shape = shape_of(plan, result, profile)
    if not shape.groups or not shape.series or not shape.series[0].additive:
        return None
    place = shape.series[0].place
    rows = measured_rows(result, shape.series[0])
    total = sum(row[place] for row in rows)
    if len(rows) < 3 or total <= 0 or min(row[place] for row in rows) < 0:
        return None
    first = max(rows, key=lambda row: row[place])
    if first[place] <= total / 2 or result.total_rows > len(result.rows):
        return None
    noun = group_noun(shape.groups[0].dimension, profile)
    return capitalised(
        f"one {noun} ({labels_of(shape, first)}) makes more than half of the total, so "
        "it decides how the whole moves."
    )
