"""Read one tenant, rows and files, out of a zip; everything, or nothing."""

import hashlib
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from peewee import Database, Model

from database_errors import SILENT
from errors import Unavailable
from schema.archive import (
    ArchivedFile,
    DamagedArchive,
    Manifest,
    archived_models,
    file_entry,
    of_tenant,
    open_archive,
    read_manifest,
    read_table,
)
from schema.archive_check import verify
from schema.history import migration_lock
from schema.progress import Progress
from schema.renaming import Changes, find_changes
from schema.rows import TableHash, fields_of, read_rows, write_rows
from stores.file_store import FileStore

UNSURE = (
    "The connection broke before the database said whether the import is kept. It is "
    "there whole, or not at all: see whether its people can sign in, then try again."
)


@dataclass
class Imported:
    """What an import brought; `emails` maps each changed e-mail to the one it got."""

    tenant_id: str
    rows: int = 0
    files: int = 0
    new_ids: int = 0
    emails: dict[str, str] = field(default_factory=dict)


def import_tenant(
    db: Database, files: FileStore, path: Path, *, keep_ids: bool = False
) -> Imported:
    """Bring an archive in; ids that exist already get new ones, everywhere they occur.

    An e-mail that is taken becomes `name+2@...`. With `keep_ids`, either is refused
    with Conflict. Raises DamagedArchive before anything is written when the content
    is not what the manifest says, or points to anything outside of the archive.
    One import runs at a time, so that none takes the files of another for its own.
    """
    with open_archive(path) as archive, migration_lock(db):
        manifest = read_manifest(archive)
        verify(archive, manifest)
        changes = find_changes(db, archive, keep_ids)
        done = Imported(changes.of(manifest.tenant), new_ids=len(changes.ids))
        done.emails, done.files = changes.emails, len(manifest.files)
        with _stored(archive, files, manifest, changes), db.atomic():
            for model in archived_models():
                done.rows += _put_table(db, archive, model, changes, done.tenant_id)
    return done


@contextmanager
def _stored(
    archive: zipfile.ZipFile, files: FileStore, manifest: Manifest, changes: Changes
) -> Iterator[None]:
    """Store the files for a block; they go again when it fails.

    A connection that broke leaves open whether the commit came through. Files of
    versions that are there must stay; a sweep takes them if they are not.
    """
    written, stored = [], False
    try:
        for file in manifest.files:
            key = changes.key(file.key)
            if _put(archive, file, files, key):
                written.append(key)
        stored = True
        yield
    except BaseException as error:
        if not (stored and isinstance(error, Unavailable)):
            for key in written:
                files.delete_prefix(key)
        elif error.message == SILENT:
            raise Unavailable(UNSURE) from error
        raise


def _put(
    archive: zipfile.ZipFile, file: ArchivedFile, files: FileStore, key: str
) -> bool:
    """Store a file; False when an import that was cut off has left it here already."""
    if _is_there(files, key, file.digest):
        # A sweep that runs now must not take it for old.
        files.touch(key)
        return False
    with files.workspace() as folder:
        with (
            archive.open(file_entry(file.key)) as source,
            (folder / "file").open("wb") as target,
        ):
            shutil.copyfileobj(source, target)
        files.put(key, folder / "file")
    return True


def _is_there(files: FileStore, key: str, digest: str) -> bool:
    if not files.exists(key):
        return False
    with files.path(key).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == digest


def _put_table(
    db: Database,
    archive: zipfile.ZipFile,
    model: type[Model],
    changes: Changes,
    tenant_id: str,
) -> int:
    sent, arrived, name = TableHash(), TableHash(), model._meta.table_name
    fields = fields_of(model)
    rows = (
        [changes.cell(f, value) for f, value in zip(fields, row, strict=True)]
        for row in read_table(archive, model)
    )
    with Progress(name) as progress:
        for row in write_rows(db, model, rows):
            sent.add(row)
            progress.advance()
    for row in read_rows(db, model, of_tenant(model), (tenant_id,)):
        arrived.add(row)
    if arrived.hexdigest() != sent.hexdigest():
        raise DamagedArchive(f"{name} did not arrive whole; nothing was imported.")
    return sent.rows
