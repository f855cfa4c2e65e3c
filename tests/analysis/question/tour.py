"""A small table of a tour's stages, without a name of its own, in the order ridden."""

from pathlib import Path

from analysis.profile import build_profile
from analysis.table import Table
from tests.analysis.tables import stored

COLUMNS = {
    "Rank": ("integer", [1, 2, 3, 4, 5, 6]),
    "Rider": (
        "text",
        ["Ann Lee", "Bo Ek", "Clint Dempsey", "Di Sun", "Ed Fox", "Flo Beasley"],
    ),
    "Town": ("text", ["Lyon", "Bern", "Oslo, Norway", "Lyon", "Bern", "Rome"]),
    "Points": ("integer", [90, 85, 70, 70, 41, 12]),
    "Joined": ("integer", [2001, 1999, 2004, 2011, 1987, 1995]),
}
KEYS = {name: f"c{place}" for place, name in enumerate(COLUMNS)}


def tour(folder: Path, backwards: bool = False) -> Table:
    """Store the stages under `folder`; `backwards` adds a date that goes back."""
    columns = dict(COLUMNS)
    if backwards:
        del columns["Joined"]
        days = [f"2024-06-{day:02d}" for day in (9, 8, 7, 5, 3, 1)]
        columns["Day"] = ("date", days)
    read = stored(folder, columns)
    return Table(read.parquet, build_profile(read))
