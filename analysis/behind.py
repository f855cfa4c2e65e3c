"""From a computed number back to the rows of the table that it was computed from."""

from dataclasses import dataclass

from analysis import duck
from analysis.cells import plain_cell
from analysis.plan import Filter, Group, Plan
from analysis.sql.behind import write_behind
from analysis.table import Table


@dataclass(frozen=True)
class Behind:
    """Some of the rows behind a number, in the order of the file.

    `numbers` are the rows' places in the table, from 1; `total` counts all of them.
    """

    columns: tuple[str, ...]
    rows: list[tuple]
    numbers: list[int]
    total: int


def rows_behind(
    plan: Plan,
    cells: tuple,
    table: Table,
    measure: int = 0,
    where: Filter | Group | None = None,
    offset: int = 0,
    limit: int = 50,
) -> Behind:
    """Return rows behind one row of a result (`cells`) and one of its measures.

    Rows that took no part, because the measured cell is blank, are not among them.
    `where` narrows them further. Raises ValidationError where the result has no such
    measure, duck.QueryTimeout when it takes too long.
    """
    count, page = write_behind(
        plan, cells, measure, where, table.profile, table.parquet
    )
    paged = f"{page.sql} LIMIT {int(limit)} OFFSET {int(offset)}"
    with duck.cursor(table.parquet.parent) as cursor:
        total = cursor.execute(count.sql, list(count.parameters)).fetchone()[0]
        raw = cursor.execute(paged, list(page.parameters)).fetchall()
    return Behind(
        tuple(column.name for column in table.profile.columns),
        [tuple(map(plain_cell, row[1:])) for row in raw],
        [row[0] for row in raw],
        total,
    )
