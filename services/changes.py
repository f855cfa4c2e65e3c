"""What changed from one version of a dataset to another."""

from dataclasses import dataclass

from analysis.versions import VersionChanges, compare_versions
from errors import NotFound, ValidationError
from services.tables import open_table
from services.versions import find
from stores import dataset_store
from stores.records import DatasetRecord, UserRecord, VersionRecord


@dataclass(frozen=True)
class Changes:
    """Two versions of a dataset, and what changed from the older to the newer.

    `columns` are the names that both have, for the choice of a key.
    """

    dataset: DatasetRecord
    old: VersionRecord
    new: VersionRecord
    columns: tuple[str, ...]
    found: VersionChanges


def others(actor: UserRecord, version_id: str) -> list[VersionRecord]:
    """Return the versions that one can be compared with: its next older one first."""
    version, dataset = find(actor, version_id)
    every = dataset_store.get_versions_by_dataset(dataset.id, actor.tenant_id)
    rest = [each for each in every if each.id != version.id]
    return sorted(
        rest, key=lambda each: (each.version > version.version, -each.version)
    )


def changes(
    actor: UserRecord,
    version_id: str,
    other_id: str,
    key: tuple[str, ...] | None = None,
) -> Changes:
    """Compare two versions of one dataset, the older as before.

    `key` names the columns that tell rows apart: None looks for some, () compares
    whole rows. Raises NotFound, also for versions of two datasets, and
    ValidationError for the same version twice or a key that does not do.
    """
    (one, dataset), (other, _) = find(actor, version_id), find(actor, other_id)
    if other.dataset_id != one.dataset_id:
        raise NotFound("No such version of this dataset.")
    if one.id == other.id:
        raise ValidationError("Choose another version to compare with.", field="with")
    old, new = sorted((one, other), key=lambda version: version.version)
    before, after = open_table(dataset, old), open_table(dataset, new)
    names = {column.name for column in before.profile.columns}
    shared = tuple(c.name for c in after.profile.columns if c.name in names)
    return Changes(dataset, old, new, shared, compare_versions(before, after, key))


def between(actor: UserRecord, old_id: str, new_id: str) -> VersionChanges:
    """Compare two versions of one dataset in the order given, by a key that is found.

    Raises NotFound, and ValidationError where they are of different datasets.
    """
    (old, dataset), (new, _) = find(actor, old_id), find(actor, new_id)
    if old.dataset_id != new.dataset_id:
        raise ValidationError(
            "These are versions of two datasets. Compare two of the same.",
            field="since",
        )
    return compare_versions(open_table(dataset, old), open_table(dataset, new))
