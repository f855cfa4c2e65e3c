"""How far running uploads are, and giving them up."""

from flask import (
    Blueprint,
    Response,
    jsonify,
    make_response,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from services import progress
from views import forms
from views.access import actor
from views.reply import from_htmx, see_other
from views.serializers import record_json

bp = Blueprint("uploads", __name__)
SHOWN_ELSEWHERE = frozenset({"id", "tenant_id", "updated_at"})


@bp.get("/uploads")
def running() -> Response:
    """List the uploads under way, of one dataset (?dataset=ID) or of all."""
    person = actor()
    only = forms.identifier(request.args, "dataset") if request.args else None
    found = progress.running(person, only)
    response = make_response(
        render_template("datasets/running.html", running=found, only=only)
    )
    if from_htmx() and all(each.phase == "failed" for each in found):
        # What was under way has ended: the page around the list shows what came.
        response.headers["HX-Refresh"] = "true"
    return response


@bp.get("/uploads/<id:upload_id>")
def look(upload_id: str) -> Response:
    """Return how far an upload is; nothing when none is under way."""
    found = progress.look(actor(), upload_id)
    if found is None:
        return Response(status=204)
    return jsonify(record_json(found, SHOWN_ELSEWHERE))


@bp.post("/uploads/<id:upload_id>/cancel")
def cancel(upload_id: str) -> AnyResponse:
    """Give an upload up, or put a failed one aside; nothing of it is kept."""
    progress.cancel(actor(), upload_id)
    if from_htmx():
        return Response(status=204)
    return see_other(url_for("datasets.home"))
