"""What a result says, in a sentence or two."""

import math

from analysis.explain.words import (
    capitalised,
    group_noun,
    listed,
    measure_words,
    where_words,
)
from analysis.numbers import count_text, number_text, percent_text
from analysis.plan import Plan
from analysis.result import Result
from analysis.shape import Series, Shape, labels_of, shape_of, value_text
from analysis.table import TableProfile

NAMED_TIES = 3
NAMED_TOP = 5
MANY_TIMES = 10


def summary(plan: Plan, result: Result, profile: TableProfile) -> str:
    """Return the result in words."""
    writers = {
        "rows": _rows,
        "correlation": _correlation,
        "outliers": _outliers,
        "missing": _missing,
        "describe": _describe,
    }
    return writers.get(plan.kind, _aggregate)(plan, result, profile)


def clause(plan: Plan, profile: TableProfile) -> str:
    """Return " where region is north", or nothing for a plan without filter."""
    words = where_words(plan.where, profile)
    return f" where {words}" if words else ""


def measured_rows(result: Result, series: Series) -> list[tuple]:
    """Return the rows in which the measure is a number."""
    return [row for row in result.rows if _is_number(row[series.place])]


def strength(r: float) -> str:
    """Name the strength of a correlation, by Cohen's usual limits."""
    if abs(r) < 0.1:
        return "hardly"
    if abs(r) < 0.3:
        return "weakly"
    return "moderately" if abs(r) < 0.5 else "strongly"


def relative(new: float, old: float) -> str | None:
    """Return "up 24%" or "down 3%"; None where a percentage would mislead."""
    if old <= 0 or new < 0:
        return None
    if new == old:
        return "unchanged"
    times = new / old
    if math.isinf(times):
        return None
    if times >= MANY_TIMES:
        return f"up to {number_text(round(times))} times as much"
    return f"{'up' if new > old else 'down'} {percent_text(abs(new - old) / old)}"


def is_cut(plan: Plan, result: Result) -> bool:
    """Tell whether groups were left out of the result only because there are many."""
    cut = result.total_rows > len(result.rows)
    return bool(cut and plan.kind == "aggregate" and plan.limit is None)


def cut_summary(plan: Plan, result: Result, profile: TableProfile) -> str:
    """Say how many groups there are; which is highest, the shown ones do not tell."""
    words = listed([measure_words(measure, profile) for measure in plan.measures])
    return capitalised(
        f"{words}{clause(plan, profile)} of {result.total_rows:,} groups, of which "
        f"the first {len(result.rows):,} are shown."
    )


def _aggregate(plan: Plan, result: Result, profile: TableProfile) -> str:
    shape = shape_of(plan, result, profile)
    if not result.rows:
        return f"No rows{clause(plan, profile)}: nothing to compute."
    if not shape.groups:
        return _single(plan, result, profile, shape)
    series = shape.series[0]
    rows = measured_rows(result, series)
    if not rows:
        return _first_and_last(result, shape)
    if len(rows) == 1:
        said = value_text(rows[0][series.place], series.column)
        words = measure_words(series.measure, profile)
        return f"For {labels_of(shape, rows[0])}, the {words} is {said}."
    if shape.groups[0].end is not None and len(shape.groups) == 1:
        return _ranges(plan, profile, shape, rows)
    is_level = series.measure.op not in ("growth", "difference")
    one_line = len(shape.groups) == 1 and shape.groups[0].is_time
    lasts = one_line and len(_by_time(shape, rows)) > 1
    if lasts and is_level and plan.limit is None:
        return _over_time(plan, profile, shape, rows)
    if plan.limit is not None:
        return _ranking(plan, profile, shape, rows)
    return _extremes(plan, profile, shape, rows)


def _single(plan: Plan, result: Result, profile: TableProfile, shape: Shape) -> str:
    row = result.rows[0]
    only = shape.series[0]
    where = clause(plan, profile)
    is_count = only.measure.op == "count" and only.measure.column is None
    if is_count and len(shape.series) == 1:
        verb = "is" if row[0] == 1 else "are"
        return f"There {verb} {count_text(row[0], 'row')}{where}."
    if all(row[series.place] is None for series in shape.series):
        words = listed([measure_words(s.measure, profile) for s in shape.series])
        return f"There is no {words}{where}: no row has a value."
    parts = [
        f"the {measure_words(series.measure, profile)} is "
        f"{value_text(row[series.place], series.column)}"
        for series in shape.series
    ]
    return capitalised(f"{_fronted(where)}{listed(parts)}.")


def _fronted(where: str) -> str:
    return f"Where{where.removeprefix(' where')}, " if where else ""


def _over_time(plan: Plan, profile: TableProfile, shape: Shape, rows: list) -> str:
    series, rows = shape.series[0], _by_time(shape, rows)
    first, last = rows[0], rows[-1]
    change = relative(last[series.place], first[series.place])
    head = (
        f"{capitalised(measure_words(series.measure, profile))}"
        f"{clause(plan, profile)} went from {_with_label(shape, first)} "
        f"to {_with_label(shape, last)}{', ' + change if change else ''}"
    )
    if len(rows) < 3:
        return head + "."
    low, high = _ends(rows, series)
    return (
        f"{head}. It was highest in {labels_of(shape, high)} "
        f"({_value(high, series)}) and lowest in {labels_of(shape, low)} "
        f"({_value(low, series)})."
    )


def _ranges(plan: Plan, profile: TableProfile, shape: Shape, rows: list) -> str:
    """Name the fullest of the ranges that a number was cut into."""
    series = shape.series[0]
    _, high = _ends(rows, series)
    name = profile.column(shape.groups[0].dimension.column).name
    across = f"Of {count_text(len(rows), 'range')} of {name}{clause(plan, profile)}"
    words = measure_words(series.measure, profile)
    return f"{across}, {_holders(shape, rows, high)} has the highest {words}."


def _by_time(shape: Shape, rows: list) -> list:
    place = shape.groups[0].place
    dated = [row for row in rows if row[place] is not None]
    return sorted(dated, key=lambda row: row[place]) or rows


def _ranking(plan: Plan, profile: TableProfile, shape: Shape, rows: list) -> str:
    series = shape.series[0]
    words = measure_words(series.measure, profile)
    falls = plan.order[0].descending if plan.order else True
    named = [_with_label(shape, row) for row in rows[:NAMED_TOP]]
    noun = group_noun(shape.groups[0].dimension, profile)
    nouns = noun.replace("value", "values", 1) if " " in noun else noun + "s"
    more = len(rows) - len(named)
    end = "highest" if falls else "lowest"
    head = f"The {len(rows)} {nouns} with the {end} {words}{clause(plan, profile)}"
    if more > 0:
        return f"{head} begin with {listed(named)}."
    return f"{head}: {listed(named)}."


def _extremes(plan: Plan, profile: TableProfile, shape: Shape, rows: list) -> str:
    series = shape.series[0]
    words = capitalised(measure_words(series.measure, profile))
    low, high = _ends(rows, series)
    across = _across(shape, profile, len(rows)) + clause(plan, profile)
    if low[series.place] == high[series.place]:
        return f"{words} is the same across {across}: {_value(high, series)}."
    return (
        f"{words} across {across} is highest for "
        f"{_holders(shape, rows, high)} and lowest for {_holders(shape, rows, low)}."
    )


def _across(shape: Shape, profile: TableProfile, count: int) -> str:
    if len(shape.groups) > 1:
        names = [profile.column(g.dimension.column).name for g in shape.groups]
        return f"{count:,} combinations of {listed(names)}"
    noun = group_noun(shape.groups[0].dimension, profile)
    if noun.startswith("value of"):
        return f"{count:,} values{noun.removeprefix('value')}"
    if shape.groups[0].is_time:
        return count_text(count, noun)
    return f"{count:,} groups by {noun}"


def _holders(shape: Shape, rows: list, end: tuple) -> str:
    """Name every group that holds an extreme value, or count them."""
    series = shape.series[0]
    holders = [row for row in rows if row[series.place] == end[series.place]]
    names = [labels_of(shape, row) for row in holders]
    if len(names) > NAMED_TIES:
        return f"{len(names):,} of them ({_value(end, series)})"
    each = " each" if len(names) > 1 else ""
    return f"{listed(names)} ({_value(end, series)}{each})"


def _first_and_last(result: Result, shape: Shape) -> str:
    """Describe groups whose measure is no number: dates or text, say."""
    series = shape.series[0]
    count = count_text(len(result.rows), "group")
    filled = [row for row in result.rows if row[series.place] is not None]
    if not filled:
        return f"{count}, none with a value of {series.column.name}."
    return (
        f"{count}; {series.column.name} is {_value(filled[0], series)} "
        f"for {labels_of(shape, filled[0])}."
    )


def _rows(plan: Plan, result: Result, profile: TableProfile) -> str:
    where = clause(plan, profile)
    if not result.rows:
        return f"No rows{where}."
    noun = "different row" if plan.distinct else "row"
    return f"{count_text(result.total_rows, noun)}{where}."


def _correlation(plan: Plan, result: Result, profile: TableProfile) -> str:
    names = listed([profile.column(key).name for key in plan.columns[:2]])
    facts = dict(result.facts)
    rows = int(facts.get("rows", result.total_rows))
    if "correlation" not in facts:
        return (
            f"There is no correlation of {names} to compute: over "
            f"{count_text(rows, 'row')} one of them does not vary."
        )
    r = facts["correlation"]
    direction = "together" if r >= 0 else "in opposite directions"
    return (
        f"{names} {strength(r)} move {direction}: Pearson's r is "
        f"{number_text(round(r, 3))} over {count_text(rows, 'row')}"
        f"{clause(plan, profile)}."
    )


def _outliers(plan: Plan, result: Result, profile: TableProfile) -> str:
    name = profile.column(plan.columns[-1]).name
    where = clause(plan, profile)
    limits = "more than 1.5 interquartile ranges outside the middle half"
    if not result.rows:
        return f"No row{where} has a {name} {limits}."
    rows = count_text(result.total_rows, "row")
    verb = "has" if result.total_rows == 1 else "have"
    return f"{rows}{where} {verb} a {name} {limits}."


def _missing(plan: Plan, result: Result, profile: TableProfile) -> str:
    gaps = [row for row in result.rows if row[1]]
    if not gaps:
        return "No cell is blank."
    worst = max(gaps, key=lambda row: row[1])
    columns = count_text(len(result.rows), "column")
    return (
        f"{len(gaps)} of {columns} have blank cells; most in {worst[0]}: "
        f"{worst[1]:,} ({percent_text(worst[2] / 100)})."
    )


def _describe(plan: Plan, result: Result, profile: TableProfile) -> str:
    rows = count_text(result.rows_used, "row")
    columns = count_text(len(result.rows), "column")
    return f"{rows}{clause(plan, profile)}, {columns}."


def _ends(rows: list, series: Series) -> tuple[tuple, tuple]:
    ranked = sorted(rows, key=lambda row: row[series.place])
    return ranked[0], next(
        row for row in rows if row[series.place] == ranked[-1][series.place]
    )


def _with_label(shape: Shape, row: tuple) -> str:
    return f"{labels_of(shape, row)} ({_value(row, shape.series[0])})"


def _value(row: tuple, series: Series) -> str:
    return value_text(row[series.place], series.column)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
