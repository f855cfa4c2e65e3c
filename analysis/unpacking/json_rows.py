"""JSON and JSON lines into a plain CSV file: a row for each record, a column a key."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

from errors import ParseError

MAX_COLUMNS = 5_000
MAX_DEPTH = 4
# A file whose records lie inside one object is held in memory as a whole.
MAX_WHOLE_CHARS = 128 << 20
_CHUNK = 1 << 20
_SPACE = " \t\r\n,"
_NO_RECORDS = (
    "The JSON holds no list of records. A table is a list of objects, or one object "
    "a line."
)


def write_rows(source: Path, folder: Path, encoding: str, report) -> dict:
    """Write the records to `folder`/sheet.csv, below a row of their keys.

    `report` is told how many characters are done. Numbers keep their digits.
    """
    target = folder / "sheet.csv"
    found = _write(source, target, encoding, {}, report)
    if found["grown"]:
        # Keys that came up later: the rows before them were too short.
        found = _write(source, target, encoding, found["keys"], report)
    if not found["rows"]:
        raise ParseError(_NO_RECORDS)
    names = list(found["keys"]) if found["keys"] else None
    # Records are counted from 1; the row of their keys stands before them.
    first_row = 0 if names else 1
    blank = found["blank"]
    return {"kind": "cells", "names": names, "blank": blank, "first_row": first_row}


def _write(source: Path, target: Path, encoding: str, keys: dict, report) -> dict:
    rows = blank = 0
    known = len(keys)
    with (
        source.open(encoding=encoding, errors="replace") as text,
        target.open("w", encoding="utf-8", newline="") as file,
    ):
        writer = csv.writer(file, lineterminator="\n")
        for record in _records(text, report):
            cells = _cells(record, keys)
            if len(keys) > MAX_COLUMNS:
                raise ParseError(
                    f"The records have over {MAX_COLUMNS:,} different keys."
                )
            if not rows and keys:
                writer.writerow(keys)
                known = len(keys)
            writer.writerow(cells)
            rows, blank = rows + 1, blank + (not any(cells))
    return {"rows": rows, "blank": blank, "keys": keys, "grown": len(keys) > known}


def _cells(record: object, keys: dict[str, int]) -> list[str]:
    """Return a record's values in the order of the keys; new keys are added."""
    if isinstance(record, list):
        return [_text(value) for value in record]
    if not isinstance(record, dict):
        record = {"value": record}
    values = dict(_flat(record))
    for key in values:
        keys.setdefault(key, len(keys))
    return [values.get(key, "") for key in keys]


def _flat(record: dict, prefix: str = "", depth: int = 1) -> Iterator[tuple[str, str]]:
    """Yield (key, text) of an object; the keys of nested ones are joined by dots."""
    for key, value in record.items():
        if isinstance(value, dict) and value and depth < MAX_DEPTH:
            yield from _flat(value, f"{prefix}{key}.", depth + 1)
        else:
            yield prefix + key, _text(value)


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    if value is None or value == [] or value == {}:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _nested(value) if isinstance(value, list | dict) else str(value)


def _nested(value: object) -> str:
    """Return a list or an object as JSON, its numbers as they were written."""
    if isinstance(value, list):
        return f"[{', '.join(map(_nested, value))}]"
    if isinstance(value, dict):
        pairs = (
            f"{json.dumps(k, ensure_ascii=False)}: {_nested(v)}"
            for k, v in value.items()
        )
        return f"{{{', '.join(pairs)}}}"
    return (
        value if isinstance(value, _Digits) else json.dumps(value, ensure_ascii=False)
    )


def _records(text, report) -> Iterator[object]:
    """Yield the records of a list, of lines, or of the one list inside an object."""
    stream = _Values(text, report)
    if stream.peek() == "[":
        stream.skip()
        yield from stream.values(end="]")
        return
    first = stream.value()
    if stream.peek() is None and isinstance(first, dict):
        yield from _inner_records(first)
        return
    yield first
    yield from stream.values(end=None)


def _inner_records(whole: dict) -> Iterator[object]:
    """Yield the longest list of objects in an object, or the object itself."""
    lists = [v for v in whole.values() if isinstance(v, list) and v]
    lists = [v for v in lists if all(isinstance(item, dict | list) for item in v)]
    if lists:
        yield from max(lists, key=len)
    elif whole and all(isinstance(value, dict) for value in whole.values()):
        yield from ({"key": key, **value} for key, value in whole.items())
    else:
        raise ParseError(_NO_RECORDS)


class _Digits(str):
    """A number as it is written."""

    __slots__ = ()


class _Values:
    """Decodes one JSON value after the other from a text too large for memory."""

    def __init__(self, text, report):
        self._text, self._report = text, report
        # Numbers stay as they are written: no digit is lost.
        self._decoder = json.JSONDecoder(parse_float=_Digits, parse_int=_Digits)
        self._buffer, self._at, self._done = "", 0, 0

    def peek(self) -> str | None:
        """Return the next character that matters, None at the end."""
        while True:
            while self._at < len(self._buffer):
                c = self._buffer[self._at]
                if c not in _SPACE and c != "\ufeff":
                    return c
                self._at += 1
            if not self._more():
                return None

    def skip(self) -> None:
        """Pass over one character."""
        self._at += 1

    def values(self, end: str | None) -> Iterator[object]:
        """Yield the values up to the closing character, or to the end of the text."""
        while (c := self.peek()) is not None and c != end:
            yield self.value()
        if end and c is None:
            raise ParseError("The JSON ends in the middle of its list: it was cut off.")

    def value(self) -> object:
        """Return the next value."""
        if self.peek() is None:
            raise ParseError(_NO_RECORDS)
        while True:
            try:
                value, at = self._decoder.raw_decode(self._buffer, self._at)
                if at < len(self._buffer) or not self._more():
                    self._at = at
                    return value
            except (ValueError, RecursionError) as error:
                if isinstance(error, RecursionError) or not self._more():
                    raise ParseError(self._complaint()) from None

    def _complaint(self) -> str:
        place = self._done - len(self._buffer) + self._at
        return f"The file is not valid JSON near character {place:,}. Repair it first."

    def _more(self) -> bool:
        """Read on; False at the end. What has been decoded is let go."""
        if len(self._buffer) - self._at > MAX_WHOLE_CHARS:
            raise ParseError("One record of the JSON is larger than 128 MB.")
        chunk = self._text.read(max(_CHUNK, len(self._buffer) - self._at))
        self._buffer, self._at = self._buffer[self._at :] + chunk, 0
        self._done += len(chunk)
        self._report(self._done)
        return bool(chunk)
