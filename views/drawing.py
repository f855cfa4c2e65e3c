"""Small drawings of a column, as plain numbers for SVG attributes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from analysis.table import ColumnProfile, TableProfile

WIDTH = 240
HEIGHT = 40
GAP = 2
SMALLEST = 2.0  # so that a bin with one row among a million can still be seen
SHOWN = 5
SHOWN_COMPACT = 2
MANY_COLUMNS = 30
COLUMNS_A_PAGE = 60
CLEAR_R = 0.3
PAIRS_SHOWN = 5
SORTS = {
    "file": "As in the file",
    "name": "By name",
    "type": "By type",
    "blank": "Most blank first",
    "distinct": "Most different values first",
}
_ORDERS: dict[str, Callable[[ColumnProfile], object]] = {
    "name": lambda column: column.name.casefold(),
    "type": lambda column: (column.role, column.type),
    "blank": lambda column: -column.blanks,
    "distinct": lambda column: -column.distinct,
}


class Share(Protocol):
    """A part of a distribution: what it is called, its rows and per cent."""

    label: str
    count: int
    percentage: float


@dataclass(frozen=True)
class Bar:
    """One bar of a histogram: its box inside WIDTH x HEIGHT, and what it counts."""

    x: float
    y: float
    width: float
    height: float
    start: object
    end: object
    count: int


@dataclass(frozen=True)
class Top:
    """A frequent value: its count, and its share of the rows (0..1)."""

    label: str
    count: int
    share: float


@dataclass(frozen=True)
class Card:
    """A column with its drawing: bars, or else its most frequent values."""

    column: ColumnProfile
    blank_share: float
    bars: tuple[Bar, ...] = ()
    top: tuple[Top, ...] = ()


@dataclass(frozen=True)
class Found:
    """The columns that were asked for: `total` in all, some of them as cards.

    `pairs` are the clearest correlations: (column key, column key, r).
    """

    cards: list[Card]
    total: int
    compact: bool
    pairs: list[tuple[str, str, float]]


def find(profile: TableProfile, q: str, sort: str, every: bool) -> Found:
    """Return the columns whose name contains `q`, in an order of SORTS.

    The first 60 of many, unless `every` one is wanted. Many are drawn lower.
    """
    wanted = q.casefold()
    columns = [c for c in profile.columns if wanted in c.name.casefold()]
    if sort in _ORDERS:
        columns.sort(key=_ORDERS[sort])
    compact = len(profile.columns) > MANY_COLUMNS
    shown = columns if every else columns[:COLUMNS_A_PAGE]
    most = SHOWN_COMPACT if compact else SHOWN
    cards = [_card(column, profile.rows, most) for column in shown]
    pairs = [pair for pair in profile.correlations if abs(pair[2]) >= CLEAR_R]
    return Found(cards, len(columns), compact, pairs[:PAIRS_SHOWN])


def bars(histogram: Sequence[tuple[object, object, int]]) -> tuple[Bar, ...]:
    """Return the bars of a histogram's (from, to, count), the highest full height."""
    highest = max((count for _, _, count in histogram), default=0)
    if not highest:
        return ()
    step = WIDTH / len(histogram)
    return tuple(
        _bar(index * step, step, count / highest, start, end, count)
        for index, (start, end, count) in enumerate(histogram)
    )


def shares(buckets: Sequence[Share], highest: float = 0) -> tuple[Bar, ...]:
    """Return the bars of shares in percent; `highest` is the share of full height."""
    highest = highest or highest_share(buckets)
    step = WIDTH / len(buckets) if buckets else 0
    return tuple(
        _bar(n * step, step, each.percentage / highest, each.label, None, each.count)
        for n, each in enumerate(buckets)
        if highest
    )


def highest_share(*distributions: Sequence[Share]) -> float:
    """Return the largest share of several distributions, so that they compare."""
    return max((each.percentage for some in distributions for each in some), default=0)


def _bar(
    x: float, step: float, part: float, start: object, end: object, count: int
) -> Bar:
    height = max(part * HEIGHT, SMALLEST) if count else 0
    gap = GAP if step > 2 * GAP else 0
    return Bar(
        x=round(x, 2),
        y=round(HEIGHT - height, 2),
        width=round(step - gap, 2),
        height=round(height, 2),
        start=start,
        end=end,
        count=count,
    )


def _card(column: ColumnProfile, rows: int, most: int) -> Card:
    drawn = bars(column.histogram) if column.role in {"measure", "date"} else ()
    return Card(
        column=column,
        blank_share=column.blanks / rows if rows else 0,
        bars=drawn,
        top=() if drawn else _top(column, rows, most),
    )


def _top(column: ColumnProfile, rows: int, most: int) -> tuple[Top, ...]:
    # Values that never repeat say nothing as "most frequent".
    if not rows or not column.top or column.top[0][1] < 2:
        return ()
    return tuple(Top(label, count, count / rows) for label, count in column.top[:most])
