"""What is taken away holds the same numbers, and runs nothing."""

import csv
import datetime
import io
import json

import pytest
from python_calamine import CalamineWorkbook

from analysis.chart import chart_for
from analysis.export import (
    to_csv,
    to_json,
    to_markdown,
    to_png,
    to_svg,
    to_xlsx,
)
from analysis.export.tables import sheet_name
from analysis.plan import Plan
from analysis.result import LeftOut
from errors import Unavailable
from tests.analysis.answers import AVERAGE, BY_MONTH, BY_REGION, PROFILE, answer

PLAN = Plan(measures=(AVERAGE,), dimensions=(BY_REGION,))
ROWS = [("=1+1", 91.23456789), ('ö, "x"', None), (None, -3), ("@sum", 0.1)]
RESULT = answer(PLAN, ROWS, left_out=(LeftOut("age is blank", 2),))
SERIES = Plan(measures=(AVERAGE,), dimensions=(BY_MONTH,))
MONTHS = answer(SERIES, [("2024-01-01", 1.5), ("1850-02-01", 2), (None, 3)])


def test_csv_has_full_numbers_and_no_formulas():
    lines = [*csv.reader(io.StringIO(to_csv(RESULT).decode("utf-8-sig")))]
    assert lines == [
        ["region", "average unit price ($)"],
        ["'=1+1", "91.23456789"],
        ['ö, "x"', ""],
        ["", "-3"],
        ["'@sum", "0.1"],
    ]


def test_xlsx_has_typed_cells_and_no_formulas():
    book = CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(RESULT, "A / B")))
    assert book.sheet_names == ["A   B"]
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0] == ["region", "average unit price ($)"]
    assert rows[1:] == [["=1+1", 91.23456789], ['ö, "x"', ""], ["", -3], ["@sum", 0.1]]


def test_xlsx_dates_are_dates_from_1900_on():
    book = CalamineWorkbook.from_filelike(io.BytesIO(to_xlsx(MONTHS, "M")))
    cells = [row[0] for row in book.get_sheet_by_index(0).to_python()[1:]]
    assert cells == [datetime.date(2024, 1, 1), "1850-02-01", ""]


@pytest.mark.parametrize(
    ("title", "name"),
    [("'a'", "a"), ("", "Answer"), ("x" * 40, "x" * 31), ("[]:*?/\\", "Answer")],
)
def test_sheet_names_are_those_that_excel_allows(title, name):
    assert sheet_name(title) == name


def test_json_holds_the_receipt():
    found = json.loads(to_json(RESULT, "Average", "average unit price, by region"))
    assert found["rows"][0] == {"region": "=1+1", "average unit price": 91.23456789}
    assert found["rowsUsed"] == 1000
    assert found["leftOut"] == [{"reason": "age is blank", "rows": 2}]


def test_json_keeps_columns_of_one_name_apart():
    plan = Plan(kind="rows", columns=("c0", "c0"))
    found = json.loads(to_json(answer(plan, [(1, 2)]), "Rows", ""))
    assert found["rows"] == [{"unit price": 1, "unit price 2": 2}]


def test_markdown_escapes_what_would_be_markup():
    plan = Plan(measures=(AVERAGE,), dimensions=(BY_REGION,))
    text = to_markdown(answer(plan, [("a|b *c*\nd", 1)] * 3), most=2)
    assert text.splitlines() == [
        "| region | average unit price ($) |",
        "| --- | ---: |",
        r"| a\|b \*c\* d | 1 |",
        r"| a\|b \*c\* d | 1 |",
        "",
        "The first 2 of 3 rows.",
    ]


def test_pictures_need_their_converter():
    spec = chart_for(SERIES, MONTHS, PROFILE)
    try:
        import vl_convert  # noqa: F401
    except ImportError:
        with pytest.raises(Unavailable):
            to_png(spec)
        return
    assert to_png(spec).startswith(b"\x89PNG")
    assert to_svg(spec).startswith("<svg")


def test_a_picture_of_one_colour_has_the_palettes():
    pytest.importorskip("vl_convert")
    picture = to_svg(chart_for(PLAN, RESULT, PROFILE, "bar"))

    assert "#0072B2" in picture and "#4c78a8" not in picture
