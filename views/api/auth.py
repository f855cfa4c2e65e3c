"""Registering, signing in and out, and who one is."""

from flask import after_this_request, request

from services import accounts
from stores.records import UserRecord
from views import access, forms
from views.api.routing import route
from views.api.shapes import Done, OnePerson, one_person


@route(
    "POST",
    "/auth/register-poppy",
    body=forms.REGISTRATION,
    public=True,
    refusals={409: ("EMAIL_EXISTS",), 429: ("USAGE_LIMIT_EXCEEDED",)},
)
def register(name: str, email: str, password: str) -> OnePerson:
    """Make an organization with its owner, and sign in by a cookie."""
    user, token = accounts.register(name, email, password, access.address())
    after_this_request(lambda response: access.keep_session(response, token))
    return one_person(user)


@route(
    "POST",
    "/auth/login",
    body=forms.LOGIN,
    public=True,
    refusals={401: ("AUTH_ERROR",), 429: ("USAGE_LIMIT_EXCEEDED",)},
)
def log_in(email: str, password: str) -> OnePerson:
    """Sign in by a cookie that holds for 24 hours."""
    user, token = accounts.log_in(email, password, access.address())
    after_this_request(lambda response: access.keep_session(response, token))
    return one_person(user)


@route("POST", "/auth/logout", public=True)
def log_out() -> Done:
    """End the cookie's session everywhere; a personal token is not touched."""
    token = request.cookies.get(access.COOKIE)
    someone = accounts.user_for_token(token, browser_only=True) if token else None
    if someone:
        accounts.log_out(token, someone)
    after_this_request(access.drop_session)
    return Done()


@route("GET", "/auth/me")
def me(someone: UserRecord) -> OnePerson:
    """Return the signed-in person."""
    return one_person(someone)
