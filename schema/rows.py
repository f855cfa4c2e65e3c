"""Rows in one portable form, the same out of either database.

A row is a list in the order of the model's columns: times as text in UTC to the
millisecond, JSON as plain values, roles in capitals, everything else as it is.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from itertools import islice

from peewee import Database, Field, Model

from columns import Json, Utc, to_json
from database import is_postgres

PAGE = 1_000
# SQLite takes no more than 32,766 values in one statement.
MOST_VALUES = 30_000
MODULUS = 1 << 256


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
    fields, key = fields_of(model), model._meta.primary_key.column_name
    columns = ", ".join(f'"{field.column_name}"' for field in fields)
    statement = _placed(
        db,
        f'SELECT {columns} FROM "{model._meta.table_name}" '
        f'WHERE "{key}" > ? AND ({where}) ORDER BY "{key}" LIMIT {PAGE}',
    )
    place, last = column_names(model).index(key), ""
    while page := db.execute_sql(statement, (last, *values)).fetchall():
        last = page[-1][place]
        for row in page:
            yield [
                _portable(db, field, value)
                for field, value in zip(fields, row, strict=True)
            ]


def write_rows(
    db: Database, model: type[Model], rows: Iterable[list]
) -> Iterator[list]:
    """Write portable rows, many to a statement; yield each row that is written."""
    fields = fields_of(model)
    columns = ", ".join(f'"{field.column_name}"' for field in fields)
    places = f"({', '.join('?' * len(fields))})"
    rows = iter(rows)
    while batch := list(islice(rows, MOST_VALUES // len(fields))):
        statement = (
            f'INSERT INTO "{model._meta.table_name}" ({columns}) '
            f"VALUES {', '.join([places] * len(batch))}"
        )
        values = [
            _storable(field, value)
            for row in batch
            for field, value in zip(fields, row, strict=True)
        ]
        db.execute_sql(_placed(db, statement), values)
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


def _portable(db: Database, field: Field, value: object) -> object:
    if value is None:
        return None
    if isinstance(field, Utc):
        return field.db_value(field.python_value(value))
    if isinstance(field, Json) and not is_postgres(db):
        return json.loads(value)
    return value


def _storable(field: Field, value: object) -> object:
    return to_json(value) if isinstance(field, Json) and value is not None else value


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
    return float(value) + 0.0
