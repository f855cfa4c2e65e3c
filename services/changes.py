"""What changed between two versions of a dataset."""

from analysis.versions import VersionChanges, compare_versions
from errors import ValidationError
from services.tables import open_table
from stores import dataset_store
from stores.records import UserRecord


def between(actor: UserRecord, old_id: str, new_id: str) -> VersionChanges:
    """Compare two versions of one dataset: columns, rows by key, statistics.

    Raises NotFound, and ValidationError where they are of different datasets.
    """
    old = dataset_store.get_dataset_version(old_id, actor.tenant_id)
    new = dataset_store.get_dataset_version(new_id, actor.tenant_id)
    if old.dataset_id != new.dataset_id:
        raise ValidationError(
            "These are versions of two datasets. Compare two of the same.",
            field="since",
        )
    dataset = dataset_store.get_dataset(new.dataset_id, actor.tenant_id)
    return compare_versions(open_table(dataset, old), open_table(dataset, new))
