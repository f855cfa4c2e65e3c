"""A closer look at one metric: with the outcome, without it, and by category."""

import math

from analysis import duck
from analysis.baseline.columns import breakdown_columns, outcome_column
from analysis.baseline.phases import bucket_labels, label
from analysis.baseline.reader import Reader, Stored
from analysis.baseline.records import Breakdown, Bucket, DrillDown, Side
from analysis.numbers import number_text, percent_text
from analysis.table import NUMERIC, ColumnProfile, TableProfile
from errors import NotFound, ValidationError

# Above it, a percentage says less than the two averages do.
LARGEST_RATIO = 1e6


def drill_down(profile: TableProfile, table: Stored, metric: str) -> DrillDown:
    """Compare a metric (a column's name) with and without the table's outcome.

    Raises NotFound for an unknown column, ValidationError for one that holds no
    numbers, and ValidationError with code NO_OUTCOME where no column is an outcome.
    """
    column = _metric(profile, metric)
    found = outcome_column(profile)
    if found is None or found[0].key == column.key:
        raise ValidationError(
            "This table has no other column with two values to compare by.",
            code="NO_OUTCOME",
        )
    outcome, positive = found
    with duck.cursor(table.parquet.parent) as cursor:
        reader = Reader(cursor, table.parquet)
        negative = next(value for value, _ in outcome.top if value != positive)
        sides = [
            _side(reader, column, outcome, value) for value in (positive, negative)
        ]
        by = _most_telling(profile, reader, column, outcome)
        return DrillDown(column.name, outcome.name, *sides, by)


def explain_difference(
    metric: str, group_a: str, group_b: str, average_a: float, average_b: float
) -> str:
    """Say how the averages of two groups differ.

    Only the averages are taken; what follows from them is computed here. Raises
    ValidationError where that is larger than any number.
    """
    texts = number_text(average_a), number_text(average_b)
    if average_a == average_b:
        return f"The average {metric} is {texts[0]} in both {group_a} and {group_b}."
    side = "higher" if average_a > average_b else "lower"
    apart = abs(average_a - average_b)
    if not math.isfinite(apart):
        raise ValidationError(
            "These averages lie too far apart to be compared.", field="groupAAverage"
        )
    ratio = apart / abs(average_b) if average_b else math.inf
    relative = f", which is {percent_text(ratio)}" if ratio < LARGEST_RATIO else ""
    return (
        f"The average {metric} is {number_text(apart)} {side} where {group_a} "
        f"({texts[0]}) than where {group_b} ({texts[1]}){relative}. This does not show "
        "why."
    )


def _metric(profile: TableProfile, name: str) -> ColumnProfile:
    column = next((c for c in profile.columns if c.name == name), None)
    if column is None:
        raise NotFound(f"The table has no column “{name}”.")
    if column.type not in NUMERIC:
        raise ValidationError(f"“{name}” holds no numbers.", field="metricColumn")
    return column


def _side(
    reader: Reader, metric: ColumnProfile, outcome: ColumnProfile, value: str
) -> Side:
    edges = [part[0] for part in metric.histogram]
    edges += [part[1] for part in metric.histogram[-1:]]
    counts, percentiles = reader.distribution(metric, outcome, value, edges)
    filled = sum(counts)
    labels = bucket_labels(edges, metric.unit)
    buckets = tuple(
        Bucket(text, count, 100 * count / filled if filled else 0.0)
        for text, count in zip(labels, counts, strict=True)
    )
    return Side(label(outcome.name, value), filled, buckets, percentiles)


def _most_telling(
    profile: TableProfile, reader: Reader, metric: ColumnProfile, outcome: ColumnProfile
) -> Breakdown | None:
    """Return the breakdown whose groups' averages vary most, weighted by rows."""
    candidates = [
        breakdown
        for category in breakdown_columns(profile)
        if category.key not in (metric.key, outcome.key)
        for breakdown in reader.breakdowns(category, [metric])
    ]
    return max(candidates, key=_variation, default=None)


def _variation(breakdown: Breakdown) -> float:
    groups = [(g.count, g.average) for g in breakdown.groups if g.average is not None]
    rows = sum(count for count, _ in groups)
    if not rows:
        return 0.0
    mean = sum(count * average for count, average in groups) / rows
    return sum(count * (average - mean) ** 2 for count, average in groups) / rows
