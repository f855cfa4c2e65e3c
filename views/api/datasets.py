"""Datasets: list, make, look at, change, delete; upload a file; its profile."""

from dataclasses import dataclass

from werkzeug.datastructures import FileStorage

from services import datasets, uploads, versions
from services.paging import cursor_of, page
from stores.records import DatasetRecord, UserRecord, VersionRecord
from views import forms
from views.api.paging import MOST, PAGING
from views.api.repeating import Repeatable
from views.api.routing import route
from views.api.shapes import Done, ProfileColumn

DATASETS = "/poppy/datasets"
DATASET = f"{DATASETS}/<dataset_id>"


@dataclass(frozen=True)
class DatasetList:
    """Datasets, newest first."""

    datasets: list[DatasetRecord]
    next_cursor: str | None = None


@dataclass(frozen=True)
class OneDataset:
    """A dataset, with its newest version where it was asked for."""

    dataset: DatasetRecord
    latest_version: VersionRecord | None = None


@dataclass(frozen=True)
class OneVersion:
    """A version of a dataset."""

    version: VersionRecord


@dataclass(frozen=True)
class ProfileAnswer:
    """A dataset with the profile of its newest version, if there is one."""

    dataset: DatasetRecord
    version_count: int
    latest_version: VersionRecord | None = None
    total_rows: int | None = None
    total_columns: int | None = None
    column_names: list[str] | None = None
    data_types: dict[str, str] | None = None
    columns: list[ProfileColumn] | None = None


@route("GET", DATASETS, query=PAGING)
def list_datasets(
    person: UserRecord, limit: int = MOST, cursor: str | None = None
) -> DatasetList:
    """List the organization's datasets, newest first."""
    found = page(
        lambda number: datasets.list_datasets(person, number, cursor),
        limit,
        lambda listing: cursor_of(listing.dataset),
    )
    return DatasetList([each.dataset for each in found.items], found.next_cursor)


@route("POST", DATASETS, body=forms.DATASET, status=201, needs="upload_dataset")
def create_dataset(person: UserRecord, name: str, description: str = "") -> OneDataset:
    """Make a dataset without a file yet."""
    return OneDataset(datasets.create(person, name, description or None))


@route("GET", DATASET)
def get_dataset(person: UserRecord, dataset_id: str) -> OneDataset:
    """Return a dataset with its newest version."""
    seen = datasets.summary(person, dataset_id)
    return OneDataset(seen.dataset, seen.latest)


@route("PATCH", DATASET, body=forms.DATASET_CHANGES, needs="change_dataset")
def change_dataset(
    person: UserRecord,
    dataset_id: str,
    name: str | None = None,
    description: str | None = None,
) -> OneDataset:
    """Change a dataset's name or description; what is not sent stays."""
    return OneDataset(
        datasets.change(person, dataset_id, name=name, description=description)
    )


@route("DELETE", DATASET, needs="delete_dataset")
def delete_dataset(person: UserRecord, dataset_id: str) -> Done:
    """Delete a dataset with its versions; its sessions and answers stay."""
    datasets.delete(person, dataset_id)
    return Done()


def uploaded_before(person: UserRecord, version_id: str) -> OneVersion:
    """Return what an upload made when it was sent before; NotFound if it is gone."""
    version, _ = versions.find(person, version_id)
    return OneVersion(version)


@route(
    "POST",
    f"{DATASET}/upload",
    query=(forms.UPLOAD_ID,),
    takes_file=True,
    repeat=uploaded_before,
    status=201,
    needs="upload_dataset",
    refusals={400: ("PARSE_ERROR", "FILE_TOO_LARGE", "UPLOAD_CANCELLED")},
)
def upload_file(
    person: UserRecord,
    dataset_id: str,
    file: FileStorage,
    once: Repeatable,
    upload_id: str | None = None,
) -> OneVersion:
    """Make a file the newest version of a dataset.

    It is read, profiled and kept before the answer comes. Send an uploadId to look
    at it meanwhile, or to give it up.
    """
    version = uploads.upload(
        person,
        dataset_id,
        file.stream,
        file.filename,
        upload_id=upload_id,
        also=lambda version: once.keep(version_id=version.id),
    )
    return OneVersion(version)


@route("GET", f"{DATASET}/profile")
def get_profile(person: UserRecord, dataset_id: str) -> ProfileAnswer:
    """Return the profile of a dataset's newest version."""
    seen = datasets.summary(person, dataset_id)
    if seen.profile is None:
        return ProfileAnswer(seen.dataset, seen.version_count, seen.latest)
    columns = seen.profile.columns
    return ProfileAnswer(
        dataset=seen.dataset,
        version_count=seen.version_count,
        latest_version=seen.latest,
        total_rows=seen.profile.row_count,
        total_columns=seen.profile.column_count,
        column_names=[column["name"] for column in columns],
        data_types={each["name"]: each.get("type", "string") for each in columns},
        columns=columns,
    )
