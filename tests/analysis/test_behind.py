"""The rows behind a number are those that it was computed from, all and only."""

from statistics import mean

import pytest

from analysis.behind import rows_behind
from analysis.compute import run
from analysis.plan import CYCLES, GRAINS, Dimension, Filter, Measure, Plan
from analysis.profile import build_profile
from analysis.reading import read_table
from analysis.table import Table
from errors import ValidationError

LINES = """\
region,sold,price,open
north,2024-01-05,91.5,yes
north,2024-01-20,88.5,no
,2024-02-11,93.0,yes
south,2024-02-14,84.0,yes
south,2024-05-02,,no
south,,84.0,yes
it's;"east",2025-03-15,80.5,no
"""


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    folder = tmp_path_factory.mktemp("behind")
    file = folder / "sales.csv"
    file.write_text(LINES)
    read = read_table(file, file.name, folder / "sales.parquet")
    return Table(read.parquet, build_profile(read), "sales")


def keys(table):
    return {column.name: column.key for column in table.profile.columns}


DIMENSIONS = [
    {"column": "region"},
    {"column": "open"},
    {"column": "price"},
    {"column": "sold"},
    {"column": "price", "bins": 4},
    {"column": "price", "width": 2.5},
    *(
        {"column": "sold", "grain": grain}
        for grain in (*GRAINS, *CYCLES)
        if grain != "hour"
    ),
]


@pytest.mark.parametrize("by", DIMENSIONS, ids=str)
@pytest.mark.parametrize("also", [{}, {"column": "region"}], ids=str)
def test_the_rows_behind_each_group_give_its_number(table, by, also):
    names = keys(table)
    dimensions = [
        Dimension(**{**part, "column": names[part["column"]]})
        for part in (by, also)
        if part
    ]
    if len({part.column for part in dimensions}) < len(dimensions):
        dimensions = dimensions[:1]
    plan = Plan(
        measures=(Measure("count"), Measure("average", names["price"])),
        dimensions=tuple(dimensions),
    )
    result = run(plan, table)
    price = list(names).index("price")

    for row in result.rows:
        assert rows_behind(plan, row, table).total == row[-2]
        behind = rows_behind(plan, row, table, measure=1)
        prices = [cells[price] for cells in behind.rows]
        assert prices == [] if row[-1] is None else mean(prices) == row[-1]


def test_a_single_number_has_all_rows_that_passed_the_filter(table):
    names = keys(table)
    plan = Plan(
        measures=(Measure("sum", names["price"]),),
        where=Filter(names["region"], "=", ("south",)),
    )

    behind = rows_behind(plan, run(plan, table).rows[0], table)

    assert (behind.total, behind.numbers) == (2, [4, 6])
    assert behind.columns == ("region", "sold", "price", "open")
    assert behind.rows[0] == ("south", "2024-02-14", 84.0, True)


def test_rows_come_in_pages_and_can_be_filtered(table):
    names = keys(table)
    plan = Plan(measures=(Measure("count"),))

    page = rows_behind(plan, (7,), table, offset=2, limit=2)
    narrowed = rows_behind(plan, (7,), table, where=Filter(names["price"], ">", (90,)))

    assert (page.total, page.numbers) == (7, [3, 4])
    assert narrowed.numbers == [1, 3]


def test_bars_of_a_distribution_have_their_rows(table):
    plan = Plan(kind="distribution", columns=(keys(table)["price"],))
    result = run(plan, table)

    for row in result.rows:
        assert rows_behind(plan, row, table).total == row[-1]


def test_a_line_about_blank_cells_has_the_rows_that_are_blank(table):
    plan = Plan(kind="missing")
    by_name = {row[0]: row for row in run(plan, table).rows}

    assert rows_behind(plan, by_name["price"], table).numbers == [5]
    assert rows_behind(plan, by_name["open"], table).total == 0


def test_a_point_has_its_row(table):
    names = keys(table)
    plan = Plan(kind="rows", columns=(names["region"], names["price"]))

    assert rows_behind(plan, ("south", None), table).numbers == [5]
    assert rows_behind(plan, ('it\'s;"east"', 80.5), table).numbers == [7]


def test_a_measure_that_is_not_there_is_refused(table):
    plan = Plan(measures=(Measure("count"),))

    with pytest.raises(ValidationError, match="no such number"):
        rows_behind(plan, (7,), table, measure=1)
