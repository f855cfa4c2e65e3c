"""A filled Poppy on either database, with its files in a folder."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from peewee import Database

import migrate
from database import database, opened
from schema.history import apply_migrations
from stores import auth_store, dataset_store, session_store, vocabulary_store
from stores.exchange_store import save_exchange
from stores.file_store import LocalFiles
from stores.records import UserRecord, VersionRecord

CSV = b"region;amount\nnorth;12.5\nsouth;0\n"


@dataclass
class House:
    """A database, its files, and one tenant in it."""

    url: str
    folder: Path
    files: LocalFiles
    owner: UserRecord
    version: VersionRecord
    session_id: str
    db: Database

    def migrate(self, *arguments: str) -> int:
        """Run migrate.py here; afterwards the stores are over this house again."""
        try:
            return migrate.main(list(arguments))
        finally:
            database.initialize(self.db)


def fill(files: LocalFiles, email: str = "alice@example.com"):
    """Make an owner, a dataset with a file, and a conversation with an answer."""
    owner = auth_store.register_owner("Alice", email, "alice's password")
    dataset = dataset_store.create_dataset(owner.tenant_id, "Sales", "größer 🌺")
    version = upload(files, owner, dataset.id)
    session = session_store.create_session(owner.tenant_id, dataset.id, "Talk")
    session_store.create_message(session.id, owner.tenant_id, "user", "total?\n<b>")
    save_exchange(
        session.id,
        owner.tenant_id,
        owner.id,
        content="12.5",
        result={
            "resultType": "scalar",
            "resultData": 12.5,
            "metadata": {"versionId": version.id, "big": 1e300, "none": None},
        },
        receipt={"rows": [1.0, -0.0, 10**15], "text": "\\u0000 \\ and ü"},
        explanation={"summary": "All of it.", "implications": ["Sell."]},
        usage={"prompt_tokens": 1, "completion_tokens": 2, "estimated_cost": 0.1},
    )
    teacher = (owner.tenant_id, dataset.id, owner.id)
    vocabulary_store.teach(*teacher, "Größe", "größe", "amount")
    return owner, version, session.id


def upload(files: LocalFiles, owner: UserRecord, dataset_id: str) -> VersionRecord:
    """Keep CSV as a new version of the dataset."""
    version_id = hashlib.sha256(dataset_id.encode()).hexdigest()[:32]
    key = f"{owner.tenant_id}/{dataset_id}/{version_id}/original.csv"
    with files.workspace() as folder:
        (folder / "f").write_bytes(CSV)
        files.put(key, folder / "f")
    return dataset_store.add_version(
        dataset_id,
        owner.tenant_id,
        version_id=version_id,
        file_path=key,
        file_size=len(CSV),
        file_hash=hashlib.sha256(CSV).hexdigest(),
        file_name="sales.csv",
        rows=2,
        columns=2,
        profile_columns=[{"name": "amount", "mean": 6.25}],
        profile_details=None,
        actor_user_id=owner.id,
    )


def empty_url(request, kind: str, name: str, folder: Path) -> str:
    """Return the URL of a database of the kind that does not exist yet, or is empty."""
    if kind == "sqlite":
        return f"sqlite:///{folder / name}.sqlite3"
    return request.getfixturevalue("postgres").url(name)


@pytest.fixture(params=["sqlite", "postgres"])
def house(request, tmp_path, monkeypatch):
    """A filled Poppy; the settings in the environment name it."""
    url = empty_url(request, request.param, "house", tmp_path)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("POPPY_DATA_DIR", str(tmp_path))
    files = LocalFiles(tmp_path / "files")
    with opened(url) as db:
        apply_migrations(db)
        database.initialize(db)
        owner, version, session_id = fill(files)
        yield House(url, tmp_path, files, owner, version, session_id, db)


@pytest.fixture
def archive(house) -> Path:
    """The house's tenant in a zip, beside another tenant that is not."""
    fill(house.files, "stranger@example.com")
    auth_store.create_session(house.owner.id, house.owner.tenant_id, "owner")
    path = house.folder / "alice.zip"
    assert house.migrate("export", "alice@example.com", str(path)) == 0
    return path


@pytest.fixture(params=["sqlite", "postgres"])
def elsewhere(request, house, archive, tmp_path, monkeypatch) -> Iterator[Path]:
    """An empty Poppy with its own folder, named by the environment."""
    url = empty_url(request, request.param, "elsewhere", tmp_path)
    folder = tmp_path / "elsewhere"
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("POPPY_DATA_DIR", str(folder))
    with opened(url) as db:
        apply_migrations(db)
        house.db = db
        database.initialize(db)
        yield folder
