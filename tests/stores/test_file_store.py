"""Stored files are written once, durable, read-only, and inside their folder."""

import os
import shutil
import time

import pytest

from errors import Conflict, NotFound, Unavailable, ValidationError
from stores.file_store import LocalFiles, open_files, storage_warning


@pytest.fixture(params=["folder", "bucket"])
def files(request, tmp_path):
    """A file store of either kind, empty."""
    if request.param == "folder":
        return LocalFiles(tmp_path / "data")
    url = request.getfixturevalue("bucket")
    return open_files(tmp_path / "data", url, 1_000_000)


def keep(files, key, content=b"a;b\n1;2\n"):
    with files.workspace() as folder:
        (folder / "upload").write_bytes(content)
        files.put(key, folder / "upload")


def test_a_file_comes_back_as_it_was_put(files):
    keep(files, "t/d/v/data.csv", b"bytes")
    assert files.path("t/d/v/data.csv").read_bytes() == b"bytes"
    assert b"".join(files.read("t/d/v/data.csv")) == b"bytes"
    assert files.path("t/d/v/data.csv").stat().st_mode & 0o777 == 0o444


def test_a_key_is_never_written_twice(files):
    keep(files, "t/d/v/data.csv", b"first")
    with pytest.raises(Conflict):
        keep(files, "t/d/v/data.csv", b"second")
    assert files.path("t/d/v/data.csv").read_bytes() == b"first"


def test_a_touched_file_counts_as_new_and_is_the_same(files):
    keep(files, "t/d/v/data.csv", b"bytes")
    (before,) = files.files()
    time.sleep(1.1)
    files.touch("t/d/v/data.csv")
    (after,) = files.files()
    assert after.modified > before.modified
    assert files.path("t/d/v/data.csv").read_bytes() == b"bytes"
    with pytest.raises(NotFound):
        files.touch("t/d/v/none.csv")


def test_the_workspace_is_gone_even_after_an_error(files):
    with pytest.raises(RuntimeError), files.workspace() as folder:
        (folder / "half").write_bytes(b"x")
        assert list(files.keys()) == []
        raise RuntimeError("stop")
    assert not folder.exists()


def test_a_file_from_another_disk_is_copied(tmp_path):
    files = LocalFiles(tmp_path / "data")
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
        keep(files, key)
    with pytest.raises(NotFound):
        files.path(key)
    assert not files.exists(key)


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
    if not os.path.exists("/dev/full"):
        pytest.skip("there is no /dev/full")
    with (
        pytest.raises(Unavailable, match="disk is full"),
        files.workspace() as folder,
        open("/dev/full", "wb", buffering=0) as file,
    ):
        file.write(b"x")
    assert not folder.exists()


def test_a_second_server_reads_what_the_first_has_kept(bucket, tmp_path):
    first, second = (
        open_files(tmp_path / name, bucket, 1_000_000) for name in ("one", "two")
    )
    keep(first, "t/d/v/data.csv", b"shared")
    assert second.exists("t/d/v/data.csv")
    assert second.path("t/d/v/data.csv").read_bytes() == b"shared"


def test_what_is_read_to_be_checked_comes_from_the_bucket(bucket, tmp_path):
    files = open_files(tmp_path / "one", bucket, 1_000_000)
    keep(files, "t/d/v/data.csv", b"kept")
    open_files(tmp_path / "two", bucket, 1_000_000).delete_prefix("t")

    assert files.path("t/d/v/data.csv").read_bytes() == b"kept"
    with pytest.raises(NotFound):
        files.read("t/d/v/data.csv")


def test_copies_of_deleted_files_are_swept_out_of_the_cache(bucket, tmp_path):
    files = open_files(tmp_path / "one", bucket, 1_000_000)
    keep(files, "t/d/gone/data.csv", b"kept")
    keep(files, "t/d/here/data.csv", b"kept")
    open_files(tmp_path / "two", bucket, 1_000_000).delete_prefix("t/d/gone")

    assert files.sweep_cache({"t/d/here"}, delete=False) == 1
    assert files.path("t/d/gone/data.csv").exists()
    assert files.sweep_cache({"t/d/here"}, delete=True) == 1
    with pytest.raises(NotFound):
        files.path("t/d/gone/data.csv")
    assert files.path("t/d/here/data.csv").read_bytes() == b"kept"


def test_the_owner_is_noted_and_is_no_stored_file(files):
    keep(files, "t/d/v/data.csv")
    assert files.owner() is None

    files.note_owner("one")
    files.note_owner("another")

    assert files.owner() == "another"
    assert set(files.keys()) == {"t/d/v/data.csv"}


def test_the_cache_may_be_deleted_at_any_time(bucket, tmp_path):
    files = open_files(tmp_path, bucket, 1_000_000)
    keep(files, "t/d/v/data.csv", b"kept")
    shutil.rmtree(files.root)
    assert files.path("t/d/v/data.csv").read_bytes() == b"kept"


def test_the_cache_lets_go_of_what_was_used_longest_ago(bucket, tmp_path):
    files = open_files(tmp_path, bucket, 250)
    for number in range(3):
        keep(files, f"t/d/v{number}/data", bytes(100))
        hours_ago = time.time() - 3600 * (3 - number)
        os.utime(files.root / f"t/d/v{number}/data", (hours_ago, hours_ago))
    keep(files, "t/d/v3/data", bytes(100))

    cached = {path.parent.name for path in files.root.rglob("data")}

    assert cached == {"v2", "v3"}
    assert files.path("t/d/v0/data").stat().st_size == 100


def test_a_file_in_use_stays_in_the_cache(bucket, tmp_path):
    files = open_files(tmp_path, bucket, 50)
    for number in range(3):
        keep(files, f"t/d/v{number}/data", bytes(100))
    assert len(list(files.root.rglob("data"))) == 3


def test_a_large_file_goes_in_parts(bucket, tmp_path, monkeypatch):
    from stores import bucket_files

    monkeypatch.setattr(bucket_files, "ONE_REQUEST", 1_000_000)
    files = open_files(tmp_path, bucket, 100_000_000)
    content = os.urandom(12_000_000)
    keep(files, "t/d/v/large", content)
    shutil.rmtree(files.root)
    assert files.path("t/d/v/large").read_bytes() == content
    with pytest.raises(Conflict):
        keep(files, "t/d/v/large", content)


def test_a_bucket_that_does_not_answer_is_unavailable(tmp_path, bucket, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    files = open_files(tmp_path, bucket, 1_000_000)
    with pytest.raises(Unavailable, match="does not answer"):
        files.read("t/d/v/data")


def test_a_bucket_that_is_not_there_is_named(tmp_path, bucket):
    files = open_files(tmp_path, "s3://no-such-bucket/x", 1_000_000)
    with pytest.raises(Unavailable, match="bucket of POPPY_STORAGE_URL"):
        keep(files, "t/d/v/data")


@pytest.mark.parametrize("url", ["/data/files", "s3:bucket", "gs://bucket"])
def test_a_storage_url_that_is_not_understood_is_refused(tmp_path, bucket, url):
    with pytest.raises(ValidationError, match="POPPY_STORAGE_URL"):
        open_files(tmp_path, url, 1)


def test_a_shared_database_with_a_local_folder_is_warned_about():
    url = "postgresql://host/poppy"
    assert "POPPY_STORAGE_URL" in storage_warning(url, None)
    assert storage_warning(url, "s3://bucket") is None
    assert storage_warning("sqlite:///poppy.sqlite3", None) is None
