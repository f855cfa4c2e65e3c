"""What the owner looks back on: who did what, and what language models cost."""

from dataclasses import dataclass

from services import usage
from services.paging import cursor_of, page
from stores.records import AuditLogRecord, TokenUsageRecord, UserRecord
from views.api.paging import MOST, PAGING
from views.api.routing import route


@dataclass(frozen=True)
class AuditLogList:
    """Lines of the audit log, newest first."""

    audit_logs: list[AuditLogRecord]
    next_cursor: str | None = None


@dataclass(frozen=True)
class TokenUsageList:
    """Calls to a language model, newest first; costs are in US dollars."""

    token_usage: list[TokenUsageRecord]
    next_cursor: str | None = None


@route("GET", "/poppy/audit-logs", query=PAGING, needs="view_activity")
def list_audit_logs(
    person: UserRecord, limit: int = MOST, cursor: str | None = None
) -> AuditLogList:
    """List what was done in the organization."""
    found = page(
        lambda number: usage.audit_log(person, number, cursor),
        limit,
        lambda line: cursor_of(line.log),
    )
    return AuditLogList([line.log for line in found.items], found.next_cursor)


@route("GET", "/poppy/token-usage", query=PAGING, needs="view_activity")
def list_token_usage(
    person: UserRecord, limit: int = MOST, cursor: str | None = None
) -> TokenUsageList:
    """List the calls to a language model and what they cost."""
    found = page(lambda number: usage.calls(person, number, cursor), limit)
    return TokenUsageList(found.items, found.next_cursor)
