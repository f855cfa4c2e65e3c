"""Plans that list rows: which columns are shown, and whether each value once."""

from analysis.plan import NEIGHBOURS, Plan, filters_of
from analysis.question.context import Context
from analysis.question.parts import Parts


def listed_rows(parts: Parts, context: Context) -> Plan | None:
    """Return the plan of cells as they stand; None where something is computed."""
    if parts.measures or parts.groups or parts.havings or "tally" in parts.flags:
        return None
    shown = list(parts.shown) or _places(parts)
    if "relation" in parts.flags and len(shown) < 2 and parts.chart == "scatter":
        return None
    if not shown and "all" not in parts.flags:
        found = _of_rows(parts, context)
        if found is None:
            return None
        shown = found
    if parts.chart in ("bar", "pie", "line") and all(map(context.is_measured, shown)):
        shown = [*context.name_columns(), *shown] if len(shown) == 1 else shown
    if shown and _says_itself(shown, parts):
        return None
    distinct = "distinct" in parts.flags or _is_list_of_values(shown, context)
    return Plan(
        "rows",
        columns=tuple(shown),
        where=parts.where,
        distinct=distinct and bool(shown),
    )


def _of_rows(parts: Parts, context: Context) -> list[str] | None:
    """Return the columns to show of rows that are spoken of; none are all of them."""
    if "who" in parts.flags:
        return _listed(parts) or list(context.name_columns())
    if not parts.rows_named and parts.where is None:
        return None
    if "which" in parts.flags:
        return _told_apart(parts, context)
    if parts.rows_named and not context.names.nouns:
        return list(context.name_columns()) or None
    return []


def _told_apart(parts: Parts, context: Context) -> list[str]:
    """Return what tells "which" rows: their names or numbers, and what was tested."""
    names = list(context.name_columns()) or context.own_identifier()
    tested = [f.column for f in filters_of(parts.where) if f.test != "blank"]
    return list(dict.fromkeys((*names, *tested[:2]))) if names else []


def _listed(parts: Parts) -> list[str]:
    """Return the column of "Ann or Bo", of whom "who" asks."""
    tests = [f for f in filters_of(parts.where) if f.test == "in" and not f.negate]
    return [tests[0].column] if len(tests) == 1 else []


def _places(parts: Parts) -> list[str]:
    """Return the columns of "after Lyon": what is beside Lyon is of its kind."""
    return [f.column for f in filters_of(parts.where) if f.test in NEIGHBOURS]


def _says_itself(shown: list[str], parts: Parts) -> bool:
    """Tell whether only what the filter fixes would be shown: that answers nothing."""
    fixed = {f.column for f in filters_of(parts.where) if f.test == "=" and not f.other}
    return set(shown) <= fixed


def _is_list_of_values(shown: list[str], context: Context) -> bool:
    """Tell whether one category is asked for, whose values are wanted once each."""
    if len(shown) != 1:
        return False
    return context.column(shown[0]).role in ("category", "flag")
