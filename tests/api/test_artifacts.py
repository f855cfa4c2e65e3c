"""Answers by the API: receipt, re-run, rows behind, exports, pins."""

import pytest

from tests.api.caller import SALES

BY_REGION = "total amount by region"
FEWER = "\n".join(SALES.splitlines()[:46]) + "\n"


@pytest.fixture
def artifact(alice, session):
    """The id of an answer with three groups."""
    (kept,) = alice.ask(session, BY_REGION).json["artifacts"]
    return kept["id"]


def test_an_answer_is_shown_with_its_explanation(alice, artifact):
    found = alice.get(f"/poppy/artifacts/{artifact}").json

    assert found["artifact"]["id"] == artifact
    assert found["explanation"]["summary"]
    assert "newerVersion" not in found


def test_the_answers_of_a_session_are_listed_newest_first(alice, session, artifact):
    later = alice.ask(session, "how many rows are there?").json["artifacts"][0]["id"]

    path = f"/poppy/analysis-sessions/{session}/artifacts"
    first = alice.get(path, limit=1).json
    second = alice.get(path, limit=1, cursor=first["nextCursor"]).json

    assert [first["artifacts"][0]["id"], second["artifacts"][0]["id"]] == [
        later,
        artifact,
    ]


def test_a_receipt_says_from_what_and_how(alice, artifact):
    found = alice.get(f"/poppy/artifacts/{artifact}/receipt").json

    assert found["artifactId"] == artifact
    receipt = found["receipt"]
    assert receipt["rowsUsed"] == 60
    assert receipt["sql"].startswith("SELECT")
    assert receipt["version"] == 1
    assert "chart" not in receipt


def test_an_answer_comes_out_the_same_again(bob, artifact):
    found = bob.post(f"/poppy/artifacts/{artifact}/rerun").json

    assert found["same"] is True
    assert found["version"]["version"] == 1
    assert found["comparison"]["changes"] == []


def test_an_answer_moves_with_the_newest_version(alice, dataset, artifact):
    alice.upload(dataset, FEWER)

    found = alice.post(f"/poppy/artifacts/{artifact}/rerun", {"on": "newest"}).json

    assert found["same"] is False
    assert found["version"]["version"] == 2
    assert {change["column"] for change in found["comparison"]["changes"]}
    assert alice.get(f"/poppy/artifacts/{artifact}").json["newerVersion"] == 2
    wrong = alice.post(f"/poppy/artifacts/{artifact}/rerun", {"on": "oldest"})
    assert wrong.status_code == 400


def test_the_rows_behind_a_number(alice, artifact):
    path = f"/poppy/artifacts/{artifact}/rows"

    found = alice.get(path, row=0, limit=5).json

    assert found["totalRows"] == 20
    rest = alice.get(path, row=0, limit=15, cursor="2").json
    again = alice.get(path, row=0, limit=5, cursor=found["nextCursor"]).json
    assert not {*again["rowNumbers"]} & {*found["rowNumbers"]}
    assert len(rest["rows"]) == 5 and "nextCursor" not in rest
    assert len(found["rows"]) == len(found["rowNumbers"]) == 5
    assert len({row[0] for row in found["rows"]}) == 1
    assert alice.get(path, row=99).status_code == 404
    assert alice.get(path, row="-1").status_code == 400


@pytest.mark.parametrize(
    ("form", "media_type"),
    [
        ("csv", "text/csv"),
        ("json", "application/json"),
        ("md", "text/markdown"),
        ("vega", "application/json"),
        ("py", "text/x-python"),
    ],
)
def test_an_answer_is_taken_away(vera, artifact, form, media_type):
    answer = vera.get(f"/poppy/artifacts/{artifact}/export", form=form)

    assert answer.status_code == 200
    assert answer.mimetype == media_type
    assert "attachment" in answer.headers["Content-Disposition"]
    assert len(answer.data) > 20


def test_a_form_that_does_not_exist_is_refused(alice, session, artifact):
    for path in (f"artifacts/{artifact}", f"analysis-sessions/{session}"):
        answer = alice.get(f"/poppy/{path}/export", form="doc")
        assert answer.status_code == 400
        assert answer.json["error"]["details"] == {"field": "form"}


@pytest.mark.parametrize(("form", "start"), [("html", "<!doctype html>"), ("md", "#")])
def test_a_session_is_taken_away(alice, session, artifact, form, start):
    path = f"/poppy/analysis-sessions/{session}/export"

    answer = alice.get(path, form=form)

    assert answer.status_code == 200
    assert answer.text.lower().startswith(start)
    assert "region" in answer.text


def test_a_pinned_answer_tells_what_an_upload_moved(alice, dataset, artifact):
    assert alice.post(f"/poppy/artifacts/{artifact}/pin").json == {"success": True}
    alice.upload(dataset, FEWER)

    (pinned,) = alice.get(f"/poppy/datasets/{dataset}/pins").json["pins"]

    assert pinned["artifact"]["id"] == artifact
    assert (pinned["moved"]["from"], pinned["moved"]["to"]) == (1, 2)
    assert alice.delete(f"/poppy/artifacts/{artifact}/pin").json == {"success": True}
    assert alice.get(f"/poppy/datasets/{dataset}/pins").json == {"pins": []}
