"""Measures and dimensions as SQL expressions."""

import math

from analysis.duck import quoted
from analysis.plan import DERIVED, Dimension, Measure
from analysis.table import NUMERIC, TEMPORAL, ColumnProfile, TableProfile

_SIMPLE = {
    "sum": "sum({})",
    "average": "avg({})",
    "min": "min({})",
    "max": "max({})",
    "median": "quantile_cont({}, 0.5)",
    "deviation": "stddev_samp({})",
    "distinct": "count(DISTINCT {})",
    "count": "count({})",
    "range": "max({0}) - min({0})",
}
# Sums of decimals with compensated rounding: 247.39, not 247.39000000000007.
_EXACT = {"sum": "fsum({})", "average": "favg({})"}
_CYCLES = {
    "hour": "hour({})",
    "weekday": "isodow({})",
    "month_of_year": "month({})",
    "quarter_of_year": "quarter({})",
    "day_of_month": "day({})",
}
NICE_STEPS = (1, 2, 2.5, 5, 10)
USUAL_BINS = 10


def aggregate(
    op: str, column: str | None, kind: str | None, argument: float | None = None
) -> str:
    """Return the SQL of one plain operation over a column (None: over rows)."""
    if column is None:
        return "count(*)"
    name = quoted(column)
    if kind == "boolean" and op not in ("count", "distinct", "min", "max"):
        name = f"CAST({name} AS INTEGER)"
    if kind == "decimal" and op in _EXACT:
        return _EXACT[op].format(name)
    if op == "percentile":
        return f"quantile_cont({name}, {float(argument or 0) / 100!r})"
    return _SIMPLE[op].format(name)


def measure(
    measure: Measure, profile: TableProfile, dimensions: tuple[Dimension, ...]
) -> str:
    """Return the SQL of a measure, derived ones over the groups of `dimensions`."""
    kind = profile.column(measure.column).type if measure.column else None
    if measure.op not in DERIVED:
        return aggregate(measure.op, measure.column, kind, measure.argument)
    base = aggregate(measure.base or "count", measure.column, kind)
    if measure.op == "share":
        return f"100.0 * {base} / sum({base}) OVER ()"
    before = f"lag({base}) OVER ({_period_window(dimensions, profile)})"
    if measure.op == "difference":
        return f"{base} - {before}"
    return f"100.0 * ({base} - {before}) / nullif({before}, 0)"


def _period_window(dimensions: tuple[Dimension, ...], profile: TableProfile) -> str:
    """Order by the period (the last date, else the first), apart for the others."""
    dated = [d for d in dimensions if profile.column(d.column).type in TEMPORAL]
    period = (dated or list(dimensions))[0]
    others = [dimension(d, profile) for d in dimensions if d != period]
    apart = f"PARTITION BY {', '.join(others)} " if others else ""
    return f"{apart}ORDER BY {dimension(period, profile)}"


def dimension(part: Dimension, profile: TableProfile) -> str:
    """Return the SQL that a group is made by; bins give their lower edge."""
    name = quoted(part.column)
    if part.bins or part.width:
        start, width = bin_edges(part, profile.column(part.column))
        return f"floor(({name} - {start!r}) / {width!r}) * {width!r} + {start!r}"
    if part.grain in _CYCLES:
        return _CYCLES[part.grain].format(name)
    if part.grain:
        return f"CAST(date_trunc('{part.grain}', {name}) AS DATE)"
    return name


def bin_edges(part: Dimension, column: ColumnProfile) -> tuple[float, float]:
    """Return (start, width) of the bins of a number column.

    With a count of bins the width is rounded up to 1, 2, 2.5 or 5 times a power of
    ten, so that the edges can be read.
    """
    low, high = float(column.minimum or 0), float(column.maximum or 0)
    width = part.width or nice_width((high - low) / (part.bins or USUAL_BINS))
    return math.floor(low / width) * width, width


def nice_width(width: float) -> float:
    """Return the smallest readable width that is at least `width`."""
    if width <= 0 or not math.isfinite(width):
        return 1.0
    power = 10.0 ** math.floor(math.log10(width))
    return next(step * power for step in NICE_STEPS if step * power >= width * 0.999999)


def is_number(profile: TableProfile, column: str | None) -> bool:
    """Tell whether a column holds numbers."""
    return column is not None and profile.column(column).type in NUMERIC
