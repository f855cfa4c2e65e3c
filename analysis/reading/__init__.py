"""Files into typed Parquet, with a report of everything that was decided."""

from analysis.reading.formats import ACCEPTED, check_accepted
from analysis.reading.reader import list_sheets, read_table

__all__ = ["ACCEPTED", "check_accepted", "list_sheets", "read_table"]
