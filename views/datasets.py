"""The list of datasets, and the pages of one: overview, data, versions, settings."""

from flask import (
    Blueprint,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)
from werkzeug.wrappers import Response

from errors import NotFound, ParseError, PoppyError, ValidationError
from services import datasets, first_look, sessions, uploads
from services.datasets import Overview
from stores.records import UserRecord
from views import drawing, forms, uploading
from views.access import actor
from views.reply import form_again, see_other

bp = Blueprint("datasets", __name__)
ROWS_A_PAGE = 100
LONGEST_CELL = 500


@bp.get("/")
def root() -> Response:
    """Send people to their datasets."""
    return redirect(url_for("datasets.home"))


@bp.get("/datasets")
def home() -> str:
    """List the datasets, with a place to drop a file."""
    return render_template(
        "datasets/home.html", rows=datasets.list_datasets(actor()), error=None
    )


@bp.get("/datasets/new")
def new() -> str:
    """Show the form for a dataset with a name, a description and a first file."""
    actor()
    return render_template("datasets/new.html", error=None, values={})


@bp.post("/datasets")
def create() -> Response:
    """Make a dataset, of a file if one came along."""
    person = actor()
    try:
        uploading.accept_file(request)
        dataset_id = _create(person)
    except (ValidationError, ParseError) as error:
        return _creation_again(person, error)
    return see_other(url_for("datasets.overview", dataset_id=dataset_id))


@bp.get("/datasets/<id:dataset_id>")
def overview(dataset_id: str) -> str:
    """Show how the file was read and the profile of each column."""
    person = actor()
    seen = datasets.overview(person, dataset_id)
    known = _things_to_know(person, seen)
    return _tab("overview", seen, cards=drawing.cards(seen.profile), known=known)


@bp.get("/datasets/<id:dataset_id>/data")
def data(dataset_id: str) -> str:
    """Show the rows, a page at a time."""
    person = actor()
    seen = datasets.overview(person, dataset_id)
    number = forms.page_number(request.args)
    start = (number - 1) * ROWS_A_PAGE
    rows = datasets.rows(person, dataset_id, start, ROWS_A_PAGE, LONGEST_CELL)
    return _tab("data", seen, page=rows, number=number, start=start)


@bp.get("/datasets/<id:dataset_id>/versions")
def versions(dataset_id: str) -> str:
    """List the versions, with the form that uploads the next one."""
    return _tab("versions", datasets.overview(actor(), dataset_id), error=None)


@bp.post("/datasets/<id:dataset_id>/versions")
def add_version(dataset_id: str) -> Response:
    """Make an uploaded file the newest version."""
    person = actor()
    seen = datasets.overview(person, dataset_id)
    try:
        uploading.accept_file(request)
        file = uploading.file_of(request)
        version = uploads.upload(
            person,
            dataset_id,
            file.stream,
            file.filename,
            upload_id=forms.upload_id(request.form),
        )
    except (ValidationError, ParseError) as error:
        return form_again("datasets/versions.html", error, tab="versions", seen=seen)
    flash(f"Version {version.version} is in.")
    return see_other(url_for("datasets.overview", dataset_id=dataset_id))


@bp.get("/versions/<id:version_id>/file")
def original(version_id: str) -> Response:
    """Hand out a version's file as it was uploaded."""
    path, name = uploads.original(actor(), version_id)
    return send_file(
        path,
        mimetype="application/octet-stream",
        as_attachment=True,
        download_name=name,
        max_age=0,
    )


@bp.get("/datasets/<id:dataset_id>/sessions", endpoint="sessions")
def sessions_tab(dataset_id: str) -> str:
    """List the newest sessions about the dataset."""
    person = actor()
    seen = datasets.overview(person, dataset_id)
    return _tab("sessions", seen, listings=sessions.list_for(person, dataset_id))


@bp.get("/datasets/<id:dataset_id>/settings")
def settings(dataset_id: str) -> str:
    """Show the name and description to change, and the way to delete."""
    seen = datasets.overview(actor(), dataset_id)
    return _tab("settings", seen, error=None, values=vars(seen.dataset))


@bp.post("/datasets/<id:dataset_id>/settings")
def rename(dataset_id: str) -> Response:
    """Change the name and the description."""
    person = actor()
    seen = datasets.overview(person, dataset_id)
    try:
        given = forms.dataset_details(request.form)
        datasets.rename(person, dataset_id, given.name, given.description)
    except ValidationError as error:
        return form_again(
            "datasets/settings.html",
            error,
            tab="settings",
            seen=seen,
            values=request.form,
        )
    flash("Saved.")
    return see_other(url_for("datasets.settings", dataset_id=dataset_id))


@bp.get("/datasets/<id:dataset_id>/delete")
def confirm_delete(dataset_id: str) -> str:
    """Ask before deleting."""
    seen = datasets.overview(actor(), dataset_id)
    return render_template("datasets/delete.html", seen=seen)


@bp.post("/datasets/<id:dataset_id>/delete")
def delete(dataset_id: str) -> Response:
    """Delete the dataset with its versions."""
    datasets.delete(actor(), dataset_id)
    flash("The dataset is deleted.")
    return see_other(url_for("datasets.home"))


def _things_to_know(person: UserRecord, seen: Overview) -> list[str]:
    if seen.profile is None:
        return []
    notes = list(seen.report.notes) if seen.report else []
    try:
        quality = first_look.quality(person, seen.dataset.id).quality
    except NotFound as gone:
        return [gone.message, *notes]
    return notes + [warning.message for warning in quality.warnings]


def _create(person: UserRecord) -> str:
    name = forms.optional_text(request.form, "name", most=200)
    if name and not request.files.get("file"):
        return datasets.create(person, name).id
    file = uploading.file_of(request)
    dataset, _ = uploads.create_and_upload(
        person, file.stream, file.filename, name, forms.upload_id(request.form)
    )
    return dataset.id


def _creation_again(person: UserRecord, error: PoppyError) -> Response:
    if "name" in request.form:
        return form_again("datasets/new.html", error, values=request.form)
    rows = datasets.list_datasets(person)
    return form_again("datasets/home.html", error, rows=rows)


def _tab(tab: str, seen: Overview, **context: object) -> str:
    return render_template(f"datasets/{tab}.html", tab=tab, seen=seen, **context)
