"""Which form the values of a column are written in, judged by a sample of cells."""

from dataclasses import dataclass

from analysis.reading.kinds import BLANKS, EMPTY, TEXT, Rule, is_not_available
from analysis.reading.moments import date_rules, time_rule, truth_rule
from analysis.reading.numerals import decimal_mark_shown, number_rules

TOLERANCE = 0.98
_DATE_WORDS = ("date", "datum", "day", "fecha", "data", "日期", "дата", "dt")


@dataclass(frozen=True)
class Locale:
    """What the whole file shows, or a person said, about numbers and dates."""

    decimal_mark: str | None = None
    day_first: bool | None = None


def values_of(cells: list[str | None]) -> list[str]:
    """Return the trimmed cells that hold a value."""
    trimmed = (cell.strip(BLANKS) for cell in cells if cell)
    return [cell for cell in trimmed if cell and not is_not_available(cell)]


def choose_rule(name: str, cells: list[str | None], locale: Locale) -> Rule:
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
    values = values_of(cells) or [""]
    rules = [r for r in _candidates("date", values, locale) if r.type == kind]
    return sorted(rules, key=lambda rule: -rule.coverage(values))


def shown_locale(columns: list[list[str | None]]) -> Locale:
    """Return what the columns prove together about decimal marks and date order."""
    marks, orders = set(), set()
    for cells in columns:
        values = values_of(cells)[:500]
        if not values:
            continue
        marks.add(decimal_mark_shown(values))
        for rule in date_rules(values, None):
            if rule.doubt is None and rule.reason.startswith("dates as day, month,"):
                orders.add(True)
            elif rule.doubt is None and rule.reason.startswith("dates as month, day"):
                orders.add(False)
    marks.discard(None)
    return Locale(
        next(iter(marks)) if len(marks) == 1 else None,
        next(iter(orders)) if len(orders) == 1 else None,
    )


def _candidates(name: str, values: list[str], locale: Locale) -> list[Rule]:
    distinct = list(dict.fromkeys(values))
    truth = truth_rule(distinct)
    if truth:
        return [truth]
    dates = date_rules(values, locale.day_first)
    numbers = number_rules(values, locale.decimal_mark)
    compact = dates and dates[0].reason.startswith("dates written")
    if compact and not any(word in name.lower() for word in _DATE_WORDS):
        dates = []
    time = time_rule(values)
    return dates + ([time] if time else []) + numbers
