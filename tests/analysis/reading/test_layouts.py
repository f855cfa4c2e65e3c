"""Where the table lies in a file, and what is done to rows that do not fit."""

import pytest

from errors import ParseError
from tests.analysis.reading.reading import decisions_of, names_of, read, rows_of

BODY = "id,name,v\n1,Ann,10\n2,Bob,20\n3,Cy,30\n"


def test_lines_above_the_table_are_left_out_and_said(tmp_path):
    table = read(tmp_path, "Quarterly report\nGenerated 2024-05-01\n\n" + BODY)
    assert (names_of(table), table.rows) == (["id", "name", "v"], 3)
    assert "Quarterly report" in table.report.notes[0]


def test_a_note_below_the_table_is_left_out_unless_it_is_kept(tmp_path):
    content = BODY + "\nTotal: 3 people\n"
    table = read(tmp_path, content)
    assert (table.rows, table.report.dropped) == (3, 1)
    assert decisions_of(table)["keep_totals"] == "no"
    assert read(tmp_path, content, keep_totals=True).rows == 4


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("a,b\n1,2\n3,4\n", ["a", "b"]),
        ("country,2019,2020\nFR,1,2\nDE,3,4\n", ["country", "2019", "2020"]),
        ("a,b,a\n1,2,3\n4,5,6\n", ["a", "b", "a (2)"]),
        ("id,,v\n1,x,2\n3,y,4\n", ["id", "column 2", "v"]),
        (",v\nx,1.5\ny,2.5\n", ["column 1", "v"]),
        ("a,b\nr1,1,2\nr2,3,4\nr3,5,6\n", ["column 1", "a", "b"]),
        (
            ",Sales,,Costs,\nregion,Q1,Q2,Q1,Q2\nN,1,2,3,4\nS,5,6,7,8\nE,9,1,2,3\n",
            ["region", "Sales Q1", "Sales Q2", "Costs Q1", "Costs Q2"],
        ),
        ("time,speed\ns,m/s\n0,1.5\n1,2.5\n2,3.5\n", ["time s", "speed m/s"]),
    ],
)
def test_header_rows_give_the_names(tmp_path, content, names):
    table = read(tmp_path, content)
    assert table.has_header
    assert names_of(table) == names


@pytest.mark.parametrize(
    "content", ["1,2.5\n3,4.5\n5,6.5\n", "1,ann,2020-01-01\n2,bob,2020-01-02\n"]
)
def test_a_first_row_like_the_others_is_no_header(tmp_path, content):
    table = read(tmp_path, content)
    assert not table.has_header
    assert table.rows == content.count("\n")


def test_a_person_decides_where_the_header_is(tmp_path):
    table = read(tmp_path, "x,y\n" + "a,b\nc,d\n", header_rows=0)
    assert (table.has_header, table.rows) == (False, 3)
    table = read(tmp_path, "x,y\na,b\nc,d\n", skip_rows=1)
    assert (names_of(table), table.rows) == (["a", "b"], 1)


def test_short_rows_are_padded_and_long_ones_listed(tmp_path):
    table = read(tmp_path, BODY + "4,Di\n5,Ed,50,EXTRA\n6,Flo,60\n")
    assert rows_of(table)[3:] == [(4, "Di", None), (6, "Flo", 60)]
    assert (table.report.padded, table.report.dropped) == (1, 1)
    assert any("5,Ed,50,EXTRA" in note for note in table.report.notes)


def test_a_quote_that_is_never_closed_costs_one_row_only(tmp_path):
    rows = [f"{n},name {n},{n}\n" for n in range(1, 60)]
    rows[19] = '20,"name 20,20\n'
    table = read(tmp_path, "id,name,v\n" + "".join(rows))
    assert table.rows == 59
    assert rows_of(table)[19] == (20, '"name 20', 20)
    assert any("quote out of place" in note for note in table.report.notes)


def test_a_nameless_empty_last_column_is_dropped(tmp_path):
    assert names_of(read(tmp_path, "a,b,\n1,2,\n3,4,\n")) == ["a", "b"]
    late = "a,b,\n" + "1,2,\n" * 30_000 + "3,4,x\n"
    assert names_of(read(tmp_path, late)) == ["a", "b", "column 3"]


def test_names_without_rows_are_refused(tmp_path):
    with pytest.raises(ParseError, match="no rows below"):
        read(tmp_path, "id,name,v\n")


@pytest.mark.parametrize("cells", [("21 °C", "5 °C"), ("3 µg", "8 µg"), ("£3", "£8")])
def test_lone_signs_of_units_are_western(tmp_path, cells):
    content = "name,v\n" + "".join(f"x,{cell}\n" for cell in cells)
    table = read(tmp_path, content.encode("cp1252"))
    assert [row[1] for row in table.first] == list(cells)
