"""Small stored tables for tests, written by DuckDB without the reader."""

import json
from pathlib import Path

import duckdb

from analysis.profile import build_profile
from analysis.table import Column, ImportReport, ReadTable, TableProfile

SQL_TYPES = {
    "boolean": "BOOLEAN",
    "integer": "BIGINT",
    "decimal": "DOUBLE",
    "date": "DATE",
    "datetime": "TIMESTAMP",
    "time": "TIME",
    "text": "VARCHAR",
}


def stored(folder: Path, columns: dict[str, tuple[str, list]], unit=None) -> ReadTable:
    """Write {"name": (type, cells)} as Parquet and return it as the reader would."""
    rows = len(next(iter(columns.values()))[1])
    parts = [
        f"CAST(row ->> '$[{n}]' AS {SQL_TYPES[type_]}) AS c{n}"
        for n, (type_, _) in enumerate(columns.values())
    ]
    lines = [list(line) for line in zip(*(c for _, c in columns.values()), strict=True)]
    parquet = folder / "table.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT {', '.join(parts)} FROM "
            "(SELECT unnest(from_json(?, '[\"JSON\"]')) AS row)) "
            f"TO '{parquet}' (FORMAT parquet)",
            [json.dumps(lines, default=str)],
        )
    described = tuple(
        Column(f"c{n}", name, type_, (unit or {}).get(name))
        for n, (name, (type_, _)) in enumerate(columns.items())
    )
    return ReadTable(parquet, rows, described, ImportReport("csv"))


def profiled(
    folder: Path, columns: dict[str, tuple[str, list]], unit=None
) -> TableProfile:
    """Write the columns as `stored` does and return their profile."""
    return build_profile(stored(folder, columns, unit))
