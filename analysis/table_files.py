"""A stored table as a file to take away: Parquet, or CSV that is safe to open."""

from pathlib import Path

from analysis import duck
from analysis.table import TableProfile

# A cell that begins so is run as a formula by spreadsheets (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write_csv(parquet: Path, profile: TableProfile, target: Path) -> None:
    """Write a stored table as UTF-8 CSV, names as the person wrote them.

    Text that a spreadsheet would run as a formula gets an apostrophe before it.
    """
    cells = ", ".join(
        f"{_safe(column.key, column.type)} AS {duck.quoted(_name(column.name))}"
        for column in profile.columns
    )
    with duck.cursor(parquet.parent) as cursor:
        cursor.execute(
            f"COPY (SELECT {cells} FROM read_parquet(?)) TO {_literal(target)} "
            "(FORMAT csv, HEADER)",
            [str(parquet)],
        )


def write_parquet(parquet: Path, profile: TableProfile, target: Path) -> None:
    """Write a stored table as Parquet with the names that the person wrote.

    Names that differ in case only are numbered, as DuckDB does it.
    """
    cells = ", ".join(
        f"{duck.quoted(column.key)} AS {duck.quoted(column.name or ' ')}"
        for column in profile.columns
    )
    with duck.cursor(parquet.parent) as cursor:
        cursor.execute(
            f"COPY (SELECT {cells} FROM read_parquet(?)) TO {_literal(target)} "
            "(FORMAT parquet, COMPRESSION zstd)",
            [str(parquet)],
        )


def guarded(text: str) -> str:
    """Return text that a spreadsheet will not run: an apostrophe before a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def _name(name: str) -> str:
    return guarded(name) or " "


def _safe(key: str, column_type: str) -> str:
    quoted = duck.quoted(key)
    if column_type != "text":
        return quoted
    starts = ", ".join(f"chr({ord(start)})" for start in FORMULA_STARTS)
    risky = f"left({quoted}, 1) IN ({starts})"
    return f"CASE WHEN {risky} THEN concat(chr(39), {quoted}) ELSE {quoted} END"


def _literal(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
