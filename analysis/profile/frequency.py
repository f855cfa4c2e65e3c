"""Frequency tables: each distinct value of a column with its number of rows.

Every exact statistic follows from them, so that a column is read once. Columns that
Parquet keeps as a dictionary are counted by DuckDB; others are cheaper to fetch raw
and sort (AVX-512 sorts a million numbers in 11 ms, a hash table takes 60).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from duckdb import DuckDBPyConnection

from analysis.duck import quoted
from analysis.table import NUMERIC, TEMPORAL, Column

CELLS_AT_ONCE = 4_000_000
DICTIONARY_PAYS_FROM = 200_000
TOP = 10


@dataclass(frozen=True)
class Frequencies:
    """Distinct finite values in ascending order, their counts, and blank rows.

    Dates and times are microseconds since 1970 (int64); `counts` is int64.
    """

    values: np.ndarray
    counts: np.ndarray
    blanks: int


def is_ordered(column: Column) -> bool:
    """Tell whether the column's values have a place on a number or time line."""
    return column.type in NUMERIC or column.type in TEMPORAL


def ordered_frequencies(
    cursor: DuckDBPyConnection, parquet: Path, columns: list[Column], rows: int
) -> Iterator[tuple[Column, Frequencies]]:
    """Yield the frequency table of each number, date and datetime column."""
    in_dictionary = dictionary_keys(cursor, parquet, rows)
    counted = [column for column in columns if column.key in in_dictionary]
    fetched = [column for column in columns if column.key not in in_dictionary]
    for column in counted:
        yield column, _count(cursor, parquet, column, rows)
    at_once = max(1, CELLS_AT_ONCE // max(rows, 1))
    for start in range(0, len(fetched), at_once):
        yield from _fetch(cursor, parquet, fetched[start : start + at_once], rows)


def dictionary_keys(
    cursor: DuckDBPyConnection, parquet: Path, rows: int
) -> frozenset[str]:
    """Return the columns to be counted by DuckDB; none in a small table."""
    if rows < DICTIONARY_PAYS_FROM:
        return frozenset()
    found = cursor.execute(
        "SELECT path_in_schema FROM parquet_metadata(?) GROUP BY 1 "
        "HAVING bool_and(encodings LIKE '%DICTIONARY%')",
        [str(parquet)],
    ).fetchall()
    return frozenset(key for (key,) in found)


def _count(
    cursor: DuckDBPyConnection, parquet: Path, column: Column, rows: int
) -> Frequencies:
    found = cursor.execute(
        f"SELECT {quoted(column.key)} AS v, count(*) AS n FROM read_parquet(?) "
        "WHERE v IS NOT NULL GROUP BY 1",
        [str(parquet)],
    ).fetchnumpy()
    values, counts = _line(found["v"]), found["n"].astype(np.int64)
    order = np.argsort(values)
    values, counts = _finite(values[order], counts[order])
    return Frequencies(values, counts, rows - int(counts.sum()))


def _fetch(
    cursor: DuckDBPyConnection, parquet: Path, columns: list[Column], rows: int
) -> Iterator[tuple[Column, Frequencies]]:
    names = ", ".join(quoted(column.key) for column in columns)
    found = cursor.execute(
        f"SELECT {names} FROM read_parquet(?)", [str(parquet)]
    ).fetchnumpy()
    for column in columns:
        values, counts = _finite(*run_lengths(_line(found.pop(column.key))))
        yield column, Frequencies(values, counts, rows - int(counts.sum()))


def _line(fetched: np.ndarray) -> np.ndarray:
    """Return the filled cells as plain numbers; times as int64, which sort faster."""
    if isinstance(fetched, np.ma.MaskedArray):
        fetched = fetched.compressed()
    if fetched.dtype.kind == "M":
        return fetched.astype("datetime64[us]").view(np.int64)
    if fetched.dtype.kind in "iu":
        return fetched.astype(np.int64, copy=False)
    return fetched.astype(np.float64, copy=False)


def run_lengths(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the distinct values in ascending order, and their counts."""
    values = np.sort(values)
    starts = np.flatnonzero(np.concatenate(([True], values[1:] != values[:-1])))
    if not len(values):
        return values, np.zeros(0, np.int64)
    return values[starts], np.diff(starts, append=len(values))


def _finite(values: np.ndarray, counts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    keep = np.isfinite(values)
    if keep.all():
        return values, counts
    return values[keep], counts[keep]
