"""Move everything between databases: all of it, verified, or nothing."""

from dataclasses import dataclass

from peewee import Database, Model, sort_models

from errors import Conflict, PoppyError
from schema.history import (
    applied,
    apply_migrations,
    migration_lock,
    schema_problem,
)
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

    The target gets the schema if it has none. Raises Conflict when it holds rows, or
    tables of our names that are not ours; then, and when the copy fails, it stays as
    it was.
    """
    behind = schema_problem(source)
    if behind is not None:
        raise Conflict(f"The source cannot be copied. {behind}")
    with migration_lock(target):
        _refuse_occupied(target)
        with snapshot(source), target.atomic():
            apply_migrations(target)
            return [_copy_table(source, target, m) for m in sort_models(TABLES)]


def _refuse_occupied(target: Database) -> None:
    """Raise Conflict, naming the table, when the database is not ours or not empty."""
    there = set(target.get_tables())
    present = [model for model in TABLES if model._meta.table_name in there]
    if present and not applied(target):
        raise Conflict(
            f"The target has tables that Poppy did not make "
            f"({present[0]._meta.table_name}); nothing was copied. "
            "Give an empty database."
        )
    for model in present:
        rows = count(target, model)
        if rows:
            raise Conflict(
                f"The target holds rows already ({model._meta.table_name}: {rows:,}); "
                "nothing was copied. Give an empty database."
            )


def _copy_table(source: Database, target: Database, model: type[Model]) -> CopiedTable:
    name, total = model._meta.table_name, count(source, model)
    sent, arrived = TableHash(), TableHash()
    with Progress(name, total) as progress:
        for row in write_rows(target, model, read_rows(source, model)):
            sent.add(row)
            progress.advance()
    for row in read_rows(target, model):
        arrived.add(row)
    if sent.rows != total or arrived.hexdigest() != sent.hexdigest():
        raise CopyFailed(f"{name} is not the same on both sides; nothing was copied.")
    return CopiedTable(name, arrived.rows, arrived.hexdigest())
