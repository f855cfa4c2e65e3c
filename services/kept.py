"""A kept answer opened again: its plan, its numbers, the version it came from."""

from dataclasses import dataclass

from analysis.plan import Plan
from analysis.plan_json import plan_from_json
from analysis.result import Result
from analysis.table import Table
from errors import NotFound, ValidationError
from services import answers
from services.tables import open_table
from stores import (
    artifact_store,
    dataset_store,
    explanation_store,
    session_store,
)
from stores.records import (
    ArtifactRecord,
    DatasetRecord,
    ExplanationRecord,
    SessionRecord,
    VersionRecord,
)


@dataclass(frozen=True)
class Kept:
    """A kept answer with everything that it was made of."""

    artifact: ArtifactRecord
    explanation: ExplanationRecord | None
    session: SessionRecord
    dataset: DatasetRecord
    version: VersionRecord
    table: Table
    plan: Plan
    result: Result


def open_kept(artifact_id: str, tenant_id: str) -> Kept:
    """Open an answer of the tenant as it was computed.

    Raises NotFound (no such answer; its dataset, version or file is gone) and
    ValidationError where it was not computed by this engine.
    """
    artifact = artifact_store.get_artifact(artifact_id, tenant_id)
    receipt = artifact.data.get("metadata") or {}
    if not receipt.get("plan"):
        raise ValidationError(
            "This answer was made by the earlier Poppy: it can be read, but it has no "
            "receipt to run again."
        )
    session = session_store.get_session(artifact.session_id, tenant_id)
    if session.dataset_id is None:
        raise NotFound("The dataset of this answer was deleted.")
    dataset = dataset_store.get_dataset(session.dataset_id, tenant_id)
    version = dataset_store.get_dataset_version(receipt["datasetVersionId"], tenant_id)
    table = open_table(dataset, version)
    return Kept(
        artifact=artifact,
        explanation=explanation_store.get_explanation_by_artifact(
            artifact_id, tenant_id
        ),
        session=session,
        dataset=dataset,
        version=version,
        table=table,
        plan=plan_from_json(receipt["plan"], table.profile),
        result=answers.kept_result(artifact.data),
    )
