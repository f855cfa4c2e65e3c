"""Which of two or more: "who had more caps, Dempsey or Beasley?"."""

from analysis.plan import Filter, Measure
from analysis.question.context import Context
from analysis.question.grammar import Found, Rule, rewritten
from analysis.question.marks import Mark, spanning
from analysis.question.superlatives import HINT_COST, Superlative

CONTEST_COST = 0.1
_ADDED = frozenset({"more", "fewer", "less"})


def contests(marks: list[Mark], context: Context) -> list[Mark]:
    """Return the marks with every comparison of listed values made a superlative.

    Only values that were listed ("A or B") can be compared: "more" alone says
    nothing, and "more than" is a test.
    """
    return rewritten(marks, RULES, context)


def _contest(found: Found, context: Context) -> Mark | None:
    edge = found.one("edge")
    subject = _listed(found)
    if subject is None:
        return None
    by, cost = _compared(found, subject, context)
    if by is None or by == subject:
        return None
    descending = (edge.payload[0] == "desc") is not _turned(found, context)
    quantity = bool(_ADDED & set(edge.words.lower().split()))
    top = Superlative(by, descending, 1, quantity, compared=subject)
    return spanning(found.marks, "superlative", top, cost)


def _trended(found: Found, context: Context) -> Mark | None:
    """Read "have cars gotten lighter over time?" as the weight through time."""
    hint = found.one("edge").payload[1:]
    hinted = context.hinted(hint[0]) if hint and hint[0] != "date" else None
    kinds = {mark.kind for mark in found.before + found.after}
    if hinted is None or hinted[1] or not kinds & {"group", "time", "trend"}:
        return None
    return spanning(found.marks, "column", hinted[0], HINT_COST)


def _listed(found: Found) -> str | None:
    """Return the column of which several values were named, if there is one."""
    tests = [m.payload for m in found.before + found.after if m.kind == "filter"]
    listed = [
        test.column
        for test in tests
        if isinstance(test, Filter) and test.test == "in" and not test.negate
    ]
    return listed[0] if len(listed) == 1 else None


def _compared(
    found: Found, subject: str, context: Context
) -> tuple[Measure | str | None, float]:
    """Return what is compared: a column, a computation, the rows, or the hinted one."""
    hint = found.one("edge").payload[1:]
    measure, column = found.one("measure"), found.one("column")
    if measure is not None:
        only = len(measure.payload) == 1 and not hint
        return (measure.payload[0] if only else None), CONTEST_COST
    if column is not None:
        return _of_column(column.payload, hint, context), CONTEST_COST
    if found.all("row"):
        alone = hint or context.is_unique(subject)
        return (None if alone else Measure("count")), CONTEST_COST
    hinted = context.hinted(hint[0]) if hint else None
    return (hinted[0] if hinted else None), HINT_COST


def _of_column(key: str, hint: tuple, context: Context) -> str | None:
    name = context.name(key)
    if not (name.is_number or name.is_date):
        return None
    if hint and hint[0] not in ("date", "length"):
        hinted = context.hinted(hint[0])
        return key if hinted and hinted[0] == key else None
    return key


def _turned(found: Found, context: Context) -> bool:
    """Tell whether the adjective runs against its column: the older was born first."""
    hint = found.one("edge").payload[1:]
    if not hint or hint[0] == "date":
        return False
    hinted = context.hinted(hint[0])
    return bool(hinted and hinted[1])


RULES = (
    Rule("deed? edge:edge of? measure:measure", _contest),
    Rule("deed? edge:edge of? column|amount:column", _contest),
    Rule("deed? edge:edge of? row:row", _contest),
    Rule("column:column weak|equals* edge:edge", _contest),
    Rule("deed? edge:edge", _contest),
    Rule("edge:edge", _trended),
)
