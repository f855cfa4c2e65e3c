"""Calls to a language model, counted so that limits hold across processes."""

from dataclasses import dataclass
from datetime import datetime

from peewee import ModelSelect, fn

from errors import NotFound
from models import Tenant, TokenUsage


@dataclass(frozen=True)
class Used:
    """Calls, tokens and dollars of one group (a day, a person, a session)."""

    key: str | None
    calls: int
    prompt_tokens: int
    completion_tokens: int
    estimated_cost: float


def lock_tenant(tenant_id: str) -> None:
    """Make the tenant's other callers wait until this transaction ends.

    SQLite's transactions wait for each other as they begin; PostgreSQL's do so at
    the tenant's row, under a lock that lets rows still refer to it.
    """
    query = Tenant.select(Tenant.id).where(Tenant.id == tenant_id)
    if TokenUsage._meta.database.for_update:
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
    day = fn.DATE(TokenUsage.timestamp)
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
