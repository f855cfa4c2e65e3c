"""Input to checked values: what is accepted, and the field that is named if not."""

import pytest

from errors import ValidationError
from views import forms

ANNA = {"name": "Anna", "email": "Anna@Example.com", "password": "long enough"}


def refused(check, data):
    with pytest.raises(ValidationError) as caught:
        check(data)
    return caught.value.details.get("field"), caught.value.message


def test_a_registration_is_taken_with_the_address_in_lower_case():
    given = forms.registration({**ANNA, "name": "  Anna  "})
    assert given == forms.Registration("Anna", "anna@example.com", "long enough")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"email": ""}, "email"),
        ({"email": "anna"}, "email"),
        ({"email": "anna@example"}, "email"),
        ({"email": "an na@example.com"}, "email"),
        ({"email": "a" * 250 + "@example.com"}, "email"),
        ({"password": "short"}, "password"),
        ({"password": "x" * 1001}, "password"),
        ({"password": "with\0nul and more"}, "password"),
        ({"name": 5}, "name"),
        ({"email": ["a"]}, "email"),
    ],
)
def test_a_bad_registration_names_its_field(change, field):
    assert refused(forms.registration, {**ANNA, **change})[0] == field


def test_a_missing_field_is_said_and_not_a_crash():
    assert refused(forms.registration, {}) == ("name", "Type your name.")
    assert refused(forms.login, {}) == ("email", "Type your e-mail address.")
    assert refused(forms.login, {"email": "a@b.c"}) == (
        "password",
        "Type your password.",
    )


def test_a_password_is_not_trimmed():
    assert forms.login({"email": "a@b.c", "password": "  x  "}).password == "  x  "


def test_dataset_details_are_held_to_their_lengths():
    given = forms.dataset_details({"name": " sales ", "description": "  "})
    assert given == forms.DatasetDetails("sales", None)
    assert refused(forms.dataset_details, {"name": "x" * 201})[0] == "name"
    long = {"name": "x", "description": "y" * 1001}
    field, message = refused(forms.dataset_details, long)
    assert field == "description"
    assert "1,001" in message


def test_a_question_is_taken_verbatim():
    typed = "  what's <b>this</b>? \n"
    assert forms.question({"content": typed}) == typed


def test_a_plan_is_json_or_nothing():
    assert forms.plan({}) is None
    assert forms.plan({"plan": '{"kind": "rows"}'}) == {"kind": "rows"}
    for broken in ("{", "[]", "3", "[" * 90_000, '"x"' + " " * 100_001):
        assert "out of date" in refused(forms.plan, {"plan": broken})[1]


@pytest.mark.parametrize(
    ("written", "page"),
    [("3", 3), ("", 1), ("0", 1), ("-2", 1), ("x", 1), ("9" * 40, 1), ("²", 1)],
)
def test_a_page_number_is_never_an_error(written, page):
    assert forms.page_number({"page": written}) == page


def test_an_id_is_a_uuid():
    spelled = "0B5EE2A6-7A47-4C80-8F0D-2F3A9A3E9F11"
    assert forms.identifier({"dataset": spelled}, "dataset") == spelled.lower()
    assert refused(lambda d: forms.identifier(d, "dataset"), {"dataset": "1"})[0] == (
        "dataset"
    )
