"""What changed between two versions of a table: columns, rows, statistics."""

from analysis.versions.compare import compare_versions
from analysis.versions.records import VersionChanges

__all__ = ["VersionChanges", "compare_versions"]
