"""Registering, signing in and out, and who a token belongs to."""

import time
from contextlib import suppress

from errors import AuthError, NotFound, TooManyRequests
from services import runtime
from stores import auth_store, limit_store
from stores.records import UserRecord

LIFETIME = auth_store.LIFETIME
WINDOW_SECONDS = 15 * 60
WRONG_PER_ACCOUNT = 10
WRONG_PER_ADDRESS = 50
REGISTRATIONS_PER_ADDRESS = 50


def register(
    name: str, email: str, password: str, address: str
) -> tuple[UserRecord, str]:
    """Make an organization with its owner; return the owner and a session token.

    Raises Conflict (EMAIL_EXISTS) or TooManyRequests.
    """
    tries = limit_store.hit(f"register:{address}", WINDOW_SECONDS)
    _refuse_above(REGISTRATIONS_PER_ADDRESS, tries)
    user = auth_store.register_owner(name, email, password)
    return user, _begin_session(user, "register")


def log_in(email: str, password: str, address: str) -> tuple[UserRecord, str]:
    """Check the password; return the user and a session token.

    A try counts against the account before the password is looked at, so that
    parallel guesses cannot slip through; a right password clears the count.
    Raises AuthError or TooManyRequests.
    """
    account = f"login:{email.strip().lower()}"
    source = f"login-from:{address}"
    _refuse_above(WRONG_PER_ADDRESS, limit_store.count(source, WINDOW_SECONDS) + 1)
    _refuse_above(WRONG_PER_ACCOUNT, limit_store.hit(account, WINDOW_SECONDS))
    user = auth_store.authenticate_user(email, password)
    if user is None:
        limit_store.hit(source, WINDOW_SECONDS)
        raise AuthError("The e-mail or the password is wrong.")
    limit_store.clear(account)
    return user, _begin_session(user, "login")


def log_out(token: str, user: UserRecord) -> None:
    """End the session everywhere: its row is deleted."""
    auth_store.delete_session(token)
    auth_store.create_audit_log(user.id, user.tenant_id, "logout", "user", user.id)


def user_for_token(token: str, browser_only: bool = False) -> UserRecord | None:
    """Return who the token belongs to; None when it, or the person, is no more.

    `browser_only` refuses personal API tokens, so that a program which was given one
    cannot make itself another on the pages.
    """
    session = auth_store.get_session(token)
    if session is None or (browser_only and session.name is not None):
        return None
    with suppress(NotFound):
        return auth_store.get_user(session.user_id, session.tenant_id)
    return None


def _begin_session(user: UserRecord, action: str) -> str:
    token = auth_store.create_session(user.id, user.tenant_id, user.role)
    auth_store.create_audit_log(user.id, user.tenant_id, action, "user", user.id)
    return token


def _refuse_above(allowed: int, tries: int) -> None:
    if tries > allowed and runtime.settings().rate_limits:
        wait = WINDOW_SECONDS - int(time.time()) % WINDOW_SECONDS
        raise TooManyRequests(
            f"Too many tries. Wait {_in_minutes(wait)} and try again.", retryAfter=wait
        )


def _in_minutes(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return "a minute" if minutes == 1 else f"{minutes} minutes"
