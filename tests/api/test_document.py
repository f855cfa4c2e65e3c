"""The document is valid OpenAPI 3.1, and everything has the one error shape."""

import re

import pytest
from openapi_spec_validator import validate

from tests.api.caller import Caller
from tests.api.contract import document
from views.api.routing import OPERATIONS
from views.openapi import TAGS
from views.serializers import camel


def test_the_document_is_valid_openapi(nobody):
    published = nobody.get("/openapi.json").json

    validate(published)
    assert published["openapi"] == "3.1.0"
    assert published == document()


def test_every_route_under_api_is_in_the_document(app):
    served = {
        (method.lower(), _published(rule.rule))
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if rule.rule.startswith("/api/") and rule.endpoint != "api_docs.show"
    }

    described = {
        (method, path)
        for path, operations in document()["paths"].items()
        for method in operations
    }
    assert served == described


def _published(rule):
    """Return {datasetId} for <dataset_id>."""
    return re.sub(r"<(\w+)>", lambda found: f"{{{camel(found[1])}}}", rule)


def test_every_route_says_what_it_does():
    for operation in OPERATIONS:
        assert operation.summary.endswith("."), operation.name
        assert operation.method != "GET" or not operation.body, operation.name


def test_every_route_has_its_section():
    assert set(TAGS) == {operation.tag for operation in OPERATIONS}
    assert len(TAGS) == len(set(TAGS))


def test_no_description_speaks_python():
    said = re.findall(r"'description': ('.*?'|\".*?\")[,}]", str(document()))

    assert len(said) > 100
    assert not [words for words in said if re.search("[a-z]_[a-z]|None", words)]


@pytest.mark.parametrize(
    "path", ["/api/nothing", "/api/poppy/datasets/x/y", "/api/", "/api"]
)
def test_an_unknown_route_answers_in_json(app, path):
    answer = Caller(app).client.get(path)

    assert answer.status_code == 404
    assert answer.json["error"]["code"] == "NOT_FOUND"


def test_an_unknown_method_answers_in_json(app):
    answer = Caller(app).client.put("/api/poppy/datasets")

    assert answer.status_code == 405
    assert answer.json["error"]["message"]
    assert set(answer.headers["Allow"].split(", ")) == {
        "GET",
        "HEAD",
        "OPTIONS",
        "POST",
    }


def test_a_mistake_of_poppys_own_shows_no_internals(alice, monkeypatch):
    def broken(*_):
        raise RuntimeError("secret")

    monkeypatch.setattr("services.datasets.list_datasets", broken)
    answer = alice.get("/poppy/datasets")

    assert answer.status_code == 500
    assert answer.json["error"]["code"] == "INTERNAL_ERROR"
    assert "secret" not in answer.text


def test_a_default_is_the_handlers_own():
    paths = document()["paths"]
    rows = paths["/api/poppy/artifacts/{artifactId}/rows"]["get"]["parameters"]
    usual = {each["name"]: each["schema"].get("default") for each in rows}
    shared = paths["/api/poppy/shares"]["post"]["requestBody"]["content"]
    sent = shared["application/json"]["schema"]["properties"]

    assert usual == {
        "artifactId": None,
        "row": 0,
        "measure": 0,
        "limit": 1_000,
        "cursor": None,
    }
    assert (sent["days"]["default"], sent["kind"].get("default")) == (7, None)
