"""Plans go to JSON and come back the same; what is wrong is refused by name."""

import json

import pytest

from analysis.plan import (
    Dimension,
    Filter,
    Group,
    Having,
    Inner,
    Measure,
    Order,
    Plan,
    filters_of,
    joined,
)
from analysis.plan_json import plan_from_json
from errors import ValidationError
from tests.analysis.question.flights import KEYS as K
from tests.analysis.question.flights import flights

PLANS = [
    Plan(),
    Plan(measures=(Measure("percentile", K["price"], 0.0),), limit=3),
    Plan(
        measures=(Measure("share", K["price"], base="sum"),),
        dimensions=(Dimension(K["depart_date"], "month"), Dimension(K["airline"])),
        where=Group(
            "or",
            (
                Filter(K["stops"], "between", (0, 1)),
                Filter(K["airline"], "=", ("Jet",), negate=True),
            ),
        ),
        having=(Having(Measure("count"), ">=", (2,)),),
        order=(Order("measure", 0, descending=False),),
    ),
    Plan("rows", columns=(K["airline"],), distinct=True, chart="table"),
    Plan(
        "rows",
        where=Filter(
            K["price"],
            ">",
            (Inner("average", K["price"], Filter(K["airline"], "=", ("Jet",))),),
        ),
    ),
    Plan("rows", where=Filter(K["stops"], "!=", other=K["passengers"])),
    Plan("distribution", dimensions=(Dimension(K["price"], width=50),)),
]


@pytest.fixture(scope="module")
def profile(tmp_path_factory):
    return flights(tmp_path_factory.mktemp("flights")).profile


@pytest.mark.parametrize("plan", PLANS)
def test_a_plan_survives_json(plan, profile):
    assert plan_from_json(json.loads(json.dumps(plan.to_json())), profile) == plan


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ("text", "plan"),
        ({"drop": 1}, "plan"),
        ({"kind": "delete"}, "kind"),
        ({"measures": {"op": "sum"}}, "measures"),
        ({"measures": [{"op": "eval", "column": "c3"}]}, "op"),
        ({"measures": [{"op": "sum", "column": "c3; DROP TABLE x"}]}, "column"),
        ({"measures": [{"op": ["sum"]}]}, "op"),
        ({"columns": ["c99"]}, "column"),
        ({"dimensions": [{"column": "c1", "grain": "month"}]}, "grain"),
        ({"dimensions": [{"column": "c3", "bins": 1e9}]}, "bins"),
        ({"limit": -1}, "limit"),
        ({"limit": True}, "limit"),
        ({"limit": "5"}, "limit"),
        ({"where": {"column": "c3", "test": "~", "values": [1]}}, "test"),
        ({"where": {"column": "c3", "test": "between", "values": [1]}}, "values"),
        ({"where": {"column": "c3", "test": "=", "values": [[1]]}}, "values"),
        ({"where": {"join": "xor", "parts": []}}, "parts"),
        ({"order": [{"by": "random"}]}, "by"),
        ({"distinct": "yes"}, "distinct"),
        ({"columns": ["c1"] * 51}, "columns"),
        (
            {"having": [{"measure": {"op": "count"}, "test": "=", "values": ["a"]}]},
            "values",
        ),
    ],
)
def test_a_wrong_plan_is_refused_by_the_name_of_its_part(data, field, profile):
    with pytest.raises(ValidationError) as caught:
        plan_from_json(data, profile)
    assert caught.value.details["field"] == field


def test_filters_nested_too_deeply_are_refused(profile):
    data = {"column": "c1", "test": "blank"}
    for _ in range(50):
        data = {"join": "and", "parts": [data]}
    with pytest.raises(ValidationError):
        plan_from_json({"where": data}, profile)


def test_joining_no_filters_gives_none_and_one_stays_itself():
    one = Filter("c1", "blank")
    assert joined("and", []) is None
    assert joined("and", [one]) is one
    assert list(filters_of(Group("or", (one, Group("and", (one, one)))))) == [one] * 3
