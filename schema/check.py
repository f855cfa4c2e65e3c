"""Verify what is stored: schema, keys, tenants, files and profiles."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from peewee import JOIN, Database, Field, ForeignKeyField, Model, fn
from playhouse.schema_diff import diff_models

from database import is_postgres
from errors import NotFound, ValidationError
from models import (
    DatasetProfile,
    DatasetVersion,
)
from schema.history import schema_problem
from service_models import TABLES
from stores.file_store import FileStore
from stores.legacy_files import find_legacy_file


@dataclass(frozen=True)
class StoredVersion:
    """What a version promises about its file; `size` is in bytes."""

    id: str
    dataset_id: str
    number: int
    key: str
    size: int
    digest: str | None

    @property
    def name(self) -> str:
        """Name the version in a sentence."""
        return f"version {self.number} of dataset {self.dataset_id}"


def problems(
    db: Database, files: FileStore, legacy: Path | None = None
) -> Iterator[str]:
    """Go through everything that is off, a sentence each; all is well if there is none.

    `legacy` is the folder of the predecessor's files. Every stored file is read whole.
    """
    behind = schema_problem(db)
    if behind is not None:
        yield behind
        return
    yield from _schema(db)
    if not is_postgres(db):
        yield from _sqlite_pages(db)
    yield from _lost_parents()
    yield from _strange_tenants()
    for version in _versions():
        yield from _file(version, files, legacy)
    yield from _without_profile()


def count_rows() -> int:
    """Count the rows of all tables."""
    return sum(model.select().count() for model in TABLES)


def _schema(db: Database) -> Iterator[str]:
    diff = diff_models(db, TABLES)
    for model in diff.create_tables:
        yield f"Table {model._meta.table_name} is missing."
    for field in diff.add_columns:
        yield f"Column {field.model._meta.table_name}.{field.column_name} is missing."
    for index in diff.add_indexes:
        yield f"Index {index.table} ({', '.join(index.columns)}) is missing."
    for field in _foreign_fields():
        table = field.model._meta.table_name
        keys = {key.column for key in db.get_foreign_keys(table)}
        if field.column_name not in keys:
            yield f"{table}.{field.column_name} has no foreign key."


def _sqlite_pages(db: Database) -> Iterator[str]:
    for (line,) in db.execute_sql("PRAGMA integrity_check").fetchall():
        if line != "ok":
            yield f"SQLite: {line}."


def _foreign_fields() -> Iterator[ForeignKeyField]:
    for model in TABLES:
        for field in model._meta.sorted_fields:
            if isinstance(field, ForeignKeyField):
                yield field


def _lost_parents() -> Iterator[str]:
    for field in _foreign_fields():
        parent = field.rel_model
        lost = (
            field.model.select(fn.COUNT(field.model._meta.primary_key))
            .join(parent, JOIN.LEFT_OUTER, on=(field == parent.id))
            .where(field.is_null(False), parent.id.is_null())
            .scalar()
        )
        if lost:
            yield (
                f"{field.model._meta.table_name}.{field.column_name}: {lost:,} rows "
                f"point to no row of {parent._meta.table_name}."
            )


def _strange_tenants() -> Iterator[str]:
    for link in _foreign_fields():
        model, parent = link.model, link.rel_model
        mine, theirs = _tenant(model), _tenant(parent)
        if mine is None or theirs is None:
            continue
        strange = (
            model.select(fn.COUNT(model._meta.primary_key))
            .join(parent, on=(link == parent.id))
            .where(mine != theirs)
            .scalar()
        )
        if strange:
            yield (
                f"{model._meta.table_name}: {strange:,} rows are of another tenant "
                f"than their row of {parent._meta.table_name}."
            )


def _tenant(model: type[Model]) -> Field | None:
    """Return the column that repeats a row's tenant, if the table has one."""
    return model._meta.columns.get("tenantId")


def _versions() -> Iterator[StoredVersion]:
    query = DatasetVersion.select(
        DatasetVersion.id,
        DatasetVersion.dataset,
        DatasetVersion.version,
        DatasetVersion.file_path,
        DatasetVersion.file_size,
        DatasetVersion.file_hash,
    ).order_by(DatasetVersion.dataset, DatasetVersion.version)
    return (StoredVersion(*row) for row in query.tuples().iterator())


def _file(
    version: StoredVersion, files: FileStore, legacy: Path | None
) -> Iterator[str]:
    path = _find(version, files, legacy)
    if path is None:
        yield f"The file of {version.name} is not there ({version.key})."
        return
    size = path.stat().st_size
    if size != version.size:
        yield f"The file of {version.name} has {size:,} bytes, not {version.size:,}."
    elif version.digest and _digest(path) != version.digest:
        yield f"The file of {version.name} has changed: its hash is another."


def _find(version: StoredVersion, files: FileStore, legacy: Path | None) -> Path | None:
    """Return the version's file, ours or the predecessor's; None if it is not there."""
    try:
        return files.path(version.key)
    except (NotFound, ValidationError):
        return legacy and find_legacy_file(legacy, version.key, version.size)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _without_profile() -> Iterator[str]:
    query = (
        DatasetVersion.select(DatasetVersion.dataset, DatasetVersion.version)
        .join(DatasetProfile, JOIN.LEFT_OUTER)
        .where(DatasetProfile.id.is_null())
        .order_by(DatasetVersion.dataset, DatasetVersion.version)
    )
    for dataset_id, number in query.tuples():
        yield f"Version {number} of dataset {dataset_id} has no profile."
