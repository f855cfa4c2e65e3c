"""Requests that may be repeated: one owner at a time, one outcome for good."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from columns import utc_now
from database import connected, transaction
from errors import Conflict
from models import Dataset
from service_models import IdempotencyKey
from stores import dataset_store, idempotency_store

MINUTE = timedelta(minutes=1)
OVER = timedelta(seconds=-1)


def test_a_request_keeps_its_body_and_its_resource(db):
    first = idempotency_store.note("key", "body")
    again = idempotency_store.note("key", "another body")

    assert again == first
    assert again.fingerprint == "body"


def test_a_request_has_one_owner_until_the_lease_ends(db):
    idempotency_store.note("key", "body")

    assert idempotency_store.take("key", "first", OVER)
    assert idempotency_store.take("key", "second", MINUTE)
    assert not idempotency_store.take("key", "third", MINUTE)


def test_of_twenty_at_once_one_becomes_the_owner(db):
    def take(name):
        with connected():
            idempotency_store.note("key", "body")
            return idempotency_store.take("key", name, MINUTE)

    with ThreadPoolExecutor(20) as pool:
        taken = list(pool.map(take, map(str, range(20))))

    assert taken.count(True) == 1


def test_a_request_that_is_done_is_never_taken_again(db):
    idempotency_store.note("key", "body")
    idempotency_store.take("key", "me", OVER)
    idempotency_store.finish("key", "me", {"version_id": "v"})

    assert not idempotency_store.take("key", "other", MINUTE)
    assert idempotency_store.note("key", "body").made == {"version_id": "v"}


def test_who_lost_a_request_keeps_nothing_of_what_it_made(db, alice):
    idempotency_store.note("key", "body")
    idempotency_store.take("key", "slow", OVER)
    idempotency_store.take("key", "quick", MINUTE)

    with pytest.raises(Conflict), transaction():
        dataset_store.create_dataset(alice.tenant_id, "Sales")
        idempotency_store.finish("key", "slow", {})

    assert Dataset.select().count() == 0
    assert idempotency_store.note("key", "body").made is None


def test_only_its_owner_renews_a_request(db):
    idempotency_store.note("key", "body")
    idempotency_store.take("key", "me", OVER)

    idempotency_store.renew("key", "other", MINUTE)
    assert idempotency_store.take("key", "me", OVER)
    idempotency_store.renew("key", "me", MINUTE)
    assert not idempotency_store.take("key", "other", MINUTE)


def test_a_refused_request_leaves_its_key_free_for_another(db):
    idempotency_store.note("key", "body")
    idempotency_store.take("key", "me", MINUTE)
    idempotency_store.forget("key", "me")

    assert idempotency_store.note("key", "another body").fingerprint == "another body"


def test_a_broken_request_can_be_tried_again_as_the_same(db):
    noted = idempotency_store.note("key", "body")
    idempotency_store.take("key", "me", MINUTE)
    idempotency_store.free("key", "me")

    assert idempotency_store.take("key", "other", MINUTE)
    assert idempotency_store.note("key", "body").resource_id == noted.resource_id


def test_only_the_owner_gives_a_request_up(db):
    idempotency_store.note("key", "body")
    idempotency_store.take("key", "me", MINUTE)

    idempotency_store.forget("key", "other")
    idempotency_store.free("key", "other")

    assert not idempotency_store.take("key", "other", MINUTE)


def test_old_requests_are_forgotten(db):
    for key in ("old", "new"):
        idempotency_store.note(key, "body")
    IdempotencyKey.update(created_at=utc_now() - idempotency_store.KEPT - MINUTE).where(
        IdempotencyKey.id == "old"
    ).execute()

    idempotency_store.forget_old()

    assert [row.id for row in IdempotencyKey.select()] == ["new"]
