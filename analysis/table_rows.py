"""A stored table's rows, a page at a time, as they are stored."""

from analysis import duck
from analysis.table import Table


def page_of(table: Table, offset: int, limit: int) -> list[tuple[str | None, ...]]:
    """Return rows `offset` to `offset + limit`, every cell as text (None: blank)."""
    cells = ", ".join(f"{duck.quoted(c.key)}::VARCHAR" for c in table.profile.columns)
    with duck.cursor(table.parquet.parent) as cursor:
        return cursor.execute(
            f"SELECT {cells} FROM read_parquet(?) LIMIT ? OFFSET ?",
            [str(table.parquet), limit, offset],
        ).fetchall()
