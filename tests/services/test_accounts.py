"""Signing in: right, wrong, too often, and never across tenants."""

import pytest

from errors import AuthError, Conflict, TooManyRequests
from models import User
from services import accounts
from stores import auth_store

PASSWORD = "alice's password"
HOME = "192.0.2.1"


def guess_wrong(times, email="alice@example.com", address=HOME):
    for _ in range(times):
        with pytest.raises(AuthError):
            accounts.log_in(email, "a guess", address)


def test_registering_signs_in_and_is_in_the_audit_log(settings):
    user, token = accounts.register("Dora", "Dora@Example.com", PASSWORD, HOME)

    assert user.role == "owner" and user.email == "dora@example.com"
    assert accounts.user_for_token(token) == user
    (line,) = auth_store.get_audit_logs_by_tenant(user.tenant_id)
    assert (line.action, line.user_id) == ("register", user.id)


def test_a_taken_email_is_a_conflict_and_makes_no_tenant(alice):
    with pytest.raises(Conflict) as refusal:
        accounts.register("Other", "ALICE@example.com", PASSWORD, HOME)
    assert refusal.value.code == "EMAIL_EXISTS"


def test_logging_out_ends_the_session(alice):
    user, token = accounts.log_in("alice@example.com", PASSWORD, HOME)

    accounts.log_out(token, user)

    assert accounts.user_for_token(token) is None


def test_wrong_passwords_lock_an_account_for_a_while(alice):
    guess_wrong(accounts.WRONG_PER_ACCOUNT)

    with pytest.raises(TooManyRequests) as refusal:
        accounts.log_in("alice@example.com", PASSWORD, "192.0.2.99")
    assert 0 < refusal.value.details["retryAfter"] <= accounts.WINDOW_SECONDS
    assert "minute" in refusal.value.message


def test_a_right_password_forgets_the_wrong_ones(alice):
    guess_wrong(accounts.WRONG_PER_ACCOUNT - 1)
    accounts.log_in("alice@example.com", PASSWORD, HOME)
    guess_wrong(accounts.WRONG_PER_ACCOUNT - 1)


def test_guessing_many_accounts_from_one_address_is_stopped(alice):
    for number in range(accounts.WRONG_PER_ADDRESS):
        guess_wrong(1, email=f"person{number}@example.com")

    with pytest.raises(TooManyRequests):
        accounts.log_in("alice@example.com", PASSWORD, HOME)
    user, _ = accounts.log_in("alice@example.com", PASSWORD, "192.0.2.2")
    assert user == alice


def test_rate_limits_can_be_switched_off(set_to, alice):
    set_to(rate_limits=False)
    guess_wrong(accounts.WRONG_PER_ACCOUNT + 1)
    user, _ = accounts.log_in("alice@example.com", PASSWORD, HOME)
    assert user == alice


def test_the_token_of_somebody_who_was_removed_is_nobodys(alice, bob):
    _, token = accounts.log_in("bob@example.com", "bob's password", HOME)

    User.delete().where(User.id == bob.id).execute()

    assert accounts.user_for_token(token) is None
