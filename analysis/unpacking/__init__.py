"""Workbooks, archives, JSON and Parquet, opened in a child process with limits."""
