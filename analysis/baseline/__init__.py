"""A first look at any table: its numbers, its groups, and what an outcome goes with.

Phase A summarises each metric, phase B averages metrics by category, phase C compares
the rows with and without an outcome (a two-valued column). Everything is exact.
"""

from analysis.baseline.drill import drill_down, explain_difference
from analysis.baseline.phases import analyse
from analysis.baseline.records import Baseline, DrillDown

__all__ = ["Baseline", "DrillDown", "analyse", "drill_down", "explain_difference"]
