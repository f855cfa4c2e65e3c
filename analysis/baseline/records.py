"""What a baseline analysis finds, as frozen records."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bucket:
    """A range of values with its rows; `percentage` is 0..100 of the filled rows."""

    label: str
    count: int
    percentage: float


@dataclass(frozen=True)
class MetricSummary:
    """Phase A: one metric; mean, minimum and maximum are over the filled rows."""

    column: str
    rows: int
    filled: int
    mean: float
    minimum: float
    maximum: float
    distribution: tuple[Bucket, ...]


@dataclass(frozen=True)
class Group:
    """A category's rows that have the metric, and their average."""

    category: str
    count: int
    average: float | None


@dataclass(frozen=True)
class Breakdown:
    """Phase B: a metric by a category column, the largest group first."""

    category_column: str
    metric_column: str
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class OutcomeGroup:
    """A category's rows with a known outcome, and the share that is positive, 0..1."""

    category: str
    count: int
    rate: float


@dataclass(frozen=True)
class OutcomeByCategory:
    """The outcome's rate by a category column, the highest rate first."""

    column: str
    groups: tuple[OutcomeGroup, ...]


@dataclass(frozen=True)
class Difference:
    """A metric in two groups: A has the outcome, B has not.

    `relative` is None where B's average is zero; `effect` is the difference in
    standard deviations of the whole column (signed).
    """

    metric: str
    group_a: str
    group_b: str
    average_a: float
    average_b: float
    count_a: int
    count_b: int
    absolute: float
    relative: float | None
    effect: float


@dataclass(frozen=True)
class Outcome:
    """Phase C: what goes with the outcome; `rate` is 0..1 of the known rows."""

    column: str
    positive: str
    rate: float
    by_category: tuple[OutcomeByCategory, ...]
    by_metric: tuple[Difference, ...]
    key_differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Baseline:
    """The three phases over one table; `outcome` is None without such a column."""

    rows: int
    metrics: tuple[MetricSummary, ...]
    breakdowns: tuple[Breakdown, ...]
    outcome: Outcome | None


@dataclass(frozen=True)
class Side:
    """One of two groups in a drill-down: its distribution and percentiles."""

    label: str
    count: int
    distribution: tuple[Bucket, ...]
    percentiles: tuple[float, float, float]


@dataclass(frozen=True)
class DrillDown:
    """A metric with the outcome (group A) and without (group B).

    `by` is the category whose groups differ most in the metric, if there is one.
    """

    metric_column: str
    outcome_column: str
    group_a: Side
    group_b: Side
    by: Breakdown | None = None
