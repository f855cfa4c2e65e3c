"""The baseline analysis and the drill-down in the predecessor's words."""

from dataclasses import dataclass, field
from datetime import datetime

from analysis.baseline import records as found
from services.first_look import BaselineReport
from views.serializers import NULL


@dataclass(frozen=True)
class Bucket:
    """A range of values; the percentage is of the filled rows."""

    bucket: str
    count: int
    percentage: float


@dataclass(frozen=True)
class MetricSummary:
    """One number column; mean, min and max are over its filled rows."""

    column_name: str
    row_count: int
    non_null_count: int
    mean: float
    min: float
    max: float
    distribution: list[Bucket]


@dataclass(frozen=True)
class CategoryAverage:
    """A category's rows and their average, absent where no row has the metric."""

    category: str
    count: int
    average_metric: float | None = None


@dataclass(frozen=True)
class MetricBreakdown:
    """A metric by a category column."""

    categorical_column: str
    metric_column: str
    breakdowns: list[CategoryAverage]


@dataclass(frozen=True)
class CategoryRate:
    """A category's rows and the share of them with the outcome, 0 to 1."""

    category: str
    count: int
    outcome_rate: float


@dataclass(frozen=True)
class OutcomeBreakdown:
    """The outcome's rate by a category column, the highest first."""

    categorical_column: str
    breakdowns: list[CategoryRate]


@dataclass(frozen=True)
class GroupDifference:
    """A metric where the outcome is there (A) and where it is not (B)."""

    metric_name: str
    group_a_label: str
    group_b_label: str
    group_a_average: float
    group_b_average: float
    group_a_count: int
    group_b_count: int
    absolute_difference: float
    relative_difference: float | None


@dataclass(frozen=True)
class OutcomeAnalysis:
    """What goes with the outcome; the rate is 0 to 1 of the known rows."""

    outcome_column: str
    outcome_rate: float
    breakdowns_by_category: list[OutcomeBreakdown]
    breakdowns_by_metric: list[GroupDifference]
    key_differences: list[GroupDifference] | None = None


@dataclass(frozen=True)
class PhaseA:
    """The number columns."""

    metric_summaries: list[MetricSummary]


@dataclass(frozen=True)
class PhaseB:
    """The number columns by category."""

    breakdowns: list[MetricBreakdown]


@dataclass(frozen=True)
class PhaseC:
    """The outcome; null where no column is one."""

    outcome_analysis: OutcomeAnalysis | None = field(metadata=NULL)


@dataclass(frozen=True)
class AnalysisFacts:
    """What was analysed, and when."""

    dataset_version_id: str
    row_count: int
    analyzed_at: datetime


@dataclass(frozen=True)
class BaselineAnalysis:
    """A first look at a version, in three phases."""

    phase_a: PhaseA
    phase_b: PhaseB
    phase_c: PhaseC
    metadata: AnalysisFacts


@dataclass(frozen=True)
class Percentiles:
    """The quartiles of a group."""

    p25: float
    p50: float
    p75: float


@dataclass(frozen=True)
class GroupDistribution:
    """One of the two groups of a drill-down."""

    group_label: str
    distribution: list[Bucket]
    percentile_stats: Percentiles
    count: int


@dataclass(frozen=True)
class TwoGroups:
    """With the outcome (A), and without it (B)."""

    group_a: GroupDistribution
    group_b: GroupDistribution


@dataclass(frozen=True)
class SecondaryBreakdown:
    """The metric by the category whose groups differ most."""

    dimension_column: str
    breakdowns: list[CategoryAverage]


@dataclass(frozen=True)
class DrillDown:
    """A metric with and without the outcome."""

    metric_column: str
    outcome_column: str
    group_distributions: TwoGroups
    secondary_breakdown: SecondaryBreakdown | None = None


def baseline_analysis(report: BaselineReport) -> BaselineAnalysis:
    """Return a baseline report in the contract's shape."""
    baseline = report.baseline
    return BaselineAnalysis(
        PhaseA([_summary(each) for each in baseline.metrics]),
        PhaseB([_breakdown(each) for each in baseline.breakdowns]),
        PhaseC(_outcome(baseline.outcome) if baseline.outcome else None),
        AnalysisFacts(report.version.id, baseline.rows, report.analysed_at),
    )


def drill_down(drilled: found.DrillDown) -> DrillDown:
    """Return a drill-down in the contract's shape."""
    by = drilled.by
    return DrillDown(
        drilled.metric_column,
        drilled.outcome_column,
        TwoGroups(_side(drilled.group_a), _side(drilled.group_b)),
        SecondaryBreakdown(by.category_column, _averages(by)) if by else None,
    )


def _summary(metric: found.MetricSummary) -> MetricSummary:
    return MetricSummary(
        column_name=metric.column,
        row_count=metric.rows,
        non_null_count=metric.filled,
        mean=metric.mean,
        min=metric.minimum,
        max=metric.maximum,
        distribution=_buckets(metric.distribution),
    )


def _buckets(buckets: tuple[found.Bucket, ...]) -> list[Bucket]:
    return [Bucket(each.label, each.count, each.percentage) for each in buckets]


def _breakdown(breakdown: found.Breakdown) -> MetricBreakdown:
    return MetricBreakdown(
        breakdown.category_column, breakdown.metric_column, _averages(breakdown)
    )


def _averages(breakdown: found.Breakdown) -> list[CategoryAverage]:
    return [
        CategoryAverage(group.category, group.count, group.average)
        for group in breakdown.groups
    ]


def _outcome(outcome: found.Outcome) -> OutcomeAnalysis:
    differences = [_difference(each) for each in outcome.key_differences]
    return OutcomeAnalysis(
        outcome_column=outcome.column,
        outcome_rate=outcome.rate,
        breakdowns_by_category=[_rates(each) for each in outcome.by_category],
        breakdowns_by_metric=[_difference(each) for each in outcome.by_metric],
        key_differences=differences or None,
    )


def _rates(rates: found.OutcomeByCategory) -> OutcomeBreakdown:
    groups = [CategoryRate(g.category, g.count, g.rate) for g in rates.groups]
    return OutcomeBreakdown(rates.column, groups)


def _difference(between: found.Difference) -> GroupDifference:
    return GroupDifference(
        metric_name=between.metric,
        group_a_label=between.group_a,
        group_b_label=between.group_b,
        group_a_average=between.average_a,
        group_b_average=between.average_b,
        group_a_count=between.count_a,
        group_b_count=between.count_b,
        absolute_difference=between.absolute,
        relative_difference=between.relative,
    )


def _side(side: found.Side) -> GroupDistribution:
    return GroupDistribution(
        side.label,
        _buckets(side.distribution),
        Percentiles(*side.percentiles),
        side.count,
    )
