"""Listing, looking at, renaming and deleting datasets."""

from contextlib import suppress
from dataclasses import dataclass

from analysis.engine import suggest
from analysis.profile import from_json, report_from_json
from analysis.table import ImportReport, TableProfile
from analysis.table_rows import page_of
from errors import NotFound
from services import runtime
from services.permissions import require
from services.restoring import is_reachable
from services.tables import open_table
from stores import dataset_store, session_store
from stores.records import (
    DatasetListing,
    DatasetRecord,
    ProfileRecord,
    SessionRecord,
    UserRecord,
    VersionRecord,
)


@dataclass(frozen=True)
class Overview:
    """Everything that the page of one dataset shows.

    `warnings` are what the quality check found ({"code", "severity", "message"}), None
    where it was not made when the version came.
    """

    dataset: DatasetRecord
    versions: list[VersionRecord]
    version: VersionRecord | None
    profile: TableProfile | None
    report: ImportReport | None
    reachable: bool
    suggestions: tuple[str, ...]
    sessions: list[SessionRecord]
    warnings: list[dict] | None = None


@dataclass(frozen=True)
class Summary:
    """A dataset with its newest version and that version's profile as it is stored."""

    dataset: DatasetRecord
    version_count: int
    latest: VersionRecord | None
    profile: ProfileRecord | None


@dataclass(frozen=True)
class Page:
    """Some rows of a table, as they are stored."""

    columns: tuple[str, ...]
    rows: list[tuple]
    total: int


def list_datasets(
    actor: UserRecord, limit: int | None = None, before: str | None = None
) -> list[DatasetListing]:
    """Return the organization's datasets, newest first; `before` is a cursor."""
    return dataset_store.get_dataset_listings(
        actor.tenant_id, limit=limit, before=before
    )


def create(
    actor: UserRecord, name: str, description: str | None = None
) -> DatasetRecord:
    """Make a dataset without a version yet."""
    require(actor, "upload_dataset")
    return dataset_store.create_dataset(
        actor.tenant_id, name, description, actor_user_id=actor.id
    )


def change(
    actor: UserRecord,
    dataset_id: str,
    *,
    name: str | None = None,
    description: str | None = None,
) -> DatasetRecord:
    """Change a dataset's name or description; what is None stays, "" is emptied."""
    require(actor, "change_dataset")
    return dataset_store.update_dataset(
        dataset_id,
        actor.tenant_id,
        name=name,
        description=description,
        actor_user_id=actor.id,
    )


def delete(actor: UserRecord, dataset_id: str) -> None:
    """Delete a dataset with its versions; its sessions and answers stay.

    The rows go first: a crash in between leaves files that a sweep removes.
    """
    require(actor, "delete_dataset")
    dataset_store.delete_dataset(dataset_id, actor.tenant_id, actor_user_id=actor.id)
    runtime.files().delete_prefix(f"{actor.tenant_id}/{dataset_id}")


def overview(
    actor: UserRecord, dataset_id: str, version_id: str | None = None
) -> Overview:
    """Return what is known of a dataset at its newest (or the given) version."""
    dataset = dataset_store.get_dataset(dataset_id, actor.tenant_id)
    versions = dataset_store.get_versions_by_dataset(dataset_id, actor.tenant_id)
    version = _chosen(actor, versions, version_id)
    profile, report, warnings = _profile_of(actor, version)
    return Overview(
        dataset=dataset,
        versions=versions,
        version=version,
        profile=profile,
        report=report,
        reachable=version is None or is_reachable(version),
        suggestions=suggest(profile) if profile else (),
        sessions=session_store.get_sessions_by_dataset(dataset_id, actor.tenant_id),
        warnings=warnings,
    )


def summary(actor: UserRecord, dataset_id: str) -> Summary:
    """Return a dataset, how many versions it has, and the newest with its profile."""
    dataset = dataset_store.get_dataset(dataset_id, actor.tenant_id)
    versions = dataset_store.get_versions_by_dataset(dataset_id, actor.tenant_id)
    latest = versions[0] if versions else None
    profile = _stored_profile(latest) if latest else None
    return Summary(dataset, len(versions), latest, profile)


def versions(
    actor: UserRecord, dataset_id: str, limit: int, before: int | None = None
) -> list[VersionRecord]:
    """Return a dataset's versions, newest first; `before` is a version number."""
    dataset_store.get_dataset(dataset_id, actor.tenant_id)
    return dataset_store.get_versions_by_dataset(
        dataset_id, actor.tenant_id, limit=limit, before=before
    )


def rows(
    actor: UserRecord,
    dataset_id: str,
    offset: int,
    limit: int,
    longest: int | None = None,
) -> Page:
    """Return rows `offset` to `offset + limit` of the newest version, as text.

    Cells of more than `longest` characters are cut there, with an ellipsis.
    """
    dataset = dataset_store.get_dataset(dataset_id, actor.tenant_id)
    version = dataset_store.get_latest_version(dataset_id, actor.tenant_id)
    if version is None:
        return Page((), [], 0)
    table = open_table(dataset, version)
    names = tuple(column.name for column in table.profile.columns)
    return Page(names, page_of(table, offset, limit, longest), table.profile.rows)


def _chosen(
    actor: UserRecord, versions: list[VersionRecord], version_id: str | None
) -> VersionRecord | None:
    if version_id is None:
        return versions[0] if versions else None
    return dataset_store.get_dataset_version(version_id, actor.tenant_id)


def _stored_profile(version: VersionRecord) -> ProfileRecord | None:
    with suppress(NotFound):  # the predecessor could lose one
        return dataset_store.get_profile(version.id, version.tenant_id)
    return None


def _profile_of(
    actor: UserRecord, version: VersionRecord | None
) -> tuple[TableProfile | None, ImportReport | None, list[dict] | None]:
    if version is None:
        return None, None, None
    record = dataset_store.get_profile(version.id, actor.tenant_id)
    details = record.details or {}
    report = report_from_json(details["report"]) if "report" in details else None
    profile = from_json(record.columns, details, record.row_count)
    return profile, report, details.get("warnings")
