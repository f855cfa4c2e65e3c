"""The versions of a dataset: add, take away, read again as they were, delete."""

from flask import Blueprint, flash, render_template, request, url_for
from werkzeug.wrappers import Response

from errors import ParseError, ValidationError
from services import datasets, permissions, uploads, versions
from views import forms, uploading
from views.access import actor
from views.downloads import attached
from views.reply import see_other
from views.tabs import tab, tab_again

bp = Blueprint("versions", __name__)


@bp.get("/datasets/<id:dataset_id>/versions")
def show(dataset_id: str) -> str:
    """List the versions, with the form that uploads the next one."""
    seen = datasets.overview(actor(), dataset_id)
    return tab("versions", seen, error=None, not_restored=None)


@bp.post("/datasets/<id:dataset_id>/versions")
def add(dataset_id: str) -> Response:
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
        return tab_again("versions", seen, error, not_restored=None)
    flash(f"Version {version.version} is in.")
    return see_other(url_for("datasets.overview", dataset_id=dataset_id))


@bp.get("/versions/<id:version_id>/file")
def original(version_id: str) -> Response:
    """Hand out a version's file as it was uploaded."""
    return attached(uploads.original(actor(), version_id))


@bp.get("/versions/<id:version_id>/csv")
def csv(version_id: str) -> Response:
    """Hand out a version's table as CSV."""
    return attached(versions.csv(actor(), version_id))


@bp.get("/versions/<id:version_id>/parquet")
def parquet(version_id: str) -> Response:
    """Hand out a version's table as Parquet."""
    return attached(versions.parquet(actor(), version_id))


@bp.post("/versions/<id:version_id>/restore")
def restore(version_id: str) -> Response:
    """Make an older version the newest again."""
    person = actor()
    version, dataset = versions.find(person, version_id)
    try:
        made = versions.restore(person, version_id, forms.upload_id(request.form))
    except (ValidationError, ParseError) as error:
        seen = datasets.overview(person, dataset.id)
        return tab_again("versions", seen, error, not_restored=version.version)
    flash(f"Version {version.version} is the newest again, as version {made.version}.")
    return see_other(url_for("versions.show", dataset_id=dataset.id))


@bp.get("/versions/<id:version_id>/delete")
def confirm_delete(version_id: str) -> str:
    """Ask before deleting."""
    person = actor()
    permissions.require(person, "delete_dataset")
    version, dataset = versions.find(person, version_id)
    return render_template(
        "datasets/delete_version.html", version=version, dataset=dataset
    )


@bp.post("/versions/<id:version_id>/delete")
def delete(version_id: str) -> Response:
    """Delete one version."""
    person = actor()
    version, _ = versions.find(person, version_id)
    dataset = versions.delete(person, version_id)
    flash(f"Version {version.version} is deleted.")
    return see_other(url_for("versions.show", dataset_id=dataset.id))
