"""A real server process over an empty database: SQLite, then PostgreSQL."""

import uuid
from collections.abc import Iterator

import pytest

from tests.server import Server


@pytest.fixture(params=["sqlite", "postgres"])
def server(request, tmp_path) -> Iterator[Server]:
    """A server of its own, started; stopped at the end."""
    url = None
    if request.param == "postgres":
        url = request.getfixturevalue("postgres").url(f"poppy_{uuid.uuid4().hex}")
    with Server(tmp_path / "data", url) as running:
        yield running
