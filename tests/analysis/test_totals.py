"""The check under every grouped answer: the groups make the whole, or what lacks."""

from dataclasses import replace

import pytest

from analysis import engine
from analysis.plan import Dimension, Filter, Having, Measure, Order, Plan
from analysis.profile import build_profile
from analysis.table import Table
from tests.analysis.tables import stored

COLUMNS = {
    "shop": ("text", ["a", "a", "b", "b", "c", None, None, "c"]),
    "price": ("decimal", [0.1, 0.2, 10, 20, 5, 7.5, 2.5, None]),
    "units": ("integer", [1, 2, 3, 4, 5, 6, 7, 8]),
}
SHOP, PRICE, UNITS = "c0", "c1", "c2"
BY_SHOP = (Dimension(SHOP),)
TOTAL = Measure("sum", PRICE)


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    read = stored(tmp_path_factory.mktemp("shops"), COLUMNS)
    return Table(read.parquet, build_profile(read), name="sales")


def check(table, *measures, most=10_000, **parts):
    plan = Plan(measures=measures, dimensions=BY_SHOP, **parts)
    return engine.run(plan, table, most).check


def test_sums_make_up_the_total_of_the_profile(table):
    found = check(table, TOTAL)

    assert found.ok
    assert found.sentence == "The groups add up to the total of 45.3."


def test_counts_of_whole_numbers_stay_whole(table):
    assert check(table, Measure("sum", UNITS)).sentence.endswith("total of 36.")


def test_under_a_filter_the_total_is_that_of_the_filter(table):
    found = check(table, TOTAL, where=Filter(UNITS, "<=", (4,)))

    assert found.sentence == "The groups add up to the total of 30.3."


def test_a_top_list_tells_the_blank_group_and_the_other_groups_apart(table):
    found = check(table, TOTAL, order=(Order("measure"),), limit=1)

    assert found.ok
    assert found.sentence == (
        "The groups shown make 30 of 45.3; rows without a group make 10 "
        "and groups that are not shown make 5.3."
    )


def test_a_list_that_is_cut_at_its_end_says_so_and_is_right(table):
    found = check(table, TOTAL, most=2)

    assert found.ok
    assert "groups that are not shown make" in found.sentence


def test_averages_are_checked_by_their_rows(table):
    found = check(table, Measure("average", PRICE))

    assert (found.ok, found.sentence) == (True, "The groups hold all 8 rows.")


def test_groups_that_failed_a_test_are_counted(table):
    found = check(
        table,
        Measure("average", PRICE),
        having=(Having(Measure("average", PRICE), ">", (4.0,)),),
    )

    assert found.ok
    assert found.sentence.startswith("The groups hold 6 of 8 rows")


def test_the_second_of_several_measures_may_be_the_one_that_adds_up(table):
    found = check(table, Measure("average", PRICE), TOTAL)

    assert found.sentence == "The groups add up to the total of 45.3."


def test_without_groups_there_is_nothing_to_check(table):
    assert engine.run(Plan(measures=(TOTAL,)), table).check is None


def test_groups_that_do_not_make_the_whole_are_told(table):
    stale = Table(table.parquet, _with_mean(table.profile, 99.0), "sales")

    found = check(stale, TOTAL)

    assert not found.ok
    assert "of 693" in found.sentence


def _with_mean(profile, mean):
    columns = tuple(
        replace(c, mean=mean) if c.key == PRICE else c for c in profile.columns
    )
    return replace(profile, columns=columns)
