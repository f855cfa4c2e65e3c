"""Personal API tokens: made, listed and revoked by the person they stand for."""

from datetime import timedelta

from database import transaction
from errors import NotFound
from stores import api_token_store, auth_store
from stores.records import AuthSessionRecord, UserRecord


def make(actor: UserRecord, name: str, days: int) -> str:
    """Make a token that acts as the person; it is returned once and kept hashed."""
    with transaction():
        token = auth_store.create_session(
            actor.id,
            actor.tenant_id,
            actor.role,
            name=name,
            lifetime=timedelta(days=days),
        )
        _audit(actor, "token_created", {"name": name, "days": days})
    return token


def list_for(actor: UserRecord) -> list[AuthSessionRecord]:
    """Return the person's tokens that are still good, newest first."""
    return api_token_store.get_tokens(actor.id, actor.tenant_id)


def revoke(actor: UserRecord, token_id: str) -> None:
    """End a token at once; NotFound when it is not one of the person's."""
    with transaction():
        if not api_token_store.delete_token(token_id, actor.id, actor.tenant_id):
            raise NotFound("You have no such token.")
        _audit(actor, "token_revoked", {})


def _audit(actor: UserRecord, action: str, metadata: dict) -> None:
    auth_store.create_audit_log(
        actor.id, actor.tenant_id, action, "user", actor.id, metadata
    )
