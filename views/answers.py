"""What can be done with an answer: run it again, see its rows, take it away, pin it."""

import json

from flask import Blueprint, flash, render_template, request, url_for
from werkzeug.wrappers import Response

from errors import TooManyRequests, ValidationError
from services import (
    charts,
    datasets,
    exports,
    pins,
    privacy,
    proposals,
    receipts,
    reports,
    rows,
    wording,
)
from services.rows import Narrowing, Spot
from views import forms
from views.access import actor
from views.downloads import attached
from views.reply import from_htmx, see_other
from views.tabs import tab

bp = Blueprint("answers", __name__)
LONGEST_MARK = 10_000
TESTS = {
    "=": "is",
    "!=": "is not",
    ">": "is above",
    "<": "is below",
    "contains": "contains",
    "starts": "starts with",
    "blank": "is blank",
}
CHARTS = {
    "bar": "Bars",
    "grouped_bar": "Side by side",
    "stacked_bar": "Stacked",
    "line": "Line",
    "area": "Area",
    "pie": "Pie",
    "histogram": "Histogram",
    "scatter": "Points",
    "heatmap": "Heat map",
    "box": "Boxes",
}


@bp.app_context_processor
def _of_answers() -> dict:
    """Let templates ask whether a wording may still come, and what is never sent."""
    return {
        "chart_names": CHARTS,
        "wording_is_coming": wording.is_coming,
        "wording_is_possible": wording.is_possible,
        "proposal_is_coming": proposals.is_coming,
        "never_send_of": lambda dataset_id: privacy.never_send(actor(), dataset_id),
    }


@bp.get("/answers/<id:artifact_id>/again")
def again(artifact_id: str) -> str:
    """Compute an answer again, on its own version or on the newest, and compare."""
    newest = request.args.get("version") == "newest"
    run = receipts.run_on_newest if newest else receipts.run_again
    return render_template(
        "answers/again.html", rerun=run(actor(), artifact_id), newest=newest
    )


@bp.get("/answers/<id:artifact_id>/rows")
def rows_behind(artifact_id: str) -> str | Response:
    """Show the rows behind one number of an answer, page by page."""
    person, error = actor(), None
    if "mark" in request.args:
        spot = rows.spot_of(person, artifact_id, _mark())
        return see_other(
            url_for("answers.rows_behind", artifact_id=artifact_id, row=spot.row)
        )
    spot, number = _spot(), forms.page_number(request.args)
    try:
        found = rows.behind(person, artifact_id, spot, _narrowing(), number)
    except ValidationError as problem:
        found, error = rows.behind(person, artifact_id, spot, page=number), problem
    kept = {key: value for key, value in request.args.items() if key != "page"}
    return render_template(
        "answers/rows.html", found=found, tests=TESTS, error=error, kept=kept
    )


@bp.get("/answers/<id:artifact_id>/rows.csv")
def rows_file(artifact_id: str) -> Response:
    """Hand out the rows behind one number as CSV."""
    return attached(exports.rows_behind(actor(), artifact_id, _spot(), _narrowing()))


@bp.get("/answers/<id:artifact_id>/file")
def file(artifact_id: str) -> Response:
    """Hand out an answer as CSV, XLSX, JSON, Markdown, a picture, Vega-Lite, Python."""
    form = request.args.get("form", "csv")
    return attached(exports.answer(actor(), artifact_id, form))


@bp.get("/sessions/<id:session_id>/report")
def report(session_id: str) -> Response:
    """Hand out a conversation as one HTML file, or as Markdown."""
    form = request.args.get("form", "html")
    return attached(reports.session(actor(), session_id, form))


@bp.post("/answers/<id:artifact_id>/chart")
def draw_as(artifact_id: str) -> str | Response:
    """Draw an answer as another type of chart that fits it, and keep that."""
    kind = request.form.get("type", "")
    artifact = charts.choose(actor(), artifact_id, kind)
    if from_htmx():
        return render_template("chat/_chart.html", artifact=artifact)
    return _back_to(artifact.session_id, artifact_id)


@bp.get("/answers/<id:artifact_id>/wording")
def wording_of(artifact_id: str) -> str:
    """Return an answer's sentences as they stand now, for a page that waits."""
    artifact, explanation = wording.current(actor(), artifact_id)
    return render_template(
        "answers/_wording.html", artifact=artifact, explanation=explanation
    )


@bp.get("/messages/<id:message_id>/proposal")
def proposal(message_id: str) -> str:
    """Return what a model proposed for a declined question, for a page that waits."""
    reply, turn = proposals.following(actor(), message_id)
    return render_template("answers/_proposal.html", message=reply, found=turn)


@bp.post("/answers/<id:artifact_id>/wording")
def reword(artifact_id: str) -> Response:
    """Ask the language model for another wording."""
    person = actor()
    artifact, _ = wording.current(person, artifact_id)
    try:
        wording.again(person, artifact_id)
        flash("The model was asked. Its wording follows if it holds.")
    except (ValidationError, TooManyRequests) as error:
        flash(error.message)
    return _back_to(artifact.session_id, artifact_id)


@bp.post("/answers/<id:artifact_id>/pin")
def pin(artifact_id: str) -> Response:
    """Pin an answer: it is run again after each upload."""
    person = actor()
    pins.pin(person, artifact_id)
    flash("Pinned. After each upload it is run again, and what moved is listed.")
    artifact, _ = wording.current(person, artifact_id)
    return _back_to(artifact.session_id, artifact_id)


@bp.post("/answers/<id:artifact_id>/unpin")
def unpin(artifact_id: str) -> Response:
    """Take the pin off an answer."""
    person = actor()
    pins.unpin(person, artifact_id)
    flash("The pin is off.")
    artifact, _ = wording.current(person, artifact_id)
    return _back_to(artifact.session_id, artifact_id)


@bp.get("/datasets/<id:dataset_id>/pins")
def list_pins(dataset_id: str) -> str:
    """List a dataset's pinned answers with what the newest version moved."""
    person = actor()
    seen = datasets.overview(person, dataset_id)
    return tab("pins", seen, pinned=pins.list_pins(person, dataset_id))


@bp.post("/datasets/<id:dataset_id>/never-send")
def never_send(dataset_id: str) -> Response:
    """Mark the columns that no language model is to be sent."""
    privacy.set_never_send(actor(), dataset_id, request.form.getlist("column"))
    flash("Saved. The marked columns are never sent to a language model.")
    return see_other(url_for("datasets.settings", dataset_id=dataset_id))


def _spot() -> Spot:
    return Spot(_whole("row"), _whole("measure"))


def _mark() -> dict:
    try:
        mark = json.loads(request.args["mark"][:LONGEST_MARK])
    except ValueError:
        mark = None
    if not isinstance(mark, dict):
        raise ValidationError("This is no mark of a chart.", field="mark")
    return mark


def _whole(name: str) -> int:
    text = request.args.get(name, "0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1


def _narrowing() -> Narrowing | None:
    column = request.args.get("column")
    test, value = request.args.get("test", "="), request.args.get("value", "")
    if column:
        return Narrowing(column, test, value)
    if value.strip() or test == "blank":
        raise ValidationError("Choose a column to filter by.", field="column")
    return None


def _back_to(session_id: str, artifact_id: str) -> Response:
    target = url_for("chat.answer", session_id=session_id, artifact_id=artifact_id)
    return see_other(target)
