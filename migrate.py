"""The command line of the database: python migrate.py COMMAND (up if none is given)."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from peewee import Database

from config import Settings, load_settings
from database import database, file_of, masked, opened
from errors import NotFound, PoppyError
from schema.adopt import adopt, is_predecessors
from schema.check import count_rows, problems
from schema.copy import copy
from schema.history import (
    applied,
    apply_migrations,
    migration_lock,
    migration_names,
)
from schema.sweep import sweep
from schema.tenant_export import export_tenant, find_tenant
from schema.tenant_import import import_tenant
from stores.file_store import FileStore, open_files


def main(argv: list[str] | None = None) -> int:
    """Run one command; 0 when all is well, 1 when something is off, 2 on failure."""
    arguments = _parser().parse_args(argv)
    try:
        return arguments.run(arguments)
    except PoppyError as error:
        print(f"error: {error.message}", file=sys.stderr)
        if error.__cause__ is not None:
            print(f"cause: {str(error.__cause__).splitlines()[0]}", file=sys.stderr)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        print(f"error: {place}{error.strerror or error}.", file=sys.stderr)
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


def check(_: argparse.Namespace) -> int:
    """Verify schema, keys, files and profiles; exit status 1 when something is off."""
    settings = load_settings()

    def work(db: Database) -> int:
        off = 0
        for problem in problems(db, _files(settings), settings.legacy_files):
            print(f"off: {problem}")
            off += 1
        print(f"Problems: {off:,}." if off else f"All is well: {count_rows():,} rows.")
        return 1 if off else 0

    return _with_database(work)


def sweep_up(arguments: argparse.Namespace) -> int:
    """List files that no version refers to and sign-ins that ended; --delete them."""

    def work(db: Database) -> int:
        found = sweep(db, _files(load_settings()), delete=arguments.delete)
        for file in found.files:
            print(f"{file.size:>15,} bytes  {file.key}")
        print(
            f"Files: {len(found.files):,} ({found.bytes:,} bytes). "
            f"Temporary folders: {found.workspaces:,}. "
            f"Copies of deleted files: {found.cached:,}. "
            f"Expired sign-ins: {found.sign_ins:,}. "
            f"Outdated counters: {found.service_rows:,}. "
            f"{'All deleted.' if arguments.delete else 'Delete them with --delete.'}"
        )
        if found.strangers:
            print(
                f"Left alone: {found.strangers:,} files of organizations that this "
                "database does not know."
            )
        return 0

    return _with_database(work)


def copy_all(arguments: argparse.Namespace) -> int:
    """Copy everything from one database to another, empty one, and verify it."""
    file = file_of(arguments.source)
    if file is not None and not file.exists():
        raise NotFound(f"There is no database at {masked(arguments.source)}.")
    with opened(arguments.source) as source, opened(arguments.target) as target:
        tables = copy(source, target)
    for table in tables:
        print(f"{table.name:<26} {table.rows:>12,} rows  {table.digest[:16]} on both")
    print(
        f"Copied {sum(table.rows for table in tables):,} rows. Uploaded files are not "
        "in the database: keep the data folder or the bucket."
    )
    return 0


def export(arguments: argparse.Namespace) -> int:
    """Write one tenant, rows and files, into a zip."""
    settings = load_settings()

    def work(db: Database) -> int:
        tenant_id = find_tenant(arguments.tenant)
        manifest = export_tenant(db, _files(settings), tenant_id, Path(arguments.file))
        rows = sum(table["rows"] for table in manifest["tables"].values())
        print(f"Exported {rows:,} rows and {len(manifest['files']):,} files.")
        for key in manifest["missing"]:
            print(f"missing: {key}")
        return 1 if manifest["missing"] else 0

    return _with_database(work)


def import_(arguments: argparse.Namespace) -> int:
    """Bring an exported tenant in, with new ids where they exist already."""
    settings = load_settings()

    def work(db: Database) -> int:
        done = import_tenant(
            db, _files(settings), Path(arguments.file), keep_ids=arguments.keep_ids
        )
        print(f"Imported {done.rows:,} rows and {done.files:,} files.")
        print(f"Tenant {done.tenant_id}; {done.new_ids:,} ids were taken and are new.")
        for old, new in done.emails.items():
            print(f"{old} is taken here: sign in as {new}, the password is the same.")
        return 0

    return _with_database(work)


def _files(settings: Settings) -> FileStore:
    return open_files(settings.data_dir, settings.storage_url, settings.cache_bytes)


def _with_database(work: Callable[[Database], int]) -> int:
    with opened(load_settings().database_url) as db:
        database.initialize(db)
        return work(db)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="migrate.py", description=__doc__)
    parser.set_defaults(run=up)
    commands = parser.add_subparsers(metavar="COMMAND")
    for name, run in COMMANDS.items():
        command = commands.add_parser(name, help=run.__doc__, description=run.__doc__)
        command.set_defaults(run=run)
        for arguments, options in ARGUMENTS.get(name, ()):
            command.add_argument(*arguments, **options)
    return parser


COMMANDS = {
    "up": up,
    "status": status,
    "check": check,
    "sweep": sweep_up,
    "copy": copy_all,
    "export": export,
    "import": import_,
}
ARGUMENTS = {
    "sweep": [(["--delete"], {"action": "store_true", "help": "really delete them"})],
    "copy": [
        (["source"], {"metavar": "FROM_URL", "help": "the database to read"}),
        (["target"], {"metavar": "TO_URL", "help": "an empty database to fill"}),
    ],
    "export": [
        (["tenant"], {"metavar": "TENANT", "help": "id, name, or a person's e-mail"}),
        (["file"], {"metavar": "FILE.zip", "help": "a file that does not exist yet"}),
    ],
    "import": [
        (["file"], {"metavar": "FILE.zip", "help": "what export has written"}),
        (["--keep-ids"], {"action": "store_true", "help": "refuse ids that exist"}),
    ],
}

if __name__ == "__main__":
    sys.exit(main())
