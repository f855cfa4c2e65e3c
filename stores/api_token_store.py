"""Personal API tokens: auth sessions that have a name and live longer."""

from columns import utc_now
from models import AuthSession
from stores.records import AuthSessionRecord
from stores.statements import Records, slot

_tokens = Records(
    AuthSession,
    AuthSessionRecord,
    lambda query: query.where(
        AuthSession.user_id == slot("user_id"),
        AuthSession.tenant_id == slot("tenant_id"),
        AuthSession.name.is_null(False),
        AuthSession.expires_at > slot("now"),
    ).order_by(AuthSession.created_at.desc(), AuthSession.id),
)


def get_tokens(user_id: str, tenant_id: str) -> list[AuthSessionRecord]:
    """Return a person's tokens that are still good, newest first."""
    now = AuthSession.expires_at.db_value(utc_now())
    return _tokens.all(user_id=user_id, tenant_id=tenant_id, now=now)


def delete_token(token_id: str, user_id: str, tenant_id: str) -> bool:
    """Delete one of a person's tokens by its hash; False when there is none."""
    deleted = (
        AuthSession.delete()
        .where(
            AuthSession.id == token_id,
            AuthSession.user_id == user_id,
            AuthSession.tenant_id == tenant_id,
            AuthSession.name.is_null(False),
        )
        .execute()
    )
    return deleted > 0
