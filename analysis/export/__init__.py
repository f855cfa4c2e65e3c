"""Answers to take away: tables, pictures, and a snippet that computes them again."""

from analysis.export.pictures import to_png, to_svg
from analysis.export.snippet import to_python
from analysis.export.tables import to_csv, to_json, to_markdown, to_xlsx

__all__ = [
    "to_csv",
    "to_json",
    "to_markdown",
    "to_png",
    "to_python",
    "to_svg",
    "to_xlsx",
]
