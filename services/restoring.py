"""Versions that the TypeScript Poppy left: its file read once, then kept as ours."""

import shutil
from contextlib import suppress
from pathlib import Path

from analysis.profile import build_profile, report_to_json, to_json
from analysis.reading import read_table
from errors import Conflict, NotFound
from services import runtime
from services.places import TABLE, folder_of, name_of
from stores import dataset_store
from stores.legacy_files import find_legacy_file
from stores.records import VersionRecord


def original_file(version: VersionRecord) -> Path:
    """Return a version's file as it was uploaded; NotFound when it is not reachable."""
    try:
        return runtime.files().path(version.file_path)
    except NotFound:
        found = _legacy_file(version)
        if found is None:
            raise
        return found


def is_reachable(version: VersionRecord) -> bool:
    """Say whether questions can be asked of a version."""
    if runtime.files().exists(f"{folder_of(version)}/{TABLE}"):
        return True
    return _legacy_file(version) is not None


def restore(version: VersionRecord) -> None:
    """Make Parquet and profile of the predecessor's file, where it is found.

    The row keeps its old path, so that the old application can go on beside ours.
    Raises NotFound when the file is not in POPPY_LEGACY_FILES.
    """
    found = _legacy_file(version)
    if found is None:
        raise NotFound("The file is not in the folder of the earlier Poppy.")
    with runtime.files().workspace() as folder:
        # DuckDB may open nothing outside of our own folder.
        source = folder / f"original{found.suffix.lower()}"
        shutil.copyfile(found, source)
        read = read_table(source, name_of(version), folder / TABLE)
        profile = build_profile(read)
        _put_once(f"{folder_of(version)}/{TABLE}", read.parquet)
    columns, details = to_json(profile)
    dataset_store.save_profile(
        {
            "dataset_version_id": version.id,
            "row_count": profile.rows,
            "column_count": len(profile.columns),
            "columns": columns,
            "details": {**details, "report": report_to_json(read.report)},
        }
    )


def _legacy_file(version: VersionRecord) -> Path | None:
    folder = runtime.settings().legacy_files
    if folder is None:
        return None
    return find_legacy_file(folder, version.file_path, version.file_size)


def _put_once(key: str, path: Path) -> None:
    """Keep a file, unless another process that restores the same was faster."""
    with suppress(Conflict):
        runtime.files().put(key, path)
