"""What keeps a database of the predecessor's from being adopted, a sentence each."""

from collections.abc import Iterator

from peewee import Database, Field, Model
from playhouse.schema_diff import diff_models

from database import is_postgres
from models import TWELVE
from schema.history import first_models
from service_models import TABLES

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


def differences(db: Database) -> list[str]:
    """Return everything in schema and rows that Poppy could not live with.

    Rows are looked at where the schema is the predecessor's.
    """
    return [*_differences(db)] or [*_duplicates(db), *_unfilled(db), *_odd_roles(db)]


def the_twelve(db: Database) -> list[type[Model]]:
    """Return the frozen models of the predecessor's tables."""
    return first_models(db)[:12]


def exists(db: Database, model: type[Model]) -> bool:
    """Say whether the model's table is there."""
    return model._meta.table_name in db.get_tables()


def _differences(db: Database) -> Iterator[str]:
    missing = [m._meta.table_name for m in the_twelve(db) if not exists(db, m)]
    if missing:
        yield f"Missing tables: {', '.join(missing)}."
    for model in the_twelve(db):
        if exists(db, model):
            yield from _column_differences(db, model)
    if is_postgres(db):
        yield from _role_differences(db)
    if not missing:
        yield from _taken_names(db)


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


def _taken_names(db: Database) -> Iterator[str]:
    """Go through names that Poppy gives to tables and columns of its own."""
    for model in TABLES[len(TWELVE) :]:
        if exists(db, model):
            yield f"{model._meta.table_name} is there, and is not the predecessor's."
    known = {model._meta.table_name: model for model in the_twelve(db)}
    for model in TWELVE:
        table = model._meta.table_name
        first = {field.column_name for field in known[table]._meta.sorted_fields}
        later = {field.column_name for field in model._meta.sorted_fields} - first
        for name in sorted(later & {column.name for column in db.get_columns(table)}):
            yield f"{table}.{name} is there, and is not the predecessor's."


def _unfilled(db: Database) -> Iterator[str]:
    for model in the_twelve(db):
        table = model._meta.table_name
        nullable = {column.name for column in db.get_columns(table) if column.null}
        for field in model._meta.sorted_fields:
            if not field.null and field.column_name in nullable:
                lacking = _count(db, table, f'"{field.column_name}" IS NULL')
                if lacking:
                    yield f"{table}.{field.column_name} is empty in {lacking:,} rows."


def _odd_roles(db: Database) -> Iterator[str]:
    roles = ", ".join(f"'{role}'" for role in ROLES)
    odd = _count(db, "poppy_users", f'CAST("role" AS TEXT) NOT IN ({roles})')
    if odd:
        yield f"poppy_users.role is none of {', '.join(ROLES)} in {odd:,} rows."


def _count(db: Database, table: str, condition: str) -> int:
    statement = f'SELECT count(*) FROM "{table}" WHERE {condition}'
    return db.execute_sql(statement).fetchone()[0]
