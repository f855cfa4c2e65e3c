"""Which columns of a dataset a language model never gets to see."""

from analysis.table import TableProfile
from services.permissions import require
from stores import dataset_store, privacy_store
from stores.records import UserRecord


def never_send(actor: UserRecord, dataset_id: str) -> frozenset[str]:
    """Return the names of a dataset's columns that are marked "never send"."""
    return privacy_store.get_never_send(dataset_id, actor.tenant_id)


def set_never_send(actor: UserRecord, dataset_id: str, names: list[str]) -> None:
    """Mark these columns of the newest version; marks of bygone columns stay.

    For owners only; a name that the table does not have is left out.
    """
    require(actor, "change_dataset")
    marked = privacy_store.get_never_send(dataset_id, actor.tenant_id)
    profile = dataset_store.get_latest_profile(dataset_id, actor.tenant_id)
    present = {column["name"] for column in profile.columns} if profile else set()
    privacy_store.set_never_send(
        dataset_id,
        actor.tenant_id,
        frozenset(present & set(names)) | (marked - present),
        actor.id,
    )


def hidden_keys(
    dataset_id: str, tenant_id: str, profile: TableProfile
) -> frozenset[str]:
    """Return the keys of a version's columns that are marked, whatever their case."""
    names = privacy_store.get_never_send(dataset_id, tenant_id)
    folded = {name.strip().casefold() for name in names}
    return frozenset(
        column.key
        for column in profile.columns
        if column.name.strip().casefold() in folded
    )
