"""Words of people who never saw the column names: slips, comparatives, all rows."""

import pytest

from analysis.engine import ask
from analysis.plan import Dimension, Measure, Order, Plan
from analysis.profile import build_profile
from analysis.table import Table
from tests.analysis.tables import stored

ROWS = 36
COLUMNS = {
    "Model": ("text", [f"Car {letter}" for letter in "ABCDEFGHIJKLMNOPQR"] * 2),
    "MPG": ("decimal", [12 + 0.5 * n for n in range(ROWS)]),
    "Weight": ("integer", [2000 + 37 * n for n in range(ROWS)]),
    "Doors": ("integer", [3, 5] * (ROWS // 2)),
    "Year": ("integer", [70 + n % 4 for n in range(ROWS)]),
    "Origin": ("text", ["Japan", "Europe", "USA"] * (ROWS // 3)),
}
MPG, WEIGHT, DOORS, YEAR, ORIGIN = "c1", "c2", "c3", "c4", "c5"
AVERAGE = Measure("average", MPG)


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    read = stored(tmp_path_factory.mktemp("cars"), COLUMNS)
    return Table(read.parquet, build_profile(read), name="cars")


@pytest.mark.parametrize(
    ("question", "plan"),
    [
        (
            "average mgp by origin",
            Plan(measures=(AVERAGE,), dimensions=(Dimension(ORIGIN),)),
        ),
        (
            "average mpg for each type of origin",
            Plan(measures=(AVERAGE,), dimensions=(Dimension(ORIGIN),)),
        ),
        (
            "have cars gotten heavier over time?",
            Plan(measures=(Measure("average", WEIGHT),), dimensions=(Dimension(YEAR),)),
        ),
        (
            "average mpg by doors and origin in separate panels",
            Plan(measures=(AVERAGE,), dimensions=(Dimension(DOORS), Dimension(ORIGIN))),
        ),
        (
            "average mpg per origin, by ascending years",
            Plan(
                measures=(AVERAGE,),
                dimensions=(Dimension(ORIGIN), Dimension(YEAR)),
                order=(Order("dimension", 1, descending=False),),
            ),
        ),
        ("how much do cars weigh?", Plan("distribution", columns=(WEIGHT,))),
    ],
)
def test_the_column_is_found_without_its_name(question, plan, table):
    answer = ask(question, table)

    assert answer.status == "answered", answer.message
    assert answer.plan == plan


def test_a_year_of_four_digits_is_no_year_of_two(table):
    assert ask("average mpg in 1971", table).result is None
