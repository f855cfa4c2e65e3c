"""Datasets, their versions and the profiles of these."""

from collections.abc import Mapping

from peewee import JOIN, ModelSelect, fn

from columns import utc_now
from database import transaction
from errors import NotFound
from models import AnalysisSession, Dataset, DatasetProfile, DatasetVersion
from stores.audit_store import audit
from stores.names import predecessor_names, snake_keys
from stores.records import (
    DatasetListing,
    DatasetRecord,
    ProfileRecord,
    VersionRecord,
)
from stores.statements import (
    NO_LIMIT,
    Pages,
    Reader,
    Records,
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


def _of_tenant(query: ModelSelect) -> ModelSelect:
    return query.where(Dataset.tenant == slot("tenant_id"))


def _with_latest(query: ModelSelect) -> ModelSelect:
    other = DatasetVersion.alias()
    newest = other.select(fn.MAX(other.version)).where(other.dataset == Dataset.id)
    return _of_tenant(query).join(
        DatasetVersion,
        JOIN.LEFT_OUTER,
        on=(DatasetVersion.dataset == Dataset.id) & (DatasetVersion.version == newest),
    )


def _last_asked():
    return (
        AnalysisSession.select(AnalysisSession.updated_at)
        .where(AnalysisSession.dataset == Dataset.id)
        .order_by(AnalysisSession.updated_at.desc())
        .limit(1)
    )


def _listing(*cells) -> DatasetListing:
    dataset, version, last_asked = cells[:6], cells[6:-1], cells[-1]
    return DatasetListing(
        DatasetRecord(*dataset),
        VersionRecord(*version) if version[0] is not None else None,
        Dataset.created_at.python_value(last_asked),
    )


_dataset = Records(
    Dataset,
    DatasetRecord,
    lambda query: _of_tenant(query).where(Dataset.id == slot("dataset_id")),
)
_datasets = Pages(Dataset, DatasetRecord, _of_tenant)
_all_datasets = Pages(Dataset, DatasetRecord, lambda query: query)
_listings = Pages(
    Dataset,
    Reader(
        [
            *record_fields(Dataset, DatasetRecord),
            *record_fields(DatasetVersion, VersionRecord),
            _last_asked(),
        ],
        _listing,
    ),
    _with_latest,
)
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
_profile = Records(
    DatasetProfile,
    ProfileRecord,
    lambda query: _of_version(query.join(DatasetVersion)),
)
_latest_profile = Records(
    DatasetProfile,
    ProfileRecord,
    lambda query: _of_dataset(query.join(DatasetVersion)).limit(1),
)


def create_dataset(
    tenant_id: str,
    name: str,
    description: str | None = None,
    *,
    actor_user_id: str | None = None,
) -> DatasetRecord:
    """Make a dataset without versions, and its audit line when it is known who acts."""
    now = utc_now()
    dataset = DatasetRecord(new_id(), tenant_id, name, description, now, now)
    with transaction():
        insert(Dataset, dataset)
        audit(actor_user_id, tenant_id, "dataset_created", "dataset", dataset.id)
    return dataset


def get_dataset(dataset_id: str, tenant_id: str) -> DatasetRecord:
    """Return a dataset of the tenant."""
    dataset = _dataset.first(dataset_id=dataset_id, tenant_id=tenant_id)
    return found(dataset, NO_DATASET)


def get_datasets_by_tenant(
    tenant_id: str, *, limit: int | None = None, before: str | None = None
) -> list[DatasetRecord]:
    """Return a tenant's datasets, newest first."""
    return _datasets.newest(limit, before, tenant_id=tenant_id)


def get_dataset_listings(
    tenant_id: str, *, limit: int | None = None, before: str | None = None
) -> list[DatasetListing]:
    """Return a tenant's datasets with newest version and last question, in one query.

    The cursor of the next page is `cursor_of(listings[-1].dataset)`.
    """
    return _listings.newest(limit, before, tenant_id=tenant_id)


def get_all_datasets(
    *, limit: int | None = None, before: str | None = None
) -> list[DatasetRecord]:
    """Return the datasets of all tenants, newest first; for maintenance only."""
    return _all_datasets.newest(limit, before)


def update_dataset(
    dataset_id: str,
    tenant_id: str,
    *,
    name: str,
    description: str | None = None,
    actor_user_id: str | None = None,
) -> DatasetRecord:
    """Give a dataset another name and description."""
    with transaction():
        _touch(dataset_id, tenant_id, name=name, description=description)
        audit(actor_user_id, tenant_id, "dataset_renamed", "dataset", dataset_id)
        return get_dataset(dataset_id, tenant_id)


def delete_dataset(
    dataset_id: str, tenant_id: str, *, actor_user_id: str | None = None
) -> None:
    """Delete a dataset with versions and profiles; its sessions stay, without it.

    The stored files are the caller's to remove, once this has returned.
    """
    with transaction():
        name = get_dataset(dataset_id, tenant_id).name
        Dataset.delete().where(
            Dataset.id == dataset_id, Dataset.tenant == tenant_id
        ).execute()
        audit(
            actor_user_id,
            tenant_id,
            "dataset_deleted",
            "dataset",
            dataset_id,
            {"name": name},
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
        _touch(dataset_id, tenant_id)
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
        DatasetProfile.delete().where(
            DatasetProfile.dataset_version == record.dataset_version_id
        ).execute()
        return insert(DatasetProfile, record)


def get_profile(version_id: str, tenant_id: str) -> ProfileRecord:
    """Return the profile of a version."""
    profile = _profile.first(version_id=version_id, tenant_id=tenant_id)
    return found(profile, "This version has no profile.")


def get_latest_profile(dataset_id: str, tenant_id: str) -> ProfileRecord | None:
    """Return the newest profile of a dataset, if there is one."""
    return _latest_profile.first(dataset_id=dataset_id, tenant_id=tenant_id)


def get_store_stats() -> dict[str, int]:
    """Count the rows of all tenants; it reads whole tables, so for maintenance only."""
    return {
        "datasets": Dataset.select().count(),
        "versions": DatasetVersion.select().count(),
        "profiles": DatasetProfile.select().count(),
    }


def _touch(dataset_id: str, tenant_id: str, **changes: object) -> None:
    """Lock the dataset's row until the end of the transaction, and check its tenant."""
    changes["updated_at"] = utc_now()
    touched = (
        Dataset.update(changes)
        .where(Dataset.id == dataset_id, Dataset.tenant == tenant_id)
        .execute()
    )
    if not touched:
        raise NotFound(NO_DATASET)


def _next_number(dataset_id: str) -> int:
    newest = DatasetVersion.select(fn.MAX(DatasetVersion.version)).where(
        DatasetVersion.dataset == dataset_id
    )
    return (newest.scalar() or 0) + 1


__getattr__ = predecessor_names(__name__)
