"""Conversations keep every message, verbatim and in order."""

from datetime import datetime

import pytest

from errors import NotFound, ValidationError
from models import AnalysisSession, ChatMessage
from stores import dataset_store, session_store


@pytest.fixture
def session(alice):
    dataset = dataset_store.create_dataset(alice.tenant_id, "Sales")
    return session_store.create_session(alice.tenant_id, dataset.id, "First look")


def say(session, *contents):
    return [
        session_store.create_message(session.id, session.tenant_id, "user", text)
        for text in contents
    ]


def contents(session, **page):
    messages = session_store.get_messages_by_session(
        session.id, session.tenant_id, **page
    )
    return [message.content for message in messages]


def test_messages_come_back_verbatim_and_oldest_first(session):
    texts = ["<b>'quotes' & \"more\"</b>", "x" * 5000, "größer 🌺"]
    messages = say(session, *texts)
    assert contents(session) == texts
    assert [message.sequence for message in messages] == [1, 2, 3]


def test_order_does_not_follow_the_clock(session):
    say(session, "first", "second")
    ChatMessage.update(created_at=datetime(2001, 1, 1)).where(
        ChatMessage.content == "second"
    ).execute()
    assert contents(session) == ["first", "second"]


def test_messages_without_numbers_keep_their_place(session):
    for day, text in enumerate(("old one", "old two")):
        ChatMessage.insert(
            id=text,
            session=session.id,
            tenant_id=session.tenant_id,
            role="user",
            content=text,
            created_at=datetime(2001, 1, 1 + day),
        ).execute()
    assert contents(session, limit=1) == ["old one", "old two"]

    say(session, "new")

    assert contents(session) == ["old one", "old two", "new"]
    assert contents(session, limit=2) == ["old two", "new"]


def test_the_last_messages_come_page_by_page(session):
    say(session, *"abcdef")
    last = session_store.get_messages_by_session(session.id, session.tenant_id, limit=2)
    assert [message.content for message in last] == ["e", "f"]
    assert contents(session, limit=3, before=last[0].sequence) == ["b", "c", "d"]


def test_metadata_of_a_message_is_kept(session):
    made = session_store.create_message(
        session.id, session.tenant_id, "assistant", "?", metadata={"status": "clarify"}
    )
    assert session_store.get_message(made.id, session.tenant_id) == made
    assert made.metadata == {"status": "clarify"}


def test_a_character_that_no_database_keeps_is_refused(session):
    with pytest.raises(ValidationError):
        say(session, "nul \x00 here")
    assert contents(session) == []


def test_a_stranger_neither_reads_nor_writes(session, charlie):
    say(session, "secret")
    with pytest.raises(NotFound):
        session_store.get_session(session.id, charlie.tenant_id)
    with pytest.raises(NotFound):
        session_store.create_message(session.id, charlie.tenant_id, "user", "hi")
    assert session_store.get_messages_by_session(session.id, charlie.tenant_id) == []


def test_a_session_about_a_strangers_dataset_is_refused(session, charlie):
    with pytest.raises(NotFound) as refused:
        session_store.create_session(charlie.tenant_id, session.dataset_id)
    assert refused.value.code == "DATASET_NOT_FOUND"


def test_the_last_used_session_is_listed_first(session, alice):
    other = session_store.create_session(alice.tenant_id, None)
    AnalysisSession.update(updated_at=datetime(2001, 1, 1)).execute()
    say(session, "later")

    recent = session_store.get_recent_sessions(alice.tenant_id)

    assert [row.session.id for row in recent] == [session.id, other.id]
    assert [row.dataset_name for row in recent] == ["Sales", None]


def test_sessions_of_a_dataset_stay_when_it_is_deleted(session, alice):
    dataset_store.delete_dataset(session.dataset_id, alice.tenant_id)
    kept = session_store.get_session(session.id, alice.tenant_id)
    assert kept.dataset_id is None


def test_deleting_a_session_takes_its_messages_along(session):
    say(session, "gone")
    session_store.delete_session(session.id, session.tenant_id)
    assert session_store.get_store_stats() == {"sessions": 0, "messages": 0}


def test_renaming_changes_the_title_only(session):
    renamed = session_store.rename_session(session.id, session.tenant_id, "Second")
    assert renamed.title == "Second"
    assert renamed.updated_at == session.updated_at
