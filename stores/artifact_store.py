"""Artifacts: the results that are kept, with their receipts."""

import dataclasses
from collections.abc import Mapping

from peewee import ModelSelect

from columns import utc_now
from database import transaction
from errors import NotFound, ValidationError
from models import AnalysisSession, Artifact
from stores.kept_json import result_of
from stores.message_store import NO_SESSION
from stores.names import predecessor_names, snake_keys
from stores.records import ArtifactRecord
from stores.statements import (
    Pages,
    Reader,
    Records,
    Statement,
    found,
    insert,
    new_id,
    record_fields,
    slot,
)

NO_ARTIFACT = "No such artifact."
TYPE_OF_RESULT = {"scalar": "insight", "table": "table", "series": "chart"}
WORD_OF_OPERATION = {
    "sum": "Total",
    "avg": "Average",
    "mean": "Average",
    "min": "Lowest",
    "max": "Highest",
    "median": "Median",
    "count_distinct": "Distinct",
}


def _of_tenant(query: ModelSelect) -> ModelSelect:
    return query.where(Artifact.tenant == slot("tenant_id"))


def _artifact_of(*cells: object) -> ArtifactRecord:
    kept = ArtifactRecord(*cells)
    return dataclasses.replace(kept, data=result_of(kept.data))


_reader = Reader(record_fields(Artifact, ArtifactRecord), _artifact_of)
_artifact = Records(
    Artifact,
    _reader,
    lambda query: _of_tenant(query).where(Artifact.id == slot("artifact_id")),
)
_artifacts = Pages(
    Artifact,
    _reader,
    lambda query: _of_tenant(query).where(Artifact.session == slot("session_id")),
)
_all_artifacts = Pages(Artifact, ArtifactRecord, lambda query: query)
_session_exists = Statement(
    lambda: AnalysisSession.select(AnalysisSession.id).where(
        AnalysisSession.id == slot("session_id"),
        AnalysisSession.tenant == slot("tenant_id"),
    )
)


def create_artifact(
    session_id: str,
    tenant_id: str,
    analysis_result: Mapping[str, object],
    title: str | None = None,
    *,
    metadata: dict | None = None,
) -> ArtifactRecord:
    """Keep a result {resultType, resultData, metadata}, with a title made if need be.

    `metadata` is the receipt of the artifact itself.
    """
    result = snake_keys(analysis_result)
    record = ArtifactRecord(
        id=new_id(),
        session_id=session_id,
        tenant_id=tenant_id,
        type=artifact_type(result["result_type"]),
        title=title or default_title(result.get("metadata") or {}),
        data={
            "resultType": result["result_type"],
            "resultData": result["result_data"],
            "metadata": result.get("metadata") or {},
        },
        metadata=metadata,
        created_at=utc_now(),
    )
    with transaction():
        known = _session_exists.run(session_id=session_id, tenant_id=tenant_id)
        found(known.fetchone(), NO_SESSION)
        return insert(Artifact, record)


def artifact_type(result_type: str) -> str:
    """Return insight for a scalar, table for a table, chart for a series."""
    if result_type not in TYPE_OF_RESULT:
        raise ValidationError("A result is scalar, table or series.", field="type")
    return TYPE_OF_RESULT[result_type]


def default_title(metadata: Mapping[str, object]) -> str:
    """Name a result by its metadata {operation, metric, dimension, time}.

    "Total price", "Average price by airline", "Row Count over date".
    """
    facts = snake_keys(metadata)
    word = WORD_OF_OPERATION.get(str(facts.get("operation", "")).lower())
    metric = facts.get("metric")
    title = f"{word} {metric}" if word and metric else metric or "Row Count"
    if facts.get("time"):
        return f"{title} over {facts['time']}"
    if facts.get("dimension"):
        return f"{title} by {facts['dimension']}"
    return str(title)


def get_artifact(artifact_id: str, tenant_id: str) -> ArtifactRecord:
    """Return an artifact of the tenant."""
    artifact = _artifact.first(artifact_id=artifact_id, tenant_id=tenant_id)
    return found(artifact, NO_ARTIFACT)


def get_artifacts_by_session(
    session_id: str,
    tenant_id: str,
    *,
    limit: int | None = None,
    before: str | None = None,
) -> list[ArtifactRecord]:
    """Return a session's artifacts, newest first."""
    return _artifacts.newest(limit, before, session_id=session_id, tenant_id=tenant_id)


def get_all_artifacts(
    *, limit: int | None = None, before: str | None = None
) -> list[ArtifactRecord]:
    """Return the artifacts of all tenants, newest first; for maintenance only."""
    return _all_artifacts.newest(limit, before)


def update_artifact(
    artifact_id: str, updates: Mapping[str, object], tenant_id: str
) -> ArtifactRecord:
    """Change the title, data or metadata of an artifact."""
    changes = snake_keys(updates)
    unknown = changes.keys() - {"title", "data", "metadata"}
    if unknown:
        raise ValidationError(
            "Only title, data and metadata can be changed.", field=min(unknown)
        )
    with transaction():
        artifact = get_artifact(artifact_id, tenant_id)
        if changes:
            Artifact.update(changes).where(Artifact.id == artifact_id).execute()
    return dataclasses.replace(artifact, **changes)


def delete_artifact(artifact_id: str, tenant_id: str) -> None:
    """Delete an artifact with its explanation."""
    deleted = (
        Artifact.delete()
        .where(Artifact.id == artifact_id, Artifact.tenant == tenant_id)
        .execute()
    )
    if not deleted:
        raise NotFound(NO_ARTIFACT)


__getattr__ = predecessor_names(__name__)
