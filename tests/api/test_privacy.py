"""Columns that are never sent to a language model, by the API."""

import pytest


@pytest.fixture
def path(dataset):
    """The address of the dataset's marks."""
    return f"/poppy/datasets/{dataset}/never-send"


def mark(caller, path, columns):
    return caller.call("PUT", path, json={"columns": columns})


def test_marks_are_set_and_taken_back(alice, bob, path):
    assert alice.get(path).json == {"columns": []}

    marked = mark(alice, path, ["region", "amount"])

    assert marked.json == {"columns": ["amount", "region"]}
    assert bob.get(path).json == marked.json
    assert mark(alice, path, ["day"]).json == {"columns": ["day"]}


def test_names_that_the_table_does_not_have_are_left_out(alice, path):
    assert mark(alice, path, ["region", "shoe size"]).json == {"columns": ["region"]}


@pytest.mark.parametrize("columns", ["region", [1], [None], {"region": True}, None])
def test_what_is_no_list_of_names_is_refused(alice, path, columns):
    answer = mark(alice, path, columns)

    assert answer.status_code == 400
    assert answer.json["error"]["details"] == {"field": "columns"}
