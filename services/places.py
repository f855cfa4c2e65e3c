"""Where the files of a version lie in the file store."""

from stores.records import VersionRecord

TABLE = "table.parquet"
VALUES = "values.parquet"


def folder_of(version: VersionRecord) -> str:
    """Return the key of the folder that holds what we keep of a version."""
    return f"{version.tenant_id}/{version.dataset_id}/{version.id}"
