"""Small CSV tables that questions are asked of, through the reader as uploads are."""

from pathlib import Path

from analysis.plan_words import describe
from analysis.profile import build_profile
from analysis.reading import read_table
from analysis.result import Answer
from analysis.table import Table


def csv_table(folder: Path, name: str, text: str) -> Table:
    """Read CSV text as an uploaded file of this name."""
    path = folder / f"{name}.csv"
    path.write_text(text)
    read = read_table(path, path.name, path.with_suffix(".parquet"))
    return Table(read.parquet, build_profile(read), name=name)


def told(answer: Answer, table: Table) -> str:
    """Return an answer's plan in words, or its status and what it offers."""
    if answer.plan is not None:
        return describe(answer.plan, table.profile)
    offered = " / ".join(choice.label for choice in answer.choices)
    return f"{answer.status}: {offered or answer.message}"
