"""What stands below a table: another table, or its totals."""

import re
from itertools import islice

from analysis.reading.header import TYPED_BELOW, column_kinds, header_rows
from analysis.reading.records import Record

_MOST_ROWS, _MOST_GAPS = 40, 40
_TOTAL = re.compile(
    r"\W*((grand|sub|over ?all|report|general)[ -]?)?(totals?|sums?|summe|gesamt|"
    r"gesamtsumme|insgesamt|total g[eé]n[eé]ral|totale|totaal|suma|soma|итого|всего|"
    r"合计|总计|合計|総計)(\s*\([^)]*\))?\W*",
    re.IGNORECASE,
)


def start_of_another(rows: list[Record], headers: int, width: int) -> int | None:
    """Return the line on which another table begins below a blank row, if one does.

    It begins with names that do not fit the columns above and that differ in kind
    from the cells below. `rows` begin with the table's `headers`.
    """
    header = rows[headers - 1].cells if headers else []
    gaps = (i for i in range(headers + 2, len(rows) - 1) if _after_gap(rows, i))
    for i in islice(gaps, _MOST_GAPS):
        above = rows[max(headers, i - _MOST_ROWS) : i]
        block = [row for row in rows[i : i + _MOST_ROWS] if not row.is_blank]
        other = _is_foreign(rows[i], column_kinds(above, width))
        if other and rows[i].cells != header and _has_header(block):
            return rows[i].line
    return None


def is_total(cells: list[str]) -> bool:
    """Whether a row is called a total, and holds numbers."""
    called = next((cell.strip() for cell in cells if cell.strip()), "")
    if not _TOTAL.fullmatch(called):
        return False
    filled = [cell for cell in cells if cell.strip()]
    return any(any(c.isdigit() for c in cell) for cell in filled[1:])


def is_total_line(line: str, delimiter: str) -> bool:
    """Whether a line of text may be a total; quotes are not looked at closely."""
    return is_total([cell.strip(' "') for cell in line.split(delimiter)])


def _after_gap(rows: list[Record], i: int) -> bool:
    before = rows[i - 1]
    if rows[i].is_blank:
        return False
    lines = 1 + sum(cell.count("\n") for cell in before.cells)
    return before.is_blank or rows[i].line > before.line + lines


def _is_foreign(row: Record, kinds: list[str]) -> bool:
    """Whether the row's cells are words where the columns have another type."""
    typed = [
        cell
        for cell, kind in zip(row.cells, kinds, strict=False)
        if kind not in ("", "text") and cell.strip()
    ]
    filled = [cell for cell in row.cells if cell.strip()]
    words = all(not any(c.isdigit() for c in cell) for cell in typed)
    return len(filled) > 1 and bool(typed) and words


def _has_header(block: list[Record]) -> bool:
    width = max(len(row.cells) for row in block)
    return len(block) > 1 and header_rows(block, width) == (1, TYPED_BELOW)
