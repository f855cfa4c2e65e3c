"""Pins of answers: kept, moved and taken off by their own tenant."""

import pytest

from errors import NotFound
from stores import (
    artifact_store,
    audit_store,
    dataset_store,
    pin_store,
    session_store,
)

RESULT = {"resultType": "scalar", "resultData": 1, "metadata": {}}


@pytest.fixture
def dataset(alice):
    """A dataset of alice's."""
    return dataset_store.create_dataset(alice.tenant_id, "Sales")


@pytest.fixture
def answer(alice, dataset):
    """An answer about the dataset, in a session of alice's."""
    session = session_store.create_session(alice.tenant_id, dataset.id)
    return artifact_store.create_artifact(session.id, alice.tenant_id, RESULT, "One")


def test_a_pin_is_kept_and_taken_off(alice, dataset, answer):
    assert pin_store.get_pin(answer.id, alice.tenant_id) is None

    pin_store.set_pin(
        answer.id, alice.tenant_id, {"versionId": "v1"}, actor_user_id=alice.id
    )
    assert pin_store.get_pin(answer.id, alice.tenant_id) == {"versionId": "v1"}
    (pinned,) = pin_store.get_pinned(dataset.id, alice.tenant_id)
    assert pinned.id == answer.id

    pin_store.set_pin(answer.id, alice.tenant_id, None, actor_user_id=alice.id)
    assert pin_store.get_pinned(dataset.id, alice.tenant_id) == []
    actions = [
        line.action for line in audit_store.get_audit_logs_by_tenant(alice.tenant_id)
    ]
    assert actions[:2] == ["answer_unpinned", "answer_pinned"]


def test_strangers_neither_see_nor_set_a_pin(alice, charlie, dataset, answer):
    pin_store.set_pin(answer.id, alice.tenant_id, {"versionId": "v1"})

    assert pin_store.get_pinned(dataset.id, charlie.tenant_id) == []
    with pytest.raises(NotFound):
        pin_store.get_pin(answer.id, charlie.tenant_id)
    with pytest.raises(NotFound):
        pin_store.set_pin(answer.id, charlie.tenant_id, None)
    assert pin_store.get_pin(answer.id, alice.tenant_id) == {"versionId": "v1"}
