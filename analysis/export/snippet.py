"""Python code that computes an answer again from the original file.

Where plain DuckDB reads the file to the very cells that Poppy stored, the code needs
DuckDB only; elsewhere it uses Poppy's own reader.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from analysis.compute import MOST_ROWS, write_correlation
from analysis.export.original import PlainReading, plain_reading
from analysis.plan import CYCLES, Plan
from analysis.replan import columns_used
from analysis.result_columns import result_columns
from analysis.sql import Statement, write
from analysis.table import ImportReport, Table

_CLAUSES = re.compile(r" (?=(?:FROM|WHERE|GROUP|HAVING|QUALIFY|ORDER|LIMIT|UNION)\b)")

WITH_DUCKDB = """\
# {title}
# Computed by Poppy; this gives the same numbers from the original file.{notes}
# Needs: pip install duckdb
import csv
import hashlib
import os
import sys
import tempfile

import duckdb

FILE = sys.argv[1] if len(sys.argv) > 1 else {name}
SHA256 = {digest}
HEADINGS = {headings}
# The query's first columns only keep the books.
HIDDEN = {hidden}
READ = {relation}
CELLS = {cells}
QUERY = {query}
VALUES = {values}

with open(FILE, "rb") as file:
    if hashlib.sha256(file.read()).hexdigest() != SHA256:
        print("Not the file that the answer was computed from.", file=sys.stderr)
with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
    connection.execute("SET TimeZone='UTC'")
    table = os.path.join(folder, "table.parquet")
    target = table.replace("'", "''")
    select = f"SELECT {{', '.join(CELLS)}} FROM {{READ}}"
    connection.execute(f"COPY ({{select}}) TO '{{target}}' (FORMAT parquet)", [FILE])
    rows = connection.execute(QUERY, [table, *VALUES]).fetchall()
output = csv.writer(sys.stdout)
output.writerow(HEADINGS)
output.writerows(row[HIDDEN:] for row in rows)
"""

WITH_POPPY = """\
# {title}
# Computed by Poppy; this gives the same numbers from the original file.
# The file needs Poppy's own reader: run this in a checkout of Poppy, with its packages.
import csv
import hashlib
import sys
import tempfile
from pathlib import Path

from analysis.compute import run
from analysis.plan_json import plan_from_json
from analysis.profile import build_profile
from analysis.reading import read_table
from analysis.table import Table

FILE = Path(sys.argv[1] if len(sys.argv) > 1 else {name})
NAME = {name}
SHA256 = {digest}
OPTIONS = {options}
PLAN = {plan}

if hashlib.sha256(FILE.read_bytes()).hexdigest() != SHA256:
    print("Not the file that the answer was computed from.", file=sys.stderr)
with tempfile.TemporaryDirectory() as folder:
    read = read_table(FILE, NAME, Path(folder) / "table.parquet", OPTIONS)
    table = Table(read.parquet, build_profile(read))
    result = run(plan_from_json(PLAN, table.profile), table)
output = csv.writer(sys.stdout)
if result.facts:
    output.writerows([*zip(*result.facts)])
else:
    output.writerow([column.name for column in result.columns])
    output.writerows(result.rows)
"""


@dataclass(frozen=True)
class Original:
    """The file as it was uploaded, its name, its SHA-256, and how it was read."""

    path: Path
    name: str
    digest: str | None
    report: ImportReport


def to_python(title: str, plan: Plan, table: Table, original: Original) -> str:
    """Return a program that takes the original file and prints the answer as CSV."""
    reading = plain_reading(original.path, table, original.report, _keys(plan, table))
    if reading is None:
        return WITH_POPPY.format(
            title=_comment(title),
            name=repr(original.name),
            digest=repr(original.digest),
            options=repr(original.report.options),
            plan=repr(plan.to_json()),
        )
    statement, headings = _query(plan, table)
    return WITH_DUCKDB.format(
        title=_comment(title),
        notes=_notes(plan),
        name=repr(original.name),
        digest=repr(original.digest),
        headings=repr(headings),
        hidden=statement.hidden,
        relation=_clauses(reading.relation),
        cells=_listed(reading),
        query=_clauses(statement.sql),
        values=repr(list(statement.parameters[1:])),
    )


def _keys(plan: Plan, table: Table) -> list[str]:
    used = columns_used(plan)
    keys = [column.key for column in table.profile.columns]
    return [key for key in keys if "*" in used or key in used] or keys[:1]


def _query(plan: Plan, table: Table) -> tuple[Statement, list[str]]:
    """Return the answer's statement and the headings of what it selects."""
    if plan.kind == "correlation":
        return write_correlation(plan, table), ["correlation", "rows"]
    columns = result_columns(plan, table.profile)
    # Bins are computed by their lower edge alone.
    edges = {
        n
        for n in range(1, len(columns))
        if columns[n].role == columns[n - 1].role == "dimension"
        and columns[n - 1].name.endswith(" from")
    }
    headings = [column.name for n, column in enumerate(columns) if n not in edges]
    return write(plan, table.profile, table.parquet, MOST_ROWS), headings


def _notes(plan: Plan) -> str:
    cyclic = any(part.grain in CYCLES for part in plan.dimensions)
    return "\n# Weekdays, months and quarters are numbers from 1." if cyclic else ""


def _comment(text: str) -> str:
    return " ".join(text.split())


def _listed(reading: PlainReading) -> str:
    parts = [
        f"{expression} AS {key}" for key, expression in reading.expressions.items()
    ]
    return "[\n" + "".join(f"    {part!r},\n" for part in parts) + "]"


def _clauses(sql: str) -> str:
    """Return SQL as Python strings in brackets, a line for each clause."""
    parts = _CLAUSES.sub("\n ", sql).split("\n")
    return "(\n" + "".join(f"    {part!r}\n" for part in parts) + ")"
