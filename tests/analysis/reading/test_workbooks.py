"""Workbooks of every kind: the sheet that is read, and what its cells hold."""

import io
from datetime import date, datetime

import pytest
import xlsxwriter

from analysis.reading import list_sheets
from errors import ParseError
from tests.analysis.reading.reading import (
    column_of,
    decisions_of,
    names_of,
    read,
    rows_of,
    types_of,
)
from tests.binary_workbooks import ods, xls, xlsb
from tests.workbooks import sheet_xml, workbook

ROWS = [["name", "n", "x"], ["Zoë", 1, 1.5], ["Bob", 2, None], ["007", 30, 2.25]]
STORED = [("Zoë", 1, 1.5), ("Bob", 2, None), ("007", 30, 2.25)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.xls", xls(ROWS)),
        ("t.xlsb", xlsb(ROWS)),
        ("t.ods", ods({"S": ROWS})),
        ("t.xlsx", workbook({"S": sheet_xml(ROWS)})),
        ("named-as-text.csv", xls(ROWS)),
    ],
)
def test_every_kind_of_workbook_gives_the_same_table(tmp_path, name, content):
    table = read(tmp_path, content, name=name)
    assert rows_of(table) == STORED
    assert (table.report.format, names_of(table)) == ("workbook", ["name", "n", "x"])
    assert types_of(table) == ["text", "integer", "decimal"]
    assert decisions_of(table)["sheet"] == "S"


def excel(fill, **options) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, options) as book:
        fill(book)
    return content.getvalue()


@pytest.mark.parametrize("epoch_1904", [False, True])
def test_dates_are_those_that_the_sheet_shows(tmp_path, epoch_1904):
    def fill(book):
        sheet, day = book.add_worksheet(), book.add_format({"num_format": "d.m.yyyy"})
        clock = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        sheet.write_row(0, 0, ["day", "at"])
        for row in (1, 2):
            sheet.write_datetime(row, 0, datetime(2024, 2, 28 + row - 1), day)
            sheet.write_datetime(row, 1, datetime(2024, 2, 28, row, 30), clock)

    table = read(tmp_path, excel(fill, date_1904=epoch_1904), name="t.xlsx")
    assert rows_of(table)[1] == (date(2024, 2, 29), datetime(2024, 2, 28, 2, 30))


def test_dates_of_opendocument_are_dates(tmp_path):
    rows = [["day"], [date(2024, 2, 28)], [date(2024, 2, 29)]]
    table = read(tmp_path, ods({"S": rows}), name="t.ods")
    assert column_of(table) == [date(2024, 2, 28), date(2024, 2, 29)]


def test_the_first_visible_sheet_with_a_table_is_read_and_the_others_told(tmp_path):
    def fill(book):
        book.add_worksheet("Empty")
        book.add_worksheet("About").write_column(0, 0, ["Report", "by Ann"])
        book.add_worksheet("Old").write_row(0, 0, ["a", 1])
        book.get_worksheet_by_name("Old").write_row(1, 0, ["b", 2])
        book.get_worksheet_by_name("Old").hide()
        for sheet in (book.add_worksheet("Data"), book.add_worksheet("More")):
            for line, row in enumerate(ROWS):
                sheet.write_row(line, 0, row)

    content = excel(fill)
    table = read(tmp_path, content, name="t.xlsx")
    assert decisions_of(table)["sheet"] == "Data"
    note = table.report.notes[0]
    assert "'Empty' before it is empty" in note
    assert "'About' before it holds no table" in note
    assert "'More'" in note and "'Old' (hidden)" in note
    assert list_sheets(tmp_path / "t.xlsx") == ["Empty", "About", "Data", "More", "Old"]


def test_a_sheet_is_chosen_by_its_name(tmp_path):
    content = ods({"one": ROWS, "two": [["v", "w"], [7, 8], [9, 10]]})
    table = read(tmp_path, content, name="t.ods", sheet="two")
    assert rows_of(table) == [(7, 8), (9, 10)]
    with pytest.raises(ParseError, match="no sheet named 'three'"):
        read(tmp_path, content, name="t.ods", sheet="three")


def test_a_sheet_of_words_is_read_where_there_is_no_other(tmp_path):
    table = read(tmp_path, ods({"S": [["name"], ["Ann"], ["Bob"]]}), name="t.ods")
    assert column_of(table) == ["Ann", "Bob"]


def test_errors_lost_results_and_hidden_rows_are_told(tmp_path):
    cells = sheet_xml(
        [
            ["id", "sum", "rate"],
            [1, "<c><f>A2*2</f></c>", 5],
            [2, "<c><f>A3*2</f><v></v></c>", '<c t="e"><v>#DIV/0!</v></c>'],
            [3, '<c t="str"><f>""</f><v></v></c>', 7],
        ]
    ).replace('<row r="4">', '<row r="4" hidden="1">')
    table = read(tmp_path, workbook({"S": cells}), name="t.xlsx")
    assert rows_of(table) == [(1, None, 5), (2, None, None), (3, None, 7)]
    told = " ".join(table.report.notes)
    assert "2 formulas without a stored result became blank" in told
    assert "1 cell of the sheet with errors such as #N/A became blank" in told
    assert "1 hidden row of the sheet" in told


def merged(book):
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["region", "city", "n"])
    for line in range(1, 6):
        sheet.write_row(line, 1, [f"city {line}", line])
    sheet.merge_range(1, 0, 3, 0, "North")
    sheet.merge_range(4, 0, 5, 0, "South")


def test_merged_cells_are_told_and_can_be_filled(tmp_path):
    table = read(tmp_path, excel(merged), name="t.xlsx")
    assert column_of(table) == ["North", None, None, "South", None]
    assert decisions_of(table)["fill_merged"] == "no"
    assert "2 areas of merged cells" in " ".join(table.report.notes)
    table = read(tmp_path, excel(merged), name="t.xlsx", fill_merged=True)
    assert column_of(table) == ["North", "North", "North", "South", "South"]
    assert decisions_of(table)["fill_merged"] == "yes"


def test_merged_names_over_two_rows_make_one_header(tmp_path):
    def fill(book):
        sheet = book.add_worksheet()
        sheet.merge_range(0, 0, 1, 0, "Region")
        sheet.merge_range(0, 1, 0, 2, "Sales")
        sheet.merge_range(0, 3, 1, 3, "Total")
        sheet.write_row(1, 1, ["Q1", "Q2"])
        for line in range(2, 6):
            sheet.write_row(line, 0, [f"r{line}", line, line, 2 * line])

    table = read(tmp_path, excel(fill), name="t.xlsx")
    assert names_of(table) == ["Region", "Sales Q1", "Sales Q2", "Total"]
    assert table.rows == 4


def test_misfits_of_a_sheet_are_on_the_rows_that_it_shows(tmp_path):
    rows = [["text", "n"], *[[f"two\nlines {n}", n] for n in range(100)]]
    rows[51][1] = "soon"
    content = workbook({"S": sheet_xml(rows, first_row=5)})
    table = read(tmp_path, content, name="t.xlsx")
    assert table.report.misfits == ({"column": "n", "line": 56, "value": "soon"},)


def test_a_blank_column_between_tables_is_told(tmp_path):
    rows = [["a", "b", None, "k", "v"], [1, 2, None, "x", 1], [3, 4, None, "y", 2]]
    table = read(tmp_path, workbook({"S": sheet_xml(rows)}), name="t.xlsx")
    assert "there may be two tables side by side" in " ".join(table.report.notes)


@pytest.mark.parametrize("content", [xls(ROWS), xlsb(ROWS), ods({"S": ROWS})])
def test_half_a_workbook_is_refused(tmp_path, content):
    with pytest.raises(ParseError, match="damaged|memory"):
        read(tmp_path, content[: len(content) // 2], name="t.xls")
