"""The Plan: what to compute, in one small frozen tree with a JSON form.

Whatever understands language makes Plans; whatever computes consumes them. Columns
are named by their key (c0, c1, ...), never by a person's words.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

KINDS = (
    "aggregate",  # measures, by dimensions
    "rows",  # cells as they stand
    "distribution",  # counts by bins of one column
    "correlation",
    "outliers",
    "missing",
    "describe",
)
OPS = (
    "count",
    "distinct",
    "sum",
    "average",
    "min",
    "max",
    "median",
    "percentile",
    "deviation",
    "share",
    "growth",
    "difference",
)
GRAINS = ("day", "week", "month", "quarter", "year")
CYCLES = ("hour", "weekday", "month_of_year", "quarter_of_year", "day_of_month")
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
OTHER_TESTS = ("between", "in", "not in", "contains", "starts", "ends", "blank")


@dataclass(frozen=True)
class Measure:
    """One computed number: an operation over a column (None counts rows).

    `argument` is the percentile (0..100) where the operation needs one.
    """

    op: str
    column: str | None = None
    argument: float | None = None


@dataclass(frozen=True)
class Dimension:
    """What to group by: a column, a date column at a grain or cycle, or bins."""

    column: str
    grain: str | None = None
    bins: int | None = None


@dataclass(frozen=True)
class Filter:
    """One test of a column against values (numbers, text, ISO dates, booleans).

    `test` is one of COMPARISONS or OTHER_TESTS; "between" takes two values, both
    included; "blank" takes none; `negate` turns the test round.
    """

    column: str
    test: str
    values: tuple = ()
    negate: bool = False


@dataclass(frozen=True)
class Group:
    """Filters joined by "and" or "or"; groups nest."""

    join: str
    parts: tuple[Filter | Group, ...]


@dataclass(frozen=True)
class Having:
    """A test of a computed measure: groups that fail it are not shown."""

    measure: Measure
    test: str
    values: tuple


@dataclass(frozen=True)
class Order:
    """Order by a measure (its index), a dimension (its index) or a column."""

    by: str  # "measure" | "dimension" | "column"
    index: int = 0
    column: str | None = None
    descending: bool = True


@dataclass(frozen=True)
class Plan:
    """A whole computation; `chart` is the chart type that a person asked for."""

    kind: str = "aggregate"
    measures: tuple[Measure, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    columns: tuple[str, ...] = ()
    where: Filter | Group | None = None
    having: tuple[Having, ...] = ()
    order: tuple[Order, ...] = ()
    limit: int | None = None
    distinct: bool = False
    chart: str | None = None

    def to_json(self) -> dict:
        """Return the plan as plain JSON values, empty parts left out."""
        return {k: v for k, v in asdict(self).items() if v not in (None, (), False)}
