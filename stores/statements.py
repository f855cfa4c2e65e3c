"""Statements that Peewee writes once and that then run as plain SQL.

Writing the SQL costs several times what running it does on a list page, so it is
kept; values take the places of the slots when a statement runs.
"""

import dataclasses
import json
import uuid
from collections.abc import Callable
from datetime import datetime
from typing import Generic, TypeVar

from peewee import Field, Model, ModelSelect, Query, Tuple, Value

from columns import Json, Role, Utc
from database import PostgresPool, SqliteFile, database
from errors import NotFound, ValidationError

R = TypeVar("R")
NO_LIMIT = 2**31 - 1


class Slot(str):
    """The name of a value that comes when the statement runs."""


def slot(name: str) -> Value:
    """Return the place of a named value in a query."""
    return Value(Slot(name), converter=False, unpack=False)


class Statement:
    """A query whose SQL is written on first use, once for each kind of database."""

    def __init__(self, write: Callable[[], Query]):
        self._write = write
        self._written: dict[type, tuple[str, list]] = {}

    def run(self, **values: object):
        """Run with the values in their slots; return the driver's cursor."""
        key = type(database.obj)
        if key not in self._written:
            self._written[key] = self._write().sql()
        sql, parameters = self._written[key]
        given = [values[p] if type(p) is Slot else p for p in parameters]
        return database.execute_sql(sql, given)


# What the drivers leave to us; psycopg2 reads times and JSON by itself.
CONVERTERS = {
    SqliteFile: {
        Utc: datetime.fromisoformat,
        Json: json.JSONDecoder().decode,
        Role: str.lower,
    },
    PostgresPool: {Role: str.lower},
}


class Reader(Generic[R]):
    """How the columns of rows become records."""

    def __init__(self, fields: list[Field], build: Callable[..., R]):
        self.fields = fields
        self._build = build

    @classmethod
    def of(cls, model: type[Model], record: type[R]) -> "Reader[R]":
        """Return the reader that fills a record from the model's columns."""
        return cls(record_fields(model, record), record)

    def __call__(self, rows: list[tuple]) -> list[R]:
        # A column at a time: a list page is read in half the time of row by row.
        columns: list = list(zip(*rows, strict=True))
        converters = CONVERTERS[type(database.obj)]
        for place, field in enumerate(self.fields if rows else ()):
            convert = converters.get(type(field))
            if convert is not None:
                columns[place] = [
                    None if cell is None else convert(cell) for cell in columns[place]
                ]
        return list(map(self._build, *columns)) if rows else []


class Records(Generic[R]):
    """A SELECT that gives records of one kind."""

    def __init__(
        self,
        model: type[Model],
        record: type[R] | Reader[R],
        narrow: Callable[[ModelSelect], ModelSelect],
    ):
        reader = record if isinstance(record, Reader) else Reader.of(model, record)
        self._read = reader
        self._statement = Statement(lambda: narrow(model.select(*reader.fields)))

    def all(self, **values: object) -> list[R]:
        """Return every record."""
        return self._read(self._statement.run(**values).fetchall())

    def first(self, **values: object) -> R | None:
        """Return the first record, if there is one."""
        row = self._statement.run(**values).fetchone()
        return self._read([row])[0] if row else None


class Pages(Generic[R]):
    """A list, newest first, read page by page from a cursor (keyset, not offset)."""

    def __init__(
        self,
        model: type[Model],
        record: type[R] | Reader[R],
        narrow: Callable[[ModelSelect], ModelSelect],
        by: str = "created_at",
    ):
        time, key = getattr(model, by), model.id

        def ordered(query: ModelSelect) -> ModelSelect:
            return narrow(query).order_by(time.desc(), key.desc()).limit(slot("limit"))

        def older(query: ModelSelect) -> ModelSelect:
            return ordered(query).where(
                Tuple(time, key) < Tuple(slot("before"), slot("before_id"))
            )

        self._first_page = Records(model, record, ordered)
        self._later_page = Records(model, record, older)

    def newest(self, limit: int | None, before: str | None, **values) -> list[R]:
        """Return up to `limit` records older than the cursor."""
        values["limit"] = NO_LIMIT if limit is None else limit
        if before is None:
            return self._first_page.all(**values)
        time, record_id = parse_cursor(before)
        return self._later_page.all(**values, before=time, before_id=record_id)


def cursor_of(record: object, by: str | None = None) -> str:
    """Return the cursor behind which the next page of a list begins.

    `by` names the time that orders the list (created_at, or timestamp for usage and
    audit lines); only the list of recently used sessions needs it ("updated_at").
    """
    by = by or ("timestamp" if hasattr(record, "timestamp") else "created_at")
    return f"{getattr(record, by).isoformat(timespec='milliseconds')}~{record.id}"


def parse_cursor(cursor: str) -> tuple[str, str]:
    """Return the time, as it is stored, and the id of a cursor.

    ValidationError when it is none.
    """
    time, _, record_id = cursor.partition("~")
    try:
        return Utc().db_value(datetime.fromisoformat(time)), record_id
    except ValueError as error:
        raise ValidationError("No such page.", field="before") from error


def record_fields(model: type[Model], record: type) -> list[Field]:
    """Return the model's fields in the order of the record's."""
    return [getattr(model, field.name) for field in dataclasses.fields(record)]


_inserts: dict[tuple, tuple[Statement, list[Field]]] = {}


def insert(model: type[Model], record: R, **more: object) -> R:
    """Write a record (and columns that it does not show); return it."""
    names = (*(field.name for field in dataclasses.fields(record)), *more)
    if (model, names) not in _inserts:
        fields = [getattr(model, name) for name in names]
        slots = {field: slot(field.name) for field in fields}
        _inserts[model, names] = Statement(lambda: model.insert(slots)), fields
    statement, fields = _inserts[model, names]
    values = [more[name] if name in more else getattr(record, name) for name in names]
    statement.run(
        **{f.name: f.db_value(v) for f, v in zip(fields, values, strict=True)}
    )
    return record


def new_id() -> str:
    """Return a fresh record id."""
    return str(uuid.uuid4())


def found(record: R | None, sentence: str) -> R:
    """Return the record, or raise NotFound with the sentence."""
    if record is None:
        raise NotFound(sentence)
    return record
