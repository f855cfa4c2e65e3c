"""A stored version as the engine sees it."""

from analysis.profile import from_json
from analysis.table import Table
from errors import NotFound
from services import runtime
from services.keeping import TABLE, VALUES
from services.restoring import folder_of, restore
from stores import dataset_store
from stores.records import DatasetRecord, VersionRecord


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
    values = f"{folder}/{VALUES}"
    return Table(
        parquet=parquet,
        profile=from_json(record.columns, record.details, record.row_count),
        name=dataset.name,
        values=files.path(values) if files.exists(values) else None,
    )
