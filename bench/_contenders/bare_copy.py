"""The limit: DuckDB copies the CSV file to Parquet and looks no further."""

from pathlib import Path

import duckdb
from timing import run

connection = duckdb.connect()


def bare_copy(csv: Path, folder: Path) -> None:
    """Copy the file with DuckDB's own sniffing and zstd."""
    connection.execute(
        f"COPY (FROM read_csv('{csv}')) TO '{folder / 'copy.parquet'}' "
        "(FORMAT parquet, COMPRESSION zstd)"
    )


if __name__ == "__main__":
    run(bare_copy)
