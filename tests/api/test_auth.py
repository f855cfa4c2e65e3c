"""Registering, signing in and out by the API."""

from dataclasses import replace

import pytest

from database import connected
from models import Tenant
from services import runtime, tokens
from stores import auth_store
from tests.api.caller import PASSWORD, Caller

ANNA = {"name": "Anna", "email": "Anna@Example.com", "password": PASSWORD}


def test_registering_makes_the_owner_of_a_new_organization(nobody):
    answer = nobody.post("/auth/register-poppy", ANNA)

    user = answer.json["user"]
    assert answer.status_code == 200
    assert set(answer.json) == {"user"}
    assert set(user) == {"id", "email", "name", "tenantId", "role"}
    assert (user["email"], user["name"]) == ("anna@example.com", "Anna")
    assert user["role"] == "owner"
    with connected():
        tenant = Tenant.get_by_id(user["tenantId"])
    assert tenant.name == "Anna's Organization"


def test_registering_signs_in_with_a_guarded_cookie_of_24_hours(nobody):
    cookie = nobody.post("/auth/register-poppy", ANNA).headers["Set-Cookie"]

    assert cookie.startswith("poppy_session=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Max-Age=86400" in cookie
    assert nobody.get("/auth/me").json["user"]["email"] == "anna@example.com"


def test_an_email_is_taken_once_in_any_case_of_letters(nobody):
    nobody.post("/auth/register-poppy", ANNA)

    answer = nobody.post("/auth/register-poppy", {**ANNA, "email": "anna@EXAMPLE.com"})

    assert answer.status_code == 409
    assert answer.json["error"]["code"] == "EMAIL_EXISTS"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": 5}, "name"),
        ({"name": None}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"email": "anna"}, "email"),
        ({"email": "anna@example.com\0"}, "email"),
        ({"email": "an\x07na@example.com"}, "email"),
        ({"password": "short"}, "password"),
        ({"password": ["long enough"]}, "password"),
        ({"password": "broken \ud800 character"}, "password"),
    ],
)
def test_a_wrong_field_is_named(nobody, change, field):
    answer = nobody.post("/auth/register-poppy", {**ANNA, **change})

    assert answer.status_code == 400
    assert answer.json["error"]["code"] == "VALIDATION_ERROR"
    assert answer.json["error"]["details"] == {"field": field}


@pytest.mark.parametrize("missing", ["name", "email", "password"])
def test_a_missing_field_is_named(nobody, missing):
    given = {key: value for key, value in ANNA.items() if key != missing}

    answer = nobody.post("/auth/register-poppy", given)

    assert answer.status_code == 400
    assert answer.json["error"]["details"] == {"field": missing}


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"x"', b"null", b"[" * 100_000])
def test_a_body_that_is_no_json_object_is_refused(nobody, body):
    answer = nobody.call("POST", "/auth/login", data=body)

    assert answer.status_code == 400
    assert answer.json["error"]["code"] == "VALIDATION_ERROR"


def test_signing_in_needs_the_right_password(app, alice):
    someone = Caller(app, alice.email)
    wrong = {"email": alice.email, "password": "wrong password"}

    refused = someone.post("/auth/login", wrong)
    someone.log_in()

    assert refused.status_code == 401
    assert refused.json["error"]["code"] == "AUTH_ERROR"
    assert "Set-Cookie" not in refused.headers
    assert someone.get("/auth/me").json["user"]["email"] == alice.email


def test_signing_out_ends_the_session_everywhere(app, alice):
    token = alice.client.get_cookie("poppy_session").value
    thief = Caller(app)
    thief.client.set_cookie("poppy_session", token)
    assert thief.get("/auth/me").status_code == 200

    assert alice.post("/auth/logout").json == {"success": True}

    assert alice.client.get_cookie("poppy_session") is None
    assert thief.get("/auth/me").status_code == 401


def test_signing_out_leaves_a_personal_token_as_it_is(app, alice):
    with connected():
        user = auth_store.get_user_by_email(alice.email)
        token = tokens.make(user, "nightly", 7)
    program = Caller(app)
    program.client.set_cookie("poppy_session", token)

    assert program.post("/auth/logout").json == {"success": True}

    bearer = {"Authorization": f"Bearer {token}"}
    assert program.call("GET", "/auth/me", headers=bearer).status_code == 200


def test_signing_out_twice_is_no_error(nobody):
    assert nobody.post("/auth/logout").json == {"success": True}


def test_nobody_is_told_to_sign_in(nobody):
    answer = nobody.get("/auth/me")

    assert answer.status_code == 401
    assert answer.json["error"]["code"] == "UNAUTHORIZED"
    assert "details" not in answer.json["error"]


def test_another_site_cannot_sign_a_browser_in_or_out(alice):
    answer = alice.post("/auth/logout", Sec_Fetch_Site="cross-site")

    assert answer.status_code == 403
    assert answer.json["error"]["code"] == "CROSS_SITE"
    assert alice.get("/auth/me").status_code == 200


def test_guessing_passwords_is_slowed_down(alice, settings, monkeypatch):
    monkeypatch.setattr(runtime, "_settings", replace(settings, rate_limits=True))
    wrong = {"email": alice.email, "password": "wrong password"}

    answers = [alice.post("/auth/login", wrong) for _ in range(12)]

    assert [answer.status_code for answer in answers] == [401] * 10 + [429] * 2
    refused = answers[-1]
    assert refused.json["error"]["code"] == "USAGE_LIMIT_EXCEEDED"
    assert refused.json["error"]["details"]["retryAfter"] > 0
    assert int(refused.headers["Retry-After"]) > 0
