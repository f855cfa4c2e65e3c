"""Read-only links: made and taken back by members, opened by anybody."""

from flask import Blueprint, flash, jsonify, render_template, request, url_for
from werkzeug.wrappers import Response

from errors import NotFound, ValidationError
from services import shares
from stores.records import UserRecord
from views.access import actor
from views.reply import see_other

bp = Blueprint("shares", __name__)


@bp.get("/shares")
def list_shares() -> str:
    """List the links: an owner sees all, others their own."""
    return _list(actor())


@bp.post("/answers/<id:target_id>/share")
def share_answer(target_id: str) -> str:
    """Make a link to an answer."""
    return _made(actor(), "answer", target_id)


@bp.post("/sessions/<id:target_id>/share")
def share_session(target_id: str) -> str:
    """Make a link to a conversation as far as it has come."""
    return _made(actor(), "session", target_id)


@bp.post("/shares/<share_id>/revoke")
def revoke(share_id: str) -> Response:
    """Take one link back; others to the same answer or conversation stay open."""
    shares.revoke(actor(), share_id)
    flash("Taken back: nobody can open it now.")
    return see_other(url_for("shares.list_shares"))


@bp.get("/shared/<token>")
def shared(token: str) -> Response:
    """Show what a link shows, to anybody, away from search engines."""
    found = shares.open_link(token)
    response = Response(
        render_template("shares/shared.html", found=found, token=token),
        mimetype="text/html",
    )
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@bp.get("/shared/<token>/charts/<id:artifact_id>")
def chart(token: str, artifact_id: str) -> Response:
    """Return the Vega-Lite chart of an answer that a link shows."""
    for part in shares.open_link(token, counted=False).parts:
        if part.artifact is not None and part.artifact.id == artifact_id:
            drawn = (part.artifact.data.get("metadata") or {}).get("chart")
            if drawn:
                return jsonify(drawn)
    raise NotFound("This answer has no chart.")


def _list(person: UserRecord, made: str | None = None) -> str:
    links = shares.list_for(person)
    return render_template("shares/list.html", links=links, made=made)


def _made(person: UserRecord, kind: str, target_id: str) -> str:
    days = request.form.get("days", str(shares.USUAL_DAYS))
    if not (days.isascii() and days.isdigit() and len(days) < 5):
        raise ValidationError("Write a number of days.", field="days")
    _, token = shares.create(person, kind, target_id, int(days))
    return _list(person, url_for("shares.shared", token=token, _external=True))
