"""Sixth stage: the extreme ones ("the oldest", "top 5 by price", "most common")."""

from dataclasses import dataclass, replace

from analysis.plan import Measure
from analysis.question.context import Context
from analysis.question.grammar import Found, Rule, rewritten
from analysis.question.groups import period_group
from analysis.question.heads import is_head
from analysis.question.marks import Mark, spanning
from analysis.question.targets import usual_operation
from analysis.question.words import singular

# Words that ask for how many or how much in all, not for the extreme single cell.
_QUANTITY = ("most", "fewest", "number", "amount", "total", "count", "least", "times")
MOST = ("most", "the most", "least", "the least")
HINT_COST, COUNT_COST, MOST_ROW_COST = 0.2, 0.1, 0.65


@dataclass(frozen=True)
class Superlative:
    """The extreme ones by a column or a measure; `limit` of them.

    `quantity` is set when the words ask for how much in all ("most"), so that
    several rows of one group are added up before they are compared; `subject` is the
    column whose values are compared, where the words say so ("most common type");
    `compared` is the column of the values that were listed ("A or B").
    """

    by: Measure | str
    descending: bool
    limit: int = 1
    quantity: bool = False
    subject: str | None = None
    compared: str | None = None


def superlatives(marks: list[Mark], context: Context) -> list[Mark]:
    """Return the marks with every superlative made a superlative mark."""
    return rewritten(marks, RULES, context)


def _by_column(found: Found, context: Context) -> Mark | None:
    """Read "highest salary": at the head of a question it is a measure."""
    top, key = found.one("top"), found.one("column").payload
    name = context.name(key)
    hint = top.payload[1] if len(top.payload) > 1 else None
    if hint == "date" and not context.is_time(key):
        return None
    plural = (
        singular(found.one("column").words.lower()) != found.one("column").words.lower()
    )
    if hint not in (None, "date"):
        hint = None if context.hinted(hint) == (key, False) else hint
    if hint is None and _asks_quantity(top) and context.is_noun(key) and plural:
        measure = (
            Measure("count") if context.is_unique(key) else Measure("distinct", key)
        )
        return _superlative(found, measure, top.payload[0] == "desc", cost=COUNT_COST)
    if hint not in (None, "date") or not (name.is_number or name.is_date):
        return None
    descending = top.payload[0] == "desc"
    if _describes(found):
        return _superlative(found, key, descending, quantity=True)
    if is_head(found):
        measure = Measure("max" if descending else "min", key)
        return spanning(found.marks, "measure", (measure,))
    return _superlative(found, key, descending, _asks_quantity(top))


def _describes(found: Found) -> bool:
    """Tell "best selling category" and "highest rated film" from "highest price"."""
    said = found.one("column").words.lower()
    following = found.after[0].kind if found.after else ""
    return said.endswith(("ing", "ed")) and following in ("row", "column", "filter")


def _said_of(found: Found, context: Context) -> Mark | None:
    """Read "who earns the most", "which film cost the least"."""
    top, key = found.one("top"), found.one("column").payload
    following = found.after[0].kind if found.after else ""
    if following in ("row", "column", "filter", "measure", "event"):
        return None
    if len(top.payload) > 1 or not _asks_quantity(top):
        return None
    if not context.is_measured(key):
        return None
    return _superlative(found, key, top.payload[0] == "desc", quantity=True)


def _by_filtered(found: Found, context: Context) -> list[Mark] | None:
    """Read "the most engineers" as the count of rows that are engineers."""
    top, test = found.one("top"), found.one("filter")
    following = found.after[0].kind if found.after else ""
    if len(top.payload) > 1 or not _asks_quantity(top) or following == "column":
        return None
    descending = top.payload[0] == "desc"
    best = Superlative(Measure("count"), descending, _limit(found))
    return [top.becomes("superlative", best), test]


def _by_measure(found: Found, context: Context) -> Mark | None:
    top = found.one("top")
    measures = found.one("measure").payload
    if len(measures) != 1 or len(top.payload) > 1:
        return None
    return _superlative(found, measures[0], top.payload[0] == "desc")


def _by_hint(found: Found, context: Context) -> Mark | None:
    """Read "the oldest", "most expensive hotels": the adjective names the column."""
    top = found.one("top")
    if len(top.payload) < 2:
        return None
    event = found.one("event")
    if event is not None and context.is_time(event.payload):
        return _superlative(found, event.payload, top.payload[0] == "desc")
    key, other_way = context.hinted(top.payload[1]) or (None, False)
    if key is None:
        return None
    descending = (top.payload[0] == "desc") is not other_way
    return _superlative(found, key, descending, cost=HINT_COST)


def _when_first(found: Found, context: Context) -> list[Mark] | None:
    """Read "came into service first" by the date (or year) of service."""
    when, top = found.one("when"), found.one("top")
    if top.payload[1:] != ("date",) or not context.is_time(when.payload):
        return None
    return [_superlative(found, when.payload, top.payload[0] == "desc")]


def _by_most(found: Found, context: Context) -> list[Mark] | None:
    """Read "which club competed the most" as the club with the most rows."""
    top, column = found.one("top"), found.one("column")
    ends = all(mark.kind == "stop" for mark in found.after)
    said = top.words.lower() in MOST
    if not (ends and said) or _is_single(column.payload, context):
        return None
    measure = Superlative(Measure("count"), top.payload[0] == "desc")
    return [column, spanning(found.marks[1:], "superlative", measure, COUNT_COST)]


def _is_single(key: str, context: Context) -> bool:
    return context.is_unique(key) or context.is_amount(key)


def _by_rows(found: Found, context: Context) -> Mark | None:
    """Read "the most orders" as the count of rows, where rows are orders."""
    top, row = found.one("top"), found.marks[-1]
    unsure = row.guessed and row.cost > MOST_ROW_COST
    if len(top.payload) > 1 or not _asks_quantity(top) or unsure:
        return None
    return _superlative(found, Measure("count"), top.payload[0] == "desc")


def _rows_by(found: Found, context: Context) -> Mark | None:
    """Read "top 5 employees by salary"."""
    top, column = found.one("top"), found.one("column")
    descending = top.payload[0] == "desc"
    if column.kind == "measure":
        return _superlative(found, column.payload[0], descending)
    name = context.name(column.payload)
    if not (name.is_number or name.is_date):
        return None
    return _superlative(found, column.payload, descending)


def _columns_by(found: Found, context: Context) -> list[Mark] | None:
    """Read "top 5 airlines by average price"."""
    top, subject = _rows_by(found, context), found.one("subject")
    if top is None:
        return None
    by = top.payload.by
    if isinstance(by, str) and _comes_often(subject.payload, context):
        measure = Measure(usual_operation(by, context), by)
        top = top.becomes("superlative", replace(top.payload, by=measure))
    return [subject, top]


def _periods_by(found: Found, context: Context) -> list[Mark] | None:
    """Read "top 5 months by total sales", "which year had the highest sales"."""
    group = period_group(found.one("grain"), context)
    top = _rows_by(found, context) if group else None
    return None if top is None else [group, top]


def _periods_with(found: Found, context: Context) -> list[Mark] | None:
    """Read "weekday with most units" by the total of what adds up."""
    top, of = found.one("top"), found.one("column")
    group = period_group(found.one("grain"), context)
    measure = _quantity(of, context)
    if group is None or measure is None or len(top.payload) > 1:
        return None
    if of.kind != "measure" and not _asks_quantity(top):
        return None
    descending = top.payload[0] == "desc"
    return [group, _superlative(found, measure, descending)]


def _quantity(of: Mark, context: Context) -> Measure | None:
    """Return what "most" is of: the total of a column, or what is computed."""
    if of.kind == "measure":
        return of.payload[0] if len(of.payload) == 1 else None
    adds_up = context.is_amount(of.payload)
    adds_up = adds_up and usual_operation(of.payload, context) == "sum"
    return Measure("sum", of.payload) if adds_up else None


def _comes_often(key: str, context: Context) -> bool:
    """Tell whether the rows of one value are computed together first."""
    return not context.is_unique(key) and key not in context.name_columns()


def _frequent(found: Found, context: Context) -> list[Mark]:
    """Read "most common type" as the type with the most rows."""
    frequent = found.one("frequent")
    descending = frequent.payload[0] == "desc"
    limit = _limit(found)
    column = found.one("column")
    subject = column.payload if column else None
    top = Superlative(Measure("count"), descending, limit, subject=subject)
    mark = frequent.becomes("superlative", top)
    return [mark, *found.all("column")]


def _superlative(
    found: Found,
    by: Measure | str,
    descending: bool,
    quantity: bool = False,
    cost: float = 0.0,
) -> Mark:
    payload = Superlative(by, descending, _limit(found), quantity)
    return spanning(found.marks, "superlative", payload, cost)


def _limit(found: Found) -> int:
    number = found.one("limit")
    return int(number.payload) if number and number.payload >= 1 else 1


def _asks_quantity(top: Mark) -> bool:
    return any(word in top.words.lower().split() for word in _QUANTITY)


_TOP = "number?:limit top:top"
_TOP_N = "top:top number:limit"

RULES = (
    Rule("column|event:column top:top", _said_of),
    Rule(f"{_TOP_N} grain:grain by|prep|of+ measure:column", _periods_by),
    Rule("grain:grain weak top:top measure:column", _periods_by),
    Rule("grain:grain relative|weak top:top column|measure:column", _periods_with),
    Rule(f"{_TOP_N} column:subject by|prep|of|for+ column|measure:column", _columns_by),
    Rule(f"{_TOP_N} row? by|prep|of|for+ column|measure:column", _rows_by),
    Rule(f"{_TOP} of? column:column", _by_column),
    Rule(f"{_TOP_N} of? column:column", _by_column),
    Rule(f"{_TOP} measure:measure", _by_measure),
    Rule(f"{_TOP_N} measure:measure", _by_measure),
    Rule(f"{_TOP} row? prep|equals* event:event", _by_hint),
    Rule(f"{_TOP} row?", _by_hint),
    Rule(f"{_TOP_N} row?", _by_hint),
    Rule(f"{_TOP} row", _by_rows),
    Rule(f"{_TOP} filter:filter", _by_filtered),
    Rule(f"{_TOP_N} row", _by_rows),
    Rule("weak|deed* event|column:when top:top", _when_first),
    Rule("column:column weak|deed|equals|event+ top:top", _by_most),
    Rule("number?:limit frequent:frequent column?:column", _frequent),
)
