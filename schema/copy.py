"""Move everything between databases: all of it, verified, or nothing."""

from dataclasses import dataclass

from peewee import Database, IntegrityError, Model, sort_models

from errors import Conflict, PoppyError
from schema.history import apply_migrations, migration_lock, schema_problem
from schema.progress import Progress
from schema.rows import TableHash, count, read_rows, snapshot, write_rows
from service_models import TABLES


@dataclass(frozen=True)
class CopiedTable:
    """A table as it is on both sides now."""

    name: str
    rows: int
    digest: str


class CopyFailed(PoppyError):
    """A copy that was undone because it would not have been the same."""

    code = "COPY_FAILED"


def copy(source: Database, target: Database) -> list[CopiedTable]:
    """Copy every table in one transaction; what was written is read back and compared.

    The target gets the schema if it has none. Raises Conflict when it holds rows.
    """
    behind = schema_problem(source)
    if behind is not None:
        raise Conflict(f"The source cannot be copied. {behind}")
    with migration_lock(target):
        apply_migrations(target)
        _refuse_rows(target)
        with snapshot(source), target.atomic():
            return [_copy_table(source, target, m) for m in sort_models(TABLES)]


def _refuse_rows(target: Database) -> None:
    """Raise Conflict, naming the table, when the database is not empty."""
    for model in TABLES:
        rows = count(target, model)
        if rows:
            raise Conflict(
                f"The target holds rows already ({model._meta.table_name}: {rows:,}); "
                "nothing was copied. Give an empty database."
            )


def _copy_table(source: Database, target: Database, model: type[Model]) -> CopiedTable:
    name = model._meta.table_name
    sent = TableHash()
    with Progress(name, count(source, model)) as progress:
        try:
            for row in write_rows(target, model, read_rows(source, model)):
                sent.add(row)
                progress.advance()
        except IntegrityError as error:
            raise CopyFailed(
                f"A row of {name} points to a row that is not there; nothing was "
                "copied. `python migrate.py check` on the source names what is off."
            ) from error
    arrived = TableHash()
    for row in read_rows(target, model):
        arrived.add(row)
    if (arrived.rows, arrived.hexdigest()) != (sent.rows, sent.hexdigest()):
        raise CopyFailed(f"{name} is not the same on both sides; nothing was copied.")
    return CopiedTable(name, arrived.rows, arrived.hexdigest())
