"""The format of an exported tenant: a zip of JSON lines, files and a manifest.

`manifest.json` names every table with its rows and content hash, and every file with
its size and SHA-256; `tables/NAME.jsonl` holds an object a row under the columns'
names; `files/KEY` holds the stored bytes. Sign-ins and counters stay behind.
"""

import json
import zipfile
from collections.abc import Iterator

from peewee import Model, sort_models

from errors import PoppyError, ValidationError
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


class DamagedArchive(PoppyError):
    """A file that is no archive of a tenant, or not a whole one."""

    code = "DAMAGED_ARCHIVE"
    status = 400


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


def table_entry(model: type[Model]) -> str:
    """Return the name of a table's entry in the zip."""
    return f"tables/{model._meta.table_name}.jsonl"


def file_entry(key: str) -> str:
    """Return the name of a stored file's entry in the zip."""
    return f"files/{key}"


def read_manifest(archive: zipfile.ZipFile) -> dict:
    """Return the manifest; DamagedArchive when there is none that we understand."""
    try:
        manifest = json.loads(archive.read(MANIFEST))
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise DamagedArchive("This file is not an exported tenant.") from error
    if manifest.get("format") != FORMAT:
        raise DamagedArchive("This file is not an exported tenant.")
    if manifest["version"] > VERSION:
        raise ValidationError("A newer Poppy made this archive; import it with that.")
    return manifest


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
