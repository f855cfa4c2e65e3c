"""Values on their way into a statement: numbered parameters, never text."""

from pathlib import Path


class Parameters:
    """The values of one statement; the first is always the Parquet file."""

    def __init__(self, parquet: Path):
        self.values: list[object] = [str(parquet)]

    def add(self, value: object) -> str:
        """Keep a value and return its placeholder ($2, $3, ...)."""
        self.values.append(value)
        return f"${len(self.values)}"


SOURCE = "read_parquet($1)"
NUMBERED_SOURCE = "read_parquet($1, file_row_number=true)"
