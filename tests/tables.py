"""Real public tables that ship inside the `plotly` package, as files on disk.

gapminder (1,704 rows, CC BY, gapminder.org), tips (244 restaurant bills, Bryant and
Smith 1995) and stocks (weekly closing prices, 2018 and 2019).
"""

import csv
import datetime
import gzip
from importlib import resources
from pathlib import Path

import xlsxwriter


def public_table(name: str, folder: Path) -> Path:
    """Write plotly's data set `name` as a CSV file and return its path."""
    packed = resources.files("plotly") / f"package_data/datasets/{name}.csv.gz"
    path = folder / f"{name}.csv"
    path.write_bytes(gzip.decompress(packed.read_bytes()))
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    """Read a clean CSV file with nothing but the standard library."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def stocks_workbook(folder: Path) -> Path:
    """Write the stocks table as an Excel file with true date cells."""
    rows = rows_of(public_table("stocks", folder))
    path = folder / "stocks.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("prices")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, list(rows[0]))
        for line, row in enumerate(rows, 1):
            moment = datetime.datetime.fromisoformat(row["date"])
            sheet.write_datetime(line, 0, moment, day)
            sheet.write_row(line, 1, [float(v) for k, v in row.items() if k != "date"])
    return path
