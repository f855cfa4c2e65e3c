"""Datasets, their versions and the profiles of these."""

import json

from peewee import JOIN, ModelSelect, fn

from columns import utc_now
from database import transaction
from models import AnalysisSession, Dataset, DatasetProfile, DatasetVersion
from stores.audit_store import audit
from stores.names import predecessor_names
from stores.records import (
    DatasetListing,
    DatasetRecord,
    VersionRecord,
)
from stores.statements import (
    Pages,
    Reader,
    Records,
    found,
    insert,
    new_id,
    record_fields,
    slot,
)
from stores.version_store import (
    NO_DATASET,
    add_version,
    create_dataset_version,
    delete_version,
    get_dataset_version,
    get_latest_profile,
    get_latest_version,
    get_profile,
    get_versions_by_dataset,
    newer_versions,
    save_profile,
    touch_dataset,
)

__all__ = [
    "add_version",
    "create_dataset_version",
    "delete_version",
    "get_dataset_version",
    "get_latest_profile",
    "get_latest_version",
    "get_profile",
    "get_versions_by_dataset",
    "newer_versions",
    "save_profile",
]


def _of_tenant(query: ModelSelect) -> ModelSelect:
    return query.where(Dataset.tenant == slot("tenant_id"))


def _with_latest(query: ModelSelect) -> ModelSelect:
    other = DatasetVersion.alias()
    newest = other.select(fn.MAX(other.version)).where(other.dataset == Dataset.id)
    return (
        _of_tenant(query)
        .join(
            DatasetVersion,
            JOIN.LEFT_OUTER,
            on=(DatasetVersion.dataset == Dataset.id)
            & (DatasetVersion.version == newest),
        )
        .join(DatasetProfile, JOIN.LEFT_OUTER)
    )


def _last_asked():
    return (
        AnalysisSession.select(AnalysisSession.updated_at)
        .where(AnalysisSession.dataset == Dataset.id)
        .order_by(AnalysisSession.updated_at.desc())
        .limit(1)
    )


def _listing(*cells) -> DatasetListing:
    dataset, version, (last_asked, warnings) = cells[:6], cells[6:-2], cells[-2:]
    return DatasetListing(
        DatasetRecord(*dataset),
        VersionRecord(*version) if version[0] is not None else None,
        Dataset.created_at.python_value(last_asked),
        None if warnings is None else len(json.loads(warnings)),
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
            DatasetProfile.details["warnings"].as_text(),
        ],
        _listing,
    ),
    _with_latest,
)


def create_dataset(
    tenant_id: str,
    name: str,
    description: str | None = None,
    *,
    dataset_id: str | None = None,
    actor_user_id: str | None = None,
) -> DatasetRecord:
    """Make a dataset without versions, and its audit line when it is known who acts."""
    now = utc_now()
    record_id = dataset_id or new_id()
    dataset = DatasetRecord(record_id, tenant_id, name, description, now, now)
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
    name: str | None = None,
    description: str | None = None,
    actor_user_id: str | None = None,
) -> DatasetRecord:
    """Give a dataset another name or description; what is None stays, "" is emptied."""
    given = {"name": name, "description": description}
    changes = {key: text or None for key, text in given.items() if text is not None}
    with transaction():
        touch_dataset(dataset_id, tenant_id)
        if changes:
            Dataset.update(changes).where(Dataset.id == dataset_id).execute()
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


def get_store_stats() -> dict[str, int]:
    """Count the rows of all tenants; it reads whole tables, so for maintenance only."""
    return {
        "datasets": Dataset.select().count(),
        "versions": DatasetVersion.select().count(),
        "profiles": DatasetProfile.select().count(),
    }


__getattr__ = predecessor_names(__name__)
