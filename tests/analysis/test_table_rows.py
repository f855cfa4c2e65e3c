"""Rows are handed out a page at a time; only pages cut long cells, visibly."""

import pytest

from analysis.profile import build_profile, to_json
from analysis.reading import read_table
from analysis.table import Table
from analysis.table_rows import page_of


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "notes.csv"
    path.write_text("n,note\n1,short\n2," + "x" * 5_000 + "\n3,\n")
    read = read_table(path, path.name, tmp_path / "notes.parquet")
    return Table(read.parquet, build_profile(read))


def test_a_page_holds_its_rows_as_text(table):
    assert page_of(table, 0, 1) == [("1", "short")]
    assert page_of(table, 2, 10) == [("3", None)]


def test_a_long_cell_is_cut_where_a_page_says_so(table):
    assert page_of(table, 1, 1, longest=10) == [("2", "x" * 10 + "…")]
    assert page_of(table, 1, 1) == [("2", "x" * 5_000)]


def test_a_stored_profile_never_holds_a_long_cell(table):
    columns, _ = to_json(table.profile)
    assert max(len(str(value)) for value in columns[1].values()) < 1_000
