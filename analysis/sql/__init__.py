"""From a Plan to one SELECT over the stored Parquet: the only place SQL is written."""

from analysis.sql.statement import Statement, write, write_count, write_total

__all__ = ["Statement", "write", "write_count", "write_total"]
