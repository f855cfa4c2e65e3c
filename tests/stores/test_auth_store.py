"""People, passwords and sign-ins."""

from datetime import timedelta

import bcrypt
import pytest

from errors import Conflict, NotFound, ValidationError
from models import AuthSession, Tenant, User
from stores import auth_store


def test_registering_makes_an_owner_and_an_organization(alice):
    tenant = auth_store.get_tenant(alice.tenant_id)
    assert tenant.name == "Alice's Organization"
    assert alice.role == "owner"


def test_a_taken_email_makes_neither_person_nor_organization(alice):
    with pytest.raises(Conflict) as refused:
        auth_store.register_owner("Imposter", "ALICE@example.com ", "pw")
    assert refused.value.code == "EMAIL_EXISTS"
    assert Tenant.select().count() == 1


def test_the_password_signs_in_whatever_the_case_of_the_email(alice):
    assert auth_store.authenticate_user("Alice@Example.com", "alice's password") == (
        alice
    )
    assert auth_store.authenticate_user("alice@example.com", "wrong") is None
    assert auth_store.authenticate_user("nobody@example.com", "wrong") is None


def test_a_null_hash_never_signs_in(alice):
    User.update(password_hash=None).execute()
    for password in ("", "alice's password", "None"):
        assert auth_store.authenticate_user("alice@example.com", password) is None


@pytest.mark.parametrize("prefix", ["$2a$", "$2b$"])
@pytest.mark.parametrize("password", ["secret", "ü" * 60])
def test_an_old_hash_is_renewed_at_the_first_sign_in(alice, prefix, password):
    old = bcrypt.hashpw(password.encode()[:72], bcrypt.gensalt(4)).decode()
    User.update(password_hash=prefix + old[4:]).execute()

    assert auth_store.authenticate_user("alice@example.com", "other") is None
    assert auth_store.authenticate_user("alice@example.com", password) is not None

    kept = User.get().password_hash
    assert kept.startswith("$argon2id$")
    assert auth_store.authenticate_user("alice@example.com", password) is not None


def test_an_unreadable_hash_never_signs_in(alice):
    User.update(password_hash="plain text").execute()
    assert auth_store.authenticate_user("alice@example.com", "plain text") is None


def test_the_table_keeps_a_hash_of_the_token(alice):
    token = auth_store.create_session(alice.id, alice.tenant_id, "owner")
    session = auth_store.get_session(token)
    assert session.user_id == alice.id
    assert session.role == "owner"
    assert session.expires_at - session.created_at == timedelta(hours=24)
    assert token not in {row.id for row in AuthSession.select()}


def test_an_expired_session_is_deleted_when_met(alice):
    token = auth_store.create_session(
        alice.id, alice.tenant_id, "owner", lifetime=timedelta(seconds=-1)
    )
    assert auth_store.get_session(token) is None
    assert AuthSession.select().count() == 0


def test_signing_out_ends_the_session(alice):
    token = auth_store.create_session(alice.id, alice.tenant_id, "owner")
    auth_store.delete_session(token)
    assert auth_store.get_session(token) is None


def test_a_new_password_ends_all_sessions(alice):
    token = auth_store.create_session(alice.id, alice.tenant_id, "owner")
    auth_store.set_password(alice.id, alice.tenant_id, "another")
    assert auth_store.get_session(token) is None
    assert auth_store.authenticate_user("alice@example.com", "another") is not None


def test_a_new_role_holds_in_open_sessions(alice, bob):
    token = auth_store.create_session(bob.id, bob.tenant_id, "member")
    assert auth_store.set_role(bob.id, bob.tenant_id, "viewer").role == "viewer"
    assert auth_store.get_session(token).role == "viewer"


def test_an_unknown_role_is_refused(alice):
    with pytest.raises(ValidationError):
        auth_store.create_user("x@example.com", "pw", alice.tenant_id, role="root")


def test_people_are_found_in_their_own_tenant_only(alice, bob, charlie):
    assert auth_store.get_user(bob.id, alice.tenant_id) == bob
    people = auth_store.get_users_by_tenant(alice.tenant_id)
    assert sorted(people, key=lambda user: user.email) == [alice, bob]
    with pytest.raises(NotFound):
        auth_store.get_user(bob.id, charlie.tenant_id)


def test_a_person_of_no_organization_is_refused(db):
    with pytest.raises(NotFound):
        auth_store.create_user("x@example.com", "pw", "no-such-tenant")


def test_the_demo_account_has_a_real_password(db):
    demo = auth_store.initialize_demo_tenant()
    assert auth_store.initialize_demo_tenant() == demo
    assert auth_store.authenticate_user(auth_store.DEMO_EMAIL, "anything") is None
    assert (
        auth_store.authenticate_user(auth_store.DEMO_EMAIL, auth_store.DEMO_PASSWORD)
        == demo
    )


def test_audit_lines_are_newest_first_and_of_one_tenant(alice, charlie):
    for action in ("login", "logout"):
        auth_store.create_audit_log(
            alice.id, alice.tenant_id, action, "user", alice.id, {"ip": "::1"}
        )
    lines = auth_store.get_audit_logs_by_tenant(alice.tenant_id)
    assert {line.action for line in lines} == {"login", "logout"}
    assert lines == sorted(lines, key=lambda line: (line.timestamp, line.id))[::-1]
    assert auth_store.get_audit_logs_by_user(alice.id, alice.tenant_id) == lines
    assert auth_store.get_audit_logs_by_tenant(charlie.tenant_id) == []


def test_token_use_is_counted(alice):
    auth_store.track_token_usage(
        {
            "userId": alice.id,
            "tenantId": alice.tenant_id,
            "promptTokens": 10,
            "completionTokens": 5,
            "estimatedCost": 0.25,
        }
    )
    (usage,) = auth_store.get_token_usage(alice.id, alice.tenant_id)
    assert (usage.total_tokens, usage.estimated_cost) == (15, 0.25)
