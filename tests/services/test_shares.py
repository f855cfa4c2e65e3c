"""Links for people without an account: hard to guess, easy to take back."""

from datetime import timedelta

import pytest

from errors import Forbidden, NotFound, ValidationError
from models import User
from service_models import ShareLink
from services import questions, sessions, shares
from stores import audit_store, auth_store, session_store, share_store
from tests.services.house import upload_sales

PRICES = "average price by region"


@pytest.fixture
def session(alice):
    return sessions.start(alice, upload_sales(alice).id, "Pricing")


@pytest.fixture
def artifact(alice, session):
    return questions.ask(alice, session.id, PRICES).artifact


def test_a_link_shows_the_answer_to_anybody(alice, artifact):
    _, token = shares.create(alice, "answer", artifact.id)

    shared = shares.open_link(token)

    assert (shared.title, shared.dataset_name) == (artifact.title, "sales")
    [part] = shared.parts
    assert part.asked == PRICES and part.artifact == artifact
    assert part.explanation.summary == part.said


def test_a_link_to_a_session_shows_it_as_far_as_it_had_come(alice, session, artifact):
    _, token = shares.create(alice, "session", session.id)
    questions.ask(alice, session.id, "total units")

    shared = shares.open_link(token)

    assert shared.title == "Pricing"
    assert [part.asked for part in shared.parts] == [PRICES]


def test_the_token_is_long_random_and_not_kept(alice, artifact):
    first = shares.create(alice, "answer", artifact.id)[1]
    second = shares.create(alice, "answer", artifact.id)[1]

    assert first != second and len(first) >= 43
    kept = [str(row) for row in ShareLink.select().tuples()]
    assert not any(first in row for row in kept)


@pytest.mark.parametrize("token", ["", "x", "0" * 43, "\ud800", "' OR 1=1 --"])
def test_a_token_that_was_never_made_opens_nothing(alice, artifact, token):
    link, _ = shares.create(alice, "answer", artifact.id)

    for wrong in (token, link.id):
        with pytest.raises(NotFound, match="does not work"):
            shares.open_link(wrong)


def test_a_link_that_was_taken_back_opens_nothing(alice, artifact):
    link, token = shares.create(alice, "answer", artifact.id)
    shares.revoke(alice, link.id)
    shares.revoke(alice, link.id)

    with pytest.raises(NotFound, match="does not work"):
        shares.open_link(token)
    assert [each.state for each in shares.list_for(alice)] == ["taken back"]


def test_a_link_is_taken_back_however_many_came_after_it(alice, session, artifact):
    _, token = shares.create(alice, "answer", artifact.id)
    for _ in range(201):
        shares.create(alice, "session", session.id)

    assert shares.revoke_all(alice, "answer", artifact.id) == 1
    with pytest.raises(NotFound):
        shares.open_link(token)


def test_a_link_ends_by_itself(alice, artifact):
    link, token = shares.create(alice, "answer", artifact.id, days=1)
    assert link.expires_at - link.created_at == timedelta(days=1)

    ShareLink.update(expires_at=link.created_at).execute()

    with pytest.raises(NotFound, match="does not work"):
        shares.open_link(token)
    assert [each.state for each in shares.list_for(alice)] == ["expired"]


def test_what_is_deleted_is_not_shown_any_more(alice, session, artifact):
    _, token = shares.create(alice, "answer", artifact.id)
    session_store.delete_session(session.id, alice.tenant_id)

    with pytest.raises(NotFound, match="does not work"):
        shares.open_link(token)
    assert shares.list_for(alice)[0].title == "deleted since"


def test_making_opening_and_taking_back_are_audited(alice, artifact):
    link, token = shares.create(alice, "answer", artifact.id)
    for _ in range(3):
        shares.open_link(token)
    shares.revoke(alice, link.id)

    logs = audit_store.get_audit_logs_by_tenant(alice.tenant_id)
    about = [log.action for log in logs if log.action.startswith("share_")]
    assert about == ["share_revoked", "share_opened", "share_created"]
    assert share_store.get_share(link.id, alice.tenant_id).opened == 3


def test_members_take_back_their_own_links_and_owners_all(alice, bob, artifact):
    of_alice, _ = shares.create(alice, "answer", artifact.id)
    of_bob, _ = shares.create(bob, "answer", artifact.id)

    with pytest.raises(Forbidden):
        shares.revoke(bob, of_alice.id)
    shares.revoke(alice, of_bob.id)
    assert [each.link.id for each in shares.list_for(bob)] == [of_bob.id]
    assert len(shares.list_for(alice, artifact.id)) == 2


def test_strangers_share_and_take_back_nothing(alice, charlie, artifact, session):
    link, _ = shares.create(alice, "answer", artifact.id)

    with pytest.raises(NotFound):
        shares.create(charlie, "answer", artifact.id)
    with pytest.raises(NotFound):
        shares.create(charlie, "session", session.id)
    with pytest.raises(NotFound):
        shares.revoke(charlie, link.id)
    assert shares.list_for(charlie) == []
    with pytest.raises(NotFound):
        shares.list_for(charlie, artifact.id)


def test_viewers_share_nothing(alice, artifact):
    viewer = auth_store.create_user(
        "v@example.com", "v", alice.tenant_id, role="viewer"
    )

    with pytest.raises(Forbidden):
        shares.create(viewer, "answer", artifact.id)


@pytest.mark.parametrize(
    ("kind", "days"), [("dataset", 7), ("answer", 0), ("answer", 400)]
)
def test_links_that_make_no_sense_are_refused(alice, artifact, kind, days):
    with pytest.raises(ValidationError):
        shares.create(alice, kind, artifact.id, days)


def test_links_of_a_member_who_left_open_nothing(alice, bob, artifact):
    _, token = shares.create(bob, "answer", artifact.id)

    User.delete().where(User.id == bob.id).execute()

    with pytest.raises(NotFound, match="does not work"):
        shares.open_link(token)
