"""What the tests of the reader share: a file from text, its table, its rows."""

from pathlib import Path

import duckdb

from analysis.reading import read_table
from analysis.table import ReadTable


def read(
    folder: Path, content: str | bytes, name: str = "table.csv", **options
) -> ReadTable:
    """Write the content to a file and read it as a table."""
    source = folder / name
    source.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_table(source, name, folder / "table.parquet", options)


def rows_of(table: ReadTable) -> list[tuple]:
    """Return the stored rows."""
    with duckdb.connect() as connection:
        path = str(table.parquet)
        return connection.execute("FROM read_parquet($1)", [path]).fetchall()


def column_of(table: ReadTable, number: int = 0) -> list:
    """Return the stored values of one column."""
    return [row[number] for row in rows_of(table)]


def types_of(table: ReadTable) -> list[str]:
    """Return the columns' types."""
    return [column.type for column in table.columns]


def names_of(table: ReadTable) -> list[str]:
    """Return the columns' names."""
    return [column.name for column in table.columns]


def decisions_of(table: ReadTable) -> dict:
    """Return the report's decisions by their option."""
    return {d["option"]: d["value"] for d in table.report.decisions}
