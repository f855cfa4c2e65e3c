"""Somebody with a browser without JavaScript, inside the test process."""

import re
from io import BytesIO

from flask import Flask
from werkzeug.test import TestResponse

PASSWORD = "correct horse battery"
REGIONS = ("north", "south", "east")
SALES = "region,amount,day\n" + "".join(
    f"{REGIONS[i % 3]},{10 + i % 12 * 2.5},2024-{1 + i % 12:02d}-15\n"
    for i in range(60)
)


class Visitor:
    """A browser of its own: cookies are kept, redirects are not followed."""

    def __init__(self, app: Flask, email: str = ""):
        self.client = app.test_client()
        self.email = email

    def get(self, path: str, **headers: str) -> TestResponse:
        """Open a page."""
        return self.client.get(path, headers=spelled(headers), buffered=True)

    def post(self, path: str, form: dict | None = None, **headers: str) -> TestResponse:
        """Submit a form; a tuple among the values is a file."""
        form = form or {}
        files = any(isinstance(value, tuple) for value in form.values())
        return self.client.post(
            path,
            data=form,
            headers=spelled(headers),
            content_type="multipart/form-data" if files else None,
        )

    def register(self) -> "Visitor":
        """Make an organization with this person as its owner."""
        name = self.email.split("@")[0].title()
        form = {"name": name, "email": self.email, "password": PASSWORD}
        assert self.post("/register", form).status_code == 302
        return self

    def log_in(self) -> "Visitor":
        """Sign in."""
        form = {"email": self.email, "password": PASSWORD}
        assert self.post("/login", form).status_code == 302
        return self

    def upload(self, content: str = SALES, name: str = "sales.csv") -> str:
        """Upload a file as a new dataset; return the dataset's id."""
        answer = self.post("/datasets", {"file": csv_file(content, name)})
        assert answer.status_code == 303, answer.text
        return id_in(answer.location)

    def start(self, dataset: str) -> str:
        """Start a session about a dataset; return the session's id."""
        answer = self.post("/sessions", {"dataset": dataset})
        assert answer.status_code == 303, answer.text
        return id_in(answer.location)

    def ask(self, session: str, question: str, **headers: str) -> TestResponse:
        """Ask in a session."""
        return self.post(
            f"/sessions/{session}/messages", {"content": question}, **headers
        )


def csv_file(content: str, name: str = "sales.csv") -> tuple[BytesIO, str]:
    """Return a file as the test client wants one."""
    return BytesIO(content.encode()), name


def id_in(address: str) -> str:
    """Return the last id of an address."""
    return re.findall(r"[0-9a-f]{8}-[0-9a-f-]{27}", address)[-1]


def spelled(headers: dict[str, str]) -> dict[str, str]:
    """Return headers given as Python names in their own spelling."""
    return {name.replace("_", "-"): value for name, value in headers.items()}
