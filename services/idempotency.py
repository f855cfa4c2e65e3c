"""Requests that are sent twice are done once: the Idempotency-Key.

The ids of what a request made are kept in the transaction that makes it, so that a
crash leaves both or neither; what is deleted later is not found by them any more. Who
works on a request renews its lease, and so loses it soon after they died; should they
live after all, their transaction fails.
"""

import hashlib
import logging
import math
import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from columns import utc_now
from database import connected
from errors import Conflict, PoppyError
from stores import idempotency_store
from stores.records import UserRecord

LEASE = timedelta(seconds=20)
SECONDS_BETWEEN_RENEWALS = 5
log = logging.getLogger("poppy.idempotency")


@dataclass(frozen=True)
class Once:
    """A request that is worked on; without a key, nothing is kept of it.

    `made` holds the ids of what came of it when it was done before. `resource_id` is
    the id that what it makes gets, the same each time it is tried.
    """

    key_id: str | None = None
    owner: str = ""
    resource_id: str | None = None
    made: dict[str, str] | None = None

    def keep(self, **made: str) -> None:
        """Keep the ids of what is made; to be called in the transaction that does."""
        if self.key_id is not None:
            idempotency_store.finish(self.key_id, self.owner, made)

    def give_up(self, error: BaseException) -> None:
        """Let the request be sent again; a refused one also with another body."""
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
    if request.made is not None:
        yield request
        return
    with _renewed(request):
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
    if noted.made is not None:
        return Once(key_id, made=noted.made)
    owner = secrets.token_hex(8)
    if not idempotency_store.take(key_id, owner, LEASE):
        raise Conflict(
            "The same request is being worked on. Ask for its answer in a moment.",
            code="IDEMPOTENCY_IN_PROGRESS",
            retryAfter=_seconds_until(noted.lease_until),
        )
    return Once(key_id, owner, noted.resource_id)


def _seconds_until(moment: datetime) -> int:
    return max(1, math.ceil((moment - utc_now()).total_seconds()))


@contextmanager
def _renewed(request: Once) -> Iterator[None]:
    """Renew the lease for as long as the block takes, and not a moment longer."""
    over = threading.Event()
    threading.Thread(target=_renew, args=(request, over), daemon=True).start()
    try:
        yield
    finally:
        over.set()


def _renew(request: Once, over: threading.Event) -> None:
    while not over.wait(SECONDS_BETWEEN_RENEWALS):
        try:
            with connected():
                idempotency_store.renew(request.key_id, request.owner, LEASE)
        except PoppyError as error:
            log.warning("a lease could not be renewed: %s", error.message)
