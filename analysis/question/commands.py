"""Short commands that change the last answer: "remove the filter", "lowest first".

They are read whole, as written: nothing of them is looked up in the table but the
name of a column.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from analysis.plan import Filter, Group, Measure, Order, Plan, filters_of, joined
from analysis.question.context import Context
from analysis.question.links import fit_of
from analysis.question.words import NUMBER_WORDS, words_of

NO_FILTER = "There is no filter to remove."
NO_FILTER_OF = "No filter speaks of that."
NO_ORDER = "There is nothing here to put in another order."
NO_LIMIT = "There is no cut to change: everything is shown already."
NO_ROWS = "Those are not simply rows: ask for the rows that you mean, please."
NO_SHARES = "Shares are of one total or count by groups."
_LOW = ("bottom", "last", "worst", "lowest", "least", "fewest", "smallest")
_SHARED = ("sum", "count")
_LEAD = (
    r"^(?:(?:and|but|ok|okay|now|then|also|so|please|just|only|make|it|them|that|"
    r"give me|show me|show|what about|how about)[\s,]+)*(?:the\s+)?"
)
_TAIL = r"(?:[\s,]+(?:instead|please|now|again|then))?[\s?.!]*$"
Outcome = Plan | str


def commanded(question: str, plan: Plan, context: Context) -> Outcome | None:
    """Return the plan changed, why it cannot be; None where this is no command."""
    for pattern, change in COMMANDS:
        match = pattern.match(question.strip())
        if match:
            outcome = change(match, plan, context)
            if outcome is not None:
                return outcome
    return None


def _cut(match: re.Match, plan: Plan, context: Context) -> Outcome:
    """Keep the first ones by the order that stands, else by the first measure."""
    limit = _number(match["number"])
    descending = match["end"].lower() not in _LOW
    if plan.kind == "aggregate" and plan.dimensions:
        order = (Order("measure", 0, descending=descending),)
    elif plan.order:
        order = plan.order
    else:
        return NO_ORDER
    return replace(plan, order=order, limit=limit)


def _resized(match: re.Match, plan: Plan, context: Context) -> Outcome | None:
    return replace(plan, limit=_number(match["number"])) if plan.limit else None


def _uncut(match: re.Match, plan: Plan, context: Context) -> Outcome:
    return replace(plan, limit=None) if plan.limit else NO_LIMIT


def _unfiltered(match: re.Match, plan: Plan, context: Context) -> Outcome:
    return replace(plan, where=None) if plan.where is not None else NO_FILTER


def _unfiltered_by(match: re.Match, plan: Plan, context: Context) -> Outcome | None:
    """Drop the tests of the column that was named."""
    key = _column(match["column"] or match["of"], context)
    if key is None:
        return None
    parts = _conjuncts(plan.where)
    kept = [p for p in parts if key not in {f.column for f in filters_of(p)}]
    if len(kept) == len(parts):
        return NO_FILTER_OF
    return replace(plan, where=joined("and", kept))


def _by_name(match: re.Match, plan: Plan, context: Context) -> Outcome:
    if plan.kind == "aggregate" and plan.dimensions:
        return replace(plan, order=(Order("dimension", descending=False),), limit=None)
    names = context.name_columns()
    if plan.kind != "rows" or not names:
        return NO_ORDER
    order = tuple(Order("column", column=key, descending=False) for key in names)
    return replace(plan, order=order)


def _directed(match: re.Match, plan: Plan, context: Context) -> Outcome:
    """Read "lowest first" and "ascending" as of what decides the order now."""
    descending = bool(match["high"])
    if plan.order:
        first = replace(plan.order[0], descending=descending)
        return replace(plan, order=(first, *plan.order[1:]))
    if plan.kind == "aggregate" and plan.dimensions:
        return replace(plan, order=(Order("measure", descending=descending),))
    return NO_ORDER


def _reversed(match: re.Match, plan: Plan, context: Context) -> Outcome:
    if not plan.order:
        return NO_ORDER
    first = replace(plan.order[0], descending=not plan.order[0].descending)
    return replace(plan, order=(first, *plan.order[1:]))


def _other_end(match: re.Match, plan: Plan, context: Context) -> Outcome | None:
    """Read "and the least?" after "who has the most points?"."""
    if not (plan.limit and plan.order):
        return None
    first = replace(plan.order[0], descending=match["end"].lower() not in _LOW)
    return replace(plan, order=(first, *plan.order[1:]))


def _rows(match: re.Match, plan: Plan, context: Context) -> Outcome:
    if plan.having or plan.limit:
        return NO_ROWS
    return Plan("rows", where=plan.where)


def _shares(match: re.Match, plan: Plan, context: Context) -> Outcome:
    measures = [m for m in plan.measures if m.op in _SHARED]
    if len(measures) != 1 or len(plan.measures) > 1 or not plan.dimensions:
        return NO_SHARES
    part = measures[0]
    share = Measure("share", part.column, base=part.op)
    return replace(plan, measures=(part, share))


def _number(text: str) -> int:
    return max(1, int(NUMBER_WORDS.get(text.lower(), 0) or text))


def _column(text: str, context: Context) -> str | None:
    words = words_of(text)
    fits = [(fit_of(words, column), column.key) for column in context.names.columns]
    keys = [key for fit, key in fits if fit and fit.cost == 0]
    return keys[0] if len(keys) == 1 else None


def _conjuncts(where: Filter | Group | None) -> list[Filter | Group]:
    if isinstance(where, Group) and where.join == "and":
        return list(where.parts)
    return [where] if where is not None else []


def _command(text: str) -> re.Pattern:
    return re.compile(_LEAD + text + _TAIL, re.IGNORECASE)


_HIGH = "top|first|best|highest|most|largest|biggest|greatest"
_END = rf"(?P<end>{_HIGH}|{'|'.join(_LOW)})"
_COUNT = rf"(?P<number>\d{{1,6}}|{'|'.join(w for w, n in NUMBER_WORDS.items() if n)})"
_REMOVE = r"(?:remove|drop|clear|delete|forget|undo|without|no|reset)"
_FILTERS = r"(?:filters?|conditions?|restrictions?|limitations?)"
_SHOW = r"(?:(?:show|list|see|give|print|display)\s+(?:me\s+)?)"

COMMANDS: tuple[tuple[re.Pattern, Callable], ...] = (
    (_command(rf"{_END}\s+{_COUNT}"), _cut),
    (_command(rf"{_COUNT}"), _resized),
    (_command(rf"{_SHOW}?all(?: of them)?"), _uncut),
    (_command(r"(?:no limit|everything)"), _uncut),
    (
        _command(rf"{_REMOVE}\s+(?:all\s+|any\s+|those\s+)?(?:the\s+)?{_FILTERS}"),
        _unfiltered,
    ),
    (_command(r"unfiltered|(?:for\s+)?all (?:the\s+)?(?:data|rows)"), _unfiltered),
    (
        _command(
            rf"{_REMOVE}\s+(?:the\s+)?(?P<column>[\w ]+?)\s+{_FILTERS}"
            rf"|{_REMOVE}\s+(?:the\s+)?{_FILTERS}\s+(?:on|of|by|for)\s+(?P<of>[\w ]+?)"
        ),
        _unfiltered_by,
    ),
    (
        _command(r"(?:for |across |in )?(?:all|any|every) (?P<column>[\w ]+?)(?P<of>)"),
        _unfiltered_by,
    ),
    (
        _command(
            r"(?:(?:sort|order)(?:ed)?(?: it| them)?(?: by(?: the)?)? )?"
            r"(?:names?|alphabetically|in alphabetical order|a to z|a-z)"
        ),
        _by_name,
    ),
    (
        _command(
            r"(?:(?:sort|order)(?:ed)?(?: it| them)? )?(?:in )?"
            r"(?:(?P<high>(?:highest|largest|biggest|most|latest|newest) first"
            r"|descending(?: order)?)"
            r"|(?:lowest|smallest|fewest|least|earliest|oldest) first"
            r"|ascending(?: order)?)"
        ),
        _directed,
    ),
    (
        _command(
            r"(?:reverse|turn)(?: (?:it|that|them))?(?: (?:the )?order)?(?: round)?"
        ),
        _reversed,
    ),
    (_command(rf"{_END}"), _other_end),
    (
        _command(
            rf"(?:{_SHOW}(?:the |these |those |all the )?(?:rows|records|details)"
            r"|(?:the )?(?:rows|records|details)"
            r"|which (?:ones|rows)(?: are (?:they|those))?"
            r"|(?:list|show) (?:them|those)(?: all)?)"
            r"(?: (?:behind|of|for) (?:it|this|that|them|those))?"
        ),
        _rows,
    ),
    (
        _command(
            r"(?:(?:as|in) )?(?:a )?(?:percent(?:age)?s?|shares?|proportions?)"
            r"(?: of (?:the )?(?:total|whole))?"
        ),
        _shares,
    ),
)
