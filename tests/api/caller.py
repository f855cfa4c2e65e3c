"""A program that calls the API; every answer is held against the document."""

from io import BytesIO

from flask import Flask
from werkzeug.test import TestResponse

from tests.api.contract import check

PASSWORD = "correct horse battery"
SALES = "region,amount,day,sold\n" + "".join(
    f"{('north', 'south', 'east')[i % 3]},{10 + i % 30},2024-{1 + i % 12:02d}-15,"
    f"{'yes' if i % 4 else 'no'}\n"
    for i in range(60)
)
PRICES = "shop,unit_price,list_price\n" + "".join(
    f"{'abc'[n % 3]},{n}.5,{n * n}.25\n" for n in range(30)
)
UNKNOWN = "00000000-0000-4000-8000-000000000000"


class Caller:
    """Somebody with cookies of their own."""

    def __init__(self, app: Flask, email: str = ""):
        self.client = app.test_client()
        self.email = email

    def call(self, method: str, path: str, **options: object) -> TestResponse:
        """Send a request under /api and check that its answer is documented."""
        answer = self.client.open(
            f"/api{path}", method=method, buffered=True, **options
        )
        body = answer.json if answer.mimetype == "application/json" else None
        check(method, f"/api{path}", answer.status_code, answer.mimetype, body)
        return answer

    def get(self, path: str, **query: object) -> TestResponse:
        """Send a GET request."""
        return self.call("GET", path, query_string=query)

    def post(self, path: str, json: object = None, **headers: str) -> TestResponse:
        """Send a POST request with a JSON body."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.call("POST", path, json=json, headers=named)

    def patch(self, path: str, json: object) -> TestResponse:
        """Send a PATCH request with a JSON body."""
        return self.call("PATCH", path, json=json)

    def delete(self, path: str) -> TestResponse:
        """Send a DELETE request."""
        return self.call("DELETE", path)

    def register(self) -> "Caller":
        """Make an organization with this person as its owner."""
        name = self.email.split("@")[0].title()
        given = {"name": name, "email": self.email, "password": PASSWORD}
        assert self.post("/auth/register-poppy", given).status_code == 200
        return self

    def log_in(self) -> "Caller":
        """Sign in."""
        given = {"email": self.email, "password": PASSWORD}
        assert self.post("/auth/login", given).status_code == 200
        return self

    def upload(
        self,
        dataset: str,
        content: str = SALES,
        name: str = "sales.csv",
        query: dict | None = None,
        **headers: str,
    ) -> TestResponse:
        """Upload a file to a dataset."""
        return self.call(
            "POST",
            f"/poppy/datasets/{dataset}/upload",
            query_string=query,
            data={"file": (BytesIO(content.encode()), name)},
            headers={key.replace("_", "-"): value for key, value in headers.items()},
        )

    def dataset(self, name: str = "Sales") -> str:
        """Make a dataset without a file; return its id."""
        return self.post("/poppy/datasets", {"name": name}).json["dataset"]["id"]

    def filled_dataset(self, content: str = SALES) -> str:
        """Make a dataset with a first version; return its id."""
        dataset = self.dataset()
        assert self.upload(dataset, content).status_code == 201
        return dataset

    def session(self, dataset: str) -> str:
        """Start a session about a dataset; return its id."""
        given = {"datasetId": dataset}
        return self.post("/poppy/analysis-sessions", given).json["session"]["id"]

    def ask(self, session: str, content: str, **headers: str) -> TestResponse:
        """Ask a question in a session."""
        path = f"/poppy/analysis-sessions/{session}/messages"
        return self.post(path, {"content": content}, **headers)
