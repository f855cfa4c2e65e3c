"""Files that mean harm are refused in a sentence; the server lives, no file is left."""

import gzip
import io
import os
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.conftest import Client
from tests.server import Server
from tests.workbooks import sheet_xml, workbook

MEMORY_MB = 500
LINE = 70 << 20
TABLE = b"a,b\n1,2\n3,4\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Server]:
    with Server(tmp_path_factory.mktemp("hostile") / "data") as running:
        yield running


@pytest.fixture(scope="module")
def alice(server: Server) -> Client:
    return Client(server).register()


def archive(members: dict[str, bytes], links: dict[str, str] | None = None) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
        for name, target in (links or {}).items():
            link = zipfile.ZipInfo(name)
            link.external_attr = (stat.S_IFLNK | 0o777) << 16
            packed.writestr(link, target)
    return content.getvalue()


def far_sheet() -> bytes:
    last = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return workbook({"S": sheet_xml([[1]]) + last})


def bomb_sheet() -> bytes:
    return workbook({"S": sheet_xml([["a"], [1]])}, {"xl/media/x.bin": bytes(80 << 20)})


HOSTILE = {
    "a gzip bomb": ("t.csv.gz", lambda: gzip.compress(b"1,2\n" * (16 << 20))),
    "a zip bomb": ("t.zip", lambda: archive({"t.csv": b"1,2\n" * (16 << 20)})),
    "a workbook bomb": ("t.xlsx", bomb_sheet),
    "a sheet of billions of cells": ("t.xlsx", far_sheet),
    "a line without end": ("t.csv", lambda: b"x" * LINE),
    "a line without end, late": ("t.csv", lambda: TABLE * 100_000 + b"x" * LINE),
    "a picture named as a table": ("t.csv", lambda: b"\x89PNG\r\n\x1a\n" + bytes(999)),
    "a page named as a workbook": ("t.xls", lambda: b"<!doctype html><table></table>"),
    "a program named as Parquet": ("t.parquet", lambda: b"\x7fELF" + bytes(999)),
    "a link in a zip": ("t.zip", lambda: archive({}, {"t.csv": "/etc/passwd"})),
    "half a Parquet file": ("t.parquet", lambda: b"PAR1" + os.urandom(5000) + b"PAR1"),
    "a zip of a zip": ("t.zip", lambda: archive({"t.zip": archive({"t.csv": TABLE})})),
    "deep JSON": ("t.json", lambda: b"[" * 200_000),
    "half a workbook": ("t.xlsx", lambda: workbook({"S": sheet_xml([[1]])})[:300]),
}


def files_of(server: Server) -> set[Path]:
    """Return what is in the data folder, besides the database and the log."""
    folder = server.data_dir
    found = {path for path in folder.rglob("*") if path.is_file()}
    ours = ("poppy.sqlite3", "secret_key", "server-")
    return {path for path in found if not path.name.startswith(ours)}


def memory_mb(server: Server) -> float:
    """Return the most memory that the server process ever had."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


@pytest.mark.parametrize("kind", HOSTILE)
def test_it_is_refused_and_the_server_goes_on(server, alice, kind):
    name, content = HOSTILE[kind]
    dataset, before = alice.make_dataset(kind), files_of(server)
    answer = alice.post(
        f"poppy/datasets/{dataset}/upload", files={"file": (name, content())}
    )
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (400, "PARSE_ERROR"), error
    assert len(error["message"]) > 20 and str(server.data_dir) not in answer.text
    assert files_of(server) == before
    assert memory_mb(server) < MEMORY_MB
    assert alice.get("auth/me").status_code == 200
    assert "latestVersion" not in alice.get(f"poppy/datasets/{dataset}/profile").json()


@pytest.mark.parametrize(
    "name", ["../../../escape.csv", "/etc/cron.d/x.csv", "..\\..\\x.csv"]
)
def test_a_path_in_the_name_goes_nowhere(server, alice, name):
    dataset, before = alice.make_dataset("paths"), files_of(server)
    answer = alice.post(
        f"poppy/datasets/{dataset}/upload", files={"file": (name, TABLE)}
    )
    assert answer.status_code == 201, answer.text
    new = files_of(server) - before
    folders = {path.parent.relative_to(server.data_dir).parts[0] for path in new}
    assert folders == {"files"}
    assert all(".." not in path.name and "escape" not in path.name for path in new)


def test_a_path_inside_a_zip_goes_nowhere(server, alice):
    dataset, before = alice.make_dataset("zip paths"), files_of(server)
    content = archive({"../../../../escape.csv": TABLE})
    answer = alice.post(
        f"poppy/datasets/{dataset}/upload", files={"file": ("t.zip", content)}
    )
    assert answer.status_code == 201, answer.text
    assert not [path for path in files_of(server) - before if "escape" in path.name]
    assert not list(server.data_dir.parent.rglob("escape*"))
