"""Exact statistics of a stored table, and their JSON form."""

from analysis.profile.build import build_profile
from analysis.profile.stored import (
    from_json,
    report_from_json,
    report_to_json,
    to_json,
)

__all__ = [
    "build_profile",
    "from_json",
    "report_from_json",
    "report_to_json",
    "to_json",
]
