"""The whole way of a question: kept, read, computed, explained, kept again."""

from dataclasses import dataclass

from analysis import engine
from analysis.chart import chart_for
from analysis.explain import choose_mode, explain, title
from analysis.plan import Plan
from analysis.plan_json import plan_from_json
from analysis.result import Answer
from analysis.table import Table
from errors import PoppyError, ValidationError
from services import answers
from services.permissions import require
from services.tables import open_table
from stores import (
    artifact_store,
    dataset_store,
    exchange_store,
    session_store,
)
from stores.records import (
    ArtifactRecord,
    ExplanationRecord,
    MessageRecord,
    SessionRecord,
    UserRecord,
    VersionRecord,
)

LONGEST_QUESTION = 4_000


@dataclass(frozen=True)
class Exchange:
    """A question and what came back."""

    message: MessageRecord
    assistant: MessageRecord
    artifact: ArtifactRecord | None = None
    explanation: ExplanationRecord | None = None


def ask(
    actor: UserRecord, session_id: str, content: str, plan: dict | None = None
) -> Exchange:
    """Keep the question verbatim, answer it, and keep the answer with its receipt.

    `plan` is the Plan of a button that the person pressed instead of typing; it is
    validated like any other input. Raises NotFound, Forbidden or ValidationError.
    """
    require(actor, "run_analysis")
    session = session_store.get_session(session_id, actor.tenant_id)
    _check_length(content)
    message = session_store.create_message(session_id, actor.tenant_id, "user", content)
    try:
        table, version = _table_of(actor, session)
        answer = _answer(actor, session, content, plan, table)
    except PoppyError as error:
        return _keep_refusal(actor, message, error.message)
    return _keep(actor, message, answer, table, version)


def _check_length(content: str) -> None:
    if not content.strip():
        raise ValidationError("Type a question.", field="content")
    if len(content) > LONGEST_QUESTION:
        raise ValidationError(
            f"A question has at most {LONGEST_QUESTION:,} characters; "
            f"this one has {len(content):,}.",
            field="content",
        )


def _table_of(actor: UserRecord, session: SessionRecord) -> tuple[Table, VersionRecord]:
    if session.dataset_id is None:
        raise ValidationError(
            "This session has no dataset (any more). Start a session on a dataset."
        )
    dataset = dataset_store.get_dataset(session.dataset_id, actor.tenant_id)
    version = dataset_store.get_latest_version(dataset.id, actor.tenant_id)
    if version is None:
        raise ValidationError(
            f"“{dataset.name}” has no file yet. Upload one, then ask again."
        )
    return open_table(dataset, version), version


def _answer(
    actor: UserRecord,
    session: SessionRecord,
    content: str,
    plan: dict | None,
    table: Table,
) -> Answer:
    if plan is not None:
        return engine.answer(plan_from_json(plan, table.profile), table)
    return engine.ask(content, table, previous=_last_plan(actor, session, table))


def _last_plan(actor: UserRecord, session: SessionRecord, table: Table) -> Plan | None:
    """Return the plan of the session's newest answer, if it fits this table still."""
    for artifact in artifact_store.get_artifacts_by_session(
        session.id, actor.tenant_id, limit=1
    ):
        kept = (artifact.data.get("metadata") or {}).get("plan")
        try:
            return plan_from_json(kept, table.profile) if kept else None
        except ValidationError:
            return None
    return None


def _keep_refusal(actor: UserRecord, message: MessageRecord, reply: str) -> Exchange:
    return _keep_words(actor, message, Answer(status="declined", message=reply))


def _keep_words(actor: UserRecord, message: MessageRecord, answer: Answer) -> Exchange:
    kept = exchange_store.save_exchange(
        message.session_id,
        actor.tenant_id,
        actor.id,
        content=answer.message,
        message_metadata=answers.message_metadata(answer, ()),
    )
    return Exchange(message, kept.message)


def _keep(
    actor: UserRecord,
    message: MessageRecord,
    answer: Answer,
    table: Table,
    version: VersionRecord,
) -> Exchange:
    if answer.status != "answered":
        return _keep_words(actor, message, answer)
    profile = table.profile
    mode = choose_mode(answer.plan, answer.result, ())
    explanation = explain(answer.plan, answer.result, profile, mode)
    chart = chart_for(answer.plan, answer.result, profile)
    follow_ups = engine.follow_ups(answer.plan, table)
    kept = exchange_store.save_exchange(
        message.session_id,
        actor.tenant_id,
        actor.id,
        content=explanation.summary,
        message_metadata=answers.message_metadata(answer, follow_ups),
        result=answers.artifact_data(answer, version, profile, chart),
        title=title(answer.plan, profile),
        explanation=answers.explanation_data(explanation),
    )
    return Exchange(message, kept.message, kept.artifact, kept.explanation)
