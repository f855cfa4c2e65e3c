"""What a question plainly groups by is in its plan, or nothing is computed."""

import pytest

from analysis.engine import ask
from analysis.profile import build_profile
from analysis.reading import read_table
from analysis.table import Table
from tests.analysis.question.asked import csv_table

KINDS = ("sun", "rain", "fog")
WEATHER = "date,rainfall,weather\n" + "".join(
    f"2024-{1 + i // 28:02d}-{1 + i % 28:02d},{(37 * i) % 50}.5,{KINDS[i % 3]}\n"
    for i in range(112)
)


@pytest.fixture(scope="module")
def weather(tmp_path_factory):
    path = tmp_path_factory.mktemp("audit") / "city-weather.csv"
    path.write_text(WEATHER)
    read = read_table(path, path.name, path.with_suffix(".parquet"))
    return Table(read.parquet, build_profile(read), name="city-weather")


def grouped(answer):
    return len(answer.plan.dimensions) if answer.plan else None


@pytest.mark.parametrize(
    "question",
    [
        "rainfall per month",
        "average rainfall by month and weather",
        "average rainfall by weather without fog",
        "cumulative rainfall by month",
        "running total of rainfall",
        "percentage of days with rain",
        "growth of rainfall",
        "rainfall between 5 and 3",
    ],
)
def test_a_group_is_never_lost_in_silence(weather, question):
    answer = ask(question, weather)
    if answer.status == "answered":
        wanted = question.count(" and ") + 1
        assert grouped(answer) >= wanted, answer.message
    else:
        assert answer.result is None and answer.message


def test_growth_of_a_measure_is_of_its_total(weather):
    answer = ask("growth of rainfall by month", weather)

    totals = {}
    for line in WEATHER.splitlines()[1:]:
        day, rain, _ = line.split(",")
        totals[day[:7]] = totals.get(day[:7], 0) + float(rain)
    first, second, *_ = totals.values()
    assert answer.status == "answered", answer.message
    assert answer.result.rows[1][1] == pytest.approx(100 * (second - first) / first)


def test_a_column_named_like_the_dataset_is_still_a_column(weather):
    answer = ask("average rainfall by weather", weather)
    assert answer.status == "answered", answer.message
    assert {row[0] for row in answer.result.rows} == {"sun", "rain", "fog"}


@pytest.mark.parametrize("question", ["total amount for {}", "rows with event {}"])
@pytest.mark.parametrize("value", ["view", "show", "list", "tell"])
def test_a_cell_value_that_is_also_a_filler_word_is_not_dropped(
    tmp_path, question, value
):
    path = tmp_path / "clicks.csv"
    cells = ("view", "show", "list", "tell")
    lines = (f"{cells[i % 4]},{(37 * i) % 50}.5\n" for i in range(80))
    path.write_text("event,amount\n" + "".join(lines))
    read = read_table(path, path.name, path.with_suffix(".parquet"))
    table = Table(read.parquet, build_profile(read), name="clicks")

    answer = ask(question.format(value), table)

    if answer.status == "answered":
        assert value in answer.result.parameters
    else:
        assert answer.result is None


@pytest.mark.parametrize(
    "question",
    [
        "total rainfall by month compared to the previous month",
        "top 2 weather by rainfall in each month",
    ],
)
def test_one_number_does_not_stand_for_many(weather, question):
    answer = ask(question, weather)
    assert answer.result is None, answer.message


def test_a_distribution_is_no_average(tmp_path):
    rows = "".join(f"{'NSE'[i % 3]},{20 + i % 7}.5\n" for i in range(60))
    shops = csv_table(tmp_path, "shops", f"region,price\n{rows}")

    assert ask("distribution of price by region", shops).result is None
    tally = ask("distribution of price", shops)
    assert dict(tally.result.rows)[20.5] == 9
    assert sum(count for _, count in tally.result.rows) == 60


def test_a_change_may_be_the_course_or_the_steps(weather):
    answer = ask("change in total rainfall by month", weather)
    labels = [choice.label for choice in answer.choices]
    assert answer.status == "clarify"
    assert labels == [
        "total rainfall, by date (month)",
        "change of total rainfall, by date (month)",
    ]
