"""Averages by group, straight from the stored table: one scan a question."""

from pathlib import Path
from typing import Protocol

import numpy as np
from duckdb import DuckDBPyConnection

from analysis import duck
from analysis.baseline.records import (
    Breakdown,
    Group,
    OutcomeByCategory,
    OutcomeGroup,
)
from analysis.table import ColumnProfile


class Stored(Protocol):
    """Anything that knows where its Parquet lies."""

    parquet: Path


class Reader:
    """Averages of one stored table, each asked for in one scan."""

    def __init__(self, cursor: DuckDBPyConnection, parquet: Path):
        self._cursor = cursor
        self._parquet = str(parquet)

    def breakdowns(
        self, category: ColumnProfile, metrics: list[ColumnProfile]
    ) -> list[Breakdown]:
        """Average every other metric by one category column."""
        others = [metric for metric in metrics if metric.key != category.key]
        rows = self._averages(category, others)
        return [
            Breakdown(
                category.name,
                metric.name,
                tuple(Group(row[0], *pair(row, n)) for row in rows),
            )
            for n, metric in enumerate(others)
        ]

    def rates(
        self, category: ColumnProfile, outcome: ColumnProfile, positive: str
    ) -> OutcomeByCategory:
        """Return the outcome's rate by one category column."""
        by, known = duck.quoted(category.key), duck.quoted(outcome.key)
        found = self._cursor.execute(
            f"SELECT {as_text(category)}, count(*), "
            f"avg(({as_text(outcome)} = ?)::INTEGER) "
            f"FROM read_parquet(?) WHERE {by} IS NOT NULL AND {known} IS NOT NULL "
            "GROUP BY 1 ORDER BY 3 DESC, 1",
            [positive, self._parquet],
        ).fetchall()
        return OutcomeByCategory(
            category.name, tuple(OutcomeGroup(*group) for group in found)
        )

    def sides(
        self, outcome: ColumnProfile, positive: str, metrics: list[ColumnProfile]
    ) -> tuple[tuple, tuple] | None:
        """Return (value, count, average, ...) with the outcome, and without it."""
        rows = {row[0]: row for row in self._averages(outcome, metrics)}
        others = [value for value in rows if value != positive]
        if positive not in rows or not others:
            return None
        return rows[positive], rows[others[0]]

    def distribution(
        self, metric: ColumnProfile, outcome: ColumnProfile, value: str, edges: list
    ) -> tuple[list[int], tuple[float, float, float]]:
        """Return a metric's counts between edges, and its quartiles, for one side."""
        name = duck.quoted(metric.key)
        cells = self._cursor.execute(
            f"SELECT {name}::DOUBLE AS v FROM read_parquet(?) "
            f"WHERE {as_text(outcome)} = ? AND isfinite({name}::DOUBLE)",
            [self._parquet, value],
        ).fetchnumpy()["v"]
        if not len(cells):
            return [0] * (len(edges) - 1), (0.0, 0.0, 0.0)
        counts, _ = np.histogram(cells, bins=edges)
        low, middle, high = np.quantile(cells, [0.25, 0.5, 0.75])
        return counts.tolist(), (float(low), float(middle), float(high))

    def _averages(self, by: ColumnProfile, metrics: list[ColumnProfile]) -> list[tuple]:
        """Return (group, count, average, count, average, ...), largest group first."""
        if not metrics:
            return []
        names = [duck.quoted(metric.key) for metric in metrics]
        shown = ", ".join(f"count({name}), avg({name})" for name in names)
        return self._cursor.execute(
            f"SELECT {as_text(by)}, {shown} FROM read_parquet(?) "
            f"WHERE {duck.quoted(by.key)} IS NOT NULL GROUP BY 1 "
            "ORDER BY count(*) DESC, 1",
            [self._parquet],
        ).fetchall()


def as_text(column: ColumnProfile) -> str:
    """Return SQL for a value as the profile's top values write it: 1, not 1.0."""
    name = duck.quoted(column.key)
    if column.type != "decimal":
        return f"{name}::VARCHAR"
    return (
        f"CASE WHEN {name} = floor({name}) AND abs({name}) < 1e15 "
        f"THEN {name}::BIGINT::VARCHAR ELSE {name}::VARCHAR END"
    )


def pair(row: tuple, place: int) -> tuple[int, float | None]:
    """Return (count, average) of one metric in a row of `Reader.sides`."""
    return row[1 + 2 * place], row[2 + 2 * place]
