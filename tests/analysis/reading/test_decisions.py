"""The decimal mark and the order of dates are decisions with evidence."""

import pytest

from tests.analysis.reading.reading import column_of, decisions_of, read, types_of


def evidence_of(table, option):
    return next(d["evidence"] for d in table.report.decisions if d["option"] == option)


@pytest.mark.parametrize(
    ("cells", "mark", "evidence", "values"),
    [
        (["1.234,50", "2,5"], ",", "such as '1.234,50'", [1234.5, 2.5]),
        (["1,234.50", "2.5"], ".", "such as '1,234.50'", [1234.5, 2.5]),
        (["1.234.567", "2.345"], ",", "such as '1.234.567'", [1234567, 2345]),
        (["1.234", "2.345"], ".", "assumed", [1.234, 2.345]),
        (["1,234", "2,345"], ".", "assumed", [1234, 2345]),
    ],
)
def test_the_decimal_mark_is_told_with_a_cell_that_proves_it(
    tmp_path, cells, mark, evidence, values
):
    table = read(tmp_path, "name;v\n" + "".join(f"x;{cell}\n" for cell in cells))
    assert decisions_of(table)["decimal_mark"] == mark
    assert evidence in evidence_of(table, "decimal_mark")
    assert column_of(table, 1) == values


@pytest.mark.parametrize(
    ("mark", "kind", "values"),
    [(".", "decimal", [1.234, 2.345]), (",", "integer", [1234, 2345])],
)
def test_what_marks_mean_can_be_said(tmp_path, mark, kind, values):
    content = "name;v\nx;1.234\ny;2.345\n"
    doubted = read(tmp_path, content)
    assert any("could also hold thousands" in note for note in doubted.report.notes)
    table = read(tmp_path, content, decimal_mark=mark)
    assert (types_of(table)[1], column_of(table, 1)) == (kind, values)
    assert table.report.notes == ()
    assert evidence_of(table, "decimal_mark") == "as you said"


def test_a_mark_that_the_cells_contradict_is_not_forced_on_them(tmp_path):
    table = read(tmp_path, "n;v\nx;1.5\ny;2.5\n", decimal_mark=",")
    assert decisions_of(table)["decimal_mark"] == "."
    assert evidence_of(table, "decimal_mark") == (
        "you said ',', but there are cells such as '1.5'"
    )


def test_without_marks_there_is_nothing_to_decide(tmp_path):
    table = read(tmp_path, "n;v\nx;1\ny;2\n")
    assert not {"decimal_mark", "day_first"} & set(decisions_of(table))


@pytest.mark.parametrize(
    ("cells", "first", "evidence"),
    [
        (["13/01/2024", "02/03/2024"], True, "dates such as '13/01/2024'"),
        (["01/13/2024", "02/03/2024"], False, "dates such as '01/13/2024'"),
        (["01.02.2024", "02.03.2024"], True, "day first, as is usual with dots"),
        (["01/02/2024", "02/03/2024"], False, "month first was assumed"),
    ],
)
def test_the_order_of_dates_is_told_with_its_evidence(tmp_path, cells, first, evidence):
    table = read(tmp_path, "n,d\n" + "".join(f"x,{cell}\n" for cell in cells))
    assert decisions_of(table)["day_first"] is first
    assert evidence in evidence_of(table, "day_first")


def test_columns_of_two_orders_are_said_to_differ(tmp_path):
    table = read(tmp_path, "a,b\n13/01/2024,01/13/2024\n14/02/2024,02/14/2024\n")
    assert decisions_of(table)["day_first"] == "by column"


def test_what_a_person_says_of_dates_holds_where_the_dates_are_silent(tmp_path):
    table = read(tmp_path, "n,d\nx,01/02/2024\ny,02/03/2024\n", day_first=True)
    assert evidence_of(table, "day_first") == "as you said"
    assert [str(day) for day in column_of(table, 1)] == ["2024-02-01", "2024-03-02"]
    assert table.report.notes == ()
