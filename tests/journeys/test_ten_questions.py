"""Questions about real tables, checked against plain Python over the same file.

No number here comes from Poppy: each is computed by the standard library from the rows
of the file, then compared with what the whole chain (read, profile, ask) answers.
"""

from collections import defaultdict
from statistics import mean, median

import pytest

from analysis.engine import ask
from analysis.profile import build_profile
from analysis.reading import read_table
from analysis.table import Table
from tests.tables import public_table, rows_of, stocks_workbook


def table_of(path, folder):
    read = read_table(path, path.name, folder / f"{path.stem}.parquet")
    return Table(read.parquet, build_profile(read), name=path.stem)


def grouped(rows, keys, value):
    groups = defaultdict(list)
    for row in rows:
        groups[keys(row)].append(value(row))
    return groups


def cells(table, question):
    answer = ask(question, table)
    assert answer.status == "answered", answer.message
    return [tuple(row) for row in answer.result.rows]


def as_dict(rows):
    return {row[:-1] if len(row) > 2 else row[0]: row[-1] for row in rows}


@pytest.fixture(scope="module")
def gapminder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("gapminder")
    path = public_table("gapminder", folder)
    return table_of(path, folder), rows_of(path)


@pytest.fixture(scope="module")
def tips(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tips")
    path = public_table("tips", folder)
    return table_of(path, folder), rows_of(path)


@pytest.fixture(scope="module")
def stocks(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stocks")
    workbook = stocks_workbook(folder)
    return table_of(workbook, folder), rows_of(folder / "stocks.csv")


def test_how_many_rows(gapminder):
    table, rows = gapminder
    assert cells(table, "how many rows are there?") == [(len(rows),)]


def test_average_by_a_category(gapminder):
    table, rows = gapminder
    expected = grouped(rows, lambda r: r["continent"], lambda r: float(r["lifeExp"]))

    found = as_dict(cells(table, "average lifeExp by continent"))

    assert found == pytest.approx({k: mean(v) for k, v in expected.items()})


def test_total_where_a_number_equals(gapminder):
    table, rows = gapminder
    expected = sum(int(r["pop"]) for r in rows if r["year"] == "2007")

    assert cells(table, "total pop where year is 2007") == [(expected,)]


def test_distinct_values_in_each_group(gapminder):
    table, rows = gapminder
    expected = grouped(rows, lambda r: r["continent"], lambda r: r["country"])

    found = as_dict(cells(table, "number of distinct country by continent"))

    assert found == {k: len(set(v)) for k, v in expected.items()}


def test_the_top_of_one_year(gapminder):
    table, rows = gapminder
    of_year = [r for r in rows if r["year"] == "2007"]
    best = sorted(of_year, key=lambda r: -float(r["gdpPercap"]))[:5]

    found = cells(table, "top 5 country by total gdpPercap where year is 2007")

    assert [row[0] for row in found] == [r["country"] for r in best]
    assert [row[-1] for row in found] == pytest.approx(
        [float(r["gdpPercap"]) for r in best]
    )


def test_average_by_two_columns(tips):
    table, rows = tips
    expected = grouped(rows, lambda r: (r["day"], r["time"]), lambda r: float(r["tip"]))

    found = as_dict(cells(table, "average tip by day and time"))

    assert found == pytest.approx({k: mean(v) for k, v in expected.items()})


def test_median_of_those_who_smoke(tips):
    table, rows = tips
    expected = median(float(r["tip"]) for r in rows if r["smoker"] == "Yes")

    assert cells(table, "median tip where smoker is Yes") == [
        (pytest.approx(expected),)
    ]


def test_count_above_a_number(tips):
    table, rows = tips
    expected = sum(float(r["total_bill"]) > 20 for r in rows)

    assert cells(table, "how many rows have total_bill above 20") == [(expected,)]


def test_average_per_month_of_dates_in_a_workbook(stocks):
    table, rows = stocks
    expected = grouped(rows, lambda r: r["date"][:7], lambda r: float(r["GOOG"]))

    found = cells(table, "average GOOG per month")

    assert {str(row[0])[:7]: row[1] for row in found} == pytest.approx(
        {k: mean(v) for k, v in expected.items()}
    )


def test_maximum_between_two_dates(stocks):
    table, rows = stocks
    inside = [r for r in rows if "2018-03-01" <= r["date"] <= "2018-06-30"]
    expected = max(float(r["NFLX"]) for r in inside)

    found = cells(table, "maximum NFLX between 2018-03-01 and 2018-06-30")

    assert found == [(pytest.approx(expected),)]


def test_minimum_in_a_year(stocks):
    table, rows = stocks
    expected = min(float(r["AAPL"]) for r in rows if r["date"][:4] == "2019")

    assert cells(table, "minimum AAPL in 2019") == [(pytest.approx(expected),)]


def test_a_word_without_a_place_is_named_and_nothing_is_shown(tips):
    table, _ = tips
    answer = ask("average tip by zodiac", table)

    assert answer.status != "answered"
    assert answer.result is None
    assert "zodiac" in answer.message
