"""Tiny .xls, .xlsb and .ods workbooks, byte by byte as their formats ask for.

[MS-XLS] and [MS-CFB] for .xls, [MS-XLSB] for .xlsb, OpenDocument 1.2 for .ods.
"""

import io
import struct
import zipfile
from datetime import date
from html import escape

Rows = list[list[object]]
_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ODS = "urn:oasis:names:tc:opendocument:xmlns"


def xls(rows: Rows, name: str = "S") -> bytes:
    """Return an Excel 97-2003 workbook of numbers and texts."""
    label = name.encode("latin-1")
    start = struct.pack("<BB", len(label), 0) + label
    globals_size = 20 + (4 + 6 + len(start)) + 4
    book = _biff(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 1997, 0, 0))
    book += _biff(0x85, struct.pack("<IBB", globals_size, 0, 0) + start)
    book += _biff(0x0A, b"")
    book += _biff(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 1997, 0, 0))
    width = max(map(len, rows))
    book += _biff(0x200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    for r, row in enumerate(rows):
        book += b"".join(_biff_cell(r, c, value) for c, value in enumerate(row))
    return _compound_file("Workbook", book + _biff(0x0A, b""))


def _biff(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _biff_cell(row: int, column: int, value: object) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if value is None:
        return b""
    if isinstance(value, str):
        text = value.encode("utf-16-le")
        return _biff(0x204, place + struct.pack("<HB", len(value), 1) + text)
    return _biff(0x203, place + struct.pack("<d", value))


def _compound_file(name: str, stream: bytes) -> bytes:
    """Return a compound file with one stream: header, FAT, directory, stream."""
    stream = stream.ljust(max(4096, -(-len(stream) // _SECTOR) * _SECTOR), b"\0")
    sectors = len(stream) // _SECTOR
    chain = [_FAT, _END, *range(3, 2 + sectors), _END]
    table = struct.pack("<128I", *chain, *[_FREE] * (128 - len(chain)))
    signature = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header = signature + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIII", 0, 1, 1, 0) + struct.pack("<I", 4096)
    header += struct.pack("<IIII", _END, 0, _END, 0)
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    entries = _entry("Root Entry", 5, 1, _END, 0)
    entries += _entry(name, 2, _FREE, 2, len(stream))
    return header + table + entries.ljust(_SECTOR, b"\0") + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1)
    tree = struct.pack("<III", _FREE, _FREE, child)
    return head + tree + bytes(36) + struct.pack("<IQ", start, size)


def xlsb(rows: Rows, name: str = "S") -> bytes:
    """Return an Excel binary workbook of numbers and texts."""
    book = _record(131) + _record(143)
    book += _record(156, struct.pack("<II", 0, 1) + _wide("r1") + _wide(name))
    book += _record(144) + _record(132)
    size = struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    sheet = _record(129) + _record(148, size) + _record(145)
    for r, row in enumerate(rows):
        sheet += _record(0, struct.pack("<I", r) + bytes(21))
        sheet += b"".join(_binary_cell(c, value) for c, value in enumerate(row))
    sheet += _record(146) + _record(130)
    link = (
        f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" '
        f'Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.bin"/></Relationships>'
    )
    members = {
        "xl/workbook.bin": book,
        "xl/_rels/workbook.bin.rels": link.encode(),
        "xl/worksheets/sheet1.bin": sheet,
    }
    return _zipped(members)


def _record(kind: int, data: bytes = b"") -> bytes:
    codes = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(data)
    length = bytes([size]) if size < 128 else bytes([size & 0x7F | 0x80, size >> 7])
    return codes + length + data


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _binary_cell(column: int, value: object) -> bytes:
    place = struct.pack("<II", column, 0)
    if value is None:
        return b""
    if isinstance(value, str):
        return _record(6, place + _wide(value))
    return _record(5, place + struct.pack("<d", value))


def ods(sheets: dict[str, Rows]) -> bytes:
    """Return an OpenDocument spreadsheet of numbers, texts, dates and blanks."""
    tables = "".join(
        f'<table:table table:name="{escape(name)}">{"".join(map(_ods_row, rows))}'
        "</table:table>"
        for name, rows in sheets.items()
    )
    spaces = " ".join(
        f'xmlns:{space}="{_ODS}:{space}:1.0"' for space in ("office", "table", "text")
    )
    content = (
        f'<office:document-content {spaces} office:version="1.2"><office:body>'
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{_ODS}:manifest:1.0"><manifest:file-entry '
        f'manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    members = {"mimetype": kind, "content.xml": content}
    members["META-INF/manifest.xml"] = manifest
    return _zipped({name: text.encode() for name, text in members.items()})


def _ods_row(row: list[object]) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>"


def _ods_cell(value: object) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, date):
        about = f'office:value-type="date" office:date-value="{value.isoformat()}"'
    elif isinstance(value, str):
        about = 'office:value-type="string"'
    else:
        about = f'office:value-type="float" office:value="{value}"'
    text = escape(str(value))
    return f"<table:table-cell {about}><text:p>{text}</text:p></table:table-cell>"


def _zipped(members: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return content.getvalue()
