"""Columns of a dataset that must never be sent to a language model."""

from database import transaction
from models import Dataset
from stores.audit_store import audit
from stores.statements import found
from stores.version_store import NO_DATASET


def get_never_send(dataset_id: str, tenant_id: str) -> frozenset[str]:
    """Return the names of the columns that were marked."""
    row = (
        Dataset.select(Dataset.never_send)
        .where(Dataset.id == dataset_id, Dataset.tenant == tenant_id)
        .tuples()
        .first()
    )
    return frozenset(found(row, NO_DATASET)[0] or ())


def set_never_send(
    dataset_id: str, tenant_id: str, names: frozenset[str], actor_user_id: str
) -> None:
    """Mark exactly these columns, with an audit line."""
    with transaction():
        get_never_send(dataset_id, tenant_id)
        Dataset.update(never_send=sorted(names) or None).where(
            Dataset.id == dataset_id
        ).execute()
        audit(
            actor_user_id,
            tenant_id,
            "never_send_changed",
            "dataset",
            dataset_id,
            {"columns": sorted(names)},
        )
