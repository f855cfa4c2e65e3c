"""A small table of flights that the tests of questions ask about."""

from pathlib import Path

from analysis.profile import build_profile
from analysis.table import Table
from tests.analysis.tables import stored

COLUMNS = {
    "flight_id": ("integer", list(range(1, 13))),
    "airline": ("text", ["Jet", "Jet", "Blue", "Blue", "Sky", "Sky"] * 2),
    "origin_city": ("text", ["Oslo", "Rome", "Oslo", "Paris", "Rome", "New York"] * 2),
    "price": ("decimal", [99.5, 120, 80, 310.25, 150, None, 60, 75, 88, 95, 210, 45]),
    "stops": ("integer", [0, 1, 2, 0, 1, 2, 0, 0, 1, 1, 2, 2]),
    "passengers": ("integer", [180, 95, 120, 200, 60, 75, 30, 44, 81, 99, 150, 12]),
    "depart_date": (
        "date",
        [f"2023-{month:02d}-15" for month in range(1, 7)]
        + [f"2024-{month:02d}-10" for month in range(1, 7)],
    ),
    "pilot_name": (
        "text",
        ["Ann Lee", "Bo Ek", "Cy Ray", "Di Sun", "Ed Fox", "Flo Ito"]
        + ["Gus Orr", "Hal May", "Ida Kay", "Jo Dee", "Kit Moe", "Lu Poe"],
    ),
    "refundable": ("text", ["yes", "no", "no"] * 4),
}
KEYS = {name: f"c{place}" for place, name in enumerate(COLUMNS)}


def flights(folder: Path) -> Table:
    """Store the flights under `folder` and return them as a table."""
    read = stored(folder, COLUMNS)
    return Table(read.parquet, build_profile(read), name="flights")
