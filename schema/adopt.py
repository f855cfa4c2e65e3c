"""Adopt a database that the predecessor wrote: recognise, judge, complete, report."""

from collections.abc import Iterator

from peewee import Database, Field, ForeignKeyField, Model
from playhouse.schema_diff import diff_models

from database import is_postgres
from errors import PoppyError
from schema.history import ADOPTED, apply_migrations, first_models, record
from schema.rows import count

# Column types that hold the same values, by the names both databases use for them.
FAMILIES = {
    "text": ("text", "character varying", "varchar"),
    "whole number": ("integer", "bigint", "smallint"),
    "number": ("double precision", "real", "numeric"),
    "time in UTC": ("timestamp without time zone", "timestamp(3)", "datetime"),
    "JSON": ("jsonb", "json"),
    "role": ('"poppyuserrole"',),
}
FAMILY_OF = {name: family for family, names in FAMILIES.items() for name in names}
# The predecessor's sign-ins may keep their role as plain text; both read alike.
ALSO_FITS = {"role": {"text"}}
# What the predecessor's tables did not have.
OUR_COLUMNS = {
    "poppy_dataset_versions": {"fileHash", "fileName", "note"},
    "poppy_dataset_profiles": {"details"},
    "poppy_auth_sessions": {"name"},
    "poppy_chat_messages": {"sequence", "metadata"},
}
ROLES = ("OWNER", "MEMBER", "VIEWER")


class Incompatible(PoppyError):
    """A database that holds tables of these names, but not the predecessor's."""

    code = "INCOMPATIBLE_SCHEMA"
    status = 409


def is_predecessors(db: Database) -> bool:
    """Say whether there are tables of ours that no migration of ours made."""
    return any(_exists(db, model) for model in _twelve(db))


def adopt(db: Database) -> list[str]:
    """Complete the predecessor's tables; return the report, a line each.

    Raises Incompatible, naming every difference, before anything is changed.
    """
    differences = list(_differences(db)) or list(_duplicates(db))
    if differences:
        raise Incompatible(
            "This database holds tables of Poppy's names that Poppy cannot adopt; "
            f"nothing was changed. {' '.join(differences)} "
            "Restore the predecessor's schema, or give an empty database."
        )
    report = [*_rows(db), *_additions(db), *_warnings(db), *_strangers(db)]
    with db.atomic():
        apply_migrations(db)
        record(db, ADOPTED)
    return report


def _differences(db: Database) -> Iterator[str]:
    missing = [m._meta.table_name for m in _twelve(db) if not _exists(db, m)]
    if missing:
        yield f"Missing tables: {', '.join(missing)}."
    for model in _twelve(db):
        if _exists(db, model):
            yield from _column_differences(db, model)
    if is_postgres(db):
        yield from _role_differences(db)


def _column_differences(db: Database, model: type[Model]) -> Iterator[str]:
    table = model._meta.table_name
    columns = {column.name: column for column in db.get_columns(table)}
    fields = {field.column_name: field for field in model._meta.sorted_fields}
    for name, field in fields.items():
        if name not in columns:
            if not _is_ours(field):
                yield f"{table}.{name} is missing."
        elif not _fits(db, field, columns[name]):
            expected = _family_of(db, field)
            yield f"{table}.{name} is {columns[name].full_type}, not {expected}."
    for name in columns.keys() - fields.keys():
        if not columns[name].null and columns[name].default is None:
            yield f"{table}.{name} must be filled, and Poppy does not know it."
    if db.get_primary_keys(table) != ["id"]:
        yield f"{table}.id is not its primary key."


def _is_ours(field: Field) -> bool:
    return field.column_name in OUR_COLUMNS.get(field.model._meta.table_name, ())


def _fits(db: Database, field: Field, column) -> bool:
    expected = _family_of(db, field)
    kind = column.full_type if column.data_type == "USER-DEFINED" else column.data_type
    found = FAMILY_OF.get(kind.lower())
    return found == expected or found in ALSO_FITS.get(expected, ())


def _family_of(db: Database, field: Field) -> str:
    return FAMILY_OF[field.ddl_datatype(db.get_sql_context()).sql.lower()]


def _duplicates(db: Database) -> Iterator[str]:
    for index in diff_models(db, first_models(db)).add_indexes:
        known = {column.name for column in db.get_columns(index.table)}
        if not index.unique or not known.issuperset(index.columns):
            continue
        columns = ", ".join(f'"{column}"' for column in index.columns)
        twice = db.execute_sql(
            f'SELECT 1 FROM "{index.table}" GROUP BY {columns} '
            "HAVING count(*) > 1 LIMIT 1"
        )
        if twice.fetchone():
            yield f"{index.table}.{'+'.join(index.columns)} holds a value twice."


def _role_differences(db: Database) -> Iterator[str]:
    query = """SELECT enumlabel FROM pg_enum
        WHERE enumtypid = to_regtype('"PoppyUserRole"')"""
    labels = {label for (label,) in db.execute_sql(query).fetchall()}
    lacking = [role for role in ROLES if labels and role not in labels]
    if lacking:
        yield f'The type "PoppyUserRole" lacks {", ".join(lacking)}.'


def _rows(db: Database) -> Iterator[str]:
    total = 0
    for model in _twelve(db):
        rows = count(db, model)
        total += rows
        yield f"  {model._meta.table_name}: {rows:,} rows, left as they are"
    yield f"  in all {total:,} rows"


def _additions(db: Database) -> Iterator[str]:
    diff = diff_models(db, first_models(db))
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
    for model in _twelve(db):
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


def _strangers(db: Database) -> Iterator[str]:
    ours = {model._meta.table_name for model in first_models(db)}
    others = sorted(set(db.get_tables()) - ours)
    if others:
        yield f"  left alone: {', '.join(others)}"


def _twelve(db: Database) -> list[type[Model]]:
    return first_models(db)[:12]


def _exists(db: Database, model: type[Model]) -> bool:
    return model._meta.table_name in db.get_tables()
