"""The page of what words mean: what was learned, by whom, each removable."""

from flask import Blueprint, flash, render_template, request, url_for
from werkzeug.wrappers import Response

from services import datasets, vocabulary
from services.datasets import Summary
from views import forms
from views.access import actor
from views.reply import see_other

bp = Blueprint("vocabulary", __name__)


@bp.get("/vocabulary")
def show() -> str:
    """List the organization's words, or (?dataset=ID) those that hold for a dataset."""
    person, dataset_id = actor(), _dataset_id()
    words = vocabulary.list_for(person, dataset_id)
    about = datasets.summary(person, dataset_id) if dataset_id else None
    return render_template(
        "vocabulary.html",
        words=words,
        most=vocabulary.MOST_WORDS,
        dataset=about.dataset if about else None,
        columns=_columns(about) if about else None,
    )


@bp.post("/vocabulary/<id:entry_id>/forget")
def forget(entry_id: str) -> Response:
    """Remove a word."""
    word = vocabulary.forget(actor(), entry_id)
    flash(f"Removed. Where “{word.phrase}” is open, Poppy asks back again.")
    return _back()


@bp.post("/vocabulary/<id:entry_id>/widen")
def widen(entry_id: str) -> Response:
    """Let a word hold for every dataset."""
    word = vocabulary.widen(actor(), entry_id)
    flash(f"“{word.phrase}” is {word.column_name} wherever there is such a column.")
    return _back()


def _columns(about: Summary) -> frozenset[str]:
    columns = about.profile.columns if about.profile else ()
    return frozenset(column["name"] for column in columns)


def _back() -> Response:
    return see_other(url_for("vocabulary.show", dataset=_dataset_id()))


def _dataset_id() -> str | None:
    given = "dataset" in request.args
    return forms.identifier(request.args, "dataset") if given else None
