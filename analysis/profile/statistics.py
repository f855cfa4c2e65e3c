"""Statistics of a number column: moments, quantiles, histogram, top values."""

import math
from dataclasses import dataclass

import numpy as np

from analysis.profile.ascending import TOP, Ascending, Top
from analysis.profile.frequency import Ordered

BINS = 20
IQR_FACTOR = 1.5
TINY = 1e-300
QUARTERS = (0.25, 0.5, 0.75)
Histogram = tuple[tuple[int | float, int | float, int], ...]


@dataclass(frozen=True)
class Statistics:
    """Exact statistics of a number column; None where there are too few rows."""

    distinct: int
    mean: float | None
    deviation: float | None
    quartiles: tuple[float, float, float] | None
    outliers: int | None
    top: Top
    histogram: Histogram


def statistics_of(column: Ordered, whole_numbers: bool) -> Statistics:
    """Return the statistics of a column, each slice of it looked at once.

    Outliers lie further than 1.5 interquartile ranges outside the quartiles.
    """
    if not column.filled:
        return Statistics(0, None, None, None, None, [], ())
    edges = histogram_edges(column.low, column.high, whole_numbers)
    counts = np.zeros(max(len(edges) - 1, 0), np.int64)
    quantiles = _Quantiles(column.filled)
    moments = _Moments()
    distinct, top = 0, []
    for part in column.slices():
        distinct += part.distinct
        top = merged_top(top, part)
        counts += binned(part, edges)
        quantiles.add(part)
        moments.add(part)
    low, middle, high = quantiles.found()
    reach = IQR_FACTOR * (high - low)
    bars = zip(edges, edges[1:], counts.tolist(), strict=False)
    return Statistics(
        distinct,
        _finite(moments.mean),
        moments.deviation(),
        (low, middle, high),
        column.outside(low - reach, high + reach),
        top,
        tuple(bars),
    )


def merged_top(top: Top, part: Ascending) -> Top:
    """Return the most frequent values so far, largest first, ties in value order."""
    return sorted([*top, *part.top()], key=lambda pair: -pair[1])[:TOP]


def histogram_edges(
    low: int | float, high: int | float, whole_numbers: bool
) -> list[int | float]:
    """Return the edges of bins of one round width from the lowest value to the highest.

    A bin holds its lower edge; the last one holds its upper edge too, except for
    whole numbers, where a bin of width one is one number. None for a span that floating
    point cannot divide.
    """
    span = high - low
    if not math.isfinite(span) or 0 < span < TINY:
        return []
    step = round_step(span, BINS, whole_numbers)
    first = math.floor(low / step)
    last = max(math.ceil(high / step), first + 1)
    if whole_numbers and last * step <= high:
        last += 1
    return [tidy(number * step, step) for number in range(first, last + 1)]


def binned(part: Ascending, edges: list) -> np.ndarray:
    """Count the rows from each edge to the next; the last bin holds its end."""
    if not edges:
        return np.zeros(0, np.int64)
    return np.diff([*map(part.below, edges[:-1]), part.rows])


def round_step(span: float, bins: int, whole_numbers: bool) -> int | float:
    """Return a width of 1, 2 or 5 times a power of ten for at most `bins` bins."""
    if span <= 0:
        return 1
    rough = span / (bins - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * digit for digit in (1, 2, 5, 10) if power * digit >= rough)
    return max(1, round(step)) if whole_numbers else step


def tidy(edge: float, step: float) -> int | float:
    """Round an edge to the digits that its step has, so that 0.1 * 3 reads 0.3."""
    if isinstance(step, int):
        return int(edge)
    return round(edge, max(0, 1 - math.floor(math.log10(step))))


class _Quantiles:
    """The values at the places that the quartiles lie between."""

    def __init__(self, filled: int):
        self._places = [share * (filled - 1) for share in QUARTERS]
        self._values: dict[int, int | float] = {}
        self._before = 0

    def add(self, part: Ascending) -> None:
        """Look for the places in the next slice."""
        for place in self._places:
            for rank in (math.floor(place), math.ceil(place)):
                if 0 <= rank - self._before < part.rows:
                    self._values[rank] = part.at(rank - self._before)
        self._before += part.rows

    def found(self) -> tuple[float, float, float]:
        """Return the quartiles, interpolated between neighbours."""
        low, middle, high = (self._at(place) for place in self._places)
        return low, middle, high

    def _at(self, place: float) -> float:
        low, high = self._values[math.floor(place)], self._values[math.ceil(place)]
        return float(low + (high - low) * (place - math.floor(place)))


class _Moments:
    """Mean and sum of squares, slice by slice (Chan, Golub and LeVeque, 1979)."""

    def __init__(self) -> None:
        self.rows = 0
        self.mean = 0.0
        self._squares = 0.0

    def add(self, part: Ascending) -> None:
        """Take in another slice; numbers too large to square make no deviation."""
        if not part.rows:
            return
        with np.errstate(over="ignore", invalid="ignore"):
            mean, squares = part.moments()
            both = self.rows + part.rows
            apart = mean - self.mean
            self._squares += squares + np.square(apart) * self.rows * part.rows / both
            self.mean += apart * part.rows / both
            self.rows = both

    def deviation(self) -> float | None:
        """Return the sample standard deviation; None below two rows."""
        if self.rows < 2:
            return None
        return _finite(math.sqrt(self._squares / (self.rows - 1)))


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
