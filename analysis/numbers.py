"""Numbers and dates as people read them, in sentences and on axes."""

import calendar
import datetime
import math

MONTHS = tuple(calendar.month_name)[1:]
SIGNS_BEFORE = frozenset("$€£¥₹₩₽¢")
WHOLE_UP_TO = 10_000_000
SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
DIGITS = 4


def number_text(value: float | int, unit: str | None = None) -> str:
    """Return a number for a sentence: four digits, but whole numbers in full.

    Whole numbers are written out below ten million, and other numbers keep all their
    digits before the point; above, "12.35 million".
    """
    sign = "-" if value < 0 else ""
    if unit in SIGNS_BEFORE and _has_cents(value):
        return f"{sign}{unit}{abs(value):,.2f}"
    return sign + _with_unit(_magnitude(abs(value)), unit)


def percent_text(ratio: float) -> str:
    """Return a ratio as a percentage: 0.1234 becomes "12.3%"."""
    percent = ratio * 100
    if 0 < abs(percent) < 0.1:
        return "less than 0.1%" if percent > 0 else "more than -0.1%"
    if 99.9 < percent < 100:
        return "more than 99.9%"
    return f"{percent:,.1f}".removesuffix(".0") + "%"


def count_text(count: int, singular: str, plural: str | None = None) -> str:
    """Return a count with its noun: "1 row", "1,204 rows"."""
    noun = singular if count == 1 else plural or singular + "s"
    return f"{count:,} {noun}"


def date_text(iso: str, grain: str | None = None) -> str:
    """Return an ISO date in words, as fine as its grain: "July 2025", "Q3 2025".

    Text that is no ISO date comes back unchanged.
    """
    try:
        moment = datetime.datetime.fromisoformat(iso)
    except ValueError:
        return iso
    month = MONTHS[moment.month - 1]
    if grain == "year":
        return f"{moment.year}"
    if grain == "quarter":
        return f"Q{(moment.month + 2) // 3} {moment.year}"
    if grain == "month":
        return f"{month} {moment.year}"
    day = f"{moment.day} {month} {moment.year}"
    if grain == "week":
        return f"week of {day}"
    has_time = len(iso) > 10 and (moment.time() != datetime.time() or grain is None)
    return f"{day} {moment:%H:%M}" if has_time and grain is None else day


def axis_format(values: list[float], whole: bool = False) -> str:
    """Return the d3 format of an axis that shows these values."""
    largest = max((abs(value) for value in values), default=0)
    if largest >= 100_000:
        return "~s"
    if whole:
        return ",d"
    return ",.4~g" if 0 < largest < 0.01 else ",.4~f"


def _has_cents(value: float) -> bool:
    return value != int(value) and 1 <= abs(value) < 10_000


def _magnitude(value: float) -> str:
    if value >= WHOLE_UP_TO:
        return _large(value)
    if value == int(value):
        return f"{int(value):,}"
    if value < 1e-4:
        return f"{value:.{DIGITS - 1}e}"
    decimals = max(0, DIGITS - 1 - math.floor(math.log10(value)))
    text = f"{value:,.{decimals}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _large(value: float) -> str:
    for size, word in SCALES:
        if value >= size:
            scaled = value / size
            if scaled >= 10_000:
                return f"{value:.{DIGITS - 1}e}"
            return f"{scaled:,.{DIGITS}g} {word}"
    return f"{value:,.0f}"


def _with_unit(text: str, unit: str | None) -> str:
    if not unit:
        return text
    if unit in SIGNS_BEFORE:
        return unit + text
    return text + unit if unit == "%" else f"{text} {unit}"
