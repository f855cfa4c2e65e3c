from dataclasses import replace

import pytest

from analysis.values import build_values, column_values, look_up, near, normal
from tests.analysis.question.flights import KEYS as K
from tests.analysis.question.flights import flights


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    return flights(tmp_path_factory.mktemp("flights"))


@pytest.fixture
def indexed(table):
    target = table.parquet.parent / "values.parquet"
    build_values(table.parquet, table.profile, target)
    return replace(table, values=target)


@pytest.mark.parametrize(
    ("text", "norm"),
    [("New  York!", "new york"), ("Öl & Gás", "ol gas"), ("a_b-c", "a b c"), ("?", "")],
)
def test_texts_are_compared_without_case_accents_and_signs(text, norm):
    assert normal(text) == norm


def test_a_value_is_found_with_its_column_and_count(indexed):
    (value,) = look_up(indexed, ["new york"])["new york"]
    assert (value.column, value.text, value.rows) == (K["origin_city"], "New York", 2)


def test_what_is_not_in_the_data_is_not_found(indexed):
    assert look_up(indexed, ["atlantis", ""]) == {}


def test_the_index_and_the_table_itself_say_the_same(table, indexed):
    words = ["oslo", "jet", "ann lee", "nowhere"]
    assert look_up(table, words) == look_up(indexed, words)


def test_a_slip_finds_what_was_meant(table):
    assert near(table, "Pari")[0].text == "Paris"
    assert near(table, "zzzzzz", K["airline"]) == ()


def test_only_text_columns_have_values_to_look_up(table):
    assert column_values(table, K["price"]) == ()
    assert [v.text for v in column_values(table, K["airline"])] == [
        "Blue",
        "Jet",
        "Sky",
    ]


def test_many_columns_are_counted_as_few_are(table, indexed, monkeypatch):
    words = ["new york", "jet", "paris", "ann lee"]
    monkeypatch.setattr("analysis.values.MANY_COLUMNS", 0)
    build_values(table.parquet, table.profile, indexed.values)
    assert look_up(indexed, words) == look_up(table, words)
    assert len(look_up(indexed, words)) == len(words)
