"""The Plan: what to compute, in one small frozen tree with a JSON form.

Whatever understands language makes Plans; whatever computes consumes them. Columns
are named by their key (c0, c1, ...), never by a person's words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

KINDS = (
    "aggregate",  # measures, by dimensions
    "rows",  # cells as they stand
    "distribution",  # counts by bins of one column
    "correlation",  # the points of two numbers, and how they move together
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
    "range",
)
# Operations that need another one to be computed first: share of the sum, say.
DERIVED = ("share", "growth", "difference")
GRAINS = ("day", "week", "month", "quarter", "year")
CYCLES = ("hour", "weekday", "month_of_year", "quarter_of_year", "day_of_month")
COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
NEIGHBOURS = ("follows", "precedes")  # the row right after, or before, such a one
OTHER_TESTS = (
    "between",
    "in",
    "not in",
    "contains",
    "starts",
    "ends",
    "blank",
    *NEIGHBOURS,
)
CHARTS = ("bar", "line", "area", "pie", "scatter", "histogram", "table")


@dataclass(frozen=True)
class Measure:
    """One computed number: an operation over a column (None counts rows).

    `argument` is the percentile (0..100) where the operation needs one; `base` is
    the operation that share, growth and difference build on ("sum" of a column,
    "count" of rows where left out).
    """

    op: str
    column: str | None = None
    argument: float | None = None
    base: str | None = None


@dataclass(frozen=True)
class Dimension:
    """What to group by: a column, a date column at a grain or cycle, or bins.

    `bins` asks for that many, `width` for bins of that width; one of the two.
    """

    column: str
    grain: str | None = None
    bins: int | None = None
    width: float | None = None


@dataclass(frozen=True)
class Inner:
    """A number (or values) that the table itself gives: the average salary, say.

    `op` is one of OPS, or "value" for the cells of the column where `where` holds.
    """

    op: str
    column: str
    where: Filter | Group | None = None


@dataclass(frozen=True)
class Filter:
    """One test of a column against values (numbers, text, ISO dates, booleans).

    `test` is one of COMPARISONS or OTHER_TESTS; "between" takes two values, both
    included; "blank" takes none; "follows" holds for the row right after one with that
    value, in the table's order, "precedes" for the row before; `negate` turns the test
    round. A value may be an Inner; with `other` the column is compared to another
    column of the same row.
    """

    column: str
    test: str
    values: tuple = ()
    negate: bool = False
    other: str | None = None


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
    """A whole computation; `chart` is the chart type that a person asked for.

    In a "rows" plan no `columns` means all of them.
    """

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
        """Return the plan as plain JSON values, parts at their default left out."""
        return _plain(self)


def filters_of(part: Filter | Group | None) -> Iterator[Filter]:
    """Yield every single filter of a tree, left to right."""
    if isinstance(part, Group):
        for inner in part.parts:
            yield from filters_of(inner)
    elif part is not None:
        yield part


def joined(join: str, parts: list[Filter | Group]) -> Filter | Group | None:
    """Join filters with "and" or "or"; none give None and one stays itself."""
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else Group(join, tuple(parts))


def _plain(value: object) -> object:
    if is_dataclass(value):
        pairs = ((field, getattr(value, field.name)) for field in fields(value))
        return {f.name: _plain(v) for f, v in pairs if v is not f.default and v != ()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
