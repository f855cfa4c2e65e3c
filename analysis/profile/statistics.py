"""Statistics of a frequency table: moments, quantiles, histogram, outliers."""

import math

import numpy as np

from analysis.profile.frequency import TOP, Frequencies

BINS = 20
IQR_FACTOR = 1.5


def mean_and_deviation(table: Frequencies) -> tuple[float | None, float | None]:
    """Return the mean and the sample standard deviation (None below 1 or 2 rows)."""
    rows = int(table.counts.sum())
    if not rows:
        return None, None
    mean = float((table.values * table.counts.astype(np.float64)).sum() / rows)
    if rows < 2:
        return mean, None
    squares = float((table.counts * (table.values - mean) ** 2).sum())
    return _number(mean), _number(math.sqrt(squares / (rows - 1)))


def quartiles(table: Frequencies) -> tuple[float, float, float] | None:
    """Return the 25th, 50th and 75th percentile, interpolated between neighbours."""
    if not len(table.values):
        return None
    ends = np.cumsum(table.counts)
    found = tuple(_percentile(table.values, ends, share) for share in (0.25, 0.5, 0.75))
    return found  # type: ignore[return-value]


def outliers(table: Frequencies) -> int | None:
    """Count the rows further than 1.5 interquartile ranges outside the quartiles."""
    found = quartiles(table)
    if found is None:
        return None
    reach = IQR_FACTOR * (found[2] - found[0])
    outside = (table.values < found[0] - reach) | (table.values > found[2] + reach)
    return int(table.counts[outside].sum())


def top_values(table: Frequencies) -> list[tuple[int | float, int]]:
    """Return the most frequent values with their counts; ties in value order."""
    places = top_places(table.counts)
    return [(table.values[n].item(), int(table.counts[n])) for n in places]


def top_places(counts: np.ndarray) -> np.ndarray:
    """Return where the largest counts are, largest first, ties in place order."""
    places = np.arange(len(counts))
    if len(counts) > TOP:
        least = _least_of_the_top(counts)
        above = np.flatnonzero(counts > least)
        level = np.flatnonzero(counts == least)[: TOP - len(above)]
        places = np.sort(np.concatenate((above, level)))
    return places[np.argsort(-counts[places], kind="stable")]


def histogram(
    table: Frequencies, whole_numbers: bool
) -> tuple[tuple[int | float, int | float, int], ...]:
    """Count rows in bins of one round width; a bin holds its lower edge.

    The last bin holds its upper edge too, except for whole numbers, where a bin of
    width one is one number.
    """
    if not len(table.values):
        return ()
    low, high = table.values[0].item(), table.values[-1].item()
    step = round_step(high - low, BINS, whole_numbers)
    if not math.isfinite(step):
        return ()
    first = math.floor(low / step)
    last = max(math.ceil(high / step), first + 1)
    if whole_numbers and last * step <= high:
        last += 1
    edges = [tidy(number * step, step) for number in range(first, last + 1)]
    return tuple(
        (edges[n], edges[n + 1], count) for n, count in enumerate(binned(table, edges))
    )


def binned(table: Frequencies, edges: list) -> list[int]:
    """Count the rows from each edge to the next; the last bin holds its end."""
    ends = np.concatenate(([0], np.cumsum(table.counts)))
    places = np.searchsorted(table.values, edges[:-1], side="left")
    cuts = np.append(ends[places], ends[-1])
    return [int(count) for count in np.diff(cuts)]


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


def _percentile(values: np.ndarray, ends: np.ndarray, share: float) -> float:
    place = share * (int(ends[-1]) - 1)
    below = math.floor(place)
    low = values[np.searchsorted(ends, below, side="right")].item()
    high = values[np.searchsorted(ends, math.ceil(place), side="right")].item()
    return float(low + (high - low) * (place - below))


def _least_of_the_top(counts: np.ndarray) -> int:
    """Return the tenth largest count; counting counts beats sorting them."""
    having = np.bincount(counts)
    at_least = np.cumsum(having[::-1])
    return len(having) - 1 - int(np.searchsorted(at_least, TOP))


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None
