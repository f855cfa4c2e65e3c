"""One renderer for everything that goes wrong: JSON under /api, a page elsewhere."""

import json
import logging
import uuid

from flask import (
    Flask,
    Response,
    jsonify,
    make_response,
    render_template,
    request,
    url_for,
)
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from errors import NotFound, PoppyError, Unauthorized, ValidationError
from services import runtime, uploads
from views.access import is_api
from views.reply import from_htmx, see_other
from views.serializers import error_json
from views.uploading import FORM_BYTES

log = logging.getLogger("poppy.errors")
SENTENCES = {
    400: "The request could not be understood. Go back and try again.",
    405: "This address does not take that kind of request.",
    415: "This kind of content is not accepted here.",
}
HEADINGS = {
    401: "Please sign in",
    403: "Not allowed",
    404: "Not found",
    413: "Too large",
    429: "Too many tries",
    500: "Something broke on our side",
    503: "Not available right now",
}


def install(app: Flask) -> None:
    """Answer every error through `show`."""
    app.register_error_handler(PoppyError, show)
    app.register_error_handler(HTTPException, _show_http)
    app.register_error_handler(Exception, _show_crash)


def show(error: PoppyError) -> AnyResponse:
    """Return the error as JSON, as a toast, as a way to the login, or as a page."""
    if is_api(request.path):
        response = jsonify(error_json(error))
    elif isinstance(error, Unauthorized):
        return to_login()
    elif from_htmx():
        response = _toast(error)
    else:
        response = make_response(
            render_template(
                "error.html",
                heading=HEADINGS.get(error.status, "That did not work"),
                message=error.message,
            )
        )
    response.status_code = error.status
    if "retryAfter" in error.details:
        response.headers["Retry-After"] = str(error.details["retryAfter"])
    return response


def in_our_words(error: Exception) -> PoppyError:
    """Return an error as it may be told; an unexpected one is logged, not shown."""
    if isinstance(error, PoppyError):
        return error
    reference = uuid.uuid4().hex[:8]
    log.exception("Unexpected error %s", reference, exc_info=error)
    return PoppyError(
        "Poppy could not finish this because of a mistake of its own. What you had "
        "saved before is untouched. Try again; if it stays, tell who runs Poppy the "
        f"reference {reference}."
    )


def to_login() -> AnyResponse:
    """Send the person to the login page, and back here afterwards if that is safe."""
    back = request.full_path.rstrip("?") if request.method == "GET" else None
    return see_other(url_for("auth.login", next=back))


def _toast(error: PoppyError) -> Response:
    headers = {"HX-Reswap": "none", "HX-Trigger": json.dumps({"toast": error.message})}
    return Response(error.message, headers=headers, mimetype="text/plain")


def _show_http(error: HTTPException) -> AnyResponse:
    if error.code is None or error.code < 400:
        return error.get_response()
    response = show(_as_poppy(error))
    for name, value in error.get_headers():
        if name.lower() == "allow":
            response.headers[name] = value
    return response


def of_status(status: int) -> PoppyError:
    """Return the error for what a server refuses with this status."""
    if status == 404:
        return NotFound("There is nothing at this address.")
    if status == 413:
        problem: PoppyError = uploads.too_large(runtime.settings().max_upload_bytes)
    elif status < 500:
        problem = ValidationError(SENTENCES.get(status, SENTENCES[400]))
    else:
        problem = PoppyError("The request could not be completed. Try again.")
    problem.status = status
    return problem


def _as_poppy(error: HTTPException) -> PoppyError:
    if error.code == 413 and request.max_content_length <= FORM_BYTES:
        return _form_too_large()
    return of_status(error.code)


def _form_too_large() -> ValidationError:
    problem = ValidationError(
        f"What you sent is larger than {FORM_BYTES // 1024} KB, the limit for all but "
        "files. Send less of it.",
        code="BODY_TOO_LARGE",
    )
    problem.status = 413
    return problem


def _show_crash(error: Exception) -> AnyResponse:
    return show(in_our_words(error))
