"""Second stage: tests of a column ("price over 5", "in France", "not blank")."""

from dataclasses import replace

from analysis.plan import Filter, Group, Inner, filters_of, joined
from analysis.question.conditions import equal_to, in_unit, is_when, test_of, turned
from analysis.question.context import Context
from analysis.question.grammar import Found, Rule, rewritten
from analysis.question.marks import Mark, spanning
from analysis.question.units import Quantity, in_unit_of

THAT = ("that", "which", "who", "with", "having")
# Words that compare numbers but, between two columns, put them over each other.
PLACES = ("over", "under", "above", "below", "after", "before", "beyond", "from")
# After a test these end a period, so that what follows is none of its own.
ENDING = ("to", "through")
GUESSED_COLUMN_COST, UNSURE_COLUMN = 1.5, 0.5
WHEN_ALONE_COST, NUMBER_COST, HINT_COST, BLANK_COST, FLAG_COST = 0.2, 0.1, 0.2, 0.3, 0.1


def filters(marks: list[Mark], context: Context) -> list[Mark]:
    """Return the marks with every test of a column made a filter mark.

    A filter before its noun ("Visa payments") goes behind it.
    """
    marks = rewritten(marks, RULES, context)
    marks = rewritten(marks, (Rule(_INNER_SCOPE, _scoped),), context)
    marks = rewritten(marks, (Rule(_ALSO, _also),), context)
    return rewritten(marks, (Rule("filter row|column", _behind),), context)


def _behind(found: Found, context: Context) -> list[Mark]:
    return [found.marks[1], found.marks[0]]


def _also(found: Found, context: Context) -> list[Mark] | None:
    """Read "below 600 or above 900" with both tests of the same column."""
    first, join = found.one("first"), found.one("join")
    compare = found.one("compare").payload
    if not isinstance(first.payload, Filter) or len(compare) > 1:
        return None
    part = _either(found, first.payload.column, compare[0], context)
    if part is None:
        return None
    return [first, join, spanning(found.marks[2:], "filter", part)]


def _scoped(found: Found, context: Context) -> Mark | None:
    """Read "above the average salary of Physics teachers" with Physics inside."""
    outer, inner = found.one("outer").payload, found.one("inner").payload
    if not isinstance(outer, Filter) or not outer.values:
        return None
    number = outer.values[0]
    if not isinstance(number, Inner) or number.where is not None:
        return None
    scoped = replace(outer, values=(replace(number, where=inner),))
    return spanning(found.marks, "filter", scoped)


def _filter(
    found: Found, context: Context, part: Filter | Group | None, cost: float = 0.0
) -> Mark | list[Mark] | None:
    """Return the filter mark, after the column itself where "that ..." follows it."""
    negated = turned(part) if found.all("not") else part
    if negated is None or _is_computed(found):
        return None
    cost += _unit_doubt(found, part, context)
    mark = spanning(found.marks, "filter", negated, cost)
    return [found.marks[0], mark] if _is_asked_for(found) else mark


def _unit_doubt(found: Found, part: Filter | Group, context: Context) -> float:
    """Return the doubt that a column is in the unit that was said."""
    key = next(filters_of(part)).column
    said = [m.payload for m in found.marks if isinstance(m.payload, Quantity)]
    fits = [in_unit_of(quantity, context.name(key)) for quantity in said]
    return max((fit[1] for fit in fits if fit), default=0.0)


def _is_asked_for(found: Found) -> bool:
    """Tell "names that contain x", where names are wanted, from "name contains x"."""
    first, *rest = found.marks
    if first.kind != "column":
        return False
    if found.before and found.before[-1].words.lower().endswith(("which", "what")):
        return True
    return bool(rest) and rest[0].words.lower() in THAT


def _is_computed(found: Found) -> bool:
    """Tell whether the column that leads the match is the object of an operation."""
    before = [mark.kind for mark in found.before if mark.kind != "of"]
    leads = found.marks[0].kind in ("column", "event")
    return leads and bool(before) and before[-1] in ("op", "count")


def _values(found: Found, label: str = "value") -> list[object]:
    kinds = ("number", "date", "quantity")
    return [m.payload for m in found.all(label) if m.kind in kinds]


def _either(
    found: Found, key: str, test: str, context: Context
) -> Filter | Group | None:
    """Return the test against one value, or against any of several."""
    values = [in_unit(value, key, context) for value in _values(found)]
    if None in values:
        return None
    parts = [test_of(key, test, [value], context) for value in values]
    if None in parts:
        return None
    if len(parts) > 1 and all(isinstance(p, Filter) and p.test == "=" for p in parts):
        return Filter(key, "in", tuple(p.values[0] for p in parts))
    return joined("or", parts)


def _between(found: Found, context: Context) -> Mark | None:
    column = found.one("column")
    values = [found.one("low").payload, found.one("high").payload]
    if column is not None:
        low, high = values
        if isinstance(high, Quantity) and isinstance(low, int | float):
            low = Quantity(low, high.unit)  # "between 2 and 5 hours"
        values = [in_unit(value, column.payload, context) for value in (low, high)]
        if None in values:
            return None
        return _filter(
            found, context, test_of(column.payload, "between", values, context)
        )
    key = _only_time(values, context)
    if key is None:
        return None
    part = test_of(key, "between", values, context)
    return _filter(found, context, part, WHEN_ALONE_COST)


def _compared(found: Found, context: Context) -> Mark | None:
    key, (test, *hint) = found.one("column").payload, found.one("compare").payload
    following = found.after[0].kind if found.after else ""
    if found.marks[-1].kind != "column" and following in ("column", "row", "amount"):
        return None
    if hint and not _is_hinted(key, hint[0], context):
        return None
    if _is_code(found.one("column"), context) and test not in ("=", "!="):
        return None
    return _filter(found, context, _either(found, key, test, context))


def _is_hinted(key: str, hint: str, context: Context) -> bool:
    """Tell whether "older than" may be said of this column."""
    if hint == "date":
        return context.is_time(key)
    hinted = context.hinted(hint)
    return hinted is not None and hinted[0] == key


def _is_code(mark: Mark, context: Context) -> bool:
    """Tell whether a column of identifiers is meant as the things, not as numbers."""
    if not context.is_identifier(mark.payload):
        return False
    return not set(mark.words.lower().split("_")[-1].split()) & {"id", "number", "ids"}


def _hint_compared(found: Found, context: Context) -> Mark | None:
    """Read "older than 56", "before 2006": the word of comparison names the column."""
    payload = found.one("compare").payload
    values = _values(found)
    if len(payload) < 2 or (payload[1] == "date" and not all(map(is_when, values))):
        return None
    key, other_way = context.hinted(payload[1]) or (None, False)
    if payload[1] == "date":
        key = _only_time(values, context)
    if key is None or other_way:
        return None
    return _filter(found, context, _either(found, key, payload[0], context), HINT_COST)


def _after_number(found: Found, context: Context) -> Mark | None:
    """Read "capacity 300 or more", "2011 or later"."""
    column = found.one("column")
    key = column.payload if column else _only_time(_values(found), context)
    if key is None:
        return None
    return _filter(
        found, context, _either(found, key, found.one("after").payload[0], context)
    )


def _equal_number(found: Found, context: Context) -> Mark | None:
    """Read "stops is 2"; in "price in 2024" the number is a time, not a price."""
    if found.after and found.after[0].kind in ("top", "frequent"):
        return None
    linked = any(m.kind == "prep" for m in found.marks)
    timed = all(map(is_when, _values(found)))
    if linked and timed and not context.is_time(found.one("column").payload):
        return None
    return _filter(
        found, context, _either(found, found.one("column").payload, "=", context)
    )


def _aged(found: Found, context: Context) -> Mark | None:
    """Read "18 years old", "more than 20 years old"."""
    hinted = context.hinted(found.one("unit").payload[0])
    if hinted is None or hinted[1]:
        return None
    compare = found.one("compare")
    test = compare.payload[0] if compare else "="
    return _filter(found, context, _either(found, hinted[0], test, context), HINT_COST)


def _number_of(found: Found, context: Context) -> Mark | None:
    """Read "with 2 stops", "5 cylinder cars" as that number in the column."""
    key = found.one("column").payload
    before = found.before[-1].kind if found.before else ""
    if before in ("top", "frequent", "order", "compare") or context.is_time(key):
        return None
    if not context.is_measured(key):
        return None
    return _filter(found, context, _either(found, key, "=", context), NUMBER_COST)


def _in_time(found: Found, context: Context) -> Mark | None:
    """Read "in 2010", "last month" as of the only column that says when."""
    key = _only_time(_values(found), context)
    if key is None or _ends_period(found):
        return None
    return _filter(found, context, _either(found, key, "=", context), WHEN_ALONE_COST)


def _ends_period(found: Found) -> bool:
    """Tell whether a time is the end of "from 2022 to 2024", so none of its own."""
    marks = [*found.before[-2:], found.marks[0]]
    pairs = zip(marks, marks[1:], strict=False)
    return any(a.kind == "filter" and b.words.lower() in ENDING for a, b in pairs)


def _two_times(found: Found, context: Context) -> list[Mark] | None:
    """Read "in 2023 vs 2024" as two tests, and as a comparison.

    The extreme ones of both times together are not compared, so "vs" is none there.
    """
    ranked = {mark.kind for mark in found.before + found.after} & {"top", "frequent"}
    join = found.one("join")
    if ranked and join.kind == "relation":
        return None
    points = [found.one("first"), found.one("second")]
    key = _only_time([point.payload for point in points], context)
    parts = [test_of(key, "=", [p.payload], context) for p in points] if key else []
    if None in parts or len(set(parts)) < 2:
        return None
    first, second = (
        point.becomes("filter", part, cost=point.cost + WHEN_ALONE_COST)
        for point, part in zip(points, parts, strict=True)
    )
    return [first, join if ranked else join.becomes("contrast", ()), second]


def _equal_value(found: Found, context: Context) -> Mark | None:
    """Read a value, with or without its own column beside it."""
    column, texts = found.one("value").payload
    beside = found.all("column") + found.all("other")
    if any(mark.payload != column for mark in beside):
        return None
    return _filter(found, context, equal_to(column, texts))


def _columns_compared(found: Found, context: Context) -> Mark | None:
    left, right = found.one("column").payload, found.one("other").payload
    test = found.one("compare").payload[0]
    numbers = context.name(left).is_number and context.name(right).is_number
    alike = numbers or context.column(left).type == context.column(right).type
    spoken = found.one("compare").words.lower()
    if not alike or left == right or spoken in (*PLACES, "most"):
        return None
    return _filter(found, context, Filter(left, test, other=right))


def _nested(found: Found, context: Context) -> Mark | None:
    """Read "salary above average", "more than the average salary"."""
    test = found.one("compare").payload[0]
    op = found.one("op").payload
    if any(mark.kind == "op" for mark in found.before[-2:]):
        return None
    keys = {mark.payload for mark in found.all("column") + found.all("same")}
    hint = found.one("compare").payload[1:]
    hinted = context.hinted(hint[0]) if hint and hint[0] != "date" else None
    keys |= {hinted[0]} if hinted else set()
    key = next(iter(keys), "")
    if len(op) != 1 or len(keys) != 1 or not context.is_measured(key):
        return None
    return _filter(found, context, Filter(key, test, (Inner(op[0], key),)))


def _nested_of(found: Found, context: Context) -> Mark | None:
    """Read "taller than the average birch" with the average of birches alone."""
    outer = _nested(found, context)
    column, texts = found.one("inner").payload
    if outer is None:
        return None
    return spanning(found.marks, "filter", _within(outer.payload, column, texts))


def _within(outer: Filter, column: str, texts: tuple[str, ...]) -> Filter:
    number = replace(outer.values[0], where=equal_to(column, texts))
    return replace(outer, values=(number,))


def _nested_extreme(found: Found, context: Context) -> Mark | None:
    """Read "salary less than the largest salary"."""
    key, top = found.one("column").payload, found.one("top").payload
    if found.one("same").payload != key or len(top) > 1 or not context.is_measured(key):
        return None
    inner = Inner("max" if top[0] == "desc" else "min", key)
    return _filter(
        found, context, Filter(key, found.one("compare").payload[0], (inner,))
    )


def _containing(found: Found, context: Context) -> Mark | None:
    """Read "name contains 'x'", "the letters D or S in their first name"."""
    test, key = found.one("contains").payload[0], found.one("column").payload
    texts = [
        mark for mark in found.all("text") if mark.kind not in ("or", "and", "comma")
    ]
    if context.column(key).type != "text" or not texts:
        return None
    either = any(mark.kind == "or" for mark in found.all("text"))
    said = [mark.words.removesuffix(" .") for mark in texts]
    parts = [Filter(key, test, (text,)) for text in said]
    known = -sum(mark.cost for mark in texts)  # a text need not be known elsewhere
    named = found.one("column")
    if named.cost > UNSURE_COLUMN and any(mark.kind == "unknown" for mark in texts):
        known += GUESSED_COLUMN_COST
    return _filter(found, context, joined("or" if either else "and", parts), known)


def _blank(found: Found, context: Context) -> Mark | None:
    return _filter(found, context, Filter(found.one("column").payload, "blank"))


def _without(found: Found, context: Context) -> Mark | None:
    """Read "without a commission" as a blank, or as the no of a yes/no column."""
    key = found.one("column").payload
    no = context.flag_value(key, yes=False)
    if no is not None:
        return spanning(found.marks, "filter", Filter(key, "=", (no,)))
    if not context.column(key).blanks:
        return None
    return spanning(found.marks, "filter", Filter(key, "blank"), BLANK_COST)


def _without_any(found: Found, context: Context) -> Mark | None:
    """Read "without a phone or an email" as both blank."""
    keys = [mark.payload for mark in found.all("columns") if mark.kind == "column"]
    if not all(context.column(key).blanks for key in keys):
        return None
    blank = joined("and", [Filter(key, "blank") for key in keys])
    return spanning(found.marks, "filter", blank, BLANK_COST)


def _flagged(found: Found, context: Context) -> Mark | list[Mark] | None:
    """Read "who are on scholarship" as the yes of a yes/no column."""
    yes = context.flag_value(found.one("column").payload, yes=not found.all("not"))
    if yes is None:
        return None
    part = Filter(found.one("column").payload, "=", (yes,))
    return spanning(found.marks, "filter", part, FLAG_COST)


def _only_time(values: list[object], context: Context) -> str | None:
    """Return the one column that such times can be tested by."""
    if not values or not all(map(is_when, values)):
        return None
    years = [v for v in values if isinstance(v, int)]
    return context.only_time(tuple(years) if len(years) == len(values) else ())


_INNER_SCOPE = "filter:outer of|for|prep+ row? prep|relative|weak|equals* filter:inner"
_ALSO = "filter:first or|and:join compare:compare number|date:value"
_COLUMN = "column|event:column"
_OTHER = "column|event:other"
_LINK = "equals|weak|prep|of|tally*"
_POINT = "number|date|quantity"
_POINTS = f"either? (:value {_POINT} ( or|comma+ {_POINT} )* )"
_TEXT = "quoted|unknown|value|number"
_TEXTS = f"(:text {_TEXT} ( or|and|comma+ {_TEXT} )* )"
_NOT = f"{_LINK} not?:not {_LINK}"
_NEAR = "equals|prep|of|tally*"
_NEAR_NOT = f"{_NEAR} not?:not {_NEAR}"
_THAT = f"relative? {_NOT}"

RULES = (
    Rule(f"{_LINK} not?:not {_LINK} compare?:compare {_POINTS} measured:unit", _aged),
    Rule(f"{_COLUMN} {_NOT} between {_POINT}:low and|to|prep {_POINT}:high", _between),
    Rule(f"{_COLUMN} {_LINK} {_POINT}:low to {_POINT}:high", _between),
    Rule(
        f"not?:not between {_POINT}:low and|to|prep {_POINT}:high {_COLUMN}", _between
    ),
    Rule(f"{_LINK} between {_LINK} {_POINT}:low and|to|prep {_POINT}:high", _between),
    Rule(f"prep {_POINT}:low to {_POINT}:high", _between),
    Rule(f"{_COLUMN} {_THAT} contains+:contains of? {_TEXTS}", _containing),
    Rule(f"not?:not contains+:contains {_TEXTS} prep|of {_COLUMN}", _containing),
    Rule(
        f"count? {_COLUMN} ( relative equals )? {_NEAR_NOT} compare:compare {_POINTS}",
        _compared,
    ),
    Rule(f"{_COLUMN} {_NOT} compare:compare op:op of? column:same", _nested),
    Rule(f"{_COLUMN} {_NOT} compare:compare op:op value:inner row?", _nested_of),
    Rule(f"{_COLUMN} {_NOT} compare:compare op:op", _nested),
    Rule("weak? not?:not compare:compare op:op of? column:same", _nested),
    Rule("weak? not?:not compare:compare op:op value:inner row?", _nested_of),
    Rule("weak? not?:not compare:compare op:op", _nested),
    Rule(f"not?:not compare:compare {_POINTS} of? {_COLUMN}", _compared),
    Rule(f"not?:not compare:compare {_COLUMN} {_POINTS}", _compared),
    Rule(f"{_COLUMN} {_NOT} compare:compare top:top column:same", _nested_extreme),
    Rule(f"{_COLUMN} {_NOT} compare:compare {_OTHER}", _columns_compared),
    Rule(f"weak? not?:not compare:compare {_POINTS}", _hint_compared),
    Rule(f"{_COLUMN} {_LINK} {_POINT}:value after:after", _after_number),
    Rule(f"{_POINT}:value after:after {_COLUMN}", _after_number),
    Rule(f"prep? {_POINT}:value after:after", _after_number),
    Rule(f"{_COLUMN} {_THAT} blank", _blank),
    Rule(f"not?:not blank {_COLUMN}", _blank),
    Rule("relative? weak? not weak? (:columns column ( or column )+ )", _without_any),
    Rule(f"relative? weak? not weak? {_COLUMN}", _without),
    Rule(f"{_COLUMN} {_THAT} value:value {_OTHER}", _equal_value),
    Rule(f"{_COLUMN} {_THAT} value:value", _equal_value),
    Rule(f"not?:not value:value {_COLUMN}", _equal_value),
    Rule(f"{_COLUMN} {_NOT} {_POINTS}", _equal_number),
    Rule(f"relative? weak? not?:not number:value {_COLUMN}", _number_of),
    Rule("not:not weak value:value", _equal_value),
    Rule("not?:not value:value", _equal_value),
    Rule(f"prep {_POINT}:first relation|and:join prep? {_POINT}:second", _two_times),
    Rule(f"prep {_POINTS}", _in_time),
    Rule("date:value", _in_time),
    Rule(f"relative|equals|prep|weak+ not?:not {_LINK} {_COLUMN}", _flagged),
)
