"""The use of a language model is counted, settled and summed up, tenant by tenant."""

from datetime import timedelta

import pytest

from columns import utc_now
from errors import NotFound
from stores import token_usage_store as store

HOUR = timedelta(hours=1)


def use(person, prompt=10, completion=5, **more):
    return store.track_token_usage(
        {
            "user_id": person.id,
            "tenant_id": person.tenant_id,
            "prompt_tokens": prompt,
            "completion_tokens": completion,
            **more,
        }
    )


def test_calls_and_tokens_since_a_time_are_counted(alice, bob, charlie):
    use(alice)
    use(bob, 100, 0)
    use(charlie)
    since = utc_now() - HOUR

    assert store.count_token_usage(alice.tenant_id, since) == (2, 115)
    assert store.count_token_usage(alice.tenant_id, since, bob.id) == (1, 100)
    assert store.count_token_usage(alice.tenant_id, since, charlie.id) == (0, 0)
    assert store.count_token_usage(alice.tenant_id, utc_now() + HOUR) == (0, 0)


def test_a_reserved_call_is_settled_at_what_it_used(alice, charlie):
    reserved = use(alice, 1_000, 1_000)

    store.settle(reserved.id, charlie.tenant_id, 1, 1, 9.0)
    store.settle(reserved.id, alice.tenant_id, 20, 3, 0.5)

    (kept,) = store.get_tenant_token_usage(alice.tenant_id)
    assert (kept.prompt_tokens, kept.completion_tokens) == (20, 3)
    assert (kept.total_tokens, kept.estimated_cost) == (23, 0.5)


def test_a_call_that_was_never_sent_is_forgotten(alice, charlie):
    reserved = use(alice)

    store.release(reserved.id, charlie.tenant_id)
    assert len(store.get_tenant_token_usage(alice.tenant_id)) == 1
    store.release(reserved.id, alice.tenant_id)
    assert store.get_tenant_token_usage(alice.tenant_id) == []


def test_the_nth_newest_call_of_a_person_is_found(alice, bob):
    first, second = use(alice), use(alice)
    use(bob)
    since = utc_now() - HOUR

    assert store.nth_newest_call(alice.id, since, 1) == second.timestamp
    assert store.nth_newest_call(alice.id, since, 2) == first.timestamp
    assert store.nth_newest_call(alice.id, since, 3) is None


def test_use_is_summed_by_day_person_and_session(alice, bob, charlie):
    use(alice, 1, 2, estimated_cost=0.5)
    use(bob, 10, 20, estimated_cost=1.0)
    use(charlie, 100, 200)
    today = f"{utc_now():%Y-%m-%d}"

    (day,) = store.used_by_day(alice.tenant_id)
    people = store.used_by_person(alice.tenant_id)
    (session,) = store.used_by_session(alice.tenant_id)

    assert (day.key, day.calls, day.prompt_tokens) == (today, 2, 11)
    assert day.estimated_cost == 1.5
    assert [(each.key, each.completion_tokens) for each in people] == [
        (bob.id, 20),
        (alice.id, 2),
    ]
    assert (session.key, session.calls) == (None, 2)


def test_only_a_tenant_that_is_there_is_locked(alice):
    store.lock_tenant(alice.tenant_id)
    with pytest.raises(NotFound):
        store.lock_tenant("nobody")
