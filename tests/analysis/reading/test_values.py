"""What is written in cells becomes the value that it means, or stays text."""

import csv
import io
from datetime import date, datetime, time
from decimal import Decimal

import pytest

from errors import ValidationError
from tests.analysis.reading.reading import column_of, read, types_of


def column(folder, cells, **options):
    text = io.StringIO()
    rows = [[cell, f"x{i}"] for i, cell in enumerate(cells)]
    csv.writer(text).writerows([["v", "k"], *rows])
    return read(folder, text.getvalue(), **options)


def only_note(table) -> str:
    notes = [note for note in table.report.notes if note.startswith("v: ")]
    return notes[0] if notes else ""


@pytest.mark.parametrize(
    ("cells", "kind", "unit", "values"),
    [
        (["1", "-2"], "integer", None, [1, -2]),
        (["+1", "\u22122"], "integer", None, [1, -2]),
        (["1.5", "2"], "decimal", None, [1.5, 2.0]),
        (["1,5", "2,25"], "decimal", None, [1.5, 2.25]),
        (["1,234", "567"], "integer", None, [1234, 567]),
        (["1,234.50", "2.00"], "decimal", None, [1234.5, 2.0]),
        (["1.234,50", "2,00"], "decimal", None, [1234.5, 2.0]),
        (["1 234,5", "12\u202f000,0"], "decimal", None, [1234.5, 12000.0]),
        (["1'234.50", "2"], "decimal", None, [1234.5, 2.0]),
        (["$1,234.50", "$2.00"], "decimal", "$", [1234.5, 2.0]),
        (["1.234,50 €", "2,00 €"], "decimal", "€", [1234.5, 2.0]),
        (["12%", "7.5%"], "decimal", "%", [12.0, 7.5]),
        (["(5.00)", "3.00"], "decimal", None, [-5.0, 3.0]),
        (["12 kg", "15 kg"], "integer", "kg", [12, 15]),
        (["12 kg", "15 lb"], "text", None, ["12 kg", "15 lb"]),
        (["$1", "€2"], "text", None, ["$1", "€2"]),
        (["1st", "2nd"], "text", None, ["1st", "2nd"]),
        (["1E5", "2E3"], "text", None, ["1E5", "2E3"]),
        (["1.5e-7", "2.5"], "decimal", None, [1.5e-7, 2.5]),
        (["01234", "90210"], "text", None, ["01234", "90210"]),
        (["12345678901234567.89", "1.25"], "decimal", None, None),
        (["1", "inf"], "text", None, ["1", "inf"]),
        (["true", "FALSE"], "boolean", None, [True, False]),
        (["Yes", "no"], "boolean", None, [True, False]),
        (["2024-01-05", "2024-12-31"], "date", None, None),
        (["2024-02-30", "2024-02-01"], "text", None, ["2024-02-30", "2024-02-01"]),
        (
            ["13/02/2024", "1/3/2024"],
            "date",
            None,
            [date(2024, 2, 13), date(2024, 3, 1)],
        ),
        (
            ["02/13/2024", "3/1/2024"],
            "date",
            None,
            [date(2024, 2, 13), date(2024, 3, 1)],
        ),
        (["5 Jan 2024", "17 Feb 2024"], "date", None, None),
        (["08:30", "12:45:10"], "time", None, [time(8, 30), time(12, 45, 10)]),
        (["26:10:00", "1:02:03"], "text", None, ["26:10:00", "1:02:03"]),
    ],
)
def test_a_column_gets_the_type_of_its_cells(tmp_path, cells, kind, unit, values):
    table = column(tmp_path, cells)
    assert (table.columns[0].type, table.columns[0].unit) == (kind, unit)
    assert values is None or column_of(table) == values


def test_digits_beyond_a_double_are_kept(tmp_path):
    table = column(tmp_path, ["12345678901234567.89", "1.25"])
    assert column_of(table) == [Decimal("12345678901234567.89"), Decimal("1.25")]


def test_times_with_zones_become_utc_and_that_is_said(tmp_path):
    table = column(tmp_path, ["2024-01-05T10:00:00Z", "2024-01-05T10:00:00+02:00"])
    assert column_of(table) == [datetime(2024, 1, 5, 10), datetime(2024, 1, 5, 8)]
    assert "converted to UTC" in only_note(table)


def test_an_ambiguous_date_is_said(tmp_path):
    table = column(tmp_path, ["01/02/2024", "03/04/2024"])
    assert column_of(table)[0] == date(2024, 1, 2)
    assert "day first would fit as well" in only_note(table)


def test_the_order_of_the_rows_speaks_for_an_order_of_day_and_month(tmp_path):
    table = column(tmp_path, ["01/11/2024", "02/11/2024", "03/11/2024", "01/12/2024"])
    assert column_of(table)[1] == date(2024, 11, 2)
    assert "rows are then in order" in only_note(table)


def test_a_thirteenth_month_is_a_slip_and_no_year_day_month(tmp_path):
    days = [f"2024-{1 + n % 12:02d}-{1 + n % 12:02d}" for n in range(200)]

    table = column(tmp_path, [*days, "2024-13-01"])

    assert column_of(table)[-1] is None
    assert "1 cell did not fit (dates as year, month, day)" in only_note(table)


def test_words_for_nothing_are_blank_beside_numbers_only(tmp_path):
    numbers = column(tmp_path, ["1", "NA", "n/a", "-", "3"])
    assert column_of(numbers) == [1, None, None, None, 3]
    assert "3 cells such as 'N/A' became blank" in only_note(numbers)
    words = column(tmp_path, ["a", "NA", "n/a"])
    assert column_of(words) == ["a", "NA", "n/a"]


def test_two_percent_of_misfits_are_listed_and_blank(tmp_path):
    table = column(tmp_path, [str(n) for n in range(99)] + ["oops"])
    assert types_of(table)[0] == "integer"
    assert table.report.misfits == ({"column": "v", "line": 101, "value": "oops"},)


@pytest.mark.parametrize(
    ("cells", "options", "kind", "values"),
    [
        (["1", "x"], {"types": {"v": "integer"}}, "integer", [1, None]),
        (["1", "2"], {"types": {"v": "text"}}, "text", ["1", "2"]),
        (["1", "2"], {"types": {"v": "decimal"}}, "decimal", [1.0, 2.0]),
        (["1", "0"], {"types": {"c0": "boolean"}}, "boolean", [True, False]),
        (["1,234", "2,345"], {"decimal_mark": ","}, "decimal", [1.234, 2.345]),
        (["1/2/2024", "3/4/2024"], {"day_first": True}, "date", None),
    ],
)
def test_a_person_decides_otherwise(tmp_path, cells, options, kind, values):
    table = column(tmp_path, cells, **options)
    assert table.columns[0].type == kind
    assert values is None or column_of(table) == values


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("encoding", "klingon"),
        ("delimiter", "\n"),
        ("escape", "x"),
        ("skip_rows", "-1"),
        ("decimal_mark", "x"),
        ("day_first", "perhaps"),
        ("types", {"v": "colour"}),
        ("types", {"nobody": "text"}),
        ("speed", "fast"),
    ],
)
def test_an_option_that_cannot_be_is_named(tmp_path, option, value):
    with pytest.raises(ValidationError) as refusal:
        column(tmp_path, ["1", "2"], **{option: value})
    assert refusal.value.details["field"] == option
