"""An application on SQLite, then on PostgreSQL; its tables are emptied for each test.

alice owns, bob (member) and vera (viewer) are her colleagues, charlie is a stranger.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask

from app import create_app
from config import Settings
from database import connected, database, open_database
from schema.history import apply_migrations
from service_models import TABLES
from services import runtime
from stores import auth_store
from tests.api.caller import PASSWORD, Caller
from tests.journeys.conftest import server

__all__ = ["server"]


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def settings(request, tmp_path_factory) -> Settings:
    """Settings with a migrated database of either kind, and small uploads."""
    folder = tmp_path_factory.mktemp("api")
    url = f"sqlite:///{folder / 'poppy.sqlite3'}"
    if request.param == "postgres":
        url = request.getfixturevalue("postgres").url("api")
    db = open_database(url)
    with db.connection_context():
        apply_migrations(db)
    return Settings(
        database_url=url,
        data_dir=folder,
        secret_key="of a test",
        max_upload_bytes=64 * 1024,
        rate_limits=False,
    )


@pytest.fixture(scope="session")
def shared_app(settings: Settings) -> Iterator[Flask]:
    """The application, made once for each database."""
    yield create_app(settings)
    if not database.keeps_connections:
        database.close_all()


@pytest.fixture
def app(shared_app: Flask, settings: Settings) -> Iterator[Flask]:
    """The application, nothing in it."""
    with emptied(shared_app, settings):
        yield shared_app


@contextmanager
def emptied(app: Flask, settings: Settings) -> Iterator[Flask]:
    """Lend the application without a row in its tables."""
    if runtime.settings() is not settings:  # other tests have an application too
        runtime.configure(settings)
    with connected():
        for model in TABLES:
            model.delete().execute()
    yield app
    database.close()


@pytest.fixture
def nobody(app: Flask) -> Caller:
    """Somebody who is not signed in."""
    return Caller(app)


@pytest.fixture
def alice(app: Flask) -> Caller:
    """The owner of an organization."""
    return Caller(app, "alice@example.com").register()


@pytest.fixture
def bob(app: Flask, alice: Caller) -> Caller:
    """A member of alice's organization."""
    return colleague(app, alice, "bob@example.com", "member")


@pytest.fixture
def vera(app: Flask, alice: Caller) -> Caller:
    """A viewer in alice's organization."""
    return colleague(app, alice, "vera@example.com", "viewer")


@pytest.fixture
def charlie(app: Flask) -> Caller:
    """A stranger: the owner of another organization."""
    return Caller(app, "charlie@example.com").register()


@pytest.fixture
def dataset(alice: Caller) -> str:
    """A dataset of alice's with one version."""
    return alice.filled_dataset()


@pytest.fixture
def session(alice: Caller, dataset: str) -> str:
    """A session of alice's about the dataset."""
    return alice.session(dataset)


def colleague(app: Flask, owner: Caller, email: str, role: str) -> Caller:
    """Return a signed-in person in the owner's organization."""
    with connected():
        tenant = auth_store.get_user_by_email(owner.email).tenant_id
        auth_store.create_user(email, PASSWORD, tenant, email.split("@")[0], role)
    return Caller(app, email).log_in()
