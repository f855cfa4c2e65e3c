"""Following an upload under way, and giving it up."""

import pytest

from database import connected
from stores import auth_store, progress_store
from tests.views.visitor import SALES, csv_file

UPLOAD = "0b5ee2a6-7a47-4c80-8f0d-2f3a9a3e9f11"


@pytest.fixture
def running(alice):
    """An upload of alice's organization that is being read."""
    with connected():
        tenant = auth_store.get_user_by_email(alice.email).tenant_id
        progress_store.start(UPLOAD, tenant, None, "sales.csv")
        progress_store.advance(UPLOAD, "reading", 1000, 4000)
    return f"/uploads/{UPLOAD}"


def test_colleagues_see_how_far_an_upload_is(alice, vera, running):
    for visitor in (alice, vera):
        assert visitor.get(running).json == {
            "fileName": "sales.csv",
            "phase": "reading",
            "done": 1000,
            "total": 4000,
        }


def test_strangers_and_nobody_see_nothing(charlie, nobody, running):
    assert charlie.get(running).status_code == 204
    assert charlie.post(f"{running}/cancel").status_code == 404
    assert nobody.get(running).status_code == 303
    assert nobody.post(f"{running}/cancel").status_code == 303


def test_an_upload_can_be_given_up_by_those_who_may_upload(bob, vera, running):
    assert vera.post(f"{running}/cancel").status_code == 403
    assert bob.post(f"{running}/cancel").status_code == 204
    with connected():
        assert not progress_store.advance(UPLOAD, "reading", 2000, 4000)


def test_another_site_gives_nothing_up(bob, running):
    answer = bob.post(f"{running}/cancel", Sec_Fetch_Site="cross-site")
    assert answer.status_code == 403
    with connected():
        assert progress_store.advance(UPLOAD, "reading", 2000, 4000)


def test_an_upload_that_has_ended_is_forgotten(alice):
    form = {"file": csv_file(SALES), "upload": UPLOAD}
    assert alice.post("/datasets", form).status_code == 303
    assert alice.get(f"/uploads/{UPLOAD}").status_code == 204


def test_an_id_that_is_none_is_refused(alice):
    form = {"file": csv_file(SALES), "upload": "../x"}
    answer = alice.post("/datasets", form)
    assert answer.status_code == 400
    assert "datasets/new" not in alice.get("/datasets").text
