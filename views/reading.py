"""How a file was read, decision by decision, and reading it again in another way."""

from flask import Blueprint, Response, flash, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from analysis.table import ImportReport
from errors import ParseError, ValidationError
from services import datasets, permissions, versions
from services.datasets import Overview
from stores.records import UserRecord
from views import forms, reading_fields
from views.access import actor
from views.reply import form_again, see_other

bp = Blueprint("reading", __name__)
TEMPLATE = "datasets/reading.html"


@bp.get("/versions/<id:version_id>/reading")
def show(version_id: str) -> str:
    """Show every decision about the file as a field that can be changed."""
    person = actor()
    return render_template(
        TEMPLATE, error=None, values={}, **_context(person, version_id)
    )


@bp.post("/versions/<id:version_id>/reading")
def read_again(version_id: str) -> AnyResponse:
    """Read the stored file in the way that the form says: a new version."""
    person = actor()
    about = _context(person, version_id)
    try:
        version = versions.read_again(
            person, version_id, _options(about), forms.upload_id(request.form)
        )
    except (ValidationError, ParseError) as error:
        return _again(error, about)
    flash(f"Version {version.version} is in: {version.note}.")
    return see_other(url_for("datasets.overview", dataset_id=version.dataset_id))


def _options(about: dict) -> dict:
    seen: Overview = about["seen"]
    return reading_fields.options(
        request.form, about["report"], seen.profile, about["sheets"]
    )


def _again(error: ValidationError | ParseError, about: dict) -> Response:
    return form_again(TEMPLATE, error, values=request.form, **about)


def _context(person: UserRecord, version_id: str) -> dict:
    version, dataset = versions.find(person, version_id)
    permissions.require(person, "upload_dataset")
    seen = datasets.overview(person, dataset.id, version_id)
    report = seen.report or ImportReport("text")
    sheets = versions.sheets(person, version_id)
    return {
        "seen": seen,
        "version": version,
        "report": report,
        "sheets": sheets,
        "fields": reading_fields.fields(report, sheets),
        "columns": reading_fields.column_types(report, seen.profile),
        "type_choices": reading_fields.TYPE_CHOICES,
    }
