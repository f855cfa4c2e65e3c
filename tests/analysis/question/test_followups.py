"""Follow-ups edit the last plan; a whole question starts anew."""

import pytest

from analysis.engine import ask
from analysis.plan import Dimension, Filter, Measure, Order, Plan
from tests.analysis.question.flights import KEYS as K

PRICE, AIRLINE, CITY, DAY = K["price"], K["airline"], K["origin_city"], K["depart_date"]
STOPS, SEATS = K["stops"], K["passengers"]
AVERAGE = Measure("average", PRICE)
BY_AIRLINE = (Dimension(AIRLINE),)
LAST = Plan(measures=(AVERAGE,), dimensions=BY_AIRLINE)
IN_2023 = Filter(DAY, "between", ("2023-01-01", "2023-12-31"))


def edited(**changes):
    parts = {"measures": (AVERAGE,), "dimensions": BY_AIRLINE} | changes
    return Plan(**parts)


@pytest.mark.parametrize(
    ("question", "plan"),
    [
        ("and by origin city?", edited(dimensions=(*BY_AIRLINE, Dimension(CITY)))),
        ("by origin city instead", edited(dimensions=(Dimension(CITY),))),
        ("by month", edited(dimensions=(Dimension(DAY, "month"),))),
        ("only 2023", edited(where=IN_2023)),
        ("what about Oslo", edited(where=Filter(CITY, "=", ("Oslo",)))),
        ("without Jet", edited(where=Filter(AIRLINE, "!=", ("Jet",)))),
        ("only flights with 2 stops", edited(where=Filter(STOPS, "=", (2,)))),
        ("top 2", edited(order=(Order("measure"),), limit=2)),
        ("bottom 1", edited(order=(Order("measure", descending=False),), limit=1)),
        ("as a line", edited(chart="line")),
        ("total instead", edited(measures=(Measure("sum", PRICE),))),
        ("and the median?", edited(measures=(AVERAGE, Measure("median", PRICE)))),
        ("sort by price descending", edited(order=(Order("measure"),))),
        ("how many flights are there?", Plan(measures=(Measure("count"),))),
    ],
)
def test_a_follow_up_changes_only_what_it_names(question, plan, table):
    answer = ask(question, table, previous=LAST)

    assert answer.status == "answered", answer.message
    assert answer.plan == plan


def test_a_test_of_the_same_column_takes_the_old_ones_place(table):
    first = ask("only Jet", table, previous=LAST).plan
    second = ask("what about Sky?", table, previous=first).plan

    assert second.where == Filter(AIRLINE, "=", ("Sky",))


def test_why_breaks_the_number_down_by_another_column(table):
    answer = ask("why?", table, previous=LAST)

    assert answer.status == "answered"
    assert answer.plan.measures == (AVERAGE,)
    assert answer.plan.dimensions != BY_AIRLINE


def test_why_divides_the_change_through_time(table):
    by_year = edited(dimensions=(Dimension(DAY, "year"),))
    plan = ask("why", table, previous=by_year).plan

    assert plan.measures[1] == Measure("difference", PRICE, base="average")
    assert plan.dimensions[0] == Dimension(DAY, "year")


def test_without_an_answer_before_there_is_nothing_to_edit(table):
    assert ask("only 2023", table).status != "answered"


def test_an_unknown_word_stops_a_follow_up_too(table):
    answer = ask("what about Atlantis?", table, previous=LAST)

    assert answer.result is None
    assert "Atlantis" in answer.message
