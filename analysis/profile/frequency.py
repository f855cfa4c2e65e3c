"""Number and date columns, fetched so that their cells stand in ascending order.

Every exact statistic follows from that, so that a column is read once. Columns that
Parquet keeps as a dictionary are counted by DuckDB; others are cheaper to fetch raw
and sort. A column too long for that is read in slices of ascending values, so that
memory stays bounded.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from duckdb import DuckDBPyConnection

from analysis.duck import quoted
from analysis.profile.ascending import Ascending, Counted, Sorted
from analysis.table import NUMERIC, TEMPORAL, Column

CELLS_AT_ONCE = 4_000_000
ROWS_AT_ONCE = 5_000_000
SAMPLED_ROWS = 50_000
DICTIONARY_PAYS_FROM = 200_000


@dataclass(frozen=True)
class Ordered:
    """A number or date column: how much is filled, its ends, and its cells.

    `slices` gives the cells in pieces, ascending and apart from each other; `outside`
    counts the rows below its first or above its second argument.
    """

    filled: int
    low: int | float | None
    high: int | float | None
    slices: Callable[[], Iterator[Ascending]]
    outside: Callable[[float, float], int]


def is_ordered(column: Column) -> bool:
    """Tell whether the column's values have a place on a number or time line."""
    return column.type in NUMERIC or column.type in TEMPORAL


def ordered_columns(
    cursor: DuckDBPyConnection, parquet: Path, columns: list[Column], rows: int
) -> Iterator[tuple[Column, Ordered]]:
    """Yield each number, date and datetime column with its cells in order."""
    in_dictionary = dictionary_keys(cursor, parquet, rows)
    counted = [column for column in columns if column.key in in_dictionary]
    fetched = [column for column in columns if column.key not in in_dictionary]
    for column in counted:
        yield column, whole(_count(cursor, parquet, column))
    if rows > ROWS_AT_ONCE:
        for column in fetched:
            yield column, _in_slices(cursor, parquet, column, rows)
        return
    at_once = max(1, CELLS_AT_ONCE // max(rows, 1))
    for start in range(0, len(fetched), at_once):
        yield from _fetch(cursor, parquet, fetched[start : start + at_once])


def whole(cells: Ascending) -> Ordered:
    """Return a column whose cells fit in memory."""

    def outside(low: float, high: float) -> int:
        return cells.below(low) + cells.rows - cells.below(_next(cells, high))

    ends = [end.item() for end in cells.values[[0, -1]]] if cells.rows else ()
    low, high = ends or (None, None)
    return Ordered(cells.rows, low, high, lambda: iter((cells,)), outside)


def _next(cells: Ascending, limit: float) -> int | float:
    """Return the least number above the limit that a cell could be."""
    if cells.values.dtype.kind == "i" and math.isfinite(limit):
        return math.floor(limit) + 1
    return np.nextafter(limit, math.inf)


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


def hash_slices(
    cursor: DuckDBPyConnection, parquet: Path, cells: str, rows: int, where: str
) -> Iterator[np.ndarray]:
    """Yield the 64-bit hashes of `cells` (SQL), in pieces of ascending ranges."""
    pieces = -(-rows // ROWS_AT_ONCE)
    cuts = [n * 2**64 // pieces for n in range(1, pieces)]
    for start, end in zip([None, *cuts], [*cuts, None], strict=True):
        tests = [where]
        tests += [] if start is None else [f"h >= {start}"]
        tests += [] if end is None else [f"h < {end}"]
        yield cursor.execute(
            f"SELECT hash({cells}) AS h FROM read_parquet(?) "
            f"WHERE {' AND '.join(tests)}",
            [str(parquet)],
        ).fetchnumpy()["h"]


def _count(cursor: DuckDBPyConnection, parquet: Path, column: Column) -> Counted:
    found = cursor.execute(
        f"SELECT {quoted(column.key)} AS v, count(*) AS n FROM read_parquet(?) "
        "WHERE v IS NOT NULL GROUP BY 1",
        [str(parquet)],
    ).fetchnumpy()
    values, counts = _line(found["v"]), found["n"].astype(np.int64)
    order = np.argsort(values)
    order = order[np.isfinite(values[order])]
    return Counted(values[order], counts[order])


def _fetch(
    cursor: DuckDBPyConnection, parquet: Path, columns: list[Column]
) -> Iterator[tuple[Column, Ordered]]:
    names = ", ".join(quoted(column.key) for column in columns)
    found = cursor.execute(
        f"SELECT {names} FROM read_parquet(?)", [str(parquet)]
    ).fetchnumpy()
    for column in columns:
        yield column, whole(Sorted(_finite(_line(found.pop(column.key)))))


def _in_slices(
    cursor: DuckDBPyConnection, parquet: Path, column: Column, rows: int
) -> Ordered:
    """Cut a long column where a sample says that the pieces are about equal."""
    file = [str(parquet)]
    cells = f"(SELECT {_number_sql(column)} AS v FROM read_parquet(?))"
    filled, low, high = cursor.execute(
        f"SELECT count(v), min(v), max(v) FROM {cells}", file
    ).fetchone()
    shares = [n / -(-rows // ROWS_AT_ONCE) for n in range(1, -(-rows // ROWS_AT_ONCE))]
    (found,) = cursor.execute(
        f"SELECT quantile_disc(v, {shares}) FROM {cells} "
        f"USING SAMPLE reservoir({SAMPLED_ROWS} ROWS) REPEATABLE (1)",
        file,
    ).fetchone()
    cuts = [low, *sorted({cut for cut in found or () if low < cut <= high})]

    def slices() -> Iterator[Ascending]:
        for start, end in zip(cuts, [*cuts[1:], None], strict=True):
            test = "v >= ?" if end is None else "v >= ? AND v < ?"
            values = [start] if end is None else [start, end]
            sql = f"SELECT v FROM {cells} WHERE {test}"
            piece = cursor.execute(sql, [*file, *values]).fetchnumpy()["v"]
            yield Sorted(_line(piece))

    def outside(below: float, above: float) -> int:
        sql = f"SELECT count(*) FROM {cells} WHERE v < ? OR v > ?"
        return cursor.execute(sql, [*file, below, above]).fetchone()[0]

    return Ordered(filled, low, high, slices if filled else lambda: iter(()), outside)


def _number_sql(column: Column) -> str:
    """Return SQL for a cell as a number: finite, or microseconds since 1970."""
    name = quoted(column.key)
    if column.type in TEMPORAL:
        return f"epoch_us({name}::TIMESTAMP)"
    if column.type == "integer":
        return f"{name}::BIGINT"
    return f"CASE WHEN isfinite({name}::DOUBLE) THEN {name}::DOUBLE END"


def _line(fetched: np.ndarray) -> np.ndarray:
    """Return the filled cells as plain numbers; times as int64, which sort faster."""
    if isinstance(fetched, np.ma.MaskedArray):
        fetched = fetched.compressed()
    if fetched.dtype.kind == "M":
        return fetched.astype("datetime64[us]").view(np.int64)
    if fetched.dtype.kind in "iu":
        return fetched.astype(np.int64, copy=False)
    return fetched.astype(np.float64, copy=False)


def _finite(cells: np.ndarray) -> np.ndarray:
    if cells.dtype.kind != "f":
        return cells
    finite = np.isfinite(cells)
    return cells if finite.all() else cells[finite]
