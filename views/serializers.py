"""Records to camelCase JSON: the only place where that happens."""

from dataclasses import fields
from datetime import datetime

from errors import PoppyError


def error_json(error: PoppyError) -> dict:
    """Return {"error": {message, code, details?}}; details absent when empty."""
    body: dict = {"message": error.message, "code": error.code}
    if error.details:
        body["details"] = error.details
    return {"error": body}


def record_json(record: object, leave_out: frozenset[str] = frozenset()) -> dict:
    """Return a stores' record with camelCase keys, nothing for what is None."""
    pairs = ((field.name, getattr(record, field.name)) for field in fields(record))
    return {
        camel(name): time_json(value) if isinstance(value, datetime) else value
        for name, value in pairs
        if value is not None and name not in leave_out
    }


def camel(name: str) -> str:
    """Return a snake_case name in camelCase."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def time_json(moment: datetime) -> str:
    """Return a naive UTC time as ISO-8601 with milliseconds and Z."""
    return f"{moment.isoformat(timespec='milliseconds')}Z"
