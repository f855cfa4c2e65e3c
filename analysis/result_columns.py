"""The heading of every result column, in people's words."""

from analysis.plan import DERIVED, Dimension, Measure, Plan
from analysis.result import ResultColumn
from analysis.sql.statement import group_dimensions, group_measures
from analysis.table import NUMERIC, TEMPORAL, ColumnProfile, TableProfile

OP_WORDS = {
    "count": "count",
    "distinct": "distinct",
    "sum": "total",
    "average": "average",
    "min": "lowest",
    "max": "highest",
    "median": "median",
    "percentile": "percentile",
    "deviation": "standard deviation",
    "share": "share",
    "growth": "growth",
    "difference": "change",
    "range": "range",
}
GRAIN_WORDS = {
    "hour": "hour",
    "weekday": "weekday",
    "month_of_year": "month of the year",
    "quarter_of_year": "quarter of the year",
    "day_of_month": "day of the month",
}
_PERCENT = ("share", "growth")
_UNITLESS = ("count", "distinct", "share", "growth")


def result_columns(plan: Plan, profile: TableProfile) -> tuple[ResultColumn, ...]:
    """Return the columns of a plan's result, in order."""
    if plan.kind == "missing":
        return _summary(("column", "text"), ("blank cells", "number"), ("%", "number"))
    if plan.kind == "describe":
        counts = [(n, "number") for n in ("filled", "blank", "distinct")]
        edges = [("lowest", "text"), ("highest", "text")]
        middle = [("average", "number"), ("median", "number")]
        return _summary(("column", "text"), *counts, *edges, *middle)
    if plan.kind in ("rows", "correlation", "outliers"):
        keys = plan.columns or tuple(c.key for c in profile.columns)
        return tuple(_cell(profile.column(key)) for key in keys)
    found: list[ResultColumn] = []
    for part in group_dimensions(plan, profile):
        found += _dimension(part, profile)
    return (*found, *(_measure(m, profile) for m in group_measures(plan)))


def measure_words(measure: Measure, profile: TableProfile) -> str:
    """Return a measure in words: 'average price', 'number of rows'."""
    word = OP_WORDS[measure.op]
    if measure.op == "percentile":
        word = f"{measure.argument:g}th percentile"
    if measure.column is None:
        return {"count": "number of rows"}.get(measure.op, f"{word} of rows")
    name = profile.column(measure.column).name
    if measure.op == "count":
        return f"number of {name}"
    if measure.op == "distinct":
        return f"number of different {name}"
    if measure.op in DERIVED:
        base = OP_WORDS.get(measure.base or "", "")
        return f"{word} of {base} {name}".replace("  ", " ")
    return f"{word} {name}"


def dimension_words(part: Dimension, profile: TableProfile) -> str:
    """Return a dimension in words: 'region', 'day by month', 'price in bins'."""
    name = profile.column(part.column).name
    if part.grain:
        return f"{name} ({GRAIN_WORDS.get(part.grain, part.grain)})"
    return name


def kind_of(column: ColumnProfile) -> str:
    """Return number/text/date/datetime/boolean for a column's type."""
    if column.type in NUMERIC:
        return "number"
    return column.type if column.type in (*TEMPORAL, "boolean") else "text"


def _dimension(part: Dimension, profile: TableProfile) -> list[ResultColumn]:
    column = profile.column(part.column)
    words = dimension_words(part, profile)
    if part.bins or part.width:
        names = (f"{words} from", f"{words} to")
        return [
            ResultColumn(n, "number", "dimension", column.unit, key=column.key)
            for n in names
        ]
    kind = kind_of(column)
    if part.grain:
        kind = "text" if part.grain in GRAIN_WORDS else "date"
        kind = "number" if part.grain in ("hour", "day_of_month") else kind
    unit = None if part.grain else column.unit
    return [
        ResultColumn(words, kind, "dimension", unit, grain=part.grain, key=column.key)
    ]


def _measure(measure: Measure, profile: TableProfile) -> ResultColumn:
    column = profile.column(measure.column) if measure.column else None
    kind = "number"
    if column and measure.op in ("min", "max"):
        kind = kind_of(column)
    unit = "%" if measure.op in _PERCENT else None
    if column and measure.op not in _UNITLESS:
        unit = column.unit
    words = measure_words(measure, profile)
    return ResultColumn(words, kind, "measure", unit, measure.op, key=measure.column)


def _cell(column: ColumnProfile) -> ResultColumn:
    return ResultColumn(
        column.name, kind_of(column), "value", column.unit, key=column.key
    )


def _summary(*columns: tuple[str, str]) -> tuple[ResultColumn, ...]:
    return tuple(ResultColumn(name, kind, "value") for name, kind in columns)
