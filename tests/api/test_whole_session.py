"""A whole session with a plain HTTP client, as the predecessor's front end had it."""

import json

import pytest

from tests.api.program import Program


@pytest.fixture
def program(server):
    """A program that has registered."""
    return Program(server).register("alice@example.com")


def test_register_create_upload_profile_ask_and_reload(server, program):
    me = program.get("/auth/me")["user"]
    assert (me["email"], me["role"]) == ("alice@example.com", "owner")

    dataset = program.post("/poppy/datasets", {"name": "Sales"})["dataset"]["id"]
    assert program.upload(dataset)["rowCount"] == 60
    profile = program.get(f"/poppy/datasets/{dataset}/profile")
    assert profile["dataTypes"]["amount"] == "number"

    given = {"datasetId": dataset, "title": "First"}
    session = program.post("/poppy/analysis-sessions", given)["session"]["id"]
    path = f"/poppy/analysis-sessions/{session}"
    said = program.post(f"{path}/messages", {"content": "how many rows are there?"})
    assert said["artifacts"][0]["data"]["resultData"]["rows"] == [[60]]
    assert said["explanation"]["summary"]

    before = program.get(path)
    server.restart()
    assert program.get(path) == before
    assert [message["role"] for message in before["messages"]] == ["user", "assistant"]

    program.post("/auth/logout")
    assert program.call("GET", path).status_code == 401


def test_a_token_does_the_same_without_cookies_until_it_is_revoked(server, program):
    other = program.with_token()

    ids = other.made_ids()

    assert not other.http.cookies
    assert program.get(f"/poppy/datasets/{ids['datasetId']}")["latestVersion"]
    assert other.get("/auth/me") == program.get("/auth/me")


def test_stages_arrive_while_the_answer_is_still_being_made(server, program):
    ids = program.made_ids()
    path = f"/poppy/analysis-sessions/{ids['sessionId']}/messages"

    answer = program.call(
        "POST",
        path,
        json={"content": "average amount by region"},
        headers={"Accept": "text/event-stream"},
        stream=True,
    )

    lines = [line for line in answer.iter_lines(decode_unicode=True) if line]
    names = [line.removeprefix("event: ") for line in lines[::2]]
    assert names == ["asked", "read", "computed", "explained"]
    reply = json.loads(lines[-1].removeprefix("data: "))
    kept = program.get(f"/poppy/artifacts/{reply['artifacts'][0]['id']}")
    assert kept["artifact"]["title"] == reply["artifacts"][0]["title"]
