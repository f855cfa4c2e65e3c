"""Fields: what they accept is what their schema says."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from analysis.reading.options import Options
from errors import ValidationError
from views import fields, forms, nested_fields, number_fields
from views.serializers import snake

TABLES = {
    "registration": forms.REGISTRATION,
    "login": forms.LOGIN,
    "dataset": forms.DATASET,
    "changes": forms.DATASET_CHANGES,
    "session": forms.SESSION,
    "question": forms.QUESTION,
    "share": forms.SHARE,
    "never-send": forms.NEVER_SEND,
    "drill-down": forms.DRILL_DOWN,
    "difference": forms.DIFFERENCE,
    "read-again": forms.READ_AGAIN,
    "reading options": forms.READING,
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=3,
)


def accepts(table, data):
    try:
        fields.read(table, data)
    except ValidationError as error:
        assert error.details["field"] in {field.name for field in table}
        return False
    return True


@pytest.mark.parametrize("name", TABLES)
@given(data=st.data())
def test_what_a_table_reads_its_schema_allows(name, data):
    table = TABLES[name]
    drawn = {
        field.name: data.draw(JSON | st.from_regex(r"\S{8,40}", fullmatch=True))
        for field in table
        if data.draw(st.booleans())
    }

    if accepts(table, drawn):
        Draft202012Validator(fields.schema(table)).validate(drawn)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (fields.Text("f"), " x "),
        (fields.Text("f", least=0, required=False), ""),
        (fields.Verbatim("f", most=4), "a\nb "),
        (fields.Email("f"), "Anna@Example.com"),
        (fields.NewPassword("f"), "  8 chars"),
        (fields.Id("f"), "0B5EE2A6-7A47-4C80-8F0D-2F3A9A3E9F11"),
        (number_fields.Number("f"), -1.5),
        (number_fields.Count("f", most=7), 7.0),
        (nested_fields.Texts("f"), ["a", "", " b"]),
        (fields.Choice("f", words=("a", "b")), "b"),
        (fields.Word("f"), "key-1"),
        (nested_fields.Object("f"), {"kind": "rows"}),
    ],
)
def test_what_a_schema_allows_is_read(field, value):
    Draft202012Validator(field.schema()).validate(value)
    assert accepts((field,), {"f": value})


def test_values_are_named_in_snake_case_and_unknown_ones_ignored():
    table = (fields.Id("datasetId"), number_fields.Number("groupAAverage"))
    given_id = "0b5ee2a6-7a47-4c80-8f0d-2f3a9a3e9f11"

    read = fields.read(
        table, {"datasetId": given_id, "groupAAverage": 2, "other": "thing"}
    )

    assert read == {"dataset_id": given_id, "group_a_average": 2}


@pytest.mark.parametrize("value", ["7", 7])
def test_a_whole_number_of_an_address_is_read(value):
    assert number_fields.Whole("f").read(value) == 7


@pytest.mark.parametrize("value", ["", "x", "-1", "1.0", "٣", "1001", "9" * 99, None])
def test_a_number_that_cannot_be_is_refused(value):
    assert not accepts((number_fields.Whole("f"),), {"f": value})


@pytest.mark.parametrize("value", [True, "1", None, float("inf"), 10**400])
def test_what_is_no_finite_number_is_refused(value):
    assert not accepts((number_fields.Number("f"),), {"f": value})


@pytest.mark.parametrize("text", ["nul \0", "half \ud800", "x" * 201])
def test_text_that_cannot_be_stored_is_refused(text):
    assert not accepts((fields.Text("f"),), {"f": text})


def test_the_reading_options_are_those_of_the_reader():
    known = {each.name for each in dataclasses.fields(Options)}

    assert {snake(field.name) for field in forms.READING} == known


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        (fields.Text("f", "a title"), "Type a title."),
        (fields.Id("f", "an id"), "Send an id."),
        (fields.Choice("f", words=("html", "md")), "Write one of: html, md."),
    ],
)
def test_what_is_missing_is_asked_for(field, sentence):
    with pytest.raises(ValidationError, match=sentence):
        fields.read((field,), {})
