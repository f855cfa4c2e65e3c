"""Every column knows what either database can hold in it."""

import pytest

from models import Artifact, TokenUsage, User
from schema.fitness import KINDS, UnfitRow, refuse_unfit
from schema.rows import column_names, fields_of
from service_models import TABLES

USER = {
    "id": "u1",
    "email": "anna@example.com",
    "tenantId": "t1",
    "role": "OWNER",
    "createdAt": "2026-01-01 12:30:00.007",
    "updatedAt": "2026-01-01 12:30:00.007",
}


def row_of(model, values):
    return [values.get(column) for column in column_names(model)]


def test_every_column_has_a_kind():
    for model in TABLES:
        for field in fields_of(model):
            assert type(getattr(field, "rel_field", field)) in KINDS


def test_a_whole_row_fits():
    refuse_unfit(User, row_of(User, USER))
    refuse_unfit(User, row_of(User, {**USER, "name": "größer 🌺"}))


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("email", None, "is empty"),
        ("email", 5, "holds 5, which is no text that can be stored"),
        ("name", "\ud800", "holds '\\ud800', which is no text that can be stored"),
        ("tenantId", True, "holds True, which is no text that can be stored"),
        ("role", "owner", "holds 'owner', which is no role"),
        ("createdAt", "2026-02-30 00:00:00.000", "which is no time in UTC"),
        ("createdAt", "2026-01-01 00:00", "which is no time in UTC"),
        ("createdAt", "2026-01-01 00:00:00.000+02:00", "which is no time in UTC"),
        ("createdAt", 0, "holds 0, which is no time in UTC"),
        ("name", "\0" * 99, "..., which is no text"),
    ],
)
def test_a_value_that_does_not_fit_is_named(column, value, reason):
    with pytest.raises(UnfitRow) as refused:
        refuse_unfit(User, row_of(User, {**USER, column: value}))
    assert f"poppy_users.{column} of row 'u1'" in refused.value.message
    assert reason in refused.value.message


@pytest.mark.parametrize(
    ("model", "column", "fits", "fits_not"),
    [
        (TokenUsage, "promptTokens", 2**31 - 1, 2**31),
        (TokenUsage, "promptTokens", -(2**31), 1.0),
        (TokenUsage, "estimatedCost", 0, float("nan")),
        (TokenUsage, "estimatedCost", 1e308, 10**400),
        (Artifact, "data", None, float("inf")),
        (Artifact, "data", {"n": 10**400, "s": "\\u0000"}, {"\0": 1}),
    ],
)
def test_numbers_and_json_have_limits(model, column, fits, fits_not):
    field = next(f for f in fields_of(model) if f.column_name == column)
    kind = KINDS[type(field)][1]
    assert kind(fits)
    assert not kind(fits_not)
