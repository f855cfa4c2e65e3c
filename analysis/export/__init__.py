"""Answers to take away: tables, pictures, reports, programs that compute again."""

from analysis.export.pictures import to_png, to_svg
from analysis.export.report import Part, report_html, report_markdown
from analysis.export.snippet import Original, to_python
from analysis.export.tables import to_csv, to_json, to_markdown, to_xlsx

__all__ = [
    "Original",
    "Part",
    "report_html",
    "report_markdown",
    "to_csv",
    "to_json",
    "to_markdown",
    "to_png",
    "to_python",
    "to_svg",
    "to_xlsx",
]
