"""What a person may decide about the reading of a file, checked at the door."""

import codecs
from dataclasses import asdict, dataclass, field

from analysis.table import TYPES
from errors import ValidationError

DECIMAL_MARKS = (".", ",")
ESCAPES = ("doubled", "\\")
MOST_LINES = 10_000
# Switches that are off unless a person sets them.
_SWITCHED_OFF = ("keep_totals", "fill_merged")


@dataclass(frozen=True)
class Options:
    """Decisions that override what the reader would recognise; None leaves it free.

    `escape` is "doubled" or a backslash: how a quote stands inside quotes.
    `skip_rows` counts lines above the header, `header_rows` the lines of names
    (0: the file has none). `keep_totals` keeps the lines that stand below the table,
    `fill_merged` repeats the value of merged cells in each of them.
    `types` maps a column's name or key to one of TYPES.
    """

    encoding: str | None = None
    delimiter: str | None = None
    quote: str | None = None
    escape: str | None = None
    skip_rows: int | None = None
    header_rows: int | None = None
    decimal_mark: str | None = None
    day_first: bool | None = None
    sheet: str | None = None
    keep_totals: bool = False
    fill_merged: bool = False
    types: dict[str, str] = field(default_factory=dict)

    def decided(self) -> dict:
        """Return what was decided: False and 0 are decisions, None is not."""
        given = {k: v for k, v in asdict(self).items() if v is not None and v != {}}
        return {k: v for k, v in given.items() if v or k not in _SWITCHED_OFF}


def checked_options(given: dict | None) -> Options:
    """Return the options that a form or a program gave; empty values are left free.

    Raises ValidationError that names the option.
    """
    values = {}
    for name, value in (given or {}).items():
        if name not in _CHECKS:
            raise ValidationError(f"There is no reading option '{name}'.", field=name)
        if value not in (None, "", {}):
            values[name] = _CHECKS[name](name, value)
    return Options(**values)


def _encoding(name: str, value: object) -> str:
    try:
        "".encode(str(value))  # rot13 and the like are codecs, but encode no text
        codec = codecs.lookup(str(value))
        # idna and the like do not read on where a byte makes no sense.
        codecs.getincrementaldecoder(codec.name)(errors="replace").decode(b"a")
        return codec.name
    except (LookupError, ValueError):
        raise ValidationError(
            f"'{value}' is not an encoding; write utf-8, cp1252, utf-16 or the like.",
            field=name,
        ) from None


def _one_mark(name: str, value: object) -> str:
    spelled = {"tab": "\t", "\\t": "\t", "space": " ", "none": ""}
    mark = spelled.get(str(value).lower(), str(value))
    if len(mark) > 2 or any(c in mark for c in "\r\n\0"):
        raise ValidationError(f"'{value}' cannot be a {name}.", field=name)
    return mark


def _escape(name: str, value: object) -> str:
    if value not in ESCAPES:
        raise ValidationError("A quote is 'doubled' or escaped by '\\'.", field=name)
    return str(value)


def _small_count(name: str, value: object) -> int:
    try:
        count = int(str(value))
    except ValueError:
        count = -1
    if not 0 <= count <= MOST_LINES:
        raise ValidationError(
            f"'{value}' is not a number of rows between 0 and {MOST_LINES:,}.",
            field=name,
        )
    return count


def _decimal_mark(name: str, value: object) -> str:
    if value not in DECIMAL_MARKS:
        raise ValidationError("The decimal mark is '.' or ','.", field=name)
    return str(value)


def _switch(name: str, value: object) -> bool:
    if isinstance(value, bool):
        return value
    if str(value).lower() in ("true", "1", "yes", "on"):
        return True
    if str(value).lower() in ("false", "0", "no", "off"):
        return False
    raise ValidationError(f"'{value}' is neither yes nor no.", field=name)


def _text(name: str, value: object) -> str:
    return str(value)


def _types(name: str, value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise ValidationError("Types are given as column: type.", field=name)
    for column, kind in value.items():
        if kind not in TYPES:
            raise ValidationError(
                f"'{kind}' is not a type; {column} can be {', '.join(TYPES)}.",
                field=name,
            )
    return {str(column): str(kind) for column, kind in value.items()}


_CHECKS = {
    "encoding": _encoding,
    "delimiter": _one_mark,
    "quote": _one_mark,
    "escape": _escape,
    "skip_rows": _small_count,
    "header_rows": _small_count,
    "decimal_mark": _decimal_mark,
    "day_first": _switch,
    "sheet": _text,
    "keep_totals": _switch,
    "fill_merged": _switch,
    "types": _types,
}
