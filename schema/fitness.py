"""What a row has to be like so that either database can hold it."""

import json
import math
from collections.abc import Callable
from datetime import datetime

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
    fields = model._meta.sorted_fields
    for field, value in zip(fields, row, strict=True):
        if not _fits(field, value):
            key = row[fields.index(model._meta.primary_key)]
            raise unfit(field, key, misfit(field, value))


def misfit(field: Field, value: object) -> str:
    """Say what is wrong with a value that does not fit its column."""
    if value is None:
        return "is empty"
    shown = repr(value)
    if len(shown) > SHOWN:
        shown = f"{shown[:SHOWN]}..."
    return f"holds {shown}, which is no {KINDS[_kind(field)][0]}"


def _fits(field: Field, value: object) -> bool:
    # JSON has an empty value of its own, so its columns are never without one.
    if value is None:
        return field.null or isinstance(field, Json)
    return KINDS[_kind(field)][1](value)


def _kind(field: Field) -> type[Field]:
    return type(field.rel_field if isinstance(field, ForeignKeyField) else field)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and storable(value) == value


def _is_role(value: object) -> bool:
    return value in ROLES


def _is_time(value: object) -> bool:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return False
    written = moment.isoformat(sep=" ", timespec="milliseconds")
    return moment.tzinfo is None and written == value


def _is_json(value: object) -> bool:
    return json.loads(to_json(value)) == value


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
