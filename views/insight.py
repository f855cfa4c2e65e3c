"""What a dataset says before anybody asks: its quality, and a first look."""

from flask import Blueprint

from errors import NotFound, ValidationError
from services import datasets, first_look, permissions
from services.datasets import Overview
from stores.records import UserRecord
from views import drawing
from views.access import actor
from views.tabs import tab

bp = Blueprint("insight", __name__)
MOST_ISSUES = 20
MOST_METRICS = 8


@bp.get("/datasets/<id:dataset_id>/quality")
def quality(dataset_id: str) -> str:
    """Show what is wrong or odd, the blanks, the coverage of time, the outliers."""
    person = actor()
    seen = datasets.overview(person, dataset_id)
    report = first_look.quality(person, dataset_id).quality if seen.profile else None
    return tab("quality", seen, quality=report, MOST=MOST_ISSUES)


@bp.get("/datasets/<id:dataset_id>/first-look", endpoint="first_look")
def baseline(dataset_id: str) -> str:
    """Show the numbers, the groups, and what goes with the outcome."""
    person = actor()
    seen = datasets.overview(person, dataset_id)
    found = first_look.baseline(person, dataset_id).baseline if seen.profile else None
    columns = seen.profile.columns if seen.profile else ()
    return tab(
        "first_look",
        seen,
        baseline=found,
        keys={column.name: column.key for column in columns},
        chart=drawing.shares,
        MOST=MOST_METRICS,
    )


@bp.get("/datasets/<id:dataset_id>/first-look/<key>")
def drill_down(dataset_id: str, key: str) -> str:
    """Show one number with the outcome and without it, side by side."""
    person = actor()
    seen = datasets.overview(person, dataset_id)
    permissions.require(person, "run_analysis")
    name = _name_of(seen, key)
    try:
        found, reason = first_look.drill_down(person, dataset_id, name), None
    except ValidationError as error:
        found, reason = None, error.message
    told = _difference(person, seen, name)
    return tab(
        "drill_down",
        seen,
        name=name,
        drill=found,
        reason=reason,
        told=told,
        chart=drawing.shares,
        highest=drawing.highest_share(
            found.group_a.distribution, found.group_b.distribution
        )
        if found
        else 0,
    )


def _name_of(seen: Overview, key: str) -> str:
    for column in seen.profile.columns if seen.profile else ():
        if column.key == key:
            return column.name
    raise NotFound("The table has no such column.")


def _difference(person: UserRecord, seen: Overview, name: str) -> str | None:
    """Return how the averages with and without the outcome differ, in a sentence."""
    outcome = first_look.baseline(person, seen.dataset.id).baseline.outcome
    for each in outcome.by_metric if outcome else ():
        if each.metric == name:
            return first_look.explain_difference(
                person,
                name,
                (each.group_a, each.group_b),
                (each.average_a, each.average_b),
            )
    return None
