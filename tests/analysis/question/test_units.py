"""Numbers with units: converted, accepted where nothing speaks against, or asked."""

import pytest

from analysis.engine import ask
from tests.analysis.question.asked import csv_table, told

HEAD = "film_id,title,runtime_min,discount,budget_usd,weight,tax_pct,stay\n"


@pytest.fixture(scope="module")
def films(tmp_path_factory):
    rows = "".join(
        f"{i},Film {i},{70 + i % 60},0.{i % 6}5,{i * 1000000},{i % 50}.5,"
        f"{i % 30},{i % 9}\n"
        for i in range(1, 80)
    )
    return csv_table(tmp_path_factory.mktemp("units"), "films", HEAD + rows)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("films with a runtime over 2 hours", "runtime_min > 120"),
        ("films longer than 2 hours", "runtime_min > 120"),
        ("runtime between 1 and 2 hours: how many films", "runtime_min from 60 to 120"),
        ("films with a runtime over 90 minutes", "runtime_min > 90"),
        ("films with discount over 20%", "discount > 0.2"),
        ("films with tax over 20%", "tax_pct > 20"),
        ("films with a budget above 5 million dollars", "budget_usd > 5000000"),
        ("films with a weight above 20 kg", "weight > 20"),
    ],
)
def test_a_unit_is_that_of_the_column(films, question, expected):
    assert expected in told(ask(question, films), films)


@pytest.mark.parametrize(
    "question",
    ["films with a runtime over 2 dollars", "films with a stay of more than 3 days"],
)
def test_a_unit_that_does_not_fit_is_never_dropped(films, question):
    assert ask(question, films).result is None
