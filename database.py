"""The database behind the stores: how it is opened, lent to a request and judged."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from peewee import Database, DatabaseProxy, SqliteDatabase
from playhouse.db_url import parse
from playhouse.pool import PooledPostgresqlDatabase

from database_errors import CANNOT_OPEN, TranslatesErrors
from errors import Unavailable, ValidationError

database = DatabaseProxy()

PATIENCE_SECONDS = 30
# WAL with synchronous=FULL syncs every commit, so a power cut loses nothing that was
# acknowledged; fullfsync says the same to macOS, whose plain fsync does not.
PRAGMAS = {
    "busy_timeout": PATIENCE_SECONDS * 1000,
    "journal_mode": "wal",
    "synchronous": "full",
    "fullfsync": 1,
    "foreign_keys": 1,
    "cache_size": -16_000,
}
POOL = {"max_connections": 20, "stale_timeout": 300, "timeout": 10}
LIBPQ_OPTIONS = frozenset(
    {"application_name", "connect_timeout", "sslmode", "sslrootcert", "sslcert"}
    | {"sslkey", "channel_binding", "target_session_attrs", "host", "options"}
)
# What Prisma reads from a URL and PostgreSQL's own library does not know.
PRISMA_OPTIONS = frozenset(
    {"schema", "connection_limit", "pool_timeout", "pgbouncer", "socket_timeout"}
    | {"statement_cache_size", "sslaccept", "sslidentity", "sslpassword"}
)
POSTGRES_SCHEMES = frozenset(
    f"{name}{pool}" for name in ("postgres", "postgresql") for pool in ("", "+pool")
)
SQLITE_PREFIX = "sqlite:///"


class SqliteFile(TranslatesErrors, SqliteDatabase):
    """A SQLite file; each thread keeps its own connection open."""

    postgres = False
    keeps_connections = True

    def _connect(self) -> sqlite3.Connection:
        # SQLite does not wait where two processes turn a new file to WAL at once.
        patience = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return super()._connect()
            except sqlite3.OperationalError as error:
                busy = error.sqlite_errorname == "SQLITE_BUSY"
                if not busy or time.monotonic() > patience:
                    raise
                time.sleep(0.01)

    def rollback(self) -> None:
        """Roll back, unless SQLite has done so itself, as it does on a full disk."""
        if self.connection().in_transaction:
            super().rollback()


class PostgresPool(TranslatesErrors, PooledPostgresqlDatabase):
    """A PostgreSQL database behind a pool of connections."""

    postgres = True
    keeps_connections = False


def open_database(url: str) -> Database:
    """Return the database of a URL; nothing is connected yet.

    Raises ValidationError with a sentence when the URL cannot be understood.
    """
    if url.startswith(SQLITE_PREFIX):
        return _open_sqlite(url.removeprefix(SQLITE_PREFIX))
    if urlsplit(url).scheme in POSTGRES_SCHEMES:
        return _open_postgres(url)
    raise _bad_url(url)


def file_of(url: str) -> Path | None:
    """Return the file of an SQLite URL; None for any other."""
    if not url.startswith(SQLITE_PREFIX):
        return None
    return Path(url.removeprefix(SQLITE_PREFIX))


def masked(url: str) -> str:
    """Return the URL without its password, fit for a message."""
    password = urlsplit(url).password if "@" in url else None
    return url.replace(f":{password}@", ":***@") if password else url


def is_postgres(db: Database | DatabaseProxy) -> bool:
    """Say whether the database is PostgreSQL."""
    return db.postgres


def _open_sqlite(path: str) -> SqliteFile:
    if not path or path == ":memory:":
        raise ValidationError(
            "The database URL names no file; write sqlite:////FOLDER/poppy.sqlite3.",
            field="DATABASE_URL",
        )
    try:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable(CANNOT_OPEN) from error
    return SqliteFile(
        path,
        pragmas=PRAGMAS,
        timeout=PATIENCE_SECONDS,
        lock_type="IMMEDIATE",
        autoconnect=False,
        returning_clause=False,
        field_types={"ROLE": "TEXT", "UTC": "TIMESTAMP(3)"},
    )


def _open_postgres(url: str) -> PostgresPool:
    try:
        arguments = parse(url.split("?")[0], unquote_user=True, unquote_password=True)
    except ValueError as error:
        raise _bad_url(url) from error
    name = arguments.pop("database")
    if not name:
        raise _bad_url(url)
    return PostgresPool(
        name,
        autoconnect=False,
        field_types={"ROLE": '"PoppyUserRole"', "UTC": "TIMESTAMP(3)"},
        **{"connect_timeout": 10, **POOL, **arguments, **_url_options(url)},
    )


def _url_options(url: str) -> dict[str, object]:
    given = dict(parse_qsl(urlsplit(url).query))
    for name in given.keys() - LIBPQ_OPTIONS - PRISMA_OPTIONS:
        raise ValidationError(
            f"The database URL has the option '{name}', which Poppy does not know.",
            field="DATABASE_URL",
        )
    options: dict[str, object] = {k: given[k] for k in given.keys() & LIBPQ_OPTIONS}
    if given.get("schema", "public") != "public":
        options["options"] = f'-c search_path="{given["schema"]}"'
    if given.get("connection_limit", "").isdigit():
        options["max_connections"] = int(given["connection_limit"])
    return options


def _bad_url(url: str) -> ValidationError:
    return ValidationError(
        f"The database URL is '{masked(url)}'; write "
        "sqlite:////FOLDER/poppy.sqlite3 or postgresql://USER:PASSWORD@HOST:5432/NAME.",
        field="DATABASE_URL",
    )


def connect_for_request() -> None:
    """Make sure that this thread has a connection."""
    database.connect(reuse_if_open=True)


def release_after_request() -> None:
    """Give the connection back; on SQLite the thread keeps it for its next request."""
    if not database.keeps_connections and not database.is_closed():
        database.close()


@contextmanager
def connected() -> Iterator[None]:
    """Lend a connection to a block outside of a request (a script, a stream)."""
    connect_for_request()
    try:
        yield
    finally:
        release_after_request()


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """Lend a database of its own, connected, to a command or a check."""
    db = open_database(url)
    db.connect()
    try:
        yield db
    finally:
        if is_postgres(db):
            db.close_all()
        else:
            db.close()


def transaction() -> AbstractContextManager:
    """Return a block whose writes are kept together or not at all.

    A block within another is part of it: an error in it undoes the whole.
    """
    return nullcontext() if database.in_transaction() else database.atomic()
