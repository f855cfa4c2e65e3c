"""Places in a ranking: "who came in 10th", "who finished first"."""

import re

from analysis.plan import Filter
from analysis.question.context import Context
from analysis.question.grammar import Found, Rule, rewritten
from analysis.question.marks import Mark, spanning
from analysis.question.superlatives import Superlative

RANK_COST = 0.2
RANK_WORDS = frozenset({"rank", "position", "place", "standing", "ranking"})
_ORDINAL = re.compile(r"\d+(st|nd|rd|th)$", re.IGNORECASE)


def ranks(marks: list[Mark], context: Context) -> list[Mark]:
    """Return the marks with every place that was reached made a filter mark."""
    return rewritten(marks, RULES, context)


def _placed(found: Found, context: Context) -> Mark | None:
    """Read "finished 3rd" as rank 3, where one column of numbers is a rank."""
    place, key = found.one("place"), _rank_column(context)
    if key is None or not _ORDINAL.match(place.words):
        return None
    return spanning(
        found.marks, "filter", Filter(key, "=", (place.payload,)), RANK_COST
    )


def _first(found: Found, context: Context) -> Mark | None:
    """Read "finished first" as the lowest rank, "came last" as the highest."""
    top, key = found.one("top"), _rank_column(context)
    if key is None or top.payload[1:] != ("date",):
        return None
    last = top.payload[0] == "desc"
    return spanning(found.marks, "superlative", Superlative(key, last), RANK_COST)


def _rank_column(context: Context) -> str | None:
    keys = [
        column.key
        for column in context.names.columns
        if column.is_number and set(column.words[-1:]) & RANK_WORDS
    ]
    return keys[0] if len(keys) == 1 else None


RULES = (
    Rule("deed prep* number:place", _placed),
    Rule("deed prep* top:top", _first),
)
