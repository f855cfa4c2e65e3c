"""What whole rows say: exact repetitions, and numbers that move together."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import numpy as np
from duckdb import DuckDBPyConnection

from analysis.duck import quoted
from analysis.table import ColumnProfile

PAIRED_MEASURES = 30
PAIRS_KEPT = 50
ROWS_AT_ONCE = 500_000


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
    repeated = rows - _distinct_hashes(cursor, parquet, few)
    if repeated and len(columns) > len(few):
        every = [column.key for column in columns]
        repeated = rows - _distinct_hashes(cursor, parquet, every)
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
    sums = _Sums(measures)
    for chunk in _chunks(cursor, parquet, measures, rows):
        sums.add(chunk)
    pairs = [
        (measures[i].key, measures[j].key, r)
        for i, j in combinations(range(len(measures)), 2)
        if (r := sums.pearson(i, j)) is not None
    ]
    return tuple(sorted(pairs, key=lambda pair: -abs(pair[2]))[:PAIRS_KEPT])


class _Sums:
    """Sums of squares and products of standardised columns, blanks left out."""

    def __init__(self, measures: list[ColumnProfile]):
        size = len(measures)
        self.means = np.array([column.mean for column in measures])
        self.deviations = np.array([column.deviation for column in measures])
        self.both = np.zeros((size, size))
        self.first = np.zeros((size, size))
        self.squares = np.zeros((size, size))
        self.products = np.zeros((size, size))

    def add(self, cells: np.ndarray) -> None:
        """Add rows (rows x columns, NaN where blank)."""
        cells -= self.means
        cells /= self.deviations
        filled = np.isfinite(cells)
        if not filled.all():
            cells[~filled] = 0
        mask = filled.astype(np.float64)
        self.both += mask.T @ mask
        self.first += cells.T @ mask
        self.products += cells.T @ cells
        self.squares += (cells**2).T @ mask

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


def _chunks(
    cursor: DuckDBPyConnection, parquet: Path, measures: list[ColumnProfile], rows: int
) -> Iterator[np.ndarray]:
    names = ", ".join(f"{quoted(c.key)}::DOUBLE" for c in measures)
    at_once = max(1, ROWS_AT_ONCE * 4 // len(measures))
    for start in range(0, rows, at_once):
        where = (
            f" WHERE file_row_number BETWEEN {start} AND {start + at_once - 1}"
            if rows > at_once
            else ""
        )
        found = cursor.execute(
            f"SELECT {names} FROM read_parquet(?, file_row_number=true){where}",
            [str(parquet)],
        ).fetchnumpy()
        cells = np.empty((len(next(iter(found.values()))), len(measures)))
        for n, column in enumerate(found.values()):
            cells[:, n] = np.ma.filled(column, np.nan)
        yield cells


def _distinct_hashes(cursor: DuckDBPyConnection, parquet: Path, keys: list[str]) -> int:
    names = ", ".join(quoted(key) for key in keys)
    found = cursor.execute(
        f"SELECT hash({names}) AS h FROM read_parquet(?)", [str(parquet)]
    ).fetchnumpy()["h"]
    hashes = np.sort(found)
    return int((hashes[1:] != hashes[:-1]).sum()) + 1
