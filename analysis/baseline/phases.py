"""The three phases: metrics, metrics by category, and what an outcome goes with."""

from analysis import duck
from analysis.baseline.columns import breakdown_columns, metric_columns, outcome_column
from analysis.baseline.reader import Reader, Stored, pair
from analysis.baseline.records import (
    Baseline,
    Bucket,
    Difference,
    MetricSummary,
    Outcome,
)
from analysis.numbers import number_text
from analysis.table import ColumnProfile, TableProfile

KEY_DIFFERENCES = 7


def analyse(profile: TableProfile, table: Stored) -> Baseline:
    """Run all three phases. Raises duck.QueryTimeout."""
    metrics, categories = metric_columns(profile), breakdown_columns(profile)
    with duck.cursor(table.parquet.parent) as cursor:
        reader = Reader(cursor, table.parquet)
        return Baseline(
            profile.rows,
            tuple(_summary(column, profile) for column in metrics),
            tuple(
                each
                for category in categories
                for each in reader.breakdowns(category, metrics)
            ),
            _outcome(profile, reader, metrics, categories),
        )


def label(column: str, value: str) -> str:
    """Return the name of an outcome's group: "survived = 1"."""
    return f"{column} = {value}"


def bucket_labels(edges: list[float], unit: str | None) -> list[str]:
    """Return "0 to 50", ... for neighbouring edges."""
    texts = [number_text(edge) for edge in edges]
    lasts = [number_text(edge, unit) for edge in edges]
    return [f"{low} to {high}" for low, high in zip(texts, lasts[1:], strict=False)]


def _summary(column: ColumnProfile, profile: TableProfile) -> MetricSummary:
    filled = profile.rows - column.blanks
    edges = [part[0] for part in column.histogram] + [
        part[1] for part in column.histogram[-1:]
    ]
    buckets = zip(bucket_labels(edges, column.unit), column.histogram, strict=True)
    return MetricSummary(
        column.name,
        profile.rows,
        filled,
        column.mean or 0.0,
        column.minimum,  # type: ignore[arg-type]
        column.maximum,  # type: ignore[arg-type]
        tuple(Bucket(text, n, 100 * n / filled) for text, (_, _, n) in buckets),
    )


def _outcome(
    profile: TableProfile,
    reader: Reader,
    metrics: list[ColumnProfile],
    categories: list[ColumnProfile],
) -> Outcome | None:
    found = outcome_column(profile)
    if found is None:
        return None
    column, positive = found
    counts = dict(column.top)
    by_metric = _differences(reader, column, positive, metrics)
    largest = sorted(by_metric, key=lambda each: -abs(each.effect))
    return Outcome(
        column.name,
        positive,
        counts[positive] / sum(counts.values()),
        tuple(
            reader.rates(category, column, positive)
            for category in categories
            if category.key != column.key
        ),
        tuple(by_metric),
        tuple(each for each in largest if each.effect)[:KEY_DIFFERENCES],
    )


def _differences(
    reader: Reader,
    outcome: ColumnProfile,
    positive: str,
    metrics: list[ColumnProfile],
) -> list[Difference]:
    others = [metric for metric in metrics if metric.key != outcome.key]
    sides = reader.sides(outcome, positive, others)
    if sides is None:
        return []
    names = label(outcome.name, sides[0][0]), label(outcome.name, sides[1][0])
    found = []
    for n, metric in enumerate(others):
        (count_a, a), (count_b, b) = pair(sides[0], n), pair(sides[1], n)
        if a is not None and b is not None:
            relative = (a - b) / abs(b) if b else None
            effect = (a - b) / metric.deviation if metric.deviation else 0.0
            found.append(
                Difference(
                    metric.name, *names, a, b, count_a, count_b, a - b, relative, effect
                )
            )
    return found
