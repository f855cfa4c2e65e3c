"""A small table of orders that the tests of follow-ups ask about."""

from pathlib import Path

from analysis.profile import build_profile
from analysis.table import Table
from tests.analysis.tables import stored

MONTHS = ("2023-01", "2023-02", "2023-03", "2023-11", "2024-01", "2024-02")
COLUMNS = {
    "order_id": ("integer", list(range(101, 125))),
    "order_date": (
        "date",
        [f"{month}-{day}" for month in MONTHS for day in ("03", "11", "19", "27")],
    ),
    "region": ("text", ["north", "south", "east", "north"] * 6),
    "country": ("text", ["France", "Spain", "Italy", "France", "Norway", "Spain"] * 4),
    "product": (
        "text",
        ["Lamp", "Desk", "Chair", "Lamp", "Sofa", "Desk", "Lamp", "Bed"] * 3,
    ),
    "revenue": ("decimal", [10.5, 20, 30, 45.25, 50, 5] * 4),
    "units": ("integer", [1, 2, 3, 4, 5, 6, 7, 8] * 3),
    "sales_rep": ("text", [f"Rep {letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWX"]),
}
KEYS = {name: f"c{place}" for place, name in enumerate(COLUMNS)}


def sales(folder: Path) -> Table:
    """Store the orders under `folder` and return them as a table."""
    read = stored(folder, COLUMNS)
    return Table(read.parquet, build_profile(read), name="orders")
