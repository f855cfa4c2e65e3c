"""Which form the values of a column are written in, judged by a sample of cells."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from analysis.reading.kinds import BLANKS, EMPTY, TEXT, Rule, is_not_available
from analysis.reading.moments import date_rules, time_rule, truth_rule
from analysis.reading.numerals import (
    PLAIN_DECIMAL,
    PLAIN_INTEGER,
    decimal_mark_shown,
    number_rules,
    plain_rule,
)

TOLERANCE = 0.98
_DATE_WORDS = ("date", "datum", "day", "fecha", "data", "日期", "дата", "dt")
_DIGIT = re.compile(r"\d")
_MOST_VALUES = 500


_TRUTHS = "|".join(("true|yes|y|t|on|1", "false|no|n|f|off|0"))
# The usual form of each type, for a choice that the cells themselves do not suggest.
_USUAL = {
    "integer": PLAIN_INTEGER,
    "decimal": PLAIN_DECIMAL,
    "boolean": Rule(
        "boolean",
        f"(?i:{_TRUTHS})",
        "lower({x}) IN ('true', 'yes', 'y', 't', 'on', '1')",
        "words for true and false",
    ),
    "date": Rule("date", r"\d{4}-\d\d-\d\d", "TRY_CAST({x} AS DATE)", "ISO dates"),
    "datetime": Rule(
        "datetime",
        r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)?",
        "TRY_CAST({x} AS TIMESTAMP)",
        "ISO times",
    ),
    "time": Rule("time", r"\d?\d:\d\d(?::\d\d)?", "TRY_CAST({x} AS TIME)", "times"),
}


@dataclass(frozen=True)
class Locale:
    """What the whole file shows, or a person said, about numbers and dates."""

    decimal_mark: str | None = None
    day_first: bool | None = None


def values_of(cells: Iterable[str | None]) -> Mapping[str, int]:
    """Return the trimmed cells that hold a value, each with its count."""
    found = Counter(cells)
    values: Counter = Counter()
    for cell, count in found.items():
        trimmed = cell.strip(BLANKS) if cell else ""
        if trimmed and not is_not_available(trimmed):
            values[trimmed] += count
            if len(values) >= _MOST_VALUES:
                break
    return values


def choose_rule(name: str, cells: Iterable[str | None], locale: Locale) -> Rule:
    """Return the finest form that at least 98 % of the values are written in."""
    values = values_of(cells)
    if not values:
        return EMPTY if not any(cell and cell.strip(BLANKS) for cell in cells) else TEXT
    for rule in _candidates(name, values, locale):
        if rule.coverage(values) >= TOLERANCE:
            return rule
    return TEXT


def rules_for_type(kind: str, cells: list[str | None], locale: Locale) -> list[Rule]:
    """Return the forms of one type, best first, for a type that a person chose."""
    values = values_of(cells) or {"": 1}
    rules = [r for r in _candidates("date", values, locale) if r.type == kind]
    rules.sort(key=lambda rule: -rule.coverage(values))
    return [*rules, _USUAL[kind]] if kind in _USUAL else rules


def shown_locale(columns: list[list[str | None]]) -> Locale:
    """Return what the columns prove together about decimal marks and date order."""
    marks, orders = set(), set()
    for cells in columns:
        values = values_of(cells)
        if values and _has_digits(values):
            marks.add(decimal_mark_shown(list(values)))
            orders.add(_order_shown(values))
    return Locale(_only(marks), _only(orders))


def _only(found: set):
    found.discard(None)
    return next(iter(found)) if len(found) == 1 else None


def _order_shown(values: Mapping[str, int]) -> bool | None:
    """Return whether dates prove the day to be first, None where they prove nothing."""
    for rule in date_rules(values, None):
        if rule.doubt is None and rule.reason.startswith("dates as day, month,"):
            return True
        if rule.doubt is None and rule.reason.startswith("dates as month, day"):
            return False
    return None


def _has_digits(values: Mapping[str, int]) -> bool:
    """Whether enough cells hold a digit for numbers or dates."""
    return sum(map(bool, map(_DIGIT.search, values))) >= TOLERANCE * len(values) / 2


def _candidates(name: str, values: Mapping[str, int], locale: Locale) -> list[Rule]:
    truth = truth_rule(values)
    if truth or not _has_digits(values):
        return [truth] if truth else []
    plain = plain_rule(values) if locale.decimal_mark != "," else None
    dates = date_rules(values, locale.day_first)
    compact = dates and dates[0].reason.startswith("dates written")
    if compact and not any(word in name.lower() for word in _DATE_WORDS):
        dates = []
    if plain and not dates:
        return [plain]
    time = time_rule(values)
    numbers = number_rules(list(values), locale.decimal_mark)
    return dates + ([time] if time else []) + numbers
