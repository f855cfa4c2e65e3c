"""Files into typed Parquet, with a report of everything that was decided."""

from analysis.reading.reader import list_sheets, read_table

__all__ = ["list_sheets", "read_table"]
