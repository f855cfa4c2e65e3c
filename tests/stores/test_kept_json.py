"""Whatever stands in a JSON column becomes what a record promises."""

import pytest

from stores.kept_json import columns_of, result_of, sentences_of

ODD = [None, 5, "x", True, [], {}]


@pytest.mark.parametrize("value", [None, 5, "x", []])
def test_what_is_no_object_is_the_result_itself(value):
    assert result_of(value) == {"resultData": value}


@pytest.mark.parametrize("metadata", [None, "x", [1]])
def test_metadata_is_always_an_object(metadata):
    kept = {"resultType": "scalar", "resultData": 1, "metadata": metadata}
    assert result_of(kept) == {**kept, "metadata": {}}
    assert result_of({"resultData": 1}) == {"resultData": 1, "metadata": {}}


def test_columns_are_the_objects_with_a_name():
    kept = [{"name": "a", "type": "string"}, None, {"name": None}, {"type": "x"}, "b"]
    assert columns_of(kept) == [{"name": "a", "type": "string"}]


@pytest.mark.parametrize("value", ODD)
def test_odd_columns_are_none_at_all(value):
    assert columns_of(value) == []


def test_sentences_are_a_list_of_texts():
    assert sentences_of("One.") == ["One."]
    assert sentences_of(["One.", 2, None]) == ["One."]
    assert sentences_of({"a": 1}) is None
    assert sentences_of(None) is None
