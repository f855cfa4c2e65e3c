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
    assert bob.post(f"{running}/cancel").location == "/datasets"
    assert bob.post(f"{running}/cancel", HX_Request="true").status_code == 204
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


def test_uploads_under_way_are_listed_with_a_way_to_give_them_up(alice, vera, running):
    for path in ("/datasets", "/uploads"):
        page = alice.get(path).text
        assert "sales.csv" in page and "Reading: 1,000 bytes of 3.9 KB" in page
        assert f'action="{running}/cancel"' in page
        assert 'http-equiv="refresh"' in page
    assert f"{running}/cancel" not in vera.get("/uploads").text


def test_strangers_do_not_see_what_is_under_way(charlie, running):
    assert "sales.csv" not in charlie.get("/uploads").text


def test_only_uploads_of_the_dataset_are_on_its_page(alice, running):
    assert "Reading:" not in alice.get(f"/datasets/{alice.upload()}").text


def test_the_list_makes_the_page_come_again_when_all_have_ended(alice, running):
    under_way = alice.get("/uploads", HX_Request="true")
    assert "HX-Refresh" not in under_way.headers
    with connected():
        progress_store.finish(UPLOAD)
    assert alice.get("/uploads", HX_Request="true").headers["HX-Refresh"] == "true"


def test_a_failed_upload_says_why_until_it_is_put_aside(alice):
    form = {"file": csv_file("", "empty.csv"), "upload": UPLOAD}
    assert alice.post("/datasets", form).status_code == 400
    form = {"file": csv_file("a\n", "header.csv"), "upload": UPLOAD}
    assert alice.post("/datasets", form).status_code == 400
    page = alice.get("/datasets").text
    assert "header.csv was not read" in page
    assert 'http-equiv="refresh"' not in page
    alice.post(f"/uploads/{UPLOAD}/cancel")
    assert "was not read" not in alice.get("/datasets").text


def test_a_broken_dataset_id_is_refused(alice):
    assert alice.get("/uploads?dataset=x").status_code == 400
