"""Chips that change the reading, choices that ask back, words that were explained."""

import pytest

from analysis import engine
from analysis.guard import check
from analysis.plan import Measure
from analysis.profile import build_profile
from analysis.table import Table
from tests.analysis.question.flights import KEYS as K
from tests.analysis.tables import stored


def chips(question, table):
    return {chip.part: chip for chip in engine.ask(question, table).chips}


def test_chips_show_the_reading_with_the_words_it_came_from(table):
    found = chips("average price by airline where stops = 2", table)

    assert found["measure"].label == "average of price"
    assert found["dimension"].label == "by airline"
    assert found["dimension"].words == "by airline"
    assert found["filter"].label == "stops = 2"


@pytest.mark.parametrize(
    "question",
    [
        "average price by airline where stops = 2",
        "top 3 airlines by total passengers in 2024",
        "airlines with at least 2 flights from Oslo or Rome",
        "pilot names ordered by price, descending",
        "number of flights per month as a line",
    ],
)
def test_every_alternative_of_a_chip_can_be_computed(question, table):
    for chip in engine.ask(question, table).chips:
        for label, plan in chip.alternatives:
            assert label
            assert check(plan, table.profile) is None
            assert engine.answer(plan, table).status == "answered"


def test_a_chip_takes_its_filter_away(table):
    (label, plan), *_ = chips("average price in 2024", table)["filter"].alternatives

    assert label.startswith("without")
    assert plan.where is None


def test_words_that_were_passed_over_are_marked(table):
    answer = engine.ask("how many flights have more than 1 stop?", table)

    assert [c.label for c in answer.chips if c.part == "unused"] == ["have"]


def test_guessed_words_are_marked(table):
    answer = engine.ask("average prise by airline", table)

    assert answer.status == "answered"
    assert any(chip.guessed for chip in answer.chips)


def test_a_near_value_is_offered_with_its_rows_and_never_put_in_silently(table):
    answer = engine.ask("how many flights are from Romme?", table)

    assert answer.status == "clarify"
    (choice,) = [c for c in answer.choices if "Rome" in c.label]
    assert "4 rows in origin_city" in choice.label
    assert engine.ask(choice.question, table).result.rows == ((4,),)


@pytest.fixture(scope="module")
def sales(tmp_path_factory):
    columns = {
        "shop": ("text", ["a", "b", "a", "c"] * 3),
        "unit price": ("decimal", [float(n) for n in range(12)]),
        "list price": ("decimal", [float(n * n) for n in range(12)]),
        "turnover": ("decimal", [float(7 * n + 1) for n in range(12)]),
    }
    read = stored(tmp_path_factory.mktemp("sales"), columns)
    return Table(read.parquet, build_profile(read), name="sales")


def test_two_columns_that_fit_are_a_choice(sales):
    answer = engine.ask("average price by shop", sales)

    assert answer.status == "clarify"
    columns = {choice.plan.measures[0].column for choice in answer.choices}
    assert columns == {"c1", "c2"}
    assert {choice.teaches for choice in answer.choices} == {
        ("price", "unit price"),
        ("price", "list price"),
    }


def test_what_was_chosen_before_settles_the_word(sales):
    vocabulary = {"price": "list price"}
    answer = engine.ask("average price by shop", sales, vocabulary=vocabulary)

    assert answer.status == "answered"
    assert answer.plan.measures == (Measure("average", "c2"),)


def test_vocabulary_adds_words_that_no_column_has(sales):
    assert engine.ask("total dough by shop", sales).status != "answered"

    answer = engine.ask("total dough by shop", sales, vocabulary={"dough": "turnover"})
    assert answer.plan.measures == (Measure("sum", "c3"),)


def test_vocabulary_for_a_column_that_is_gone_changes_nothing(table):
    answer = engine.ask("average price", table, vocabulary={"price": "no such column"})
    assert answer.plan.measures == (Measure("average", K["price"]),)


def test_a_posted_plan_comes_with_its_chips(table):
    plan = engine.ask("average price by airline", table).plan
    assert [c.part for c in engine.answer(plan, table).chips] == [
        "measure",
        "dimension",
    ]


def test_people_named_by_a_yes_no_column_are_counted_where_it_is_true(tmp_path):
    columns = {
        "tip": ("decimal", [float(n) for n in range(30)]),
        "smoker": ("boolean", [n % 3 == 0 for n in range(30)]),
    }
    read = stored(tmp_path, columns)
    table = Table(read.parquet, build_profile(read), name="tips")

    assert engine.ask("how many smokers are there?", table).result.rows == ((10,),)


def test_compared_things_are_shown_apart(table):
    plan = engine.ask("compare total price for Oslo and Rome", table).plan
    assert [part.column for part in plan.dimensions] == [K["origin_city"]]


def test_periods_that_exclude_each_other_are_never_joined_by_and(table):
    answer = engine.ask("total price in march 2023 vs march 2024", table)

    assert [row[0][:7] for row in answer.result.rows] == ["2023-03", "2024-03"]


def test_growth_is_of_the_total_and_says_so(table):
    answer = engine.ask("growth of passengers by year", table)

    assert answer.plan.measures == (Measure("growth", K["passengers"], base="sum"),)
    assert "growth of total passengers" in answer.message
