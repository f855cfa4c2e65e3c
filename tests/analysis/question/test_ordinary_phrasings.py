"""Ordinary ways to ask for percentiles, changes, shares and comparisons."""

import pytest

from analysis.engine import ask
from analysis.table import Table
from tests.analysis.question.asked import told
from tests.analysis.question.sales import sales


@pytest.fixture(scope="module")
def orders(tmp_path_factory) -> Table:
    return sales(tmp_path_factory.mktemp("ordinary"))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("90th percentile of revenue", "90th percentile revenue"),
        ("the 95th percentile revenue", "95th percentile revenue"),
        ("revenue 10th percentile by region", "10th percentile revenue, by region"),
        (
            "revenue quartiles",
            "25th percentile revenue and median revenue and 75th percentile revenue",
        ),
    ],
)
def test_percentiles_are_read_with_the_column_on_either_side(
    orders, question, expected
):
    assert told(ask(question, orders), orders) == expected


def test_quartiles_are_the_numbers_that_cut_the_rows_in_four(orders):
    assert ask("units quartiles", orders).result.rows == ((2.75, 4.5, 6.25),)


@pytest.mark.parametrize(
    "question",
    [
        "90th percentile",
        "110th percentile of revenue",
        "90th percentile of region",
        "quartiles of region",
    ],
)
def test_a_percentile_of_no_number_is_not_answered(orders, question):
    assert ask(question, orders).result is None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("units growth per month", "growth of total units, by order_date (month)"),
        (
            "growth of total units by quarter",
            "growth of total units, by order_date (quarter)",
        ),
        (
            "growth of average units by year",
            "growth of average units, by order_date (year)",
        ),
        (
            "month over month change in units",
            "change of total units, by order_date (month)",
        ),
        (
            "year over year growth of units",
            "growth of total units, by order_date (year)",
        ),
        (
            "change from the previous month in units",
            "change of total units, by order_date (month)",
        ),
    ],
)
def test_changes_go_from_period_to_period(orders, question, expected):
    assert told(ask(question, orders), orders) == expected


def test_a_change_is_the_total_less_the_one_before(orders):
    rows = ask("year over year change in units", orders).result.rows
    assert [change for _, change in rows] == [None, -36]


@pytest.mark.parametrize("question", ["units by growth", "region growth per month"])
def test_growth_of_no_number_is_not_answered(orders, question):
    assert ask(question, orders).result is None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "what percentage of units is from north",
            "total units and share of total units, by region",
        ),
        (
            "what percent of units came from Spain",
            "total units and share of total units, by country",
        ),
        (
            "share of north in units",
            "total units and share of total units, by region",
        ),
        (
            "what percentage of rows is north",
            "number of rows and share of rows, by region",
        ),
    ],
)
def test_the_share_of_one_group_is_shown_among_all_groups(orders, question, expected):
    assert told(ask(question, orders), orders) == expected


def test_the_share_of_one_group_is_of_all_rows(orders):
    rows = ask("share of north in units", orders).result.rows
    shares = {region: (total, share) for region, total, share in rows}
    assert shares["north"] == (54, 50.0)


@pytest.mark.parametrize(
    "question",
    [
        "what percentage of units from north came from Spain",
        "what percentage of units is from north in 2023",
        "what percentage of units is not from north",
        "what percentage of units is over 3",
    ],
)
def test_a_share_whose_whole_is_open_is_not_answered(orders, question):
    assert ask(question, orders).result is None


def test_the_share_of_averaged_numbers_is_not_answered(table):
    assert ask("what percentage of price is from Rome", table).result is None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "weekday with most units",
            "total units, by order_date (weekday), highest total units",
        ),
        (
            "which month has the fewest units",
            "total units, by order_date (month), lowest total units",
        ),
        ("top 5 rows by revenue", "sales_rep, revenue, highest 5 by revenue"),
        ("bottom 3 by revenue", "sales_rep, revenue, lowest 3 by revenue"),
    ],
)
def test_extremes_are_of_periods_and_of_rows(orders, question, expected):
    assert told(ask(question, orders), orders) == expected


@pytest.mark.parametrize(
    "question",
    [
        "month with the highest revenue",
        "weekday with most regions",
        "top 3 by region",
        "top 3 by revenue per region",
    ],
)
def test_an_extreme_that_is_open_is_not_answered(orders, question):
    assert ask(question, orders).result is None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("units per region in 2023 vs 2024", "units, by region and order_date (year)"),
        ("total units in 2023 versus 2024", "total units, by order_date (year)"),
        (
            "average units in november 2023 vs february 2024",
            "average units, by order_date (month)",
        ),
    ],
)
def test_two_times_are_shown_apart(orders, question, expected):
    assert f"{expected}, where" in told(ask(question, orders), orders)


def test_two_years_may_be_meant_apart_or_together(orders):
    answer = ask("total units in 2023 and 2024", orders)
    apart, together = (choice.label for choice in answer.choices)
    assert answer.status == "clarify"
    assert apart.startswith("total units, by order_date (year), where")
    assert together.startswith("total units, where")


@pytest.mark.parametrize(
    "question",
    [
        "top 2 regions by units in 2023 vs 2024",
        "total units in 2023 vs march 2024",
        "total units in 2023 vs 7",
    ],
)
def test_times_that_are_not_to_be_compared_so_are_not_answered(orders, question):
    assert ask(question, orders).result is None


@pytest.mark.parametrize(
    "question",
    [
        "difference in average units between north and south",
        "difference between north and south in average units",
    ],
)
def test_the_difference_of_two_groups_is_shown_as_both(orders, question):
    expected = "average units, by region, where region = north or south"
    assert told(ask(question, orders), orders) == expected


@pytest.mark.parametrize(
    "question",
    [
        "difference between north and south",
        "difference in units between north and south",
        "difference in average units between north and France",
    ],
)
def test_a_difference_of_what_is_open_is_not_answered(orders, question):
    assert ask(question, orders).result is None


@pytest.mark.parametrize(
    ("question", "period"),
    [
        ("total units from 2023 to 2024", "from 2023-01-01 to 2024-12-31"),
        (
            "total units from november 2023 to february 2024",
            "from 2023-11-01 to 2024-02-29",
        ),
    ],
)
def test_a_period_from_one_time_to_another_is_whole(orders, question, period):
    expected = f"total units, where order_date {period}"
    assert told(ask(question, orders), orders) == expected
