"""Registering, signing in and out, and who a token belongs to."""

import time

from errors import AuthError, TooManyRequests
from services import runtime
from stores import auth_store, limit_store
from stores.records import UserRecord

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
    _count(f"register:{address}", REGISTRATIONS_PER_ADDRESS)
    user = auth_store.register_owner(name, email, password)
    return user, _begin_session(user, "register")


def log_in(email: str, password: str, address: str) -> tuple[UserRecord, str]:
    """Check the password; return the user and a session token.

    A try is counted before the password is looked at, so that parallel guesses
    cannot slip through, and taken back when the password is right.
    Raises AuthError or TooManyRequests.
    """
    account = f"login:{email.strip().lower()}"
    source = f"login-from:{address}"
    _count(account, WRONG_PER_ACCOUNT)
    _count(source, WRONG_PER_ADDRESS)
    user = auth_store.authenticate_user(email, password)
    if user is None:
        raise AuthError("The e-mail or the password is wrong.")
    limit_store.clear(account)
    limit_store.take_back(source, WINDOW_SECONDS)
    return user, _begin_session(user, "login")


def log_out(token: str, user: UserRecord) -> None:
    """End the session everywhere: its row is deleted."""
    auth_store.delete_session(token)
    auth_store.create_audit_log(user.id, user.tenant_id, "logout", "user", user.id)


def user_for_token(token: str) -> UserRecord | None:
    """Return who the token belongs to, or None when it is unknown or expired."""
    session = auth_store.get_session(token)
    return auth_store.get_user(session.user_id, session.tenant_id) if session else None


def _begin_session(user: UserRecord, action: str) -> str:
    token = auth_store.create_session(user.id, user.tenant_id, user.role)
    auth_store.create_audit_log(user.id, user.tenant_id, action, "user", user.id)
    return token


def _count(key: str, allowed: int) -> None:
    if not runtime.settings().rate_limits:
        return
    if limit_store.hit(key, WINDOW_SECONDS) > allowed:
        wait = WINDOW_SECONDS - int(time.time()) % WINDOW_SECONDS
        raise TooManyRequests(
            f"Too many tries. Wait {_in_minutes(wait)} and try again.", retryAfter=wait
        )


def _in_minutes(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return "a minute" if minutes == 1 else f"{minutes} minutes"
