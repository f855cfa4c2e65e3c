"""Requests that are sent twice are done once: the Idempotency-Key."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from columns import utc_now
from database import connected
from errors import Unavailable
from models import ChatMessage, DatasetVersion
from service_models import IdempotencyKey
from services import idempotency, replies
from stores import exchange_store
from tests.api.caller import SALES, Caller

ROWS = "how many rows are there?"
KEY = {"Idempotency_Key": "a-key"}


def count(model):
    with connected():
        return model.select().count()


def test_a_repeated_upload_makes_one_version(alice):
    dataset = alice.dataset()

    first = alice.upload(dataset, **KEY)
    again = alice.upload(dataset, **KEY)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json == first.json
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert count(DatasetVersion) == 1


def test_a_repeated_question_is_answered_once(alice, session):
    first = alice.ask(session, ROWS, **KEY)
    again = alice.ask(session, ROWS, **KEY)

    assert again.json == first.json
    assert count(ChatMessage) == 2


def test_without_a_key_everything_is_done_again(alice, session):
    alice.ask(session, ROWS)
    alice.ask(session, ROWS)

    assert count(ChatMessage) == 4


@pytest.mark.parametrize(
    "change", [{"content": SALES + "north,1,2024-01-01,no\n"}, {"name": "other.csv"}]
)
def test_another_file_with_the_same_key_is_a_conflict(alice, change):
    dataset = alice.dataset()
    alice.upload(dataset, **KEY)

    answer = alice.upload(dataset, **change, **KEY)

    assert answer.status_code == 409
    assert answer.json["error"]["code"] == "IDEMPOTENCY_MISMATCH"
    assert count(DatasetVersion) == 1


def test_another_question_with_the_same_key_is_a_conflict(alice, session):
    alice.ask(session, ROWS, **KEY)

    answer = alice.ask(session, "average amount", **KEY)

    assert answer.status_code == 409
    assert answer.json["error"]["code"] == "IDEMPOTENCY_MISMATCH"


def test_a_key_is_of_one_person_and_one_place(alice, bob, dataset, session):
    other = alice.session(dataset)

    said = [
        alice.ask(session, ROWS, **KEY).json,
        alice.ask(other, ROWS, **KEY).json,
        bob.ask(session, ROWS, **KEY).json,
    ]

    assert len({answer["message"]["id"] for answer in said}) == 3


def test_a_refused_request_leaves_its_key_for_a_better_one(alice, session):
    assert alice.ask(session, "", **KEY).status_code == 400
    assert alice.ask(session, ROWS, **KEY).status_code == 201

    dataset = alice.dataset()
    assert alice.upload(dataset, "no table", **KEY).status_code == 400
    assert alice.upload(dataset, **KEY).status_code == 201


@pytest.mark.parametrize("key", ["", "two words", "é", "x" * 256])
def test_a_key_that_cannot_be_is_refused(alice, session, key):
    answer = alice.ask(session, ROWS, Idempotency_Key=key)

    assert answer.status_code == 400
    assert answer.json["error"]["details"] == {"field": "Idempotency-Key"}


def test_of_twelve_at_once_one_is_done_and_all_get_its_answer(app, alice, session):
    token = alice.client.get_cookie("poppy_session").value

    def ask(_):
        caller = Caller(app)
        caller.client.set_cookie("poppy_session", token)
        answer = caller.ask(session, ROWS, **KEY)
        while answer.status_code == 409:
            assert answer.json["error"]["code"] == "IDEMPOTENCY_IN_PROGRESS"
            assert 1 <= int(answer.headers["Retry-After"]) <= 20
            answer = caller.ask(session, ROWS, **KEY)
        return answer.json

    with ThreadPoolExecutor(12) as pool:
        first, *others = pool.map(ask, range(12))

    assert all(answer == first for answer in others)
    assert count(ChatMessage) == 2


def test_a_question_whose_answer_broke_off_is_not_kept_twice(
    alice, session, monkeypatch
):
    def broken(*_, **__):
        raise Unavailable("The database does not answer.")

    with monkeypatch.context() as patch:
        patch.setattr(exchange_store, "save_exchange", broken)
        assert alice.ask(session, ROWS, **KEY).status_code == 503
    answer = alice.ask(session, ROWS, **KEY)

    assert answer.status_code == 201
    kept = alice.get(f"/poppy/analysis-sessions/{session}").json["messages"]
    assert [message["role"] for message in kept] == ["user", "assistant"]


def test_who_was_taken_for_dead_keeps_nothing(alice, session, monkeypatch):
    monkeypatch.setattr(idempotency, "LEASE", timedelta(0))
    original = replies.with_result
    quick = []

    def slow(*parts):
        if not quick:
            quick.append(None)  # the request is sent again while this one sleeps
            again = pool.submit(alice.ask, session, ROWS, **KEY)
            quick.append(again.result().json)
        return original(*parts)

    monkeypatch.setattr(replies, "with_result", slow)
    with ThreadPoolExecutor(1) as pool:
        answer = alice.ask(session, ROWS, **KEY)

    assert answer.status_code == 409
    assert alice.ask(session, ROWS, **KEY).json == quick[-1]
    assert count(ChatMessage) == 2


def test_what_was_deleted_is_not_told_again(alice, session):
    dataset = alice.filled_dataset()
    version = alice.upload(dataset, **KEY).json["version"]["id"]
    assert alice.ask(session, "total amount by region", **KEY).status_code == 201

    alice.delete(f"/poppy/versions/{version}")
    alice.delete(f"/poppy/analysis-sessions/{session}")

    assert alice.upload(dataset, **KEY).status_code == 404
    assert alice.ask(session, "total amount by region", **KEY).status_code == 404


def test_a_key_keeps_ids_and_nothing_of_the_answer(alice, session):
    said = alice.ask(session, "total amount by region", **KEY).json

    with connected():
        (row,) = IdempotencyKey.select()
    assert row.made == {
        "message_id": said["message"]["id"],
        "reply_id": said["assistantMessage"]["id"],
    }


def test_who_died_at_work_holds_a_request_for_seconds_only(alice, session):
    asking = alice.ask(session, ROWS, **KEY)
    with connected():
        IdempotencyKey.update(
            made=None, owner="dead", lease_until=utc_now() + idempotency.LEASE
        ).execute()

    refused = alice.ask(session, ROWS, **KEY)
    with connected():
        IdempotencyKey.update(lease_until=utc_now()).execute()

    assert refused.status_code == 409
    assert 15 <= int(refused.headers["Retry-After"]) <= 20
    assert refused.json["error"]["details"]["retryAfter"] <= 20
    assert alice.ask(session, ROWS, **KEY).status_code == asking.status_code


def test_who_works_for_long_keeps_the_request(alice, session, monkeypatch):
    monkeypatch.setattr(idempotency, "LEASE", timedelta(milliseconds=400))
    monkeypatch.setattr(idempotency, "SECONDS_BETWEEN_RENEWALS", 0.05)
    original, again = replies.with_result, []

    def slow(*parts):
        time.sleep(1.5)
        again.append(pool.submit(alice.ask, session, ROWS, **KEY).result())
        return original(*parts)

    monkeypatch.setattr(replies, "with_result", slow)
    with ThreadPoolExecutor(1) as pool:
        answer = alice.ask(session, ROWS, **KEY)

    assert answer.status_code == 201
    assert [each.status_code for each in again] == [409]
    assert count(ChatMessage) == 2


def test_answers_are_kept_for_a_day(alice, session):
    alice.ask(session, ROWS, **KEY)
    with connected():
        IdempotencyKey.update(created_at=datetime(2020, 1, 1)).execute()

    again = alice.ask(session, ROWS, **KEY)

    assert "Idempotent-Replayed" not in again.headers
    assert count(ChatMessage) == 4
