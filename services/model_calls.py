"""One call to the language model: reserved, recorded word for word, made, settled.

These functions run in a background thread, which holds no database connection while
the model thinks.
"""

import functools
from dataclasses import dataclass
from datetime import datetime, timedelta

import llm
from columns import utc_now
from config import Settings
from database import connected, transaction
from services import limits, runtime
from services.limits import Caller
from stores import audit_store, token_usage_store

LONGEST_KEPT_REPLY = 20_000
# What a call waits for its turn, and its outcome to be kept.
PATIENCE_SECONDS = 15


@dataclass(frozen=True)
class Call:
    """A call to make: what for, the two messages, the most tokens of the reply."""

    purpose: str
    system: str
    user: str
    most_tokens: int


@dataclass(frozen=True)
class Called:
    """A call that was made; its outcome is still to be recorded."""

    call: Call
    usage_id: str
    reply: llm.Reply


def may_still_reply(since: datetime) -> bool:
    """Tell whether a call that was due at a time may still bring its reply."""
    patience = runtime.settings().llm_seconds + PATIENCE_SECONDS
    return utc_now() - since < timedelta(seconds=patience)


def model() -> llm.Model:
    """Return the model that the settings in force name."""
    return _opened(runtime.settings())


def make(caller: Caller, call: Call) -> Called:
    """Make a call; its payload is in the audit log before it is sent.

    Raises TooManyRequests before anything is sent, and llm.ModelError.
    """
    prompt = limits.most_tokens_of(call.system, call.user)
    with connected(), transaction():
        usage_id = limits.reserve(caller, prompt, call.most_tokens)
        _audit(caller, "llm_invocation", call, usage_id, _payload(call))
    try:
        reply = model().complete(call.system, call.user, call.most_tokens)
    except llm.ModelError as error:
        with connected(), transaction():
            _undo(caller, usage_id, error)
            outcome = {"outcome": "failed", "reason": error.message}
            _audit(caller, "llm_reply", call, usage_id, outcome)
        raise
    used = _at_most(prompt, reply.prompt_tokens)
    written = _at_most(call.most_tokens, reply.completion_tokens)
    with connected():
        limits.settle(caller, usage_id, used, written)
    return Called(call, usage_id, reply)


def conclude(caller: Caller, called: Called, reason: str | None) -> None:
    """Record the reply and what became of it: used, or refused for a reason.

    For use inside the transaction that uses it.
    """
    outcome = {
        "outcome": "refused" if reason else "used",
        "reply": called.reply.text[:LONGEST_KEPT_REPLY],
        "promptTokens": called.reply.prompt_tokens,
        "completionTokens": called.reply.completion_tokens,
    }
    if reason:
        outcome["reason"] = reason
    _audit(caller, "llm_reply", called.call, called.usage_id, outcome)


def _at_most(reserved: int, reported: int | None) -> int:
    """Return what a server says was used; no call uses more than was reserved."""
    return reserved if reported is None else min(reserved, reported)


def _payload(call: Call) -> dict:
    return {"system": call.system, "user": call.user, "mostTokens": call.most_tokens}


def _undo(caller: Caller, usage_id: str, error: llm.ModelError) -> None:
    """Count nothing of a call that was not sent, no tokens of one that was refused."""
    if isinstance(error, llm.ModelOff):
        token_usage_store.release(usage_id, caller.tenant_id)
    elif not error.billable:
        limits.settle(caller, usage_id, 0, 0)


def _audit(caller: Caller, action: str, call: Call, usage_id: str, more: dict) -> None:
    kind, resource = "session", caller.session_id
    if caller.artifact_id is not None:
        kind, resource = "artifact", caller.artifact_id
    metadata = {"callId": usage_id, "purpose": call.purpose, "model": model().name}
    audit_store.create_audit_log(
        caller.user_id,
        caller.tenant_id,
        action,
        kind,
        resource,
        {**metadata, **more},
    )


@functools.lru_cache(maxsize=4)
def _opened(settings: Settings) -> llm.Model:
    return llm.open_model(settings)
