"""The way of a file: recognise, make cells, convert, report."""

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb

from analysis.duck import cursor
from analysis.reading.choice import Locale, choose_rule, rules_for_type, shown_locale
from analysis.reading.conversion import ColumnPlan, Conversion, convert
from analysis.reading.formats import file_format
from analysis.reading.kinds import TEXT
from analysis.reading.names import unique_names
from analysis.reading.options import Options, checked_options
from analysis.reading.reporting import report_of
from analysis.reading.text_table import (
    Cells,
    Finding,
    checked_encoding,
    direct_cells,
    examine,
    examine_sheet,
    rewritten_cells,
)
from analysis.table import Column, ReadTable
from analysis.unpacking.launcher import unpack
from errors import ParseError, ValidationError

Progress = Callable[[str, int, int | None], None]
READ_SECONDS = 3600
MAX_UNPACKED_BYTES = 8 << 30


def read_table(
    source: Path,
    name: str,
    target: Path,
    options: dict | None = None,
    progress: Progress | None = None,
) -> ReadTable:
    """Read the file into Parquet at `target` and say how.

    `name` is the file's name as its owner knows it; `options` override decisions (see
    Options). `progress` is told ("reading", done, total). Raises ParseError when the
    file is no table and ValidationError for an option that cannot be used.
    """
    wanted = checked_options(options)
    work = Path(tempfile.mkdtemp(prefix=".reading-", dir=target.parent))
    try:
        return _Reading(source, name, wanted, work, progress).run(target)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def list_sheets(source: Path) -> list[str]:
    """Return the names of a workbook's sheets, none for any other file."""
    if file_format(source) not in ("zip", "workbook"):
        return []
    try:
        return unpack({"task": "sheets", "source": str(source), "folder": ""})["sheets"]
    except ParseError:
        return []


class _Reading:
    """One reading of one file; the steps share what has been found out so far."""

    def __init__(
        self,
        source: Path,
        name: str,
        options: Options,
        work: Path,
        progress: Progress | None,
    ):
        self.source, self.name, self.options = source.resolve(), name, options
        self.work, self.progress = work.resolve(), progress
        self.unpacked: dict = {}

    def run(self, target: Path) -> ReadTable:
        """Read the file; only a whole table ever appears at `target`."""
        table = self._from_text(self._examined(self.source))
        os.replace(self.work / "typed.parquet", target)
        return replace(table, parquet=target)

    def _examined(self, source: Path) -> Finding:
        """Return what the file shows, unpacked first where it is packed."""
        kind = file_format(source)
        if kind == "text":
            return examine(source, self.options)
        if kind in ("json", "parquet"):
            raise ParseError(f"Files of the kind '{kind}' cannot be read yet.")
        found = unpack(
            {
                "task": kind,
                "source": str(source),
                "folder": str(self.work),
                "sheet": self.options.sheet,
                "most_bytes": MAX_UNPACKED_BYTES,
            }
        )
        if found["kind"] == "file":
            return self._examined(Path(found["path"]))
        self.unpacked = found
        return examine_sheet(self.work / "sheet.csv", self.options, found["first_row"])

    def _from_text(self, finding: Finding) -> ReadTable:
        cells = direct_cells(finding)
        if cells:
            try:
                return self._converted(finding, cells)
            except duckdb.Error:
                pass  # DuckDB is strict; what it refuses is read line by line
        encoding = checked_encoding(finding)
        if encoding != finding.encoding:
            finding = examine(self.source, self.options, encoding)
        cells = rewritten_cells(finding, self.work / "cells.csv")
        try:
            return self._converted(finding, cells)
        except duckdb.Error as error:
            raise ParseError(
                "The file cannot be read as a table: its rows are too irregular. "
                "Open it in a spreadsheet and export it as CSV."
            ) from error

    def _converted(self, finding: Finding, cells: Cells) -> ReadTable:
        plans, locale = self._plans(finding)
        folder = Path(os.path.commonpath([cells.file.path.parent, self.work]))
        with cursor(folder, READ_SECONDS) as duck:
            result = convert(duck, cells.file, plans, locale, self.work)
        if not result.rows:
            raise ParseError("The file has column names but no rows below them.")
        return self._table(finding, cells, result)

    def _plans(self, finding: Finding) -> tuple[list[ColumnPlan], Locale]:
        body, width = finding.body, finding.layout.width
        samples = [[row[i] for row in body] for i in range(width)]
        names = unique_names(finding.names or [""] * width)
        locale = shown_locale(samples)
        locale = Locale(
            self.options.decimal_mark or locale.decimal_mark,
            locale.day_first
            if self.options.day_first is None
            else self.options.day_first,
        )
        plans = []
        given = finding.names or [""] * width
        for i, (name, sample) in enumerate(zip(names, samples, strict=True)):
            last = i == width - 1 and width > 1 and not given[i]
            plan = ColumnPlan(f"c{i}", name, sample, droppable=last)
            plan.chosen_type = self.options.types.get(name) or self.options.types.get(
                plan.key
            )
            if plan.chosen_type:
                rules = rules_for_type(plan.chosen_type, sample, locale)
                plan.rule = next(iter(rules), TEXT)
            else:
                plan.rule = choose_rule(name, sample, locale)
            plans.append(plan)
        unknown = (
            set(self.options.types) - {p.name for p in plans} - {p.key for p in plans}
        )
        if unknown:
            raise ValidationError(
                f"There is no column '{sorted(unknown)[0]}' to give a type.",
                field="types",
            )
        return plans, locale

    def _table(self, finding: Finding, cells: Cells, result: Conversion) -> ReadTable:
        columns = tuple(
            Column(plan.key, plan.name, plan.rule.type, plan.rule.unit)
            for plan in result.plans
        )
        return ReadTable(
            parquet=self.work / "typed.parquet",
            rows=result.rows,
            columns=columns,
            report=report_of(finding, cells, result, self.options, self.unpacked),
            has_header=finding.names is not None,
            first=_first_rows(cells, result),
        )


def _first_rows(cells: Cells, result: Conversion) -> tuple[tuple[str | None, ...], ...]:
    kept = [int(plan.key[1:]) for plan in result.plans]
    return tuple(
        tuple(row[i] if row[i] and not row[i].isspace() else None for i in kept)
        for row in cells.first
    )
