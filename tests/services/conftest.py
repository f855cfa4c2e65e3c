"""Services over a real database of either kind, with people in it."""

import dataclasses
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config import Settings
from database import connect_for_request, database
from schema.history import apply_migrations
from service_models import TABLES
from services import runtime
from services.background import worker
from stores import auth_store
from stores.records import UserRecord


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def database_url(request, tmp_path_factory) -> str:
    """A migrated database of either kind, made once a module."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('services') / 'poppy.sqlite3'}"
    else:
        url = request.getfixturevalue("postgres").url("services")
    runtime.configure(Settings(url, tmp_path_factory.mktemp("data"), "secret"))
    with database.connection_context():
        apply_migrations(database.obj)
    return url


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Iterator[Settings]:
    """Settings in force over an empty database."""
    chosen = Settings(database_url, tmp_path, "secret")
    runtime.configure(chosen)
    connect_for_request()
    for model in TABLES:
        model.delete().execute()
    yield chosen
    wait_for(worker.is_idle)
    database.close()
    if not database.keeps_connections:
        database.close_all()


@pytest.fixture
def set_to(settings: Settings):
    """Put other values of some settings in force, over the same open database."""

    def change(**values: object) -> Settings:
        changed = dataclasses.replace(runtime.settings(), **values)
        runtime._settings = changed
        return changed

    return change


@pytest.fixture
def alice(settings: Settings) -> UserRecord:
    """The owner of a tenant."""
    return auth_store.register_owner("Alice", "alice@example.com", "alice's password")


@pytest.fixture
def bob(alice: UserRecord) -> UserRecord:
    """Alice's colleague."""
    return auth_store.create_user(
        "bob@example.com", "bob's password", alice.tenant_id, "Bob"
    )


@pytest.fixture
def vera(alice: UserRecord) -> UserRecord:
    """Alice's colleague who may only look."""
    return auth_store.create_user(
        "vera@example.com", "vera's password", alice.tenant_id, "Vera", "viewer"
    )


@pytest.fixture
def charlie(settings: Settings) -> UserRecord:
    """A stranger: the owner of another tenant."""
    return auth_store.register_owner("Charlie", "charlie@example.com", "charlie's")


@pytest.fixture
def wait_until() -> Callable[..., None]:
    """Wait until something has happened in the background."""
    return wait_for


def wait_for(happened: Callable[[], bool], seconds: float = 20.0) -> None:
    """Look every few milliseconds whether something has happened."""
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)
