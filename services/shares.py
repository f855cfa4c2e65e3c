"""Read-only links for people without an account: made, shown, taken back."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from columns import utc_now
from errors import Forbidden, NotFound, ValidationError
from services.permissions import require
from services.sessions import Conversation, Turn, answer, conversation
from stores import artifact_store, auth_store, session_store, share_store
from stores.records import ArtifactRecord, ExplanationRecord, UserRecord
from stores.service_records import ShareRecord

KINDS = ("answer", "session")
USUAL_DAYS = 7
MOST_DAYS = 365
State = Literal["open", "expired", "taken back"]


@dataclass(frozen=True)
class SharedPart:
    """A question with its reply, and the answer that was computed, if one was."""

    asked: str
    said: str
    artifact: ArtifactRecord | None
    explanation: ExplanationRecord | None


@dataclass(frozen=True)
class Shared:
    """What a link shows."""

    link: ShareRecord
    title: str
    dataset_name: str | None
    parts: list[SharedPart]


@dataclass(frozen=True)
class ListedShare:
    """A link as its list shows it; `state` is open, expired or taken back."""

    link: ShareRecord
    title: str
    maker: str
    state: State


def create(
    actor: UserRecord, kind: str, target_id: str, days: int = USUAL_DAYS
) -> tuple[ShareRecord, str]:
    """Make a link to an answer or a session; return it with its token.

    The token is told this once; the database keeps its hash. Raises NotFound,
    Forbidden or ValidationError (another kind, or not 1 to 365 days).
    """
    require(actor, "run_analysis")
    if kind not in KINDS:
        raise ValidationError("Share an answer or a session.", field="kind")
    if not 1 <= days <= MOST_DAYS:
        raise ValidationError(f"A link works for 1 to {MOST_DAYS} days.", field="days")
    _title(kind, target_id, actor.tenant_id)
    return share_store.create_share(
        actor.tenant_id, actor.id, kind, target_id, timedelta(days=days)
    )


def revoke(actor: UserRecord, share_id: str) -> ShareRecord:
    """Take a link back: whoever made it may, and an owner."""
    link = share_store.get_share(share_id, actor.tenant_id)
    if actor.role != "owner" and link.user_id != actor.id:
        raise Forbidden("Only its maker or an owner can take a link back.")
    return share_store.revoke_share(share_id, actor.tenant_id, actor.id)


def revoke_all(actor: UserRecord, kind: str, target_id: str) -> int:
    """Take back all open links to an answer or session that the actor may; count them.

    Raises Forbidden and NotFound as `create` does.
    """
    require(actor, "run_analysis")
    _title(kind, target_id, actor.tenant_id)
    opened = [each for each in list_for(actor, target_id) if each.state == "open"]
    for each in opened:
        revoke(actor, each.link.id)
    return len(opened)


def list_for(actor: UserRecord, target_id: str | None = None) -> list[ListedShare]:
    """Return links, newest first: of the organization, or to one answer or session.

    Owners see all of them, others their own. NotFound when the target is not the
    actor's.
    """
    if target_id is None:
        links = share_store.get_shares(actor.tenant_id)
    else:
        _find_target(target_id, actor.tenant_id)
        links = share_store.get_shares_of(target_id, actor.tenant_id)
    people = {u.id: u for u in auth_store.get_users_by_tenant(actor.tenant_id)}
    return [
        ListedShare(
            link,
            _title_or_gone(link),
            people[link.user_id].name or people[link.user_id].email,
            _state(link),
        )
        for link in links
        if actor.role == "owner" or link.user_id == actor.id
    ]


def open_link(token: str, counted: bool = True) -> Shared:
    """Return what a link shows; needs no account, and counts unless told otherwise.

    A session is shown as far as it had come when the link was made. Raises NotFound,
    with one sentence for every reason.
    """
    link = share_store.open_share(token, counted)
    try:
        maker = auth_store.get_user(link.user_id, link.tenant_id)
        return _session(link, maker) if link.kind == "session" else _answer(link, maker)
    except NotFound as error:
        raise NotFound(share_store.NO_LINK) from error


def _answer(link: ShareRecord, maker: UserRecord) -> Shared:
    artifact = artifact_store.get_artifact(link.target_id, link.tenant_id)
    talk = conversation(maker, artifact.session_id)
    parts = [
        part
        for part in _parts(talk.turns)
        if part.artifact and part.artifact.id == artifact.id
    ]
    if not parts:
        _, explanation = answer(maker, artifact.session_id, artifact.id)
        parts = [SharedPart("", artifact.title, artifact, explanation)]
    return Shared(link, artifact.title, _name_of(talk), parts)


def _session(link: ShareRecord, maker: UserRecord) -> Shared:
    talk = conversation(maker, link.target_id)
    turns = [t for t in talk.turns if t.message.created_at <= link.created_at]
    title = talk.session.title or _name_of(talk) or "Conversation"
    return Shared(link, title, _name_of(talk), _parts(turns))


def _parts(turns: list[Turn]) -> list[SharedPart]:
    parts, asked = [], ""
    for turn in turns:
        if turn.message.role == "user":
            asked = turn.message.content
        else:
            said = turn.message.content
            parts.append(SharedPart(asked, said, turn.artifact, turn.explanation))
    return parts


def _name_of(talk: Conversation) -> str | None:
    return talk.dataset.name if talk.dataset else None


def _title(kind: str, target_id: str, tenant_id: str) -> str:
    if kind == "answer":
        return artifact_store.get_artifact(target_id, tenant_id).title
    return session_store.get_session(target_id, tenant_id).title or "Conversation"


def _find_target(target_id: str, tenant_id: str) -> None:
    try:
        artifact_store.get_artifact(target_id, tenant_id)
    except NotFound:
        session_store.get_session(target_id, tenant_id)


def _title_or_gone(link: ShareRecord) -> str:
    try:
        return _title(link.kind, link.target_id, link.tenant_id)
    except NotFound:
        return "deleted since"


def _state(link: ShareRecord) -> State:
    if link.revoked_at is not None:
        return "taken back"
    expired = link.expires_at <= utc_now()
    return "expired" if expired else "open"
