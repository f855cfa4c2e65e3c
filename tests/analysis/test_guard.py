import pytest

from analysis.guard import check
from analysis.plan import Having, Measure, Plan
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
        Measure("share", K["price"], base="sum"),
    ],
)
def test_what_makes_sense_passes(measure, profile):
    assert check(Plan(measures=(measure,)), profile) is None


def test_a_test_of_a_nonsense_measure_is_refused_too(profile):
    having = Having(Measure("average", K["airline"]), ">", (1,))
    assert check(Plan(measures=(Measure("count"),), having=(having,)), profile)
