"""One test of one column, fitted to what the column holds."""

from analysis.plan import Filter, Group, joined
from analysis.question.context import Context
from analysis.question.dates import DateRange, Relative
from analysis.question.units import Quantity, in_unit_of

_FLIPPED = {">": "<=", ">=": "<", "<": ">=", "<=": ">", "=": "!=", "!=": "="}
YEAR_LIKE = range(1000, 3000)


def test_of(
    key: str, test: str, values: list[object], context: Context
) -> Filter | Group | None:
    """Return the filter "column test values", or None where it makes no sense.

    Years given for a date column become whole years; a relative period counts from
    the column's last date; numbers never test text, unless a cell reads just so.
    """
    column = context.column(key)
    if context.name(key).is_date:
        return _date_test(key, test, values, str(column.maximum))
    if context.name(key).is_number:
        if _is_short_year(key, values, context):
            return None
        if any(isinstance(value, DateRange | Relative) for value in values):
            return _year_test(key, test, values, context)
        return Filter(key, test, tuple(values))
    if column.type == "text" and test in ("=", "!="):
        return _text_test(key, test, values, context)
    return None


def in_unit(value: object, key: str, context: Context) -> object | None:
    """Return a value as the column counts it: 2 hours as 120 where it has minutes."""
    if not isinstance(value, Quantity):
        return value
    name = context.name(key)
    fit = in_unit_of(value, name) if name.is_number else None
    if fit is None:
        return None
    number = fit[0]
    return int(number) if number == int(number) else number


def _is_short_year(key: str, values: list[object], context: Context) -> bool:
    """Tell whether whole years are asked of a column that holds 70, 71, 72."""
    most = context.column(key).maximum
    named = "year" in context.name(key).words
    return named and most is not None and most < 100 and all(map(is_when, values))


def _text_test(
    key: str, test: str, values: list[object], context: Context
) -> Filter | None:
    texts = tuple(str(value) for value in values)
    known = {text for text, _ in context.column(key).top}
    return Filter(key, test, texts) if set(texts) <= known else None


def _year_test(
    key: str, test: str, values: list[object], context: Context
) -> Filter | None:
    """Test a column of years against whole years or decades."""
    ranges = [as_range(value, None) for value in values]
    if not context.is_time(key) or None in ranges:
        return None
    if not all(r.whole_years for r in ranges):
        return None
    low, high = ranges[0].years[0], ranges[-1].years[1]
    if test == "between" or (test == "=" and low != high):
        return Filter(key, "between", (low, high))
    if test in ("=", "!="):
        return Filter(key, test, (low,)) if low == high else None
    return Filter(key, test, (high if test in (">", "<=") else low,))


def _date_test(key: str, test: str, values: list[object], last: str) -> Filter | None:
    ranges = [as_range(value, last) for value in values]
    if None in ranges:
        return None
    start, end = ranges[0].start, ranges[-1].end
    if test == "between":
        return Filter(key, "between", (start, end))
    if test in ("=", "!="):
        if start == end:
            return Filter(key, test, (start,))
        return Filter(key, "between", (start, end), negate=test == "!=")
    return Filter(key, test, (end if test in (">", "<=") else start,))


def as_range(value: object, last: str | None) -> DateRange | None:
    """Return a value as days: a year number as that whole year."""
    if isinstance(value, Relative):
        return value.until(last) if last else None
    if isinstance(value, DateRange):
        return value
    if isinstance(value, int) and value in YEAR_LIKE:
        return DateRange(f"{value:04d}-01-01", f"{value:04d}-12-31")
    return None


def is_when(value: object) -> bool:
    """Tell whether a value can be a time: a date, a period, a year."""
    dated = isinstance(value, DateRange | Relative)
    return dated or (isinstance(value, int) and value in YEAR_LIKE)


def turned(part: Filter | Group | None) -> Filter | Group | None:
    """Return the opposite of a filter; blanks stay out of both."""
    if isinstance(part, Group):
        inner = [turned(p) for p in part.parts]
        other = "and" if part.join == "or" else "or"
        return None if None in inner else joined(other, inner)
    if part is None:
        return None
    if part.test in _FLIPPED:
        return Filter(part.column, _FLIPPED[part.test], part.values, other=part.other)
    return Filter(part.column, part.test, part.values, not part.negate, part.other)


def equal_to(column: str, texts: tuple[str, ...]) -> Filter:
    """Return the filter of a text column for one or several of its values."""
    return Filter(column, "=" if len(texts) == 1 else "in", texts)
