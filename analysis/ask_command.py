"""`python -m analysis ask FILE "QUESTION"`: one question over one file, as JSON."""

import argparse
import json
import tempfile
from pathlib import Path

from analysis import engine
from analysis.chart import chart_type
from analysis.chart.choice import fitting_types
from analysis.plan import Plan
from analysis.profile import build_profile
from analysis.reading import read_table
from analysis.result import Answer, Result
from analysis.table import Table, TableProfile
from analysis.values import build_values
from errors import PoppyError


def main(argv: list[str]) -> int:
    """Answer the question and print one JSON object; 2 when the file is unreadable."""
    parser = argparse.ArgumentParser(prog="python -m analysis ask")
    parser.add_argument("file", type=Path)
    parser.add_argument("question")
    arguments = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="poppy-") as folder:
        try:
            table = open_file(arguments.file, Path(folder))
            reply = as_json(engine.ask(arguments.question, table), table)
        except PoppyError as error:
            print(json.dumps({"status": "declined", "message": error.message}))
            return 2
    print(json.dumps(reply, ensure_ascii=False, default=str))
    return 0


def open_file(source: Path, folder: Path) -> Table:
    """Read a file the way an upload does; Parquet and index go to `folder`.

    Raises ParseError for a file that cannot be read as a table.
    """
    read = read_table(source, source.name, folder / f"{source.stem}.parquet")
    profile = build_profile(read)
    values = folder / f"{source.stem}.values.parquet"
    build_values(read.parquet, profile, values)
    return Table(read.parquet, profile, source.stem, values)


def as_json(answer: Answer, table: Table) -> dict:
    """Return an answer as the plain values that are printed."""
    result, plan = answer.result, answer.plan
    chart = None
    if plan is not None and result is not None:
        chart = shown_chart(plan, result, table.profile)
    return {
        "status": answer.status,
        "columns": [column.name for column in result.columns] if result else [],
        "rows": [list(row) for row in result.rows] if result else [],
        "chart": chart,
        "reading": answer.message if answer.status == "answered" else "",
        "sql": result.sql if result else "",
        "message": answer.message,
        "choices": [choice.label for choice in answer.choices],
    }


def shown_chart(plan: Plan, result: Result, profile: TableProfile) -> str | None:
    """Return the chart type that was asked for, if it fits, else the one that suits."""
    fitting = fitting_types(plan, result, profile)
    same = {"bar": ("bar", "stacked_bar", "grouped_bar"), "line": ("line", "area")}
    for kind in same.get(plan.chart or "", (plan.chart,)):
        if kind in fitting:
            return kind
    return chart_type(plan, result, profile)
