"""Verify what is stored: schema, keys, tenants, files and profiles."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from peewee import JOIN, Database, Field, ForeignKeyField, Model, fn
from playhouse.schema_diff import diff_models

from database import is_postgres
from errors import NotFound, ValidationError
from models import (
    AnalysisSession,
    AuthSession,
    DatasetProfile,
    DatasetVersion,
    Explanation,
    User,
)
from schema.archive import folder_of
from schema.cells import wrong_cells
from schema.history import schema_problem
from service_models import TABLES
from stores.file_store import FileStore, read_file
from stores.legacy_files import find_legacy_file

# Columns that name a row of another table, without a foreign key that says so.
LINKS_WITHOUT_KEY = (
    (Explanation.session_id, AnalysisSession),
    (AuthSession.user_id, User),
)


@dataclass(frozen=True)
class StoredVersion:
    """What a version promises about its file; `size` is in bytes."""

    id: str
    tenant_id: str
    dataset_id: str
    number: int
    key: str
    size: int
    digest: str | None
    details: dict | None

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
    missing = list(_missing(db))
    yield from missing
    if missing:
        return
    yield from _keys(db)
    if not is_postgres(db):
        yield from _sqlite_pages(db)
    for model in TABLES:
        yield from wrong_cells(db, model)
    yield from _lost_parents()
    yield from _strange_tenants()
    for version in _versions():
        yield from _file(version, files, legacy)
        yield from _table(version, files)
    yield from _without_profile()


def count_rows() -> int:
    """Count the rows of all tables."""
    return sum(model.select().count() for model in TABLES)


def _missing(db: Database) -> Iterator[str]:
    """Go through what the rows cannot be judged without."""
    diff = diff_models(db, TABLES)
    for model in diff.create_tables:
        yield f"Table {model._meta.table_name} is missing."
    for field in diff.add_columns:
        yield f"Column {field.model._meta.table_name}.{field.column_name} is missing."


def _keys(db: Database) -> Iterator[str]:
    for index in diff_models(db, TABLES).add_indexes:
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
    links = [(field, field.rel_model) for field in _foreign_fields()]
    for field, parent in (*links, *LINKS_WITHOUT_KEY):
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
        DatasetVersion.tenant_id,
        DatasetVersion.dataset,
        DatasetVersion.version,
        DatasetVersion.file_path,
        DatasetVersion.file_size,
        DatasetVersion.file_hash,
        DatasetProfile.details,
    )
    query = query.join(DatasetProfile, JOIN.LEFT_OUTER)
    ordered = query.order_by(DatasetVersion.dataset, DatasetVersion.version)
    return (StoredVersion(*row) for row in ordered.tuples().iterator())


def _file(
    version: StoredVersion, files: FileStore, legacy: Path | None
) -> Iterator[str]:
    """Judge the bytes as they are stored, not a copy that was made for reading."""
    stored = _find(version, files, legacy)
    if stored is None:
        yield f"The file of {version.name} is not there ({version.key})."
        return
    own = folder_of(version.tenant_id, version.dataset_id, version.id)
    if files.exists(version.key) and not version.key.startswith(f"{own}/"):
        yield f"The file of {version.name} lies where another's are ({version.key})."
    size, digest = _measured(stored)
    if size != version.size:
        yield f"The file of {version.name} has {size:,} bytes, not {version.size:,}."
    elif version.digest and digest != version.digest:
        yield f"The file of {version.name} has changed: its hash is another."


def _table(version: StoredVersion, files: FileStore) -> Iterator[str]:
    """Judge what was made of the file; where it is gone, it is made anew one day."""
    described = (version.details or {}).get("table")
    if not described:
        return
    key = f"{version.key.rpartition('/')[0]}/{described['name']}"
    with suppress(NotFound, ValidationError):
        size, digest = _measured(files.read(key))
        if (size, digest) != (described["size"], described["sha256"]):
            yield (
                f"The table of {version.name} is not the one that was made of its "
                f"file. Delete {key}: it is made anew with the next question."
            )


def _find(
    version: StoredVersion, files: FileStore, legacy: Path | None
) -> Iterable[bytes] | None:
    """Return the version's bytes, ours or the predecessor's; None if they are gone."""
    with suppress(NotFound, ValidationError):
        return files.read(version.key)
    found = legacy and find_legacy_file(legacy, version.key, version.size)
    return found and read_file(found)


def _measured(pieces: Iterable[bytes]) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    for piece in pieces:
        size += len(piece)
        digest.update(piece)
    return size, digest.hexdigest()


def _without_profile() -> Iterator[str]:
    query = (
        DatasetVersion.select(DatasetVersion.dataset, DatasetVersion.version)
        .join(DatasetProfile, JOIN.LEFT_OUTER)
        .where(DatasetProfile.id.is_null())
        .order_by(DatasetVersion.dataset, DatasetVersion.version)
    )
    for dataset_id, number in query.tuples():
        yield f"Version {number} of dataset {dataset_id} has no profile."
