"""The quality check in the predecessor's words: its keys, filled from our records."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from analysis.quality import Quality
from services.first_look import QualityReport


@dataclass(frozen=True)
class TimeCoverage:
    """How completely a date column covers its time; the ratio is 0 to 1."""

    column: str
    min_date: str
    max_date: str
    expected_granularity: Literal["daily", "weekly", "monthly", "quarterly", "yearly"]
    missing_periods_count: int
    coverage_ratio: float
    is_partial_latest_period: bool


@dataclass(frozen=True)
class NullIssue:
    """A column with blank cells; the ratio is 0 to 1."""

    column: str
    null_ratio: float


@dataclass(frozen=True)
class OutlierSummary:
    """A number column with outliers; the ratio is of its filled cells."""

    metric: str
    method: Literal["IQR", "Z_SCORE"]
    outlier_ratio: float


@dataclass(frozen=True)
class QualityWarning:
    """One thing to know."""

    code: str
    severity: Literal["low", "medium", "high"]
    message: str


@dataclass(frozen=True)
class QualityCheck:
    """What the quality check of a version found, the worst first."""

    dataset_version_id: str
    checks_run_at: datetime
    row_count: int
    null_issues: list[NullIssue]
    warnings: list[QualityWarning]
    time_coverage: TimeCoverage | None = None
    outlier_summary: list[OutlierSummary] | None = None


def quality_check(report: QualityReport) -> QualityCheck:
    """Return a quality report in the contract's shape."""
    quality = report.quality
    outliers = [
        OutlierSummary(each.metric, each.method, each.ratio)
        for each in quality.outliers
    ]
    return QualityCheck(
        dataset_version_id=report.version.id,
        checks_run_at=report.checked_at,
        row_count=quality.rows,
        null_issues=[
            NullIssue(each.column, each.ratio) for each in quality.null_issues
        ],
        warnings=[
            QualityWarning(each.code, each.severity, each.message)
            for each in quality.warnings
        ],
        time_coverage=_time_coverage(quality),
        outlier_summary=outliers or None,
    )


def _time_coverage(quality: Quality) -> TimeCoverage | None:
    seen = quality.time_coverage
    return seen and TimeCoverage(
        column=seen.column,
        min_date=seen.minimum,
        max_date=seen.maximum,
        expected_granularity=seen.granularity,
        missing_periods_count=seen.missing,
        coverage_ratio=seen.ratio,
        is_partial_latest_period=seen.partial_latest,
    )
