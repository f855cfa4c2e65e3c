"""Processes that are killed, databases that go away: what was acknowledged stays."""

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.faults.conftest import CSV, ROUNDS, Client, check
from tests.server import Server

WORKERS = 4
RECOVERY_SECONDS = 20


class Load:
    """Clients that upload and ask until told to stop, and note what was promised."""

    def __init__(self, client: Client, dataset_id: str, session_id: str):
        self._client = client
        self._dataset_id = dataset_id
        self._session_id = session_id
        self._over = threading.Event()
        self.versions: list[tuple[str, int]] = []
        self.messages: list[tuple[str, str]] = []
        self.statuses: set[int] = set()
        self.refusals: set[str] = set()

    def run(self, worker: int) -> None:
        """Work until stopped; a server that is not there is tried again."""
        number = 0
        while not self._over.is_set():
            number += 1
            try:
                if number % 3 == 0:
                    self._upload()
                else:
                    self._say(f"total amount by region, {worker} {number}")
            except requests.RequestException:
                time.sleep(0.05)

    def stop(self) -> None:
        """Let every worker finish what it is doing."""
        self._over.set()

    def _upload(self) -> None:
        answer = self._client.upload(self._dataset_id, CSV)
        self._note(answer)
        if answer.status_code == 201:
            version = answer.json()["version"]
            self.versions.append((version["id"], version["version"]))

    def _say(self, content: str) -> None:
        answer = self._client.say(self._session_id, content)
        self._note(answer)
        if answer.status_code == 201:
            told = answer.json()
            self.messages.append((told["message"]["id"], content))
            reply = told["assistantMessage"]
            self.messages.append((reply["id"], reply["content"]))

    def _note(self, answer: requests.Response) -> None:
        self.statuses.add(answer.status_code)
        if answer.status_code >= 500:
            self.refusals.add(answer.json()["error"]["message"])


@pytest.fixture
def load(alice):
    """A load that is ready to run, over one dataset and one conversation."""
    dataset_id = alice.make_dataset()
    assert alice.upload(dataset_id).status_code == 201
    return Load(alice, dataset_id, alice.make_session(dataset_id))


def test_killed_at_any_moment_nothing_acknowledged_is_lost(server, alice, load):
    chance = random.Random(ROUNDS)
    with ThreadPoolExecutor(WORKERS) as pool:
        workers = [pool.submit(load.run, worker) for worker in range(WORKERS)]
        for _ in range(ROUNDS):
            time.sleep(chance.uniform(0.2, 1.5))
            server.kill()
            server.start()
        time.sleep(0.5)
        load.stop()
    for worker in workers:
        worker.result()
    assert load.versions and load.messages
    assert load.statuses <= {201}, server.log.read_text()[-6000:]
    _all_is_there(alice, load)
    assert check(server) == ""


def _all_is_there(alice: Client, load: Load) -> None:
    """Compare what was promised with what is stored."""
    stored = alice.messages(load._session_id)
    by_id = {each["id"]: each["content"] for each in stored}
    for message_id, content in load.messages:
        assert by_id[message_id] == content
    listed = alice.get(f"poppy/datasets/{load._dataset_id}/versions").json()
    kept = {each["id"]: each["version"] for each in listed["versions"]}
    assert "nextCursor" not in listed
    assert dict(load.versions).items() <= kept.items()
    assert sorted(kept.values()) == list(range(1, len(kept) + 1))
    told = alice.say(load._session_id, "total amount").json()
    assert "12.5" in told["assistantMessage"]["content"]


def test_a_restarted_database_is_found_again(postgres, tmp_path):
    with Server(tmp_path / "data", postgres.url("restarted")) as server:
        alice = Client(server).register()
        dataset_id = alice.make_dataset()
        alice.upload(dataset_id)
        load = Load(alice, dataset_id, alice.make_session(dataset_id))
        with ThreadPoolExecutor(WORKERS) as pool:
            workers = [pool.submit(load.run, worker) for worker in range(WORKERS)]
            for _ in range(min(ROUNDS, 5)):
                time.sleep(0.7)
                postgres.stop()
                time.sleep(0.3)
                _is_unavailable(alice)
                postgres.start()
                _recovers(alice)
            load.stop()
        for worker in workers:
            worker.result()
        assert load.statuses <= {201, 503}
        assert all("nothing was saved" in sentence for sentence in load.refusals)
        _all_is_there(alice, load)
        assert check(server) == ""


def _is_unavailable(client: Client) -> None:
    answer = client.get("poppy/datasets")
    assert answer.status_code == 503
    assert "does not answer" in answer.json()["error"]["message"]
    page = requests.get(f"{client.server.url}/login", timeout=30)
    assert page.status_code in (200, 503)
    assert "Traceback" not in page.text


def _recovers(client: Client) -> None:
    """Wait until requests are answered again; nobody restarts the server."""
    deadline = time.monotonic() + RECOVERY_SECONDS
    while client.get("poppy/datasets").status_code != 200:
        assert time.monotonic() < deadline, "it did not recover by itself"
        time.sleep(0.1)
