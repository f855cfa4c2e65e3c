"""Text cells into typed Parquet: one strict pass, or several where cells misfit.

The strict pass reads the file once, casts by the rules that the sample suggested and
stops at the first cell that does not fit. Only then are all cells kept as text, the
rules reconsidered with the misfits as evidence, and the misfits counted and listed.
"""

from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from analysis.reading.choice import TOLERANCE, Locale, choose_rule, rules_for_type
from analysis.reading.kinds import EMPTY, TEXT, Rule, literal, not_available_sql
from analysis.reading.records import Dialect

PARQUET = "FORMAT parquet, COMPRESSION lz4_raw, PARQUET_VERSION v2"
MAX_LINE_BYTES = 64 << 20
_BLANK_SQL = r"' ' || chr(9) || chr(10) || chr(13) || chr(160)"
_EXAMPLES = 200
_ROUNDS = 4


@dataclass(frozen=True)
class CellFile:
    """A UTF-8 text file of cells that DuckDB can read strictly, without a header."""

    path: Path
    dialect: Dialect
    width: int
    skip: int = 0
    newline: str | None = None
    longest_line: int = 0

    def relation(self) -> str:
        """Return the SQL of a table function with the columns c0..cN as VARCHAR."""
        columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(self.width))
        settings = [
            literal(str(self.path)),
            # Strict is the default; saying so with new_line and skip gives 0 rows.
            "auto_detect=false, header=false",
            f"delim={literal(self.dialect.delimiter)}",
            f"quote={literal(self.dialect.quote)}",
            f"escape={literal(self.dialect.escape if self.dialect.quote else '')}",
            f"skip={self.skip}",
            f"columns={{{columns}}}",
        ]
        if self.newline:
            settings.append(f"new_line='{self.newline}'")
        if self.longest_line > 1 << 20:
            settings.append(f"max_line_size={2 * self.longest_line}")
        return f"read_csv({', '.join(settings)})"


@dataclass
class ColumnPlan:
    """What is known about one column while it is converted."""

    key: str
    name: str
    sample: list
    rule: Rule = TEXT
    chosen_type: str | None = None
    filled: int = 0
    misfits: int = 0
    not_available: int = 0
    settled: bool = False
    # A last column without a name is dropped if it turns out to hold nothing.
    droppable: bool = False
    examples: list = field(default_factory=list)


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


def convert(
    cursor: duckdb.DuckDBPyConnection,
    cells: CellFile,
    plans: list[ColumnPlan],
    locale: Locale,
    work: Path,
) -> Conversion:
    """Write `work`/typed.parquet; raises duckdb.Error where the text is irregular."""
    target = work / "typed.parquet"
    if all(_is_simple(plan) for plan in plans):
        try:
            rows = _copy(cursor, *_strict_select(plans), cells.relation(), target)
            return Conversion(rows, _kept(plans), [])
        except duckdb.InvalidInputException as error:
            if _MISFIT not in str(error):
                raise
    raw = work / "raw.parquet"
    _copy(cursor, "*", "true", cells.relation(), raw)
    return _considered(cursor, raw, plans, locale, target)


def _considered(
    cursor: duckdb.DuckDBPyConnection,
    raw: Path,
    plans: list[ColumnPlan],
    locale: Locale,
    target: Path,
) -> Conversion:
    relation = f"read_parquet({literal(str(raw))}, file_row_number=true)"
    for _ in range(_ROUNDS):
        open_plans = [plan for plan in plans if not plan.settled]
        if not open_plans:
            break
        _count(cursor, relation, open_plans)
        for plan in open_plans:
            _reconsider(cursor, relation, plan, locale)
    for plan in plans:
        if not plan.settled:
            plan.rule, plan.misfits = TEXT, 0
    misfits = _list_misfits(cursor, relation, plans)
    kept = _kept(plans)
    rows = _copy(cursor, _lenient_select(kept), "true", relation, target)
    return Conversion(rows, kept, misfits)


_MISFIT = "poppy misfit"


def _is_simple(plan: ColumnPlan) -> bool:
    """Whether the sample gives no reason to expect misfits or words for nothing."""
    if plan.rule.is_text:
        return True
    return all(not cell or plan.rule.matches(cell) for cell in plan.sample)


def _kept(plans: list[ColumnPlan]) -> list[ColumnPlan]:
    return [p for p in plans if not (p.droppable and p.rule is EMPTY)]


def _strict_select(plans: list[ColumnPlan]) -> tuple[str, str]:
    """Return the select list, and the condition that the dropped column is empty."""
    kept = _kept(plans)
    dropped = [f"({_strict(plan)}) IS NULL" for plan in plans if plan not in kept]
    select = ", ".join(f"{_strict(plan)} AS {plan.key}" for plan in kept)
    return select, dropped[0] if dropped else "true"


def _strict(plan: ColumnPlan) -> str:
    x, rule = plan.key, plan.rule
    if rule is EMPTY:
        return f"CASE WHEN {x} IS NULL THEN NULL ELSE error('{_MISFIT}') END"
    if rule.is_text:
        return _text_sql(x)
    value = f"CASE WHEN {rule.fits_sql(x)} THEN {rule.value_sql(x)} END"
    return (
        f"CASE WHEN {x} IS NULL THEN NULL "
        f"ELSE coalesce({value}, error('{_MISFIT}')) END"
    )


def _text_sql(x: str) -> str:
    """Return SQL for a text cell: null where it holds only blanks."""
    # Comparing with '!' is nearly free and rules out all but a few cells.
    return (
        f"CASE WHEN {x} < '!' AND trim({x}, {_BLANK_SQL}) = '' THEN NULL ELSE {x} END"
    )


def _trimmed(key: str) -> str:
    return f"trim({key}, {_BLANK_SQL})"


def _lenient_select(plans: list[ColumnPlan]) -> str:
    return ", ".join(f"{_lenient(plan)} AS {plan.key}" for plan in plans)


def _lenient(plan: ColumnPlan) -> str:
    if plan.rule.is_text:
        return _text_sql(plan.key)
    x = _trimmed(plan.key)
    return f"CASE WHEN {plan.rule.fits_sql(x)} THEN {plan.rule.value_sql(x)} END"


def _copy(
    cursor: duckdb.DuckDBPyConnection,
    select: str,
    condition: str,
    relation: str,
    target: Path,
) -> int:
    query = f"SELECT {select} FROM {relation} WHERE {condition}"
    cursor.execute(f"COPY ({query}) TO {literal(str(target))} ({PARQUET})")
    return cursor.fetchone()[0]


def _misfit_sql(plan: ColumnPlan) -> str:
    """Return SQL that is true where a cell holds a value that the rule cannot read."""
    x = _trimmed(plan.key)
    fits = f"({plan.rule.fits_sql(x)} AND ({plan.rule.value_sql(x)}) IS NOT NULL)"
    return f"({x} <> '' AND NOT {not_available_sql(x)} AND NOT {fits})"


def _count(
    cursor: duckdb.DuckDBPyConnection, relation: str, plans: list[ColumnPlan]
) -> None:
    parts = []
    for plan in plans:
        x = _trimmed(plan.key)
        parts.append(f"count(*) FILTER ({x} <> '')")
        parts.append(f"count(*) FILTER ({not_available_sql(x)})")
        # Text takes every cell, and a column empty in the sample has no rule to fit.
        missing = plan.rule is TEXT or plan.rule is EMPTY
        parts.append("0" if missing else f"count(*) FILTER ({_misfit_sql(plan)})")
    found = cursor.execute(f"SELECT {', '.join(parts)} FROM {relation}").fetchone()
    for i, plan in enumerate(plans):
        plan.filled, plan.not_available, plan.misfits = found[3 * i : 3 * i + 3]


def _reconsider(
    cursor: duckdb.DuckDBPyConnection, relation: str, plan: ColumnPlan, locale: Locale
) -> None:
    """Settle the column's rule, or widen it by the cells that did not fit."""
    values = plan.filled - plan.not_available
    if (
        plan.rule is TEXT
        or (plan.rule is EMPTY and not plan.filled)
        or plan.rule is not EMPTY
        and not plan.misfits
    ):
        plan.settled = True
    else:
        wider = _wider(cursor, relation, plan, locale)
        if wider not in (plan.rule, TEXT):
            plan.rule = wider
        elif plan.rule is not EMPTY and (
            plan.chosen_type or plan.misfits <= (1 - TOLERANCE) * values
        ):
            plan.settled = True
        else:
            plan.rule, plan.misfits, plan.settled = TEXT, 0, True


def _wider(
    cursor: duckdb.DuckDBPyConnection, relation: str, plan: ColumnPlan, locale: Locale
) -> Rule:
    """Return the rule that the sample together with the misfits suggests."""
    x = _trimmed(plan.key)
    where = f"{x} <> ''" if plan.rule is EMPTY else _misfit_sql(plan)
    found = cursor.execute(
        f"SELECT DISTINCT {x} FROM {relation} WHERE {where} LIMIT {_EXAMPLES}"
    ).fetchall()
    plan.sample = plan.sample + [row[0] for row in found]
    if plan.chosen_type:
        return next(iter(rules_for_type(plan.chosen_type, plan.sample, locale)), TEXT)
    return choose_rule(plan.name, plan.sample, locale)


def _list_misfits(
    cursor: duckdb.DuckDBPyConnection, relation: str, plans: list[ColumnPlan]
) -> list[Misfit]:
    """Return the first misfits of each column, ten at most."""
    misfits = []
    for plan in plans:
        if plan.misfits:
            found = cursor.execute(
                f"SELECT file_row_number, {plan.key} FROM {relation} "
                f"WHERE {_misfit_sql(plan)} ORDER BY 1 LIMIT 10"
            ).fetchall()
            misfits += [Misfit(plan.key, row, value) for row, value in found]
    return sorted(misfits, key=lambda misfit: misfit.row)
