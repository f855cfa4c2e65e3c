"""Third stage: what is computed ("average price", "number of orders")."""

from analysis.plan import DERIVED, Filter, Measure
from analysis.question.context import Context
from analysis.question.grammar import Found, Rule, rewritten
from analysis.question.heads import is_head
from analysis.question.marks import Mark, spanning
from analysis.question.names import MEASURED_UNITS
from analysis.question.units import unit_of
from analysis.question.vocabulary import word_set
from analysis.question.words import singular

DISTINCT_COST = 0.1
COUNT_NOUNS = frozenset({"amount", "frequency", "tally"})
ADDED_UP, AVERAGED = word_set("added_up"), word_set("averaged")
AVERAGED_UNITS = frozenset({"percent", "celsius", "fahrenheit", "degree", "year"})
OP_NAMES = {"average": "average", "sum": "total", "min": "minimum", "max": "maximum"}


def measures(marks: list[Mark], context: Context) -> list[Mark]:
    """Return the marks with every computation made a measure mark.

    Its payload is a tuple of Measures.
    """
    return rewritten(marks, RULES, context)


def _operated(found: Found, context: Context) -> Mark | None:
    """Read "average price", "lowest and highest salary"."""
    key = found.one("column").payload
    ops = found.one("op").payload
    if set(ops) <= {"min", "max"} and not is_head(found):
        return None
    if len(ops) == 1 and OP_NAMES.get(ops[0]) in context.name(key).words:
        return spanning(found.marks, "column", key)
    if "share" in ops or (found.all("count") and context.is_noun(key)):
        return None
    computed = tuple(operated(op, key, context) for op in ops)
    return spanning(found.marks, "measure", computed)


def operated(op: str, key: str, context: Context) -> Measure:
    """Return the measure; growth and change are of the total or the average."""
    if op in DERIVED:
        averaged = set(context.name(key).words) & AVERAGED
        return Measure(op, key, base="average" if averaged else "sum")
    return Measure(op, key)


def usual_operation(key: str, context: Context) -> str:
    """Return sum for what adds up (sales, votes), else average (price, age)."""
    return "sum" if _adds_up(key, context) else "average"


def is_open(key: str, context: Context) -> bool:
    """Tell whether neither the total nor the average of a column is the usual one."""
    name = context.name(key)
    averaged = set(name.words) & AVERAGED or unit_of(name) in AVERAGED_UNITS
    return not averaged and not _adds_up(key, context)


def _adds_up(key: str, context: Context) -> bool:
    """Tell whether a column's numbers are amounts: by its words, or "votes cast"."""
    name = context.name(key)
    if set(name.words) & AVERAGED:
        return False
    counted = name.column.type == "integer" and not set(name.words) & MEASURED_UNITS
    plural = any(raw != word for raw, word in zip(name.raw, name.words, strict=False))
    return bool(set(name.words) & ADDED_UP) or (counted and plural)


def _operated_list(found: Found, context: Context) -> Mark | None:
    """Read "total deaths and damage" as the total of both."""
    keys = [mark.payload for mark in found.all("columns") if mark.kind == "column"]
    ops = found.one("op").payload
    if "share" in ops or not all(context.is_amount(key) for key in keys):
        return None
    if any(OP_NAMES.get(op) in context.name(key).words for op in ops for key in keys):
        return None
    measures = tuple(operated(op, key, context) for key in keys for op in ops)
    return spanning(found.marks, "measure", measures)


def _counted_list(found: Found, context: Context) -> Mark | None:
    """Read "number of different majors and cities" as two numbers."""
    keys = [mark.payload for mark in found.all("columns") if mark.kind == "column"]
    measures = tuple(Measure("distinct", key) for key in keys)
    return spanning(found.marks, "measure", measures)


def _counted_column(found: Found, context: Context) -> Mark | list[Mark] | None:
    """Read "how many customers": the different customers, or the sum of a number."""
    key = found.one("column").payload
    column = context.column(key)
    distinct = bool(found.all("distinct"))
    if not distinct and _holds_numbers_of(key, context):
        return _total_of_column(found, key, context)
    yes = None if distinct else context.flag_value(key, yes=True)
    if yes is not None:
        rows = spanning(found.marks, "measure", (Measure("count"),))
        return [rows, found.marks[-1].becomes("filter", Filter(key, "=", (yes,)))]
    measure = Measure("distinct", key)
    if not distinct and key in context.name_columns():
        measure = Measure("count")
    elif context.is_unique(key):
        measure = Measure("count", None if not column.blanks else key)
    return spanning(
        found.marks, "measure", (measure,), 0 if distinct else DISTINCT_COST
    )


def _holds_numbers_of(key: str, context: Context) -> bool:
    """Tell whether a cell says how many ("floors", "hours_played"), by its name."""
    column, name = context.column(key), context.name(key)
    if column.role == "identifier" or not name.is_number:
        return False
    plural = any(raw != word for raw, word in zip(name.raw, name.words, strict=False))
    return plural or bool(set(name.words) & (ADDED_UP | {"quantity"}))


def _total_of_column(found: Found, key: str, context: Context) -> Mark | None:
    words = found.one("count").words.lower()
    if context.is_category(key):
        return spanning(found.marks, "amount", key)
    if words.startswith("how"):
        return spanning(found.marks, "measure", (Measure("sum", key),), DISTINCT_COST)
    if words.startswith(("total", "the total")):
        return spanning(found.marks, "measure", (Measure("sum", key),))
    return spanning(found.marks, "amount", key)


def _column_count(found: Found, context: Context) -> Mark | list[Mark] | None:
    """Read "model count" as a count, "cylinder count" as the cylinders.

    "Severity counts" are the rows of each severity.
    """
    key = found.one("column").payload
    if context.is_measured(key):
        return spanning(found.marks, "amount", key)
    said = found.one("count").words.lower()
    if said not in ("count", "counts", "frequency", "frequencies"):
        return None
    if said in ("counts", "frequencies"):
        rows = found.one("count").becomes("measure", (Measure("count"),))
        return [found.one("column"), rows]
    return _counted_column(found, context)


def _counted_rows(found: Found, context: Context) -> Mark | None:
    """Count rows; but "the amount of" is a column where one is called amount."""
    counts = found.all("count")
    if counts and _is_number_of_a_noun(counts[0], found):
        return None
    if counts and _names_column(counts[0], context):
        return None
    return spanning(found.marks, "measure", (Measure("count"),))


def _is_number_of_a_noun(count: Mark, found: Found) -> bool:
    """Tell "room number of the booking", a number on a door, from a count."""
    before = found.before[-1] if found.before else None
    if before is None or before.kind not in ("column", "row"):
        return False
    return before.end == count.start and count.words.lower() == "number of"


def _names_column(count: Mark, context: Context) -> bool:
    """Tell whether "amount" or "frequency" is what a column of numbers is called."""
    said = COUNT_NOUNS & {singular(word) for word in count.words.lower().split()}
    numbers = [name for name in context.names.columns if name.is_number]
    return any(said & set(name.words) for name in numbers)


def _much(found: Found, context: Context) -> Mark | None:
    """Read "how much revenue" as the total of it."""
    key = found.one("column").payload
    if not context.is_measured(key):
        return None
    return spanning(found.marks, "measure", (Measure("sum", key),), DISTINCT_COST)


def _operated_count(found: Found, context: Context) -> Mark | None:
    """Read "total number of rows" and refuse "average number of rows"."""
    column = found.one("column")
    if found.one("op").payload != ("sum",):
        return None
    if column is not None and column.kind == "column":
        return None if not context.is_noun(column.payload) else _of_kind(found, column)
    return _counted_rows(found, context)


def _of_kind(found: Found, column: Mark) -> Mark:
    measure = Measure("distinct", column.payload)
    return spanning(found.marks, "measure", (measure,), DISTINCT_COST)


def _share(found: Found, context: Context) -> Mark | list[Mark] | None:
    """Read "proportion of X": counts by a kind, or the sum of a number, with shares."""
    if found.one("op").payload != ("share",):
        return None
    column, inner = found.one("column"), found.one("inner")
    if inner is not None and inner.payload != ("sum",):
        return None
    if column is None:
        return spanning(found.marks, "measure", _with_share(Measure("count")))
    if context.is_measured(column.payload) and not context.is_category(column.payload):
        total = Measure("sum", column.payload)
        return spanning(found.marks, "measure", _with_share(total))
    share = spanning(found.marks[:-1], "measure", _with_share(Measure("count")))
    return [share, column]


def _share_of_part(found: Found, context: Context) -> list[Mark] | None:
    """Read "share of north in units" as shares of the units, and north."""
    key = found.one("column").payload
    adds_up = context.is_amount(key) and usual_operation(key, context) == "sum"
    if found.one("op").payload != ("share",) or not adds_up:
        return None
    shares = _with_share(Measure("sum", key))
    return [found.marks[-1].becomes("measure", shares), found.one("part")]


def _with_share(measure: Measure) -> tuple[Measure, ...]:
    return measure, Measure("share", measure.column, base=measure.op)


_LIST = "(:columns column ( and|comma+ column )+ )"

RULES = (
    Rule(f"op:op of? {_LIST}", _operated_list),
    Rule(f"count:count of? distinct of? {_LIST}", _counted_list),
    Rule("op:op of? op?:inner of? column:column", _share),
    Rule("op:op of? filter:part prep|of column:column", _share_of_part),
    Rule("op:op of? count|row?", _share),
    Rule("op:op of? prep? count?:count distinct? column:column", _operated),
    Rule("op:op of? count of? row|column?:column", _operated_count),
    Rule("count:count of? distinct:distinct of? column:column", _counted_column),
    Rule("count:count of? distinct?:distinct of? row", _counted_rows),
    Rule("count:count of? column:column", _counted_column),
    Rule("column:column count:count", _column_count),
    Rule("howmuch of? column:column", _much),
    Rule("row count:count", _counted_rows),
    Rule("count:count", _counted_rows),
)
