"""Small drawings of a column, as plain numbers for SVG attributes."""

from collections.abc import Sequence
from dataclasses import dataclass

from analysis.table import ColumnProfile, TableProfile

WIDTH = 240
HEIGHT = 40
GAP = 2
SMALLEST = 2.0  # so that a bin with one row among a million can still be seen
SHOWN = 5


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


def cards(profile: TableProfile | None) -> list[Card]:
    """Return a card for each column, in the file's order."""
    if profile is None:
        return []
    return [_card(column, profile.rows) for column in profile.columns]


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


def _card(column: ColumnProfile, rows: int) -> Card:
    drawn = bars(column.histogram) if column.role in {"measure", "date"} else ()
    return Card(
        column=column,
        blank_share=column.blanks / rows if rows else 0,
        bars=drawn,
        top=() if drawn else _top(column, rows),
    )


def _top(column: ColumnProfile, rows: int) -> tuple[Top, ...]:
    # Values that never repeat say nothing as "most frequent".
    if not rows or not column.top or column.top[0][1] < 2:
        return ()
    return tuple(Top(label, count, count / rows) for label, count in column.top[:SHOWN])
