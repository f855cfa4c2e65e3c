"""The exported program really gives the answer's numbers from the original file."""

import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter

from analysis.compute import run
from analysis.export.snippet import Original, to_python
from analysis.plan import Dimension, Filter, Measure, Order, Plan
from analysis.profile import build_profile
from analysis.reading import read_table
from analysis.table import Table

ROOT = Path(__file__).resolve().parents[2]
PLAIN = """region,sold,price,open,note
north,2024-01-05,91.5,yes,'a'
north,2024-01-20,88.5,no,"b, ""c\"""
,2024-02-11,93.0,yes,
south,2024-02-14,,yes,d
"""
GERMAN = """Umsatz;;;
region;sold;price;open
Köln;05.01.2024;1.091,50 €;ja
Köln;20.01.2024;88,50 €;nein
Bonn;21.02.2024;12.345,75 €;ja
"""


def table_of(file, folder):
    read = read_table(file, file.name, folder / f"{file.stem}.parquet")
    table = Table(read.parquet, build_profile(read), file.stem)
    return table, Original(file, file.name, "0" * 64, read.report)


def write(folder, name, text, encoding="utf-8"):
    file = folder / name
    file.write_bytes(text.encode(encoding))
    return file


def workbook(folder):
    file = folder / "sales.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet("sales")
        for n, row in enumerate([("region", "price"), ("north", 1.5), ("south", 2)]):
            sheet.write_row(n, 0, row)
    return file


def run_program(text, folder, file):
    program = folder / "answer.py"
    program.write_text(text)
    done = subprocess.run(
        [sys.executable, "-W", "error", program, file],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=True,
    )
    return list(csv.reader(io.StringIO(done.stdout))), done.stderr


def said(rows):
    return [["" if cell is None else str(cell) for cell in row] for row in rows]


@pytest.fixture(params=["plain", "german", "latin", "workbook"])
def sales(request, tmp_path):
    makers = {
        "plain": lambda: write(tmp_path, "sales.csv", PLAIN),
        "german": lambda: write(tmp_path, "umsatz.csv", GERMAN),
        "latin": lambda: write(tmp_path, "latin.csv", GERMAN, "cp1252"),
        "workbook": lambda: workbook(tmp_path),
    }
    return (request.param, *table_of(makers[request.param](), tmp_path))


def key(table, name):
    return next(c.key for c in table.profile.columns if c.name == name)


def test_groups_come_out_as_they_were_computed(sales, tmp_path):
    kind, table, original = sales
    plan = Plan(
        measures=(Measure("count"), Measure("sum", key(table, "price"))),
        dimensions=(Dimension(key(table, "region")),),
        order=(Order("measure", 1),),
    )

    text = to_python("Total\nprice", plan, table, original)
    (head, *rows), warning = run_program(text, tmp_path, original.path)

    result = run(plan, table)
    assert head == [column.name for column in result.columns]
    assert rows == said(result.rows)
    assert "Not the file" in warning
    assert ("analysis" in text) == (kind in ("latin", "workbook"))


@pytest.mark.parametrize("test", ["=", "contains"])
def test_filters_dates_and_truth_come_out_too(tmp_path, test):
    table, original = table_of(write(tmp_path, "umsatz.csv", GERMAN), tmp_path)
    plan = Plan(
        measures=(Measure("average", key(table, "price")),),
        dimensions=(
            Dimension(key(table, "sold"), grain="month"),
            Dimension(key(table, "open")),
        ),
        where=Filter(key(table, "region"), test, ("Köln",)),
    )

    text = to_python("Preis", plan, table, original)
    (_, *rows), _ = run_program(text, tmp_path, original.path)

    assert "analysis" not in text
    assert rows == said(run(plan, table).rows) != []


@pytest.mark.parametrize(
    "plan",
    [
        Plan(kind="rows", limit=2),
        Plan(kind="missing"),
        Plan(kind="distribution", columns=("c2",)),
        Plan(measures=(Measure("median", "c2"), Measure("distinct", "c0"))),
    ],
    ids=lambda plan: plan.kind,
)
def test_other_kinds_come_out_too(tmp_path, plan):
    table, original = table_of(write(tmp_path, "sales.csv", PLAIN), tmp_path)

    text = to_python("x", plan, table, original)
    (head, *rows), _ = run_program(text, tmp_path, original.path)

    expected = said(run(plan, table).rows)
    if plan.kind == "distribution":
        expected = [[row[0], row[2]] for row in expected]
    assert rows == expected and len(head) == len(rows[0])


def test_a_correlation_is_one_number(tmp_path):
    lines = "x,y\n" + "\n".join(f"{n},{n * n}" for n in range(20))
    table, original = table_of(write(tmp_path, "points.csv", lines), tmp_path)
    plan = Plan(kind="correlation", columns=("c0", "c1"))

    text = to_python("r", plan, table, original)
    (head, [r, rows]), _ = run_program(text, tmp_path, original.path)

    facts = dict(run(plan, table).facts)
    assert head == ["correlation", "rows"]
    assert (float(r), int(rows)) == (facts["correlation"], facts["rows"])


def test_names_that_are_code_stay_names(tmp_path):
    name = '"""); import os; os.remove(\'x\') #.csv'
    table, original = table_of(write(tmp_path, "sales.csv", PLAIN), tmp_path)
    hostile = Original(original.path, name, name, original.report)
    plan = Plan(measures=(Measure("count"),))

    text = to_python(f"{name}\nimport os", plan, table, hostile)

    rows, _ = run_program(text, tmp_path, original.path)
    assert rows[1:] == [["4"]]
