"""Read one tenant, rows and files, out of a zip; everything, or nothing."""

import hashlib
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from peewee import Database, Field, IntegrityError, Model

from columns import Json
from errors import Conflict, NotFound
from models import User
from schema.archive import (
    DamagedArchive,
    archived_models,
    file_entry,
    of_tenant,
    read_manifest,
    read_table,
)
from schema.progress import Progress
from schema.rows import TableHash, fields_of, read_rows, write_rows
from stores.file_store import FileStore
from stores.statements import new_id

BATCH = 500
NOT_AS_EXPORTED = "in the archive is not as it was exported. Export it again."


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
    is not what the manifest says.
    """
    if not path.is_file():
        raise NotFound(f"There is no file {path}.")
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise DamagedArchive(f"{path} is no zip file. Export it again.") from error
    with archive:
        manifest = read_manifest(archive)
        _verify(archive, manifest)
        changes = _changes(db, archive, keep_ids)
        done = Imported(changes.of(manifest["tenant"]), new_ids=len(changes.ids))
        done.emails = changes.emails
        written = list(_put_files(archive, files, manifest, changes, done))
        try:
            with db.atomic():
                for model in archived_models():
                    done.rows += _put_table(db, archive, model, changes, done)
        except BaseException:
            for key in written:
                files.delete_prefix(key)
            raise
    return done


@dataclass(frozen=True)
class Changes:
    """What has to be called otherwise here: old to new."""

    ids: dict[str, str]
    emails: dict[str, str]

    def of(self, text: str) -> str:
        """Return an id under its new name."""
        return self.ids.get(text, text)

    def key(self, key: str) -> str:
        """Return a storage key with the ids in it changed."""
        return "/".join(self.of(part) for part in key.split("/"))

    def cell(self, column: Field, value: object) -> object:
        """Return the value of a column with the ids in it changed."""
        name = column.column_name
        if isinstance(column, Json):
            return self.inside(value)
        if name == "filePath":
            return self.key(value)
        if name == "email":
            return self.emails.get(value, value)
        return self.of(value) if name == "id" or name.endswith("Id") else value

    def inside(self, value: object) -> object:
        """Return JSON in which texts that are ids are changed."""
        if isinstance(value, dict):
            return {key: self.inside(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.inside(item) for item in value]
        return self.of(value) if isinstance(value, str) else value


def _verify(archive: zipfile.ZipFile, manifest: dict) -> None:
    for model in archived_models():
        name = model._meta.table_name
        expected = manifest["tables"].get(name, {"rows": 0, "hash": f"{0:064x}"})
        table = TableHash()
        for row in read_table(archive, model):
            table.add(row)
        if (table.rows, table.hexdigest()) != (expected["rows"], expected["hash"]):
            raise DamagedArchive(f"{name} {NOT_AS_EXPORTED}")
    for file in manifest["files"]:
        if _digest(archive, file["key"]) != file["sha256"]:
            raise DamagedArchive(f"{file['key']} {NOT_AS_EXPORTED}")


def _digest(archive: zipfile.ZipFile, key: str) -> str | None:
    try:
        with archive.open(file_entry(key)) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (KeyError, zipfile.BadZipFile):
        return None


def _changes(db: Database, archive: zipfile.ZipFile, keep_ids: bool) -> Changes:
    ids: dict[str, str] = {}
    for model in archived_models():
        rows = read_table(archive, model)
        for key in _existing(db, model, "id", (row[0] for row in rows)):
            ids.setdefault(key, new_id())
    place = [f.column_name for f in fields_of(User)].index("email")
    emails = (row[place] for row in read_table(archive, User))
    taken = {email: _free(email) for email in _existing(db, User, "email", emails)}
    if keep_ids and (ids or taken):
        clash = next(iter(taken or ids))
        raise Conflict(
            f"{clash} exists here already; nothing was imported. "
            "Leave out --keep-ids to give it a new name."
        )
    return Changes(ids, taken)


def _existing(
    db: Database, model: type[Model], column: str, values: Iterator[str]
) -> list[str]:
    wanted, found = list(values), []
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        places = ", ".join([db.param] * len(batch))
        found += db.execute_sql(
            f'SELECT "{column}" FROM "{model._meta.table_name}" '
            f'WHERE "{column}" IN ({places})',
            batch,
        ).fetchall()
    return [value for (value,) in found]


def _free(email: str) -> str:
    """Return the first of name+2@..., name+3@... that nobody has."""
    name, _, domain = email.partition("@")
    number = 2
    while User.select().where(User.email == f"{name}+{number}@{domain}").exists():
        number += 1
    return f"{name}+{number}@{domain}"


def _put_files(
    archive: zipfile.ZipFile,
    files: FileStore,
    manifest: dict,
    changes: Changes,
    done: Imported,
) -> Iterator[str]:
    for file in manifest["files"]:
        key = changes.key(file["key"])
        done.files += 1
        with files.workspace() as folder:
            with (
                archive.open(file_entry(file["key"])) as source,
                (folder / "file").open("wb") as target,
            ):
                shutil.copyfileobj(source, target)
            if _is_there(files, key, file["sha256"]):
                continue
            files.put(key, folder / "file")
        yield key


def _is_there(files: FileStore, key: str, digest: str) -> bool:
    """Say whether an import that was cut off has left the very file here."""
    if not files.exists(key):
        return False
    with files.path(key).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == digest


def _put_table(
    db: Database,
    archive: zipfile.ZipFile,
    model: type[Model],
    changes: Changes,
    done: Imported,
) -> int:
    sent, arrived, name = TableHash(), TableHash(), model._meta.table_name
    fields = fields_of(model)
    rows = (
        [changes.cell(f, value) for f, value in zip(fields, row, strict=True)]
        for row in read_table(archive, model)
    )
    try:
        with Progress(name) as progress:
            for row in write_rows(db, model, rows):
                sent.add(row)
                progress.advance()
    except IntegrityError as error:
        raise DamagedArchive(
            f"{name} in the archive points to rows that are not in it; nothing was "
            "imported."
        ) from error
    for row in read_rows(db, model, of_tenant(model), (done.tenant_id,)):
        arrived.add(row)
    if arrived.hexdigest() != sent.hexdigest():
        raise DamagedArchive(f"{name} did not arrive whole; nothing was imported.")
    return sent.rows
