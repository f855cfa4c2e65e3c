"""What goes wrong: a page for people, JSON under /api, the same sentence in both."""

import logging

import pytest

from errors import Unavailable


def test_an_unknown_address_is_a_page_with_a_way_back(nobody):
    answer = nobody.get("/nowhere")
    assert answer.status_code == 404
    assert "There is nothing at this address." in answer.text
    assert 'href="/datasets"' in answer.text


def test_an_unknown_address_under_api_answers_in_json(nobody):
    answer = nobody.get("/api/nowhere")
    assert answer.status_code == 404
    assert answer.json == {
        "error": {"message": "There is nothing at this address.", "code": "NOT_FOUND"}
    }


def test_a_method_that_does_not_fit_says_which_do(nobody):
    answer = nobody.client.delete("/login")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) >= {"GET", "POST"}
    assert "does not take" in answer.text


@pytest.mark.parametrize("path", ["/datasets", "/api/poppy/datasets"])
def test_a_mistake_of_ours_shows_a_reference_and_no_internals(app, caplog, path):
    with app.test_request_context(path), caplog.at_level(logging.ERROR):
        answer = app.handle_user_exception(RuntimeError("secret internals"))
    assert answer.status_code == 500
    assert answer.is_json == path.startswith("/api/")
    shown = answer.get_data(as_text=True)
    assert "secret internals" not in shown
    assert "secret internals" in caplog.text
    assert caplog.records[0].getMessage().split()[-1] in shown


def test_a_database_that_is_away_is_said_without_asking_it(alice, monkeypatch):
    def silent(*_):
        raise Unavailable("The database does not answer.")

    monkeypatch.setattr("services.accounts.user_for_token", silent)
    answer = alice.get("/datasets")
    assert answer.status_code == 503
    assert "The database does not answer." in answer.text


def test_static_files_are_kept_by_browsers_and_pages_are_not(nobody):
    page = nobody.get("/login")
    assert page.headers["Cache-Control"] == "no-store"
    sheet = page.text.split('rel="stylesheet" href="')[1].split('"')[0]
    assert "max-age=31536000" in nobody.get(sheet).headers["Cache-Control"]
