"""How a file was read, said in words."""

import pytest

from analysis.table import ImportReport
from services import spoken


def report(reasons=(), form="text", **values):
    decisions = [
        {"what": name, "value": value, "evidence": "31 values above 12", "option": name}
        for name, value in values.items()
    ]
    keyed = {f"c{n}": reason for n, reason in enumerate(reasons)}
    return ImportReport(form, tuple(decisions), keyed)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"encoding": "cp1252", "delimiter": "semicolon"}, "Windows-1252, semicolon"),
        ({"encoding": "x-odd", "delimiter": "||"}, "X-ODD, ||"),
        ({"skip_rows": 2, "header_rows": 1}, "header in line 3"),
        ({"skip_rows": 0, "header_rows": 2}, "header in lines 1 to 2"),
        ({"skip_rows": 0, "header_rows": 0}, "no header"),
        ({"skip_rows": 4, "header_rows": 0}, "no header, data from line 5"),
        ({"quote": '"'}, ""),
        ({"quote": "none"}, "no quotes"),
        ({"quote": "'"}, "single quote as quote"),
        ({"day_first": True}, "day first (31 values above 12)"),
        ({"decimal_mark": ","}, "decimal comma"),
        ({"sheet": "Sales", "form": "workbook"}, "workbook, sheet “Sales”"),
    ],
)
def test_decisions_are_said_in_words(given, said):
    assert ", ".join(spoken.read_as(report(**given))) == said


def test_what_no_decision_says_is_taken_from_the_columns():
    reasons = ("dates as day, month, year", "numbers with ',' as decimal mark")
    assert spoken.read_as(report(reasons)) == ["decimal comma", "day first"]


def test_columns_that_disagree_say_no_order():
    reasons = ("dates as day, month, year", "dates as month, day, year")
    assert spoken.read_as(report(reasons)) == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, ""),
        ({"delimiter": "\t", "header_rows": 0}, "tab, no header"),
        ({"day_first": False, "keep_totals": True}, "month first, totals kept"),
        ({"escape": "\\"}, "quotes escaped by \\"),
        ({"escape": "doubled"}, ""),
        ({"quote": "", "skip_rows": 3}, "no quotes, 3 lines above the header left out"),
        (
            {"types": {name: "text" for name in "abcde"}},
            "a as text, b as text, c as text and 2 more",
        ),
    ],
)
def test_what_a_person_chose_is_said_in_words(options, said):
    assert spoken.chosen(options) == said


def test_a_mark_has_one_name_and_the_name_one_mark():
    for mark, name in spoken.MARKS.items():
        assert spoken.mark_of(spoken.mark_name(mark)) == mark
        assert spoken.mark_name(mark) == name
    assert spoken.mark_of("§") == "§"
