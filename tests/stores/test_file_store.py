"""Stored files are written once, durable, read-only, and inside their folder."""

import os

import pytest

from errors import Conflict, NotFound, Unavailable, ValidationError
from stores.file_store import LocalFiles


@pytest.fixture
def files(tmp_path):
    return LocalFiles(tmp_path / "data")


def keep(files, key, content=b"a;b\n1;2\n"):
    with files.workspace() as folder:
        (folder / "upload").write_bytes(content)
        files.put(key, folder / "upload")


def test_a_file_comes_back_as_it_was_put(files):
    keep(files, "t/d/v/data.csv", b"bytes")
    assert files.path("t/d/v/data.csv").read_bytes() == b"bytes"
    assert files.size("t/d/v/data.csv") == 5
    assert files.path("t/d/v/data.csv").stat().st_mode & 0o777 == 0o444


def test_a_key_is_never_written_twice(files):
    keep(files, "t/d/v/data.csv", b"first")
    with pytest.raises(Conflict):
        keep(files, "t/d/v/data.csv", b"second")
    assert files.path("t/d/v/data.csv").read_bytes() == b"first"


def test_the_workspace_is_gone_even_after_an_error(files):
    with pytest.raises(RuntimeError), files.workspace() as folder:
        (folder / "half").write_bytes(b"x")
        assert list(files.keys()) == []
        raise RuntimeError("stop")
    assert not folder.exists()


def test_a_file_from_another_disk_is_copied(files, tmp_path):
    shared = "/dev/shm"
    if not os.path.isdir(shared) or os.stat(shared).st_dev == os.stat(tmp_path).st_dev:
        pytest.skip("there is only one disk")
    source = os.path.join(shared, f"poppy-{os.getpid()}")
    with open(source, "wb") as file:
        file.write(b"far")
    try:
        files.put("t/far", tmp_path.__class__(source))
    finally:
        os.unlink(source)
    assert files.path("t/far").read_bytes() == b"far"


@pytest.mark.parametrize(
    "key", ["../x", "/etc/passwd", "a/../b", "", "a//b", ".x", "tmp/x"]
)
def test_a_key_that_leads_elsewhere_is_refused(files, key):
    with pytest.raises(ValidationError):
        files.path(key)


def test_a_missing_file_is_not_found(files):
    assert not files.exists("t/d/v")
    with pytest.raises(NotFound):
        files.path("t/d/v")


def test_files_are_listed_and_deleted_by_folder(files):
    for key in ("t1/d1/a", "t1/d2/b", "t2/d3/c"):
        keep(files, key)
    assert set(files.keys("t1")) == {"t1/d1/a", "t1/d2/b"}
    assert files.delete_prefix("t1/d1") == 1
    assert set(files.keys()) == {"t1/d2/b", "t2/d3/c"}
    assert files.delete_prefix("t1/d1") == 0


def test_everything_is_never_deleted_at_once(files):
    with pytest.raises(ValidationError):
        files.delete_prefix("")


def test_a_full_disk_is_said_clearly(files):
    target = "/dev/full"
    if not os.path.exists(target):
        pytest.skip("there is no /dev/full")
    with pytest.raises(Unavailable, match="disk is full"), files.workspace():
        _raise_full(files)


def _raise_full(files):
    from stores.file_store import _disk_errors

    with _disk_errors(), open("/dev/full", "wb", buffering=0) as file:
        file.write(b"x")
