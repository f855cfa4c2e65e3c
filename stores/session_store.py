"""Analysis sessions and the messages in them."""

from peewee import JOIN, ModelSelect

from columns import utc_now
from database import transaction
from errors import NotFound
from models import AnalysisSession, ChatMessage, Dataset
from stores.audit_store import audit
from stores.message_store import (
    NO_SESSION,
    create_message,
    get_message,
    get_messages_by_session,
)
from stores.names import predecessor_names
from stores.records import SessionListing, SessionRecord
from stores.statements import (
    Pages,
    Reader,
    Records,
    Statement,
    found,
    insert,
    new_id,
    record_fields,
    slot,
)
from stores.version_store import NO_DATASET

__all__ = ["create_message", "get_message", "get_messages_by_session"]


def _of_tenant(query: ModelSelect) -> ModelSelect:
    return query.where(AnalysisSession.tenant == slot("tenant_id"))


def _of_dataset(query: ModelSelect) -> ModelSelect:
    return _of_tenant(query).where(AnalysisSession.dataset == slot("dataset_id"))


def _with_dataset(query: ModelSelect) -> ModelSelect:
    return query.join(Dataset, JOIN.LEFT_OUTER)


def _listing(*cells) -> SessionListing:
    return SessionListing(SessionRecord(*cells[:-1]), cells[-1])


_listing_reader = Reader(
    [*record_fields(AnalysisSession, SessionRecord), Dataset.name], _listing
)
_session = Records(
    AnalysisSession,
    SessionRecord,
    lambda query: _of_tenant(query).where(AnalysisSession.id == slot("session_id")),
)
_sessions = Pages(AnalysisSession, SessionRecord, _of_tenant)
_sessions_of_dataset = Pages(AnalysisSession, SessionRecord, _of_dataset)
_all_sessions = Pages(AnalysisSession, SessionRecord, lambda query: query)
_recent = Pages(
    AnalysisSession,
    _listing_reader,
    lambda query: _of_tenant(_with_dataset(query)),
    by="updated_at",
)
_recent_of_dataset = Pages(
    AnalysisSession,
    _listing_reader,
    lambda query: _of_dataset(_with_dataset(query)),
    by="updated_at",
)
_dataset_exists = Statement(
    lambda: Dataset.select(Dataset.id).where(
        Dataset.id == slot("dataset_id"), Dataset.tenant == slot("tenant_id")
    )
)


def create_session(
    tenant_id: str,
    dataset_id: str | None,
    title: str | None = None,
    *,
    actor_user_id: str | None = None,
) -> SessionRecord:
    """Begin a conversation about a dataset of the tenant, or about none."""
    now = utc_now()
    session = SessionRecord(new_id(), tenant_id, dataset_id, title, now, now)
    with transaction():
        if dataset_id is not None:
            _check_dataset(dataset_id, tenant_id)
        insert(AnalysisSession, session)
        audit(actor_user_id, tenant_id, "session_created", "session", session.id)
    return session


def get_session(session_id: str, tenant_id: str) -> SessionRecord:
    """Return a session of the tenant."""
    session = _session.first(session_id=session_id, tenant_id=tenant_id)
    return found(session, NO_SESSION)


def get_sessions_by_tenant(
    tenant_id: str, *, limit: int | None = None, before: str | None = None
) -> list[SessionRecord]:
    """Return a tenant's sessions, newest first."""
    return _sessions.newest(limit, before, tenant_id=tenant_id)


def get_sessions_by_dataset(
    dataset_id: str,
    tenant_id: str,
    *,
    limit: int | None = None,
    before: str | None = None,
) -> list[SessionRecord]:
    """Return the sessions about a dataset, newest first."""
    return _sessions_of_dataset.newest(
        limit, before, dataset_id=dataset_id, tenant_id=tenant_id
    )


def get_recent_sessions(
    tenant_id: str,
    *,
    dataset_id: str | None = None,
    limit: int | None = None,
    before: str | None = None,
) -> list[SessionListing]:
    """Return sessions with their dataset's name, the last used ones first.

    The next page's cursor is `cursor_of(listings[-1].session, "updated_at")`.
    """
    if dataset_id is None:
        return _recent.newest(limit, before, tenant_id=tenant_id)
    return _recent_of_dataset.newest(
        limit, before, tenant_id=tenant_id, dataset_id=dataset_id
    )


def get_all_sessions(
    *, limit: int | None = None, before: str | None = None
) -> list[SessionRecord]:
    """Return the sessions of all tenants, newest first; for maintenance only."""
    return _all_sessions.newest(limit, before)


def rename_session(
    session_id: str, tenant_id: str, title: str, *, actor_user_id: str | None = None
) -> SessionRecord:
    """Give a session another title; its place in the list stays."""
    with transaction():
        get_session(session_id, tenant_id)
        AnalysisSession.update(title=title).where(
            AnalysisSession.id == session_id
        ).execute()
        audit(actor_user_id, tenant_id, "session_renamed", "session", session_id)
        return get_session(session_id, tenant_id)


def delete_session(
    session_id: str, tenant_id: str, *, actor_user_id: str | None = None
) -> None:
    """Delete a session with its messages and artifacts."""
    with transaction():
        title = get_session(session_id, tenant_id).title
        AnalysisSession.delete().where(AnalysisSession.id == session_id).execute()
        audit(
            actor_user_id,
            tenant_id,
            "session_deleted",
            "session",
            session_id,
            {"title": title},
        )


def get_store_stats() -> dict[str, int]:
    """Count the rows of all tenants; it reads whole tables, so for maintenance only."""
    return {
        "sessions": AnalysisSession.select().count(),
        "messages": ChatMessage.select().count(),
    }


def _check_dataset(dataset_id: str, tenant_id: str) -> None:
    known = _dataset_exists.run(dataset_id=dataset_id, tenant_id=tenant_id)
    if known.fetchone() is None:
        raise NotFound(NO_DATASET, code="DATASET_NOT_FOUND")


__getattr__ = predecessor_names(__name__)
