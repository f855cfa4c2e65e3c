"""Registering, signing in and out, and the choice of light or dark."""

import dataclasses

import pytest

from app import create_app
from database import connected, database
from models import AuthSession
from tests.views.visitor import PASSWORD, Visitor

ANNA = {"name": "Anna", "email": "anna@example.com", "password": "long enough"}


def test_registering_signs_in_and_leads_to_the_datasets(nobody):
    answer = nobody.post("/register", ANNA)
    assert (answer.status_code, answer.location) == (302, "/datasets")
    assert "anna@example.com" in nobody.get("/datasets").text


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(nobody):
    cookie = nobody.post("/register", ANNA).headers["Set-Cookie"]
    for flag in ("poppy_session=", "HttpOnly", "SameSite=Lax", "Max-Age=86400"):
        assert flag in cookie
    assert "Secure" not in cookie


def test_the_cookie_is_for_https_only_in_production(settings):
    app = create_app(dataclasses.replace(settings, production=True))
    answer = Visitor(app).post("/register", ANNA)
    database.close()
    assert "Secure" in answer.headers["Set-Cookie"]
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_the_database_keeps_no_token(nobody):
    cookie = nobody.post("/register", ANNA).headers["Set-Cookie"]
    token = cookie.split("poppy_session=")[1].split(";")[0]
    with connected():
        kept = [session.id for session in AuthSession.select()]
    assert len(kept) == 1
    assert token not in kept[0]


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"name": " "}, "name", "Type your name."),
        ({"email": "anna"}, "email", "That is not an e-mail address"),
        ({"password": "short"}, "password", "at least 8 characters"),
    ],
)
def test_a_mistake_is_shown_beside_its_field(nobody, change, field, sentence):
    answer = nobody.post("/register", {**ANNA, **change})
    assert answer.status_code == 400
    assert sentence in answer.text.split(f'id="{field}-help"')[1][:200]
    assert f'aria-describedby="{field}-help"' in answer.text
    assert answer.text.count('aria-invalid="true"') == 1


def test_what_was_typed_stays_except_the_password(nobody):
    answer = nobody.post("/register", {**ANNA, "password": "short"})
    assert 'value="anna@example.com"' in answer.text
    assert "short" not in answer.text


def test_an_address_that_is_taken_is_said_so(alice, nobody):
    answer = nobody.post("/register", {**ANNA, "email": "ALICE@example.com"})
    assert answer.status_code == 409
    assert 'role="alert"' in answer.text


@pytest.mark.parametrize(
    ("email", "password"),
    [("alice@example.com", "wrong"), ("who@example.com", PASSWORD)],
)
def test_a_wrong_password_and_an_unknown_address_look_the_same(
    alice, nobody, email, password
):
    answer = nobody.post("/login", {"email": email, "password": password})
    assert answer.status_code == 401
    assert "The e-mail or the password is wrong." in answer.text
    assert "Set-Cookie" not in answer.headers


def test_a_missing_password_is_said_beside_its_field(nobody):
    answer = nobody.post("/login", {"email": "alice@example.com"})
    assert answer.status_code == 400
    assert "Type your password." in answer.text.split('id="password-help"')[1][:200]


def test_signing_out_ends_the_session_everywhere(app, alice):
    thief = Visitor(app)
    token = alice.client.get_cookie("poppy_session").value
    thief.client.set_cookie("poppy_session", token)
    assert thief.get("/datasets").status_code == 200

    assert alice.post("/logout").location == "/login"

    assert alice.get("/datasets").status_code == 303
    assert thief.get("/datasets").status_code == 303


def test_signing_out_by_a_link_is_impossible(alice):
    assert alice.get("/logout").status_code == 405
    assert alice.get("/datasets").status_code == 200


def test_signing_out_twice_is_no_error(nobody):
    assert nobody.post("/logout").status_code == 302


def test_a_token_that_is_none_signs_nobody_in(nobody):
    for token in ("x", "a" * 3000, "\u00e9", "0" * 64):
        nobody.client.set_cookie("poppy_session", token)
        assert nobody.get("/datasets").status_code == 303, token


def test_the_cookies_of_other_programs_do_not_disturb(alice):
    alice.client.set_cookie("remember_token", "1|abc")
    alice.client.set_cookie("session", "abc")
    assert alice.get("/datasets").status_code == 200


def test_too_many_wrong_passwords_are_slowed(settings):
    app = create_app(dataclasses.replace(settings, rate_limits=True))
    visitor = Visitor(app)
    for _ in range(10):
        wrong = visitor.post("/login", {"email": "a@example.com", "password": "x"})
        assert wrong.status_code == 401
    answer = visitor.post("/login", {"email": "a@example.com", "password": "x"})
    database.close()
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    assert "Too many tries" in answer.text


@pytest.mark.parametrize("name", ["next", "redirect"])
def test_signing_in_leads_back_to_a_local_page(app, alice, name):
    form = {"email": alice.email, "password": PASSWORD, name: "/sessions?before=x"}
    assert Visitor(app).post("/login", form).location == "/sessions?before=x"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\n/evil.example",
        " //evil.example",
        "evil.example",
        "",
    ],
)
def test_signing_in_never_leads_to_another_site(app, alice, target):
    form = {"email": alice.email, "password": PASSWORD, "next": target}
    assert Visitor(app).post("/login", form).location == "/datasets"
    signed_in = alice.client.get("/login", query_string={"next": target})
    assert signed_in.location == "/datasets"
    back = alice.post("/theme", {"theme": "dark", "back": target})
    assert back.location == "/datasets"


def test_the_theme_is_kept_in_a_cookie_and_can_be_given_back(alice):
    assert 'data-theme="system"' in alice.get("/datasets").text
    answer = alice.post("/theme", {"theme": "dark", "back": "/sessions"})
    assert answer.location == "/sessions"
    assert 'data-theme="dark"' in alice.get("/datasets").text
    alice.post("/theme", {"theme": "system"})
    assert 'data-theme="system"' in alice.get("/datasets").text


def test_a_made_up_theme_is_the_systems(alice):
    alice.client.set_cookie("poppy_theme", '"><script>')
    assert 'data-theme="system"' in alice.get("/datasets").text
