"""What goes wrong between Poppy and a database, in sentences for a person."""

import functools
from collections.abc import Callable

from peewee import DatabaseError, InterfaceError, OperationalError
from playhouse.pool import MaxConnectionsExceeded

from errors import DISK_FULL, Unavailable

BEHIND = "The database schema is behind this version of Poppy. Run: python migrate.py"
BUSY = "The database is busy; nothing was saved. Please try again in a moment."
READ_ONLY = "The database cannot be written to; nothing was saved."
CANNOT_OPEN = "The database file cannot be opened; nothing was saved."
DAMAGED = "The database file is damaged, or its disk is; nothing was saved."
DOWN = "The database does not answer"
SILENT = f"{DOWN}; nothing was saved. Please try again in a moment."
SENTENCE_OF_POSTGRES = {
    "42P01": BEHIND,
    "42703": BEHIND,
    "40001": BUSY,
    "40P01": BUSY,
    "55P03": BUSY,
    "53100": DISK_FULL,
    "25006": READ_ONLY,
}
SENTENCE_OF_SQLITE = {
    "BUSY": BUSY,
    "LOCKED": BUSY,
    "FULL": DISK_FULL,
    "READONLY": READ_ONLY,
    "CANTOPEN": CANNOT_OPEN,
    "CORRUPT": DAMAGED,
    "NOTADB": DAMAGED,
    "IOERR": DAMAGED,
}
MISSING_IN_SQLITE = ("no such table", "no such column", "has no column")


def sentence_for(error: Exception) -> str | None:
    """Return what to tell a person about a driver's error; None when it is a bug."""
    if isinstance(error, MaxConnectionsExceeded):
        return BUSY
    cause = getattr(error, "orig", None)
    if cause is None:
        return None
    name = getattr(cause, "sqlite_errorname", None)
    if name == "SQLITE_ERROR":
        missing = any(words in str(cause) for words in MISSING_IN_SQLITE)
        return BEHIND if missing else None
    if name:
        return SENTENCE_OF_SQLITE.get(name.split("_")[1])
    known = SENTENCE_OF_POSTGRES.get(getattr(cause, "pgcode", None) or "")
    down = isinstance(error, OperationalError | InterfaceError)
    return known or (SILENT if down else None)


def _translating(method: Callable) -> Callable:
    """Turn a driver's "the database is down" into errors.Unavailable."""

    @functools.wraps(method)
    def call(self, *args, **kwargs):
        try:
            return method(self, *args, **kwargs)
        except (DatabaseError, InterfaceError, MaxConnectionsExceeded) as error:
            sentence = sentence_for(error)
            if sentence is None:
                raise
            code = "SCHEMA_BEHIND" if sentence == BEHIND else None
            raise Unavailable(sentence, code=code) from error

    return call


class TranslatesErrors:
    """The five doors to the driver, each speaking in Poppy's errors."""

    @_translating
    def connect(self, reuse_if_open: bool = False) -> bool:
        return super().connect(reuse_if_open)

    @_translating
    def _execute_cursor(self, sql, params, **options):
        return super()._execute_cursor(sql, params, **options)

    @_translating
    def begin(self, *args, **kwargs) -> None:
        return super().begin(*args, **kwargs)

    @_translating
    def commit(self) -> None:
        return super().commit()

    @_translating
    def rollback(self) -> None:
        return super().rollback()
