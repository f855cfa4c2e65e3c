"""What kind of file this is, by its first bytes and only then by its name."""

import codecs
from pathlib import Path

from errors import ParseError

HEAD_BYTES = 4096
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE = b"\xd0\xcf\x11\xe0"
_FOREIGN = (
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"SQLite format 3", "an SQLite database"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (b"{\\rtf", "a rich-text document"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"ARROW1", "an Arrow file"),
    (b"\x89HDF", "an HDF5 file"),
    (b"Obj\x01", "an Avro file"),
    (b"PARE", "an encrypted Parquet file"),
)
_MARKUP = ((b"<!doctype html", "a web page"), (b"<html", "a web page"))


def file_format(source: Path) -> str:
    """Return text, workbook, zip, gzip, json or parquet, judged by the bytes.

    Raises ParseError for an empty file and for what is known not to be a table.
    """
    with source.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if not head:
        raise ParseError("The file is empty. Choose a file with rows in it.")
    if head.startswith(_ZIP):
        return "zip"
    if head.startswith(_OLE):
        return "workbook"
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith(b"PAR1"):
        return "parquet"
    _refuse_foreign(head)
    return "json" if _looks_like_json(head, source) else "text"


def _refuse_foreign(head: bytes) -> None:
    for magic, what in _FOREIGN:
        if head.startswith(magic):
            raise ParseError(f"This is {what}, not a table. Export it as CSV first.")
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for magic, what in _MARKUP:
        if text.startswith(magic):
            raise ParseError(f"This is {what}, not a table. Export it as CSV first.")
    if text.startswith((b"<?xml", b"<!doctype")):
        raise ParseError("This is an XML document, not a table. Export it as CSV.")
    if head.count(0) == len(head):
        raise ParseError("The file holds only zero bytes: it was damaged on the way.")


def _in_single_bytes(head: bytes) -> bytes:
    """Return the head of a UTF-16 or UTF-32 text without its marks and zeros."""
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return head.lstrip(b"\xff\xfe\0").replace(b"\0", b"") if wide else head


def _looks_like_json(head: bytes, source: Path) -> bool:
    text = _in_single_bytes(head).lstrip(b"\xef\xbb\xbf \t\r\n")
    if source.suffix.lower() in (".json", ".jsonl", ".ndjson"):
        return text[:1] in (b"{", b"[")
    compact = text[:200].translate(None, b" \t\r\n")
    return compact.startswith((b'{"', b'[{"', b"[["))
