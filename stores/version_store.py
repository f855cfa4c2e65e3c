"""Versions of datasets and their profiles; dataset_store shows them as its own."""

import dataclasses
from collections.abc import Iterable, Mapping

from peewee import ModelSelect, fn

from columns import utc_now
from database import transaction
from errors import NotFound
from models import Dataset, DatasetProfile, DatasetVersion
from stores.audit_store import audit
from stores.kept_json import columns_of
from stores.names import snake_keys
from stores.records import ProfileRecord, VersionRecord
from stores.statements import (
    NO_LIMIT,
    Reader,
    Records,
    Statement,
    found,
    insert,
    new_id,
    record_fields,
    slot,
)

NO_DATASET = "No such dataset."
NO_VERSION = "No such version."


def _of_version(query: ModelSelect) -> ModelSelect:
    return query.where(
        DatasetVersion.id == slot("version_id"),
        DatasetVersion.tenant_id == slot("tenant_id"),
    )


def _of_dataset(query: ModelSelect) -> ModelSelect:
    return query.where(
        DatasetVersion.dataset == slot("dataset_id"),
        DatasetVersion.tenant_id == slot("tenant_id"),
    ).order_by(DatasetVersion.version.desc())


_version = Records(DatasetVersion, VersionRecord, _of_version)
_versions = Records(
    DatasetVersion,
    VersionRecord,
    lambda query: (
        _of_dataset(query)
        .where(DatasetVersion.version < slot("before"))
        .limit(slot("limit"))
    ),
)


def _profile_of(*cells: object) -> ProfileRecord:
    profile = ProfileRecord(*cells)
    return dataclasses.replace(profile, columns=columns_of(profile.columns))


_profiles = Reader(record_fields(DatasetProfile, ProfileRecord), _profile_of)
_profile = Records(
    DatasetProfile,
    _profiles,
    lambda query: _of_version(query.join(DatasetVersion)),
)
_latest_profile = Records(
    DatasetProfile,
    _profiles,
    lambda query: _of_dataset(query.join(DatasetVersion)).limit(1),
)
_touch = Statement(
    lambda: Dataset.update({Dataset.updated_at: slot("updated_at")}).where(
        Dataset.id == slot("dataset_id"), Dataset.tenant == slot("tenant_id")
    )
)
_last_number = Statement(
    lambda: DatasetVersion.select(fn.MAX(DatasetVersion.version)).where(
        DatasetVersion.dataset == slot("dataset_id")
    )
)
_forget_profile = Statement(
    lambda: DatasetProfile.delete().where(
        DatasetProfile.dataset_version == slot("version_id")
    )
)


def create_dataset_version(
    dataset_id: str,
    tenant_id: str,
    file_path: str,
    file_size: int,
    row_count: int | None = None,
    column_count: int | None = None,
    *,
    version_id: str | None = None,
    file_hash: str | None = None,
    file_name: str | None = None,
    note: str | None = None,
) -> VersionRecord:
    """Add the next version of a dataset; `file_size` is in bytes."""
    with transaction():
        touch_dataset(dataset_id, tenant_id)
        now = utc_now()
        version = VersionRecord(
            id=version_id or new_id(),
            dataset_id=dataset_id,
            tenant_id=tenant_id,
            version=_next_number(dataset_id),
            file_path=file_path,
            file_size=file_size,
            row_count=row_count,
            column_count=column_count,
            uploaded_at=now,
            created_at=now,
            file_hash=file_hash,
            file_name=file_name,
            note=note,
        )
        return insert(DatasetVersion, version)


def add_version(
    dataset_id: str,
    tenant_id: str,
    *,
    version_id: str,
    file_path: str,
    file_size: int,
    file_hash: str,
    file_name: str,
    rows: int,
    columns: int,
    profile_columns: list[dict],
    profile_details: dict | None,
    actor_user_id: str,
    note: str | None = None,
) -> VersionRecord:
    """Write the next version, its profile and the audit line, all or nothing."""
    with transaction():
        version = create_dataset_version(
            dataset_id,
            tenant_id,
            file_path,
            file_size,
            rows,
            columns,
            version_id=version_id,
            file_hash=file_hash,
            file_name=file_name,
            note=note,
        )
        profile = ProfileRecord(
            new_id(),
            version_id,
            rows,
            columns,
            profile_columns,
            version.created_at,
            profile_details,
        )
        insert(DatasetProfile, profile)
        audit(
            actor_user_id,
            tenant_id,
            "dataset_uploaded",
            "dataset",
            dataset_id,
            {"version": version.version, "fileName": file_name, "rows": rows},
        )
    return version


def get_dataset_version(version_id: str, tenant_id: str) -> VersionRecord:
    """Return a version of one of the tenant's datasets."""
    version = _version.first(version_id=version_id, tenant_id=tenant_id)
    return found(version, NO_VERSION)


def get_versions_by_dataset(
    dataset_id: str,
    tenant_id: str,
    *,
    limit: int | None = None,
    before: int | None = None,
) -> list[VersionRecord]:
    """Return a dataset's versions, newest first; `before` is a version number."""
    return _versions.all(
        dataset_id=dataset_id,
        tenant_id=tenant_id,
        limit=limit or NO_LIMIT,
        before=before or NO_LIMIT,
    )


def get_latest_version(dataset_id: str, tenant_id: str) -> VersionRecord | None:
    """Return the newest version of a dataset; None before the first upload."""
    newest = get_versions_by_dataset(dataset_id, tenant_id, limit=1)
    return newest[0] if newest else None


def newer_versions(version_ids: Iterable[str], tenant_id: str) -> dict[str, int]:
    """Return the newest's number for each version that has a newer one."""
    newest = DatasetVersion.alias()
    query = (
        DatasetVersion.select(DatasetVersion.id, fn.MAX(newest.version))
        .join(newest, on=(newest.dataset == DatasetVersion.dataset))
        .where(
            DatasetVersion.id.in_(list(version_ids)),
            DatasetVersion.tenant_id == tenant_id,
            newest.version > DatasetVersion.version,
        )
        .group_by(DatasetVersion.id)
    )
    return dict(query.tuples())


def delete_version(
    version_id: str, tenant_id: str, *, actor_user_id: str | None = None
) -> VersionRecord:
    """Delete a version with its profile; return what it was.

    The stored files are the caller's to remove, once this has returned.
    """
    with transaction():
        version = get_dataset_version(version_id, tenant_id)
        touch_dataset(version.dataset_id, tenant_id)
        DatasetVersion.delete().where(
            DatasetVersion.id == version_id, DatasetVersion.tenant_id == tenant_id
        ).execute()
        audit(
            actor_user_id,
            tenant_id,
            "version_deleted",
            "dataset",
            version.dataset_id,
            {"version": version.version},
        )
    return version


def save_profile(profile: Mapping[str, object]) -> ProfileRecord:
    """Keep the profile of a version, in the place of an older one.

    `profile` holds dataset_version_id, row_count, column_count, columns, details.
    """
    given = snake_keys(profile)
    record = ProfileRecord(
        id=new_id(),
        dataset_version_id=given["dataset_version_id"],
        row_count=given["row_count"],
        column_count=given["column_count"],
        columns=given["columns"],
        created_at=utc_now(),
        details=given.get("details"),
    )
    with transaction():
        _forget_profile.run(version_id=record.dataset_version_id)
        return insert(DatasetProfile, record)


def get_profile(version_id: str, tenant_id: str) -> ProfileRecord:
    """Return the profile of a version."""
    profile = _profile.first(version_id=version_id, tenant_id=tenant_id)
    return found(profile, "This version has no profile.")


def get_latest_profile(dataset_id: str, tenant_id: str) -> ProfileRecord | None:
    """Return the newest profile of a dataset, if there is one."""
    return _latest_profile.first(dataset_id=dataset_id, tenant_id=tenant_id)


def touch_dataset(dataset_id: str, tenant_id: str) -> None:
    """Lock the dataset's row until the end of the transaction, and check its tenant."""
    touched = _touch.run(
        updated_at=Dataset.updated_at.db_value(utc_now()),
        dataset_id=dataset_id,
        tenant_id=tenant_id,
    )
    if not touched.rowcount:
        raise NotFound(NO_DATASET)


def _next_number(dataset_id: str) -> int:
    return (_last_number.run(dataset_id=dataset_id).fetchone()[0] or 0) + 1
