"""Read-only links to answers and conversations; only the hash of a token is kept."""

import secrets
from datetime import timedelta

from columns import utc_now
from database import transaction
from service_models import ShareLink
from stores.audit_store import audit
from stores.auth_store import hash_token
from stores.service_records import ShareRecord
from stores.statements import Records, found, insert, slot

TOKEN_BYTES = 32
NO_LINK = "This link does not work: it was never made, has expired or was taken back."

_link = Records(
    ShareLink,
    ShareRecord,
    lambda query: query.where(
        ShareLink.id == slot("share_id"), ShareLink.tenant == slot("tenant_id")
    ),
)
_opened = Records(
    ShareLink, ShareRecord, lambda query: query.where(ShareLink.id == slot("share_id"))
)
_links_to = Records(
    ShareLink,
    ShareRecord,
    lambda query: query.where(
        ShareLink.target_id == slot("target_id"),
        ShareLink.tenant == slot("tenant_id"),
    ).order_by(ShareLink.created_at.desc(), ShareLink.id),
)
_links = Records(
    ShareLink,
    ShareRecord,
    lambda query: (
        query.where(ShareLink.tenant == slot("tenant_id"))
        .order_by(ShareLink.created_at.desc(), ShareLink.id)
        .limit(slot("limit"))
    ),
)


def create_share(
    tenant_id: str, user_id: str, kind: str, target_id: str, lifetime: timedelta
) -> tuple[ShareRecord, str]:
    """Make a link; return it with its token, which is told this once."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    now = utc_now()
    link = ShareRecord(
        id=hash_token(token),
        tenant_id=tenant_id,
        user_id=user_id,
        kind=kind,
        target_id=target_id,
        created_at=now,
        expires_at=now + lifetime,
        revoked_at=None,
        opened=0,
        opened_at=None,
    )
    with transaction():
        insert(ShareLink, link)
        about = {"expiresAt": f"{link.expires_at.isoformat(timespec='seconds')}Z"}
        audit(user_id, tenant_id, "share_created", _resource(kind), target_id, about)
    return link, token


def get_share(share_id: str, tenant_id: str) -> ShareRecord:
    """Return a link of the tenant, working or not."""
    return found(_link.first(share_id=share_id, tenant_id=tenant_id), "No such link.")


def get_shares(tenant_id: str, *, limit: int = 200) -> list[ShareRecord]:
    """Return the tenant's links, newest first."""
    return _links.all(tenant_id=tenant_id, limit=limit)


def get_shares_of(target_id: str, tenant_id: str) -> list[ShareRecord]:
    """Return every link to an answer or session of the tenant, newest first."""
    return _links_to.all(target_id=target_id, tenant_id=tenant_id)


def revoke_share(share_id: str, tenant_id: str, actor_user_id: str) -> ShareRecord:
    """Take a link back; a second time changes nothing."""
    with transaction():
        link = get_share(share_id, tenant_id)
        if link.revoked_at is not None:
            return link
        ShareLink.update(revoked_at=utc_now()).where(ShareLink.id == share_id).execute()
        kind, target = _resource(link.kind), link.target_id
        audit(actor_user_id, tenant_id, "share_revoked", kind, target)
        return get_share(share_id, tenant_id)


def open_share(token: str, counted: bool = True) -> ShareRecord:
    """Return the link of a token and, if wanted, count that it was opened.

    The first time of each day (UTC) is in the audit log, in the name of whoever made
    the link. Raises NotFound for a token that is unknown, expired or taken back.
    """
    with transaction():
        now = utc_now()
        link = found(_opened.first(share_id=hash_token(token)), NO_LINK)
        works = link.revoked_at is None and now < link.expires_at
        found(link if works else None, NO_LINK)
        if not counted:
            return link
        ShareLink.update(opened=ShareLink.opened + 1, opened_at=now).where(
            ShareLink.id == link.id
        ).execute()
        if link.opened_at is None or link.opened_at.date() < now.date():
            kind, target = _resource(link.kind), link.target_id
            audit(link.user_id, link.tenant_id, "share_opened", kind, target)
    return link


def _resource(kind: str) -> str:
    return {"answer": "artifact"}.get(kind, kind)
