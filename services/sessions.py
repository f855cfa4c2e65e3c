"""Conversations: start, list, reopen, rename, delete."""

from dataclasses import dataclass

from analysis.engine import suggest
from errors import NotFound
from services.datasets import overview
from services.permissions import require
from services.predecessor import answers_of, in_our_shape
from stores import artifact_store, dataset_store, explanation_store, session_store
from stores.records import (
    ArtifactRecord,
    DatasetRecord,
    ExplanationRecord,
    MessageRecord,
    SessionListing,
    SessionRecord,
    UserRecord,
    VersionRecord,
)


@dataclass(frozen=True)
class Turn:
    """A message with what was made for it."""

    message: MessageRecord
    artifact: ArtifactRecord | None = None
    explanation: ExplanationRecord | None = None


@dataclass(frozen=True)
class Conversation:
    """Everything that the chat page shows."""

    session: SessionRecord
    dataset: DatasetRecord | None
    version: VersionRecord | None
    turns: list[Turn]
    sessions: list[SessionListing]
    artifacts: list[ArtifactRecord]
    suggestions: tuple[str, ...]


def start(
    actor: UserRecord, dataset_id: str | None, title: str | None = None
) -> SessionRecord:
    """Start a conversation about a dataset; NotFound when it is not the actor's."""
    require(actor, "run_analysis")
    return session_store.create_session(
        actor.tenant_id, dataset_id, title, actor_user_id=actor.id
    )


def find(actor: UserRecord, session_id: str) -> SessionRecord:
    """Return a conversation of the actor's organization without its messages."""
    return session_store.get_session(session_id, actor.tenant_id)


def rename(actor: UserRecord, session_id: str, title: str) -> SessionRecord:
    """Give a conversation another title."""
    require(actor, "run_analysis")
    return session_store.rename_session(
        session_id, actor.tenant_id, title, actor_user_id=actor.id
    )


def delete(actor: UserRecord, session_id: str) -> None:
    """Delete a conversation with its messages and answers."""
    require(actor, "run_analysis")
    session_store.delete_session(session_id, actor.tenant_id, actor_user_id=actor.id)


def list_for(
    actor: UserRecord,
    dataset_id: str | None = None,
    limit: int = 50,
    before: str | None = None,
) -> list[SessionListing]:
    """Return conversations, last used first: of the tenant, or about one dataset.

    NotFound when the dataset is not the actor's.
    The cursor of the next page is `cursor_of(listings[-1].session, "updated_at")`.
    """
    if dataset_id is not None:
        dataset_store.get_dataset(dataset_id, actor.tenant_id)
    return session_store.get_recent_sessions(
        actor.tenant_id, dataset_id=dataset_id, limit=limit, before=before
    )


def conversation(actor: UserRecord, session_id: str) -> Conversation:
    """Return a whole conversation with its answers and explanations."""
    session = session_store.get_session(session_id, actor.tenant_id)
    messages = session_store.get_messages_by_session(session_id, actor.tenant_id)
    kept = artifact_store.get_artifacts_by_session(session_id, actor.tenant_id)
    artifacts = [in_our_shape(artifact) for artifact in kept]
    explanations = explanation_store.get_explanations_by_session(
        session_id, actor.tenant_id
    )
    dataset = overview(actor, session.dataset_id) if session.dataset_id else None
    return Conversation(
        session=session,
        dataset=dataset.dataset if dataset else None,
        version=dataset.version if dataset else None,
        turns=_turns(messages, artifacts, explanations),
        sessions=list_for(actor, session.dataset_id),
        artifacts=artifacts,
        suggestions=suggest(dataset.profile) if dataset and dataset.profile else (),
    )


def answer(
    actor: UserRecord, session_id: str, artifact_id: str
) -> tuple[ArtifactRecord, ExplanationRecord | None]:
    """Return one kept answer of a conversation with its explanation."""
    found, explanation = artifact(actor, artifact_id)
    if found.session_id != session_id:
        raise NotFound("No such answer in this conversation.")
    return found, explanation


def artifact(
    actor: UserRecord, artifact_id: str
) -> tuple[ArtifactRecord, ExplanationRecord | None]:
    """Return one kept answer with its explanation."""
    found = artifact_store.get_artifact(artifact_id, actor.tenant_id)
    return in_our_shape(found), explanation_store.get_explanation_by_artifact(
        artifact_id, actor.tenant_id
    )


def artifacts(
    actor: UserRecord, session_id: str, limit: int = 50, before: str | None = None
) -> list[ArtifactRecord]:
    """Return the answers of a conversation, newest first."""
    session_store.get_session(session_id, actor.tenant_id)
    kept = artifact_store.get_artifacts_by_session(
        session_id, actor.tenant_id, limit=limit, before=before
    )
    return [in_our_shape(artifact) for artifact in kept]


def explanations(
    actor: UserRecord, session_id: str, limit: int = 50, before: str | None = None
) -> list[ExplanationRecord]:
    """Return the explanations of a conversation's answers, newest first."""
    session_store.get_session(session_id, actor.tenant_id)
    return explanation_store.get_explanations_by_session(
        session_id, actor.tenant_id, limit=limit, before=before
    )


def _turns(
    messages: list[MessageRecord],
    artifacts: list[ArtifactRecord],
    explanations: list[ExplanationRecord],
) -> list[Turn]:
    answers = answers_of(messages, artifacts)
    explained = {each.artifact_id: each for each in explanations}
    return [
        Turn(message, artifact, explained.get(artifact.id) if artifact else None)
        for message in messages
        for artifact in [answers.get(message.id)]
    ]
