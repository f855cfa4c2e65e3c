"""Values on their way out of DuckDB: plain, JSON-ready, in people's words."""

import datetime
import decimal
import math

WEEKDAYS = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def plain_cell(value: object) -> object:
    """Return str, int, float, bool or None; dates become ISO text, NaN a blank."""
    if isinstance(value, decimal.Decimal):
        value = float(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, datetime.datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if value is None or isinstance(value, str | int):
        return value
    return str(value)


def shown_cell(value: object, grain: str | None) -> object:
    """Return a group's name: cycles in words, all else as `plain_cell` has it."""
    if value is None:
        return None
    if grain == "weekday":
        return WEEKDAYS[value - 1]
    if grain == "month_of_year":
        return MONTHS[value - 1]
    if grain == "quarter_of_year":
        return f"Q{value}"
    return plain_cell(value)
