"""What can be done with the versions of a dataset after they were uploaded."""

from pathlib import Path, PurePath, PurePosixPath
from typing import BinaryIO

from analysis.table_files import write_csv
from services import pins, runtime
from services.keeping import TABLE, Received, keep
from services.permissions import require
from services.progress import followed
from services.tables import open_table
from stores import dataset_store
from stores.records import DatasetRecord, UserRecord, VersionRecord


def read_again(
    actor: UserRecord, version_id: str, options: dict, upload_id: str | None = None
) -> VersionRecord:
    """Read the stored file of a version in another way; a new version that says so.

    Raises ValidationError for an option that cannot be, ParseError when the file
    cannot be read that way; then nothing changes.
    """
    chosen = {name: value for name, value in options.items() if value not in ("", None)}
    said = ", ".join(f"{name.replace('_', ' ')} {chosen[name]}" for name in chosen)
    note = f"read again with {said}" if said else "read again"
    return _make_newest(actor, version_id, chosen, note, upload_id)


def restore(
    actor: UserRecord, version_id: str, upload_id: str | None = None
) -> VersionRecord:
    """Make an older version the newest again, read as it was read then."""
    version = dataset_store.get_dataset_version(version_id, actor.tenant_id)
    record = dataset_store.get_profile(version_id, actor.tenant_id)
    report = (record.details or {}).get("report") or {}
    note = f"restored from version {version.version}"
    return _make_newest(actor, version_id, report.get("options"), note, upload_id)


def delete(actor: UserRecord, version_id: str) -> DatasetRecord:
    """Delete one version with its files; answers that were made of it stay."""
    require(actor, "delete_dataset")
    version = dataset_store.delete_version(
        version_id, actor.tenant_id, actor_user_id=actor.id
    )
    runtime.files().delete_prefix(str(PurePosixPath(version.file_path).parent))
    return dataset_store.get_dataset(version.dataset_id, actor.tenant_id)


def parquet(actor: UserRecord, version_id: str) -> tuple[Path, str]:
    """Return a version's table as a Parquet file, and a name for it."""
    version, dataset = _found(actor, version_id)
    name = f"{dataset.name} v{version.version}.parquet"
    prefix = PurePosixPath(version.file_path).parent
    return runtime.files().path(f"{prefix}/{TABLE}"), name


def csv(actor: UserRecord, version_id: str) -> tuple[BinaryIO, str]:
    """Return a version's table as a CSV file, opened, and a name for it.

    The file has no name on disk any more, so that nothing is left behind.
    """
    version, dataset = _found(actor, version_id)
    table = open_table(dataset, version)
    with runtime.files().workspace() as folder:
        write_csv(table.parquet, table.profile, folder / "table.csv")
        file = (folder / "table.csv").open("rb")
    return file, f"{dataset.name} v{version.version}.csv"


def _found(actor: UserRecord, version_id: str) -> tuple[VersionRecord, DatasetRecord]:
    version = dataset_store.get_dataset_version(version_id, actor.tenant_id)
    return version, dataset_store.get_dataset(version.dataset_id, actor.tenant_id)


def _make_newest(
    actor: UserRecord,
    version_id: str,
    options: dict | None,
    note: str,
    upload_id: str | None,
) -> VersionRecord:
    require(actor, "upload_dataset")
    version, dataset = _found(actor, version_id)
    stored = runtime.files().path(version.file_path)
    name = version.file_name or PurePath(version.file_path).name
    with (
        runtime.files().workspace() as folder,
        followed(actor, upload_id, dataset.id, name) as follower,
    ):
        received = Received(stored, version.file_size, version.file_hash, name)
        kept = keep(actor, dataset, received, folder, options, follower, note)
    pins.after_upload(kept)
    return kept
