"""Cells far below the sample: what a quick look lets pass must be what was written."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.analysis.reading.reading import column_of, read, types_of

ROWS = 15_000
DATE, MOMENT = "2024-05-06", "2024-05-06 07:08:09"


def read_late(folder, usual: str, late: str):
    body = "".join(f"{usual},{row}\n" for row in range(ROWS))
    return read(folder, f"a,b\n{body}{late},1\n{usual},2\n")


@pytest.mark.parametrize(
    ("usual", "late", "kind", "value"),
    [
        ("7", "-0", "integer", 0),
        ("7", "+5", "integer", 5),
        ("7", " 5", "integer", 5),
        ("7", "", "integer", None),
        ("7", "5.5", "decimal", 5.5),
        ("1.5", "-0.5", "decimal", -0.5),
        ("1.5", "1e-7", "decimal", 1e-7),
        (DATE, "2024-5-7", "date", date(2024, 5, 7)),
        (DATE, f"{DATE} 00:00:01", "datetime", datetime(2024, 5, 6, 0, 0, 1)),
        (MOMENT, f"{MOMENT}.5", "datetime", datetime(2024, 5, 6, 7, 8, 9, 500_000)),
        ("true", "FALSE", "boolean", False),
    ],
)
def test_a_late_cell_in_another_form_keeps_its_value(
    tmp_path, usual, late, kind, value
):
    table = read_late(tmp_path, usual, late)
    assert (types_of(table)[0], table.report.misfit_count) == (kind, 0)
    assert column_of(table)[ROWS] == value


@pytest.mark.parametrize(
    ("usual", "late"),
    [
        ("7", "007"),
        ("7", "1e3"),
        ("7", "0x1F"),
        ("7", "1_000"),
        ("7", "1234567890123456"),
        ("1.5", "007.5"),
        ("1.5", "inf"),
        ("1.5", "1e400"),
        ("1.5", "1234567890123456"),
        ("1.5", "0.1234567890123456789"),
        (DATE, "infinity"),
        (DATE, "9999-01-01"),
        (MOMENT, "2024-05-06 25:08:09"),
        ("true", "maybe"),
    ],
)
def test_a_late_cell_that_is_no_such_value_is_listed(tmp_path, usual, late):
    table = read_late(tmp_path, usual, late)
    [misfit] = table.report.misfits
    assert (misfit["value"], misfit["line"]) == (late, ROWS + 2)
    assert column_of(table)[ROWS] is None


@settings(max_examples=25)
@given(late=st.one_of(st.integers(-(10**15) + 1, 10**15 - 1), st.floats(-1e9, 1e9)))
def test_a_late_number_comes_back_as_it_was_written(tmp_path_factory, late):
    folder = tmp_path_factory.mktemp("late")
    table = read_late(folder, "7" if isinstance(late, int) else "1.5", repr(late))
    assert column_of(table)[ROWS] == late
