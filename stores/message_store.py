"""The messages of a session, in order; session_store shows them as its own."""

from peewee import ModelSelect, fn

from columns import utc_now
from database import transaction
from errors import NotFound, ValidationError
from models import AnalysisSession, ChatMessage
from stores.records import MessageRecord
from stores.statements import NO_LIMIT, Records, Statement, found, insert, new_id, slot

NO_SESSION = "No such session."
SPEAKERS = ("user", "assistant")


def _of_session(query: ModelSelect) -> ModelSelect:
    return query.where(
        ChatMessage.session == slot("session_id"),
        ChatMessage.tenant_id == slot("tenant_id"),
    )


_message = Records(
    ChatMessage,
    MessageRecord,
    lambda query: query.where(
        ChatMessage.id == slot("message_id"),
        ChatMessage.tenant_id == slot("tenant_id"),
    ),
)
# Numbered rows come first: a row without a number is one that the predecessor added
# after our last message, as every message of ours numbers what stands before it.
_messages = Records(
    ChatMessage,
    MessageRecord,
    lambda query: _of_session(query).order_by(
        ChatMessage.sequence.asc(nulls="LAST"), ChatMessage.created_at, ChatMessage.id
    ),
)
_newest_messages = Records(
    ChatMessage,
    MessageRecord,
    lambda query: (
        _of_session(query)
        .order_by(ChatMessage.sequence.desc(nulls="FIRST"))
        .limit(slot("limit"))
    ),
)
_older_messages = Records(
    ChatMessage,
    MessageRecord,
    lambda query: (
        _of_session(query)
        .where(ChatMessage.sequence < slot("before"))
        .order_by(ChatMessage.sequence.desc())
        .limit(slot("limit"))
    ),
)
_touch = Statement(
    lambda: AnalysisSession.update(
        {AnalysisSession.updated_at: slot("updated_at")}
    ).where(
        AnalysisSession.id == slot("session_id"),
        AnalysisSession.tenant == slot("tenant_id"),
    )
)
_last_number = Statement(
    lambda: ChatMessage.select(fn.MAX(ChatMessage.sequence)).where(
        ChatMessage.session == slot("session_id")
    )
)
_unnumbered = Statement(
    lambda: (
        ChatMessage.select(ChatMessage.id)
        .where(
            ChatMessage.session == slot("session_id"), ChatMessage.sequence.is_null()
        )
        .order_by(ChatMessage.created_at, ChatMessage.id)
    )
)


def create_message(
    session_id: str,
    tenant_id: str,
    role: str,
    content: str,
    *,
    metadata: dict | None = None,
    message_id: str | None = None,
) -> MessageRecord:
    """Append a message, verbatim, behind all others of its session."""
    if role not in SPEAKERS:
        raise ValidationError("A message is of user or assistant.", field="role")
    with transaction():
        now = utc_now()
        # The update also locks the session's row, so that numbers come one by one.
        touched = _touch.run(
            updated_at=AnalysisSession.updated_at.db_value(now),
            session_id=session_id,
            tenant_id=tenant_id,
        )
        if not touched.rowcount:
            raise NotFound(NO_SESSION)
        message = MessageRecord(
            id=message_id or new_id(),
            session_id=session_id,
            tenant_id=tenant_id,
            role=role,
            content=content,
            created_at=now,
            sequence=_next_number(session_id),
            metadata=metadata,
        )
        return insert(ChatMessage, message)


def get_message(message_id: str, tenant_id: str) -> MessageRecord:
    """Return a message of the tenant."""
    message = _message.first(message_id=message_id, tenant_id=tenant_id)
    return found(message, "No such message.")


def get_messages_by_session(
    session_id: str,
    tenant_id: str,
    *,
    limit: int | None = None,
    before: int | None = None,
) -> list[MessageRecord]:
    """Return a session's messages, oldest first; with a limit, the last ones.

    `before` is the sequence of the oldest message that is known already. A session
    with messages that have no number yet (adopted ones) comes whole.
    """
    place = {"session_id": session_id, "tenant_id": tenant_id}
    if before is not None:
        page = _older_messages.all(limit=limit or NO_LIMIT, before=before, **place)
        return page[::-1]
    if limit is None:
        return _messages.all(**place)
    page = _newest_messages.all(limit=limit, **place)
    if any(message.sequence is None for message in page):
        return _messages.all(**place)
    return page[::-1]


def _next_number(session_id: str) -> int:
    last = _last_number.run(session_id=session_id).fetchone()[0] or 0
    for (message_id,) in _unnumbered.run(session_id=session_id).fetchall():
        last += 1
        ChatMessage.update(sequence=last).where(ChatMessage.id == message_id).execute()
    return last + 1
