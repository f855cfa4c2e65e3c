"""Which words name which column: units, short forms, sorts of things, exact names."""

import pytest

from analysis.engine import ask
from tests.analysis.question.asked import csv_table, told

HEAD = (
    "trip_id,bus,depot,departed_on,delay_min,temp_c,co2_ppm,energy_kwh,pax_cnt,"
    "route_class,is_express,driver_score,driver_sex,dep_stop,fare_min,fare_max\n"
)
DEPOTS, CLASSES, STOPS = ("North", "South"), ("local", "night"), ("Elm", "Oak", "Bay")


@pytest.fixture(scope="module")
def trips(tmp_path_factory):
    rows = "".join(
        f"{100 + i},B{i % 7},{DEPOTS[i % 2]},2024-{1 + i % 12:02d}-{1 + i % 27:02d},"
        f"{(7 * i) % 40},{(3 * i) % 21}.5,{400 + (13 * i) % 300},{(11 * i) % 90}.25,"
        f"{(5 * i) % 61},{CLASSES[i % 2]},{'YN'[i % 2]},{(i * i) % 97},{'FM'[i % 2]},"
        f"{STOPS[i % 3]},{2 + i % 5},{9 + i % 30}\n"
        for i in range(60)
    )
    folder = tmp_path_factory.mktemp("links")
    return csv_table(folder, "bus_service", HEAD + rows)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("average delay", "average delay_min"),
        ("highest temperature by depot", "highest temp_c, by depot"),
        ("average co2 per depot", "average co2_ppm, by depot"),
        ("total energy by bus", "total energy_kwh, by bus"),
        ("total passengers", "total pax_cnt"),
        ("average minimum fare", "average fare_min"),
        ("average maximum fare", "average fare_max"),
        ("number of trips by route", "number of rows, by route_class"),
        ("how many express trips", "number of rows, where is_express = yes"),
        ("trips from the departure stop Elm", "all columns, where dep_stop = Elm"),
        ("average delay of women", "average delay_min, where driver_sex = F"),
        ("how many trips have a delay over twenty", "number of rows, where delay_min"),
    ],
)
def test_a_column_is_known_without_its_unit_or_by_its_long_form(
    trips, question, expected
):
    assert told(ask(question, trips), trips).startswith(expected)


def test_a_describing_word_alone_only_offers_its_column(trips):
    answer = ask("average driver by depot", trips)
    assert answer.result is None


def test_an_agent_is_no_form_of_its_verb(trips):
    answer = ask("Who is the manager of the North depot?", trips)
    assert answer.result is None and "manager" in answer.message


def test_a_yes_no_column_before_its_noun_is_a_test(trips):
    answer = ask("show the stops of express trips", trips)
    assert "is_express = yes" in told(answer, trips)


def test_a_number_before_a_superlative_is_no_test(trips):
    answer = ask("show the bus and delay of the 3 most delayed trips", trips)
    assert "= 3" not in told(answer, trips)
