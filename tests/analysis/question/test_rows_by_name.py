"""Rows that are known by name: the one after, which of two, how far apart, alike."""

import pytest

from analysis.engine import ask
from analysis.plan import Filter, Measure
from tests.analysis.question.tour import KEYS as K
from tests.analysis.question.tour import tour


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    return tour(tmp_path_factory.mktemp("tour"))


@pytest.mark.parametrize(
    ("question", "cells"),
    [
        ("who comes right after Bo Ek?", [("Clint Dempsey",)]),
        ("which rider is listed before Di Sun?", [("Clint Dempsey",)]),
        ("who finished before Ed Fox?", [("Di Sun",)]),
        ("what is the town after Ann Lee?", [("Bern",)]),
        ("Ann Lee came right before which rider?", [("Bo Ek",)]),
        ("what is the next rider after Ed Fox?", [("Flo Beasley",)]),
    ],
)
def test_a_row_is_found_by_its_place_beside_another(question, cells, table):
    answer = ask(question, table)

    assert answer.status == "answered", answer.message
    assert list(answer.result.rows) == cells


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("who comes right after Flo Beasley?", "No row comes after"),
        ("who comes right before Ann Lee?", "No row comes before"),
        ("which town comes right after Lyon?", "2 rows"),
    ],
)
def test_a_place_that_is_not_there_is_not_answered(question, why, table):
    answer = ask(question, table)

    assert answer.result is None
    assert why in answer.message


def test_the_next_row_is_asked_about_where_time_runs_backwards(tmp_path):
    answer = ask("who comes right after Bo Ek?", tour(tmp_path, backwards=True))

    assert answer.result is None
    assert "from the latest Day" in answer.message


@pytest.mark.parametrize(
    ("question", "winner"),
    [
        ("who had more points, Ann Lee or Bo Ek?", "Ann Lee"),
        ("which rider has fewer points, Ann Lee or Ed Fox?", "Ed Fox"),
        ("who had more points, dempsey or beasley?", "Clint Dempsey"),
        ("did Bo Ek or Di Sun have a higher rank?", "Di Sun"),
    ],
)
def test_of_two_the_one_that_has_more_is_shown(question, winner, table):
    answer = ask(question, table)

    assert answer.status == "answered", answer.message
    assert [row[0] for row in answer.result.rows] == [winner]


def test_a_tie_shows_both(table):
    answer = ask("who had more points, Clint Dempsey or Di Sun?", table)

    assert [row[0] for row in answer.result.rows] == ["Clint Dempsey", "Di Sun"]


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("what is the difference in points between Ann Lee and Ed Fox?", 49),
        ("the difference between the points of Bo Ek and the points of Di Sun", 15),
        ("how many more points did Ann Lee have than Bo Ek?", 5),
    ],
)
def test_the_difference_between_two_rows_is_one_number(question, number, table):
    answer = ask(question, table)

    assert answer.status == "answered", answer.message
    assert answer.plan.measures == (Measure("range", K["Points"]),)
    assert answer.result.rows == ((number,),)


def test_groups_of_several_rows_have_no_one_difference(table):
    answer = ask("what is the difference in points between Lyon and Bern?", table)

    assert answer.result is None


def test_rows_alike_leave_out_the_row_they_are_like(table):
    answer = ask("which rider has the same points as Di Sun?", table)

    assert answer.result.rows == (("Clint Dempsey",),)


def test_a_word_of_a_cell_stands_for_the_cell(table):
    answer = ask("how many points did Dempsey have?", table)

    assert answer.plan.where == Filter(K["Rider"], "=", ("Clint Dempsey",))
    assert answer.result.rows == ((70,),)


def test_a_word_of_no_cell_is_still_unknown(table):
    answer = ask("how many points did Zidane have?", table)

    assert answer.result is None
    assert "Zidane" in answer.message


@pytest.mark.parametrize(
    ("question", "rider"),
    [
        ("who came in 3rd?", "Clint Dempsey"),
        ("who finished last?", "Flo Beasley"),
        ("who finished first?", "Ann Lee"),
        ("which rider joined first?", "Ed Fox"),
    ],
)
def test_a_place_in_a_ranking_names_its_row(question, rider, table):
    answer = ask(question, table)

    assert answer.status == "answered", answer.message
    assert answer.result.rows[0][0] == rider
