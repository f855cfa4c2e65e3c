"""Requests that are sent twice are done once: the Idempotency-Key.

The answer is kept in the transaction that keeps what the request made, so that a
crash leaves both or neither. Who died while working on a request loses it when the
lease ends; should they live after all, their transaction fails.
"""

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from errors import Conflict, PoppyError
from stores import idempotency_store
from stores.records import UserRecord

LEASE = timedelta(minutes=5)


@dataclass(frozen=True)
class Once:
    """A request that is worked on; without a key, nothing is kept of it.

    `answered` is (status, answer) when it was done before. `resource_id` is the id
    that what it makes gets, the same each time it is tried.
    """

    key_id: str | None = None
    owner: str = ""
    resource_id: str | None = None
    answered: tuple[int, dict] | None = None

    def keep(self, status: int, answer: dict) -> None:
        """Keep the answer; to be called in the transaction that makes the thing."""
        if self.key_id is not None:
            idempotency_store.finish(self.key_id, self.owner, status, answer)

    def give_up(self, error: BaseException) -> None:
        """Let the request be sent again; a refused one also with another body."""
        if self.key_id is None:
            return
        refused = isinstance(error, PoppyError) and error.status < 500
        end = idempotency_store.forget if refused else idempotency_store.free
        end(self.key_id, self.owner)


@contextmanager
def once(
    actor: UserRecord, route: str, key: str | None, fingerprint: str
) -> Iterator[Once]:
    """Lend a request to a block; when the block fails, it can be sent again.

    Raises Conflict when the key was used for another body (IDEMPOTENCY_MISMATCH) or
    the same request is being worked on (IDEMPOTENCY_IN_PROGRESS).
    """
    if key is None:
        yield Once()
        return
    request = _begin(actor, route, key, fingerprint)
    try:
        yield request
    except BaseException as error:
        request.give_up(error)
        raise


def fingerprint_of(*parts: bytes) -> str:
    """Return the hash by which two bodies are told apart."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _begin(actor: UserRecord, route: str, key: str, fingerprint: str) -> Once:
    idempotency_store.forget_old()
    key_id = fingerprint_of(actor.id.encode(), route.encode(), key.encode())
    noted = idempotency_store.note(key_id, fingerprint)
    if noted.fingerprint != fingerprint:
        raise Conflict(
            "This Idempotency-Key was used for another request. Send a new key.",
            code="IDEMPOTENCY_MISMATCH",
        )
    if noted.status is not None:
        return Once(key_id, answered=(noted.status, noted.answer))
    owner = secrets.token_hex(8)
    if not idempotency_store.take(key_id, owner, LEASE):
        raise Conflict(
            "The same request is being worked on. Ask for its answer in a moment.",
            code="IDEMPOTENCY_IN_PROGRESS",
            retryAfter=1,
        )
    return Once(key_id, owner, noted.resource_id)
