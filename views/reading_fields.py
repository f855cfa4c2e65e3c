"""The form that reads a stored file in another way: its fields, and what they say.

A field shows what was recognised. Only what a person changes becomes an option; all
else is recognised anew, since one decision often decides the others.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.table import TYPES, ImportReport, TableProfile
from services import spoken

FREE = ("", "Let Poppy decide")
OTHER_MARK = "other"
CODECS = (
    *("utf-8", "cp1252", "utf-16", "utf-16-le", "utf-16-be", "iso8859-1", "iso8859-15"),
    *("cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "koi8-r"),
    *("mac-roman", "shift_jis", "euc_jp", "euc_kr", "gb18030", "big5"),
)
DELIMITERS = ",;\t|: "
QUOTES = ('"', "'", "none")
HEADER_ROWS = {
    "0": "None: the first line is data",
    "1": "One line",
    "2": "Two lines",
    "3": "Three lines",
}
DIALECT = {"encoding", "delimiter", "quote"}
TYPE_PREFIX = "type:"
TYPE_CHOICES = (FREE, *((kind, kind) for kind in TYPES))
LABELS = {
    "sheet": "Sheet",
    "encoding": "Encoding",
    "delimiter": "What divides the cells",
    "quote": "What encloses cells",
    "skip_rows": "Lines above the header",
    "header_rows": "Header",
    "decimal_mark": "Decimal mark",
    "day_first": "Dates such as 03/04/2025",
}


@dataclass(frozen=True)
class Field:
    """A select (with choices: value, label) or a number (without)."""

    option: str
    label: str
    value: str
    evidence: str
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ColumnType:
    """A column, the type it was given and why."""

    field: str
    name: str
    value: str
    reason: str


def fields(report: ImportReport, sheets: list[str]) -> list[Field]:
    """Return a field for each decision that can be made about this kind of file."""
    found = {each.get("option"): each for each in report.decisions}
    chosen = report.options
    choices = {
        "sheet": [(name, name) for name in sheets],
        "encoding": [FREE, *_encodings(_recognised(found, "encoding"))],
        "delimiter": [FREE, *_delimiters(_recognised(found, "delimiter"))],
        "quote": [FREE, *((mark, spoken.mark_name(mark)) for mark in QUOTES)],
        "skip_rows": [],
        "header_rows": [FREE, *HEADER_ROWS.items()],
        "decimal_mark": [FREE, (".", "Point: 1,234.5"), (",", "Comma: 1.234,5")],
        "day_first": [FREE, ("true", "Day first: 31/12"), ("false", "Month first")],
    }
    return [
        Field(
            option,
            LABELS[option],
            _shown(option, found, chosen),
            found[option]["evidence"] if option in found else "",
            tuple(offered),
        )
        for option, offered in choices.items()
        if _applies(option, found, sheets)
    ]


def column_types(report: ImportReport, profile: TableProfile) -> list[ColumnType]:
    """Return every column with the type it has and the reason."""
    return [
        ColumnType(
            TYPE_PREFIX + column.key,
            column.name,
            column.type,
            report.column_reasons.get(column.key, ""),
        )
        for column in profile.columns
    ]


def options(
    form: Mapping, report: ImportReport, profile: TableProfile, sheets: list[str]
) -> dict:
    """Return the options that the form asks for: the old ones, and what changed."""
    wanted = dict(report.options)
    for field in fields(report, sheets):
        given = _given(form, field)
        if given != field.value:
            wanted[field.option] = given
    types = dict(wanted.pop("types", {}))
    for column in column_types(report, profile):
        given = form.get(column.field, column.value)
        if given != column.value:
            types.pop(column.field.removeprefix(TYPE_PREFIX), None)
            types[column.name] = given
    wanted["keep_totals"] = "keep_totals" in form
    wanted["fill_merged"] = "fill_merged" in form
    return wanted | {"types": {name: kind for name, kind in types.items() if kind}}


def _applies(option: str, found: dict, sheets: list[str]) -> bool:
    if option == "sheet":
        return bool(sheets)
    if option in DIALECT:
        return option in found and not sheets
    return option in ("decimal_mark", "day_first") or option in found


def _recognised(found: dict, option: str) -> str:
    return str(found[option]["value"]) if option in found else ""


def _shown(option: str, found: dict, chosen: dict) -> str:
    recognised = found.get(option, {}).get("value")
    value = chosen.get(option, "") if recognised is None else recognised
    if isinstance(value, bool):
        return "true" if value else "false"
    if value == spoken.BY_COLUMN:
        return ""
    # Reports spell delimiters ("semicolon"); forms hold the marks themselves.
    return spoken.mark_of(str(value)) if option == "delimiter" else str(value)


def _given(form: Mapping, field: Field) -> str:
    value = form.get(field.option, field.value)
    if field.option == "delimiter" and value == OTHER_MARK:
        return form.get("delimiter_other", "")
    return value


def _encodings(recognised: str) -> list[tuple[str, str]]:
    codecs = [*CODECS] if recognised in ("", *CODECS) else [recognised, *CODECS]
    return [(codec, spoken.encoding_name(codec)) for codec in codecs]


def _delimiters(recognised: str) -> list[tuple[str, str]]:
    mark = spoken.mark_of(recognised)
    marks = list(DELIMITERS) if mark in (*DELIMITERS, "") else [mark, *DELIMITERS]
    named = [(each, spoken.mark_name(each).capitalize()) for each in marks]
    return [*named, (OTHER_MARK, "Another mark:")]
