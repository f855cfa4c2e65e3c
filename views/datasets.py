"""The list of datasets, and the pages of one: overview, data, sessions, settings."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from errors import ParseError, PoppyError, ValidationError
from services import (
    datasets,
    first_look,
    permissions,
    progress,
    sessions,
    spoken,
    uploads,
)
from services.datasets import Overview
from stores.records import UserRecord
from views import drawing, forms, uploading
from views.access import actor
from views.reply import form_again, see_other
from views.tabs import tab, tab_again

bp = Blueprint("datasets", __name__)
ROWS_A_PAGE = 100
FEWEST_ROWS = 10
# A page of more cells than this is slow to draw.
CELLS_A_PAGE = 15_000
LONGEST_CELL = 500
SHOWN_NOTES = 5


@bp.get("/")
def root() -> Response:
    """Send people to their datasets."""
    return redirect(url_for("datasets.home"))


@bp.get("/datasets")
def home() -> str:
    """List the datasets, with a place to drop a file."""
    return render_template("datasets/home.html", error=None, **_home(actor()))


@bp.get("/datasets/new")
def new() -> str:
    """Show the form for a dataset with a name, a description and a first file."""
    permissions.require(actor(), "upload_dataset")
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
    wanted = forms.columns_wanted(request.args)
    return tab(
        "overview",
        seen,
        running=progress.running(person, dataset_id),
        read_as=spoken.read_as(seen.report) if seen.report else [],
        wanted=wanted,
        sorts=drawing.SORTS,
        found=drawing.find(seen.profile, *wanted) if seen.profile else None,
        known=_things_to_know(person, seen),
        SHOWN_NOTES=SHOWN_NOTES,
    )


@bp.get("/datasets/<id:dataset_id>/data")
def data(dataset_id: str) -> str:
    """Show the rows, a page at a time."""
    person = actor()
    seen = datasets.overview(person, dataset_id)
    number = forms.page_number(request.args)
    wanted = _rows_a_page(seen)
    start = (number - 1) * wanted
    rows = datasets.rows(person, dataset_id, start, wanted, LONGEST_CELL)
    return tab("data", seen, page=rows, number=number, start=start)


@bp.get("/datasets/<id:dataset_id>/sessions", endpoint="sessions")
def sessionstab(dataset_id: str) -> str:
    """List the newest sessions about the dataset."""
    person = actor()
    seen = datasets.overview(person, dataset_id)
    return tab("sessions", seen, listings=sessions.list_for(person, dataset_id))


@bp.get("/datasets/<id:dataset_id>/settings")
def settings(dataset_id: str) -> str:
    """Show the name and description to change, and the way to delete."""
    seen = datasets.overview(actor(), dataset_id)
    return tab("settings", seen, error=None, values=vars(seen.dataset))


@bp.post("/datasets/<id:dataset_id>/settings")
def rename(dataset_id: str) -> Response:
    """Change the name and the description."""
    person = actor()
    seen = datasets.overview(person, dataset_id)
    try:
        given = forms.dataset_details(request.form)
        datasets.change(
            person,
            dataset_id,
            name=given.name,
            description=given.description or "",
        )
    except ValidationError as error:
        return tab_again("settings", seen, error, values=request.form)
    flash("Saved.")
    return see_other(url_for("datasets.settings", dataset_id=dataset_id))


@bp.get("/datasets/<id:dataset_id>/delete")
def confirm_delete(dataset_id: str) -> str:
    """Ask before deleting."""
    person = actor()
    permissions.require(person, "delete_dataset")
    seen = datasets.overview(person, dataset_id)
    return render_template("datasets/delete.html", seen=seen)


@bp.post("/datasets/<id:dataset_id>/delete")
def delete(dataset_id: str) -> Response:
    """Delete the dataset with its versions."""
    datasets.delete(actor(), dataset_id)
    flash("The dataset is deleted.")
    return see_other(url_for("datasets.home"))


def _rows_a_page(seen: Overview) -> int:
    columns = len(seen.profile.columns) if seen.profile else 1
    return min(ROWS_A_PAGE, max(FEWEST_ROWS, CELLS_A_PAGE // max(1, columns)))


def _things_to_know(person: UserRecord, seen: Overview) -> list[str]:
    """Return the sentences of the quality check and of the reading."""
    if seen.profile is None:
        return []
    notes = list(seen.report.notes) if seen.report else []
    if seen.warnings is not None:
        return [each["message"] for each in seen.warnings] + notes
    if not seen.reachable:
        return notes
    # A version from before warnings were kept with it.
    found = first_look.quality(person, seen.dataset.id).quality.warnings
    return [each.message for each in found] + notes


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
    return form_again("datasets/home.html", error, **_home(person))


def _home(person: UserRecord) -> dict:
    rows, running = datasets.list_datasets(person), progress.running(person)
    return {"rows": rows, "running": running}
