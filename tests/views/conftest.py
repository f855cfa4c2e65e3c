"""An application over a new database; alice owns, bob and vera are her colleagues."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from config import Settings
from database import connected, database, open_database
from schema.history import apply_migrations
from stores import auth_store
from tests.views.visitor import PASSWORD, Visitor


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory) -> Path:
    """An empty SQLite database of the newest schema."""
    path = tmp_path_factory.mktemp("views") / "poppy.sqlite3"
    db = open_database(f"sqlite:///{path}")
    with db.connection_context():
        apply_migrations(db)
    return path


@pytest.fixture
def settings(tmp_path: Path, migrated_file: Path) -> Settings:
    """Settings of a data folder of the test's own."""
    return settings_in(tmp_path, migrated_file)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application."""
    yield create_app(settings)
    database.close()


@pytest.fixture
def nobody(app: Flask) -> Visitor:
    """Somebody who is not signed in."""
    return Visitor(app)


@pytest.fixture
def alice(app: Flask) -> Visitor:
    """The owner of an organization."""
    return Visitor(app, "alice@example.com").register()


@pytest.fixture
def bob(alice: Visitor) -> Visitor:
    """A member of alice's organization."""
    return colleague(alice, "bob@example.com", "member")


@pytest.fixture
def vera(alice: Visitor) -> Visitor:
    """A viewer in alice's organization."""
    return colleague(alice, "vera@example.com", "viewer")


@pytest.fixture
def charlie(app: Flask) -> Visitor:
    """A stranger: the owner of another organization."""
    return Visitor(app, "charlie@example.com").register()


def settings_in(folder: Path, migrated: Path) -> Settings:
    """Return settings with an empty database in a folder, and small uploads."""
    shutil.copy(migrated, folder / "poppy.sqlite3")
    return Settings(
        database_url=f"sqlite:///{folder / 'poppy.sqlite3'}",
        data_dir=folder,
        secret_key="of a test",
        max_upload_bytes=64 * 1024,
        rate_limits=False,
    )


def colleague(owner: Visitor, email: str, role: str) -> Visitor:
    """Return a signed-in person in the owner's organization."""
    with connected():
        tenant = auth_store.get_user_by_email(owner.email).tenant_id
        auth_store.create_user(email, PASSWORD, tenant, email.split("@")[0], role)
    return Visitor(owner.client.application, email).log_in()
