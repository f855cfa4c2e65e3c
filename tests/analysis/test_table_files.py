"""A table that is taken away is the same table, and safe in a spreadsheet."""

import csv
import datetime

import duckdb
import pytest

from analysis.profile import build_profile
from analysis.reading import read_table
from analysis.table_files import guarded, write_csv, write_parquet


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "notes.csv"
    path.write_text(
        'who,"=evil()",amount,at\nAnna,=1+1,-5,2024-01-02\n'
        "@Bob,plain,7.25,\n+49 30,-,,2024-01-03\n"
    )
    return read_table(path, path.name, tmp_path / "notes.parquet")


def test_formulas_are_neutralised_and_numbers_stay_numbers(table, tmp_path):
    target = tmp_path / "out.csv"
    write_csv(table.parquet, build_profile(table), target)

    with target.open(newline="", encoding="utf-8") as file:
        header, *rows = list(csv.reader(file))
    assert header == ["who", "'=evil()", "amount", "at"]
    assert rows[0] == ["Anna", "'=1+1", "-5.0", "2024-01-02"]
    assert rows[1] == ["'@Bob", "plain", "7.25", ""]
    assert rows[2][:2] == ["'+49 30", "'-"]


def test_parquet_has_the_names_and_the_values(table, tmp_path):
    target = tmp_path / "out.parquet"
    write_parquet(table.parquet, build_profile(table), target)
    with duckdb.connect() as connection:
        found = connection.execute("FROM read_parquet($1)", [str(target)])
        assert [column[0] for column in found.description] == [
            *("who", "=evil()", "amount", "at"),
        ]
        assert found.fetchone() == ("Anna", "=1+1", -5.0, datetime.date(2024, 1, 2))


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx", "\rx"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "plain", "1-1", "a@b", "'=x"])
def test_other_text_is_left_as_it_is(text):
    assert guarded(text) == text
