"""The format of an exported tenant: a zip of JSON lines, files and a manifest.

`manifest.json` names every table with its rows and content hash, and every file with
its size and SHA-256; `tables/NAME.jsonl` holds an object a row under the columns'
names; `files/KEY` holds the stored bytes. Sign-ins and counters stay behind.
"""

import json
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from peewee import Model, sort_models

from errors import NotFound, PoppyError, ValidationError
from models import (
    Artifact,
    AuthSession,
    DatasetProfile,
    DatasetVersion,
    Explanation,
    Tenant,
)
from schema.rows import column_names
from service_models import TABLES, IdempotencyKey, RateLimit, UploadProgress

FORMAT = "poppy-tenant"
VERSION = 1
MANIFEST = "manifest.json"
LEFT_BEHIND = (AuthSession, RateLimit, UploadProgress, IdempotencyKey)
# How the rows of a tenant are found in tables that do not name it.
BY_PARENT = {
    DatasetProfile: ("datasetVersionId", DatasetVersion),
    Explanation: ("artifactId", Artifact),
}
NEWER = "A newer Poppy made this archive; import it with that."
NO_ARCHIVE = "This file is not an exported tenant."
NOT_AS_EXPORTED = "in the archive is not as it was exported. Export it again."
# What zipfile, json and a look into what they return raise over damaged bytes.
DAMAGE = (
    AttributeError,
    EOFError,
    LookupError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


class DamagedArchive(PoppyError):
    """A file that is no archive of a tenant, or not a whole one."""

    code = "DAMAGED_ARCHIVE"
    status = 400


@dataclass(frozen=True)
class ArchivedTable:
    """What the manifest says of a table; `digest` is its content hash in hex."""

    rows: int
    digest: str


@dataclass(frozen=True)
class ArchivedFile:
    """What the manifest says of a stored file; `digest` is its SHA-256 in hex."""

    key: str
    digest: str


@dataclass(frozen=True)
class Manifest:
    """What an archive says of itself: its tenant, tables by their name, files."""

    tenant: str
    tables: dict[str, ArchivedTable]
    files: list[ArchivedFile]


def archived_models() -> list[type[Model]]:
    """Return the tables of an archive, parents before children."""
    return [model for model in sort_models(TABLES) if model not in LEFT_BEHIND]


def of_tenant(model: type[Model]) -> str:
    """Return the condition in SQL that picks a tenant's rows; `?` is the tenant."""
    if model is Tenant:
        return '"id" = ?'
    if model in BY_PARENT:
        column, parent = BY_PARENT[model]
        table = parent._meta.table_name
        return f'"{column}" IN (SELECT "id" FROM "{table}" WHERE "tenantId" = ?)'
    return '"tenantId" = ?'


def folder_of(tenant_id: str, dataset_id: str, version_id: str) -> str:
    """Return the folder of keys in which the files of a version lie."""
    return f"{tenant_id}/{dataset_id}/{version_id}"


def table_entry(model: type[Model]) -> str:
    """Return the name of a table's entry in the zip."""
    return f"tables/{model._meta.table_name}.jsonl"


def file_entry(key: str) -> str:
    """Return the name of a stored file's entry in the zip."""
    return f"files/{key}"


@contextmanager
def told_as_damage(sentence: str) -> Iterator[None]:
    """Turn what reading damaged bytes raises into DamagedArchive with the sentence."""
    try:
        yield
    except DAMAGE as error:
        raise DamagedArchive(sentence) from error


def open_archive(path: Path) -> zipfile.ZipFile:
    """Return the zip file, open for reading; NotFound, or DamagedArchive."""
    if not path.is_file():
        raise NotFound(f"There is no file {path}.")
    with told_as_damage(f"{path} is no zip file. Export it again."):
        return zipfile.ZipFile(path)


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    """Return the manifest; DamagedArchive when there is none that we understand."""
    with told_as_damage(NO_ARCHIVE):
        given = json.loads(archive.read(MANIFEST))
        if given["format"] != FORMAT:
            raise DamagedArchive(NO_ARCHIVE)
        known = {model._meta.table_name for model in archived_models()}
        if given["version"] > VERSION or not known.issuperset(given["tables"]):
            raise ValidationError(NEWER)
        return Manifest(
            tenant=_text(given["tenant"]),
            tables={
                name: ArchivedTable(table["rows"], _text(table["hash"]))
                for name, table in given["tables"].items()
            },
            files=[
                ArchivedFile(_text(file["key"]), _text(file["sha256"]))
                for file in given["files"]
            ],
        )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def read_table(archive: zipfile.ZipFile, model: type[Model]) -> Iterator[list]:
    """Go through the rows of a table in the archive, in portable form."""
    columns = column_names(model)
    if table_entry(model) not in archive.namelist():
        return
    with archive.open(table_entry(model)) as lines:
        for line in lines:
            values = json.loads(line)
            if not values.keys() <= set(columns):
                unknown = min(values.keys() - set(columns))
                raise ValidationError(
                    f"{model._meta.table_name}.{unknown} is unknown here: a newer "
                    "Poppy made this archive."
                )
            yield [values.get(column) for column in columns]
