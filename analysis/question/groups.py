"""Fourth stage: what is grouped by ("per region", "by month", "for each team")."""

from dataclasses import replace

from analysis.plan import CYCLES, Dimension
from analysis.question.context import Context
from analysis.question.grammar import Found, Rule, rewritten
from analysis.question.marks import Mark, spanning
from analysis.question.vocabulary import word_set

PARTICIPLES = word_set("participles")
TIME_ALONE_COST, ROW_COST, MOST_BINS = 0.1, 0.1, 50


def groups(marks: list[Mark], context: Context) -> list[Mark]:
    """Return the marks with every grouping made a group mark.

    Its payload is a tuple of Dimensions; its words tell whether "by" or "each" was
    said.
    """
    return rewritten(marks, RULES, context)


def _grouped(found: Found, context: Context) -> Mark | None:
    """Read "by region"; in "top 5 (shops) by sales" the sales order them."""
    before = [mark.kind for mark in found.before[-3:]]
    if ["top", "number"] in (before[-3:-1], before[-2:]):
        return None
    if found.marks[0].kind == "by" and _is_passive(found):
        return None
    dimensions = tuple(
        Dimension(m.payload) for m in found.all("column") if _is_column(m)
    )
    return spanning(found.marks, "group", dimensions)


def _is_passive(found: Found) -> bool:
    """Tell whether "by" says who did it: "bookings made by guests"."""
    before = found.before[-1] if found.before else None
    if before is None or before.kind not in ("weak", "event"):
        return False
    said = before.words.lower()
    return said.endswith("ed") or said in PARTICIPLES


def _is_column(mark: Mark) -> bool:
    return mark.kind in ("column", "event", "amount")


def _each_row(found: Found, context: Context) -> Mark:
    """Read "for each employee", where rows are employees, as the rows themselves."""
    return found.one("row").becomes("row", None, cost=found.one("row").cost + ROW_COST)


def _by_grain(found: Found, context: Context) -> Mark | None:
    """Read "per month", "hire date by weekday", with the date named or the only one."""
    grain = found.one("grain").payload[0]
    column = found.one("column")
    time = None if column else context.only_time()
    keys = [column.payload] if column else [time] if time else []
    binned = any(mark.kind == "bin" for mark in found.marks)
    named = "of" in found.one("grain").words or "name" in found.one("grain").words
    if len(keys) != 1 or (grain == "month_of_year" and not (binned or named)):
        return None
    cost = 0.0 if column else TIME_ALONE_COST
    if context.name(keys[0]).is_date:
        return spanning(found.marks, "group", (Dimension(keys[0], grain),), cost)
    if grain == "year":
        return spanning(found.marks, "group", (Dimension(keys[0]),), cost)
    return None


def _by_grain_and(found: Found, context: Context) -> Mark | None:
    """Read "by month and region" and "by region and month"."""
    times = _by_grain(replace(found, labels={"grain": found.all("grain")}), context)
    if times is None:
        return None
    other = Dimension(found.one("column").payload)
    last = found.marks[-1].kind == "grain"
    dimensions = (other, *times.payload) if last else (*times.payload, other)
    return spanning(found.marks, "group", dimensions, TIME_ALONE_COST)


def _over_time(found: Found, context: Context) -> Mark | None:
    """Read "over time" as the only column that says when, at its own grain."""
    key = context.only_time()
    if key is None:
        return None
    said = next((m.payload[0] for m in found.all("time") if m.payload), None)
    dated = context.name(key).is_date
    part = Dimension(key, said if said and dated else time_grain(key, context))
    return spanning(found.marks, "group", (part,), TIME_ALONE_COST)


def time_grain(key: str, context: Context) -> str | None:
    """Return the period that shows a date column best: at most a few dozen points."""
    column = context.column(key)
    if not context.name(key).is_date:
        return None
    first, last = str(column.minimum)[:7], str(column.maximum)[:7]
    months = (int(last[:4]) - int(first[:4])) * 12 + int(last[5:]) - int(first[5:])
    if months > 60:
        return "year"
    return "month" if months > 2 else "day"


def _adverb(found: Found, context: Context) -> Mark | None:
    """Read "monthly sales" as sales by month."""
    said = found.one("grain").words.lower()
    return _by_grain(found, context) if said.endswith("ly") else None


def period_group(grain: Mark, context: Context) -> Mark | None:
    """Return the group of "which year", "top 5 months", by the only date there is."""
    return _by_grain(Found([grain], {"grain": [grain]}, [], []), context)


def is_cycle(grain: str | None) -> bool:
    """Tell whether a grain repeats (weekday), so that it is no line through time."""
    return grain in CYCLES


_CUE = "each|by|color"
_COLUMN = "column|event|amount"


def bins(marks: list[Mark], context: Context) -> list[Mark]:
    """Return the marks with "into 8 buckets" and "bin width of 500" made bins marks.

    Its payload is (count, width), one of them None; large numbers are widths.
    """
    return rewritten(marks, BIN_RULES, context)


def _binned(found: Found, context: Context) -> Mark | None:
    number = found.one("number").payload
    if number <= 0:
        return None
    words = " ".join(mark.words.lower() for mark in found.all("cue"))
    wide = any(word in words for word in ("width", "size")) or number > MOST_BINS
    payload = (None, float(number)) if wide else (int(number), None)
    return spanning(found.marks, "bins", payload)


BIN_RULES = (
    Rule("prep|by|each|relative* bin:cue of|for|equals* number:number", _binned),
    Rule("prep|by|each|relative* number:number bin:cue", _binned),
)

RULES = (
    Rule("bin:bin column:column bin|prep|by|each|to* grain:grain bin*", _by_grain),
    Rule("bin? column:column bin+ prep|by|each* grain:grain bin*", _by_grain),
    Rule(f"{_CUE}+ grain:grain and|comma+ column:column", _by_grain_and),
    Rule(f"{_CUE}+ column:column and|comma+ grain:grain", _by_grain_and),
    Rule(f"{_CUE} grain:grain prep|of|for column|event:column", _by_grain),
    Rule(f"{_CUE} grain:grain", _by_grain),
    Rule(
        f"{_CUE}+ distinct|vague* (:column {_COLUMN} ( comma|and+ {_COLUMN} )* )",
        _grouped,
    ),
    Rule("grain:grain", _adverb),
    Rule("each row:row", _each_row),
    Rule("prep? time:time", _over_time),
)
