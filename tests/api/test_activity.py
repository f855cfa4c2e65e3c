"""The audit log and the use of tokens by the API."""

import pytest

from database import connected
from stores import token_usage_store

PATHS = ["/poppy/audit-logs", "/poppy/token-usage"]


def test_the_audit_log_tells_what_was_done_newest_first(alice, session):
    actions = [
        line["action"] for line in alice.get("/poppy/audit-logs").json["auditLogs"]
    ]

    assert actions == [
        "session_created",
        "dataset_uploaded",
        "dataset_created",
        "register",
    ]


def test_the_audit_log_is_read_page_by_page(alice, session):
    seen, cursor = [], {}
    while cursor is not None:
        page = alice.get("/poppy/audit-logs", limit=3, **cursor).json
        seen += [line["id"] for line in page["auditLogs"]]
        cursor = {"cursor": page["nextCursor"]} if "nextCursor" in page else None

    assert len(seen) == len(set(seen)) == 4


@pytest.fixture
def usage(alice):
    """A call to a language model by alice."""
    me = alice.get("/auth/me").json["user"]
    with connected():
        token_usage_store.track_token_usage(
            {
                "user_id": me["id"],
                "tenant_id": me["tenantId"],
                "prompt_tokens": 10,
                "completion_tokens": 5,
                "estimated_cost": 0.25,
            }
        )


def test_token_usage_lists_the_calls_to_a_model(alice, usage):
    (call,) = alice.get("/poppy/token-usage").json["tokenUsage"]

    assert (call["totalTokens"], call["estimatedCost"]) == (15, 0.25)
    assert "artifactId" not in call


@pytest.mark.parametrize("path", PATHS)
def test_owners_look_back_on_their_own_organization(alice, charlie, usage, path):
    (lines,) = alice.get(path).json.values()
    (theirs,) = charlie.get(path).json.values()

    assert lines
    assert not {line["id"] for line in lines} & {line["id"] for line in theirs}


def test_a_strangers_calls_to_a_model_are_not_listed(charlie, usage):
    assert charlie.get("/poppy/token-usage").json == {"tokenUsage": []}
