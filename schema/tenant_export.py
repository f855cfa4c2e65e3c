"""Write one tenant, rows and files, into a zip."""

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from peewee import Database, Model

from errors import Conflict, NotFound, Unavailable
from models import DatasetVersion, Tenant, User
from schema.archive import (
    FORMAT,
    MANIFEST,
    VERSION,
    archived_models,
    file_entry,
    folder_of,
    of_tenant,
    table_entry,
)
from schema.progress import Progress
from schema.rows import TableHash, column_names, read_rows, snapshot
from stores.file_store import FileStore, is_key


def find_tenant(text: str) -> str:
    """Return the id of the tenant with this id, name, or person's e-mail.

    Raises NotFound, or Conflict when several have the name.
    """
    by_email = User.select(User.tenant).where(User.email == text.strip().lower())
    for query in (Tenant.select(Tenant.id).where(Tenant.id == text), by_email):
        row = query.tuples().first()
        if row:
            return row[0]
    named = Tenant.select(Tenant.id).where(Tenant.name == text).tuples().limit(2)
    ids = [tenant_id for (tenant_id,) in named]
    if len(ids) > 1:
        raise Conflict(f"Several organizations are called '{text}'; give an id.")
    if not ids:
        raise NotFound(f"No organization has '{text}' as its id, name or e-mail.")
    return ids[0]


def export_tenant(db: Database, files: FileStore, tenant_id: str, path: Path) -> dict:
    """Write the tenant's archive to a new file; return its manifest.

    `missing` in the manifest lists the keys of versions whose file is not there. The
    archive holds password hashes, so only its owner may read it.
    """
    if path.exists():
        raise Conflict(f"There is already a file {path}; give another name.")
    if not path.parent.is_dir():
        raise NotFound(f"There is no folder {path.parent}; make it or name another.")
    try:
        with _partial(path) as file, zipfile.ZipFile(file, "w") as archive:
            return _write(archive, db, files, tenant_id)
    except OSError as error:
        raise Unavailable(
            f"{path} cannot be written ({error.strerror}); nothing was exported. "
            "Name a file elsewhere."
        ) from error


@contextmanager
def _partial(path: Path) -> Iterator[BinaryIO]:
    """Lend a file that nobody else may read; after the block it is whole at `path`."""
    with tempfile.NamedTemporaryFile(
        dir=path.parent, prefix=f"{path.name}.", suffix=".partial", delete=False
    ) as file:
        try:
            yield file
            file.flush()
            os.fsync(file.fileno())
            os.replace(file.name, path)
        except BaseException:
            os.unlink(file.name)
            raise


def _write(
    archive: zipfile.ZipFile, db: Database, files: FileStore, tenant_id: str
) -> dict:
    with snapshot(db):
        tables = {
            model._meta.table_name: _write_table(archive, db, model, tenant_id)
            for model in archived_models()
        }
        versions = list(_versions(tenant_id))
    stored = [key for _, *ids in versions for key in _stored(files, folder_of(*ids))]
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "tenant": tenant_id,
        "exportedAt": datetime.now(UTC).isoformat(timespec="seconds"),
        "tables": tables,
        "files": [_write_file(archive, files, key) for key in stored],
        "missing": sorted({path for path, *_ in versions} - set(stored)),
    }
    archive.writestr(MANIFEST, json.dumps(manifest, indent=1, ensure_ascii=False))
    return manifest


def _write_table(
    archive: zipfile.ZipFile, db: Database, model: type[Model], tenant_id: str
) -> dict:
    table, columns = TableHash(), column_names(model)
    entry = zipfile.ZipInfo(table_entry(model), _now())
    entry.compress_type = zipfile.ZIP_DEFLATED
    with (
        Progress(model._meta.table_name) as progress,
        archive.open(entry, "w", force_zip64=True) as lines,
    ):
        for row in read_rows(db, model, of_tenant(model), (tenant_id,)):
            line = json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False)
            lines.write(f"{line}\n".encode())
            table.add(row)
            progress.advance()
    return {"rows": table.rows, "hash": table.hexdigest()}


def _versions(tenant_id: str) -> Iterable[tuple[str, str, str, str]]:
    """Return the path of each version's file, and the ids that name its folder."""
    return (
        DatasetVersion.select(
            DatasetVersion.file_path,
            DatasetVersion.tenant_id,
            DatasetVersion.dataset,
            DatasetVersion.id,
        )
        .where(DatasetVersion.tenant_id == tenant_id)
        .order_by(DatasetVersion.dataset, DatasetVersion.version)
        .tuples()
    )


def _stored(files: FileStore, folder: str) -> list[str]:
    return sorted(file.key for file in files.files(folder)) if is_key(folder) else []


def _write_file(archive: zipfile.ZipFile, files: FileStore, key: str) -> dict:
    entry = zipfile.ZipInfo(file_entry(key), _now())
    with (
        files.path(key).open("rb") as source,
        archive.open(entry, "w", force_zip64=True) as target,
    ):
        digest = hashlib.file_digest(source, "sha256").hexdigest()
        size = source.tell()
        source.seek(0)
        shutil.copyfileobj(source, target)
    return {"key": key, "size": size, "sha256": digest}


def _now() -> tuple[int, int, int, int, int, int]:
    return datetime.now(UTC).timetuple()[:6]
