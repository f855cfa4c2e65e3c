"""Rows added, removed and changed, by a key or as whole rows."""

from duckdb import DuckDBPyConnection

from analysis.cells import plain_cell
from analysis.duck import quoted
from analysis.table import Table
from analysis.versions.keys import Shared
from analysis.versions.records import CellChange, RowChanges, RowExample

EXAMPLES = 20


class RowComparison:
    """The rows of two versions, side by side."""

    def __init__(
        self,
        cursor: DuckDBPyConnection,
        old: Table,
        new: Table,
        shared: list[Shared],
        key: list[Shared],
    ):
        self._cursor = cursor
        self._files = [str(old.parquet), str(new.parquet)]
        self._rows = old.profile.rows, new.profile.rows
        self._key = key
        self._others = [pair for pair in shared if pair not in key]
        self._shared = shared

    def changes(self) -> RowChanges:
        """Count the rows, and show the first of each kind."""
        if not self._shared:
            return RowChanges((), self._rows[1], self._rows[0], None, 0)
        return self._by_key() if self._key else self._as_whole()

    def _by_key(self) -> RowChanges:
        differs = [_differs(pair) for pair in self._others]
        any_differs = " OR ".join(differs) or "false"
        counts = ", ".join(
            f"count(*) FILTER ({test})"
            for test in (
                _only("new", self._key),
                _only("old", self._key),
                f"{self._in_both()} AND ({any_differs})",
                *(f"{self._in_both()} AND {one}" for one in differs),
            )
        )
        added, removed, changed, *by_column = self._select(counts)[0]
        counted = zip((pair.name for pair in self._others), by_column, strict=True)
        return RowChanges(
            key=tuple(pair.name for pair in self._key),
            added=added,
            removed=removed,
            changed=changed,
            same=self._rows[1] - added - changed,
            by_column=tuple(sorted(filter(_moved, counted), key=_most_first)),
            examples=(*self._lonely(), *self._changed(any_differs)),
        )

    def _as_whole(self) -> RowChanges:
        """Count equal rows as often as both versions have them."""
        sides = [
            f"SELECT hash({', '.join(pair.compared(side) for pair in self._shared)}) "
            f"AS h, {n} AS side FROM read_parquet(?) AS {side}"
            for n, side in enumerate(("old", "new"))
        ]
        (same,) = self._cursor.execute(
            "SELECT coalesce(sum(least(a, b)), 0)::BIGINT FROM (SELECT "
            "count(*) FILTER (side = 0) AS a, count(*) FILTER (side = 1) AS b "
            f"FROM ({' UNION ALL '.join(sides)}) GROUP BY h)",
            self._files,
        ).fetchone()
        before, after = self._rows
        return RowChanges((), after - same, before - same, None, same)

    def _lonely(self) -> list[RowExample]:
        """Return the first rows that only one version has."""
        found = []
        for kind, side in (("added", "new"), ("removed", "old")):
            shown = ", ".join(_cell(pair, side) for pair in self._key)
            where = _only(side, self._key)
            found += [
                RowExample(kind, tuple(map(plain_cell, row)))
                for row in self._select(shown, where, shown)
            ]
        return found

    def _changed(self, any_differs: str) -> list[RowExample]:
        """Return the first changed rows with their changed cells."""
        shown = [_cell(pair, "new") for pair in self._key]
        for pair in self._others:
            shown += [_differs(pair), _cell(pair, "old"), _cell(pair, "new")]
        keys = ", ".join(shown[: len(self._key)])
        where = f"{self._in_both()} AND ({any_differs})"
        return [
            self._example(row) for row in self._select(", ".join(shown), where, keys)
        ]

    def _example(self, row: tuple) -> RowExample:
        size = len(self._key)
        cells = []
        for n, pair in enumerate(self._others):
            moved, old, new = row[size + 3 * n : size + 3 * n + 3]
            if moved:
                cells.append(CellChange(pair.name, plain_cell(old), plain_cell(new)))
        return RowExample("changed", tuple(map(plain_cell, row[:size])), tuple(cells))

    def _select(self, shown: str, where: str = "", order: str = "") -> list[tuple]:
        on = " AND ".join(
            f"{pair.compared('old')} = {pair.compared('new')}" for pair in self._key
        )
        sql = f"SELECT {shown} FROM read_parquet(?) AS old "
        sql += f"FULL JOIN read_parquet(?) AS new ON {on}"
        sql += f" WHERE {where}" if where else ""
        sql += f" ORDER BY {order} LIMIT {EXAMPLES}" if order else ""
        return self._cursor.execute(sql, self._files).fetchall()

    def _in_both(self) -> str:
        first = self._key[0]
        return (
            f"{_cell(first, 'old')} IS NOT NULL AND {_cell(first, 'new')} IS NOT NULL"
        )


def _cell(pair: Shared, side: str) -> str:
    column = pair.old if side == "old" else pair.new
    return f"{side}.{quoted(column.key)}"


def _only(side: str, key: list[Shared]) -> str:
    other = "old" if side == "new" else "new"
    return f"{_cell(key[0], other)} IS NULL"


def _differs(pair: Shared) -> str:
    return f"{pair.compared('old')} IS DISTINCT FROM {pair.compared('new')}"


def _moved(counted: tuple[str, int]) -> bool:
    return counted[1] > 0


def _most_first(counted: tuple[str, int]) -> tuple[int, str]:
    return -counted[1], counted[0]
