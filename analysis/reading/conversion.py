"""Text cells into typed Parquet: one strict pass, or several where cells misfit.

The strict pass reads the file once, casts by the rules that the sample suggested and
stops at the first cell that does not fit. Only then are all cells kept as text, the
rules reconsidered with the misfits as evidence, and the misfits counted and listed.
"""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from analysis.loader import Loader
from analysis.reading.cellfile import CellFile
from analysis.reading.choice import TOLERANCE, Locale
from analysis.reading.columns import ColumnPlan
from analysis.reading.kinds import EMPTY, TEXT, literal, not_available_sql

# A dictionary of more than 10,000 values a row group is a quarter of the writing, and
# in the end mostly given up.
PARQUET = (
    "FORMAT parquet, COMPRESSION lz4_raw, PARQUET_VERSION v2, "
    "DICTIONARY_SIZE_LIMIT 10000"
)
TYPED, RAW = "typed.parquet", "raw.parquet"
_MISFIT = "poppy misfit"
# How DuckDB begins to say that the rows themselves cannot be told apart.
_OF_THE_FILE = "CSV Error"
_BLANKS = r"' ' || chr(9) || chr(10) || chr(13) || chr(160)"
_EXAMPLES = 200
_LISTED = 10
_ROUNDS = 4


class Disagreement(Exception):
    """DuckDB did not read the rows that the file's lines amount to."""


@dataclass(frozen=True)
class Misfit:
    """A cell that did not fit its column: row number from 0, and its text."""

    key: str
    row: int
    value: str


@dataclass(frozen=True)
class Conversion:
    """How many rows were written, with what rules, and what did not fit."""

    rows: int
    plans: list[ColumnPlan]
    misfits: list[Misfit]


def convert_cells(
    loader: Loader,
    cells: CellFile,
    plans: list[ColumnPlan],
    locale: Locale,
    work: Path,
) -> Conversion:
    """Write `work`/typed.parquet from a file of cells.

    Raises duckdb.Error or Disagreement where the file is not as regular as it seemed.
    """
    if all(_is_simple(plan) for plan in plans):
        try:
            rows = _strict_pass(loader, cells.relation(), plans, work / TYPED)
            _check_rows(cells, rows)
            return Conversion(rows, _kept(plans), [])
        except (duckdb.ConversionException, duckdb.InvalidInputException) as error:
            if _OF_THE_FILE in str(error):
                raise
    _check_rows(cells, copy(loader, f"FROM {cells.relation()}", work / RAW))
    return convert_raw(loader, plans, locale, work)


def convert_raw(
    loader: Loader,
    plans: list[ColumnPlan],
    locale: Locale,
    work: Path,
) -> Conversion:
    """Write `work`/typed.parquet from the text columns of `work`/raw.parquet."""
    relation = f"read_parquet({literal(str(work / RAW))}, file_row_number=true)"
    for _ in range(_ROUNDS):
        if unsettled := [plan for plan in plans if not plan.settled]:
            _count(loader, relation, unsettled)
            for plan in unsettled:
                _reconsider(loader, relation, plan, locale)
    for plan in plans:
        if not plan.settled:
            plan.rule, plan.misfits = TEXT, 0
    kept = _kept(plans)
    misfits = _list_misfits(loader, relation, kept)
    select = ", ".join(f"{_lenient(plan)} AS {plan.key}" for plan in kept)
    rows = copy(loader, f"SELECT {select} FROM {relation}", work / TYPED)
    return Conversion(rows, kept, misfits)


def copy(loader: Loader, query: str, target: Path) -> int:
    """Write the query's rows as Parquet; return how many there are."""
    return loader.rows(f"COPY ({query}) TO {literal(str(target))} ({PARQUET})")[0][0]


def _kept(plans: list[ColumnPlan]) -> list[ColumnPlan]:
    return [plan for plan in plans if not plan.is_dropped]


def _check_rows(cells: CellFile, rows: int) -> None:
    expected, certain = cells.rows_by_lines()
    if rows > expected or (certain and rows != expected):
        raise Disagreement(f"{rows} rows from {expected} lines")


# --- the strict pass -----------------------------------------------------------


def _is_simple(plan: ColumnPlan) -> bool:
    """Whether the sample gives no reason to expect misfits or words for nothing."""
    if plan.rule.is_text:
        return True
    return all(not cell or plan.rule.matches(cell) for cell in plan.sample)


def _strict_pass(
    loader: Loader,
    relation: str,
    plans: list[ColumnPlan],
    target: Path,
) -> int:
    texts = [plan.key for plan in plans if plan.rule is TEXT]
    # Most files have no text cell of blanks only: that is looked up afterwards.
    rows = copy(loader, _strict_query(relation, plans, trim=False), target)
    if _has_blank_texts(loader, target, texts):
        rows = copy(loader, _strict_query(relation, plans, trim=True), target)
    return rows


def _strict_query(relation: str, plans: list[ColumnPlan], trim: bool) -> str:
    values = [
        f"{plan.rule.strict_sql(plan.key)} AS v{plan.key}"
        for plan in plans
        if not plan.rule.is_text
    ]
    select = ", ".join(
        f"{_strict(plan, trim)} AS {plan.key}" for plan in plans if not plan.is_dropped
    )
    empty = [f"{_strict(plan, trim)} IS NULL" for plan in plans if plan.is_dropped]
    inner = f"SELECT {', '.join(['*', *values])} FROM {relation}"
    return f"SELECT {select} FROM ({inner}) WHERE {' AND '.join(empty) or 'true'}"


def _strict(plan: ColumnPlan, trim: bool) -> str:
    x, rule = plan.key, plan.rule
    if rule is EMPTY:
        return f"CASE WHEN {x} IS NULL THEN NULL ELSE error('{_MISFIT}') END"
    if rule.is_text:
        return _text(x) if trim else x
    misfit = rule.misfit_sql(x, f"v{x}")
    return f"CASE WHEN {misfit} THEN error('{_MISFIT}') ELSE v{x} END"


def _has_blank_texts(loader: Loader, target: Path, keys: list[str]) -> bool:
    """Whether a text column holds cells of blanks only, by the least of its cells."""
    file = literal(str(target))
    least = loader.rows(
        f"SELECT DISTINCT path_in_schema FROM parquet_metadata({file}) "
        "WHERE coalesce(stats_min_value, '') < '!'"
    )
    low = sorted({key for (key,) in least} & set(keys))
    if not low:
        return False
    tests = " OR ".join(f"({key} < '!' AND trim({key}, {_BLANKS}) = '')" for key in low)
    found = loader.rows(f"SELECT count(*) FROM read_parquet({file}) WHERE {tests}")
    return found[0][0] > 0


# --- all cells as text, reconsidered -------------------------------------------


def _text(x: str) -> str:
    """Return SQL for a text cell: null where it holds only blanks."""
    # Comparing with '!' is nearly free and rules out all but a few cells.
    return f"CASE WHEN {x} < '!' AND trim({x}, {_BLANKS}) = '' THEN NULL ELSE {x} END"


def _trimmed(key: str) -> str:
    return f"trim({key}, {_BLANKS})"


def _lenient(plan: ColumnPlan) -> str:
    if plan.rule.is_text:
        return _text(plan.key)
    x = _trimmed(plan.key)
    return f"CASE WHEN {plan.rule.fits_sql(x)} THEN {plan.rule.value_sql(x)} END"


def _misfit_test(plan: ColumnPlan) -> str:
    """Return SQL that is true where a cell holds a value that the rule cannot read."""
    x = _trimmed(plan.key)
    fits = f"({plan.rule.fits_sql(x)} AND ({plan.rule.value_sql(x)}) IS NOT NULL)"
    return f"({x} <> '' AND NOT {not_available_sql(x)} AND NOT {fits})"


def _count(loader: Loader, relation: str, plans: list[ColumnPlan]) -> None:
    """Count each column's values, words for nothing, and misfits, in one scan."""
    parts = []
    for plan in plans:
        x = _trimmed(plan.key)
        parts.append(f"count(*) FILTER ({x} <> '')")
        parts.append(f"count(*) FILTER ({not_available_sql(x)})")
        misfit = "false" if plan.rule.is_text else _misfit_test(plan)
        parts.append(f"count(*) FILTER ({misfit})")
    found = loader.rows(f"SELECT {', '.join(parts)} FROM {relation}")[0]
    for i, plan in enumerate(plans):
        plan.filled, plan.not_available, plan.misfits = found[3 * i : 3 * i + 3]


def _reconsider(
    loader: Loader, relation: str, plan: ColumnPlan, locale: Locale
) -> None:
    """Settle the column's rule, or widen it by the cells that did not fit."""
    surprising = plan.filled > 0 if plan.rule is EMPTY else plan.misfits > 0
    if not surprising:
        plan.settled = True
        return
    plan.sample = plan.sample + _examples(loader, relation, plan)
    wider = plan.best_rule(locale)
    if wider not in (plan.rule, TEXT):
        plan.rule = wider
        return
    plan.settled = True
    values = plan.filled - plan.not_available
    tolerable = plan.misfits <= (1 - TOLERANCE) * values
    if plan.rule is EMPTY or not (plan.chosen_type or tolerable):
        plan.rule, plan.misfits = TEXT, 0


def _examples(loader: Loader, relation: str, plan: ColumnPlan) -> list[str]:
    """Return different cells that the column's rule cannot read."""
    x = _trimmed(plan.key)
    test = f"{x} <> ''" if plan.rule is EMPTY else _misfit_test(plan)
    query = f"SELECT DISTINCT {x} FROM {relation} WHERE {test} LIMIT {_EXAMPLES}"
    return [cell for (cell,) in loader.rows(query)]


def _list_misfits(
    loader: Loader, relation: str, plans: list[ColumnPlan]
) -> list[Misfit]:
    """Return the first misfits of each column, in the order of the rows."""
    misfits = []
    for plan in plans:
        if plan.misfits:
            found = loader.rows(
                f"SELECT file_row_number, {plan.key} FROM {relation} "
                f"WHERE {_misfit_test(plan)} ORDER BY 1 LIMIT {_LISTED}"
            )
            misfits += [Misfit(plan.key, row, value) for row, value in found]
    return sorted(misfits, key=lambda misfit: misfit.row)
