"""Files become typed Parquet, with names, types and a report."""

import datetime

import pytest

from errors import ParseError
from tests.analysis.reading.reading import read, rows_of, types_of


def test_a_plain_file_becomes_typed_columns(tmp_path):
    table = read(
        tmp_path,
        "name,n,x,day,at,ok\n"
        "Ann,1,2.5,2024-01-31,2024-01-31 10:00:00,true\n"
        "Bob,20,-1,2024-02-01,2024-02-01 11:30:00,false\n",
    )
    assert [column.name for column in table.columns] == [
        "name",
        "n",
        "x",
        "day",
        "at",
        "ok",
    ]
    assert types_of(table) == [
        "text",
        "integer",
        "decimal",
        "date",
        "datetime",
        "boolean",
    ]
    assert rows_of(table)[1] == (
        "Bob",
        20,
        -1.0,
        datetime.date(2024, 2, 1),
        datetime.datetime(2024, 2, 1, 11, 30),
        False,
    )


def test_the_source_is_untouched_and_nothing_else_is_left(tmp_path):
    table = read(tmp_path, "a,b\n1,2\n3,4\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "table.csv",
        "table.parquet",
    ]
    assert (tmp_path / "table.csv").read_text() == "a,b\n1,2\n3,4\n"
    assert table.parquet == tmp_path / "table.parquet"


def test_what_cannot_be_read_leaves_nothing_behind(tmp_path):
    with pytest.raises(ParseError, match="no rows below"):
        read(tmp_path, "a,b\n")
    assert [path.name for path in tmp_path.iterdir()] == ["table.csv"]


@pytest.mark.parametrize("value", ["007", "1E5", "1_000", "0x1F", "2024-13-01"])
def test_what_is_no_plain_number_stays_text(tmp_path, value):
    table = read(tmp_path, f"code,n\n{value},1\n12,2\n{value},3\n")
    assert types_of(table) == ["text", "integer"]
    assert rows_of(table)[0] == (value, 1)


def test_a_late_leading_zero_is_not_lost(tmp_path):
    body = "".join(f"{n},x\n" for n in range(1, 60_000))
    table = read(tmp_path, "code,v\n" + body + "007,x\n" * 3_000)
    assert types_of(table) == ["text", "text"]
    assert rows_of(table)[-1] == ("007", "x")


def test_a_late_stray_cell_is_listed_with_its_line(tmp_path):
    body = "".join(f"{n},x\n" for n in range(1, 60_000))
    table = read(tmp_path, "n,v\n" + body + "soon,x\n")
    assert types_of(table) == ["integer", "text"]
    assert rows_of(table)[-1] == (None, "x")
    assert table.report.misfits == ({"column": "n", "line": 60_001, "value": "soon"},)


def test_a_late_exponent_stays_a_number(tmp_path):
    body = "".join(f"{n},{n / 8}\n" for n in range(30_000))
    table = read(tmp_path, "n,x\n" + body + "30000,7.8e-05\n")
    assert types_of(table) == ["integer", "decimal"]
    assert rows_of(table)[-1] == (30_000, 7.8e-05)
    assert table.report.misfit_count == 0


def test_long_card_numbers_stay_text(tmp_path):
    table = read(tmp_path, "card,v\n4111111111111111,1\n5500000000000004,2\n")
    assert types_of(table) == ["text", "integer"]


def test_decimals_that_no_double_holds_keep_every_digit(tmp_path):
    table = read(tmp_path, "x,v\n0.1234567890123456789,1\n1.5,2\n")
    assert types_of(table) == ["decimal", "integer"]
    assert str(rows_of(table)[0][0]) == "0.1234567890123456789"


def test_ten_thousand_columns_are_refused_in_words(tmp_path):
    wide = ",".join(["1"] * 10_000)
    with pytest.raises(ParseError, match="10,000 columns"):
        read(tmp_path, f"{wide}\n{wide}\n")
