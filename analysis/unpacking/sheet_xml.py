"""What a sheet's XML tells that its values do not: errors, lost results, hidden rows.

Only .xlsx and .xlsm hold such XML; for other workbooks nothing is told.
"""

import html
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

_CHUNK = 1 << 20
_LONGEST_ROW = 64 << 20
_MOST_PARTS_BYTES = 4 << 20
_ROW_END = b"</row>"
_SHEET = re.compile(r"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(r'([\w:]+)\s*=\s*"([^"]*)"')
# A formula whose result was never computed has an empty value, or none.
_UNCOMPUTED = re.compile(
    rb"<c\b([^>]*)>\s*<f\b[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
_ERROR = re.compile(rb'<c\b[^>]*\bt="e"')
_HIDDEN = re.compile(rb'<row\b[^>]*\bhidden="(?:1|true)"')


def peculiarities(source: Path, sheet: str) -> dict[str, int]:
    """Return how many cells of a sheet hold errors or formulas without a result.

    The keys are "errors", "uncomputed" and "hidden_rows".
    """
    found = {"errors": 0, "uncomputed": 0, "hidden_rows": 0}
    try:
        with zipfile.ZipFile(source) as archive:
            part = _part_of(archive, sheet)
            for rows in _rows(archive, part) if part else ():
                found["errors"] += len(_ERROR.findall(rows))
                found["hidden_rows"] += len(_HIDDEN.findall(rows))
                found["uncomputed"] += _uncomputed(rows)
    except (zipfile.BadZipFile, KeyError, OSError, NotImplementedError):
        pass  # not an archive of XML, or one that only its own reader understands
    return found


def _uncomputed(rows: bytes) -> int:
    if b"<f" not in rows:
        return 0
    # A text formula may well have the result "".
    return sum(b't="str"' not in cell[1] for cell in _UNCOMPUTED.finditer(rows))


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str | None:
    """Return the name of the archive's member that holds the sheet."""
    book = _text(archive, "xl/workbook.xml")
    relations = _text(archive, "xl/_rels/workbook.xml.rels")
    targets = {
        each.get("Id"): each.get("Target", "")
        for each in map(_attributes, _RELATION.findall(relations))
    }
    for each in map(_attributes, _SHEET.findall(book)):
        if each.get("name") == sheet:
            target = targets.get(each.get("r:id"), "")
            absolute = target.startswith("/")
            path = target[1:] if absolute else str(PurePosixPath("xl") / target)
            return path if path in archive.namelist() else None
    return None


def _text(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as part:
        return part.read(_MOST_PARTS_BYTES).decode("utf-8", errors="replace")


def _attributes(tag: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(tag)}


def _rows(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield the sheet's XML in pieces that end where a row ends."""
    rest = b""
    with archive.open(part) as stream:
        while (chunk := stream.read(_CHUNK)) and len(rest) < _LONGEST_ROW:
            end = (rest + chunk).rfind(_ROW_END) + 1
            whole, rest = (rest + chunk)[:end], (rest + chunk)[end:]
            yield whole
    yield rest
