"""The index of distinct text values: which words of a question occur in the data."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rapidfuzz import fuzz, process

from analysis import duck
from analysis.duck import quoted
from analysis.table import Table, TableProfile

LONGEST_VALUE = 120
MOST_IN_MEMORY = 300_000
BUILD_SECONDS = 1800
MOST_NEAR = 50_000
MOST_SEARCHED = 50_000
NEAR_ENOUGH = 70
# One scan for each column is faster for a few columns, one for all of many.
MANY_COLUMNS = 20
_SIGNS = re.compile(r"[^\w]+|_+")
_SQL_NORM = (
    "trim(regexp_replace(strip_accents(lower({})), '[^\\p{{L}}\\p{{N}}]+', ' ', 'g'))"
)


@dataclass(frozen=True)
class Value:
    """A text value as it stands in a column, and in how many rows."""

    column: str
    text: str
    rows: int


def build_values(parquet: Path, profile: TableProfile, target: Path) -> None:
    """Write the index of a table's distinct text values as Parquet to `target`.

    One row a value and column: norm (lower case, no signs), column key, value, rows;
    sorted by norm, so that a look-up reads little. Values over 120 characters are
    free text and left out. Raises QueryTimeout.
    """
    sql = _distinct_sql(profile) + " ORDER BY norm, key, value"
    path = str(target).replace("'", "''")
    with duck.cursor(target.parent, BUILD_SECONDS) as cursor:
        cursor.execute(f"COPY ({sql}) TO '{path}' (FORMAT parquet)", [str(parquet)])


def normal(text: str) -> str:
    """Return a text as the index has it: lower case, no accents, no signs."""
    plain = unicodedata.normalize("NFKD", text.lower())
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return _SIGNS.sub(" ", bare).strip()


def look_up(table: Table, norms: Iterable[str]) -> dict[str, tuple[Value, ...]]:
    """Return {norm: the values that read so, in all columns}, most frequent first."""
    wanted = sorted({norm for norm in norms if norm})
    index = _index(table)
    if index is not None:
        return {norm: index[norm] for norm in wanted if norm in index}
    with duck.cursor(table.values.parent) as cursor:
        rows = cursor.execute(
            "SELECT norm, key, value, n FROM read_parquet($1) "
            "WHERE norm IN (SELECT unnest($2)) ORDER BY norm, n DESC, key, value",
            [str(table.values), wanted],
        ).fetchall()
    return _by_norm(rows)


def containing(table: Table, parts: Iterable[str]) -> dict[str, tuple[Value, ...]]:
    """Return {part: the longer values in which it stands, as whole words}.

    Tables with very many different values are not searched.
    """
    index = _index(table)
    if index is None or len(index) > MOST_SEARCHED:
        return {}
    found = {}
    for part in parts:
        inside = [v for norm, v in index.items() if f" {part} " in f" {norm} "]
        if inside:
            found[part] = tuple(value for values in inside for value in values)
    return found


def near(table: Table, text: str, column: str | None = None) -> tuple[Value, ...]:
    """Return up to five values that look like `text`, the likest first."""
    keys = [column] if column else [c.key for c in table.profile.columns]
    values = [v for key in keys for v in column_values(table, key)]
    norms = {i: normal(v.text) for i, v in enumerate(values)}
    found = process.extract(
        normal(text), norms, scorer=fuzz.WRatio, limit=5, score_cutoff=NEAR_ENOUGH
    )
    return tuple(values[i] for _, _, i in found)


def column_values(table: Table, key: str) -> tuple[Value, ...]:
    """Return the distinct values of one text column, most frequent first, capped."""
    if table.profile.column(key).type != "text":
        return ()
    name = quoted(key)
    with duck.cursor(table.parquet.parent) as cursor:
        rows = cursor.execute(
            f"SELECT {name}, count(*) FROM read_parquet($1) WHERE {name} IS NOT NULL "
            f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST_NEAR}",
            [str(table.parquet)],
        ).fetchall()
    return tuple(Value(key, text, count) for text, count in rows)


def _index(table: Table) -> dict[str, tuple[Value, ...]] | None:
    """Return the whole index from memory, None if it is too large for that."""
    path = table.values if table.values and table.values.exists() else table.parquet
    made = path.stat()
    return _load(table.parquet, table.values, table.profile, made.st_mtime_ns)


@lru_cache(maxsize=32)
def _load(
    parquet: Path, values: Path | None, profile: TableProfile, made: int
) -> dict[str, tuple[Value, ...]] | None:
    if values is None or not values.exists():
        with duck.cursor(parquet.parent) as cursor:
            sql = _distinct_sql(profile) + " ORDER BY norm, n DESC, key, value"
            return _by_norm(cursor.execute(sql, [str(parquet)]).fetchall())
    with duck.cursor(values.parent) as cursor:
        source = "FROM read_parquet($1)"
        size = cursor.execute(f"SELECT count(*) {source}", [str(values)]).fetchone()
        if size[0] > MOST_IN_MEMORY:
            return None
        order = "ORDER BY norm, n DESC, key, value"
        sql = f"SELECT norm, key, value, n {source} {order}"
        return _by_norm(cursor.execute(sql, [str(values)]).fetchall())


def _by_norm(rows: list[tuple]) -> dict[str, tuple[Value, ...]]:
    found: dict[str, list[Value]] = defaultdict(list)
    for norm, key, text, count in rows:
        found[norm].append(Value(key, text, count))
    return {norm: tuple(values) for norm, values in found.items()}


def _distinct_sql(profile: TableProfile) -> str:
    keys = [column.key for column in profile.columns if column.type == "text"]
    if len(keys) > MANY_COLUMNS:
        return _distinct_of_many(keys)
    parts = [
        f"SELECT {_SQL_NORM.format(quoted(key))} AS norm, '{key}' AS key, "
        f"{quoted(key)} AS value, count(*) AS n FROM read_parquet($1) "
        f"WHERE length({quoted(key)}) <= {LONGEST_VALUE} GROUP BY 2, 3"
        for key in keys
    ]
    empty = "SELECT '' AS norm, '' AS key, '' AS value, 0 AS n FROM read_parquet($1)"
    return " UNION ALL ".join(parts) or f"{empty} WHERE false"


def _distinct_of_many(keys: list[str]) -> str:
    columns = ", ".join(map(quoted, keys))
    cells = (
        f"(FROM (SELECT {columns} FROM read_parquet($1)) "
        f"UNPIVOT (value FOR key IN ({columns})))"
    )
    counted = (
        f"SELECT key, value, count(*) AS n FROM {cells} "
        f"WHERE length(value) <= {LONGEST_VALUE} GROUP BY ALL"
    )
    norm = _SQL_NORM.format("value")
    return f"SELECT {norm} AS norm, key, value, n FROM ({counted})"
