"""What can be done with the versions of a dataset after they were uploaded."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from analysis.reading.options import checked_options
from analysis.reading.reader import list_sheets
from analysis.table import TableProfile
from analysis.table_files import write_csv, write_parquet
from errors import ValidationError
from services import pins, runtime, spoken, uploads
from services.downloads import Download
from services.keeping import Received, keep
from services.permissions import require
from services.places import folder_of, name_of
from services.progress import followed
from services.restoring import options_of, original_file
from services.tables import open_table
from stores import dataset_store
from stores.records import DatasetRecord, UserRecord, VersionRecord


def find(actor: UserRecord, version_id: str) -> tuple[VersionRecord, DatasetRecord]:
    """Return a version of the actor's organization, and its dataset."""
    version = dataset_store.get_dataset_version(version_id, actor.tenant_id)
    return version, dataset_store.get_dataset(version.dataset_id, actor.tenant_id)


def sheets(actor: UserRecord, version_id: str) -> list[str]:
    """Return the sheets of a version's workbook; none for other files."""
    version, _ = find(actor, version_id)
    return list_sheets(original_file(version))


def read_again(
    actor: UserRecord, version_id: str, options: dict, upload_id: str | None = None
) -> VersionRecord:
    """Read the stored file of a version in another way; a new version that says so.

    Raises ValidationError for an option that cannot be, ParseError when the file
    cannot be read that way; then nothing changes.
    """
    wanted = checked_options(options).decided()
    said = spoken.chosen(wanted)
    note = f"read again: {said}" if said else "read again"
    return _make_newest(actor, version_id, wanted, note, upload_id)


def restore(
    actor: UserRecord, version_id: str, upload_id: str | None = None
) -> VersionRecord:
    """Make an older version the newest again, read as it was read then.

    Raises ValidationError for the newest one.
    """
    require(actor, "upload_dataset")
    version, dataset = find(actor, version_id)
    newest = dataset_store.get_latest_version(dataset.id, actor.tenant_id)
    if newest and newest.id == version.id:
        raise ValidationError(f"Version {version.version} is the newest already.")
    note = f"restored from version {version.version}"
    return _make_newest(actor, version_id, options_of(version), note, upload_id)


def delete(actor: UserRecord, version_id: str) -> DatasetRecord:
    """Delete one version with its files; answers that were made of it stay."""
    require(actor, "delete_dataset")
    version = dataset_store.delete_version(
        version_id, actor.tenant_id, actor_user_id=actor.id
    )
    runtime.files().delete_prefix(folder_of(version))
    return dataset_store.get_dataset(version.dataset_id, actor.tenant_id)


def parquet(actor: UserRecord, version_id: str) -> Download:
    """Return a version's table as a Parquet file."""
    name, made = _made(actor, version_id, write_parquet)
    return Download(f"{name}.parquet", "application/vnd.apache.parquet", made)


def csv(actor: UserRecord, version_id: str) -> Download:
    """Return a version's table as CSV, formulas of spreadsheets defused."""
    name, made = _made(actor, version_id, write_csv)
    return Download(f"{name}.csv", "text/csv; charset=utf-8", made)


FORMS = {"original": uploads.original, "csv": csv, "parquet": parquet}


def _made(
    actor: UserRecord,
    version_id: str,
    write: Callable[[Path, TableProfile, Path], None],
) -> tuple[str, BinaryIO]:
    """Return a name for what is made of a version's table, and it, opened.

    The file has no name on disk any more, so that nothing is left behind.
    """
    version, dataset = find(actor, version_id)
    table = open_table(dataset, version)
    with runtime.files().workspace() as folder:
        write(table.parquet, table.profile, folder / "table")
        file = (folder / "table").open("rb")
    return f"{dataset.name} v{version.version}", file


def _make_newest(
    actor: UserRecord,
    version_id: str,
    options: dict | None,
    note: str,
    upload_id: str | None,
) -> VersionRecord:
    require(actor, "upload_dataset")
    version, dataset = find(actor, version_id)
    stored = original_file(version)
    name = name_of(version)
    with (
        runtime.files().workspace() as folder,
        followed(actor, upload_id, dataset.id, name) as follower,
    ):
        if not stored.is_relative_to(runtime.files().root):
            # The engine may open nothing outside of our own folder.
            stored = Path(shutil.copyfile(stored, folder / f"original{stored.suffix}"))
        received = Received(stored, version.file_size, version.file_hash, name)
        kept = keep(actor, dataset.id, received, folder, options, follower, note)
    pins.after_upload(kept)
    return kept
