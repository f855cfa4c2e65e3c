"""Who is asking: the session cookie, Flask-Login over it, and local redirects."""

from urllib.parse import urlsplit

from flask import Flask, Response, request
from flask_login import LoginManager, UserMixin, current_user

from errors import Forbidden, Unauthorized, Unavailable
from services import accounts, runtime
from stores.records import UserRecord

COOKIE = "poppy_session"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class SignedIn(UserMixin):
    """A signed-in person as Flask-Login wants one; `record` is the person."""

    def __init__(self, record: UserRecord):
        self.id = record.id
        self.record = record


def install(app: Flask) -> None:
    """Look people up by their session cookie and refuse cross-site changes."""
    # The session row is the login: nothing of Flask-Login's own cookies is used.
    app.config.update(REMEMBER_COOKIE_NAME="poppy_unused", SESSION_PROTECTION=None)
    manager = LoginManager()
    manager.init_app(app, add_context_processor=False)
    manager.request_loader(_load)
    app.before_request(refuse_cross_site)


def is_api(path: str) -> bool:
    """Tell whether a path is the API's, where tokens count and errors are JSON."""
    return path == "/api" or path.startswith("/api/")


def actor() -> UserRecord:
    """Return the signed-in person; raise Unauthorized when nobody is signed in."""
    if not current_user.is_authenticated:
        raise Unauthorized("Sign in to go on.")
    return current_user.record


def actor_or_none() -> UserRecord | None:
    """Return the signed-in person, if any.

    Nobody, while the database does not answer: the page that says so needs no person.
    """
    try:
        return current_user.record if current_user.is_authenticated else None
    except Unavailable:
        return None


def address() -> str:
    """Return the address that the request comes from."""
    return request.remote_addr or "unknown"


def keep_session(response: Response, token: str) -> Response:
    """Set the session cookie: 24 hours, out of reach of scripts."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(accounts.LIFETIME.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=runtime.settings().production,
    )
    return response


def drop_session(response: Response) -> Response:
    """Delete the session cookie."""
    response.delete_cookie(COOKIE, httponly=True, samesite="Lax")
    return response


def refuse_cross_site() -> None:
    """Raise Forbidden when another site makes the browser change something here.

    Browsers say where a request comes from in Sec-Fetch-Site, older ones in Origin;
    programs say neither and carry no one's cookies by accident. A bearer token is
    never sent by accident either. See https://web.dev/articles/fetch-metadata
    """
    if request.method in SAFE_METHODS or bearer() is not None:
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is not None:
        ours = site in {"same-origin", "none"}
    else:
        ours = origin is None or urlsplit(origin).netloc == request.host
    if not ours:
        raise Forbidden(
            "This request came from another site and was refused. Nothing was changed.",
            code="CROSS_SITE",
        )


def local_path(target: str | None, otherwise: str) -> str:
    """Return `target` when it is a path on this site, else `otherwise`."""
    if not target or not target.startswith("/") or "\\" in target:
        return otherwise
    if target.startswith("//") or any(ord(character) < 33 for character in target):
        return otherwise
    return target


def bearer() -> str | None:
    """Return the token of `Authorization: Bearer TOKEN`, which only the API takes."""
    sent = request.authorization
    if sent is None or sent.type != "bearer" or not is_api(request.path):
        return None
    return sent.token


def _load(incoming: object) -> SignedIn | None:
    given = bearer()
    token = request.cookies.get(COOKIE) if given is None else given
    user = accounts.user_for_token(token, given is None) if token else None
    return SignedIn(user) if user else None
