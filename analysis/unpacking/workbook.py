"""A sheet of a workbook into a plain CSV file of its cells."""

import csv
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
    WorksheetNotFound,
    XmlError,
    ZipError,
)

from analysis.unpacking.merged import Merged
from analysis.unpacking.sheet_xml import peculiarities
from errors import ParseError

_DAMAGED = "The workbook is damaged and cannot be opened. Save it again and retry."


def sheet_names(source: Path) -> list[str]:
    """Return the names of the sheets that hold cells, hidden ones last."""
    with _opened(source) as book:
        return [name for name, _ in _sheets(book)]


def write_cells(
    source: Path, folder: Path, wanted: str | None, fill_merged: bool = False
) -> dict:
    """Write one sheet to `folder`/sheet.csv and say which one, and what else there is.

    Without a wanted name it is the first visible sheet that holds a table: two rows
    of two cells. `fill_merged` repeats the value of merged cells in each of them.
    """
    target = folder / "sheet.csv"
    with _opened(source) as book:
        names = _sheets(book)
        if wanted is not None and wanted not in dict(names):
            raise ParseError(f"The workbook has no sheet named '{wanted}'.")
        chosen = [wanted] if wanted is not None else [name for name, _ in names]
        name, found, passed = _first_table(book, chosen, target, fill_merged)
        others = [n for n, _ in names if n != name and n not in passed["empty"]]
        return {
            "kind": "cells",
            **found,
            **peculiarities(source, name),
            **passed,
            "filled": fill_merged,
            "sheet": name,
            "others": others,
            "hidden": [name for name, visible in names if not visible],
        }


def _first_table(
    book: CalamineWorkbook, names: list[str], target: Path, fill_merged: bool
) -> tuple[str, dict, dict]:
    """Write the first sheet with a table, else the first with cells.

    Returns its name, what was written, and which sheets before it were passed over:
    "empty" ones, and those with "words" only.
    """
    empty, words = [], []
    for name in names:
        found = _written(book, name, target, fill_merged)
        if found["table_rows"] > 1:
            return name, found, {"empty": empty, "words": words}
        (words if found["rows"] else empty).append(name)
    if not words:
        raise ParseError("The workbook has no cells with anything in them.")
    found = _written(book, words[0], target, fill_merged)
    before = empty[: names.index(words[0])]
    return words[0], found, {"empty": before, "words": []}


def _opened(source: Path) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(str(source))
    except PasswordError:
        raise ParseError(
            "The workbook is protected by a password. Save it without one."
        ) from None
    except (CalamineError, ZipError, XmlError, OSError, ValueError):
        raise ParseError(_DAMAGED) from None


def _sheets(book: CalamineWorkbook) -> list[tuple[str, bool]]:
    """Return (name, visible) of the sheets of cells, the visible ones first."""
    sheets = [
        (sheet.name, sheet.visible == SheetVisibleEnum.Visible)
        for sheet in book.sheets_metadata
        if sheet.typ == SheetTypeEnum.WorkSheet
    ]
    return sorted(sheets, key=lambda sheet: not sheet[1])


def _written(
    book: CalamineWorkbook, name: str, target: Path, fill_merged: bool
) -> dict:
    """Write the sheet's cells; return how many rows hold something, and where."""
    sheet = _sheet(book, name)
    merged = Merged(sheet)
    rows = blank = table_rows = 0
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for row in sheet.iter_rows():
            cells = [_text(cell) for cell in row]
            filled = sum(map(bool, cells))
            table_rows += filled > 1
            rows, blank = rows + (filled > 0), blank + (not filled)
            writer.writerow(merged.filled(cells) if fill_merged else cells)
    # Blank rows above the cells are written like all others.
    return {
        "rows": rows,
        "blank": blank,
        "table_rows": table_rows,
        "first_row": 1,
        "merged": merged.ends,
    }


def _sheet(book: CalamineWorkbook, name: str) -> CalamineSheet:
    try:
        return book.get_sheet_by_name(name)
    except (CalamineError, WorksheetNotFound, XmlError, ZipError, OSError, ValueError):
        raise ParseError(f"The sheet '{name}' is damaged and cannot be read.") from None


def _text(cell: object) -> str:
    """Return a cell as the text that a CSV export would hold."""
    if isinstance(cell, str):
        return cell.replace("\r\n", "\n").replace("\0", "")
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return _number(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="auto")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return _duration(cell)
    return "" if cell is None else str(cell)


def _number(value: float) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        return ""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return repr(value)


def _duration(value: timedelta) -> str:
    seconds = round(value.total_seconds())
    sign, seconds = ("-" if seconds < 0 else ""), abs(seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
