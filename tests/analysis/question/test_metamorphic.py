"""The answer follows the table: the same facts told otherwise give the same numbers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.engine import ask
from analysis.profile import build_profile
from analysis.table import Table
from tests.analysis.question.flights import COLUMNS
from tests.analysis.tables import stored

QUESTIONS = (
    "average price by airline",
    "how many flights have more than 1 stop?",
    "total passengers for each origin city",
    "which airline has the most flights?",
    "pilot name of the most expensive flight",
    "total price for Jet or Blue flights",
    "number of flights per month",
    "airlines with at least 3 flights",
    "lowest and highest price in 2024",
)
NEW_NAMES = ("ticket fee", "carrier", "layover", "fare_amount")
UNRELATED = ("humidity", "warranty", "blood group", "zz9")
slow = settings(max_examples=12, deadline=None)


def table_of(folder, columns):
    read = stored(folder, columns)
    return Table(read.parquet, build_profile(read), name="flights")


def rows(question, table):
    answer = ask(question, table)
    assert answer.status == "answered", (question, answer.message)
    return sorted(map(str, answer.result.rows))


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return table_of(tmp_path_factory.mktemp("plain"), COLUMNS)


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    return lambda: tmp_path_factory.mktemp("changed")


@slow
@given(order=st.permutations(list(COLUMNS)), question=st.sampled_from(QUESTIONS))
def test_shuffled_columns(plain, folders, order, question):
    shuffled = table_of(folders(), {name: COLUMNS[name] for name in order})
    assert rows(question, shuffled) == rows(question, plain)


@slow
@given(
    new=st.sampled_from(NEW_NAMES), op=st.sampled_from(["average", "total", "median"])
)
def test_a_renamed_column_with_its_word(plain, folders, new, op):
    renamed = {new if n == "price" else n: cells for n, cells in COLUMNS.items()}
    changed = table_of(folders(), renamed)
    spoken = new.replace("_", " ")
    assert rows(f"{op} {spoken} by airline", changed) == rows(
        f"{op} price by airline", plain
    )


@slow
@given(name=st.sampled_from(UNRELATED), question=st.sampled_from(QUESTIONS))
def test_an_added_column_that_nobody_asks_about(plain, folders, name, question):
    more = COLUMNS | {name: ("decimal", [float(n) for n in range(100, 112)])}
    assert rows(question, table_of(folders(), more)) == rows(question, plain)


@settings(max_examples=30, deadline=None)
@given(question=st.sampled_from(QUESTIONS), data=st.data())
def test_other_letter_case(plain, question, data):
    change = data.draw(st.sampled_from([str.upper, str.lower, str.capitalize]))
    assert rows(change(question), plain) == rows(question, plain)


@settings(max_examples=30, deadline=None)
@given(
    filled=st.sampled_from(["stops", "passengers"]),
    limit=st.integers(min_value=0, max_value=210),
)
def test_a_filter_and_its_complement_make_the_whole(plain, filled, limit):
    def count(question):
        return ask(question, plain).result.rows[0][0]

    above = count(f"how many flights have {filled} above {limit}?")
    rest = count(f"how many flights have {filled} at most {limit}?")
    assert above + rest == count("how many flights are there?")


@settings(max_examples=11, deadline=None)
@given(n=st.integers(min_value=1, max_value=11))
def test_the_first_n_begin_the_first_n_and_one(plain, n):
    def top(limit):
        question = f"top {limit} pilot names by passengers"
        return ask(question, plain).result.rows

    assert top(n + 1)[: len(top(n))] == top(n)
