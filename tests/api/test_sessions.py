"""Analysis sessions and questions by the API."""

import pytest

from tests.api.caller import SALES, UNKNOWN

SESSIONS = "/poppy/analysis-sessions"
ROWS = "how many rows are there?"


def test_a_session_is_started_and_listed(alice, dataset):
    made = alice.post(SESSIONS, {"datasetId": dataset, "title": "Pricing"})
    free = alice.post(SESSIONS).json["session"]

    session = made.json["session"]
    assert made.status_code == 201
    assert (session["datasetId"], session["title"]) == (dataset, "Pricing")
    assert not {"datasetId", "title"} & set(free)
    assert alice.get(SESSIONS).json == {"sessions": [free, session]}
    assert alice.get(SESSIONS, dataset=dataset).json == {"sessions": [session]}


def test_sessions_are_read_page_by_page(alice, dataset):
    made = [alice.session(dataset) for _ in range(3)]

    first = alice.get(SESSIONS, limit=2).json
    second = alice.get(SESSIONS, limit=2, cursor=first["nextCursor"]).json

    assert [s["id"] for s in first["sessions"] + second["sessions"]] == made[::-1]
    assert "nextCursor" not in second


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"datasetId": "17"}, "datasetId"),
        ({"datasetId": 17}, "datasetId"),
        ({"datasetId": None}, "datasetId"),
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
    ],
)
def test_a_session_that_cannot_be_is_refused(alice, given, field):
    answer = alice.post(SESSIONS, given)

    assert answer.status_code == 400
    assert answer.json["error"]["details"] == {"field": field}


def test_a_session_needs_a_dataset_of_ones_own(charlie, dataset):
    for unreachable in (dataset, UNKNOWN):
        answer = charlie.post(SESSIONS, {"datasetId": unreachable})
        assert answer.status_code == 404
        assert answer.json["error"]["code"] == "DATASET_NOT_FOUND"


def test_sessions_of_a_dataset_that_is_not_ones_own_are_not_found(charlie, dataset):
    theirs = charlie.get(SESSIONS, dataset=dataset)
    unknown = charlie.get(SESSIONS, dataset=UNKNOWN)

    assert theirs.status_code == unknown.status_code == 404
    assert theirs.json == unknown.json


def test_an_answer_comes_with_result_and_explanation(alice, session):
    answer = alice.ask(session, ROWS)

    assert answer.status_code == 201
    message = answer.json["message"]
    assert (message["role"], message["content"]) == ("user", ROWS)
    assert message["sessionId"] == session
    (artifact,) = answer.json["artifacts"]
    assert artifact["type"] == "insight"
    assert artifact["data"]["resultType"] == "scalar"
    assert artifact["data"]["resultData"]["rows"] == [[60]]
    assert artifact["data"]["metadata"]["version"] == 1
    assert "60" in answer.json["explanation"]["summary"]
    assert answer.json["assistantMessage"]["role"] == "assistant"


def test_what_has_no_place_is_asked_back_and_computes_nothing(alice, session):
    answer = alice.ask(session, "average kevib")

    assert answer.status_code == 201
    assert set(answer.json) == {"message", "assistantMessage"}
    assert answer.json["assistantMessage"]["metadata"]["status"] != "answered"


def test_a_message_is_kept_verbatim(alice, session):
    typed = "  <b>“how many rows”</b> & 'why'\n"

    assert alice.ask(session, typed).json["message"]["content"] == typed
    kept = alice.get(f"{SESSIONS}/{session}").json["messages"]
    assert kept[0]["content"] == typed


def test_a_choice_is_pressed_with_its_plan(alice, session):
    path = f"{SESSIONS}/{session}/messages"
    plan = {"measures": [{"op": "count"}]}

    pressed = alice.post(path, {"content": "count rows", "plan": plan})
    wrong = alice.post(path, {"content": "count rows", "plan": "count"})

    assert pressed.json["artifacts"][0]["data"]["resultData"]["rows"] == [[60]]
    assert wrong.status_code == 400
    assert wrong.json["error"]["details"] == {"field": "plan"}


@pytest.mark.parametrize("content", [None, "", "  \n", 5, "x" * 4_001, "nul \0"])
def test_a_question_that_cannot_be_is_refused_and_not_kept(alice, session, content):
    answer = alice.ask(session, content)

    assert answer.status_code == 400
    assert answer.json["error"]["details"] == {"field": "content"}
    assert alice.get(f"{SESSIONS}/{session}").json["messages"] == []


def test_a_session_is_reopened_with_all_that_was_said(alice, session):
    first = alice.ask(session, ROWS).json
    second = alice.ask(session, "average kevib").json

    whole = alice.get(f"{SESSIONS}/{session}").json

    assert whole["session"]["id"] == session
    assert whole["messages"] == [
        first["message"],
        first["assistantMessage"],
        second["message"],
        second["assistantMessage"],
    ]
    assert whole["artifacts"] == first["artifacts"]


def test_nothing_that_is_kept_is_null(alice, session):
    alice.ask(session, ROWS)
    alice.ask(session, "average kevib")

    whole = alice.get(f"{SESSIONS}/{session}").json

    assert list(nulls(whole)) == []


def nulls(value, path=""):
    """Yield the paths of the keys that are null, outside of cells and charts."""
    if isinstance(value, dict):
        for key, item in value.items():
            if item is None:
                yield f"{path}.{key}"
            elif key not in {"rows", "chart"}:
                yield from nulls(item, f"{path}.{key}")
    elif isinstance(value, list):
        for item in value:
            yield from nulls(item, path)


def test_explanations_are_listed_newest_first(alice, session):
    said = [alice.ask(session, ROWS).json for _ in range(2)]

    path = f"{SESSIONS}/{session}/explanations"
    first = alice.get(path, limit=1).json
    second = alice.get(path, limit=1, cursor=first["nextCursor"]).json

    found = [*first["explanations"], *second["explanations"]]
    assert [each["artifactId"] for each in found] == [
        answer["artifacts"][0]["id"] for answer in said[::-1]
    ]
    assert "nextCursor" not in second


def test_a_session_is_renamed_and_deleted(bob, session):
    path = f"{SESSIONS}/{session}"

    assert bob.patch(path, {"title": "Again"}).json["session"]["title"] == "Again"
    assert bob.patch(path, {}).status_code == 400
    assert bob.delete(path).json == {"success": True}
    assert bob.get(path).status_code == 404


def test_asking_without_a_file_is_answered_in_words(alice):
    session = alice.session(alice.dataset())

    answer = alice.ask(session, ROWS)

    assert answer.status_code == 201
    assert "artifacts" not in answer.json
    assert "no file" in answer.json["assistantMessage"]["content"]


def test_the_newest_version_is_asked(alice, dataset, session):
    alice.ask(session, ROWS)
    alice.upload(dataset, "\n".join(SALES.splitlines()[:11]) + "\n")

    again = alice.ask(session, ROWS).json["artifacts"][0]["data"]

    assert again["resultData"]["rows"] == [[10]]
    assert again["metadata"]["version"] == 2
