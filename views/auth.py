"""Registering, signing in and out, and the choice of light or dark."""

from flask import (
    Blueprint,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from errors import PoppyError
from services import accounts, demo
from views import access, forms
from views.pages import THEME_COOKIE, THEMES
from views.reply import form_again

bp = Blueprint("auth", __name__)
YEAR_SECONDS = 365 * 24 * 3600


@bp.get("/register")
def register() -> str | Response:
    """Show the form for newcomers."""
    return _form("auth/register.html")


@bp.post("/register")
def create_account() -> Response:
    """Make an account with its organization and sign in."""
    try:
        given = forms.registration(request.form)
        _, token = accounts.register(
            given.name, given.email, given.password, access.address()
        )
    except PoppyError as error:
        return _form_again("auth/register.html", error)
    return access.keep_session(redirect(url_for("datasets.home")), token)


@bp.get("/login")
def login() -> str | Response:
    """Show the sign-in form."""
    return _form("auth/login.html")


@bp.post("/login")
def log_in() -> Response:
    """Sign in, then go where the person was going if that is a path of ours."""
    try:
        given = forms.login(request.form)
        _, token = accounts.log_in(given.email, given.password, access.address())
    except PoppyError as error:
        return _form_again("auth/login.html", error)
    return access.keep_session(redirect(_next()), token)


@bp.post("/logout")
def log_out() -> Response:
    """End the session everywhere."""
    person = access.actor_or_none()
    token = request.cookies.get(access.COOKIE)
    if person and token:
        accounts.log_out(token, person)
    return access.drop_session(redirect(url_for("auth.login")))


@bp.post("/theme")
def choose_theme() -> Response:
    """Keep the choice of light, dark or the system's."""
    chosen = request.form.get("theme")
    back = access.local_path(request.form.get("back"), url_for("datasets.home"))
    response = make_response(redirect(back))
    if chosen in THEMES:
        response.set_cookie(THEME_COOKIE, chosen, YEAR_SECONDS, samesite="Lax")
    else:
        response.delete_cookie(THEME_COOKIE)
    return response


def _form(template: str) -> str | Response:
    if access.actor_or_none():
        return redirect(_next())
    return render_template(
        template, error=None, next=_next(), values={}, demo=demo.credentials()
    )


def _form_again(template: str, error: PoppyError) -> Response:
    return form_again(
        template, error, next=_next(), values=request.form, demo=demo.credentials()
    )


def _next() -> str:
    wanted = request.values.get("next") or request.values.get("redirect")
    return access.local_path(wanted, url_for("datasets.home"))
