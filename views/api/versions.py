"""Versions of a dataset: list, take away, compare, restore, delete; and their rows."""

from dataclasses import dataclass

from flask import Response

from analysis.versions.records import VersionChanges
from services import changes, datasets, versions
from services.downloads import BYTES
from services.paging import page
from stores.records import UserRecord, VersionRecord
from views import forms
from views.api.datasets import DATASET, OneVersion
from views.api.paging import MOST, NUMBERED
from views.api.routing import route
from views.api.shapes import Done
from views.downloads import attached
from views.fields import Choice, Id

VERSION = "/poppy/versions/<version_id>"
MISSING = {404: ("FILE_MISSING",)}
NOT_READ = {400: ("PARSE_ERROR", "UPLOAD_CANCELLED"), **MISSING}
FILE_TYPES = (BYTES, "text/csv", "application/vnd.apache.parquet")
SINCE = Id("since", "the version to compare with", note="an older version")
FORM = Choice("form", required=False, words=tuple(versions.FORMS))


@dataclass(frozen=True)
class VersionList:
    """Versions, newest first."""

    versions: list[VersionRecord]
    next_cursor: str | None = None


@dataclass(frozen=True)
class RowsPage:
    """Rows of a version, in the order of the file; cells as text, null where blank."""

    columns: list[str]
    rows: list[list]
    total_rows: int
    next_cursor: str | None = None


@route("GET", f"{DATASET}/versions", query=NUMBERED)
def list_versions(
    person: UserRecord, dataset_id: str, limit: int = MOST, cursor: str | None = None
) -> VersionList:
    """List a dataset's versions, newest first."""
    before = int(cursor) if cursor else None
    found = page(
        lambda number: datasets.versions(person, dataset_id, number, before),
        limit,
        lambda version: str(version.version),
    )
    return VersionList(found.items, found.next_cursor)


@route("GET", f"{DATASET}/rows", query=NUMBERED, refusals=MISSING)
def list_rows(
    person: UserRecord, dataset_id: str, limit: int = MOST, cursor: str | None = None
) -> RowsPage:
    """List the rows of a dataset's newest version."""
    start = int(cursor) if cursor else 0
    found = datasets.rows(person, dataset_id, start, limit)
    end = start + len(found.rows)
    return RowsPage(
        list(found.columns),
        [list(row) for row in found.rows],
        found.total,
        str(end) if found.rows and end < found.total else None,
    )


@route("GET", f"{VERSION}/changes", query=(SINCE,), refusals=MISSING)
def compare_versions(person: UserRecord, version_id: str, since: str) -> VersionChanges:
    """Say what changed from an older version to this one."""
    return changes.between(person, since, version_id)


@route("GET", f"{VERSION}/file", query=(FORM,), produces=FILE_TYPES, refusals=MISSING)
def download_version(
    person: UserRecord, version_id: str, form: str = "original"
) -> Response:
    """Return a version's file as it was uploaded, or its table as CSV or Parquet.

    In CSV, cells that a spreadsheet would take for a formula are defused.
    """
    return attached(versions.FORMS[form](person, version_id))


@route(
    "POST",
    f"{VERSION}/restore",
    query=(forms.UPLOAD_ID,),
    status=201,
    needs="upload_dataset",
    refusals=NOT_READ,
)
def restore_version(
    person: UserRecord, version_id: str, upload_id: str | None = None
) -> OneVersion:
    """Make an older version the newest again, as a version of its own."""
    return OneVersion(versions.restore(person, version_id, upload_id))


@route(
    "POST",
    f"{VERSION}/read-again",
    query=(forms.UPLOAD_ID,),
    body=forms.READ_AGAIN,
    status=201,
    needs="upload_dataset",
    refusals=NOT_READ,
)
def read_again(
    person: UserRecord, version_id: str, options: dict, upload_id: str | None = None
) -> OneVersion:
    """Read a version's stored file in another way, as a version of its own.

    What no option decides is recognised anew; `types` are by a column's name.
    """
    return OneVersion(versions.read_again(person, version_id, options, upload_id))


@route("DELETE", VERSION, needs="delete_dataset")
def delete_version(person: UserRecord, version_id: str) -> Done:
    """Delete a version with its files; answers that were made of it stay."""
    versions.delete(person, version_id)
    return Done()
