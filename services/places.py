"""Where the files of a version lie in the file store, and what they are called."""

from pathlib import PurePosixPath

from stores.records import VersionRecord

TABLE = "table.parquet"
VALUES = "values.parquet"


def folder_of(version: VersionRecord) -> str:
    """Return the key of the folder that holds what we keep of a version."""
    return f"{version.tenant_id}/{version.dataset_id}/{version.id}"


def storage_key(version: VersionRecord) -> str:
    """Return the opaque key by which the file may be spoken of.

    Our own keys are told as they are; the predecessor's rows hold paths of a server.
    """
    ours = version.file_path.startswith(f"{folder_of(version)}/")
    return version.file_path if ours else f"legacy/{version.id}"


def name_of(version: VersionRecord) -> str:
    """Return the name that the person's file had, without the folders it was in."""
    kept = PurePosixPath(version.file_path.replace("\\", "/")).name
    return version.file_name or kept
