"""What a language model may use, counted in the database before each call.

A call is reserved at the most it can use and settled at what it did use, so that the
limits hold exactly, whatever runs at the same time. A process that dies in between
leaves its reservation standing: then too much is counted, never too little. The
engine itself never asks here: only calls to a model are limited.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from columns import utc_now
from database import transaction
from errors import TooManyRequests
from services import runtime
from stores import token_usage_store
from stores.records import TokenUsageRecord

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
# A byte-level tokenizer makes at most one token of a byte; each message has a frame.
FRAME_TOKENS = 16


@dataclass(frozen=True)
class Caller:
    """On whose behalf a model is called, and what for."""

    user_id: str
    tenant_id: str
    session_id: str | None = None
    artifact_id: str | None = None


@dataclass(frozen=True)
class Left:
    """What may still be used; `resets_in` is in seconds (the end of the UTC day)."""

    calls_this_minute: int
    calls_today: int
    tokens_today: int
    resets_in: int


def most_tokens_of(*texts: str) -> int:
    """Return a number of tokens that the texts cannot exceed as messages."""
    return sum(len(text.encode()) + FRAME_TOKENS for text in texts)


def reserve(caller: Caller, prompt_tokens: int, written_tokens: int) -> str:
    """Count a call before it is made; return the id to settle it by.

    Raises TooManyRequests, with `retryAfter` in seconds where waiting helps.
    """
    total = prompt_tokens + written_tokens
    _check_size(total)
    with transaction():
        token_usage_store.lock_tenant(caller.tenant_id)
        now = utc_now()
        _check_minute(caller, now)
        _check_day(caller, now, total)
        return _track(caller, prompt_tokens, written_tokens).id


def check(caller: Caller) -> None:
    """Raise TooManyRequests where no call is left; nothing is counted."""
    now = utc_now()
    _check_minute(caller, now)
    _check_day(caller, now, 1)


def settle(
    caller: Caller, usage_id: str, prompt_tokens: int, written_tokens: int
) -> None:
    """Replace a reservation by what the call used (nothing, if it was refused)."""
    cost = cost_of(prompt_tokens, written_tokens)
    token_usage_store.settle(
        usage_id, caller.tenant_id, prompt_tokens, written_tokens, cost
    )


def cost_of(prompt_tokens: int, written_tokens: int) -> float:
    """Return the price of a call in US dollars, at the prices that are set."""
    settings = runtime.settings()
    dollars = prompt_tokens * settings.llm_price_in
    dollars += written_tokens * settings.llm_price_out
    return dollars / 1_000_000


def left(user_id: str, tenant_id: str) -> Left:
    """Return what a person and the organization may still use."""
    settings, now = runtime.settings(), utc_now()
    calls, tokens = token_usage_store.count_token_usage(tenant_id, _midnight(now))
    recent, _ = token_usage_store.count_token_usage(tenant_id, now - MINUTE, user_id)
    return Left(
        max(0, settings.llm_calls_a_minute - recent),
        max(0, settings.llm_calls_a_day - calls),
        max(0, settings.llm_tokens_a_day - tokens),
        _seconds(_midnight(now) + DAY - now),
    )


def _check_size(total: int) -> None:
    most = runtime.settings().llm_request_tokens
    if total > most:
        raise TooManyRequests(
            f"This would take up to {total:,} tokens; a call to the model may take "
            f"{most:,}. Ask about fewer groups."
        )


def _check_minute(caller: Caller, now: datetime) -> None:
    most = runtime.settings().llm_calls_a_minute
    wait = MINUTE
    if most > 0:
        full = token_usage_store.nth_newest_call(caller.user_id, now - MINUTE, most)
        if full is None:
            return
        wait = full + MINUTE - now
    raise _refusal(f"You may call the model {most:,} times a minute.", wait)


def _check_day(caller: Caller, now: datetime, total: int) -> None:
    settings = runtime.settings()
    today = _midnight(now)
    calls, tokens = token_usage_store.count_token_usage(caller.tenant_id, today)
    wait = today + DAY - now
    if calls + 1 > settings.llm_calls_a_day:
        most = f"{settings.llm_calls_a_day:,} times"
        raise _refusal(f"Your organization may call the model {most} a day.", wait)
    if tokens + total > settings.llm_tokens_a_day:
        most = f"{settings.llm_tokens_a_day:,} tokens"
        raise _refusal(f"Your organization may use {most} of the model a day.", wait)


def _track(caller: Caller, prompt: int, written: int) -> TokenUsageRecord:
    return token_usage_store.track_token_usage(
        {
            "user_id": caller.user_id,
            "tenant_id": caller.tenant_id,
            "session_id": caller.session_id,
            "artifact_id": caller.artifact_id,
            "prompt_tokens": prompt,
            "completion_tokens": written,
            "estimated_cost": cost_of(prompt, written),
        }
    )


def _refusal(sentence: str, wait: timedelta) -> TooManyRequests:
    seconds = _seconds(wait)
    return TooManyRequests(
        f"{sentence} Try again in {_in_words(seconds)}; Poppy answers without it.",
        retryAfter=seconds,
    )


def _in_words(seconds: int) -> str:
    if seconds <= 90:
        return "a second" if seconds == 1 else f"{seconds} seconds"
    minutes = -(-seconds // 60)
    return f"{minutes} minutes" if minutes < 120 else f"{-(-minutes // 60)} hours"


def _midnight(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def _seconds(wait: timedelta) -> int:
    return max(1, -int(-wait.total_seconds() // 1))
