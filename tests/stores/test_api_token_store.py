"""Personal API tokens: named sessions of one person."""

from datetime import timedelta

from stores import api_token_store, auth_store

DAY = timedelta(days=1)


def named(user, name="script", lifetime=DAY):
    return auth_store.create_session(
        user.id, user.tenant_id, user.role, name=name, lifetime=lifetime
    )


def test_a_persons_tokens_are_listed_without_browsers_and_expired_ones(db, alice, bob):
    auth_store.create_session(alice.id, alice.tenant_id, alice.role)
    named(alice, "over", -DAY)
    named(bob, "bob's")
    token = named(alice, "mine")

    (found,) = api_token_store.get_tokens(alice.id, alice.tenant_id)

    assert found.name == "mine"
    assert found.id == auth_store.hash_token(token)
    assert token not in str(found)


def test_a_token_is_deleted_by_its_person_only(db, alice, bob):
    token = named(alice)
    token_id = auth_store.hash_token(token)

    assert not api_token_store.delete_token(token_id, bob.id, bob.tenant_id)
    assert auth_store.get_session(token) is not None
    assert api_token_store.delete_token(token_id, alice.id, alice.tenant_id)
    assert auth_store.get_session(token) is None


def test_a_browsers_session_is_no_token(db, alice):
    token = auth_store.create_session(alice.id, alice.tenant_id, alice.role)
    token_id = auth_store.hash_token(token)

    assert not api_token_store.delete_token(token_id, alice.id, alice.tenant_id)
    assert auth_store.get_session(token) is not None
