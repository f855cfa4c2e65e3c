"""A conversation keeps what was said, names itself, and remembers what it answered."""

import io

import pytest

from errors import Forbidden, NotFound, ValidationError
from services import questions, sessions, uploads
from stores import session_store

SALES = "region,day,amount\n" + "".join(
    f"{('north', 'south')[i % 2]},2024-0{1 + i % 3}-10,{(37 * i) % 90}.5\n"
    for i in range(60)
)


@pytest.fixture
def session(alice):
    dataset, _ = uploads.create_and_upload(
        alice, io.BytesIO(SALES.encode()), "sales.csv"
    )
    return sessions.start(alice, dataset.id)


def test_a_question_is_kept_verbatim_and_names_the_conversation(alice, session):
    asked = "  How many rows?  <b>'quoted'</b>\n"

    questions.ask(alice, session.id, asked)

    kept = session_store.get_messages_by_session(session.id, alice.tenant_id)
    assert kept[0].content == asked
    titled = session_store.get_session(session.id, alice.tenant_id)
    assert titled.title == "How many rows? <b>'quoted'</b>"


def test_a_title_that_was_chosen_stays(alice, session):
    sessions.rename(alice, session.id, "Prices")

    questions.ask(alice, session.id, "how many rows")

    assert session_store.get_session(session.id, alice.tenant_id).title == "Prices"


def test_the_same_measure_again_is_compared_with_before(alice, session):
    questions.ask(alice, session.id, "total amount")

    again = questions.ask(alice, session.id, "total amount where region is north")

    assert "before" in again.explanation.implications[0]


def test_a_word_without_a_place_is_declined_and_kept(alice, session):
    exchange = questions.ask(alice, session.id, "average zodiac by region")

    assert exchange.artifact is None
    assert "zodiac" in exchange.assistant.content
    assert exchange.assistant.metadata["status"] != "answered"


def test_strangers_and_viewers_cannot_ask(alice, vera, charlie, session):
    with pytest.raises(NotFound):
        questions.ask(charlie, session.id, "how many rows")
    with pytest.raises(Forbidden):
        questions.ask(vera, session.id, "how many rows")
    assert session_store.get_messages_by_session(session.id, alice.tenant_id) == []


@pytest.mark.parametrize("content", ["", " \n ", "x" * 4_001])
def test_nothing_and_too_much_are_refused_in_words(alice, session, content):
    with pytest.raises(ValidationError):
        questions.ask(alice, session.id, content)


def test_a_follow_up_edits_the_last_plan(alice, session):
    questions.ask(alice, session.id, "total amount by region")

    follow_up = questions.ask(alice, session.id, "only north")

    (row,) = follow_up.artifact.data["resultData"]["rows"]
    assert row[-1] == sum((37 * i) % 90 + 0.5 for i in range(0, 60, 2))


def test_a_fault_of_the_engine_is_a_decline_without_a_number(
    alice, session, monkeypatch, caplog
):
    monkeypatch.setattr(questions.engine, "answer", lambda *_: 1 / 0)

    exchange = questions.ask(alice, session.id, "total amount")

    assert exchange.artifact is None
    assert "no number is shown" in exchange.assistant.content
    assert "ZeroDivisionError" in caplog.text
