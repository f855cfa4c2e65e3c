"""A stored version as the engine sees it."""

from dataclasses import replace

from analysis.profile import from_json
from analysis.table import Table
from errors import NotFound, ValidationError
from services import runtime
from services.indexing import index_of
from services.places import TABLE, folder_of
from services.restoring import restore
from stores import dataset_store
from stores.records import DatasetRecord, SessionRecord, VersionRecord


def open_table(dataset: DatasetRecord, version: VersionRecord) -> Table:
    """Return the version's table; NotFound, in words, when its file is gone."""
    files, folder = runtime.files(), folder_of(version)
    try:
        if not files.exists(f"{folder}/{TABLE}"):
            restore(version)
        parquet = files.path(f"{folder}/{TABLE}")
    except NotFound as error:
        raise NotFound(
            f"The file of version {version.version} cannot be reached. "
            "Upload it again to ask about it.",
            code="FILE_MISSING",
        ) from error
    record = dataset_store.get_profile(version.id, version.tenant_id)
    return Table(
        parquet=parquet,
        profile=from_json(record.columns, record.details, record.row_count),
        name=dataset.name,
    )


def open_indexed(dataset: DatasetRecord, version: VersionRecord) -> Table:
    """Return the version's table with its index of words, which questions need."""
    table = open_table(dataset, version)
    return replace(table, values=index_of(version, table.profile))


def open_newest(session: SessionRecord) -> tuple[Table, VersionRecord]:
    """Return the newest table that a session is about, with its index of words.

    ValidationError, in words, when there is none.
    """
    if session.dataset_id is None:
        raise ValidationError(
            "This session has no dataset (any more). Start a session on a dataset."
        )
    dataset = dataset_store.get_dataset(session.dataset_id, session.tenant_id)
    version = dataset_store.get_latest_version(dataset.id, session.tenant_id)
    if version is None:
        raise ValidationError(
            f"“{dataset.name}” has no file yet. Upload one, then ask again."
        )
    return open_indexed(dataset, version), version
