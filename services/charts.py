"""The chart of a kept answer, drawn as another of the types that fit it."""

from analysis.chart import chart_for, fitting_types
from analysis.chart.spec import retitled, title_of
from database import transaction
from errors import ValidationError
from services.kept import open_kept
from services.permissions import require
from stores import artifact_store, audit_store
from stores.records import ArtifactRecord, UserRecord


def choose(actor: UserRecord, artifact_id: str, kind: str) -> ArtifactRecord:
    """Draw an answer as another type of chart, and keep that with the answer.

    Raises Forbidden, NotFound, and ValidationError for a type that cannot show the
    answer truly.
    """
    require(actor, "run_analysis")
    kept = open_kept(artifact_id, actor.tenant_id)
    asked = kept.plan, kept.result, kept.table.profile
    if kind not in fitting_types(*asked):
        raise ValidationError("This chart does not fit the answer.", field="type")
    return _keep(actor, artifact_id, chart_for(*asked, kind), kind)


def _keep(
    actor: UserRecord, artifact_id: str, drawn: dict, kind: str
) -> ArtifactRecord:
    """Keep the chart under the title that the answer's chart has by now."""
    with transaction():
        artifact = artifact_store.get_artifact(artifact_id, actor.tenant_id)
        receipt = artifact.data["metadata"]
        if receipt.get("chart"):
            drawn = retitled(drawn, title_of(receipt["chart"]))
        data = {**artifact.data, "metadata": {**receipt, "chart": drawn}}
        audit_store.create_audit_log(
            actor.id,
            actor.tenant_id,
            "chart_changed",
            "artifact",
            artifact_id,
            {"type": kind},
        )
        return artifact_store.update_artifact(
            artifact_id, {"data": data}, actor.tenant_id
        )
