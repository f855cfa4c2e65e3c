"""Dates on a line of microseconds: text, histogram, grain and gaps."""

from dataclasses import dataclass

import numpy as np

from analysis.profile.frequency import Ordered
from analysis.profile.statistics import BINS, binned, merged_top

DAY = 86_400_000_000
UNITS = (DAY, 3_600_000_000, 60_000_000, 1_000_000, 1)
# Days between neighbours, by which a regular series of dates is recognised.
SPACINGS = (("week", 7, 7), ("month", 28, 31), ("quarter", 89, 92), ("year", 364, 367))
THURSDAY = 3  # day 0, 1970-01-01; Monday is 0
BUSINESS_DAYS_FROM = 10


def iso(microseconds: int, type_: str) -> str:
    """Return ISO text: a date, or a datetime with seconds (and less if it has any)."""
    moment = np.datetime64(int(microseconds), "us")
    if type_ == "date":
        return str(np.datetime_as_string(moment, unit="D"))
    unit = "us" if microseconds % 1_000_000 else "s"
    return str(np.datetime_as_string(moment, unit=unit))


@dataclass(frozen=True)
class DateStatistics:
    """Exact statistics of a date column; see ColumnProfile for grain and gaps."""

    distinct: int
    top: list[tuple[str, int]]
    histogram: tuple[tuple[str, str, int], ...]
    grain: str | None
    gaps: int | None


def date_statistics(column: Ordered, type_: str) -> DateStatistics:
    """Return the statistics of a date column, each slice of it looked at once."""
    if not column.filled:
        return DateStatistics(0, [], (), None, None)
    edges = _edges(int(column.low), int(column.high), type_)
    counts = np.zeros(len(edges) - 1, np.int64)
    distinct, top, days = 0, [], []
    for part in column.slices():
        distinct += part.distinct
        top = merged_top(top, part)
        counts += binned(part, edges)
        days.append(_days(part.values))
    texts = [iso(edge, type_) for edge in edges]
    bars = zip(texts, texts[1:], counts.tolist(), strict=False)
    named = [(iso(value, type_), count) for value, count in top]
    grain, gaps = grain_and_gaps(np.unique(np.concatenate(days)))
    return DateStatistics(distinct, named, tuple(bars), grain, gaps)


def grain_and_gaps(days: np.ndarray) -> tuple[str | None, int | None]:
    """Name the period at which days come, and count the periods left out.

    `days` are distinct and ascending, since 1970. Irregular dates have no gaps.
    Weekends are not missing from a series of working days (no weekend in ten days).
    """
    if len(days) < 2:
        return None, None
    grain = _grain(days)
    if grain == "irregular":
        return grain, None
    periods = np.unique(_period_numbers(days, grain))
    expected = int(periods[-1] - periods[0]) + 1
    if grain == "day" and _works_only(days):
        expected = int(np.busday_count(_as_days(days[0]), _as_days(days[-1] + 1)))
    return grain, expected - len(periods)


def _edges(low: int, high: int, type_: str) -> list[int]:
    """Return the edges of bins of equal width: whole days, or hours, minutes, ..."""
    unit = next(unit for unit in UNITS if high - low >= 2 * unit or unit == UNITS[-1])
    unit = DAY if type_ == "date" else unit
    start = low // unit * unit
    step = max(1, -(-(high - start + 1) // unit // BINS)) * unit
    edges = [*range(start, high + 1, step)]
    return [*edges, edges[-1] + step]


def _days(moments: np.ndarray) -> np.ndarray:
    """Return the days that occur, as numbers; `moments` are in ascending order."""
    if not len(moments):
        return moments
    every = np.arange(moments[0] // DAY, moments[-1] // DAY + 1)
    if len(every) > len(moments):
        return np.unique(moments // DAY)
    starts = np.searchsorted(moments, np.append(every, every[-1] + 1) * DAY)
    return every[starts[1:] > starts[:-1]]


def _grain(days: np.ndarray) -> str:
    steps = np.diff(days)
    usual = float(np.median(steps))
    if usual <= 2:
        return "day"
    for grain, least, most in SPACINGS:
        regular = (steps % 7 == 0) if grain == "week" else (steps >= least)
        if least <= usual <= most and regular.mean() >= 0.9:
            return grain
    return "irregular"


def _period_numbers(days: np.ndarray, grain: str) -> np.ndarray:
    if grain == "day":
        return days
    if grain == "week":
        return (days + THURSDAY) // 7
    months = days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return months // {"month": 1, "quarter": 3, "year": 12}[grain]


def _works_only(days: np.ndarray) -> bool:
    weekday = (days + THURSDAY) % 7
    return len(days) >= BUSINESS_DAYS_FROM and not (weekday >= 5).any()


def _as_days(number: int) -> np.datetime64:
    return np.datetime64(int(number), "D")
