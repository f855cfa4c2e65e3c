"""What changed between two versions of a dataset."""

from flask import Blueprint, Response, make_response, render_template, request

from errors import NotFound, ValidationError
from services import changes, versions
from services.changes import Changes
from stores.records import UserRecord, VersionRecord
from views import forms
from views.access import actor

bp = Blueprint("changes", __name__)
TEMPLATE = "datasets/changes.html"
MOST_STATISTICS = 200
STATISTICS = {
    "blanks": "blank cells",
    "distinct": "different values",
    "minimum": "smallest",
    "maximum": "largest",
    "mean": "mean",
    "deviation": "standard deviation",
    "quartiles": "quartiles",
    "outliers": "outliers",
}


@bp.get("/versions/<id:version_id>/changes")
def show(version_id: str) -> Response | str:
    """Compare a version with another one (?with=ID), rows by a key (?by=...)."""
    person = actor()
    version, dataset = versions.find(person, version_id)
    about = {
        "version": version,
        "dataset": dataset,
        "others": changes.others(person, version_id),
        "wanted": request.args,
        "statistics": STATISTICS,
        "MOST": MOST_STATISTICS,
    }
    if not about["others"]:
        return render_template(TEMPLATE, changes=None, error=None, **about)
    other = _other(about["others"])
    about["other"] = other
    try:
        found = changes.changes(person, version_id, other.id, forms.key(request.args))
    except ValidationError as error:
        return _without_key(person, version, other, error, about)
    return render_template(TEMPLATE, changes=found, error=None, **about)


def _other(others: list[VersionRecord]) -> VersionRecord:
    """Return the version that was asked for, else the next older one."""
    if "with" not in request.args:
        return others[0]
    wanted = forms.identifier(request.args, "with")
    for each in others:
        if each.id == wanted:
            return each
    raise NotFound("No such version of this dataset.")


def _without_key(
    person: UserRecord,
    version: VersionRecord,
    other: VersionRecord,
    error: ValidationError,
    about: dict,
) -> Response:
    """Show the comparison by whole rows, and why the chosen key does not do."""
    found: Changes = changes.changes(person, version.id, other.id, ())
    page = render_template(TEMPLATE, changes=found, error=error, **about)
    response = make_response(page)
    response.status_code = error.status
    return response
