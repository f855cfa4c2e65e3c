"""A program with a plain HTTP client, as the predecessor's front end was one."""

import re

import requests

from tests.api.caller import PASSWORD, PRICES, SALES
from tests.server import Server


class Program:
    """Calls a real server: with cookies, or with a token once it has one."""

    def __init__(self, server: Server):
        self.server = server
        self.http = requests.Session()
        self.token: str | None = None

    def call(self, method: str, path: str, **options: object) -> requests.Response:
        """Send a request under /api."""
        url = f"{self.server.url}/api{path}"
        return self.http.request(method, url, timeout=120, **options)

    def get(self, path: str, **query: object) -> dict:
        """Return the answer to a GET request, which must succeed."""
        return _succeeded(self.call("GET", path, params=query))

    def post(self, path: str, given: dict | None = None) -> dict:
        """Return the answer to a POST request, which must succeed."""
        return _succeeded(self.call("POST", path, json=given or {}))

    def register(self, email: str) -> "Program":
        """Make an organization."""
        given = {"name": "Alice", "email": email, "password": PASSWORD}
        self.post("/auth/register-poppy", given)
        return self

    def with_token(self) -> "Program":
        """Return a program that has no cookies, but a token of the same person."""
        page = self.http.post(
            f"{self.server.url}/tokens", data={"name": "test", "days": "7"}, timeout=60
        )
        other = Program(self.server)
        other.token = re.search(r'class="secret">([\w-]+)<', page.text)[1]
        other.http.headers["Authorization"] = f"Bearer {other.token}"
        return other

    def upload(self, dataset: str, content: str = SALES) -> dict:
        """Upload a file to a dataset; return the version."""
        files = {"file": ("sales.csv", content)}
        path = f"/poppy/datasets/{dataset}/upload"
        return _succeeded(self.call("POST", path, files=files))["version"]

    def made_ids(self) -> dict[str, str]:
        """Make one of everything; return the ids by their path parameters."""
        made = self.post("/poppy/datasets", {"name": "Sales"})
        dataset = made["dataset"]["id"]
        version = self.upload(dataset)["id"]
        begun = self.post("/poppy/analysis-sessions", {"datasetId": dataset})
        session = begun["session"]["id"]
        path = f"/poppy/analysis-sessions/{session}/messages"
        said = self.post(path, {"content": "total amount by region"})
        return {
            "wordId": self.teach(),
            "datasetId": dataset,
            "versionId": version,
            "sessionId": session,
            "artifactId": said["artifacts"][0]["id"],
        }

    def teach(self) -> str:
        """Teach a word by choosing; return its id."""
        dataset = self.post("/poppy/datasets", {"name": "Sales"})["dataset"]["id"]
        self.upload(dataset, PRICES)
        begun = self.post("/poppy/analysis-sessions", {"datasetId": dataset})
        path = f"/poppy/analysis-sessions/{begun['session']['id']}/messages"
        asked = self.post(path, {"content": "average price by shop"})
        reply = asked["assistantMessage"]
        choice = reply["metadata"]["choices"][0]
        chosen = {"content": choice["label"], "plan": choice["plan"]}
        self.post(path, {**chosen, "askedBack": reply["id"]})
        return self.get("/poppy/vocabulary")["words"][0]["id"]


def _succeeded(answer: requests.Response) -> dict:
    assert answer.ok, answer.text
    return answer.json()
