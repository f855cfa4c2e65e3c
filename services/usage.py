"""What the owner can look back on: the audit log and the use of tokens."""

from dataclasses import dataclass

from services.permissions import require
from stores import auth_store
from stores.records import AuditLogRecord, TokenUsageRecord, UserRecord


@dataclass(frozen=True)
class AuditLine:
    """A line of the audit log with the person's e-mail."""

    log: AuditLogRecord
    email: str


@dataclass(frozen=True)
class TokenUse:
    """Calls to a language model, newest first, with their sums."""

    calls: list[TokenUsageRecord]
    total_tokens: int
    estimated_cost: float


def audit_log(
    actor: UserRecord, limit: int = 100, before: str | None = None
) -> list[AuditLine]:
    """Return the organization's audit log, newest first."""
    require(actor, "view_activity")
    emails = {u.id: u.email for u in auth_store.get_users_by_tenant(actor.tenant_id)}
    logs = auth_store.get_audit_logs_by_tenant(
        actor.tenant_id, limit=limit, before=before
    )
    return [AuditLine(log, emails.get(log.user_id, "")) for log in logs]


def token_usage(actor: UserRecord, limit: int = 1000) -> TokenUse:
    """Return the organization's newest calls to a model and what they cost."""
    require(actor, "view_activity")
    calls = auth_store.get_tenant_token_usage(actor.tenant_id, limit=limit)
    return TokenUse(
        calls=calls,
        total_tokens=sum(call.total_tokens for call in calls),
        estimated_cost=sum(call.estimated_cost for call in calls),
    )


def calls(
    actor: UserRecord, limit: int = 100, before: str | None = None
) -> list[TokenUsageRecord]:
    """Return the organization's calls to a model, newest first."""
    require(actor, "view_activity")
    return auth_store.get_tenant_token_usage(
        actor.tenant_id, limit=limit, before=before
    )
