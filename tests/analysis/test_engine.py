"""Plans computed over the flights, checked against plain Python over the same cells."""

from statistics import mean, stdev

import pytest

from analysis import engine
from analysis.plan import Dimension, Filter, Having, Inner, Measure, Order, Plan
from tests.analysis.question.flights import COLUMNS, flights
from tests.analysis.question.flights import KEYS as K

ROWS = [
    dict(zip(COLUMNS, cells, strict=True))
    for cells in zip(*(cells for _, cells in COLUMNS.values()), strict=True)
]
PRICES = [row["price"] for row in ROWS if row["price"] is not None]


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    return flights(tmp_path_factory.mktemp("flights"))


def of_airline(name, column="price"):
    return [r[column] for r in ROWS if r["airline"] == name and r[column] is not None]


@pytest.mark.parametrize(
    ("op", "expected"),
    [
        ("sum", sum(PRICES)),
        ("average", mean(PRICES)),
        ("min", min(PRICES)),
        ("max", max(PRICES)),
        ("count", len(PRICES)),
        ("distinct", len(set(PRICES))),
        ("deviation", stdev(PRICES)),
        ("range", max(PRICES) - min(PRICES)),
    ],
)
def test_operations_over_all_rows(op, expected, table):
    result = engine.run(Plan(measures=(Measure(op, K["price"]),)), table)

    assert result.rows == ((pytest.approx(expected),),)
    assert result.rows_used == len(ROWS)


def test_groups_add_up_and_the_blank_cell_is_told(table):
    plan = Plan(
        measures=(Measure("sum", K["price"]),), dimensions=(Dimension(K["airline"]),)
    )
    result = engine.run(plan, table)

    assert dict(result.rows) == {
        name: pytest.approx(sum(of_airline(name))) for name in ("Jet", "Blue", "Sky")
    }
    assert result.check.ok
    assert "add up" in result.check.sentence
    assert [(part.reason, part.rows) for part in result.left_out] == [
        ("price is blank", 1)
    ]


def test_the_parameters_name_the_file_without_its_folder(table):
    plan = Plan("rows", where=Filter(K["airline"], "=", ("Jet",)))
    result = engine.run(plan, table)

    assert result.parameters == ("table.parquet", "Jet")
    assert "Jet" not in result.sql


def test_a_value_never_becomes_sql(table):
    plan = Plan("rows", where=Filter(K["airline"], "=", ("' OR 1=1 --",)))
    assert engine.run(plan, table).rows == ()


def test_months_come_in_order_as_iso_dates(table):
    plan = Plan(
        measures=(Measure("count"),), dimensions=(Dimension(K["depart_date"], "year"),)
    )
    assert engine.run(plan, table).rows == (("2023-01-01", 6), ("2024-01-01", 6))


def test_weekdays_are_named_and_run_from_monday(table):
    part = Dimension(K["depart_date"], "weekday")
    result = engine.run(Plan(measures=(Measure("count"),), dimensions=(part,)), table)

    names = [row[0] for row in result.rows]
    week = [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ]
    assert names == [day for day in week if day in names]
    assert sum(row[1] for row in result.rows) == len(ROWS)


def test_a_top_list_shows_every_row_that_ties(table):
    plan = Plan(
        "rows",
        columns=(K["pilot_name"], K["stops"]),
        order=(Order("column", column=K["stops"]),),
        limit=1,
    )
    result = engine.run(plan, table)

    assert len(result.rows) == sum(row["stops"] == 2 for row in ROWS)
    assert result.ties == len(result.rows) - 1


def test_having_leaves_groups_out_and_the_check_says_so(table):
    plan = Plan(
        measures=(Measure("count"),),
        dimensions=(Dimension(K["origin_city"]),),
        having=(Having(Measure("count"), ">=", (3,)),),
    )
    result = engine.run(plan, table)

    assert dict(result.rows) == {"Oslo": 4, "Rome": 4}
    assert "8 of 12" in result.check.sentence


def test_compared_with_an_inner_average(table):
    above = Filter(K["price"], ">", (Inner("average", K["price"]),))
    result = engine.run(Plan(measures=(Measure("count"),), where=above), table)

    assert result.rows == ((sum(price > mean(PRICES) for price in PRICES),),)


def test_shares_make_a_hundred(table):
    plan = Plan(
        measures=(Measure("share", K["passengers"], base="sum"),),
        dimensions=(Dimension(K["airline"]),),
    )
    assert sum(row[1] for row in engine.run(plan, table).rows) == pytest.approx(100)


def test_growth_is_against_the_period_before(table):
    plan = Plan(
        measures=(Measure("growth", K["passengers"], base="sum"),),
        dimensions=(Dimension(K["depart_date"], "year"),),
    )
    first = sum(r["passengers"] for r in ROWS if r["depart_date"] < "2024")
    second = sum(r["passengers"] for r in ROWS if r["depart_date"] >= "2024")
    rows = engine.run(plan, table).rows

    assert rows[0][1] is None
    assert rows[1][1] == pytest.approx(100 * (second - first) / first)


def test_bins_have_two_edges_and_hold_every_filled_cell(table):
    result = engine.run(Plan("distribution", columns=(K["passengers"],)), table)

    assert sum(row[2] for row in result.rows) == len(ROWS)
    assert all(low < high for low, high, _ in result.rows)


def test_points_come_with_their_correlation(table):
    plan = Plan("correlation", columns=(K["price"], K["passengers"]))
    result = engine.run(plan, table)

    assert len(result.rows) == len(PRICES)
    assert dict(result.facts)["correlation"] == pytest.approx(0.718381, abs=1e-5)


def test_missing_cells_of_every_column(table):
    rows = engine.run(Plan("missing"), table).rows
    assert rows[0] == ("price", 1, pytest.approx(100 / 12))
    assert len(rows) == len(COLUMNS)


def test_a_summary_has_one_line_a_column(table):
    rows = engine.run(Plan("describe", columns=(K["price"],)), table).rows
    assert rows[0][:4] == ("price", 11, 1, 11)


def test_more_rows_than_the_cap_are_counted(table):
    result = engine.run(Plan("rows"), table, limit=5)
    assert len(result.rows) == 5
    assert result.total_rows == len(ROWS)


def test_the_same_plan_gives_the_same_rows_every_time(table):
    plan = Plan("rows", columns=(K["airline"],), distinct=True)
    assert len({engine.run(plan, table).rows for _ in range(5)}) == 1


def test_suggestions_are_answered(table):
    questions = engine.suggest(table.profile)

    assert 4 <= len(questions) <= 6
    for question in questions:
        assert engine.ask(question, table).status == "answered", question


def test_next_questions_are_answered(table):
    plan = engine.ask("average price by airline", table).plan
    questions = engine.follow_ups(plan, table)

    assert questions
    for question in questions:
        assert engine.ask(question, table, previous=plan).status == "answered"
