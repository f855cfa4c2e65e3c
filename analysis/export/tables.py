"""A result as CSV, XLSX, JSON or Markdown; full numbers, never rounded ones."""

import csv
import datetime
import io
import json
import re

from analysis.result import Result, ResultColumn
from analysis.table import TEMPORAL
from analysis.table_files import guarded

SHEET_NAME_CHARACTERS = 31
WIDEST_COLUMN = 60
MARKDOWN_ROWS = 50


def to_csv(result: Result) -> bytes:
    """Return UTF-8 CSV with a mark, so that spreadsheets read accents rightly.

    Text that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([guarded(heading(column)) for column in result.columns])
    for row in result.rows:
        writer.writerow([_csv_cell(cell) for cell in row])
    return file.getvalue().encode("utf-8-sig")


def to_xlsx(result: Result, title: str) -> bytes:
    """Return an Excel workbook of one sheet: typed cells, dates as dates.

    Text is written as text, so that nothing in it is run.
    """
    import xlsxwriter

    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(sheet_name(title))
        bold = book.add_format({"bold": True})
        dates = {
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
            "datetime": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        }
        for place, column in enumerate(result.columns):
            sheet.write_string(0, place, heading(column), bold)
            sheet.set_column(place, place, _width(result, place))
            for line, row in enumerate(result.rows, 1):
                _write_cell(sheet, line, place, row[place], column, dates)
        sheet.freeze_panes(1, 0)
    return file.getvalue()


def to_json(result: Result, title: str, reading: str) -> bytes:
    """Return the result with its receipt as JSON: rows as objects by column name."""
    names = unique_headings(result)
    content = {
        "title": title,
        "reading": reading,
        "columns": [
            {"name": name, "kind": column.kind, "unit": column.unit}
            for name, column in zip(names, result.columns, strict=True)
        ],
        "rows": [dict(zip(names, row, strict=True)) for row in result.rows],
        "totalRows": result.total_rows,
    }
    if result.sql:  # an answer of the earlier Poppy has no receipt
        content |= {
            "rowsUsed": result.rows_used,
            "leftOut": [{"reason": p.reason, "rows": p.rows} for p in result.left_out],
            "sql": result.sql,
            "parameters": list(result.parameters),
        }
    return json.dumps(content, ensure_ascii=False, indent=2).encode()


def to_markdown(result: Result, most: int = MARKDOWN_ROWS) -> str:
    """Return the first rows as a Markdown table, and how many there are."""
    lines = [
        _markdown_row([heading(column) for column in result.columns]),
        _markdown_row(
            ["---:" if c.kind == "number" else "---" for c in result.columns]
        ),
        *(_markdown_row(map(_text, row)) for row in result.rows[:most]),
    ]
    if result.total_rows > most:
        lines += ["", f"The first {most:,} of {result.total_rows:,} rows."]
    return "\n".join(lines) + "\n"


def heading(column: ResultColumn) -> str:
    """Return a column's heading with its unit: "price ($)"."""
    return f"{column.name} ({column.unit})" if column.unit else column.name


def unique_headings(result: Result) -> list[str]:
    """Return the column names, numbered where one comes twice."""
    names: list[str] = []
    for column in result.columns:
        name, number = column.name, 2
        while name in names:
            name, number = f"{column.name} {number}", number + 1
        names.append(name)
    return names


def sheet_name(title: str) -> str:
    """Return a title as Excel allows it for a sheet."""
    kept = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).strip().strip("'")
    return kept[:SHEET_NAME_CHARACTERS].strip("' ") or "Answer"


def _csv_cell(cell: object) -> object:
    if isinstance(cell, str):
        return guarded(cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return "" if cell is None else cell


def _write_cell(sheet, line: int, place: int, cell, column, dates: dict) -> None:
    if isinstance(cell, bool):
        sheet.write_boolean(line, place, cell)
    elif isinstance(cell, int | float) and abs(cell) < 1e15:
        sheet.write_number(line, place, cell)
    elif column.kind in TEMPORAL and (moment := _excel_moment(cell)):
        sheet.write_datetime(line, place, moment, dates[column.kind])
    elif cell is not None:
        sheet.write_string(line, place, str(cell)[:32_767])


def _excel_moment(cell: object) -> datetime.datetime | None:
    """Return a date that Excel can hold: it knows none before 1900."""
    try:
        moment = datetime.datetime.fromisoformat(str(cell))
    except ValueError:
        return None
    return moment if moment.year >= 1900 else None


def _width(result: Result, place: int) -> int:
    texts = [heading(result.columns[place])]
    texts += [str(row[place]) for row in result.rows[:200]]
    return min(max(map(len, texts)) + 2, WIDEST_COLUMN)


def _markdown_row(cells) -> str:
    escaped = (re.sub(r"([\\|`*_<>\[\]])", r"\\\1", cell) for cell in cells)
    return "| " + " | ".join(" ".join(cell.split()) for cell in escaped) + " |"


def _text(cell: object) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return "" if cell is None else str(cell)
