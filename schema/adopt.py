"""Adopt a database that the predecessor wrote: recognise, judge, complete, report."""

from collections.abc import Iterator

from peewee import Database, ForeignKeyField
from playhouse.schema_diff import diff_models

from errors import PoppyError
from schema.differences import differences, exists, the_twelve
from schema.history import ADOPTED, apply_migrations, record
from schema.rows import count
from service_models import TABLES


class Incompatible(PoppyError):
    """A database that holds tables of these names, but not the predecessor's."""

    code = "INCOMPATIBLE_SCHEMA"
    status = 409


def is_predecessors(db: Database) -> bool:
    """Say whether there are tables of ours that no migration of ours made."""
    return any(exists(db, model) for model in the_twelve(db))


def adopt(db: Database) -> list[str]:
    """Complete the predecessor's tables; return the report, a line each.

    Raises Incompatible, naming every difference, before anything is changed.
    """
    found = differences(db)
    if found:
        raise Incompatible(
            "This database holds tables of Poppy's names that Poppy cannot adopt; "
            f"nothing was changed. {' '.join(found)} "
            "Restore the predecessor's schema, or give an empty database."
        )
    report = [*_rows(db), *_additions(db), *_warnings(db), *_strangers(db)]
    with db.atomic():
        apply_migrations(db)
        record(db, ADOPTED)
    return report


def _rows(db: Database) -> Iterator[str]:
    total = 0
    for model in the_twelve(db):
        rows = count(db, model)
        total += rows
        yield f"  {model._meta.table_name}: {rows:,} rows, left as they are"
    yield f"  in all {total:,} rows"


def _additions(db: Database) -> Iterator[str]:
    diff = diff_models(db, TABLES)
    for model in diff.create_tables:
        yield f"  added table {model._meta.table_name}"
    for field in diff.add_columns:
        yield f"  added column {field.model._meta.table_name}.{field.column_name}"
    for index in diff.add_indexes:
        yield f"  added index {index.table} ({', '.join(index.columns)})"
    for column in db.get_columns("poppy_dataset_versions"):
        if column.name == "fileSize" and column.data_type == "integer":
            yield "  widened poppy_dataset_versions.fileSize to bigint"


def _warnings(db: Database) -> Iterator[str]:
    for model in the_twelve(db):
        table = model._meta.table_name
        known = {key.column: key for key in db.get_foreign_keys(table)}
        for field in model._meta.sorted_fields:
            if not isinstance(field, ForeignKeyField):
                continue
            key = known.get(field.column_name)
            if key is None or (key.on_delete or "").upper() != field.on_delete:
                yield (
                    f"  note: {table}.{field.column_name} has no foreign key "
                    f"with ON DELETE {field.on_delete}"
                )
    yield from _twins(db)


def _twins(db: Database) -> Iterator[str]:
    """Name e-mails that differ only in the case of letters: one of them signs in."""
    twins = db.execute_sql(
        'SELECT lower("email"), count(*) FROM "poppy_users" '
        'GROUP BY lower("email") HAVING count(*) > 1 ORDER BY 1'
    )
    for email, number in twins.fetchall():
        yield f"  note: {number} people share the e-mail {email}; the first signs in"


def _strangers(db: Database) -> Iterator[str]:
    ours = {model._meta.table_name for model in TABLES}
    others = sorted(set(db.get_tables()) - ours)
    if others:
        yield f"  left alone: {', '.join(others)}"
