"""The use of a language model: kept call by call, counted for limits and summed up."""

from collections.abc import Mapping
from datetime import datetime

from peewee import ModelSelect, fn

from columns import utc_now
from database import database, is_postgres
from errors import NotFound
from models import Tenant, TokenUsage
from stores.names import snake_keys
from stores.records import TokenUsageRecord, Used
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


def lock_tenant(tenant_id: str) -> None:
    """Make the tenant's other callers wait until this transaction ends.

    SQLite's transactions wait for each other as they begin; PostgreSQL's do so at
    the tenant's row, under a lock that lets rows still refer to it.
    """
    query = Tenant.select(Tenant.id).where(Tenant.id == tenant_id)
    if is_postgres(database):
        query = query.for_update("FOR NO KEY UPDATE")
    if query.tuples().first() is None:
        raise NotFound("No such organization.")


def nth_newest_call(user_id: str, since: datetime, nth: int) -> datetime | None:
    """Return when a person's nth newest call since a time was made, if there is one."""
    query = (
        TokenUsage.select(TokenUsage.timestamp)
        .where(TokenUsage.user == user_id, TokenUsage.timestamp > since)
        .order_by(TokenUsage.timestamp.desc())
        .offset(nth - 1)
        .limit(1)
    )
    return query.scalar()


def settle(
    usage_id: str, tenant_id: str, prompt: int, completion: int, cost: float
) -> None:
    """Put what a call really used in the place of what was reserved for it."""
    TokenUsage.update(
        prompt_tokens=prompt,
        completion_tokens=completion,
        total_tokens=prompt + completion,
        estimated_cost=cost,
    ).where(TokenUsage.id == usage_id, TokenUsage.tenant == tenant_id).execute()


def release(usage_id: str, tenant_id: str) -> None:
    """Forget a call that was never sent."""
    TokenUsage.delete().where(
        TokenUsage.id == usage_id, TokenUsage.tenant == tenant_id
    ).execute()


def used_by_day(tenant_id: str, limit: int = 31) -> list[Used]:
    """Return the use of each day (UTC, ISO), newest first."""
    day = fn.DATE(TokenUsage.timestamp).converter(str)
    return _used(day, tenant_id, limit, day.desc())


def used_by_person(tenant_id: str, limit: int = 100) -> list[Used]:
    """Return the use of each person (keys are user ids), largest first."""
    return _used(TokenUsage.user, tenant_id, limit, _total().desc())


def used_by_session(tenant_id: str, limit: int = 50) -> list[Used]:
    """Return the use of each session (keys are ids, or None), largest first."""
    return _used(TokenUsage.session_id, tenant_id, limit, _total().desc())


def _used(key, tenant_id: str, limit: int, order) -> list[Used]:
    query: ModelSelect = (
        TokenUsage.select(
            key,
            fn.COUNT(TokenUsage.id),
            fn.SUM(TokenUsage.prompt_tokens),
            fn.SUM(TokenUsage.completion_tokens),
            fn.SUM(TokenUsage.estimated_cost),
        )
        .where(TokenUsage.tenant == tenant_id)
        .group_by(key)
        .order_by(order, key)
        .limit(limit)
    )
    return [
        Used(k if k is None else str(k), calls, int(prompt), int(written), float(cost))
        for k, calls, prompt, written, cost in query.tuples()
    ]


def _total():
    return fn.SUM(TokenUsage.total_tokens)
