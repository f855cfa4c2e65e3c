"""The answers that a conversation has already, as plans with their results."""

from analysis.plan import Plan
from analysis.plan_json import plan_from_json
from analysis.result import Result
from analysis.table import TableProfile
from errors import ValidationError
from services import answers
from stores import artifact_store
from stores.records import ArtifactRecord, SessionRecord

REMEMBERED = 10
Earlier = tuple[tuple[Plan, Result], ...]


def earlier_answers(session: SessionRecord, profile: TableProfile) -> Earlier:
    """Return the newest answers, newest first, whose plans fit the profile still."""
    artifacts = artifact_store.get_artifacts_by_session(
        session.id, session.tenant_id, limit=REMEMBERED
    )
    opened = (_opened(artifact, profile) for artifact in artifacts)
    return tuple(each for each in opened if each is not None)


def _opened(
    artifact: ArtifactRecord, profile: TableProfile
) -> tuple[Plan, Result] | None:
    plan = (artifact.data.get("metadata") or {}).get("plan")
    if not plan:
        return None
    try:
        return plan_from_json(plan, profile), answers.kept_result(artifact.data)
    except ValidationError:
        return None
