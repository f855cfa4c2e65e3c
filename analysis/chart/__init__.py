"""From a result to a Vega-Lite 6 specification."""

from analysis.chart.choice import chart_type, fitting_types
from analysis.chart.spec import chart_for

__all__ = ["chart_for", "chart_type", "fitting_types"]
