"""A version's file found again, and its table made anew where that is missing.

So are the versions that the TypeScript Poppy left, at the first question about them.
"""

import shutil
from contextlib import suppress
from pathlib import Path

from analysis.reading import read_table
from errors import Conflict, NotFound
from services import runtime
from services.describing import describe
from services.places import TABLE, folder_of, name_of
from stores import dataset_store
from stores.legacy_files import find_legacy_file
from stores.records import VersionRecord


def original_file(version: VersionRecord) -> Path:
    """Return a version's file as it was uploaded.

    Raises NotFound (FILE_MISSING) when it is not reachable.
    """
    try:
        return runtime.files().path(version.file_path)
    except NotFound as error:
        found = _legacy_file(version)
        if found is None:
            raise NotFound(
                f"The file of version {version.version} cannot be reached. "
                "Upload it again.",
                code="FILE_MISSING",
            ) from error
        return found


def is_reachable(version: VersionRecord) -> bool:
    """Say whether questions can be asked of a version."""
    files = runtime.files()
    if files.exists(f"{folder_of(version)}/{TABLE}") or files.exists(version.file_path):
        return True
    return _legacy_file(version) is not None


def restore(version: VersionRecord) -> None:
    """Make table and profile anew of a version's file, read as it was read before.

    The predecessor's rows keep their old path, so that the old application can go on
    beside ours. Raises NotFound when the file is not there either.
    """
    found = original_file(version)
    with runtime.files().workspace() as folder:
        # DuckDB may open nothing outside of our own folder.
        source = folder / f"original{found.suffix.lower()}"
        shutil.copyfile(found, source)
        read = read_table(source, name_of(version), folder / TABLE, options_of(version))
        profile, columns, details = describe(read)
        _put_once(f"{folder_of(version)}/{TABLE}", read.parquet)
    dataset_store.save_profile(
        {
            "dataset_version_id": version.id,
            "row_count": profile.rows,
            "column_count": len(profile.columns),
            "columns": columns,
            "details": details,
        }
    )


def options_of(version: VersionRecord) -> dict | None:
    """Return the options by which a version was read; None where none were given."""
    try:
        record = dataset_store.get_profile(version.id, version.tenant_id)
    except NotFound:
        return None
    return ((record.details or {}).get("report") or {}).get("options")


def _legacy_file(version: VersionRecord) -> Path | None:
    folder = runtime.settings().legacy_files
    if folder is None:
        return None
    return find_legacy_file(folder, version.file_path, version.file_size)


def _put_once(key: str, path: Path) -> None:
    """Keep a file, unless another process that restores the same was faster."""
    with suppress(Conflict):
        runtime.files().put(key, path)
