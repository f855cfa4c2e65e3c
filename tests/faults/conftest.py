"""Real server processes that are loaded, killed and starved.

POPPY_FAULT_ROUNDS sets how often something random is tried; the default keeps
`make test` short.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.bucket import bucket, s3_endpoint
from tests.server import ROOT, Server

__all__ = ["bucket", "s3_endpoint"]
ROUNDS = int(os.environ.get("POPPY_FAULT_ROUNDS", "3"))
CSV = b"region,amount\nnorth,12.5\nsouth,0\n"


class Client:
    """A program that is signed in to the JSON API; usable from many threads."""

    def __init__(self, server: Server, email: str = "alice@example.com"):
        self.server = server
        self._email = email
        self._own = threading.local()
        self._cookies = requests.cookies.RequestsCookieJar()

    def register(self) -> "Client":
        """Make an organization and sign in."""
        return self._enter("register-poppy", name="Alice")

    def log_in(self) -> "Client":
        """Sign in."""
        return self._enter("login")

    def signed_in_as(self, other: "Client") -> "Client":
        """Use the sign-in of another client."""
        self._cookies = other._cookies
        return self

    def post(self, path: str, **options) -> requests.Response:
        """Send a request; `json` or `files` carry the content."""
        address = f"{self.server.url}/api/{path}"
        return self._session().post(address, timeout=60, **options)

    def get(self, path: str) -> requests.Response:
        """Ask for something."""
        return self._session().get(f"{self.server.url}/api/{path}", timeout=60)

    def make_dataset(self, name: str = "Sales") -> str:
        """Make a dataset; return its id."""
        answer = self.post("poppy/datasets", json={"name": name})
        assert answer.status_code == 201, answer.text
        return answer.json()["dataset"]["id"]

    def make_session(self, dataset_id: str) -> str:
        """Start a conversation; return its id."""
        answer = self.post("poppy/analysis-sessions", json={"datasetId": dataset_id})
        assert answer.status_code == 201, answer.text
        return answer.json()["session"]["id"]

    def upload(self, dataset_id: str, content: bytes = CSV) -> requests.Response:
        """Upload a version."""
        return self.post(
            f"poppy/datasets/{dataset_id}/upload",
            files={"file": ("sales.csv", content)},
        )

    def say(self, session_id: str, content: str) -> requests.Response:
        """Send a message."""
        return self.post(
            f"poppy/analysis-sessions/{session_id}/messages", json={"content": content}
        )

    def messages(self, session_id: str) -> list[dict]:
        """Return the messages of a conversation."""
        answer = self.get(f"poppy/analysis-sessions/{session_id}")
        assert answer.status_code == 200, answer.text
        return answer.json()["messages"]

    def _enter(self, route: str, **more: str) -> "Client":
        person = {"email": self._email, "password": "correct horse battery", **more}
        answer = self.post(f"auth/{route}", json=person)
        assert answer.status_code == 200, answer.text
        self._cookies = answer.cookies
        self._own = threading.local()
        return self

    def _session(self) -> requests.Session:
        # A session of requests is not to be shared between threads.
        if not hasattr(self._own, "session"):
            self._own.session = requests.Session()
            self._own.session.cookies.update(self._cookies)
        return self._own.session


def check(server: Server) -> str:
    """Run `migrate.py check` over the server's data; return what is off."""
    done = subprocess.run(
        [sys.executable, "migrate.py", "check"],
        cwd=ROOT,
        env=server.env,
        capture_output=True,
        text=True,
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


@pytest.fixture(params=["sqlite", "postgres"])
def server(request, tmp_path: Path) -> Iterator[Server]:
    """A server over an empty database of either kind."""
    url = None
    if request.param == "postgres":
        url = request.getfixturevalue("postgres").url("faults")
    with Server(tmp_path / "data", url) as server:
        yield server


@pytest.fixture
def alice(server: Server) -> Client:
    """Somebody who is signed in."""
    return Client(server).register()
