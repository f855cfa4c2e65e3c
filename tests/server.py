"""A real Poppy server process, and a plain HTTP client that acts like a browser."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import requests

ROOT = Path(__file__).parent.parent
START_SECONDS = 60


def free_port() -> int:
    """Return a loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """One server process on its own port, over a data folder and a database."""

    def __init__(self, data_dir: Path, database_url: str | None = None, **env: str):
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.data_dir = data_dir
        data_dir.mkdir(parents=True, exist_ok=True)
        self.log = data_dir / f"server-{self.port}.log"
        self.env = {
            **{k: v for k, v in os.environ.items() if not k.startswith("POPPY_")},
            "POPPY_DATA_DIR": str(data_dir),
            "POPPY_RATE_LIMITS": "off",
            **({"DATABASE_URL": database_url} if database_url else {}),
            **env,
        }
        self.process: subprocess.Popen | None = None

    def migrate(self) -> None:
        """Bring the schema up, as a person would."""
        subprocess.run(
            [sys.executable, "migrate.py"],
            cwd=ROOT,
            env=self.env,
            check=True,
            capture_output=True,
        )

    def start(self) -> "Server":
        """Start the process and wait until it answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "app.py", "--port", str(self.port)],
                cwd=ROOT,
                env=self.env,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"no server: {self.log.read_text()[-2000:]}")
            time.sleep(0.05)
        return self

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End the process and wait for it."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(30)

    def kill(self) -> None:
        """End the process as a power cut would."""
        self.stop(signal.SIGKILL)

    def restart(self) -> "Server":
        """Stop and start again, on the same port."""
        self.stop()
        return self.start()

    def __enter__(self) -> "Server":
        self.migrate()
        return self.start()

    def __exit__(self, *failure: object) -> None:
        self.stop()

    def _answers(self) -> bool:
        try:
            return requests.get(f"{self.url}/login", timeout=5).ok
        except requests.ConnectionError:
            return False


class Person:
    """Somebody with a browser without JavaScript: cookies, forms, redirects."""

    def __init__(self, server: Server, email: str):
        self.server = server
        self.email = email
        self.http = requests.Session()

    def get(self, path: str) -> requests.Response:
        """Open a page."""
        return self.http.get(self.server.url + path, timeout=60)

    def post(self, path: str, files: dict | None = None, **form) -> requests.Response:
        """Submit a form and follow where it leads."""
        return self.http.post(
            self.server.url + path, data=form, files=files, timeout=120
        )

    def register(self, password: str = "correct horse battery") -> "Person":
        """Make an organization with this person as its owner."""
        name = self.email.split("@")[0]
        answer = self.post("/register", name=name, email=self.email, password=password)
        assert answer.ok, answer.text
        return self

    def log_in(self, password: str = "correct horse battery") -> requests.Response:
        """Sign in."""
        return self.post("/login", email=self.email, password=password)

    def upload(self, path: Path) -> str:
        """Upload a file as a new dataset; return the dataset's id."""
        with path.open("rb") as file:
            answer = self.post("/datasets", files={"file": (path.name, file)})
        assert answer.ok, answer.text
        return id_in(answer.url, "datasets")

    def start_session(self, dataset_id: str) -> str:
        """Start a conversation about a dataset; return the session's id."""
        answer = self.post("/sessions", dataset=dataset_id)
        assert answer.ok, answer.text
        return id_in(answer.url, "sessions")

    def ask(self, session_id: str, question: str) -> str:
        """Ask in a conversation; return the page that follows."""
        answer = self.post(f"/sessions/{session_id}/messages", content=question)
        assert answer.ok, answer.text
        return answer.text


def id_in(url: str, kind: str) -> str:
    """Return the id that follows /KIND/ in an address."""
    found = re.search(rf"/{kind}/([0-9a-f-]{{36}})", url)
    assert found, url
    return found.group(1)
