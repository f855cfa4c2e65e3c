"""How far a running upload is, and giving it up."""

from flask import Blueprint, Response, jsonify

from services import progress
from views.access import actor
from views.serializers import record_json

bp = Blueprint("uploads", __name__)
SHOWN_ELSEWHERE = frozenset({"id", "tenant_id", "updated_at"})


@bp.get("/uploads/<id:upload_id>")
def look(upload_id: str) -> Response:
    """Return how far an upload is; nothing when none is under way."""
    found = progress.look(actor(), upload_id)
    if found is None:
        return Response(status=204)
    return jsonify(record_json(found, SHOWN_ELSEWHERE))


@bp.post("/uploads/<id:upload_id>/cancel")
def cancel(upload_id: str) -> Response:
    """Give an upload up; nothing of it is kept."""
    progress.cancel(actor(), upload_id)
    return Response(status=204)
