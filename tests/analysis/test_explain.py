"""Explanations say what the numbers say, and warn of facts only."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.explain import (
    all_numbers_supported,
    choose_mode,
    explain,
    numbers_in,
    title,
)
from analysis.explain.summary import relative
from analysis.plan import Dimension, Filter, Group, Inner, Measure, Order, Plan
from analysis.result import Check, LeftOut
from tests.analysis.answers import (
    AVERAGE,
    BY_MONTH,
    BY_REGION,
    BY_YEAR,
    COUNT,
    PRICE,
    PROFILE,
    TOTAL,
    answer,
)

NORTH = Filter("c1", "=", ("north",))
REGIONS = Plan(measures=(AVERAGE,), dimensions=(BY_REGION,))
MONTHS = [(f"2025-{month:02}-01", 10.0 * month) for month in range(1, 8)]


def said(plan, rows, mode="interpretive", **more):
    return explain(plan, answer(plan, rows, **more), PROFILE, mode)


@pytest.mark.parametrize(
    ("plan", "text"),
    [
        (Plan(measures=(TOTAL,)), "Total unit price"),
        (REGIONS, "Average unit price by region"),
        (Plan(), "Row Count"),
        (Plan(measures=(COUNT,), dimensions=(BY_REGION,)), "Row Count by region"),
        (
            Plan(measures=(TOTAL,), dimensions=(BY_MONTH,)),
            "Total unit price over order.day (monthly)",
        ),
        (
            Plan(measures=(TOTAL,), dimensions=(BY_YEAR,)),
            "Total unit price over year",
        ),
        (
            Plan(measures=(TOTAL,), dimensions=(BY_REGION, Dimension("c2", "weekday"))),
            "Total unit price by region and weekday of order.day",
        ),
        (
            Plan(measures=(AVERAGE, COUNT), where=NORTH),
            "Average unit price and number of rows, where region is north",
        ),
        (
            replace(REGIONS, order=(Order("measure", descending=False),), limit=3),
            "Average unit price by region, bottom 3",
        ),
        (
            Plan(measures=(Measure("percentile", "c0", 95),)),
            "95th percentile of unit price",
        ),
        (
            Plan(measures=(Measure("distinct", "c1"),)),
            "Number of different region values",
        ),
        (Plan(measures=(Measure("max", "c2"),)), "Latest order.day"),
        (
            Plan(measures=(Measure("share", "c0", base="sum"),)),
            "Share of total unit price",
        ),
        (Plan(measures=(Measure("growth"),)), "Growth of rows"),
        (Plan(measures=(Measure("share"),)), "Share of rows"),
        (
            Plan(kind="correlation", columns=("c0", "c3")),
            "Correlation of unit price and age[years]",
        ),
        (
            Plan(kind="distribution", dimensions=(Dimension("c0", bins=5),)),
            "Distribution of unit price",
        ),
        (Plan(kind="missing"), "Missing values"),
        (
            Plan(kind="rows", columns=("c1",), where=NORTH),
            "Rows: region, where region is north",
        ),
    ],
)
def test_titles_follow_the_contract(plan, text):
    assert title(plan, PROFILE) == text


@pytest.mark.parametrize(
    ("test", "text"),
    [
        (Filter("c0", "between", (5, 10)), "unit price is between $5 and $10"),
        (Filter("c0", ">=", (1500.5,)), "unit price is at least $1,500.50"),
        (Filter("c2", "<", ("2024-03-01",)), "order.day is below 1 March 2024"),
        (Filter("c1", "blank", negate=True), "region is not blank"),
        (Filter("c1", "in", ("a", "b", "c")), "region is a, b or c"),
        (Filter("c1", "in", tuple("abcdef")), "region is a, b, c or 3 more"),
        (Filter("c1", "contains", ("or",), negate=True), "not (region contains or)"),
        (
            Group("or", (NORTH, Group("and", (NORTH, Filter("c0", ">", (5,)))))),
            "region is north or (region is north and unit price is above $5)",
        ),
    ],
)
def test_filters_are_said_in_words(test, text):
    assert title(Plan(where=test), PROFILE) == f"Row Count, where {text}"


@pytest.mark.parametrize(
    ("plan", "rows", "text"),
    [
        (Plan(measures=(AVERAGE,)), [(84.2,)], "the average unit price is $84.20."),
        (Plan(measures=(COUNT,)), [(1204,)], "There are 1,204 rows."),
        (Plan(measures=(COUNT,)), [(0,)], "There are 0 rows."),
        (Plan(where=NORTH), [(1,)], "There is 1 row where region is north."),
        (
            Plan(measures=(AVERAGE, TOTAL), where=NORTH),
            [(84.2, 900)],
            "Where region is north, the average unit price is $84.20 and "
            "the total unit price is $900.",
        ),
        (
            Plan(measures=(AVERAGE,)),
            [(None,)],
            "There is no average unit price: no row has a value.",
        ),
        (
            REGIONS,
            [("north", 91.2), ("south", 84.0), ("east", 80.1)],
            "Average unit price across 3 values of region is highest for north "
            "($91.20) and lowest for east ($80.10).",
        ),
        (
            REGIONS,
            [("north", 91.2), ("south", 91.2), ("east", None)],
            "Average unit price is the same across 2 values of region: $91.20.",
        ),
        (
            REGIONS,
            [("north", 91.2), ("south", 91.2), (None, 1.0)],
            "highest for north and south ($91.20 each) and lowest for (blank) ($1)",
        ),
        (REGIONS, [("north", 91.2)], "For north, the average unit price is $91.20."),
        (REGIONS, [], "No rows: nothing to compute."),
        (
            replace(REGIONS, limit=2),
            [("north", 91.2), ("south", 84.0)],
            "The 2 values of region with the highest average unit price: north "
            "($91.20) and south ($84).",
        ),
        (
            Plan(measures=(TOTAL,), dimensions=(BY_MONTH,)),
            MONTHS,
            "Total unit price went from January 2025 ($10) to July 2025 ($70), "
            "up 600%. It was highest in July 2025 ($70) and lowest in January 2025 "
            "($10).",
        ),
        (
            Plan(measures=(TOTAL,), dimensions=(BY_YEAR,)),
            [(2007, 5), (1952, 10)],
            "Total unit price went from 1952 ($10) to 2007 ($5), down 50%.",
        ),
        (
            Plan(kind="distribution", dimensions=(Dimension("c0", bins=2),)),
            [(0.0, 50.0, 30), (50.0, 100.0, 20)],
            "Of 2 ranges of unit price, 0 to $50 (30) has the highest number of rows.",
        ),
        (Plan(kind="rows", where=NORTH), [], "No rows where region is north."),
        (Plan(kind="outliers", columns=("c0",)), [(480.0,)], "1 row has a unit price"),
        (
            Plan(
                measures=(Measure("growth", "c0", base="sum"),), dimensions=(BY_YEAR,)
            ),
            [(1952, None), (1957, 4.5), (1962, -2)],
            "Growth of total unit price across 2 values of year is highest for 1957 "
            "(4.5%) and lowest for 1962 (-2%).",
        ),
        (
            Plan(
                measures=(AVERAGE,), where=Filter("c0", ">", (Inner("average", "c0"),))
            ),
            [(90.0,)],
            "Where unit price is above the average of the table, the average",
        ),
        (
            Plan(kind="correlation", columns=("c0", "c3")),
            [(1, 2)],
            "There is no correlation of unit price and age[years]",
        ),
    ],
)
def test_summaries_state_the_result(plan, rows, text):
    found = said(plan, rows).summary
    assert text.lower() in found.lower()


def test_the_larger_group_is_compared_with_the_smaller():
    rows = [("north", 91.2), ("south", 84.0), ("east", 40.0)]
    assert said(REGIONS, rows).implications == ("north is 2.3 times east.",)
    assert said(REGIONS, rows[:2]).implications == ("north is 8.6% above south.",)


def test_shares_are_said_only_of_what_adds_up():
    rows = [("north", 60), ("south", 30), ("east", 10)]
    counted = Plan(measures=(COUNT,), dimensions=(BY_REGION,))
    assert "north makes 60% of the total." in said(counted, rows).implications
    assert not any("total" in each for each in said(REGIONS, rows).implications)
    cut = said(counted, rows, total_rows=9)
    assert not any("total" in each for each in cut.implications)


def test_a_series_tells_its_rises_and_its_largest_step():
    plan = Plan(measures=(TOTAL,), dimensions=(BY_MONTH,))
    rows = [(m, v) for (m, _), v in zip(MONTHS, (5, 6, 4, 9, 9, 8, 10), strict=True)]
    found = said(plan, rows).implications
    assert found[0] == "It rose in 3 of 6 steps and fell in 2."
    assert found[1].endswith("March 2025 to April 2025: $4 to $9, up 125%.")


def test_one_period_beside_blanks_is_no_course():
    plan = Plan(measures=(TOTAL,), dimensions=(BY_MONTH,))
    found = said(plan, [(MONTHS[0][0], 5.0), (None, 7.0)]).summary
    assert "went from" not in found


def test_a_leap_is_told_in_times_rather_than_percent():
    plan = Plan(measures=(TOTAL,), dimensions=(BY_YEAR,))
    found = said(plan, [(1952, 0.9), (1957, 180)]).summary
    assert found.endswith("to 1957 ($180), up to 200 times as much.")


def test_a_comparison_names_the_earlier_number():
    plan = Plan(measures=(AVERAGE,), where=NORTH)
    before = Plan(measures=(AVERAGE,))
    earlier = (before, answer(before, [(80.0,)]))
    found = explain(plan, answer(plan, [(84.0,)]), PROFILE, "comparative", earlier)
    told = "That is up 5% from the $80 of all rows, asked before."
    assert found.implications[0] == told


def test_a_comparison_tells_nothing_of_columns_that_the_answer_does_not_use():
    before = Plan(measures=(AVERAGE,), where=NORTH)
    plan = Plan(measures=(AVERAGE,))
    earlier = (before, answer(before, [(80.0,)]))
    found = explain(plan, answer(plan, [(84.0,)]), PROFILE, "comparative", earlier)
    assert not any("asked before" in each for each in found.implications)


def test_a_cut_list_of_groups_says_no_highest_and_no_lowest():
    rows = [(f"g{n:03}", float(n)) for n in range(100)]
    result = answer(REGIONS, rows, total_rows=15_000)
    found = explain(REGIONS, result, PROFILE, "interpretive")
    assert "15,000 groups, of which the first 100 are shown" in found.summary
    assert found.implications == ()


@pytest.mark.parametrize(
    ("plan", "rows", "previous", "mode"),
    [
        (REGIONS, [("a", 1), ("b", 2)], (Plan(measures=(AVERAGE,)),), "comparative"),
        (REGIONS, [("a", 1), ("b", 2)], (), "interpretive"),
        (Plan(measures=(AVERAGE,)), [(1,)], (Plan(measures=(TOTAL,)),), "cautionary"),
        (REGIONS, [("a", 1), ("b", 2)], (Plan(measures=(TOTAL,)),), "descriptive"),
    ],
)
def test_the_mode_follows_the_session(plan, rows, previous, mode):
    assert choose_mode(plan, answer(plan, rows), previous) == mode


def test_a_single_number_is_shown_with_its_spread():
    found = said(Plan(measures=(AVERAGE,)), [(84.2,)], "cautionary")
    assert "middle half lies between $40 and $120" in found.caveats[0]


def test_rows_left_out_are_said_with_the_reason():
    found = said(REGIONS, [("a", 1)], left_out=(LeftOut("age is blank", 1),))
    assert "1 row was left out: age is blank." in found.caveats


def test_ties_and_hidden_rows_are_said():
    found = said(REGIONS, [("a", 1), ("b", 1)], ties=1, total_rows=7).caveats
    assert "At the cut, one more ties with the last one; all are shown." in found
    assert "Only the first 2 of 7 are shown." in found


def test_a_failed_check_is_said():
    found = said(REGIONS, [("a", 1)], check=Check(False, "The groups do not add up."))
    assert "The groups do not add up." in found.caveats


@pytest.mark.parametrize(
    ("last", "partial"),
    [("2025-07-14", True), ("2025-07-31", False), ("2025-08-20", False)],
)
def test_the_last_period_is_partial_when_the_data_end_inside_it(last, partial):
    day = replace(PROFILE.column("c2"), maximum=last)
    columns = [day if c.key == "c2" else c for c in PROFILE.columns]
    profile = replace(PROFILE, columns=tuple(columns))
    plan = Plan(measures=(TOTAL,), dimensions=(BY_MONTH,))
    found = explain(plan, answer(plan, MONTHS), profile, "descriptive").caveats
    assert (
        "July 2025 is not complete: the data end on 14 July 2025." in found
    ) is partial


def test_monthly_data_make_a_whole_month_with_one_day():
    day = replace(PROFILE.column("c2"), maximum="2025-07-01", grain="month")
    profile = replace(PROFILE, columns=(PRICE, PROFILE.column("c1"), day))
    plan = Plan(measures=(TOTAL,), dimensions=(BY_MONTH,))
    found = explain(plan, answer(plan, MONTHS), profile, "descriptive").caveats
    assert not any("complete" in each for each in found)


def test_small_groups_are_named():
    found = said(REGIONS, [("north", 91.2), ("east", 80.1)]).caveats
    assert "Small groups vary by chance: east (4 rows)." in found


def test_a_group_that_dominates_is_named():
    plan = Plan(measures=(TOTAL,), dimensions=(BY_REGION,))
    found = said(plan, [("north", 80), ("south", 10), ("east", 10)]).caveats
    assert any("(north) makes more than half" in each for each in found)


def test_skew_blanks_and_outliers_of_the_columns_used_are_said():
    skewed = replace(PRICE, mean=140.0, outliers=100)
    profile = replace(PROFILE, columns=(skewed, *PROFILE.columns[1:]))
    plan = Plan(measures=(AVERAGE, Measure("average", "c3")))
    found = explain(plan, answer(plan, [(140.0, 40.0)]), profile, "descriptive").caveats
    assert any("is skewed: its average ($140) lies far" in each for each in found)
    assert "10% of the unit price values are outliers." in found
    assert "40% of age[years] is blank." in found


def test_a_sum_of_identifiers_is_doubted():
    numbered = replace(PRICE, role="identifier", name="order id")
    profile = replace(PROFILE, columns=(numbered, *PROFILE.columns[1:]))
    plan = Plan(measures=(TOTAL,))
    found = explain(plan, answer(plan, [(5,)]), profile, "descriptive").caveats
    assert found == ("order id looks like an identifier; its sum means little.",)


def test_few_rows_are_said_unless_they_are_the_answer():
    few = said(Plan(measures=(AVERAGE,)), [(5.0,)], rows_used=7).caveats
    assert "Only 7 rows took part." in few
    assert not said(Plan(), [(7,)], rows_used=7).caveats


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("It is 1,204,332 rows.", [1204332]),
        ("up 24% to $1.2 million", [24, 1.2e6]),
        ("-3.5 and −4", [-3.5, -4]),
        ("3k users, 12 kg, 5m", [3000, 12, 5e6]),
        ("two of twelve; half", [2, 12, 0.5]),
        ("fifty dollars over ninety thousand rows", [50, 90_000]),
        ("ninety-nine, two hundred and five", [99, 205]),
        ("a third, one quarter, three quarters", [1 / 3, 0.25, 0.75]),
        ("a dozen, tenfold, hundreds of", [12, 10, 100]),
        ("the third quarter, one of them", []),
        ("½ and Ⅻ", [0.5, 12]),
        ("Q3, c12 and A-7b are names", []),
        ("in 2024, 1.5e3", [2024, 1500]),
        ("none at all", []),
    ],
)
def test_numbers_are_found_in_text(text, numbers):
    assert numbers_in(text) == pytest.approx(numbers)


RESULT = answer(
    REGIONS, [("north", 91.2345), ("south 9", 84213.6), ("2025-07-14", 0.241)]
)


@pytest.mark.parametrize(
    ("text", "supported"),
    [
        ("North has 91.2.", True),
        ("North has 91.", True),
        ("North has 91.3.", False),
        ("South has $84,214, or 84 thousand.", True),
        ("South has 84,200.", True),
        ("South has 84,300.", False),
        ("South has 84,000.", False),
        ("A share of 24%.", True),
        ("A share of 25%.", False),
        ("On 14 July 2025, south 9 was highest.", True),
        ("On 15 July 2025.", False),
        ("All three groups, 1,000 rows.", True),
        ("All eleven groups.", False),
        ("1.2 million", False),
    ],
)
def test_a_text_may_only_use_the_numbers_of_the_result(text, supported):
    assert all_numbers_supported(text, RESULT) is supported


def test_numbers_of_the_computed_explanation_count():
    text = "North is 8.6% above south."
    assert not all_numbers_supported(text, RESULT)
    assert all_numbers_supported(text, RESULT, also="north is 8.6% above south")


@given(st.floats(-1e12, 1e12), st.integers(0, 3))
def test_any_rounding_of_a_computed_number_is_supported(value, decimals):
    result = answer(Plan(measures=(AVERAGE,)), [(value,)])
    assert all_numbers_supported(f"It is {value:,.{decimals}f}.", result)


@given(st.floats(-1e12, 1e12))
def test_every_summary_is_supported_by_its_result(value):
    plan = Plan(measures=(AVERAGE,))
    result = answer(plan, [(value,)])
    assert all_numbers_supported(said(plan, [(value,)]).summary, result)


def test_a_rise_from_next_to_nothing_is_not_counted_in_times():
    assert relative(20, 1) == "up to 20 times as much"
    assert relative(1e9, 1e-308) is None
