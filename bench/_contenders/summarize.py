"""DuckDB's copy, then its SUMMARIZE: approximate, and no top values or histogram."""

from pathlib import Path

from bare_copy import bare_copy, connection
from timing import run


def summarize(csv: Path, folder: Path) -> None:
    """Copy the file and summarise the copy."""
    bare_copy(csv, folder)
    connection.execute(f"SUMMARIZE FROM '{folder / 'copy.parquet'}'").fetchall()


if __name__ == "__main__":
    run(summarize)
