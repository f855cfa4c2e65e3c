"""Pages of other sites: refused unless they are on the list."""

from dataclasses import replace

import pytest

from services import runtime

SITE = "https://app.example.com"
PREFLIGHT = {"Origin": SITE, "Access-Control-Request-Method": "POST"}


@pytest.fixture
def listed(app, settings, monkeypatch):
    """An application that lets one other site in."""
    changed = replace(settings, cors_origins=frozenset({SITE}))
    monkeypatch.setattr(runtime, "_settings", changed)
    return app


def allowed(answer):
    return answer.headers.get("Access-Control-Allow-Origin")


def test_no_other_site_is_let_in_by_default(app, alice):
    answer = alice.client.options("/api/poppy/datasets", headers=PREFLIGHT)

    assert allowed(answer) is None
    assert "Origin" not in answer.headers.get("Vary", "")


def test_a_listed_site_may_ask_with_a_token(listed):
    answer = listed.test_client().options("/api/poppy/datasets", headers=PREFLIGHT)

    assert answer.status_code == 200
    assert allowed(answer) == SITE
    assert "Authorization" in answer.headers["Access-Control-Allow-Headers"]
    assert "PATCH" in answer.headers["Access-Control-Allow-Methods"]
    assert "Access-Control-Allow-Credentials" not in answer.headers
    assert "Origin" in answer.headers["Vary"]


def test_errors_can_be_read_by_a_listed_site_too(listed):
    client = listed.test_client()

    for path in ("/api/auth/me", "/api/nothing"):
        assert allowed(client.get(path, headers={"Origin": SITE})) == SITE


@pytest.mark.parametrize("origin", ["https://evil.example", "null", f"{SITE}.evil.com"])
def test_a_site_that_is_not_listed_is_not_let_in(listed, origin):
    answer = listed.test_client().get("/api/auth/me", headers={"Origin": origin})

    assert allowed(answer) is None


def test_pages_are_never_let_be_read(listed):
    answer = listed.test_client().get("/login", headers={"Origin": SITE})

    assert allowed(answer) is None


def test_the_cookie_of_a_listed_site_changes_nothing(listed, alice):
    answer = alice.post("/poppy/datasets", {"name": "x"}, Origin=SITE)

    assert answer.status_code == 403
    assert answer.json["error"]["code"] == "CROSS_SITE"
