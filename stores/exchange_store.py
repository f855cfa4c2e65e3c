"""One answer to one question, kept as a whole or not at all."""

from collections.abc import Mapping

from database import transaction
from stores.artifact_store import create_artifact
from stores.audit_store import create_audit_log
from stores.explanation_store import store_explanation
from stores.message_store import create_message
from stores.records import ArtifactRecord, ExchangeRecord
from stores.token_usage_store import track_token_usage


def save_exchange(
    session_id: str,
    tenant_id: str,
    user_id: str,
    *,
    content: str,
    message_metadata: dict | None = None,
    result: Mapping[str, object] | None = None,
    title: str | None = None,
    receipt: dict | None = None,
    explanation: Mapping[str, object] | None = None,
    usage: Mapping[str, object] | None = None,
    audit_metadata: dict | None = None,
) -> ExchangeRecord:
    """Write artifact, explanation, reply, use of tokens and audit line at once.

    The person's own message was kept before, by `session_store.create_message`.
    `content` is the assistant's reply; `result` {resultType, resultData, metadata}
    becomes an artifact with `receipt` as its metadata; `explanation` {summary,
    implications?, caveats?} belongs to it; `usage` {prompt_tokens,
    completion_tokens, estimated_cost?} is there when a model was called. The reply's
    metadata gets the "artifactId".
    """
    with transaction():
        artifact = explained = None
        if result is not None:
            artifact = create_artifact(
                session_id, tenant_id, result, title, metadata=receipt
            )
            if explanation is not None:
                explained = store_explanation(session_id, artifact.id, explanation)
        message = create_message(
            session_id,
            tenant_id,
            "assistant",
            content,
            metadata=_pointing_to(artifact, message_metadata),
        )
        artifact_id = artifact and artifact.id
        if usage is not None:
            who = {"user_id": user_id, "tenant_id": tenant_id}
            where = {"session_id": session_id, "artifact_id": artifact_id}
            track_token_usage({**usage, **who, **where})
        create_audit_log(
            user_id, tenant_id, "message_created", "session", session_id, audit_metadata
        )
    return ExchangeRecord(message, artifact, explained)


def _pointing_to(artifact: ArtifactRecord | None, metadata: dict | None) -> dict | None:
    if artifact is None:
        return metadata
    return {**(metadata or {}), "artifactId": artifact.id}
