"""How a file was read, in the words of people instead of the names of options."""

from analysis.table import ImportReport

ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "ascii": "ASCII",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32": "UTF-32",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "cp1252": "Windows-1252",
    "cp1253": "Windows-1253",
    "cp1254": "Windows-1254",
    "cp1255": "Windows-1255",
    "cp1256": "Windows-1256",
    "cp1257": "Windows-1257",
    "iso8859-1": "Latin-1",
    "iso8859-2": "Latin-2",
    "iso8859-15": "Latin-9",
    "mac-roman": "Mac Roman",
    "cp437": "DOS 437",
    "cp850": "DOS 850",
    "cp866": "DOS 866",
    "koi8-r": "KOI8-R",
    "shift_jis": "Shift-JIS",
    "cp932": "Shift-JIS",
    "euc_jp": "EUC-JP",
    "euc_kr": "EUC-KR",
    "gb18030": "GB18030",
    "gbk": "GBK",
    "big5": "Big5",
}
MARKS = {
    ",": "comma",
    ";": "semicolon",
    "\t": "tab",
    "|": "vertical bar",
    " ": "space",
    ":": "colon",
    '"': "double quote",
    "'": "single quote",
    "": "none",
    "  ": "two or more spaces",
    "\x01": "control character 1",
    "\x1c": "file separator",
    "\x1e": "record separator",
    "\x1f": "unit separator",
}
_MARKS_BY_NAME = {name: mark for mark, name in MARKS.items()}
TYPES_TOLD = 3
# What the columns' reasons say where no decision does.
ORDERS = {"dates as day, month": "day first", "dates as month, day": "month first"}
_KEEPING = {"no": "rows below the table left out", "yes": "rows below the table kept"}
# The value of a decision that is not the same for all columns.
BY_COLUMN = "by column"
DECIMAL_COMMA = "numbers with ',' as decimal mark"


def read_as(report: ImportReport) -> list[str]:
    """Return what was recognised, as short phrases: "UTF-8", "header in line 3"."""
    found = {each.get("option"): each for each in report.decisions}
    values = {option: each["value"] for option, each in found.items()}
    reasons = list(report.column_reasons.values())
    phrases = [
        report.format if report.format != "text" else "",
        _sheet(values.get("sheet")),
        _encoding(values.get("encoding")),
        values.get("delimiter") and mark_name(values["delimiter"]),
        _quote(values.get("quote")),
        _header(values.get("skip_rows"), values.get("header_rows")),
        _decimal_mark(values.get("decimal_mark")) or _shown_comma(reasons),
        _day_first(found.get("day_first")) or _shown_order(reasons),
        _KEEPING.get(values.get("keep_totals", "")),
    ]
    return [phrase for phrase in phrases if phrase]


def chosen(options: dict) -> str:
    """Return the options that a person chose as one phrase: "semicolon, no header"."""
    phrases = [_SPOKEN[name](value) for name, value in options.items()]
    return ", ".join(phrase for phrase in phrases if phrase)


def encoding_name(codec: str) -> str:
    """Return the usual name of a codec: "Windows-1252" for "cp1252"."""
    return ENCODINGS.get(codec, codec.upper())


def mark_name(mark: str) -> str:
    """Return the name of a delimiter or quote; one without a name stands for itself."""
    return MARKS.get(mark, mark)


def mark_of(name: str) -> str:
    """Return the mark that a name stands for; ";" for "semicolon" and for ";"."""
    return _MARKS_BY_NAME.get(name, name)


def _encoding(codec: str | None) -> str | None:
    return encoding_name(codec) if codec else None


def _quote(mark: str | None) -> str | None:
    if mark in (None, '"', "double quote"):
        return None  # what everybody expects need not be said
    return "no quotes" if mark in ("", "none") else f"{mark_name(mark)} as quote"


def _header(above: int | None, rows: int | None) -> str | None:
    if rows is None:
        return None
    first = (above or 0) + 1
    if rows == 0:
        return "no header" + (f", data from line {first}" if above else "")
    if rows == 1:
        return f"header in line {first}"
    return f"header in lines {first} to {first + rows - 1}"


def _decimal_mark(mark: str | None) -> str | None:
    # A point is what everybody expects of a number.
    return "decimal comma" if mark == "," else None


def _day_first(decision: dict | None) -> str | None:
    if decision is None or not isinstance(decision["value"], bool):
        return None
    said = "day first" if decision["value"] else "month first"
    evidence = decision.get("evidence")
    return f"{said} ({evidence})" if evidence else said


def _shown_comma(reasons: list[str]) -> str | None:
    shown = any(reason.startswith(DECIMAL_COMMA) for reason in reasons)
    return "decimal comma" if shown else None


def _shown_order(reasons: list[str]) -> str | None:
    """Return the order of day and month, where all the dates have the same."""
    shown = {
        said
        for reason in reasons
        for start, said in ORDERS.items()
        if reason.startswith(start)
    }
    return shown.pop() if len(shown) == 1 else None


def _sheet(name: str | None) -> str | None:
    return f"sheet “{name}”" if name else None


def _types(types: dict[str, str]) -> str:
    told = [f"{column} as {kind}" for column, kind in types.items()]
    more = len(told) - TYPES_TOLD
    return ", ".join(told[:TYPES_TOLD]) + (f" and {more} more" if more > 0 else "")


_SPOKEN = {
    "encoding": lambda codec: encoding_name(str(codec)),
    "delimiter": lambda mark: mark_name(str(mark)),
    "quote": lambda mark: _quote(str(mark)) or "double quotes",
    "escape": lambda how: "" if how == "doubled" else f"quotes escaped by {how}",
    "skip_rows": lambda rows: f"{rows} lines above the header left out",
    "header_rows": lambda rows: "no header" if rows == 0 else f"{rows} header rows",
    "decimal_mark": _decimal_mark,
    "day_first": lambda first: "day first" if first else "month first",
    "sheet": _sheet,
    "keep_totals": lambda kept: "totals kept" if kept else "",
    "fill_merged": lambda filled: "merged cells filled" if filled else "",
    "types": _types,
}
