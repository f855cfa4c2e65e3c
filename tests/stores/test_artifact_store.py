"""Artifacts, their explanations, and the one transaction that writes an answer."""

import pytest

from errors import NotFound, ValidationError
from models import Artifact, AuditLog, ChatMessage, Explanation
from stores import artifact_store, auth_store, explanation_store, session_store
from stores.exchange_store import save_exchange

RESULT = {
    "resultType": "series",
    "resultData": [{"airline": "A", "price": 1.5}],
    "metadata": {"operation": "avg", "metric": "price", "dimension": "airline"},
}


@pytest.fixture
def session(alice):
    return session_store.create_session(alice.tenant_id, None)


def answer(session, alice, **changes):
    facts = {
        "content": "A is cheapest.",
        "result": RESULT,
        "receipt": {"sql": "SELECT 1"},
        "explanation": {"summary": "A", "caveats": ["few rows"]},
        "usage": {"prompt_tokens": 3, "completion_tokens": 4},
    }
    return save_exchange(session.id, alice.tenant_id, alice.id, **{**facts, **changes})


def test_an_answer_is_kept_whole(session, alice):
    kept = answer(session, alice)

    tenant = alice.tenant_id
    assert artifact_store.get_artifacts_by_session(session.id, tenant) == [
        kept.artifact
    ]
    assert kept.artifact.title == "Average price by airline"
    assert kept.artifact.metadata == {"sql": "SELECT 1"}
    assert (
        explanation_store.get_explanation_by_artifact(kept.artifact.id, tenant)
        == kept.explanation
    )
    (message,) = session_store.get_messages_by_session(session.id, tenant)
    assert message.metadata == {"artifactId": kept.artifact.id}
    (usage,) = auth_store.get_tenant_token_usage(tenant)
    assert usage.artifact_id == kept.artifact.id
    (line,) = auth_store.get_audit_logs_by_tenant(tenant)
    assert line.action == "message_created"


def test_an_answer_that_fails_at_the_end_leaves_nothing(session, alice):
    with pytest.raises(ValidationError):
        answer(session, alice, content="\x00")
    for model in (Artifact, Explanation, ChatMessage, AuditLog):
        assert model.select().count() == 0


def test_a_question_back_has_no_artifact(session, alice):
    kept = answer(
        session,
        alice,
        result=None,
        explanation=None,
        usage=None,
        message_metadata={"status": "clarify"},
    )
    assert kept.artifact is None
    assert kept.message.metadata == {"status": "clarify"}


def test_no_stranger_writes_into_a_session(session, charlie):
    with pytest.raises(NotFound):
        answer(session, charlie)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("scalar", "insight"), ("table", "table"), ("series", "chart")],
)
def test_the_type_follows_the_result(session, alice, kind, expected):
    artifact = artifact_store.create_artifact(
        session.id, alice.tenant_id, {**RESULT, "resultType": kind}, "Mine"
    )
    assert (artifact.type, artifact.title) == (expected, "Mine")


def test_an_unknown_result_type_is_refused(session, alice):
    with pytest.raises(ValidationError):
        artifact_store.create_artifact(
            session.id, alice.tenant_id, {**RESULT, "resultType": "pie"}
        )


@pytest.mark.parametrize(
    ("metadata", "title"),
    [
        ({"operation": "sum", "metric": "price"}, "Total price"),
        ({"operation": "count"}, "Row Count"),
        ({"operation": "count", "time": "day"}, "Row Count over day"),
        ({"operation": "avg", "metric": "x", "dimension": "d"}, "Average x by d"),
    ],
)
def test_titles_are_made_from_the_metadata(metadata, title):
    assert artifact_store.default_title(metadata) == title


def test_updates_change_what_they_name_only(session, alice):
    made = artifact_store.create_artifact(session.id, alice.tenant_id, RESULT)
    changed = artifact_store.update_artifact(
        made.id, {"title": "Better"}, alice.tenant_id
    )
    assert (changed.title, changed.data) == ("Better", made.data)
    with pytest.raises(ValidationError):
        artifact_store.update_artifact(made.id, {"tenantId": "x"}, alice.tenant_id)


def test_deleting_takes_the_explanation_along(session, alice, charlie):
    kept = answer(session, alice)
    with pytest.raises(NotFound):
        artifact_store.delete_artifact(kept.artifact.id, charlie.tenant_id)
    artifact_store.delete_artifact(kept.artifact.id, alice.tenant_id)
    assert Explanation.select().count() == 0


def test_an_explanation_is_replaced_not_doubled(session, alice):
    kept = answer(session, alice)
    explanation_store.store_explanation(
        session.id, kept.artifact.id, {"summary": "Second"}
    )
    (only,) = explanation_store.get_explanations_by_session(session.id, alice.tenant_id)
    assert (only.summary, only.caveats) == ("Second", None)
    assert explanation_store.get_explanation(only.id, alice.tenant_id) == only


def test_a_stranger_finds_no_artifact_and_no_explanation(session, alice, charlie):
    kept = answer(session, alice)
    with pytest.raises(NotFound):
        artifact_store.get_artifact(kept.artifact.id, charlie.tenant_id)
    with pytest.raises(NotFound):
        explanation_store.get_explanation(kept.explanation.id, charlie.tenant_id)
    assert (
        explanation_store.get_explanation_by_artifact(
            kept.artifact.id, charlie.tenant_id
        )
        is None
    )
