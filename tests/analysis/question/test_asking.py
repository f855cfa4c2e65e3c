"""Questions about the flights and the plans they become; then what is refused."""

import pytest

from analysis.engine import ask
from analysis.plan import Dimension, Filter, Group, Having, Inner, Measure, Order, Plan
from tests.analysis.question.flights import KEYS as K

PRICE, STOPS, AIRLINE, CITY = K["price"], K["stops"], K["airline"], K["origin_city"]
SEATS, DAY, PILOT = K["passengers"], K["depart_date"], K["pilot_name"]
COUNT = Measure("count")
AVERAGE = Measure("average", PRICE)
TOTAL = Measure("sum", PRICE)


def by(*keys):
    return tuple(Dimension(key) for key in keys)


def top(limit, index=0, descending=True):
    return {"order": (Order("measure", index, descending=descending),), "limit": limit}


PLANS = [
    ("how many flights are there?", Plan(measures=(COUNT,))),
    ("count the flights", Plan(measures=(COUNT,))),
    ("average price", Plan(measures=(AVERAGE,))),
    ("What is the mean price of all flights?", Plan(measures=(AVERAGE,))),
    ("total price by airline", Plan(measures=(TOTAL,), dimensions=by(AIRLINE))),
    ("median price", Plan(measures=(Measure("median", PRICE),))),
    (
        "lowest and highest price",
        Plan(measures=(Measure("min", PRICE), Measure("max", PRICE))),
    ),
    ("what is the highest price?", Plan(measures=(Measure("max", PRICE),))),
    ("how many different airlines?", Plan(measures=(Measure("distinct", AIRLINE),))),
    (
        "average price by airline and origin city",
        Plan(measures=(AVERAGE,), dimensions=by(AIRLINE, CITY)),
    ),
    (
        "average price per month",
        Plan(measures=(AVERAGE,), dimensions=(Dimension(DAY, "month"),)),
    ),
    (
        "average price by month and airline",
        Plan(measures=(AVERAGE,), dimensions=(Dimension(DAY, "month"), *by(AIRLINE))),
    ),
    (
        "passengers per month",
        Plan(measures=(Measure("sum", SEATS),), dimensions=(Dimension(DAY, "month"),)),
    ),
    (
        "monthly total price",
        Plan(measures=(TOTAL,), dimensions=(Dimension(DAY, "month"),)),
    ),
    (
        "which year had the highest total price",
        Plan(measures=(TOTAL,), dimensions=(Dimension(DAY, "year"),), **top(1)),
    ),
    (
        "number of flights by weekday",
        Plan(measures=(COUNT,), dimensions=(Dimension(DAY, "weekday"),)),
    ),
    (
        "how many flights have more than 1 stop?",
        Plan(measures=(COUNT,), where=Filter(STOPS, ">", (1,))),
    ),
    (
        "average price where stops is 2",
        Plan(measures=(AVERAGE,), where=Filter(STOPS, "=", (2,))),
    ),
    (
        "how many flights are from Oslo?",
        Plan(measures=(COUNT,), where=Filter(CITY, "=", ("Oslo",))),
    ),
    (
        "how many flights are not from Oslo?",
        Plan(measures=(COUNT,), where=Filter(CITY, "!=", ("Oslo",))),
    ),
    (
        "total price for Jet or Blue flights",
        Plan(measures=(TOTAL,), where=Filter(AIRLINE, "in", ("Jet", "Blue"))),
    ),
    (
        "average price with passengers between 50 and 100",
        Plan(measures=(AVERAGE,), where=Filter(SEATS, "between", (50, 100))),
    ),
    (
        "average price in 2024",
        Plan(
            measures=(AVERAGE,),
            where=Filter(DAY, "between", ("2024-01-01", "2024-12-31")),
        ),
    ),
    (
        "number of flights after March 2023",
        Plan(measures=(COUNT,), where=Filter(DAY, ">", ("2023-03-31",))),
    ),
    (
        "number of flights in the last 3 months",
        Plan(
            measures=(COUNT,),
            where=Filter(DAY, "between", ("2024-03-11", "2024-06-10")),
        ),
    ),
    (
        "flights over 100 passengers or under 50 passengers: how many?",
        Plan(
            measures=(COUNT,),
            where=Group("or", (Filter(SEATS, ">", (100,)), Filter(SEATS, "<", (50,)))),
        ),
    ),
    (
        "which airline has the most flights?",
        Plan(measures=(COUNT,), dimensions=by(AIRLINE), **top(1)),
    ),
    (
        "top 2 airlines by average price",
        Plan(measures=(AVERAGE,), dimensions=by(AIRLINE), **top(2)),
    ),
    (
        "top 2 airlines by passengers",
        Plan(measures=(Measure("sum", SEATS),), dimensions=by(AIRLINE), **top(2)),
    ),
    (
        "top 3 pilot names by passengers",
        Plan(
            "rows",
            columns=(PILOT, SEATS),
            order=(Order("column", column=SEATS),),
            limit=3,
        ),
    ),
    (
        "airlines with at least 3 flights",
        Plan(
            measures=(COUNT,),
            dimensions=by(AIRLINE),
            having=(Having(COUNT, ">=", (3,)),),
        ),
    ),
    (
        "airlines with average price over 100",
        Plan(
            measures=(AVERAGE,),
            dimensions=by(AIRLINE),
            having=(Having(AVERAGE, ">", (100,)),),
        ),
    ),
    (
        "pilot names of flights with price above average",
        Plan(
            "rows",
            columns=(PILOT,),
            where=Filter(PRICE, ">", (Inner("average", PRICE),)),
        ),
    ),
    (
        "pilot names ordered by price, descending",
        Plan("rows", columns=(PILOT,), order=(Order("column", column=PRICE),)),
    ),
    (
        "pilot names that contain 'ee'",
        Plan("rows", columns=(PILOT,), where=Filter(PILOT, "contains", ("ee",))),
    ),
    (
        "pilot name of the most expensive flight",
        Plan(
            "rows",
            columns=(PILOT, PRICE),
            order=(Order("column", column=PRICE),),
            limit=1,
        ),
    ),
    (
        "how many flights have no price?",
        Plan(measures=(COUNT,), where=Filter(PRICE, "blank")),
    ),
    (
        "correlation between price and passengers",
        Plan("correlation", columns=(PRICE, SEATS)),
    ),
]


@pytest.mark.parametrize(("question", "plan"), PLANS)
def test_question_becomes_plan(question, plan, table):
    answer = ask(question, table)

    assert answer.status == "answered", answer.message
    assert answer.plan == plan


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("average zodiac by airline", "zodiac"),
        ("average price by zodiac", "zodiac"),
        ("how many flights are from Atlantis?", "Atlantis"),
        ("how many flights were cancelled?", "cancelled"),
        ("salary of the pilot", "salary"),
    ],
)
def test_a_word_without_a_place_stops_the_answer(question, word, table):
    answer = ask(question, table)

    assert answer.status != "answered"
    assert answer.result is None
    assert word in answer.message


@pytest.mark.parametrize("question", ["", "   ", "?", "the", "show", "of and or"])
def test_a_question_without_content_is_declined(question, table):
    assert ask(question, table).status == "declined"


def test_an_average_of_identifiers_is_asked_back(table):
    answer = ask("average flight id", table)

    assert answer.status == "clarify"
    assert answer.choices
