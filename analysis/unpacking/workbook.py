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

from errors import ParseError

_DAMAGED = "The workbook is damaged and cannot be opened. Save it again and retry."


def sheet_names(source: Path) -> list[str]:
    """Return the names of the sheets that hold cells, hidden ones last."""
    with _opened(source) as book:
        return [name for name, _ in _sheets(book)]


def write_cells(source: Path, folder: Path, wanted: str | None) -> dict:
    """Write one sheet to `folder`/sheet.csv and say which one, and what else there is.

    Without a wanted name it is the first visible sheet that holds a table.
    """
    with _opened(source) as book:
        names = _sheets(book)
        if wanted is not None and wanted not in dict(names):
            raise ParseError(f"The workbook has no sheet named '{wanted}'.")
        chosen = [(wanted, True)] if wanted is not None else names
        hidden = [name for name, visible in names if not visible]
        empty: list[str] = []
        for name, _ in chosen:
            found = _written(book, name, folder / "sheet.csv")
            if found["rows"]:
                others = [n for n, _ in names if n != name and n not in empty]
                return {
                    "kind": "cells",
                    **found,
                    "sheet": name,
                    "others": others,
                    "hidden": hidden,
                    "empty": empty,
                }
            empty.append(name)
    raise ParseError("The workbook has no cells with anything in them.")


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


def _written(book: CalamineWorkbook, name: str, target: Path) -> dict:
    """Write the sheet's cells; return how many rows hold something, and where."""
    sheet = _sheet(book, name)
    rows = blank = 0
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        for row in sheet.iter_rows():
            cells = [_text(cell) for cell in row]
            filled = any(cells)
            rows, blank = rows + filled, blank + (not filled)
            writer.writerow(cells)
    return {"rows": rows, "blank": blank, "first_row": (sheet.start or (0, 0))[0] + 1}


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
