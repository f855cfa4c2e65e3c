"""What to be careful about: facts of the result and of the columns it used."""

import datetime

from analysis.explain.implications import dominant
from analysis.numbers import MONTHS, count_text, date_text, number_text, percent_text
from analysis.plan import Plan, filters_of
from analysis.result import Result
from analysis.shape import Groups, shape_of
from analysis.table import NUMERIC, TEMPORAL, ColumnProfile, TableProfile

FEW_ROWS = 30
SMALL_GROUP = 10
MUCH_BLANK = 0.3
MANY_OUTLIERS = 0.05
SKEWED = 0.3
NAMED_GROUPS = 3
AVERAGED = ("average", "sum", "deviation")


def caveats(plan: Plan, result: Result, profile: TableProfile) -> list[str]:
    """Return the reasons to be careful, each a sentence that states a fact."""
    found = [
        *_about_rows(plan, result, profile),
        *_about_shown(result),
        *_about_groups(plan, result, profile),
        *_about_columns(plan, profile),
    ]
    if plan.kind == "correlation":
        found.append("Moving together does not show that one causes the other.")
    return list(dict.fromkeys(found))


def used_columns(plan: Plan) -> list[str]:
    """Return the keys of the columns a plan reads, each once."""
    keys = [measure.column for measure in plan.measures]
    keys += [dimension.column for dimension in plan.dimensions]
    keys += [*plan.columns, *(test.column for test in filters_of(plan.where))]
    return list(dict.fromkeys(key for key in keys if key is not None))


def _about_rows(plan: Plan, result: Result, profile: TableProfile) -> list[str]:
    found = []
    for part in result.left_out:
        was = "was" if part.rows == 1 else "were"
        found.append(f"{count_text(part.rows, 'row')} {was} left out: {part.reason}.")
    computed = plan.kind in ("aggregate", "distribution", "correlation")
    counts_rows = all(m.op == "count" for m in plan.measures)
    few = 0 < result.rows_used < FEW_ROWS
    if computed and few and not (counts_rows and not plan.dimensions):
        found.append(f"Only {count_text(result.rows_used, 'row')} took part.")
    return found


def _about_shown(result: Result) -> list[str]:
    found = []
    if result.total_rows > len(result.rows):
        found.append(
            f"Only the first {len(result.rows):,} of {result.total_rows:,} are shown."
        )
    if result.ties:
        more = "one more ties" if result.ties == 1 else f"{result.ties:,} more tie"
        found.append(f"At the cut, {more} with the last one; all are shown.")
    if result.check is not None and not result.check.ok:
        found.append(result.check.sentence)
    return found


def _about_groups(plan: Plan, result: Result, profile: TableProfile) -> list[str]:
    if plan.kind != "aggregate" or not plan.dimensions or not result.rows:
        return []
    found = []
    for groups in shape_of(plan, result, profile).groups:
        if groups.is_time and profile.column(groups.dimension.column).type in TEMPORAL:
            found += _partial_periods(groups, result, profile)
    small = _small_groups(plan, result, profile)
    return [each for each in (*found, small, dominant(plan, result, profile)) if each]


def _partial_periods(
    groups: Groups, result: Result, profile: TableProfile
) -> list[str]:
    """Say that the newest period shown is cut by the end of the data."""
    grain = groups.dimension.grain
    column = profile.column(groups.dimension.column)
    shown = [row[groups.place] for row in result.rows if row[groups.place]]
    if grain not in ("week", "month", "quarter", "year") or not shown:
        return []
    last = _day(column.maximum)
    slack = {"week": 7, "month": 31, "quarter": 92, "year": 366}.get(
        column.grain or "", 1
    )
    start = _day(max(shown))
    end = period_end(start, grain)
    missing = (end - last).days
    if not start <= last < end or missing < slack:
        return []
    return [
        f"{date_text(max(shown), grain)} is not complete: the data end on "
        f"{date_text(last.isoformat())}."
    ]


def period_end(start: datetime.date, grain: str) -> datetime.date:
    """Return the last day of the period that begins on `start`."""
    if grain == "week":
        return start + datetime.timedelta(days=6)
    months = {"month": 1, "quarter": 3, "year": 12}[grain]
    year, month = divmod(start.year * len(MONTHS) + start.month - 1 + months, 12)
    return datetime.date(year, month + 1, 1) - datetime.timedelta(days=1)


def _small_groups(plan: Plan, result: Result, profile: TableProfile) -> str | None:
    """Name groups of few rows, where the profile counts every group."""
    (first, *others) = plan.dimensions
    column = profile.column(first.column)
    counted = len(column.top) == column.distinct and not first.bins
    only_counts = all(measure.op in ("count", "sum") for measure in plan.measures)
    if others or first.grain or plan.where or not counted or only_counts:
        return None
    shown = {str(row[0]) for row in result.rows}
    small = [(v, n) for v, n in column.top if n < SMALL_GROUP and v in shown]
    if not small:
        return None
    named = ", ".join(f"{v} ({count_text(n, 'row')})" for v, n in small[:NAMED_GROUPS])
    more = f" and {len(small) - NAMED_GROUPS} more" if len(small) > NAMED_GROUPS else ""
    return f"Small groups vary by chance: {named}{more}."


def _about_columns(plan: Plan, profile: TableProfile) -> list[str]:
    found = []
    for key in used_columns(plan):
        column = profile.column(key)
        ratio = column.blanks / profile.rows if profile.rows else 0
        if ratio > MUCH_BLANK and plan.kind != "missing":
            found.append(f"{percent_text(ratio)} of {column.name} is blank.")
    for measure in plan.measures:
        if measure.column is not None and measure.op in AVERAGED:
            found += _about_measured(measure.op, profile.column(measure.column), plan)
    return found


def _about_measured(op: str, column: ColumnProfile, plan: Plan) -> list[str]:
    if column.role == "identifier":
        return [f"{column.name} looks like an identifier; its {op} means little."]
    if plan.where is not None or column.type not in NUMERIC:
        return []
    return [each for each in (_skew(op, column), _outliers(column)) if each]


def _skew(op: str, column: ColumnProfile) -> str | None:
    if op != "average" or not column.deviation or column.quartiles is None:
        return None
    mean, median = column.mean or 0.0, column.quartiles[1]
    if abs(mean - median) / column.deviation <= SKEWED:
        return None
    texts = [number_text(value, column.unit) for value in (mean, median)]
    return (
        f"{column.name} is skewed: its average ({texts[0]}) lies far from its median "
        f"({texts[1]})."
    )


def _outliers(column: ColumnProfile) -> str | None:
    filled = sum(count for _, _, count in column.histogram)
    if not filled or not column.outliers or column.outliers / filled <= MANY_OUTLIERS:
        return None
    share = percent_text(column.outliers / filled)
    return f"{share} of the {column.name} values are outliers."


def _day(text: object) -> datetime.date:
    return datetime.date.fromisoformat(str(text)[:10])
