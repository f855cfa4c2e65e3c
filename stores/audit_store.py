"""The audit log: who did what, and when."""

from columns import utc_now
from models import AuditLog
from stores.records import AuditLogRecord
from stores.statements import Pages, insert, new_id, slot

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
