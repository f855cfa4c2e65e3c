"""How plain DuckDB reads an original file to the very cells that Poppy stored.

Poppy's reader knows more than one CSV call can say. So a reading is proposed, column
by column, and only used if every cell of the file comes out as it was stored.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from analysis import duck
from analysis.duck import quoted
from analysis.reading.vocabulary import TRUTH_WORDS
from analysis.table import NUMERIC, ImportReport, Table

DELIMITERS = {
    "comma": ",",
    "semicolon": ";",
    "tab": "\t",
    "vertical bar": "|",
    "space": " ",
}
DATE_FORMATS = (
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%Y/%m/%d",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%d %b %Y",
    "%d %B %Y",
    "%b %d, %Y",
    "%b %d %Y",
    "%B %d, %Y",
    "%Y%m%d",
    "%b %Y",
    "%Y-%m",
)
CLOCKS = ("%H:%M:%S", "%H:%M", "%I:%M %p", "%I:%M:%S %p")
LARGEST = 200 << 20


@dataclass(frozen=True)
class PlainReading:
    """A call of read_csv (its file is $1) and one expression for each column key."""

    relation: str
    expressions: dict[str, str]


def plain_reading(
    original: Path, table: Table, report: ImportReport, keys: list[str]
) -> PlainReading | None:
    """Return a reading under which these columns equal the stored ones, cell by cell.

    None where there is none: workbooks, other encodings, repaired or very large files.
    """
    relation = _relation(report, _width(table))
    if relation is None or original.stat().st_size > LARGEST:
        return None
    with duck.cursor(table.parquet.parent) as cursor:
        types = _types(cursor, table.parquet)
        found: dict[str, str] = {}
        for key in keys:
            for expression in _candidates(key, table, types[key]):
                if _equal(cursor, relation, original, table.parquet, key, expression):
                    found[key] = expression
                    break
            else:
                return None
    return PlainReading(relation, found)


def _width(table: Table) -> int:
    return max(int(column.key[1:]) for column in table.profile.columns) + 1


def _relation(report: ImportReport, width: int) -> str | None:
    read = {each["option"]: each["value"] for each in report.decisions}
    delimiter = DELIMITERS.get(str(read.get("delimiter")), read.get("delimiter"))
    plain = report.format == "text" and not report.dropped and not report.padded
    if not plain or read.get("encoding") != "utf-8" or len(str(delimiter)) != 1:
        return None
    quote = "" if read.get("quote") in (None, "none") else str(read["quote"])
    columns = ", ".join(f"'c{n}': 'VARCHAR'" for n in range(width))
    settings = [
        "$1, auto_detect=false, header=false, parallel=false, null_padding=true",
        f"delim={_literal(str(delimiter))}",
        f"quote={_literal(quote)}",
        f"escape={_literal(quote)}",
        f"skip={int(read['skip_rows']) + int(read['header_rows'])}",
        f"columns={{{columns}}}",
    ]
    return f"read_csv({', '.join(settings)})"


def _types(cursor: duckdb.DuckDBPyConnection, parquet: Path) -> dict[str, str]:
    described = cursor.execute(
        "SELECT column_name, column_type FROM (DESCRIBE FROM read_parquet($1))",
        [str(parquet)],
    )
    return dict(described.fetchall())


def _candidates(key: str, table: Table, stored: str) -> Iterator[str]:
    """Yield ways to read the text of a column, the simplest first."""
    kind = table.profile.column(key).type
    cell = f"trim({quoted(key)})"
    if kind == "text":
        yield f"CASE WHEN {cell} = '' THEN NULL ELSE {quoted(key)} END"
    elif kind == "boolean":
        filled = f"{cell} <> ''"
        for yes, _ in TRUTH_WORDS:
            yield f"CASE WHEN {filled} THEN lower({cell}) = {_literal(yes)} END"
    else:
        yield f"TRY_CAST({cell} AS {stored})"
    if kind in NUMERIC:
        digits = f"regexp_replace({cell}, '[^0-9.,eE+-]', '', 'g')"
        yield f"TRY_CAST(replace({digits}, ',', '') AS {stored})"
        swapped = f"replace(replace({digits}, '.', ''), ',', '.')"
        yield f"TRY_CAST({swapped} AS {stored})"
    for form in _formats(kind):
        yield f"CAST(try_strptime({cell}, {_literal(form)}) AS {stored})"


def _formats(kind: str) -> Iterator[str]:
    if kind == "date":
        yield from DATE_FORMATS
    elif kind == "datetime":
        for day in ("%Y-%m-%d", *DATE_FORMATS):
            yield from (f"{day} {clock}" for clock in CLOCKS)


def _equal(
    cursor: duckdb.DuckDBPyConnection,
    relation: str,
    original: Path,
    parquet: Path,
    key: str,
    expression: str,
) -> bool:
    """Tell whether the expression gives the stored cells, row for row."""
    read = f"SELECT row_number() OVER () - 1 AS n, {expression} AS v FROM {relation}"
    kept = (
        f"SELECT file_row_number AS n, {quoted(key)} AS v "
        "FROM read_parquet($2, file_row_number=true)"
    )
    sql = (
        f"SELECT count(*) FROM ({read}) AS r FULL JOIN ({kept}) AS k ON r.n = k.n "
        "WHERE r.n IS NULL OR k.n IS NULL OR r.v IS DISTINCT FROM k.v"
    )
    try:
        differing = cursor.execute(sql, [str(original), str(parquet)]).fetchone()[0]
    except (duckdb.InvalidInputException, duckdb.ConversionException):
        return False
    return differing == 0


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
