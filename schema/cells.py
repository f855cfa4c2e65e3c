"""What each cell must hold; SQLite keeps whatever it is given."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from peewee import Database, Field, FloatField, IntegerField, Model

from columns import Json, Role, Utc
from database import is_postgres
from schema.rows import column_names, fields_of

ROLES = ("OWNER", "MEMBER", "VIEWER")
PAGE = 1_000


def wrong_cells(db: Database, model: type[Model]) -> Iterator[str]:
    """Go through the columns of a table that hold what they must not, a sentence each.

    Every row is read once.
    """
    fields, table = fields_of(model), model._meta.table_name
    wrong: Counter[Field] = Counter()
    first: dict[Field, object] = {}
    for key, *row in _rows(db, model):
        for field, value in zip(fields, row, strict=True):
            if not _fits(db, field, value):
                wrong[field] += 1
                first.setdefault(field, key)
    for field, number in wrong.items():
        yield (
            f"{table}.{field.column_name}: {number:,} rows hold no "
            f"{_expected(field)} (the first has the id '{first[field]}')."
        )


def _rows(db: Database, model: type[Model]) -> Iterator[tuple]:
    """Go through the rows as the driver gives them, each behind its key."""
    names = [model._meta.primary_key.column_name, *column_names(model)]
    columns = ", ".join(f'"{name}"' for name in names)
    cursor = db.execute_sql(f'SELECT {columns} FROM "{model._meta.table_name}"')
    while page := cursor.fetchmany(PAGE):
        yield from page


def _fits(db: Database, field: Field, value: object) -> bool:
    if value is None:
        return field.null
    if isinstance(field, Json):
        return is_postgres(db) or _is_json(value, field.null)
    if isinstance(field, Utc):
        return is_postgres(db) or _is_time(value)
    if isinstance(field, Role):
        return value in ROLES
    if isinstance(field, IntegerField):
        return isinstance(value, int)
    if isinstance(field, FloatField):
        return isinstance(value, int | float)
    return isinstance(value, str)


def _is_json(value: object, may_be_null: bool) -> bool:
    try:
        return json.loads(value) is not None or may_be_null
    except (TypeError, ValueError):
        return False


def _is_time(value: object) -> bool:
    try:
        datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return False
    return True


def _expected(field: Field) -> str:
    for kind, words in (
        (Json, "JSON value"),
        (Utc, "time"),
        (Role, "role that Poppy knows"),
        (IntegerField, "whole number"),
        (FloatField, "number"),
    ):
        if isinstance(field, kind):
            return words
    return "text"
