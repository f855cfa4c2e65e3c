"""The page of personal API tokens: make one (shown once), list, revoke."""

from collections.abc import Mapping

from flask import Blueprint, flash, render_template, request, url_for
from werkzeug.wrappers import Response

from errors import ValidationError
from services import tokens
from views import forms
from views.access import actor
from views.reply import form_again, see_other

bp = Blueprint("tokens", __name__)
TEMPLATE = "tokens.html"


@bp.get("/tokens")
def show() -> str:
    """List the person's tokens, with the form that makes one."""
    return render_template(TEMPLATE, error=None, **_context())


@bp.post("/tokens")
def make() -> str | Response:
    """Make a token and show it, this once."""
    person = actor()
    try:
        given = forms.api_token(request.form)
    except ValidationError as error:
        return form_again(TEMPLATE, error, **_context(values=request.form))
    made = tokens.make(person, given.name, given.days)
    return render_template(TEMPLATE, error=None, **_context(made=made))


@bp.post("/tokens/<token_id>/revoke")
def revoke(token_id: str) -> Response:
    """End a token at once."""
    tokens.revoke(actor(), token_id)
    flash("The token is revoked.")
    return see_other(url_for("tokens.show"))


def _context(made: str | None = None, values: Mapping | None = None) -> dict:
    return {
        "tokens": tokens.list_for(actor()),
        "lifetimes": forms.TOKEN_DAYS,
        "made": made,
        "values": values or {},
    }
