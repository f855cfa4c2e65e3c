"""What an archive holds, judged by its directory, and its one table on disk."""

import gzip
import stat
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO

from errors import ParseError

# Told how many bytes are unpacked.
Report = Callable[[int], None]
MAX_MEMBERS = 10_000
MAX_RATIO = 200
# Below this size even a very high ratio does no harm.
HARMLESS_BYTES = 50 << 20
MAX_WORKBOOK_BYTES = 2 << 30
_CHUNK = 1 << 20
_TABLES = (".csv", ".tsv", ".txt", ".tab", ".psv", ".json", ".jsonl", ".ndjson")
_NESTED = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".parquet")
_TOO_LARGE = "The archive unpacks to more than {0:,} MB. Upload the table in parts."
_BOMB = (
    "The archive unpacks to a suspiciously large size and was not opened. "
    "Upload the table itself."
)


def extract(
    source: Path, folder: Path, task: str, most_bytes: int, report: Report
) -> dict:
    """Unpack the one table of a zip or gzip file into `folder`/unpacked.

    A zip that is a workbook is only looked at: the answer's kind is "workbook".
    """
    target = folder / "unpacked"
    if task == "gzip":
        _gunzip(source, target, most_bytes, report)
        return {"kind": "file", "path": str(target), "member": "", "others": []}
    try:
        with zipfile.ZipFile(source) as archive:
            members = _checked_members(archive)
            if _is_workbook(members):
                _check_workbook(members)
                return {"kind": "workbook"}
            return _unzip(archive, members, target, most_bytes, report)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError):
        raise ParseError("The archive is damaged and cannot be opened.") from None


def _checked_members(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise ParseError(f"The archive holds more than {MAX_MEMBERS:,} files.")
    return members


def _is_workbook(members: list[zipfile.ZipInfo]) -> bool:
    names = {member.filename.replace("\\", "/").lower() for member in members}
    office = any(name.startswith(("xl/", "/xl/")) for name in names)
    return office or {"content.xml", "mimetype"} <= names


def _check_workbook(members: list[zipfile.ZipInfo]) -> None:
    total = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if total > MAX_WORKBOOK_BYTES or _is_bomb(total, packed):
        raise ParseError(_BOMB)


def _is_bomb(size: int, packed: int) -> bool:
    return size > HARMLESS_BYTES and size > MAX_RATIO * max(packed, 1)


def _unzip(
    archive: zipfile.ZipFile,
    members: list[zipfile.ZipInfo],
    target: Path,
    most_bytes: int,
    report: Report,
) -> dict:
    tables = [member for member in members if _is_table(member)]
    if not tables:
        raise ParseError("The archive holds no CSV, Excel, JSON or Parquet file.")
    tables.sort(key=_is_about)
    chosen = tables[0]
    if chosen.flag_bits & 1:
        raise ParseError("The archive is protected by a password.")
    if _is_bomb(chosen.file_size, chosen.compress_size):
        raise ParseError(_BOMB)
    with archive.open(chosen) as stream:
        _copy(stream, target, most_bytes, chosen.compress_size, report)
    others = [Path(member.filename).name for member in tables[1:]]
    return {
        "kind": "file",
        "path": str(target),
        "member": Path(chosen.filename).name,
        "others": others,
    }


def _is_table(member: zipfile.ZipInfo) -> bool:
    """Whether the member is a regular file with the name of a table."""
    mode = member.external_attr >> 16
    regular = not mode or stat.S_ISREG(mode) or stat.S_IFMT(mode) == 0
    name = member.filename.lower()
    hidden = name.startswith("__macosx/") or Path(name).name.startswith(".")
    suffixes = _TABLES + _NESTED
    return regular and not member.is_dir() and not hidden and name.endswith(suffixes)


def _is_about(member: zipfile.ZipInfo) -> bool:
    """Whether the member tells about the others: a README or a licence."""
    stem = Path(member.filename).stem.lower().replace("-", "").replace("_", "")
    return stem in ("readme", "license", "licence", "changelog", "about", "metadata")


def _gunzip(source: Path, target: Path, most_bytes: int, report: Report) -> None:
    try:
        with gzip.open(source) as stream:
            _copy(stream, target, most_bytes, source.stat().st_size, report)
    except (gzip.BadGzipFile, zlib.error, EOFError):
        raise ParseError("The gzip file is damaged or cut short.") from None


def _copy(
    stream: IO[bytes], target: Path, most_bytes: int, packed: int, report: Report
) -> None:
    written = 0
    with target.open("wb") as file:
        while chunk := stream.read(_CHUNK):
            written += len(chunk)
            if written > most_bytes:
                raise ParseError(_TOO_LARGE.format(most_bytes >> 20))
            if _is_bomb(written, packed):
                raise ParseError(_BOMB)
            file.write(chunk)
            report(written)
