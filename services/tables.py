"""A stored version as the engine sees it."""

from pathlib import PurePosixPath

from analysis.profile import from_json
from analysis.table import Table
from errors import NotFound
from services import runtime
from services.keeping import TABLE, VALUES
from stores import dataset_store
from stores.records import DatasetRecord, VersionRecord


def open_table(dataset: DatasetRecord, version: VersionRecord) -> Table:
    """Return the version's table; NotFound, in words, when its file is gone."""
    record = dataset_store.get_profile(version.id, version.tenant_id)
    prefix = PurePosixPath(version.file_path).parent
    try:
        parquet = runtime.files().path(f"{prefix}/{TABLE}")
    except NotFound as error:
        raise NotFound(
            f"The file of version {version.version} cannot be reached. "
            "Upload it again to ask about it.",
            code="FILE_MISSING",
        ) from error
    values = f"{prefix}/{VALUES}"
    return Table(
        parquet=parquet,
        profile=from_json(record.columns, record.details),
        name=dataset.name,
        values=runtime.files().path(values) if runtime.files().exists(values) else None,
    )
