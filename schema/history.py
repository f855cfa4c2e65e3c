"""Which migrations a database has, and how it gets the ones it lacks."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from peewee import Database, Model
from playhouse.migrations import Runner

from database import is_postgres, masked, opened
from database_errors import DOWN, SILENT
from errors import Conflict, Unavailable

FOLDER = Path(__file__).resolve().parent.parent / "migrations"
TABLE = "poppy_schema_migrations"
# Any number that no other application on the server is likely to lock.
LOCK_NUMBER = 7_067_978_121
# Stands in the history of a database that the predecessor had made.
ADOPTED = "0000_adopted"


def migration_names() -> list[str]:
    """Return the names of this version's migrations, oldest first."""
    return sorted(path.stem for path in FOLDER.glob("[0-9]*.py"))


def applied(db: Database) -> dict[str, datetime]:
    """Return the migrations that the database has, with their times.

    Raises Conflict where somebody else's table has the name of the history.
    """
    if TABLE in db.get_tables():
        columns = {column.name for column in db.get_columns(TABLE)}
        if not columns >= {"id", "name", "applied"}:
            raise Conflict(
                f"The table {TABLE} of this database is not Poppy's. "
                "Rename it, or give Poppy a database of its own."
            )
    return _runner(db).applied()


def schema_problem(db: Database) -> str | None:
    """Say why this version cannot run on the database's schema; None when it can."""
    names, done = migration_names(), applied(db)
    if not done:
        return "The database has no Poppy schema yet. Run: python migrate.py"
    missing = [name for name in names if name not in done]
    if missing:
        return f"The database schema lacks {missing[0]}. Run: python migrate.py"
    newer = sorted(set(done) - set(names) - {ADOPTED})
    if newer:
        return f"A newer Poppy made this database ({newer[-1]}). Start that version."
    return None


def problem_at(url: str) -> str | None:
    """Say why a server cannot start on the database of a URL; None when it can."""
    try:
        with opened(url) as db:
            return schema_problem(db)
    except Unavailable as error:
        said = DOWN if error.message == SILENT else error.message.rstrip(".")
        return f"{said}. DATABASE_URL is {masked(url)}"
    except Conflict as error:
        return error.message


def apply_migrations(db: Database) -> list[str]:
    """Apply what is pending, in order; return the names of what was applied."""
    return _runner(db).up()


def fingerprint(db: Database) -> str:
    """Return a text that tells this database from any other: when it was first made.

    A copy by `migrate.py copy` has another; a restored dump has the same.
    """
    name, when = min(applied(db).items(), key=lambda item: item[::-1])
    return f"{name} {when.isoformat()}"


def record(db: Database, name: str) -> None:
    """Add a name to the history without running anything."""
    _runner(db).History.create(name=name)


def first_models(db: Database) -> list[type[Model]]:
    """Return the frozen models of the first migration, the predecessor's twelve first.

    What the predecessor lacked of them is nullable or a table of its own.
    """
    return _runner(db).migrations()[0].load().tables(db)


@contextmanager
def migration_lock(db: Database) -> Iterator[None]:
    """Let one process at a time change the schema; the others wait for it."""
    if is_postgres(db):
        db.execute_sql("SELECT pg_advisory_lock(%s)", (LOCK_NUMBER,))
        try:
            yield
        finally:
            # A connection that broke has let go of its locks.
            with suppress(Unavailable):
                db.execute_sql("SELECT pg_advisory_unlock(%s)", (LOCK_NUMBER,))
        return
    with open(f"{db.database}.migrating", "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _runner(db: Database) -> Runner:
    return Runner(db, str(FOLDER), table_name=TABLE)
