"""Read-only links by the API."""

from datetime import datetime

import pytest

SHARES = "/poppy/shares"


@pytest.fixture
def artifact(alice, session):
    """The id of an answer."""
    return alice.ask(session, "total amount by region").json["artifacts"][0]["id"]


def share(caller, kind, target, path=SHARES, **more):
    return caller.post(path, {"kind": kind, "targetId": target, **more})


def test_a_link_opens_an_answer_without_an_account(alice, nobody, artifact):
    made = share(alice, "answer", artifact)

    assert made.status_code == 201
    page = nobody.client.get(made.json["url"])
    assert page.status_code == 200
    assert "region" in page.text


def test_a_link_is_listed_without_its_address_and_taken_back(alice, nobody, artifact):
    made = share(alice, "answer", artifact).json

    (listed,) = alice.get(SHARES, targetId=artifact).json["shares"]
    assert (listed["id"], listed["state"]) == (made["id"], "open")
    assert made["url"].rpartition("/")[2] not in str(listed)

    revoked = share(alice, "answer", artifact, f"{SHARES}/revoke")
    assert revoked.json == {"success": True}
    assert nobody.client.get(made["url"]).status_code == 404
    assert alice.get(SHARES).json["shares"][0]["state"] == "taken back"


def test_a_link_works_as_long_as_it_was_made_for(alice, artifact):
    usual = share(alice, "answer", artifact).json["expiresAt"]
    longer = share(alice, "answer", artifact, days=30).json["expiresAt"]

    lasting = datetime.fromisoformat(longer) - datetime.fromisoformat(usual)
    assert lasting.days in (22, 23)


@pytest.mark.parametrize("days", [0, 366, 1.5, "7", True, None, 1e400])
def test_a_link_for_no_number_of_days_is_refused(alice, artifact, days):
    answer = share(alice, "answer", artifact, days=days)

    assert answer.status_code == 400
    assert answer.json["error"]["details"] == {"field": "days"}


def test_a_session_is_shared_too(bob, nobody, session, artifact):
    made = share(bob, "session", session)

    assert nobody.client.get(made.json["url"]).status_code == 200


def test_links_of_others_are_not_listed(alice, bob, charlie, artifact):
    share(alice, "answer", artifact)

    assert bob.get(SHARES).json == charlie.get(SHARES).json == {"shares": []}


def test_only_answers_and_sessions_are_shared(alice, dataset):
    answer = share(alice, "dataset", dataset)

    assert answer.status_code == 400
    assert answer.json["error"]["details"] == {"field": "kind"}
