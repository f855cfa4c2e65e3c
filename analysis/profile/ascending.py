"""The cells of a column in ascending order, and what can be read off such an order.

Either all cells (sorting a million numbers takes 11 ms, a hash table 60) or each
distinct value with its count, where DuckDB counted a dictionary.
"""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

TOP = 10
Top = list[tuple[int | float, int]]


class Ascending(Protocol):
    """Finite cells in ascending order; dates are microseconds since 1970."""

    values: np.ndarray

    @property
    def rows(self) -> int:
        """The number of cells."""

    @property
    def distinct(self) -> int:
        """The number of different cells."""

    def top(self) -> Top:
        """Return the most frequent values, largest count first, ties in order."""

    def below(self, limit: int | float) -> int:
        """Count the cells below the limit."""

    def at(self, place: int) -> int | float:
        """Return the cell at a place, from 0."""

    def moments(self) -> tuple[float, float]:
        """Return the mean, and the sum of the squares of the distances from it."""


@dataclass(frozen=True)
class Counted:
    """Distinct values in ascending order, with their counts (int64)."""

    values: np.ndarray
    counts: np.ndarray

    @cached_property
    def _ends(self) -> np.ndarray:
        return np.concatenate(([0], np.cumsum(self.counts)))

    @property
    def rows(self) -> int:
        """The number of cells."""
        return int(self._ends[-1])

    @property
    def distinct(self) -> int:
        """The number of different cells."""
        return len(self.values)

    def top(self) -> Top:
        """Return the most frequent values, largest count first, ties in order."""
        places = top_places(self.counts)
        return [(self.values[n].item(), int(self.counts[n])) for n in places]

    def below(self, limit: int | float) -> int:
        """Count the cells below the limit."""
        return int(self._ends[_place(self.values, limit)])

    def at(self, place: int) -> int | float:
        """Return the cell at a place, from 0."""
        return self.values[np.searchsorted(self._ends, place, side="right") - 1].item()

    def moments(self) -> tuple[float, float]:
        """Return the mean, and the sum of the squares of the distances from it."""
        mean = float((self.values * self.counts.astype(np.float64)).sum() / self.rows)
        return mean, float((self.counts * (self.values - mean) ** 2).sum())


class Sorted:
    """All cells, sorted; the array that is given is sorted in its place."""

    def __init__(self, cells: np.ndarray):
        cells.sort()
        self.values = cells
        self.rows = len(cells)
        self._repeats = cells[1:] == cells[:-1]
        self.distinct = self.rows - int(np.count_nonzero(self._repeats))

    def top(self) -> Top:
        """Return the most frequent values, largest count first, ties in order."""
        if self.distinct == self.rows:
            return [(value, 1) for value in self.values[:TOP].tolist()]
        # Half of the memory does for places; no slice has two billion cells.
        starts = np.flatnonzero(np.concatenate(([True], ~self._repeats)))
        starts = starts.astype(np.int32)
        counts = np.diff(starts, append=np.int32(self.rows))
        places = top_places(counts)
        return [(self.values[starts[n]].item(), int(counts[n])) for n in places]

    def below(self, limit: int | float) -> int:
        """Count the cells below the limit."""
        return int(_place(self.values, limit))

    def at(self, place: int) -> int | float:
        """Return the cell at a place, from 0."""
        return self.values[place].item()

    def moments(self) -> tuple[float, float]:
        """Return the mean, and the sum of the squares of the distances from it."""
        mean = float(self.values.sum(dtype=np.float64) / self.rows)
        apart = self.values - mean
        return mean, float(np.square(apart, out=apart).sum())


def top_places(counts: np.ndarray) -> np.ndarray:
    """Return where the largest counts are, largest first, ties in place order."""
    places = np.arange(min(len(counts), TOP))
    if len(counts) > TOP:
        least = _least_of_the_top(counts)
        above = np.flatnonzero(counts > least)
        level = np.flatnonzero(counts == least)[: TOP - len(above)]
        places = np.sort(np.concatenate((above, level)))
    return places[np.argsort(-counts[places], kind="stable")]


def _least_of_the_top(counts: np.ndarray) -> int:
    """Return the tenth largest count; counting counts beats sorting them."""
    having = np.bincount(counts)
    at_least = np.cumsum(having[::-1])
    return len(having) - 1 - int(np.searchsorted(at_least, TOP))


def _place(values: np.ndarray, limit: int | float) -> np.intp:
    """Return where the limit belongs; whole numbers are compared as such."""
    if values.dtype.kind == "i":
        info = np.iinfo(values.dtype)
        if limit <= info.min:
            return np.intp(0)
        if limit > info.max:
            return np.intp(len(values))
        limit = math.ceil(limit)
    elif values.dtype.kind == "f":
        limit = float(limit)
    return np.searchsorted(values, values.dtype.type(limit), side="left")
