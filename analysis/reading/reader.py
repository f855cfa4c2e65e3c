"""The way of a file: recognise, make cells, convert, report."""

import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import duckdb

from analysis.loader import Loader, loader
from analysis.reading.cellfile import CellFile
from analysis.reading.columns import plan_columns
from analysis.reading.conversion import (
    TYPED,
    Conversion,
    Disagreement,
    convert_cells,
)
from analysis.reading.encoding import SAMPLE_BYTES, detect
from analysis.reading.facts import Facts
from analysis.reading.finding import (
    Finding,
    checked_encoding,
    examine,
    examine_sheet,
)
from analysis.reading.formats import file_format
from analysis.reading.kinds import literal
from analysis.reading.lines import LineMap
from analysis.reading.options import Options, checked_options
from analysis.reading.parquet_table import conversion_of
from analysis.reading.repair import Repairs
from analysis.reading.reporting import report_of
from analysis.reading.text_facts import no_total_note, text_facts
from analysis.reading.text_table import Cells, direct_cells, rewritten_cells
from analysis.reading.totals import NoTotal, summed_columns
from analysis.table import Column, ReadTable
from analysis.unpacking.launcher import unpack
from errors import ParseError

Progress = Callable[[str, int, int | None], None]
MAX_UNPACKED_BYTES = 8 << 30
_NO_ROWS = "The file has column names but no rows below them."
_TOO_WIDE = (
    "The table needs more memory to read than there is: it has very many columns or "
    "very long cells. Upload it in parts."
)
_IRREGULAR = (
    "The file cannot be read as a table: its rows are too irregular. "
    "Open it in a spreadsheet and export it as CSV."
)


def read_table(
    source: Path,
    name: str,
    target: Path,
    options: dict | None = None,
    progress: Progress | None = None,
) -> ReadTable:
    """Read the file into Parquet at `target` and say how.

    `name` is the file's name as its owner knows it; `options` override decisions (see
    Options). `progress` is told ("reading", bytes unpacked, bytes in all), then
    ("rows", rows read, rows in all): these are judged by the sample. Raises
    ParseError when the file is no table, ValidationError for an unusable option.
    """
    wanted = checked_options(options)
    work = Path(tempfile.mkdtemp(prefix=".reading-", dir=target.parent)).resolve()
    try:
        reading = _Reading(source.resolve(), wanted, work, progress)
        table = reading.read(source.resolve(), Facts(name=name))
        _keep(work / TYPED, target)
        return replace(table, parquet=target)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def list_sheets(source: Path) -> list[str]:
    """Return the names of a workbook's sheets, none for any other file."""
    if file_format(source) not in ("zip", "workbook"):
        return []
    try:
        job = {"task": "sheets", "source": str(source.resolve()), "folder": ""}
        return unpack(job)["sheets"]
    except ParseError:
        return []


def _keep(written: Path, target: Path) -> None:
    """Move the whole table to its place, durably."""
    with written.open("rb") as file:
        os.fsync(file.fileno())
    os.replace(written, target)


def _lines(finding: Finding, file: CellFile, result: Conversion) -> LineMap:
    """Return on which lines the misfits stand, in a file read as it stands."""
    first = finding.first_body_line
    if finding.from_sheet or file.rows_by_lines()[0] == result.rows:
        return LineMap(first)
    return file.lines_of_rows(first, max(misfit.row for misfit in result.misfits))


class _Reading:
    """One reading of one file, in its own folder for what is made on the way."""

    def __init__(
        self, source: Path, options: Options, work: Path, progress: Progress | None
    ):
        self.options, self.work, self.progress = options, work, progress
        self.total = source.stat().st_size
        self.bytes_per_row: float | None = None

    def read(self, source: Path, facts: Facts) -> ReadTable:
        """Read a file of any kind; what is packed is unpacked first."""
        kind = file_format(source)
        if kind == "text":
            return self._text(examine(source, self.options), facts)
        return self._packed(source, kind, facts)

    def _packed(self, source: Path, kind: str, facts: Facts) -> ReadTable:
        job = {
            "task": kind,
            "source": str(source),
            "folder": str(self.work),
            "sheet": self.options.sheet,
            "fill_merged": self.options.fill_merged,
            "encoding": self._json_encoding(source) if kind == "json" else None,
            "most_bytes": MAX_UNPACKED_BYTES,
        }
        found = unpack(job, self._bytes_done)
        if found["kind"] == "file":
            return self.read(Path(found["path"]), facts.unpacked(kind, found))
        if kind == "parquet":
            return self._parquet(found, facts)
        options = self.options
        if found.get("names"):
            options = replace(options, header_rows=1, skip_rows=-1, keep_totals=True)
        sheet = examine_sheet(self.work / "sheet.csv", options, found)
        if kind == "json":
            return self._text(sheet, facts.with_format("JSON"))
        return self._text(sheet, facts.from_sheet(found, sheet.first_body_line))

    def _json_encoding(self, source: Path) -> str:
        with source.open("rb") as file:
            return detect(file.read(SAMPLE_BYTES), cut=True).name

    def _text(self, finding: Finding, facts: Facts) -> ReadTable:
        """Let DuckDB read the file as it stands, or else a repaired copy of it."""
        self.total = finding.source.stat().st_size
        self.bytes_per_row = finding.bytes_per_row
        cells = direct_cells(finding)
        if cells:
            try:
                return self._converted(finding, cells, facts)
            except duckdb.OutOfMemoryException as error:
                raise ParseError(_TOO_WIDE) from error
            except (duckdb.Error, Disagreement):
                pass  # what DuckDB refuses or miscounts is read line by line
        encoding = checked_encoding(finding)
        if encoding != finding.encoding:
            finding = examine(finding.source, self.options, encoding)
        try:
            return self._repaired(finding, facts)
        except duckdb.OutOfMemoryException as error:
            raise ParseError(_TOO_WIDE) from error
        except (duckdb.Error, Disagreement) as error:
            raise ParseError(_IRREGULAR) from error

    def _repaired(self, finding: Finding, facts: Facts) -> ReadTable:
        """Read a repaired copy, first without a row that is called a total."""
        target = self.work / "cells.csv"
        cells = rewritten_cells(finding, target, self.options, self._bytes_done)
        try:
            return self._converted(finding, cells, facts)
        except NoTotal:
            facts = replace(facts, notes=(*facts.notes, no_total_note(cells.repairs)))
        kept = frozenset({"total"})
        cells = rewritten_cells(finding, target, self.options, self._bytes_done, kept)
        return self._converted(finding, cells, facts)

    def _converted(self, finding: Finding, cells: Cells, facts: Facts) -> ReadTable:
        names = finding.names or [""] * finding.layout.width
        plans, locale = plan_columns(names, cells.samples, self.options)
        folders = [cells.file.path.parent, self.work]
        with loader(folders, self._share_done, len(plans)) as duck:
            result = convert_cells(duck, cells.file, plans, locale, self.work)
            summed = self._summed(duck, result, cells.repairs)
        facts = text_facts(facts, finding, cells, self.options, summed)
        if result.misfits and cells.file.path == finding.source:
            facts = replace(facts, lines=_lines(finding, cells.file, result))
        return self._table(result, facts)

    def _summed(self, duck: Loader, result: Conversion, repairs: Repairs) -> list[str]:
        """Return the columns whose sums the row left out as a total holds."""
        if repairs.total is None:
            return []
        relation = f"read_parquet({literal(str(self.work / TYPED))})"
        return summed_columns(duck, result.plans, relation, repairs.total)

    def _parquet(self, found: dict, facts: Facts) -> ReadTable:
        facts = replace(
            facts.with_format("Parquet"),
            first=tuple(found["first"]),
            notes=(*facts.notes, *found["notes"]),
        )
        return self._table(conversion_of(found), facts)

    def _table(self, result: Conversion, facts: Facts) -> ReadTable:
        if not result.rows:
            raise ParseError(_NO_ROWS)
        columns = tuple(
            Column(plan.key, plan.name, plan.rule.type, plan.rule.unit)
            for plan in result.plans
        )
        return ReadTable(
            parquet=self.work / TYPED,
            rows=result.rows,
            columns=columns,
            report=report_of(facts, result, self.options),
            has_header=facts.has_header,
            first=facts.first_rows([int(plan.key[1:]) for plan in result.plans]),
        )

    def _share_done(self, share: float) -> None:
        self._bytes_done(int(share * self.total))

    def _bytes_done(self, done: int) -> None:
        if not self.progress:
            return
        done = min(done, self.total)
        if self.bytes_per_row is None:
            self.progress("reading", done, self.total)
        else:
            rows = (round(size / self.bytes_per_row) for size in (done, self.total))
            self.progress("rows", *rows)
