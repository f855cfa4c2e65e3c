"""Where words leave two computations open, both are offered; the rest is audited."""

import pytest

from analysis.engine import ask
from tests.analysis.question.asked import csv_table, told

HEAD = "order_id,customer,state,kind,status,sales,charge,total_cost,month_no,clerk\n"
STATES, KINDS = ("Ohio", "Iowa", "Utah"), ("shirt", "hat")
STATUSES, CLERKS = ("offer", "play", "IT"), ("Ann", "Bob", "Cid", "Dot")


@pytest.fixture(scope="module")
def orders(tmp_path_factory):
    rows = "".join(
        f"{500 + i // 2},C{i % 11},{STATES[i % 3]},{KINDS[i % 2]},{STATUSES[i % 3]},"
        f"{(i * 37) % 300}.5,{(i * 13) % 90}.25,{(i * 7) % 400}.5,{i % 12},"
        f"{CLERKS[i % 4]}\n"
        for i in range(120)
    )
    return csv_table(tmp_path_factory.mktemp("rivals"), "orders", HEAD + rows)


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("how many orders are there", "number of rows", "number of different order_id"),
        ("which state has the lowest sales", "lowest sales", "total sales, by state"),
        ("charge by state", "average charge", "total charge"),
        ("what is the total cost for Ohio", "total_cost", "total total_cost"),
        ("states with more than 900 sales", "sales > 900", "with total sales > 900"),
    ],
)
def test_two_computations_are_offered(orders, question, one, other):
    answer = ask(question, orders)
    assert answer.status == "clarify", told(answer, orders)
    assert one in told(answer, orders) and other in told(answer, orders)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("charge by state in total", "total charge, by state"),
        ("which state has the highest sales on average", "average sales, by state"),
        ("average charge by state", "average charge, by state"),
        (
            "sales above the average shirt sales",
            "sales > average sales where kind = shirt",
        ),
    ],
)
def test_what_is_said_is_not_asked_back(orders, question, expected):
    assert expected in told(ask(question, orders), orders)


@pytest.mark.parametrize(
    "question",
    [
        "number of orders that offer",
        "orders we play",
        "total sales about IT",
        "what share of sales",
        "which clerk never had a hat",
        "which state has no hat",
        "where was the highest charge",
    ],
)
def test_a_word_of_the_question_is_never_lost(orders, question):
    answer = ask(question, orders)
    if answer.result is not None:
        cells = {"offer", "play", "IT"} & set(question.split())
        assert cells and cells <= set(answer.result.parameters), told(answer, orders)
