"""Words that people explained by choosing: used, said, below a column's own name."""

import pytest

from analysis import engine
from analysis.plan import Measure
from analysis.profile import build_profile
from analysis.table import Table
from tests.analysis.tables import stored

NUMBERS = [float(n) for n in range(12)]
SQUARES = [float(n * n) for n in range(12)]
SHOPS = ["a", "b", "a", "c"] * 3


@pytest.fixture
def make(tmp_path):
    """Make a table of a text column "shop" and these columns of numbers."""

    def table(*names):
        columns = {"shop": ("text", SHOPS)}
        for place, name in enumerate(names):
            columns[name] = ("decimal", [n + place for n in SQUARES])
        read = stored(tmp_path, columns)
        return Table(read.parquet, build_profile(read), name="sales")

    return table


@pytest.fixture
def prices(make):
    return make("unit price", "list price")


def taught(answer):
    return [chip.label for chip in answer.chips if chip.part == "taught"]


def test_an_answer_says_what_was_taught(prices):
    answer = engine.ask(
        "average price by shop", prices, vocabulary={"price": "list price"}
    )

    assert answer.plan.measures == (Measure("average", "c2"),)
    assert taught(answer) == ["you taught: price = list price"]


def test_what_was_not_needed_is_not_said(prices):
    answer = engine.ask(
        "average unit price by shop", prices, vocabulary={"price": "list price"}
    )

    assert answer.plan.measures == (Measure("average", "c1"),)
    assert taught(answer) == []


@pytest.mark.parametrize(
    ("word", "question"),
    [
        ("price", "average prices by shop"),
        ("Prices", "average PRICE by shop"),
        ("cost-price", "average cost-price by shop"),
        ("price of sale", "average price of sales by shop"),
    ],
)
def test_a_word_is_known_in_every_case_and_number(prices, word, question):
    answer = engine.ask(question, prices, vocabulary={word: "list price"})

    assert answer.plan.measures == (Measure("average", "c2"),)
    assert len(taught(answer)) == 1


def test_a_follow_up_knows_the_word(prices):
    plan = engine.ask("average unit price by shop", prices).plan
    asked = {"previous": plan, "vocabulary": {"price": "list price"}}

    answer = engine.ask("and the price?", prices, **asked)

    assert Measure("average", "c2") in answer.plan.measures
    assert taught(answer) == ["you taught: price = list price"]


def test_a_follow_up_that_asks_back_teaches_too(make):
    table = make("amount", "unit price", "list price")
    plan = engine.ask("average amount by shop", table).plan

    answer = engine.ask("and the price?", table, previous=plan)

    assert {choice.teaches for choice in answer.choices} == {
        ("price", "unit price"),
        ("price", "list price"),
    }


def test_a_newer_column_of_that_very_name_is_what_the_word_means(make):
    table = make("unit price", "list price", "price")

    answer = engine.ask(
        "average price by shop", table, vocabulary={"price": "list price"}
    )

    assert answer.plan.measures == (Measure("average", "c3"),)
    assert taught(answer) == []


def test_a_choice_between_two_names_that_say_the_same_holds(make):
    table = make("price", "price usd")
    choices = engine.ask("average price by shop", table).choices
    assert ("price", "price usd") in {choice.teaches for choice in choices}

    answer = engine.ask(
        "average price by shop", table, vocabulary={"price": "price usd"}
    )

    assert answer.plan.measures == (Measure("average", "c2"),)


def test_choosing_a_near_column_teaches_its_word(make):
    table = make("gross turnover")

    answer = engine.ask("total turno by shop", table)

    (choice,) = [c for c in answer.choices if c.label == "gross turnover"]
    assert choice.teaches == ("turno", "gross turnover")
    assert choice.question == "total gross turnover by shop"
    known = engine.ask("total turno by shop", table, vocabulary=dict([choice.teaches]))
    assert known.plan.measures == (Measure("sum", "c1"),)


def test_choosing_a_near_value_teaches_nothing(table):
    answer = engine.ask("how many flights are from Romme?", table)

    (choice,) = [c for c in answer.choices if "Rome" in c.label]
    assert choice.teaches is None
