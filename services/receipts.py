"""Kept answers run again: on their own version, and on the newest one."""

from dataclasses import dataclass

from analysis import engine
from analysis.compare import Comparison, compare
from analysis.plan import Plan
from analysis.replan import moved
from analysis.result import Result
from analysis.table import Table
from errors import ValidationError
from services import sessions
from services.kept import Kept, open_kept
from services.permissions import require
from services.tables import open_table
from stores import dataset_store
from stores.records import ArtifactRecord, UserRecord, VersionRecord


@dataclass(frozen=True)
class Rerun:
    """An answer computed again: then and now, and what differs."""

    kept: Kept
    version: VersionRecord
    plan: Plan
    result: Result
    comparison: Comparison

    @property
    def same(self) -> bool:
        """Whether every number came out as before."""
        return self.comparison.same


def of(actor: UserRecord, artifact_id: str) -> dict:
    """Return what a kept answer was computed from, and how; without its chart."""
    artifact, _ = sessions.artifact(actor, artifact_id)
    kept = artifact.data.get("metadata") or {}
    return {key: value for key, value in kept.items() if key != "chart"}


def run_again(actor: UserRecord, artifact_id: str) -> Rerun:
    """Compute an answer again from the version that it came from.

    Raises NotFound where the answer or its file is gone, ValidationError where it has
    no receipt.
    """
    require(actor, "run_analysis")
    kept = open_kept(artifact_id, actor.tenant_id)
    return _rerun(kept, kept.version, kept.table, kept.plan)


def run_on_newest(actor: UserRecord, artifact_id: str) -> Rerun:
    """Compute an answer from the newest version of its dataset.

    Raises ValidationError where that version lacks a column, or holds another kind
    of values in it.
    """
    require(actor, "run_analysis")
    kept = open_kept(artifact_id, actor.tenant_id)
    version = dataset_store.get_latest_version(kept.dataset.id, actor.tenant_id)
    table = open_table(kept.dataset, version)
    plan = moved(kept.plan, kept.table.profile, table.profile)
    return _rerun(kept, version, table, plan)


def outdated(actor: UserRecord, artifacts: list[ArtifactRecord]) -> dict[str, int]:
    """Return the answers whose version has a newer one: artifact id to its number."""
    versions = {each.id: version_id_of(each) for each in artifacts}
    wanted = {version for version in versions.values() if version}
    newer = dataset_store.newer_versions(wanted, actor.tenant_id) if wanted else {}
    return {
        artifact_id: newer[version]
        for artifact_id, version in versions.items()
        if version in newer
    }


def version_id_of(artifact: ArtifactRecord) -> str | None:
    """Return the version that an answer was computed from, if it is known."""
    return (artifact.data.get("metadata") or {}).get("datasetVersionId")


def compute(plan: Plan, table: Table) -> Result:
    """Run a plan, guard first; ValidationError, in words, where it is refused."""
    answer = engine.answer(plan, table)
    if answer.result is None:
        raise ValidationError(answer.message)
    return answer.result


def _rerun(kept: Kept, version: VersionRecord, table: Table, plan: Plan) -> Rerun:
    result = compute(plan, table)
    return Rerun(kept, version, plan, result, compare(kept.result, result))
