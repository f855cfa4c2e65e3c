"""Records to camelCase JSON: the only place where that happens."""

import math
import re
from dataclasses import Field, fields, is_dataclass
from datetime import datetime

from errors import PoppyError
from services.places import storage_key
from stores.records import VersionRecord

# For `field(metadata=...)`: where the predecessor says null, so do we.
NULL = {"null": True}
# Kept JSON in which the predecessor wrote null for what is absent.
WITHOUT_NULL = ("metadata", "columns", "receipt")


def error_json(error: PoppyError) -> dict:
    """Return {"error": {message, code, details?}}; details absent when empty."""
    body: dict = {"message": error.message, "code": error.code}
    if error.details:
        body["details"] = error.details
    return {"error": body}


def answer_json(value: object) -> object:
    """Return records, lists of them and plain values as JSON values.

    Keys become camelCase and what is None is absent, save where `keeps_null`.
    """
    if is_dataclass(value):
        return record_json(value)
    if isinstance(value, list | tuple):
        return [answer_json(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None  # JSON has no word for it
    return time_json(value) if isinstance(value, datetime) else value


def record_json(record: object, leave_out: frozenset[str] = frozenset()) -> dict:
    """Return a record as a JSON object, without the fields to leave out."""
    written = {}
    for field in fields(record):
        value = _told(record, field.name)
        if field.name in leave_out or (value is None and not keeps_null(field)):
            continue
        written[camel(field.name)] = _kept_json(field.name, value)
    return written


def keeps_null(field: Field) -> bool:
    """Tell whether a record's field is null in JSON, not absent, when it is None."""
    return NULL.items() <= field.metadata.items()


def camel(name: str) -> str:
    """Return `datasetId` for `dataset_id`."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def snake(name: str) -> str:
    """Return `dataset_id` for `datasetId`."""
    return re.sub(r"([A-Z])", lambda found: f"_{found[1].lower()}", name)


def time_json(moment: datetime) -> str:
    """Return a naive UTC time as ISO-8601 with milliseconds and Z."""
    return f"{moment.isoformat(timespec='milliseconds')}Z"


def _told(record: object, name: str) -> object:
    if isinstance(record, VersionRecord) and name == "file_path":
        return storage_key(record)
    return getattr(record, name)


def _kept_json(name: str, value: object) -> object:
    if name in WITHOUT_NULL:
        return _without_null(answer_json(value))
    if name == "data" and isinstance(value, dict) and "metadata" in value:
        return {**value, "metadata": _without_null(value["metadata"])}
    return answer_json(value)


def _without_null(value: object) -> object:
    if isinstance(value, dict):
        return {
            key: item if key == "chart" else _without_null(item)
            for key, item in value.items()
            if item is not None
        }
    if isinstance(value, list | tuple):
        return [_without_null(item) for item in value]
    return value
