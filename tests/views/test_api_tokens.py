"""Personal API tokens: made on a page, shown once, used as a bearer, revoked."""

import re

import pytest

from database import connected
from models import AuditLog, AuthSession
from tests.views.visitor import Visitor

ME = "/api/auth/me"


def make(visitor, name="laptop", days="30"):
    """Make a token on the page; return it."""
    page = visitor.post("/tokens", {"name": name, "days": days})
    assert page.status_code == 200, page.text
    return re.search(r'<code class="secret">([\w-]+)</code>', page.text)[1]


def bearer(token):
    return {"Authorization": f"Bearer {token}"}


def test_a_token_acts_as_its_person(app, alice):
    program = Visitor(app)

    answer = program.get(ME, **bearer(make(alice)))

    assert answer.json["user"]["email"] == alice.email


def test_a_token_is_shown_once_and_kept_hashed(alice):
    token = make(alice)

    page = alice.get("/tokens").text
    assert "laptop" in page
    assert token not in page
    with connected():
        assert not AuthSession.select().where(AuthSession.id == token).exists()
        (line,) = AuditLog.select().where(AuditLog.action == "token_created")
    assert line.metadata == {"name": "laptop", "days": 30}


def test_a_revoked_token_ends_at_once(app, alice):
    token = make(alice)
    token_id = re.search(r"/tokens/(\w+)/revoke", alice.get("/tokens").text)[1]

    assert alice.post(f"/tokens/{token_id}/revoke").status_code == 303

    assert Visitor(app).get(ME, **bearer(token)).status_code == 401
    assert "laptop" not in alice.get("/tokens").text


def test_a_token_of_somebody_else_is_not_there(alice, bob, charlie):
    make(alice)
    token_id = re.search(r"/tokens/(\w+)/revoke", alice.get("/tokens").text)[1]

    for other in (bob, charlie):
        assert "laptop" not in other.get("/tokens").text
        assert other.post(f"/tokens/{token_id}/revoke").status_code == 404


def test_an_expired_token_is_worth_nothing(app, alice):
    token = make(alice)
    with connected():
        AuthSession.update(expires_at=AuthSession.created_at).execute()

    assert Visitor(app).get(ME, **bearer(token)).status_code == 401


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"name": "", "days": "30"}, "Type a name"),
        ({"name": "x" * 101, "days": "30"}, "at most 100"),
        ({"name": "x", "days": "9999"}, "Write one of"),
    ],
)
def test_a_token_that_cannot_be_is_refused_beside_its_field(alice, form, words):
    page = alice.post("/tokens", form)

    assert page.status_code == 400
    assert words in page.text
    assert "secret" not in page.text


def test_a_token_opens_no_page_and_makes_no_other_token(app, alice):
    token = make(alice)
    thief = Visitor(app)

    assert thief.get("/tokens", **bearer(token)).status_code == 303
    thief.client.set_cookie("poppy_session", token)
    assert thief.get("/tokens").status_code == 303
    assert thief.get(ME).status_code == 401


@pytest.mark.parametrize(
    ("sent", "status"), [("Bearer wrong", 401), ("Bearer ", 401), ("Basic YTpi", 200)]
)
def test_who_sends_a_bearer_token_is_nobody_else(alice, sent, status):
    assert alice.get(ME, Authorization=sent).status_code == status


def test_a_token_may_change_things_from_a_page_of_another_site(app, alice):
    answer = Visitor(app).client.post(
        "/api/poppy/datasets",
        json={"name": "Sales"},
        headers={**bearer(make(alice)), "Sec-Fetch-Site": "cross-site"},
    )

    assert answer.status_code == 201
