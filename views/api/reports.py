"""Reports: the quality check, the baseline analysis, and a closer look at a metric."""

from dataclasses import dataclass

from services import first_look
from stores.records import UserRecord
from views import forms
from views.api import baseline_shapes, quality_shapes
from views.api.datasets import DATASET
from views.api.routing import route

NOT_READY = {404: ("NO_VERSION", "NO_PROFILE", "FILE_MISSING")}


@dataclass(frozen=True)
class DifferenceAnswer:
    """A difference in words."""

    explanation: str


@route("GET", f"{DATASET}/quality-check", refusals=NOT_READY)
def check_quality(person: UserRecord, dataset_id: str) -> quality_shapes.QualityCheck:
    """Check the newest version: coverage in time, blanks, outliers, oddities."""
    return quality_shapes.quality_check(first_look.quality(person, dataset_id))


@route("GET", f"{DATASET}/baseline-analysis", refusals=NOT_READY)
def analyse_baseline(
    person: UserRecord, dataset_id: str
) -> baseline_shapes.BaselineAnalysis:
    """Analyse the newest version: metrics, metrics by category, the outcome."""
    return baseline_shapes.baseline_analysis(first_look.baseline(person, dataset_id))


@route(
    "POST",
    "/poppy/drill-down",
    body=forms.DRILL_DOWN,
    needs="run_analysis",
    refusals={400: ("NO_OUTCOME",), 404: ("NOT_FOUND", *NOT_READY[404])},
)
def drill_down(
    person: UserRecord, dataset_id: str, metric_column: str
) -> baseline_shapes.DrillDown:
    """Compare a number column with and without the outcome of the newest version."""
    return baseline_shapes.drill_down(
        first_look.drill_down(person, dataset_id, metric_column)
    )


@route(
    "POST",
    "/poppy/explain-difference",
    body=forms.DIFFERENCE,
    needs="run_analysis",
)
def explain_difference(
    person: UserRecord,
    metric_name: str,
    group_a_label: str,
    group_b_label: str,
    group_a_average: float,
    group_b_average: float,
    **_: float,
) -> DifferenceAnswer:
    """Say how two averages differ; the differences are computed anew from them."""
    said = first_look.explain_difference(
        person,
        metric_name,
        (group_a_label, group_b_label),
        (group_a_average, group_b_average),
    )
    return DifferenceAnswer(said)
