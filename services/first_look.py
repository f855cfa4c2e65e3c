"""What can be said of a dataset without a question: quality, baseline, drill-down."""

from dataclasses import dataclass
from datetime import datetime

from analysis import baseline as phases
from analysis.baseline import Baseline, DrillDown
from analysis.quality import Quality, check_quality
from analysis.table import Table
from columns import utc_now
from errors import NotFound
from services import datasets
from services.permissions import require
from services.tables import open_table
from stores.records import UserRecord, VersionRecord


@dataclass(frozen=True)
class QualityReport:
    """A version's quality, and when it was checked (UTC)."""

    version: VersionRecord
    checked_at: datetime
    quality: Quality


@dataclass(frozen=True)
class BaselineReport:
    """A version's baseline analysis, and when it was made (UTC)."""

    version: VersionRecord
    analysed_at: datetime
    baseline: Baseline


def quality(actor: UserRecord, dataset_id: str) -> QualityReport:
    """Check the newest version; NotFound (NO_VERSION, NO_PROFILE) without one."""
    table, version = newest_table(actor, dataset_id)
    return QualityReport(version, utc_now(), check_quality(table.profile, table))


def baseline(actor: UserRecord, dataset_id: str) -> BaselineReport:
    """Analyse the newest version; NotFound (NO_VERSION, NO_PROFILE) without one."""
    table, version = newest_table(actor, dataset_id)
    found = phases.analyse(table.profile, table)
    return BaselineReport(version, utc_now(), found)


def drill_down(actor: UserRecord, dataset_id: str, metric: str) -> DrillDown:
    """Compare a column with and without the outcome of the newest version.

    Raises NotFound, also for the column, and ValidationError (NO_OUTCOME).
    """
    require(actor, "run_analysis")
    table, _ = newest_table(actor, dataset_id)
    return phases.drill_down(table.profile, table, metric)


def explain_difference(
    actor: UserRecord,
    metric: str,
    groups: tuple[str, str],
    averages: tuple[float, float],
) -> str:
    """Say how the averages of two groups differ."""
    require(actor, "run_analysis")
    return phases.explain_difference(metric, *groups, *averages)


def newest_table(actor: UserRecord, dataset_id: str) -> tuple[Table, VersionRecord]:
    """Return the newest version's table; NotFound (NO_VERSION, NO_PROFILE)."""
    seen = datasets.summary(actor, dataset_id)
    if seen.latest is None:
        raise NotFound(f"“{seen.dataset.name}” has no file yet.", code="NO_VERSION")
    if seen.profile is None:
        raise NotFound(
            f"Version {seen.latest.version} of “{seen.dataset.name}” has no profile. "
            "Upload its file again.",
            code="NO_PROFILE",
        )
    return open_table(seen.dataset, seen.latest), seen.latest
