"""Totals, notes and other tables below a table are left out, said, and can be kept."""

import pytest

from tests.analysis.reading.reading import (
    column_of,
    decisions_of,
    names_of,
    read,
    rows_of,
    types_of,
)

BODY = "id,name,n,x\n1,Ann,10,1.5\n2,Bob,20,2.25\n3,Cy,30,4\n"


@pytest.mark.parametrize(
    "total", ["Total,,60,7.75", "Grand total:,,60,", ",Sum,60,7.8", "\nTotal,,60,7.75"]
)
def test_a_total_that_holds_the_sums_is_left_out(tmp_path, total):
    table = read(tmp_path, BODY + total + "\n")
    assert (table.rows, table.report.dropped) == (3, 1)
    assert types_of(table) == ["integer", "text", "integer", "decimal"]
    assert decisions_of(table)["keep_totals"] == "no"
    assert any("holds the sums of n" in note for note in table.report.notes)


def test_a_total_is_kept_if_a_person_says_so(tmp_path):
    table = read(tmp_path, BODY + "Total,,60,7.75\n", keep_totals=True)
    assert rows_of(table)[-1] == ("Total", None, 60, 7.75)
    assert decisions_of(table)["keep_totals"] == "yes"


@pytest.mark.parametrize("row", ["Total,,61,", "Total,,,99", "Total,Ann,7,8"])
def test_what_is_called_a_total_but_is_none_is_data(tmp_path, row):
    table = read(tmp_path, BODY + row + "\n")
    assert (table.rows, table.report.dropped) == (4, 0)
    assert any("does not hold the sums" in note for note in table.report.notes)


@pytest.mark.parametrize(
    "rows",
    [
        [("Total", 3), ("Ann", 1), ("Bob", 2)],
        [("Ann", 1), ("Subtotal", 1), ("Bob", 2), ("Subtotal", 2), ("Total", 6)],
    ],
)
def test_totals_among_the_rows_are_data_that_count_twice(tmp_path, rows):
    content = "name,n\n" + "".join(f"{name},{n}\n" for name, n in rows)
    table = read(tmp_path, content)
    assert rows_of(table) == rows
    assert "sums count them twice" in " ".join(table.report.notes)


def test_several_notes_below_a_gap_may_have_delimiters(tmp_path):
    notes = "\n© 2024 ACME\nAll without warranty, as of 2024\n"
    table = read(tmp_path, BODY + notes)
    assert (table.rows, table.report.dropped) == (3, 2)


def test_a_total_may_hold_one_number_that_is_no_sum(tmp_path):
    body = "name,n,m,price\nAnn,1,10,2.5\nBob,2,20,3.5\n"
    table = read(tmp_path, body + "Total,3,30,3.0\n")
    assert (table.rows, table.report.dropped) == (2, 1)


def test_another_table_below_a_blank_row_is_left_out(tmp_path):
    content = BODY + "\ncountry,people,,\nFR,67,,\nDE,83,,\n"
    table = read(tmp_path, content)
    assert (rows_of(table)[-1], table.report.dropped) == ((3, "Cy", 30, 4.0), 3)
    assert any("Another table begins in line 6" in note for note in table.report.notes)
    assert read(tmp_path, content, keep_totals=True).rows == 6


def test_rows_after_a_blank_line_belong_to_the_table(tmp_path):
    table = read(tmp_path, BODY + "\n4,Di,40,1\n\n5,Ed,50,2\n")
    assert (table.rows, table.report.dropped) == (5, 0)


def test_the_header_once_more_is_no_row(tmp_path):
    table = read(tmp_path, BODY + "id,name,n,x\n4,Di,40,1\n")
    assert column_of(table) == [1, 2, 3, 4]
    assert "1 row with the header once more left out." in table.report.notes


def test_a_first_row_that_comes_again_is_no_header(tmp_path):
    table = read(tmp_path, "north,apple\nsouth,pear\neast,plum\n" * 3)
    assert (table.has_header, table.rows) == (False, 9)


@pytest.mark.parametrize(
    "note", ["Source: ACME, 2024", "-----,----,---,---", "(3 rows affected)", "* est."]
)
def test_notes_do_not_change_the_types_above(tmp_path, note):
    table = read(tmp_path, BODY + "4,Di,40,1\n5,Ed,50,2\n" + note + "\n")
    assert types_of(table) == ["integer", "text", "integer", "decimal"]
    assert (table.rows, table.report.dropped) == (5, 1)


@pytest.mark.parametrize("row", ["Notebook,5", "Notes,5", "Summer,7", "Page,1"])
def test_a_short_last_row_is_no_note_for_its_name_alone(tmp_path, row):
    table = read(tmp_path, "name,n,comment\nPen,1,x\nInk,2,y\nCup,3,z\n" + row + "\n")
    assert (table.rows, table.report.padded) == (4, 1)


def test_misfits_are_on_the_line_where_their_row_begins(tmp_path):
    rows = [f'{n},"two\nlines",{n}\n' for n in range(1, 200)]
    rows[99] = '100,"two\nlines",soon\n'
    table = read(tmp_path, "id,text,n\n" + "".join(rows))
    assert table.report.misfits == ({"column": "n", "line": 200, "value": "soon"},)


@pytest.mark.parametrize(
    "above",
    [
        "Report:,Sales\nDate:,2024-01-01\n",
        "Sales, by region, and month\nAll in EUR\n\n",
        "Sales,,,\nDate:,2024-01-31,,\nUser:,ann,,\n",
        "".join(f"Line {n} tells about the survey\n" for n in range(20)) + "\n",
    ],
)
def test_words_above_the_table_may_have_commas(tmp_path, above):
    table = read(tmp_path, above + BODY)
    assert (names_of(table), table.rows) == (["id", "name", "n", "x"], 3)
    assert decisions_of(table)["skip_rows"] == above.count("\n")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("value\n1,5\n2,25\n", "decimal"),
        ("when\n2024-01-01 10:00:00\n2024-01-02 11:30:00\n", "datetime"),
    ],
)
def test_a_column_of_values_is_not_torn_apart(tmp_path, content, kind):
    assert types_of(read(tmp_path, content)) == [kind]


def test_rows_cut_short_do_not_hide_the_delimiter(tmp_path):
    rows = ["1,Ann,Rome,2", "2,Bob,Oslo", "3,Cy"] * 4
    table = read(tmp_path, "id,name,city,n\n" + "\n".join(rows))
    assert names_of(table) == ["id", "name", "city", "n"]
    assert table.report.padded == 8


def test_tables_drawn_with_lines_are_read(tmp_path):
    rule = "+----+------+\n"
    table = read(tmp_path, rule + "| id | name |\n" + rule + "| 1  | Ann  |\n" + rule)
    assert rows_of(table) == [(1, "Ann")]
    table = read(tmp_path, "id,name\n--,----\n1,Ann\n2,Bob\n")
    assert rows_of(table) == [(1, "Ann"), (2, "Bob")]


def test_a_backslash_keeps_a_delimiter_in_its_cell(tmp_path):
    table = read(tmp_path, "id,text\n1,a\\, b\n2,c\\, d\n3,e\n")
    assert column_of(table, 1) == ["a, b", "c, d", "e"]
