"""A stored table's rows, a page at a time, as they are stored."""

from analysis import duck
from analysis.table import Table


def page_of(
    table: Table, offset: int, limit: int, longest: int | None = None
) -> list[tuple[str | None, ...]]:
    """Return rows `offset` to `offset + limit`, every cell as text (None: blank).

    A text of more than `longest` characters is cut there and ends in an ellipsis.
    """
    cells = ", ".join(_cell(c.key, longest) for c in table.profile.columns)
    with duck.cursor(table.parquet.parent) as cursor:
        return cursor.execute(
            f"SELECT {cells} FROM read_parquet(?) LIMIT ? OFFSET ?",
            [str(table.parquet), limit, offset],
        ).fetchall()


def _cell(key: str, longest: int | None) -> str:
    text = f"{duck.quoted(key)}::VARCHAR"
    if longest is None:
        return text
    cut = f"concat(left({text}, {int(longest)}), '…')"
    return f"CASE WHEN length({text}) > {int(longest)} THEN {cut} ELSE {text} END"
