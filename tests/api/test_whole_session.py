"""A whole session with a plain HTTP client, as the predecessor's front end had it."""

import json
import re
import socket

import pytest

from tests.api.caller import PASSWORD, UNKNOWN
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


def test_sign_in_list_check_analyse_and_compare(server, program):
    program.post("/auth/logout")
    signed_in = program.post(
        "/auth/login", {"email": "alice@example.com", "password": PASSWORD}
    )
    assert signed_in["user"]["role"] == "owner"
    ids = program.made_ids()
    dataset = f"/poppy/datasets/{ids['datasetId']}"

    listed = program.get("/poppy/datasets")["datasets"]
    (session,) = program.get("/poppy/analysis-sessions", dataset=ids["datasetId"])[
        "sessions"
    ]
    assert ids["datasetId"] in [each["id"] for each in listed]
    assert session["id"] == ids["sessionId"]

    quality = program.get(f"{dataset}/quality-check")
    assert (quality["datasetVersionId"], quality["rowCount"]) == (ids["versionId"], 60)
    baseline = program.get(f"{dataset}/baseline-analysis")
    assert [each["columnName"] for each in baseline["phaseA"]["metricSummaries"]] == [
        "amount"
    ]
    outcome = baseline["phaseC"]["outcomeAnalysis"]
    assert outcome["outcomeColumn"] == "sold"

    given = {"datasetId": ids["datasetId"], "metricColumn": "amount"}
    drilled = program.post("/poppy/drill-down", given)
    sides = drilled["groupDistributions"]
    assert sides["groupA"]["count"] + sides["groupB"]["count"] == 60

    told = outcome["breakdownsByMetric"][0]
    words = program.post("/poppy/explain-difference", told)["explanation"]
    assert told["groupALabel"] in words


def test_what_the_server_itself_refuses_has_the_one_shape(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as line:
        line.sendall(
            f"POST /api/poppy/datasets/{UNKNOWN}/upload HTTP/1.1\r\nHost: x\r\n"
            "Content-Length: 50000000000\r\n\r\n".encode()
        )
        said = b"".join(iter(lambda: line.recv(65536), b"")).decode()

    head, _, body = said.partition("\r\n\r\n")
    assert head.startswith("HTTP/1.1 413")
    assert "Content-Type: application/json" in head
    assert json.loads(body)["error"]["code"] == "FILE_TOO_LARGE"


def test_a_token_does_the_same_without_cookies_until_it_is_revoked(server, program):
    other = program.with_token()

    ids = other.made_ids()

    assert not other.http.cookies
    assert program.get(f"/poppy/datasets/{ids['datasetId']}")["latestVersion"]
    assert other.get("/auth/me") == program.get("/auth/me")

    page = program.http.get(f"{server.url}/tokens", timeout=60).text
    revoke = re.search(r"/tokens/[^/\"]+/revoke", page)[0]
    program.http.post(f"{server.url}{revoke}", timeout=60)
    assert other.call("GET", "/auth/me").status_code == 401
    assert program.call("GET", "/auth/me").status_code == 200


def test_stages_arrive_in_the_order_of_the_work(server, program):
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
