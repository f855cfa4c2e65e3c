"""The column types of the tables: what is stored, and what Python sees."""

import json
import math
from datetime import UTC, datetime

from peewee import DateTimeField, Field, JSONField, TextField

from errors import ValidationError


def utc_now() -> datetime:
    """Return the time in UTC without a zone, to the millisecond that is stored."""
    now = datetime.now(UTC).replace(tzinfo=None)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


class Utc(DateTimeField):
    """A time in UTC to the millisecond; of fixed width, so that text sorts as time."""

    field_type = "UTC"

    def db_value(self, value: datetime | None) -> str | None:
        return value and value.isoformat(sep=" ", timespec="milliseconds")

    def python_value(self, value: str | datetime | None) -> datetime | None:
        return datetime.fromisoformat(value) if isinstance(value, str) else value


class Role(Field):
    """OWNER, MEMBER or VIEWER in the table, lower-case outside of it."""

    field_type = "ROLE"

    def db_value(self, value: str | None) -> str | None:
        return value and value.upper()

    def python_value(self, value: str | None) -> str | None:
        return value and value.lower()


class Text(TextField):
    """Text that both databases can hold: no NUL and no half of a character pair."""

    def db_value(self, value: object) -> str | None:
        text = super().db_value(value)
        if text is not None and storable(text) != text:
            raise ValidationError(
                "The text holds a character that cannot be stored.", field=self.name
            )
        return text


def storable(text: str) -> str:
    """Replace what neither database accepts in a text by the replacement mark."""
    if "\x00" in text:
        text = text.replace("\x00", "\ufffd")
    if text.isascii():
        return text
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def to_json(value: object) -> str:
    """Write JSON that both databases accept: no NaN, no NUL, no lone surrogates."""
    try:
        text = json.dumps(value, allow_nan=False, ensure_ascii=False)
        text.encode()
    except ValueError:
        return json.dumps(_cleaned(value), ensure_ascii=False)
    if r"\u0000" in text:
        return json.dumps(_cleaned(value), ensure_ascii=False)
    return text


def _cleaned(value: object) -> object:
    if isinstance(value, dict):
        return {storable(str(key)): _cleaned(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return storable(value) if isinstance(value, str) else value


class Json(JSONField):
    """JSONB in PostgreSQL, text in SQLite."""

    def __init__(self, **kwargs):
        super().__init__(dumps=to_json, **kwargs)

    def db_value(self, value: object) -> str | None:
        return None if value is None else to_json(value)
