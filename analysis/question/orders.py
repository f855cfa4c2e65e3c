"""Fifth stage: in what order ("sorted by price, descending", "alphabetically")."""

from dataclasses import dataclass

from analysis.plan import Measure
from analysis.question.context import Context
from analysis.question.grammar import Found, Rule, rewritten
from analysis.question.marks import Mark, spanning

TARGETS = frozenset({"measure", "column", "amount"})
# Bars that go "from biggest to smallest" do so by their length, not by their names.
SIZES = frozenset(
    {"biggest", "largest", "highest", "lowest", "smallest", "high", "low"}
)


@dataclass(frozen=True)
class Ordering:
    """What to order by and which way; `targets` are Measures, column keys or axes.

    Without targets the first thing shown decides; `descending` is None if not said.
    """

    targets: tuple[Measure | str, ...]
    descending: bool | None


def orders(marks: list[Mark], context: Context) -> list[Mark]:
    """Return the marks with every request for an order made an ordering mark."""
    return rewritten(marks, RULES, context)


def _ordered(found: Found, context: Context) -> Mark | None:
    following = found.after[0].kind if found.after else ""
    if found.marks[-1].words.lower().endswith((" of", " by")) and following in TARGETS:
        return None  # what it is the order of comes next
    directions = {mark.payload[0] for mark in found.all("direction")}
    directions |= {mark.payload[0] for mark in found.all("more")}
    if len(directions) > 1:
        return None
    descending = "desc" in directions if directions else None
    hints = [m.payload[1] for m in found.all("direction") if len(m.payload) > 1]
    targets: list[Measure | str] = []
    sized = any(SIZES & set(m.words.lower().split()) for m in found.all("direction"))
    for mark in found.all("target"):
        bars = mark.kind == "axis" and "bar" in mark.words.lower()
        targets += ["axis y"] if bars and sized else _target(mark)
    for hint in hints:
        hinted = context.hinted(hint)
        if hinted is None:
            return None
        targets.append(hinted[0])
        descending = descending is not hinted[1]
    return spanning(found.marks, "ordering", Ordering(tuple(targets), descending))


def _ordered_of(found: Found, context: Context) -> Mark | None:
    """Read "in ascending order of" with what follows it."""
    said = found.one("direction").words.lower()
    return _ordered(found, context) if said.endswith((" of", " by")) else None


def _ordered_column(found: Found, context: Context) -> list[Mark] | None:
    """Read "by ascending years" as the years, in that order."""
    said = found.one("direction").words.lower()
    if not said.endswith(("ascending", "descending", "increasing", "decreasing")):
        return None
    ordering = _ordered(found, context)
    return [found.marks[-1], ordering] if ordering else None


def _target(mark: Mark) -> list[Measure | str]:
    if mark.kind == "measure":
        return list(mark.payload)
    if mark.kind in ("column", "amount"):
        return [mark.payload]
    if mark.kind == "axis":
        return [f"axis {mark.payload[0]}"]
    if mark.kind == "chart":
        return ["axis x"]
    return ["axis y"] if mark.kind == "tally" else []


_TARGET = "measure|column|amount|axis|tally|chart|row"
_TARGETS = f"(:target {_TARGET} ( and|comma+ {_TARGET} )* )"
_OF = "by|prep|of|for*"

RULES = (
    Rule(
        f"order {_OF} direction:direction prep|of|for|by|order* {_TARGETS}",
        _ordered,
    ),
    Rule(
        f"order {_OF} {_TARGETS} prep|of|for|comma* direction:direction order?",
        _ordered,
    ),
    Rule(f"order by|prep|of|for* {_TARGETS}", _ordered),
    Rule(f"direction:direction prep|of|for|by|order+ {_TARGETS}", _ordered),
    Rule(f"direction:direction {_TARGETS}", _ordered_of),
    Rule("axis|tally:target prep* direction:direction", _ordered),
    Rule(f"by {_TARGETS} prep* direction:direction", _ordered),
    Rule("order prep|of|for|by* direction:direction", _ordered),
    Rule("direction:direction column:target", _ordered_column),
    Rule("direction:direction", _ordered),
    Rule("show by|prep+ axis|tally:target", _ordered),
)
