"""Analysis sessions: list, start, reopen, rename, delete."""

from dataclasses import dataclass

from services import sessions
from services.paging import by_last_use, page
from stores.records import (
    ArtifactRecord,
    ExplanationRecord,
    MessageRecord,
    SessionRecord,
    UserRecord,
)
from views import forms
from views.api.paging import MOST, PAGING
from views.api.routing import route
from views.api.shapes import Done
from views.fields import Id

SESSIONS = "/poppy/analysis-sessions"
SESSION = f"{SESSIONS}/<session_id>"
OF_DATASET = Id("dataset", required=False, note="only sessions about this dataset")


@dataclass(frozen=True)
class SessionList:
    """Sessions, the last used ones first."""

    sessions: list[SessionRecord]
    next_cursor: str | None = None


@dataclass(frozen=True)
class OneSession:
    """An analysis session."""

    session: SessionRecord


@dataclass(frozen=True)
class WholeSession:
    """A session with its messages, oldest first, and its artifacts, newest first."""

    session: SessionRecord
    messages: list[MessageRecord]
    artifacts: list[ArtifactRecord]


@dataclass(frozen=True)
class ExplanationList:
    """The explanations of a session, newest first."""

    explanations: list[ExplanationRecord]
    next_cursor: str | None = None


@route("GET", SESSIONS, query=(OF_DATASET, *PAGING))
def list_sessions(
    person: UserRecord,
    dataset: str | None = None,
    limit: int = MOST,
    cursor: str | None = None,
) -> SessionList:
    """List the organization's sessions, or those about one dataset."""
    found = page(
        lambda number: sessions.list_for(person, dataset, number, cursor),
        limit,
        by_last_use,
    )
    return SessionList([each.session for each in found.items], found.next_cursor)


@route(
    "POST",
    SESSIONS,
    body=forms.SESSION,
    status=201,
    needs="run_analysis",
    refusals={404: ("DATASET_NOT_FOUND",)},
)
def start_session(
    person: UserRecord, dataset_id: str | None = None, title: str | None = None
) -> OneSession:
    """Start a session, about a dataset or about none yet."""
    return OneSession(sessions.start(person, dataset_id, title))


@route("GET", SESSION)
def get_session(person: UserRecord, session_id: str) -> WholeSession:
    """Return a session with everything that was said and computed in it."""
    talk = sessions.conversation(person, session_id)
    messages = [turn.message for turn in talk.turns]
    return WholeSession(talk.session, messages, talk.artifacts)


@route("PATCH", SESSION, body=forms.SESSION_TITLE, needs="run_analysis")
def rename_session(person: UserRecord, session_id: str, title: str) -> OneSession:
    """Give a session another title."""
    return OneSession(sessions.rename(person, session_id, title))


@route("DELETE", SESSION, needs="run_analysis")
def delete_session(person: UserRecord, session_id: str) -> Done:
    """Delete a session with its messages and answers."""
    sessions.delete(person, session_id)
    return Done()


@route("GET", f"{SESSION}/explanations", query=PAGING)
def list_explanations(
    person: UserRecord, session_id: str, limit: int = MOST, cursor: str | None = None
) -> ExplanationList:
    """List the explanations of a session's answers, newest first."""
    found = page(
        lambda number: sessions.explanations(person, session_id, number, cursor), limit
    )
    return ExplanationList(found.items, found.next_cursor)
