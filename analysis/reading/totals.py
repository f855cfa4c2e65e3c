"""Whether a last row that is called a total holds the sums of the rows above."""

import re

from analysis.loader import Loader
from analysis.reading.columns import ColumnPlan
from analysis.reading.kinds import literal
from analysis.table import NUMERIC

_FRACTION = re.compile(r"[.,](\d+)\D*$")


class NoTotal(Exception):
    """The row that is called a total does not hold the sums."""


def summed_columns(
    duck: Loader, plans: list[ColumnPlan], relation: str, total: list[str]
) -> list[str]:
    """Return the names of the columns whose sums the total holds.

    `relation` is SQL for the typed rows above it. Raises NoTotal where no number is
    its column's sum, or where more than a few are something else (an average).
    """
    filled = [p for p in plans if p.rule.type in NUMERIC and _cell(total, p)]
    if not filled:
        raise NoTotal
    stated = [f"({_stated(plan, total)})" for plan in filled]
    sums = [f"(SELECT sum({plan.key}) FROM {relation})" for plan in filled]
    found = duck.rows(f"SELECT {', '.join(stated + sums)}")[0]
    values = list(zip(filled, found, found[len(filled) :], strict=False))
    names = [p.name for p, said, is_ in values if _is_sum(said, is_, _cell(total, p))]
    # The label itself may stand in a column of numbers.
    others = sum(said is not None for _, said, _ in values) - len(names)
    if not names or (others and others >= len(names)):
        raise NoTotal
    return names


def _cell(total: list[str], plan: ColumnPlan) -> str:
    return total[int(plan.key[1:])].strip()


def _stated(plan: ColumnPlan, total: list[str]) -> str:
    """Return SQL for the number in the total, by its column's rule."""
    text = literal(_cell(total, plan))
    return f"CASE WHEN {plan.rule.fits_sql(text)} THEN {plan.rule.value_sql(text)} END"


def _is_sum(said: object, is_: object, text: str) -> bool:
    """Whether the stated number is the sum, as far as it was written out."""
    if not said or is_ is None:
        return False
    fraction = _FRACTION.search(text)
    rounding = 0.5 * 10 ** -(len(fraction[1]) if fraction else 0)
    return abs(float(said) - float(is_)) <= rounding + 1e-9 * abs(float(is_))
