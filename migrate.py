"""The schema command line: python migrate.py [up | status]."""

import argparse
import sys
from collections.abc import Callable

from peewee import Database

from config import load_settings
from database import masked, opened
from errors import PoppyError, Unavailable
from schema import history
from schema.adopt import adopt, is_predecessors
from schema.history import (
    applied,
    apply_migrations,
    migration_lock,
    migration_names,
)


def schema_problem(url: str) -> str | None:
    """Say why a server cannot start on the database; None when it can."""
    try:
        with opened(url) as db:
            return history.schema_problem(db)
    except Unavailable as error:
        return f"{error.message.split(';')[0]}. DATABASE_URL is {masked(url)}"


def schema_is_current(url: str) -> bool:
    """Say whether a server can start on the database."""
    return schema_problem(url) is None


def main(argv: list[str] | None = None) -> int:
    """Run one command; 0 when all is well, 1 when something is off, 2 on failure."""
    arguments = _parser().parse_args(argv)
    try:
        return arguments.run(arguments)
    except PoppyError as error:
        print(f"error: {error.message}", file=sys.stderr)
        if error.__cause__ is not None:
            print(f"cause: {str(error.__cause__).splitlines()[0]}", file=sys.stderr)
        return 2


def up(_: argparse.Namespace) -> int:
    """Bring the database to the newest schema; adopt one of the predecessor's."""

    def work(db: Database) -> int:
        with migration_lock(db):
            done = applied(db)
            if not done and is_predecessors(db):
                report = adopt(db)
                print(
                    "Adopted the database of the TypeScript Poppy:", *report, sep="\n"
                )
            names = [name for name in applied(db) if name not in done]
            names += apply_migrations(db)
        for name in sorted(names):
            print(f"applied {name}")
        print("The schema is current." if names else "Nothing to do; it is current.")
        return 0

    return _with_database(work)


def status(_: argparse.Namespace) -> int:
    """List the migrations; exit status 1 when one is missing."""

    def work(db: Database) -> int:
        done = applied(db)
        for name in sorted({*migration_names(), *done}):
            when = done.get(name)
            print(f"{name}  {f'applied {when:%Y-%m-%d %H:%M}' if when else 'pending'}")
        return 0 if all(name in done for name in migration_names()) else 1

    return _with_database(work)


def _with_database(work: Callable[[Database], int]) -> int:
    with opened(load_settings().database_url) as db:
        return work(db)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="migrate.py", description=__doc__)
    parser.set_defaults(run=up)
    commands = parser.add_subparsers(metavar="COMMAND")
    for name, run in {"up": up, "status": status}.items():
        commands.add_parser(name, help=run.__doc__).set_defaults(run=run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
