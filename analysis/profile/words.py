"""Frequencies of text, time and boolean columns.

Columns with few different values are counted by DuckDB, several in one scan. Text
with many in a large table is counted by its 64-bit hashes instead, in a third of the
memory and half of the time; the chance that two of five million different values
collide is below one in a million.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection

from analysis.distinct import COLUMNS_AT_ONCE, distinct_sql
from analysis.duck import quoted
from analysis.profile.ascending import TOP, Sorted
from analysis.profile.frequency import (
    DICTIONARY_PAYS_FROM,
    dictionary_keys,
    hash_slices,
)
from analysis.profile.statistics import merged_top
from analysis.table import Column


@dataclass(frozen=True)
class TextFrequencies:
    """What the frequency table of a text-like column says, without the table.

    `characters` is the summed length in bytes of all filled cells. Ties in `top` come
    in the order of the values.
    """

    distinct: int
    blanks: int
    minimum: str | None
    maximum: str | None
    characters: int
    top: tuple[tuple[str, int], ...]


def text_frequencies(
    cursor: DuckDBPyConnection, parquet: Path, columns: list[Column], rows: int
) -> Iterator[tuple[Column, TextFrequencies]]:
    """Yield the frequencies of text, time and boolean columns."""
    hashed = _many_valued(cursor, parquet, columns, rows)
    counted = [column for column in columns if column not in hashed]
    for start in range(0, len(counted), COLUMNS_AT_ONCE):
        yield from _count(cursor, parquet, counted[start : start + COLUMNS_AT_ONCE])
    for column in hashed:
        yield column, _hashed(cursor, parquet, column, rows)


def _many_valued(
    cursor: DuckDBPyConnection, parquet: Path, columns: list[Column], rows: int
) -> list[Column]:
    if rows < DICTIONARY_PAYS_FROM:
        return []
    few = dictionary_keys(cursor, parquet, rows)
    return [c for c in columns if c.type == "text" and c.key not in few]


def _count(
    cursor: DuckDBPyConnection, parquet: Path, columns: list[Column]
) -> Iterator[tuple[Column, TextFrequencies]]:
    counted = distinct_sql([column.key for column in columns])
    found = cursor.execute(
        "SELECT place, count(v), sum(n) FILTER (v IS NULL), min(v), max(v), "
        "sum(strlen(v) * n)::BIGINT, "
        f"min_by({{'v': v, 'n': n}}, (-n, v), {TOP}) FILTER (v IS NOT NULL) "
        f"FROM ({counted}) GROUP BY place",
        [str(parquet)],
    ).fetchall()
    known = {place: rest for place, *rest in found}
    nothing = (0, None, None, None, None, None)
    for place, column in enumerate(columns):
        distinct, blanks, low, high, characters, top = known.get(place, nothing)
        pairs = tuple((pair["v"], pair["n"]) for pair in top or ())
        yield (
            column,
            TextFrequencies(distinct, blanks or 0, low, high, characters or 0, pairs),
        )


def _hashed(
    cursor: DuckDBPyConnection, parquet: Path, column: Column, rows: int
) -> TextFrequencies:
    key = quoted(column.key)
    filled, low, high, characters = cursor.execute(
        f"SELECT count({key}), min({key}), max({key}), sum(strlen({key}))::BIGINT "
        "FROM read_parquet(?)",
        [str(parquet)],
    ).fetchone()
    distinct, frequent = 0, []
    where = f"{key} IS NOT NULL"
    for hashes in hash_slices(cursor, parquet, key, rows, where):
        part = Sorted(hashes)
        distinct += part.distinct
        frequent = merged_top(frequent, part)
    top = _named(cursor, parquet, key, dict(frequent))
    return TextFrequencies(distinct, rows - filled, low, high, characters or 0, top)


def _named(
    cursor: DuckDBPyConnection, parquet: Path, key: str, frequent: dict[int, int]
) -> tuple[tuple[str, int], ...]:
    """Return the values that have the most frequent hashes.

    Which of many ties are named is arbitrary, but the same each time; where no value
    repeats, it is the first ones.
    """
    if not frequent:
        return ()
    if max(frequent.values()) == 1:
        first = cursor.execute(
            f"SELECT {key} FROM read_parquet(?) ORDER BY 1 LIMIT {TOP}", [str(parquet)]
        ).fetchall()
        return tuple((value, 1) for (value,) in first if value is not None)
    found = cursor.execute(
        f"SELECT hash({key}) AS h, any_value({key}) FROM read_parquet(?) "
        f"WHERE h IN ({', '.join(map(str, frequent))}) GROUP BY 1",
        [str(parquet)],
    ).fetchall()
    pairs = [(value, frequent[hash_]) for hash_, value in found]
    return tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))
