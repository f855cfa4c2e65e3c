"""Pinned answers."""

from database import transaction
from models import AnalysisSession, Artifact
from stores.artifact_store import get_artifact
from stores.audit_store import audit
from stores.records import ArtifactRecord
from stores.statements import Records, slot

_pinned = Records(
    Artifact,
    ArtifactRecord,
    lambda query: (
        query.join(AnalysisSession)
        .where(
            AnalysisSession.dataset == slot("dataset_id"),
            AnalysisSession.tenant == slot("tenant_id"),
            Artifact.pin.is_null(False),
        )
        .order_by(Artifact.created_at, Artifact.id)
    ),
)


def get_pinned(dataset_id: str, tenant_id: str) -> list[ArtifactRecord]:
    """Return the pinned answers about a dataset, oldest first."""
    return _pinned.all(dataset_id=dataset_id, tenant_id=tenant_id)


def get_pin(artifact_id: str, tenant_id: str) -> dict | None:
    """Return an answer's pin: {"versionId", "moved"?}; None when it is not pinned."""
    get_artifact(artifact_id, tenant_id)
    query = Artifact.select(Artifact.pin).where(Artifact.id == artifact_id)
    return query.scalar()


def set_pin(
    artifact_id: str,
    tenant_id: str,
    pin: dict | None,
    *,
    actor_user_id: str | None = None,
) -> None:
    """Pin an answer, change its pin, or take it off; audited when somebody acts."""
    action = "answer_unpinned" if pin is None else "answer_pinned"
    with transaction():
        get_artifact(artifact_id, tenant_id)
        Artifact.update(pin=pin).where(Artifact.id == artifact_id).execute()
        audit(actor_user_id, tenant_id, action, "artifact", artifact_id)
