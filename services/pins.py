"""Pinned answers: computed again for each new version, with what moved.

The runs follow an upload in the background; whatever did not happen there (a restart,
a full queue) happens when somebody looks.
"""

import functools
from dataclasses import asdict, dataclass

from analysis.compare import Comparison, compare
from analysis.replan import moved
from analysis.table import Table
from database import connected
from errors import NotFound, PoppyError
from services.background import worker
from services.kept import Kept, open_kept
from services.permissions import require
from services.receipts import compute
from services.tables import open_table
from stores import dataset_store, pin_store
from stores.records import ArtifactRecord, UserRecord, VersionRecord

MOST_LISTED = 50


@dataclass(frozen=True)
class Pinned:
    """A pinned answer and its last run.

    `moved` holds from, to (version numbers), changes [{group, column, old, new}],
    appeared, vanished and count, or an error in words; None before the first run.
    """

    artifact: ArtifactRecord
    moved: dict | None


def pin(actor: UserRecord, artifact_id: str) -> None:
    """Pin an answer; ValidationError where it cannot be run again."""
    require(actor, "run_analysis")
    kept = open_kept(artifact_id, actor.tenant_id)
    if pin_store.get_pin(artifact_id, actor.tenant_id) is None:
        pin_store.set_pin(
            artifact_id,
            actor.tenant_id,
            {"versionId": kept.version.id},
            actor_user_id=actor.id,
        )


def unpin(actor: UserRecord, artifact_id: str) -> None:
    """Take the pin off an answer."""
    require(actor, "run_analysis")
    if pin_store.get_pin(artifact_id, actor.tenant_id) is not None:
        pin_store.set_pin(artifact_id, actor.tenant_id, None, actor_user_id=actor.id)


def is_pinned(actor: UserRecord, artifact_id: str) -> bool:
    """Tell whether an answer is pinned."""
    return pin_store.get_pin(artifact_id, actor.tenant_id) is not None


def list_pins(actor: UserRecord, dataset_id: str) -> list[Pinned]:
    """Return a dataset's pinned answers, each run on the newest version."""
    dataset_store.get_dataset(dataset_id, actor.tenant_id)
    refresh(dataset_id, actor.tenant_id)
    return [
        Pinned(each, pin_store.get_pin(each.id, actor.tenant_id).get("moved"))
        for each in pin_store.get_pinned(dataset_id, actor.tenant_id)
    ]


def after_upload(version: VersionRecord) -> None:
    """Run the pinned answers of a new version's dataset in the background."""

    def run() -> None:
        with connected():
            refresh(version.dataset_id, version.tenant_id)

    if pin_store.get_pinned(version.dataset_id, version.tenant_id):
        worker.offer(run)


def refresh(dataset_id: str, tenant_id: str) -> None:
    """Run every pinned answer that has not seen the newest version."""
    newest = dataset_store.get_latest_version(dataset_id, tenant_id)
    if newest is None:
        return
    table_of = functools.cache(open_table)
    for artifact in pin_store.get_pinned(dataset_id, tenant_id):
        seen = pin_store.get_pin(artifact.id, tenant_id)
        if seen is not None and seen["versionId"] != newest.id:
            _run(artifact.id, tenant_id, seen["versionId"], newest, table_of)


def _run(
    artifact_id: str, tenant_id: str, seen_id: str, newest: VersionRecord, table_of
) -> None:
    """Note what moved since the version seen last; where it cannot run, that stays."""
    try:
        outcome = _moved(open_kept(artifact_id, tenant_id), seen_id, newest, table_of)
        seen_id = newest.id
    except PoppyError as error:
        outcome = {"error": error.message}
    outcome["to"] = newest.version
    pin_store.set_pin(artifact_id, tenant_id, {"versionId": seen_id, "moved": outcome})


def _moved(kept: Kept, seen_id: str, newest: VersionRecord, table_of) -> dict:
    try:
        seen = dataset_store.get_dataset_version(seen_id, newest.tenant_id)
    except NotFound:  # deleted since; the answer's own version is there
        seen = kept.version
    results = []
    for version in (seen, newest):
        table: Table = table_of(kept.dataset, version)
        plan = moved(kept.plan, kept.table.profile, table.profile)
        results.append(compute(plan, table))
    return {"from": seen.version, **_in_json(compare(*results))}


def _in_json(found: Comparison) -> dict:
    listed = {
        "changes": [asdict(change) for change in found.changes[:MOST_LISTED]],
        "appeared": [list(group) for group in found.appeared[:MOST_LISTED]],
        "vanished": [list(group) for group in found.vanished[:MOST_LISTED]],
    }
    count = len(found.changes) + len(found.appeared) + len(found.vanished)
    return {
        **listed,
        "count": count + found.rows_changed,
        "columnsChanged": found.columns_changed,
    }
