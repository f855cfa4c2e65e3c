import pytest

from analysis.guard import check
from analysis.plan import Dimension, Filter, Having, Measure, Plan
from tests.analysis.question.flights import KEYS as K
from tests.analysis.question.flights import flights


@pytest.fixture(scope="module")
def profile(tmp_path_factory):
    return flights(tmp_path_factory.mktemp("flights")).profile


@pytest.mark.parametrize(
    "measure",
    [
        Measure("average", K["flight_id"]),
        Measure("sum", K["flight_id"]),
        Measure("average", K["depart_date"]),
        Measure("sum", K["airline"]),
        Measure("median", K["airline"]),
        Measure("max", K["airline"]),
    ],
)
def test_nonsense_is_refused_with_alternatives_that_make_sense(measure, profile):
    why, choices = check(Plan(measures=(measure,)), profile)

    assert profile.column(measure.column).name in why
    assert choices
    assert all(check(choice.plan, profile) is None for choice in choices)


@pytest.mark.parametrize(
    "measure",
    [
        Measure("average", K["price"]),
        Measure("sum", K["stops"]),
        Measure("max", K["depart_date"]),
        Measure("distinct", K["airline"]),
        Measure("count", K["flight_id"]),
    ],
)
def test_what_makes_sense_passes(measure, profile):
    assert check(Plan(measures=(measure,)), profile) is None


def test_a_share_needs_groups_of_more_than_one_row(profile):
    share = (Measure("share", K["price"], base="sum"),)

    assert check(Plan(measures=share), profile)
    assert check(Plan(measures=share, dimensions=(Dimension(K["flight_id"]),)), profile)
    by_airline = Plan(measures=share, dimensions=(Dimension(K["airline"]),))
    assert check(by_airline, profile) is None


def test_growth_needs_periods_or_groups(profile):
    growth = (Measure("growth", K["price"], base="sum"),)
    why, _ = check(Plan(measures=growth), profile)
    assert "by year" in why


def test_a_range_that_is_turned_round_is_refused(profile):
    where = Filter(K["price"], "between", (5, 3))
    why, _ = check(Plan(measures=(Measure("count"),), where=where), profile)
    assert "from 5 to 3" in why


def test_a_test_of_a_nonsense_measure_is_refused_too(profile):
    having = Having(Measure("average", K["airline"]), ">", (1,))
    assert check(Plan(measures=(Measure("count"),), having=(having,)), profile)
