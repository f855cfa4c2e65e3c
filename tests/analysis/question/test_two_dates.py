"""Times without a name in a table of several dates: each date is offered."""

import pytest

from analysis.engine import ask
from tests.analysis.question.asked import csv_table


@pytest.fixture(scope="module")
def orders(tmp_path_factory):
    rows = "".join(
        f"{i},2023-{1 + i % 12:02d}-03,2023-{1 + i // 4:02d}-{4 + i % 20:02d},{i * 3}\n"
        for i in range(1, 40)
    )
    text = "order_no,ordered,shipped,revenue\n" + rows
    return csv_table(tmp_path_factory.mktemp("dates"), "orders", text)


@pytest.mark.parametrize(
    "question",
    ["total revenue by month", "monthly revenue", "how many orders in May 2023"],
)
def test_a_time_without_a_name_is_asked_back(orders, question):
    answer = ask(question, orders)
    assert answer.status == "clarify", answer.message
    labels = " / ".join(choice.label for choice in answer.choices)
    assert "ordered" in labels and "shipped" in labels


def test_a_year_that_only_one_date_reaches_is_of_that_date(tmp_path):
    rows = "".join(f"{i},{2001 + i % 9},2023-0{1 + i % 9}-11\n" for i in range(1, 30))
    table = csv_table(tmp_path, "houses", "house_no,built_year,sold_on\n" + rows)
    answer = ask("how many houses in 2023", table)
    assert answer.status == "answered", answer.message
    assert answer.plan.where.column == "c2"


def test_a_time_with_a_name_is_answered(orders):
    answer = ask("number of orders by month of shipped", orders)
    assert answer.status == "answered", answer.message
    assert {d.column for d in answer.plan.dimensions} == {"c2"}
