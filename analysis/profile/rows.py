"""What whole rows say: exact repetitions, and numbers that move together."""

from collections.abc import Iterator
from itertools import combinations, product
from pathlib import Path
from typing import NamedTuple

import numpy as np
from duckdb import DuckDBPyConnection

from analysis.duck import quoted
from analysis.profile.ascending import Sorted
from analysis.profile.frequency import hash_slices
from analysis.table import ColumnProfile

PAIRED_MEASURES = 30
PAIRS_KEPT = 50
CELLS_AT_ONCE = 4_000_000


def duplicate_rows(
    cursor: DuckDBPyConnection, parquet: Path, columns: list[ColumnProfile], rows: int
) -> int:
    """Count the rows that repeat an earlier row in every cell.

    Rows are told apart by a 64-bit hash; at five million rows the chance that two
    different ones collide is below one in a million.
    """
    by_distinct = sorted(columns, key=lambda c: c.distinct + bool(c.blanks))[::-1]
    if not rows or by_distinct[0].distinct == rows:
        return 0
    few = [column.key for column in by_distinct[:3]]
    repeated = rows - _distinct_rows(cursor, parquet, few, rows)
    if repeated and len(columns) > len(few):
        every = [column.key for column in columns]
        repeated = rows - _distinct_rows(cursor, parquet, every, rows)
    return repeated


def correlations(
    cursor: DuckDBPyConnection, parquet: Path, columns: list[ColumnProfile], rows: int
) -> tuple[tuple[str, str, float], ...]:
    """Return Pearson's r of each pair of measures, strongest first.

    It is taken over the rows that have both. Constant columns have no r. At most the
    first 30 measures are paired.
    """
    measures = [c for c in columns if c.role == "measure" and c.deviation]
    measures = measures[:PAIRED_MEASURES]
    if len(measures) < 2:
        return ()
    sums = [
        _sums(cells, measures) for cells in _chunks(cursor, parquet, measures, rows)
    ]
    together = _Sums(*(np.sum(parts, axis=0) for parts in zip(*sums, strict=True)))
    pairs = [
        (measures[i].key, measures[j].key, r)
        for i, j in combinations(range(len(measures)), 2)
        if (r := together.pearson(i, j)) is not None
    ]
    return tuple(sorted(pairs, key=lambda pair: -abs(pair[2]))[:PAIRS_KEPT])


class _Sums(NamedTuple):
    """Sums over the rows in which both columns of a pair are filled.

    All are square: `first[i, j]` is the sum of column i where j is filled, `squares`
    likewise of its squares, `products` of i times j, `both` the number of rows.
    """

    both: np.ndarray
    first: np.ndarray
    squares: np.ndarray
    products: np.ndarray

    def pearson(self, i: int, j: int) -> float | None:
        """Return r of columns i and j; None below three pairs or without spread."""
        n = self.both[i, j]
        if n < 3:
            return None
        spread_i = self.squares[i, j] - self.first[i, j] ** 2 / n
        spread_j = self.squares[j, i] - self.first[j, i] ** 2 / n
        if spread_i <= 1e-12 * n or spread_j <= 1e-12 * n:
            return None
        together = self.products[i, j] - self.first[i, j] * self.first[j, i] / n
        r = together / np.sqrt(spread_i * spread_j)
        return round(float(np.clip(r, -1, 1)), 6)


def _sums(cells: list[np.ma.MaskedArray], measures: list[ColumnProfile]) -> _Sums:
    """Sum standardised columns; what a blank takes out of a pair is taken off again.

    Blanks are few, so that this is cheaper than a mask for every column.
    """
    size, rows = len(cells), len(cells[0])
    standard = np.empty((size, rows))
    blank = []
    for n, (column, measure) in enumerate(zip(cells, measures, strict=True)):
        np.subtract(np.ma.getdata(column), measure.mean, out=standard[n])
        standard[n] /= measure.deviation
        blank.append(np.flatnonzero(np.ma.getmask(column)))
        standard[n, blank[n]] = 0
        if not np.isfinite(standard[n].sum()):
            blank[n] = np.union1d(blank[n], np.flatnonzero(~np.isfinite(standard[n])))
            standard[n, blank[n]] = 0
    products = standard @ standard.T
    first = np.repeat(standard.sum(axis=1)[:, None], size, axis=1)
    squares = np.repeat(np.diag(products)[:, None], size, axis=1)
    both = np.full((size, size), float(rows))
    for j, without in enumerate(blank):
        first[:, j] -= standard[:, without].sum(axis=1)
        squares[:, j] -= (standard[:, without] ** 2).sum(axis=1)
    for i, j in product(range(size), repeat=2):
        both[i, j] -= _in_either(blank[i], blank[j])
    return _Sums(both, first, squares, products)


def _in_either(some: np.ndarray, others: np.ndarray) -> int:
    """Count the places that two ascending lists hold together."""
    if some is others or not len(others):
        return len(some)
    common = np.searchsorted(some, others) if len(some) else np.zeros(0, np.int64)
    found = common < len(some)
    shared = int((some[common[found]] == others[found]).sum())
    return len(some) + len(others) - shared


def _chunks(
    cursor: DuckDBPyConnection, parquet: Path, measures: list[ColumnProfile], rows: int
) -> Iterator[list[np.ndarray]]:
    """Yield the columns, so many rows at a time that they fit well in memory."""
    names = ", ".join(quoted(column.key) for column in measures)
    at_once = max(1, CELLS_AT_ONCE // len(measures))
    for start in range(0, rows, at_once):
        sql = f"SELECT {names} FROM read_parquet(?)"
        if rows > at_once:
            sql = f"SELECT {names} FROM read_parquet(?, file_row_number=true) "
            sql += f"WHERE file_row_number BETWEEN {start} AND {start + at_once - 1}"
        yield list(cursor.execute(sql, [str(parquet)]).fetchnumpy().values())


def _distinct_rows(
    cursor: DuckDBPyConnection, parquet: Path, keys: list[str], rows: int
) -> int:
    cells = ", ".join(quoted(key) for key in keys)
    slices = hash_slices(cursor, parquet, cells, rows, "true")
    return sum(Sorted(hashes).distinct for hashes in slices)
