"""The database behind the stores: how it is opened, lent to a request and judged."""

import functools
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from peewee import (
    Database,
    DatabaseError,
    DatabaseProxy,
    InterfaceError,
    OperationalError,
    SqliteDatabase,
)
from playhouse.db_url import parse
from playhouse.pool import MaxConnectionsExceeded, PooledPostgresqlDatabase

from errors import Unavailable, ValidationError

database = DatabaseProxy()

# busy_timeout comes first: changing the journal may have to wait for another process.
# WAL with synchronous=FULL syncs every commit, so a power cut loses nothing that was
# acknowledged; fullfsync says the same to macOS, whose plain fsync does not.
PRAGMAS = {
    "busy_timeout": 30_000,
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

BEHIND = "The database schema is behind this version of Poppy. Run: python migrate.py"
BUSY = "The database is busy; nothing was saved. Please try again in a moment."
FULL = "The disk is full; nothing was saved."
READ_ONLY = "The database cannot be written to; nothing was saved."
CANNOT_OPEN = "The database file cannot be opened; nothing was saved."
DAMAGED = "The database file is damaged, or its disk is; nothing was saved."
SILENT = (
    "The database does not answer; nothing was saved. Please try again in a moment."
)
SENTENCE_OF_POSTGRES = {
    "42P01": BEHIND,
    "42703": BEHIND,
    "40001": BUSY,
    "40P01": BUSY,
    "55P03": BUSY,
    "53100": FULL,
    "25006": READ_ONLY,
}
SENTENCE_OF_SQLITE = {
    "BUSY": BUSY,
    "LOCKED": BUSY,
    "FULL": FULL,
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


def _speaking(method: Callable) -> Callable:
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


class _Speaking:
    """The five doors to the driver, each speaking in Poppy's errors."""

    @_speaking
    def connect(self, reuse_if_open: bool = False) -> bool:
        return super().connect(reuse_if_open)

    @_speaking
    def _execute_cursor(self, sql, params, **options):
        return super()._execute_cursor(sql, params, **options)

    @_speaking
    def begin(self, *args, **kwargs) -> None:
        return super().begin(*args, **kwargs)

    @_speaking
    def commit(self) -> None:
        return super().commit()

    @_speaking
    def rollback(self) -> None:
        return super().rollback()


class SqliteFile(_Speaking, SqliteDatabase):
    """A SQLite file; each thread keeps its own connection open."""

    keeps_connections = True

    def rollback(self) -> None:
        """Roll back, unless SQLite has done so itself, as it does on a full disk."""
        if self.connection().in_transaction:
            super().rollback()


class PostgresPool(_Speaking, PooledPostgresqlDatabase):
    """A PostgreSQL database behind a pool of connections."""

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


def masked(url: str) -> str:
    """Return the URL without its password, fit for a message."""
    password = urlsplit(url).password if "@" in url else None
    return url.replace(f":{password}@", ":***@") if password else url


def is_postgres(db: Database) -> bool:
    """Say whether the database is PostgreSQL."""
    return not db.keeps_connections


def _open_sqlite(path: str) -> SqliteFile:
    if not path or path == ":memory:":
        raise ValidationError(
            "DATABASE_URL names no file; write sqlite:////FOLDER/poppy.sqlite3.",
            field="DATABASE_URL",
        )
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    return SqliteFile(
        path,
        pragmas=PRAGMAS,
        timeout=PRAGMAS["busy_timeout"] / 1000,
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
        **{"connect_timeout": 5, **POOL, **arguments, **_url_options(url)},
    )


def _url_options(url: str) -> dict[str, object]:
    given = dict(parse_qsl(urlsplit(url).query))
    for name in given.keys() - LIBPQ_OPTIONS - PRISMA_OPTIONS:
        raise ValidationError(
            f"DATABASE_URL has the option '{name}', which Poppy does not know.",
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
        f"DATABASE_URL is '{masked(url)}'; write sqlite:////FOLDER/poppy.sqlite3 or "
        "postgresql://USER:PASSWORD@HOST:5432/NAME.",
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
