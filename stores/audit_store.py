"""What was done and what it cost: the audit log and the use of tokens."""

from collections.abc import Mapping
from datetime import datetime

from peewee import fn

from columns import utc_now
from models import AuditLog, TokenUsage
from stores.names import snake_keys
from stores.records import AuditLogRecord, TokenUsageRecord
from stores.statements import Pages, insert, new_id, slot

_usage_of_user = Pages(
    TokenUsage,
    TokenUsageRecord,
    lambda query: query.where(
        TokenUsage.user == slot("user_id"), TokenUsage.tenant == slot("tenant_id")
    ),
    by="timestamp",
)
_usage_of_tenant = Pages(
    TokenUsage,
    TokenUsageRecord,
    lambda query: query.where(TokenUsage.tenant == slot("tenant_id")),
    by="timestamp",
)
_audit_of_tenant = Pages(
    AuditLog,
    AuditLogRecord,
    lambda query: query.where(AuditLog.tenant == slot("tenant_id")),
    by="timestamp",
)
_audit_of_user = Pages(
    AuditLog,
    AuditLogRecord,
    lambda query: query.where(
        AuditLog.user == slot("user_id"), AuditLog.tenant == slot("tenant_id")
    ),
    by="timestamp",
)


def track_token_usage(usage: Mapping[str, object]) -> TokenUsageRecord:
    """Keep what one call to a language model used.

    `usage` holds user_id, tenant_id, prompt_tokens, completion_tokens and, where
    known, session_id, artifact_id, total_tokens and estimated_cost in US dollars.
    """
    given = snake_keys(usage)
    prompt, completion = given["prompt_tokens"], given["completion_tokens"]
    record = TokenUsageRecord(
        id=new_id(),
        user_id=given["user_id"],
        tenant_id=given["tenant_id"],
        session_id=given.get("session_id"),
        artifact_id=given.get("artifact_id"),
        prompt_tokens=prompt,
        completion_tokens=completion,
        total_tokens=given.get("total_tokens", prompt + completion),
        estimated_cost=given.get("estimated_cost", 0.0),
        timestamp=utc_now(),
    )
    return insert(TokenUsage, record)


def get_token_usage(
    user_id: str, tenant_id: str, limit: int = 100, *, before: str | None = None
) -> list[TokenUsageRecord]:
    """Return a person's use of tokens, newest first."""
    return _usage_of_user.newest(limit, before, user_id=user_id, tenant_id=tenant_id)


def get_tenant_token_usage(
    tenant_id: str, limit: int = 1000, *, before: str | None = None
) -> list[TokenUsageRecord]:
    """Return a tenant's use of tokens, newest first."""
    return _usage_of_tenant.newest(limit, before, tenant_id=tenant_id)


def count_token_usage(
    tenant_id: str, since: datetime, user_id: str | None = None
) -> tuple[int, int]:
    """Return the calls and the tokens since a time, of a tenant or one person."""
    query = TokenUsage.select(
        fn.COUNT(TokenUsage.id), fn.COALESCE(fn.SUM(TokenUsage.total_tokens), 0)
    ).where(TokenUsage.tenant == tenant_id, TokenUsage.timestamp >= since)
    if user_id is not None:
        query = query.where(TokenUsage.user == user_id)
    calls, tokens = query.tuples().get()
    return calls, int(tokens)


def create_audit_log(
    user_id: str,
    tenant_id: str,
    action: str,
    resource_type: str,
    resource_id: str | None = None,
    metadata: dict | None = None,
) -> AuditLogRecord:
    """Add a line to the audit log."""
    record = AuditLogRecord(
        id=new_id(),
        user_id=user_id,
        tenant_id=tenant_id,
        action=action,
        resource_type=resource_type,
        resource_id=resource_id,
        metadata=metadata,
        timestamp=utc_now(),
    )
    return insert(AuditLog, record)


def audit(
    actor_user_id: str | None,
    tenant_id: str,
    action: str,
    resource_type: str,
    resource_id: str,
    metadata: dict | None = None,
) -> None:
    """Add a line when it is known who acted; for use inside a store's transaction."""
    if actor_user_id is not None:
        create_audit_log(
            actor_user_id, tenant_id, action, resource_type, resource_id, metadata
        )


def get_audit_logs_by_tenant(
    tenant_id: str, limit: int = 1000, *, before: str | None = None
) -> list[AuditLogRecord]:
    """Return a tenant's audit lines, newest first."""
    return _audit_of_tenant.newest(limit, before, tenant_id=tenant_id)


def get_audit_logs_by_user(
    user_id: str, tenant_id: str, limit: int = 1000, *, before: str | None = None
) -> list[AuditLogRecord]:
    """Return a person's audit lines, newest first."""
    return _audit_of_user.newest(limit, before, user_id=user_id, tenant_id=tenant_id)
