"""What a row has to be like so that either database can hold it."""

import json
import math
import re
from collections.abc import Callable
from datetime import datetime
from functools import cache

from peewee import (
    BigIntegerField,
    DoubleField,
    Field,
    ForeignKeyField,
    IntegerField,
    Model,
)

from columns import Json, Role, Text, Utc, storable, to_json
from errors import PoppyError

ROLES = ("OWNER", "MEMBER", "VIEWER")
SHOWN = 40
# Unlike columns.to_json, it replaces nothing.
AS_IT_IS = json.JSONEncoder(ensure_ascii=False)
TIME = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}", re.ASCII)


class UnfitRow(PoppyError):
    """A row that cannot be kept as it is; the sentence names it and the column."""

    code = "UNFIT_ROW"
    status = 409


def unfit(field: Field, key: object, reason: str) -> UnfitRow:
    """Return the error about the value that a row has in a column."""
    place = f"{field.model._meta.table_name}.{field.column_name}"
    return UnfitRow(
        f"{place} of row '{key}' {reason}; nothing was changed. "
        "Correct it and try again."
    )


def refuse_unfit(model: type[Model], row: list) -> None:
    """Raise UnfitRow when a portable row holds what not both databases can keep."""
    for value, (field, may_be_empty, test) in zip(row, _columns(model), strict=True):
        if not (may_be_empty if value is None else test(value)):
            key = row[model._meta.sorted_fields.index(model._meta.primary_key)]
            raise unfit(field, key, misfit(field, value))


def misfit(field: Field, value: object) -> str:
    """Say what is wrong with a value that does not fit its column."""
    if value is None:
        return "is empty"
    shown = repr(value)
    if len(shown) > SHOWN:
        shown = f"{shown[:SHOWN]}..."
    return f"holds {shown}, which is no {expected(field)}"


def fits(field: Field, value: object) -> bool:
    """Say whether a column may hold a portable value."""
    return field.null if value is None else KINDS[_kind(field)][1](value)


def expected(field: Field) -> str:
    """Say what a column holds."""
    return KINDS[_kind(field)][0]


@cache
def _columns(model: type[Model]) -> list[tuple[Field, bool, Callable[[object], bool]]]:
    """Return each field, whether it may be empty, and the test of what it holds."""
    # JSON has an empty value of its own, so its columns are never without one.
    return [
        (field, field.null or isinstance(field, Json), KINDS[_kind(field)][1])
        for field in model._meta.sorted_fields
    ]


def _kind(field: Field) -> type[Field]:
    return type(field.rel_field if isinstance(field, ForeignKeyField) else field)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and storable(value) == value


def _is_role(value: object) -> bool:
    return value in ROLES


def _is_time(value: object) -> bool:
    if not (isinstance(value, str) and TIME.fullmatch(value)):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _is_json(value: object) -> bool:
    return AS_IT_IS.encode(value) == to_json(value)


def _is_number(value: object) -> bool:
    if type(value) is int:
        return abs(value) < 1 << 53
    return type(value) is float and not math.isnan(value)


def _is_whole(bits: int) -> Callable[[object], bool]:
    limit = 1 << (bits - 1)
    return lambda value: type(value) is int and -limit <= value < limit


# What each type of column holds: its name in a sentence, and the test of a value.
KINDS: dict[type[Field], tuple[str, Callable[[object], bool]]] = {
    Text: ("text that can be stored", _is_text),
    Role: ("role", _is_role),
    Utc: ("time in UTC", _is_time),
    Json: ("JSON that can be stored", _is_json),
    IntegerField: ("whole number of 32 bits", _is_whole(32)),
    BigIntegerField: ("whole number of 64 bits", _is_whole(64)),
    DoubleField: ("number", _is_number),
}
