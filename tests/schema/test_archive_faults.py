"""An import that meets another, a lost connection or a full disk loses nothing."""

import resource
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from database import connected
from models import DatasetVersion, Tenant
from schema.tenant_import import UNSURE, import_tenant
from stores.file_store import LocalFiles
from tests.schema.forging import forged
from tests.schema.lossy_proxy import LossyProxy

# Where an archive comes from makes no difference here.
pytestmark = pytest.mark.parametrize("house", ["sqlite"], indirect=True)


class SlowFiles(LocalFiles):
    """A folder that is slow to say that a file is stored."""

    def __init__(self, root: Path):
        super().__init__(root)
        self.stored = threading.Event()
        self.go_on = threading.Event()

    def put(self, key: str, source: Path) -> None:
        """Keep the file; return once it is time to go on."""
        super().put(key, source)
        self.stored.set()
        self.go_on.wait(2)


def test_two_imports_at_once_take_nothing_from_each_other(house, archive, elsewhere):
    slow, files = SlowFiles(elsewhere / "files"), LocalFiles(elsewhere / "files")

    def first():
        with connected():
            return import_tenant(house.db, slow, archive)

    with ThreadPoolExecutor(1) as pool:
        running = pool.submit(first)
        assert slow.stored.wait(10)
        second = import_tenant(house.db, files, archive)
        slow.go_on.set()
        done = running.result()

    assert {done.tenant_id, second.tenant_id} == {t.id for t in Tenant.select()}
    assert len(list(files.keys())) == 2
    assert house.migrate("check") == 0


@pytest.fixture
def lossy(postgres) -> Iterator[LossyProxy]:
    """A way to PostgreSQL on which the answer to the first COMMIT is lost."""
    with LossyProxy(postgres.port) as proxy:
        yield proxy


# Only PostgreSQL is at the other end of a line.
@pytest.mark.parametrize("elsewhere", ["postgres"], indirect=True)
def test_the_files_stay_when_the_answer_to_the_commit_is_lost(
    house, archive, elsewhere, lossy, monkeypatch, capsys
):
    url = f"postgresql://postgres@127.0.0.1:{lossy.port}/elsewhere?sslmode=disable"
    with monkeypatch.context() as environment:
        environment.setenv("DATABASE_URL", url)
        assert house.migrate("import", str(archive)) == 2

    assert UNSURE in capsys.readouterr().err
    assert DatasetVersion.get().id == house.version.id
    assert house.migrate("check") == 0


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Let no file grow beyond `size` bytes, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def large(house) -> str:
    """Return a key beside the file of the house's version."""
    return house.version.file_path.replace("original.csv", "table.parquet")


def test_a_full_disk_takes_back_what_an_import_has_stored(house, archive, elsewhere):
    def grow(contents):
        contents.files[large(house)] = bytes(2_000_000)

    path = forged(archive, grow)
    with files_of_at_most(1_000_000):
        assert house.migrate("import", str(path)) == 2
    assert list(LocalFiles(elsewhere / "files").keys()) == []
    assert Tenant.select().count() == 0


def test_a_full_disk_leaves_no_half_archive(house, capsys):
    with house.files.workspace() as folder:
        (folder / "f").write_bytes(bytes(2_000_000))
        house.files.put(large(house), folder / "f")
    path = house.folder / "alice.zip"

    with files_of_at_most(1_000_000):
        assert house.migrate("export", "alice@example.com", str(path)) == 2

    said = capsys.readouterr().err
    assert f"error: {path} cannot be written (File too large); nothing" in said
    assert list(house.folder.glob("alice*")) == []


def test_nobody_else_may_read_an_archive(house, archive):
    assert archive.stat().st_mode & 0o777 == 0o600
