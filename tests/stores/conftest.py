"""Each store test runs twice: on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from peewee import Database

from database import connect_for_request, database, open_database
from schema.history import apply_migrations
from service_models import TABLES
from stores import auth_store
from stores.records import UserRecord
from tests.bucket import bucket, s3_endpoint

__all__ = ["bucket", "s3_endpoint"]


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def migrated(request, tmp_path_factory) -> Iterator[Database]:
    """A migrated database of either kind, made once."""
    if request.param == "sqlite":
        folder: Path = tmp_path_factory.mktemp("stores")
        url = f"sqlite:///{folder / 'poppy.sqlite3'}"
    else:
        url = request.getfixturevalue("postgres").url("stores")
    db = open_database(url)
    with db.connection_context():
        apply_migrations(db)
    yield db
    if not db.keeps_connections:
        db.close_all()


@pytest.fixture
def db(migrated: Database) -> Iterator[Database]:
    """The database behind the stores, empty."""
    database.initialize(migrated)
    connect_for_request()
    for model in TABLES:
        model.delete().execute()
    yield migrated
    database.close()


@pytest.fixture
def alice(db: Database) -> UserRecord:
    """The owner of a tenant."""
    return auth_store.register_owner("Alice", "alice@example.com", "alice's password")


@pytest.fixture
def bob(alice: UserRecord) -> UserRecord:
    """Alice's colleague."""
    return auth_store.create_user(
        "bob@example.com", "bob's password", alice.tenant_id, "Bob"
    )


@pytest.fixture
def charlie(db: Database) -> UserRecord:
    """A stranger: the owner of another tenant."""
    return auth_store.register_owner("Charlie", "charlie@example.com", "charlie's")
