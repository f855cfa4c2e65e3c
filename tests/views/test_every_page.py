"""Every page and form, with its owner, colleagues, a stranger and nobody.

Nothing here changes anything, so all share one world.
"""

import re
from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from app import create_app
from database import database
from tests.views.addresses import (
    FORMS,
    NOT_FOR_VIEWERS,
    OF_PROPOSALS,
    OF_SHARES,
    OF_TOKENS,
    OF_UPLOADS,
    OF_VOCABULARY,
    OPEN,
    OPEN_FORMS,
    OWNERS_ONLY,
    PAGES,
    filled,
    given,
    ids_of,
    with_unknown,
)
from tests.views.conftest import colleague, settings_in
from tests.views.visitor import Visitor

UNGUARDED = [
    "/",
    "/static/<path:filename>",
    "/shared/{token}",
    "/shared/{token}/charts/{artifact}",
]


@pytest.fixture(scope="module")
def world(tmp_path_factory, migrated_file) -> Iterator[SimpleNamespace]:
    """An application with all its people, and alice's dataset and session."""
    app = create_app(settings_in(tmp_path_factory.mktemp("world"), migrated_file))
    alice = Visitor(app, "alice@example.com").register()
    yield SimpleNamespace(
        app=app,
        alice=alice,
        bob=colleague(alice, "bob@example.com", "member"),
        vera=colleague(alice, "vera@example.com", "viewer"),
        charlie=Visitor(app, "charlie@example.com").register(),
        ids=ids_of(alice),
    )
    database.close()


@pytest.fixture
def app(world):
    return world.app


@pytest.fixture
def alice(world):
    return world.alice


@pytest.fixture
def bob(world):
    return world.bob


@pytest.fixture
def vera(world):
    return world.vera


@pytest.fixture
def charlie(world):
    return world.charlie


@pytest.fixture
def ids(world):
    return world.ids


def snapshot(visitor, ids):
    """Return what a change would show in: the lists of the owner."""
    pages = [visitor.get(path).text for path in ("/datasets", "/sessions")]
    pages.append(visitor.get(f"/datasets/{ids.dataset}/versions").text)
    pages.append(visitor.get(f"/sessions/{ids.session}").text)
    text = "".join(pages)
    # Every form has a fresh id under which its upload can be followed.
    text = re.sub(r'name="upload" value="[^"]+"', "", text)
    return re.sub(r"<time.*?</time>", "", text, flags=re.S)


def test_every_address_of_the_application_is_in_these_tables(app):
    listed = {
        *OPEN,
        *PAGES,
        *FORMS,
        *OPEN_FORMS,
        *OF_UPLOADS,
        *OF_TOKENS,
        *OF_SHARES,
        *OF_PROPOSALS,
        *OF_VOCABULARY,
        *UNGUARDED,
    }
    known = {re.sub(r"\{\w+\}", "<id>", path) for path in listed}
    rules = {
        re.sub(r"<(id:)?\w+>", "<id>", str(rule)) for rule in app.url_map.iter_rules()
    }
    assert {rule for rule in rules if not rule.startswith("/api/")} == known


@pytest.mark.parametrize("path", PAGES)
def test_the_owner_sees_every_page(alice, ids, path):
    assert alice.get(filled(path, ids)).status_code == 200


@pytest.mark.parametrize("path", PAGES)
def test_a_colleague_sees_what_is_not_kept_for_owners(bob, ids, path):
    kept = path in OWNERS_ONLY - {"/datasets/{dataset}/settings"}
    assert bob.get(filled(path, ids)).status_code == (403 if kept else 200)


@pytest.mark.parametrize("path", PAGES)
def test_a_viewer_opens_no_form_that_is_not_hers_to_send(vera, ids, path):
    kept = path in NOT_FOR_VIEWERS
    assert vera.get(filled(path, ids)).status_code == (403 if kept else 200)


@pytest.mark.parametrize("path", sorted(set(PAGES) - NOT_FOR_VIEWERS))
def test_a_viewer_is_led_to_no_page_that_refuses_her(vera, ids, path):
    page = vera.get(filled(path, ids)).data.decode("utf-8", "replace")
    links = set(re.findall(r'href="(/[^"?#]*)', page))
    assert not links & {filled(each, ids) for each in NOT_FOR_VIEWERS}


@pytest.mark.parametrize("path", [path for path in PAGES if "{" in path])
def test_a_stranger_finds_nothing(charlie, ids, path):
    answer = charlie.get(filled(path, ids))
    unknown = charlie.get(with_unknown(path))
    assert (answer.status_code, unknown.status_code) == (404, 404)
    assert answer.text.replace(filled(path, ids), "") == unknown.text.replace(
        with_unknown(path), ""
    )


@pytest.mark.parametrize("path", PAGES)
def test_nobody_is_sent_to_the_login_and_back(nobody, ids, path):
    answer = nobody.get(filled(path, ids))
    assert answer.status_code == 303
    assert answer.location == f"/login?next={filled(path, ids)}"


@pytest.mark.parametrize("path", FORMS)
def test_a_viewer_changes_nothing(alice, vera, ids, path):
    before = snapshot(alice, ids)
    answer = vera.post(filled(path, ids), given(FORMS[path], ids))
    assert answer.status_code == 403
    assert "viewer" in answer.text
    assert snapshot(alice, ids) == before


@pytest.mark.parametrize("path", [path for path in FORMS if path != "/datasets"])
def test_a_stranger_changes_nothing(alice, charlie, ids, path):
    before = snapshot(alice, ids)
    answer = charlie.post(filled(path, ids), given(FORMS[path], ids))
    assert answer.status_code == 404
    assert snapshot(alice, ids) == before


@pytest.mark.parametrize("path", FORMS)
def test_nobody_changes_nothing(alice, nobody, ids, path):
    before = snapshot(alice, ids)
    answer = nobody.post(filled(path, ids), given(FORMS[path], ids))
    assert answer.status_code == 303
    assert answer.location == "/login"
    assert snapshot(alice, ids) == before


@pytest.mark.parametrize("path", [*FORMS, *OPEN_FORMS])
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site", "Origin": "http://localhost"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
    ids=["cross-site", "same-site", "origin", "null origin"],
)
def test_another_site_changes_nothing(alice, ids, path, headers):
    before = snapshot(alice, ids)
    form = {**FORMS, **OPEN_FORMS}[path]
    answer = alice.post(filled(path, ids), given(form, ids), **headers)
    assert answer.status_code == 403
    assert "another site" in answer.text
    assert "Set-Cookie" not in answer.headers
    assert snapshot(alice, ids) == before


@pytest.mark.parametrize("path", [*OPEN, *PAGES])
def test_every_page_keeps_to_the_strict_content_policy(alice, nobody, ids, path):
    answer = (nobody if path in OPEN else alice).get(filled(path, ids))
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self'; style-src 'self';" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    fetched = "Content-Disposition" in answer.headers
    assert answer.headers["Cache-Control"] == "no-store" or fetched
    if answer.mimetype == "text/html" and not fetched:
        assert not re.search(
            r"<style|\sstyle=|\son\w+=|<script(?![^>]*src=)", answer.text
        )


@pytest.mark.parametrize("path", PAGES)
def test_an_id_that_is_none_is_not_found(alice, ids, path):
    if "{" in path:
        for broken in ("1", "%00", "x" * 36, "..%2f.."):
            answer = alice.get(with_unknown(path, broken))
            assert answer.status_code == 404
