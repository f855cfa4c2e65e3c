"""Explanations: one per artifact."""

import dataclasses
from collections.abc import Mapping

from peewee import ModelSelect

from columns import utc_now
from database import transaction
from models import Artifact, Explanation
from stores.kept_json import sentences_of
from stores.names import predecessor_names, snake_keys
from stores.records import ExplanationRecord
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


def _of_tenant(query: ModelSelect) -> ModelSelect:
    return query.join(Artifact).where(Artifact.tenant == slot("tenant_id"))


def _explanation_of(*cells: object) -> ExplanationRecord:
    kept = ExplanationRecord(*cells)
    return dataclasses.replace(
        kept,
        implications=sentences_of(kept.implications),
        caveats=sentences_of(kept.caveats),
    )


_explanations = Reader(record_fields(Explanation, ExplanationRecord), _explanation_of)
_explanation = Records(
    Explanation,
    _explanations,
    lambda query: _of_tenant(query).where(Explanation.id == slot("explanation_id")),
)
_of_artifact = Records(
    Explanation,
    _explanations,
    lambda query: _of_tenant(query).where(Explanation.artifact == slot("artifact_id")),
)
_of_session = Pages(
    Explanation,
    _explanations,
    lambda query: _of_tenant(query).where(Explanation.session_id == slot("session_id")),
)
_forget = Statement(
    lambda: Explanation.delete().where(Explanation.artifact == slot("artifact_id"))
)


def store_explanation(
    session_id: str, artifact_id: str, explanation: Mapping[str, object]
) -> ExplanationRecord:
    """Keep {summary, implications?, caveats?} in the place of an older one."""
    given = snake_keys(explanation)
    record = ExplanationRecord(
        id=new_id(),
        session_id=session_id,
        artifact_id=artifact_id,
        summary=given["summary"],
        implications=given.get("implications"),
        caveats=given.get("caveats"),
        created_at=utc_now(),
    )
    with transaction():
        _forget.run(artifact_id=artifact_id)
        return insert(Explanation, record)


def get_explanation(explanation_id: str, tenant_id: str) -> ExplanationRecord:
    """Return an explanation of the tenant."""
    record = _explanation.first(explanation_id=explanation_id, tenant_id=tenant_id)
    return found(record, "No such explanation.")


def get_explanation_by_artifact(
    artifact_id: str, tenant_id: str
) -> ExplanationRecord | None:
    """Return the explanation of an artifact, if it has one."""
    return _of_artifact.first(artifact_id=artifact_id, tenant_id=tenant_id)


def get_explanations_by_session(
    session_id: str,
    tenant_id: str,
    *,
    limit: int | None = None,
    before: str | None = None,
) -> list[ExplanationRecord]:
    """Return a session's explanations, newest first."""
    return _of_session.newest(limit, before, session_id=session_id, tenant_id=tenant_id)


__getattr__ = predecessor_names(__name__)
