"""A plan's columns: which it uses, and the same plan for another version's columns."""

from collections.abc import Callable

from analysis.plan import Plan
from analysis.plan_json import plan_from_json
from analysis.table import NUMERIC, TEMPORAL, ColumnProfile, TableProfile
from errors import ValidationError

NAMING = ("column", "other")


def columns_used(plan: Plan) -> frozenset[str]:
    """Return the keys of all columns that a plan reads, in filters too."""
    found: set[str] = set()

    def note(key: str) -> str:
        found.add(key)
        return key

    _renamed(plan.to_json(), note)
    if plan.kind in ("rows", "missing", "describe") and not plan.columns:
        return frozenset({"*", *found})
    return frozenset(found)


def moved(plan: Plan, old: TableProfile, new: TableProfile) -> Plan:
    """Return the plan for another version of the table, columns matched by name.

    Raises ValidationError, in words, where a column is gone or of another kind.
    """
    by_name = {column.name: column for column in reversed(new.columns)}
    by_folded = {column.name.casefold(): column for column in reversed(new.columns)}

    def follow(key: str) -> str:
        before = old.column(key)
        after = by_name.get(before.name) or by_folded.get(before.name.casefold())
        if after is None:
            raise ValidationError(f"The column “{before.name}” is not there any more.")
        if _kind(before) != _kind(after):
            raise ValidationError(
                f"The column “{before.name}” held {_kind(before)}; "
                f"now it holds {_kind(after)}."
            )
        return after.key

    return plan_from_json(_renamed(plan.to_json(), follow), new)


def _renamed(part: object, rename: Callable[[str], str]) -> object:
    if isinstance(part, list):
        return [_renamed(each, rename) for each in part]
    if not isinstance(part, dict):
        return part
    return {name: _renamed_field(name, value, rename) for name, value in part.items()}


def _renamed_field(name: str, value: object, rename: Callable[[str], str]) -> object:
    if name in NAMING and isinstance(value, str):
        return rename(value)
    if name == "columns":
        return [rename(key) for key in value]
    return _renamed(value, rename)


def _kind(column: ColumnProfile) -> str:
    if column.type in NUMERIC:
        return "numbers"
    if column.type in TEMPORAL:
        return "dates"
    return {"boolean": "yes or no", "time": "times"}.get(column.type, "text")
