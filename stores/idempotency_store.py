"""Requests that may be repeated, and the ids of what came of them."""

from datetime import timedelta

from peewee import Query

from columns import utc_now
from errors import Conflict
from service_models import IdempotencyKey
from stores.service_records import IdempotencyRecord
from stores.statements import new_id, record_fields

KEPT = timedelta(hours=24)


def note(key_id: str, fingerprint: str) -> IdempotencyRecord:
    """Return the request of this id; a new one is free to take, see `take`."""
    now = utc_now()
    row = IdempotencyKey.insert(
        id=key_id,
        fingerprint=fingerprint,
        resource_id=new_id(),
        owner="",
        lease_until=now,
        created_at=now,
    ).on_conflict(
        # Written over itself, as only a written row is returned.
        conflict_target=[IdempotencyKey.id],
        update={IdempotencyKey.id: key_id},
    )
    fields = record_fields(IdempotencyKey, IdempotencyRecord)
    return IdempotencyRecord(*row.returning(*fields).tuples().execute()[0])


def take(key_id: str, owner: str, lease: timedelta) -> bool:
    """Let `owner` work on a request; False while someone else does, or did."""
    now = utc_now()
    return bool(
        IdempotencyKey.update(owner=owner, lease_until=now + lease)
        .where(
            IdempotencyKey.id == key_id,
            IdempotencyKey.made.is_null(),
            IdempotencyKey.lease_until <= now,
        )
        .execute()
    )


def renew(key_id: str, owner: str, lease: timedelta) -> None:
    """Let the owner work on, unless the request is done, or another's by now."""
    update = IdempotencyKey.update(lease_until=utc_now() + lease)
    _undone(update, key_id, owner).execute()


def finish(key_id: str, owner: str, made: dict[str, str]) -> None:
    """Keep the ids of what was made, within the transaction that makes it.

    Conflict when the request is not the owner's any more: nothing of it may stay.
    """
    update = IdempotencyKey.update(made=made)
    if not _undone(update, key_id, owner).execute():
        raise Conflict(
            "This request was sent again meanwhile, and is answered there.",
            code="IDEMPOTENCY_IN_PROGRESS",
        )


def forget(key_id: str, owner: str) -> None:
    """Drop a request that was refused, so that its key can be used for another."""
    _undone(IdempotencyKey.delete(), key_id, owner).execute()


def free(key_id: str, owner: str) -> None:
    """Let a request that broke off be tried again at once, with the same body."""
    update = IdempotencyKey.update(owner="", lease_until=utc_now())
    _undone(update, key_id, owner).execute()


def forget_old() -> None:
    """Delete the requests that nobody will repeat any more."""
    IdempotencyKey.delete().where(
        IdempotencyKey.created_at < utc_now() - KEPT
    ).execute()


def _undone(query: Query, key_id: str, owner: str) -> Query:
    return query.where(
        IdempotencyKey.id == key_id,
        IdempotencyKey.owner == owner,
        IdempotencyKey.made.is_null(),
    )
