"""The stages of an answer as server-sent events."""

import json

import pytest

from database import connected
from errors import Unavailable
from models import ChatMessage
from stores import exchange_store
from tests.api.caller import UNKNOWN
from tests.api.contract import check_schema, operation

ROWS = "how many rows are there?"
EVENTS = {"Accept": "text/event-stream"}
PATH = f"/api/poppy/analysis-sessions/{UNKNOWN}/messages"
ANSWERS = operation("POST", PATH)["responses"]["201"]["content"]
EVENT_SCHEMAS = ANSWERS["text/event-stream"]["x-events"]


def events(answer):
    """Return the (name, data) of each event of an answer."""
    assert answer.mimetype == "text/event-stream"
    found = []
    for block in answer.text.split("\n\n")[:-1]:
        name, data = block.split("\n")
        found.append(
            (name.removeprefix("event: "), json.loads(data.removeprefix("data: ")))
        )
    for name, data in found:
        check_schema(EVENT_SCHEMAS[name], data)
    return found


def test_each_stage_comes_as_an_event(alice, session):
    answer = alice.ask(session, ROWS, **EVENTS)

    assert answer.status_code == 201
    (asked, read, computed, explained) = events(answer)
    assert asked[0] == "asked"
    assert asked[1]["content"] == ROWS
    assert read[0] == "read"
    assert read[1]["plan"]["measures"] == [{"op": "count"}]
    assert read[1]["reading"]
    assert computed[0] == "computed"
    assert computed[1]["rows"] == [[60]]
    assert explained[0] == "explained"
    assert set(explained[1]) == {
        "message",
        "artifacts",
        "explanation",
        "assistantMessage",
    }


def test_what_streams_is_kept_like_any_answer(alice, session):
    *_, (_, reply) = events(alice.ask(session, ROWS, **EVENTS))

    whole = alice.get(f"/poppy/analysis-sessions/{session}").json
    assert whole["messages"] == [reply["message"], reply["assistantMessage"]]
    assert whole["artifacts"] == reply["artifacts"]


def test_a_question_that_is_asked_back_has_no_stage_between(alice, session):
    names = [name for name, _ in events(alice.ask(session, "average kevib", **EVENTS))]

    assert names == ["asked", "explained"]


@pytest.mark.parametrize(("content", "status"), [("", 400), (ROWS, 404)])
def test_what_is_refused_at_once_has_its_status(alice, session, content, status):
    place = session if status == 400 else UNKNOWN

    answer = alice.ask(place, content, **EVENTS)

    assert answer.status_code == status
    assert answer.mimetype == "application/json"


def test_an_error_on_the_way_is_the_last_event(alice, session, monkeypatch):
    def broken(*_, **__):
        raise Unavailable("The database does not answer.")

    with monkeypatch.context() as patch:
        patch.setattr(exchange_store, "save_exchange", broken)
        *_, last = events(alice.ask(session, ROWS, Idempotency_Key="k", **EVENTS))
    again = alice.ask(session, ROWS, Idempotency_Key="k")

    assert last[0] == "error"
    assert last[1]["error"]["code"] == "UNAVAILABLE"
    assert again.status_code == 201


@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
def test_a_mistake_of_poppys_own_locks_no_key(alice, session, monkeypatch, accept):
    def broken(*_, **__):
        raise RuntimeError("secret")

    with monkeypatch.context() as patch:
        patch.setattr(exchange_store, "save_exchange", broken)
        answer = alice.ask(session, ROWS, Idempotency_Key="k", Accept=accept)
    again = alice.ask(session, ROWS, Idempotency_Key="k")

    assert "INTERNAL_ERROR" in answer.text
    assert "secret" not in answer.text
    assert again.status_code == 201
    assert "Idempotent-Replayed" not in again.headers


@pytest.mark.parametrize("error", [RuntimeError("secret"), Unavailable("Gone.")])
def test_who_hangs_up_before_a_mistake_can_ask_again(
    alice, session, monkeypatch, error
):
    def broken(*_, **__):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(exchange_store, "save_exchange", broken)
        asked = alice.client.post(
            f"/api/poppy/analysis-sessions/{session}/messages",
            json={"content": ROWS},
            headers={**EVENTS, "Idempotency-Key": "k"},
            buffered=False,
        )
        asked.close()
    again = alice.ask(session, ROWS, Idempotency_Key="k")

    assert again.status_code == 201


def test_a_repeated_stream_gives_the_same_answer_at_once(alice, session):
    *_, first = events(alice.ask(session, ROWS, Idempotency_Key="k", **EVENTS))
    again = events(alice.ask(session, ROWS, Idempotency_Key="k", **EVENTS))

    assert again == [first]


@pytest.mark.parametrize("taken", [0, 1, 2])
def test_who_hangs_up_has_their_answer_kept(alice, session, taken):
    path = f"/api/poppy/analysis-sessions/{session}/messages"
    answer = alice.client.post(
        path, json={"content": ROWS}, headers=EVENTS, buffered=False
    )
    lines = iter(answer.response)
    for _ in range(taken):
        next(lines)

    answer.close()

    with connected():
        roles = [
            row.role for row in ChatMessage.select().order_by(ChatMessage.sequence)
        ]
    assert roles == ["user", "assistant"]


def test_json_is_what_comes_unless_events_are_asked_for(alice, session):
    for accept in ("*/*", "text/*", "application/json", "text/html"):
        answer = alice.ask(session, ROWS, Accept=accept)
        assert answer.mimetype == "application/json"
