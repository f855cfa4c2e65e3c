"""Read-only links for people without an account: made, listed, taken back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from flask import url_for

from services import shares
from services.shares import ListedShare, State
from stores.records import UserRecord
from stores.service_records import ShareRecord
from views import forms
from views.api.routing import route
from views.api.shapes import Done
from views.fields import Id

SHARES = "/poppy/shares"
TARGET = Id("targetId", required=False, note="only links to this answer or session")
# A link's id is the hash of its token, no UUID.
Hash = Annotated[str, {"pattern": "^[0-9a-f]{64}$"}]


@dataclass(frozen=True)
class Share:
    """A link to an answer or a session, open, expired or taken back."""

    id: Hash
    kind: Literal["answer", "session"]
    target_id: str
    title: str
    state: State
    created_at: datetime
    expires_at: datetime
    opened: int


@dataclass(frozen=True)
class ShareList:
    """Links, newest first."""

    shares: list[Share]


@dataclass(frozen=True)
class MadeShare:
    """A new link; its address is told this once."""

    id: Hash
    url: str
    expires_at: datetime


@route("GET", SHARES, query=(TARGET,))
def list_shares(person: UserRecord, target_id: str | None = None) -> ShareList:
    """List the links: an owner sees all of the organization, others their own."""
    return ShareList([_share(each) for each in shares.list_for(person, target_id)])


@route("POST", SHARES, body=forms.SHARE, status=201, needs="run_analysis")
def make_share(
    person: UserRecord, kind: str, target_id: str, days: int = shares.USUAL_DAYS
) -> MadeShare:
    """Make a link to an answer, or to a session as far as it has come.

    It works for so many days, or until it is taken back.
    """
    link, token = shares.create(person, kind, target_id, days)
    url = url_for("shares.shared", token=token, _external=True)
    return MadeShare(link.id, url, link.expires_at)


@route("POST", f"{SHARES}/revoke", body=forms.SHARED, needs="run_analysis")
def revoke_shares(person: UserRecord, kind: str, target_id: str) -> Done:
    """Take back the links to an answer or session: one's own, or as owner all."""
    shares.revoke_all(person, kind, target_id)
    return Done()


def _share(listed: ListedShare) -> Share:
    link: ShareRecord = listed.link
    return Share(
        id=link.id,
        kind=link.kind,
        target_id=link.target_id,
        title=listed.title,
        state=listed.state,
        created_at=link.created_at,
        expires_at=link.expires_at,
        opened=link.opened,
    )
