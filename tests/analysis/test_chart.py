"""Charts are valid Vega-Lite, fit their answers, and name only keys they hold."""

import json
import lzma
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.chart import chart_for, chart_type, fitting_types
from analysis.plan import Dimension, Measure, Plan
from tests.analysis.answers import (
    AGE,
    AVERAGE,
    BY_MONTH,
    BY_REGION,
    BY_YEAR,
    COUNT,
    PROFILE,
    TOTAL,
    answer,
)

SCHEMA = Path(__file__).parent.parent / "data" / "vega-lite-6.4.3-schema.json.xz"
MONTHS = [f"2024-{month:02}-01" for month in range(1, 13)]
REGIONS = ["north", "south", "east"]
FIVE = (
    Measure("min", "c0"),
    Measure("percentile", "c0", 25),
    Measure("median", "c0"),
    Measure("percentile", "c0", 75),
    Measure("max", "c0"),
)


@pytest.fixture(scope="session")
def vega_lite():
    """The validator of Vega-Lite's own JSON schema."""
    schema = json.loads(lzma.decompress(SCHEMA.read_bytes()))
    return jsonschema.validators.validator_for(schema)(schema)


def crossed(first, second, start=1.0):
    return [
        (a, b, start + n * 10 + m)
        for n, a in enumerate(first)
        for m, b in enumerate(second)
    ]


# name -> (plan, rows, the type that is drawn, every type that fits)
CASES = {
    "average by region": (
        Plan(measures=(AVERAGE,), dimensions=(BY_REGION,)),
        [("north", 91.2), ("south", 84.0), (None, 80.1)],
        ("bar",),
    ),
    "count by region": (
        Plan(measures=(COUNT,), dimensions=(BY_REGION,)),
        [("north", 600), ("south", 396), ("east", 4)],
        ("bar", "pie"),
    ),
    "share by region": (
        Plan(measures=(Measure("share", "c0"),), dimensions=(BY_REGION,)),
        [("north", 60.0), ("south", 39.6), ("east", 0.4)],
        ("pie", "bar"),
    ),
    "total by month": (
        Plan(measures=(TOTAL,), dimensions=(BY_MONTH,)),
        [(month, 10.5 * n) for n, month in enumerate(MONTHS)],
        ("line", "area", "bar"),
    ),
    "average by month": (
        Plan(measures=(AVERAGE,), dimensions=(BY_MONTH,)),
        [(month, None if n == 3 else 10.5 * n) for n, month in enumerate(MONTHS)],
        ("line", "bar"),
    ),
    "growth by month": (
        Plan(measures=(Measure("growth", "c0"),), dimensions=(BY_MONTH,)),
        [(month, None if n == 0 else 5.0 - n) for n, month in enumerate(MONTHS)],
        ("bar", "line"),
    ),
    "average by year column": (
        Plan(measures=(AVERAGE,), dimensions=(BY_YEAR,)),
        [(1952, 49.1), (1957, 51.5), (1962, 53.6)],
        ("line", "bar"),
    ),
    "average by weekday": (
        Plan(measures=(AVERAGE,), dimensions=(Dimension("c2", "weekday"),)),
        [("Monday", 4.5), ("Tuesday", 6.5)],
        ("bar",),
    ),
    "total by region and month": (
        Plan(measures=(TOTAL,), dimensions=(BY_REGION, BY_MONTH)),
        crossed(REGIONS, MONTHS),
        ("line", "stacked_bar", "grouped_bar", "heatmap"),
    ),
    "average by region and weekday": (
        Plan(measures=(AVERAGE,), dimensions=(BY_REGION, Dimension("c2", "weekday"))),
        crossed(REGIONS, ["Monday", "Tuesday"]),
        ("grouped_bar", "heatmap"),
    ),
    "count by region and year": (
        Plan(measures=(COUNT,), dimensions=(BY_REGION, Dimension("c3"))),
        crossed(REGIONS, range(18, 90)),
        ("heatmap",),
    ),
    "average and median by region": (
        Plan(measures=(AVERAGE, Measure("median", "c0")), dimensions=(BY_REGION,)),
        [("north", 91.2, 90.0), ("south", 84.0, 70.0)],
        ("grouped_bar",),
    ),
    "average and median by month": (
        Plan(measures=(AVERAGE, Measure("median", "c0")), dimensions=(BY_MONTH,)),
        [(month, 91.2, 90.0) for month in MONTHS],
        ("line", "grouped_bar"),
    ),
    "five numbers by region": (
        Plan(measures=FIVE, dimensions=(BY_REGION,)),
        [("north", 1.0, 2.0, 3.0, 4.0, 5.0), ("south", 2.0, 3.0, 4.0, 6.0, 9.0)],
        ("box", "bar"),
    ),
    "distribution of price": (
        Plan(kind="distribution", dimensions=(Dimension("c0", bins=3),)),
        [(0.0, 50.0, 30), (50.0, 100.0, 20), (None, None, 2)],
        ("histogram",),
    ),
    "distribution of region": (
        Plan(kind="distribution", dimensions=(BY_REGION,)),
        [("north", 600), ("south", 396), ("east", 4)],
        ("bar", "pie"),
    ),
    "correlation": (
        Plan(kind="correlation", columns=("c0", "c3")),
        [(5.0, 20), (6.0, 30), (9.0, 35), (1.0, None)],
        ("scatter",),
    ),
    "outliers": (
        Plan(kind="outliers", columns=("c1", "c0")),
        [("north", 480.0), ("south", 500.0)],
        ("box",),
    ),
    "rows with dates": (
        Plan(kind="rows", columns=("c1", "c2", "c0", "c3")),
        [("north", "2024-02-01", 5.0, 3), ("south", "2024-01-01", None, 4)],
        (),
    ),
}


def fields_of(part):
    """Yield every field that a view names, with the rows it is drawn from."""
    if isinstance(part, dict):
        if isinstance(part.get("field"), str):
            yield part["field"]
        for key, inner in part.items():
            if key not in ("data", "usermeta", "layer"):
                yield from fields_of(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from fields_of(inner)


def check(spec, vega_lite):
    """Fail unless the specification is valid and every key is in every row."""
    errors = [error.message for error in vega_lite.iter_errors(spec)]
    assert not errors, errors[0]
    for view in spec.get("layer", [spec]):
        rows = (view.get("data") or spec["data"])["values"]
        names = set(fields_of(view))
        assert names and rows
        for row in rows:
            assert names <= set(row)
    assert len(spec["data"]["values"]) <= 5000
    json.dumps(spec, allow_nan=False)


@pytest.mark.parametrize("name", CASES)
def test_each_answer_is_drawn_by_the_chart_that_suits_it(name, vega_lite):
    plan, rows, fitting = CASES[name]
    result = answer(plan, rows)
    assert fitting_types(plan, result, PROFILE)[: len(fitting)] == fitting
    if not fitting:
        assert chart_for(plan, result, PROFILE) is None
        return
    assert chart_type(plan, result, PROFILE) == fitting[0]
    spec = chart_for(plan, result, PROFILE)
    assert spec["usermeta"]["poppy"]["type"] == fitting[0]
    check(spec, vega_lite)


@pytest.mark.parametrize("name", CASES)
def test_every_type_that_fits_can_be_asked_for(name, vega_lite):
    plan, rows, _ = CASES[name]
    result = answer(plan, rows)
    for kind in fitting_types(plan, result, PROFILE):
        spec = chart_for(plan, result, PROFILE, kind)
        assert spec["usermeta"]["poppy"]["type"] == kind
        check(spec, vega_lite)


def test_a_single_number_has_no_chart():
    plan = Plan(measures=(AVERAGE,))
    assert chart_for(plan, answer(plan, [(84.2,)]), PROFILE) is None


def test_an_empty_result_has_no_chart():
    plan = Plan(measures=(AVERAGE,), dimensions=(BY_REGION,))
    assert chart_for(plan, answer(plan, []), PROFILE) is None


def test_a_result_of_zeros_is_drawn(vega_lite):
    plan = Plan(measures=(TOTAL,), dimensions=(BY_REGION,))
    check(
        chart_for(plan, answer(plan, [("north", 0), ("south", 0)]), PROFILE), vega_lite
    )


def test_a_table_that_was_asked_for_is_no_chart():
    plan, rows, _ = CASES["total by month"]
    assert chart_for(plan, answer(plan, rows), PROFILE, "table") is None


def test_a_type_that_would_mislead_gives_way():
    plan, rows, _ = CASES["average by region"]
    spec = chart_for(plan, answer(plan, rows), PROFILE, "pie")
    assert spec["usermeta"]["poppy"]["type"] == "bar"


def test_a_bar_chart_asked_for_may_be_a_stacked_one():
    plan, rows, _ = CASES["total by region and month"]
    spec = chart_for(plan, answer(plan, rows), PROFILE, "bar")
    assert spec["usermeta"]["poppy"]["type"] == "stacked_bar"


def test_months_lie_on_a_real_time_axis_in_universal_time():
    plan, rows, _ = CASES["total by month"]
    spec = chart_for(plan, answer(plan, rows), PROFILE)
    x = spec["encoding"]["x"]
    assert (x["type"], x["scale"]["type"]) == ("temporal", "utc")
    assert spec["data"]["format"]["parse"] == {x["field"]: "utc:'%Y-%m-%d'"}
    assert spec["data"]["values"][0]["t0"] == "January 2024"


def test_few_periods_have_one_tick_each_and_many_are_left_to_the_axis(vega_lite):
    plan = Plan(measures=(TOTAL,), dimensions=(BY_MONTH,))
    few = chart_for(plan, answer(plan, [(m, 1.0) for m in MONTHS[:4]]), PROFILE)
    years = [f"{year}-{m:02}-01" for year in (2022, 2023) for m in range(1, 13)]
    many = chart_for(plan, answer(plan, [(m, 1.0) for m in years]), PROFILE)

    ticks = few["encoding"]["x"]["axis"]["values"]
    assert ticks[0] == {"year": 2024, "month": 1, "date": 1, "utc": True}
    assert len(ticks) == 4
    assert vega_lite.is_valid(few)
    assert "values" not in many["encoding"]["x"]["axis"]


def test_the_description_says_the_result_in_words():
    plan, rows, _ = CASES["average by region"]
    spec = chart_for(plan, answer(plan, rows), PROFILE)
    assert spec["description"].startswith("Bar chart. Average unit price")
    assert "$91.20" in spec["description"]


def test_long_names_lie():
    plan = Plan(measures=(AVERAGE,), dimensions=(BY_REGION,))
    rows = [("a region with a long name", 1.0), ("b", 2.0)]
    encoding = chart_for(plan, answer(plan, rows), PROFILE)["encoding"]
    assert (encoding["y"]["type"], encoding["x"]["type"]) == ("nominal", "quantitative")


def test_the_bars_beyond_fifty_become_one_where_they_add_up(vega_lite):
    plan = Plan(measures=(TOTAL,), dimensions=(BY_REGION,))
    rows = [(f"r{n}", 100.0 - n) for n in range(90)]
    spec = chart_for(plan, answer(plan, rows), PROFILE)
    check(spec, vega_lite)
    values = spec["data"]["values"]
    assert sum(row["f1"] for row in values) == sum(value for _, value in rows)
    assert values[-1]["t0"] == "40 others"
    assert "40 others" in " ".join(spec["title"]["subtitle"])


def test_averages_beyond_fifty_are_left_out_and_said():
    plan = Plan(measures=(AVERAGE,), dimensions=(BY_REGION,))
    rows = [(f"r{n}", 100.0 - n) for n in range(90)]
    spec = chart_for(plan, answer(plan, rows), PROFILE)
    assert len(spec["data"]["values"]) == 50
    assert "first 50 of 90" in spec["usermeta"]["poppy"]["note"]


def test_a_long_line_keeps_its_ends_and_extremes(vega_lite):
    plan = Plan(measures=(AVERAGE,), dimensions=(Dimension("c2", "day"),))
    rows = [
        (f"{1990 + n // 336}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02}", n % 977)
        for n in range(9000)
    ]
    rows[4321] = (rows[4321][0], 5000)
    spec = chart_for(plan, answer(plan, rows), PROFILE)
    check(spec, vega_lite)
    values = [row["f1"] for row in spec["data"]["values"]]
    assert (values[0], values[-1], max(values)) == (rows[0][1], rows[-1][1], 5000)
    assert "9,000 points" in spec["usermeta"]["poppy"]["note"]


def test_many_points_are_counted_in_a_grid(vega_lite):
    plan = Plan(kind="correlation", columns=("c0", "c3"))
    rows = [(float(n % 311), n % 97) for n in range(9000)]
    spec = chart_for(plan, answer(plan, rows, total_rows=20_000), PROFILE)
    check(spec, vega_lite)
    assert sum(row["points"] for row in spec["data"]["values"]) == 9000
    assert "first 9,000 of 20,000" in spec["usermeta"]["poppy"]["note"]


def test_the_trend_is_the_line_of_least_squares():
    plan = Plan(kind="correlation", columns=("c0", "c3"))
    spec = chart_for(plan, answer(plan, [(0.0, 1), (1.0, 3), (2.0, 5)]), PROFILE)
    ends = spec["layer"][1]["data"]["values"]
    assert ends == [{"f0": 0.0, "f1": 1.0}, {"f0": 2.0, "f1": 5.0}]


def test_names_with_dots_and_brackets_are_titles_only():
    plan = Plan(measures=(Measure("average", AGE.key),), dimensions=(BY_MONTH,))
    spec = chart_for(plan, answer(plan, [(m, 1.0) for m in MONTHS]), PROFILE)
    assert (
        spec["encoding"]["y"] | {"field": "f1", "title": "average age[years]"}
        == spec["encoding"]["y"]
    )
    assert set(spec["data"]["values"][0]) == {"t0", "f0", "f1"}


cells = st.one_of(st.none(), st.integers(-(10**9), 10**9), st.floats(-1e9, 1e9))
names = st.one_of(st.none(), st.text(max_size=20))
plans = st.sampled_from(
    [
        Plan(measures=(measure, *more), dimensions=dimensions)
        for measure in (AVERAGE, TOTAL, COUNT, Measure("share", "c0"))
        for more in ((), (Measure("median", "c0"),))
        for dimensions in ((BY_REGION,), (BY_MONTH,), (BY_REGION, BY_MONTH))
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.data(), plans)
def test_any_result_names_only_keys_that_its_data_hold(vega_lite, data, plan):
    parts = [
        names if part is BY_REGION else st.sampled_from([*MONTHS, None])
        for part in plan.dimensions
    ]
    row = st.tuples(*parts, *(cells for _ in plan.measures))
    result = answer(plan, data.draw(st.lists(row, max_size=30)))
    for kind in (None, *fitting_types(plan, result, PROFILE)):
        spec = chart_for(plan, result, PROFILE, kind)
        if spec is not None:
            check(spec, vega_lite)


def test_a_part_is_no_pie():
    rows = [("north", 5.0), ("south", 3.0), ("east", 2.0)]
    whole = Plan(measures=(TOTAL,), dimensions=(BY_REGION,))
    part = replace(whole, limit=3)
    assert "pie" in fitting_types(whole, answer(whole, rows), PROFILE)
    assert "pie" not in fitting_types(part, answer(part, rows), PROFILE)
    assert "pie" not in fitting_types(whole, answer(whole, rows, total_rows=9), PROFILE)


def test_a_stack_is_in_the_order_of_its_legend():
    plan, rows, _ = CASES["total by region and month"]
    spec = chart_for(plan, answer(plan, rows), PROFILE, "stacked_bar")
    orders = {row["t0"]: row["order"] for row in spec["data"]["values"]}
    assert orders == {"north": 0, "south": 1, "east": 2}


@pytest.mark.parametrize("case", ["five numbers by region", "outliers"])
def test_the_median_is_seen_in_its_box_on_light_and_dark_pages(case):
    plan, rows, _ = CASES[case]
    marks = [
        layer["mark"]
        for layer in chart_for(plan, answer(plan, rows), PROFILE, "box")["layer"]
    ]
    (box,) = (mark for mark in marks if mark["type"] == "bar")
    (median,) = (mark for mark in marks if mark["type"] == "tick")

    # Both take the page's --mark, whose 3:1 on the page tests/views/test_tokens holds.
    assert box["fill"] == "transparent" and "color" not in box
    assert "color" not in median and median["opacity"] == 1


def test_a_long_title_has_several_lines():
    plan, rows, _ = CASES["five numbers by region"]
    lines = chart_for(plan, answer(plan, rows), PROFILE)["title"]["text"]
    assert len(lines) > 1 and max(map(len, lines)) <= 60
