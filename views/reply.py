"""Answers that a browser and htmx both understand: where to go, a form again."""

from flask import Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from errors import PoppyError


def from_htmx() -> bool:
    """Return whether htmx sent the request (it then replaces part of the page)."""
    return "HX-Request" in request.headers


def see_other(target: str) -> AnyResponse:
    """Send the browser to another page after a change."""
    if from_htmx():
        return Response(status=204, headers={"HX-Redirect": target})
    return redirect(target, 303)


def form_again(template: str, error: PoppyError, **context: object) -> Response:
    """Show a form again, what was typed still in it, the error beside its field."""
    response = make_response(render_template(template, error=error, **context))
    response.status_code = error.status
    if "retryAfter" in error.details:
        response.headers["Retry-After"] = str(error.details["retryAfter"])
    return response
