"""What is written down of a table that was read: profile, report, warnings, hash."""

import hashlib
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from analysis.profile import build_profile, to_json
from analysis.quality import check_quality
from analysis.table import ReadTable, TableProfile
from services.places import TABLE

Progress = Callable[[str, int, int | None], None]


def describe(
    read: ReadTable, progress: Progress | None = None
) -> tuple[TableProfile, list[dict], dict]:
    """Return the table's profile, and the columns and details that are stored of it.

    `details["table"]` has the size in bytes and the SHA-256 of the Parquet file, by
    which `migrate.py check` sees that it is still the one that was described.
    """
    profile = build_profile(read, progress)
    columns, details = to_json(profile, read.report)
    warnings = [asdict(each) for each in check_quality(profile, read).warnings]
    return profile, columns, details | {"warnings": warnings, "table": _seal(read)}


def _seal(read: ReadTable) -> dict:
    path: Path = read.parquet
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"name": TABLE, "size": path.stat().st_size, "sha256": digest}
