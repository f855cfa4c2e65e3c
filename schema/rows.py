"""Rows in one portable form, the same out of either database.

A row is a list in the order of the model's columns: times as text in UTC to the
millisecond, JSON as plain values, roles in capitals, everything else as it is. One
that not both databases can hold raises schema.fitness.UnfitRow, which names it.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from decimal import Decimal
from itertools import islice

from peewee import (
    Database,
    DataError,
    Field,
    ForeignKeyField,
    IntegrityError,
    Model,
)

from columns import Json, Utc, to_json
from database import is_postgres
from schema.fitness import UnfitRow, misfit, refuse_unfit, unfit

PAGE = 1_000
# SQLite takes no more than 32,766 values in one statement.
MOST_VALUES = 30_000
MODULUS = 1 << 256
# What reading a cell raises where it holds something else.
NO_VALUE = (AttributeError, RecursionError, TypeError, ValueError)
# Every whole number up to here is a float without rounding.
EXACT = 1 << 53


def fields_of(model: type[Model]) -> list[Field]:
    """Return the model's fields in the order of a row."""
    return list(model._meta.sorted_fields)


def column_names(model: type[Model]) -> list[str]:
    """Return the names of the columns in the order of a row."""
    return [field.column_name for field in fields_of(model)]


def snapshot(db: Database) -> AbstractContextManager:
    """Return a transaction in which everything read is of one moment."""
    if is_postgres(db):
        return db.atomic(isolation_level="REPEATABLE READ")
    return db.atomic("DEFERRED")


def count(db: Database, model: type[Model]) -> int:
    """Count the rows of a table."""
    statement = f'SELECT count(*) FROM "{model._meta.table_name}"'
    return db.execute_sql(statement).fetchone()[0]


def read_rows(
    db: Database, model: type[Model], where: str = "true", values: tuple = ()
) -> Iterator[list]:
    """Go through the rows by their key, a page in memory at a time.

    `where` is a condition in SQL with `?` for the values.
    """
    name = model._meta.primary_key.column_name
    place, last, after = column_names(model).index(name), (), ""
    fields = fields_of(model)
    columns = ", ".join(as_text(db, field) for field in fields)
    while True:
        statement = (
            f'SELECT {columns} FROM "{model._meta.table_name}" '
            f'WHERE {after}({where}) ORDER BY "{name}" LIMIT {PAGE}'
        )
        page = db.execute_sql(_placed(db, statement), (*last, *values)).fetchall()
        if not page:
            return
        last, after = (page[-1][place],), f'"{name}" > ? AND '
        for row in page:
            yield _portable_row(model, fields, row, row[place])


def write_rows(
    db: Database, model: type[Model], rows: Iterable[list]
) -> Iterator[list]:
    """Write portable rows, many to a statement; yield each row that is written."""
    rows = iter(rows)
    while batch := list(islice(rows, MOST_VALUES // len(fields_of(model)))):
        try:
            with db.atomic():
                _insert(db, model, batch)
        except (DataError, IntegrityError):
            # One of them is refused; alone, it can be named.
            for row in batch:
                _insert_alone(db, model, row)
        yield from batch


class TableHash:
    """A hash of a table's content that does not depend on the order of the rows."""

    def __init__(self):
        self.rows = 0
        self._sum = 0

    def add(self, row: list) -> None:
        """Take a portable row in."""
        text = json.dumps(_canonical(row), sort_keys=True, ensure_ascii=False)
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
        self._sum = (self._sum + int.from_bytes(digest, "big")) % MODULUS
        self.rows += 1

    def hexdigest(self) -> str:
        """Return the hash in hex."""
        return f"{self._sum:064x}"


def as_text(db: Database, field: Field) -> str:
    """Return the column for a SELECT; times and JSON come as text from both."""
    if is_postgres(db) and isinstance(field, Json | Utc):
        return f'"{field.column_name}"::text'
    return f'"{field.column_name}"'


def _portable_row(
    model: type[Model], fields: list[Field], values: tuple, key: object
) -> list:
    row = []
    for field, value in zip(fields, values, strict=True):
        try:
            row.append(portable(field, value))
        except NO_VALUE as error:
            raise unfit(field, key, misfit(field, value)) from error
    refuse_unfit(model, row)
    return row


def portable(field: Field, value: object) -> object:
    """Return a cell that was selected `as_text` in portable form; raises NO_VALUE."""
    if value is None:
        return None
    if isinstance(field, Utc):
        return field.db_value(field.python_value(value))
    return json.loads(value) if isinstance(field, Json) else value


def _storable(field: Field, value: object) -> object:
    # Where a column of JSON must not be empty, it holds the null of JSON.
    if isinstance(field, Json) and not (value is None and field.null):
        return to_json(value)
    return value


def _insert(db: Database, model: type[Model], rows: list[list]) -> None:
    fields = fields_of(model)
    columns = ", ".join(f'"{field.column_name}"' for field in fields)
    places = f"({', '.join('?' * len(fields))})"
    statement = (
        f'INSERT INTO "{model._meta.table_name}" ({columns}) '
        f"VALUES {', '.join([places] * len(rows))}"
    )
    values = [
        _storable(field, value)
        for row in rows
        for field, value in zip(fields, row, strict=True)
    ]
    db.execute_sql(_placed(db, statement), values)


def _insert_alone(db: Database, model: type[Model], row: list) -> None:
    try:
        with db.atomic():
            _insert(db, model, [row])
    except (DataError, IntegrityError) as error:
        raise _refusal(db, model, row) from error


def _refusal(db: Database, model: type[Model], row: list) -> UnfitRow:
    """Say why the database refused a row: a lost parent, or a value that is taken."""
    fields, own = fields_of(model), model._meta.primary_key
    key = row[fields.index(own)]
    for field, value in zip(fields, row, strict=True):
        if isinstance(field, ForeignKeyField) and value is not None:
            query = f'SELECT 1 FROM "{field.rel_model._meta.table_name}" WHERE "id" = ?'
            if db.execute_sql(_placed(db, query), (value,)).fetchone() is None:
                return unfit(field, key, "points to a row that is not there")
    return unfit(own, key, "is refused by the database")


def _placed(db: Database, statement: str) -> str:
    return statement.replace("?", db.param)


def _canonical(value: object) -> object:
    """Make numbers alike that JSONB writes in another way: 1e5, 100000 and -0.0."""
    if isinstance(value, list | tuple):
        return [_canonical(item) for item in value]
    if isinstance(value, dict):
        return {key: _canonical(item) for key, item in value.items()}
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return _canonical_number(value)


def _canonical_number(value: int | float) -> float | str:
    try:
        number = float(value) + 0.0
    except OverflowError:
        return str(value)
    if isinstance(value, int) and abs(value) > EXACT:
        # JSONB writes 1e300 out; digits that no float has must not be lost.
        return number if int(Decimal(repr(number))) == value else str(value)
    return number
