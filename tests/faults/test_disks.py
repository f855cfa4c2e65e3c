"""Disks that are full or read-only."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.conftest import CSV, Client, check
from tests.server import Server

WHY_NOT = "mounting a disk of its own is not allowed here"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 48 MB; mounting takes rights that not every machine gives."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0 or _mount("-t", "tmpfs", "-o", "size=48m", "tmpfs", folder):
        pytest.skip(WHY_NOT)
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def _mount(*arguments: object) -> int:
    return subprocess.run(
        ["mount", *map(str, arguments)], capture_output=True
    ).returncode


@pytest.fixture(params=["sqlite", "postgres"])
def server(request, disk: Path) -> Iterator[Server]:
    """A server whose data folder is on the small disk, and its log is not."""
    url = None
    if request.param == "postgres":
        url = request.getfixturevalue("postgres").url("disks")
    server = Server(disk / "data", url)
    server.log = disk.parent / "server.log"
    with server:
        yield server


def refusal(answer) -> str:
    """Return the sentence of a 503."""
    assert answer.status_code == 503, answer.text
    return answer.json()["error"]["message"]


def fill(disk: Path) -> Path:
    """Take what is left of the disk; return the file that does."""
    hog = disk / "hog"
    with hog.open("wb", buffering=0) as file:
        for size in (1 << 20, 4096, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue
    return hog


def test_a_full_disk_is_said_and_nothing_is_lost(server, disk):
    alice = Client(server).register()
    dataset_id = alice.make_dataset()
    assert alice.upload(dataset_id).status_code == 201
    session_id = alice.make_session(dataset_id)
    assert alice.say(session_id, "total amount").status_code == 201
    kept = alice.messages(session_id)

    hog = fill(disk)
    assert "disk is full" in refusal(alice.upload(dataset_id, CSV * 100_000))
    assert alice.messages(session_id) == kept
    if "DATABASE_URL" not in server.env:
        assert "disk is full" in refusal(alice.say(session_id, "total amount"))
        assert alice.messages(session_id) == kept

    hog.unlink()
    assert alice.upload(dataset_id).status_code == 201
    assert alice.say(session_id, "total amount").status_code == 201
    assert len(list((disk / "data/files/tmp").iterdir())) == 0
    assert check(server) == ""


def test_a_read_only_folder_is_said_and_nothing_is_lost(server, disk):
    alice = Client(server).register()
    dataset_id = alice.make_dataset()
    assert alice.upload(dataset_id).status_code == 201
    session_id = alice.make_session(dataset_id)

    files = disk / "data/files"
    assert _mount("--bind", files, files) == 0
    assert _mount("-o", "remount,bind,ro", files) == 0
    try:
        assert "cannot be written to" in refusal(alice.upload(dataset_id))
        assert alice.say(session_id, "total amount").status_code == 201
    finally:
        subprocess.run(["umount", "--lazy", files], check=True)
    assert alice.upload(dataset_id).json()["version"]["version"] == 2
    assert check(server) == ""


def test_a_server_does_not_start_on_a_read_only_disk(disk):
    server = Server(disk / "data")
    server.migrate()
    server.log = disk.parent / "log"
    assert _mount("-o", "remount,ro", disk) == 0
    try:
        with pytest.raises(AssertionError, match="cannot be"):
            server.start()
        assert "Traceback" not in server.log.read_text()
    finally:
        _mount("-o", "remount,rw", disk)
