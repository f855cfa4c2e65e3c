"""Verify an archive before anything of it is stored: content, rows, links, keys."""

import hashlib
import zipfile

from peewee import Field, Model

from models import DatasetVersion, Tenant
from schema.archive import (
    NOT_AS_EXPORTED,
    ArchivedTable,
    DamagedArchive,
    Manifest,
    archived_models,
    file_entry,
    folder_of,
    read_table,
    told_as_damage,
)
from schema.check import LINKS_WITHOUT_KEY
from schema.fitness import refuse_unfit
from schema.rows import TableHash, column_names, fields_of
from stores.file_store import is_key

WITHOUT_KEY = dict(LINKS_WITHOUT_KEY)
EMPTY = ArchivedTable(0, TableHash().hexdigest())


def verify(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """Raise DamagedArchive unless the archive is whole and speaks of its tenant only.

    Rows and files are what the manifest says, each row fits its table, each link
    leads to a row of the archive, each file belongs to a version of it.
    """
    seen = _Seen(manifest.tenant)
    for model in archived_models():
        name = model._meta.table_name
        table = TableHash()
        with told_as_damage(f"{name} {NOT_AS_EXPORTED}"):
            for row in read_table(archive, model):
                refuse_unfit(model, row)
                seen.add(model, row)
                table.add(row)
        found = ArchivedTable(table.rows, table.hexdigest())
        if found != manifest.tables.get(name, EMPTY):
            raise DamagedArchive(f"{name} {NOT_AS_EXPORTED}")
    if not seen.has_tenant():
        raise DamagedArchive(f"{Tenant._meta.table_name} {NOT_AS_EXPORTED}")
    for file in manifest.files:
        if not seen.owns(file.key):
            raise DamagedArchive(f"{file.key} belongs to no version in the archive.")
        with told_as_damage(f"{file.key} {NOT_AS_EXPORTED}"):
            if _digest(archive, file.key) != file.digest:
                raise DamagedArchive(f"{file.key} {NOT_AS_EXPORTED}")


def _digest(archive: zipfile.ZipFile, key: str) -> str:
    with archive.open(file_entry(key)) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class _Seen:
    """The ids that came by, parents before children, to judge what points to them."""

    def __init__(self, tenant_id: str):
        self._tenant_id = tenant_id
        self._ids: dict[type[Model], set[str]] = {}
        self._folders: set[str] = set()

    def add(self, model: type[Model], row: list) -> None:
        """Take a row in; DamagedArchive when it points out of the archive."""
        cells = dict(zip(column_names(model), row, strict=True))
        for field in fields_of(model):
            value = cells[field.column_name]
            if not self._knows(field, value):
                raise DamagedArchive(
                    f"{model._meta.table_name}.{field.column_name} of row "
                    f"'{cells['id']}' points to a row that is not in the archive."
                )
        self._ids.setdefault(model, set()).add(cells["id"])
        if model is DatasetVersion:
            self._add_version(cells)

    def has_tenant(self) -> bool:
        """Say whether the tenant of the archive is there, and no other."""
        return self._ids.get(Tenant) == {self._tenant_id}

    def owns(self, key: str) -> bool:
        """Say whether the key is one of a version in the archive."""
        return _names_a_stored_file(key) and _folder_in(key) in self._folders

    def _knows(self, field: Field, value: object) -> bool:
        if field.column_name == "tenantId":
            return value == self._tenant_id
        parent = getattr(field, "rel_model", WITHOUT_KEY.get(field))
        return parent is None or value is None or value in self._ids.get(parent, ())

    def _add_version(self, cells: dict) -> None:
        folder = folder_of(cells["tenantId"], cells["datasetId"], cells["id"])
        path = cells["filePath"]
        if _names_a_stored_file(path) and _folder_in(path) != folder:
            raise DamagedArchive(
                f"poppy_dataset_versions.filePath of row '{cells['id']}' is the file "
                f"of something else ({path})."
            )
        self._folders.add(folder)


def _names_a_stored_file(path: str) -> bool:
    """Say whether it is a key of ours (tenant/dataset/version/name), no other path."""
    return is_key(path) and path.count("/") >= 3


def _folder_in(key: str) -> str:
    return "/".join(key.split("/")[:3])
