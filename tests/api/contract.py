"""Answers held against the document that the server itself publishes."""

import re
from functools import cache

from jsonschema import Draft202012Validator

from views import openapi


@cache
def document() -> dict:
    """Return the published document."""
    return openapi.document()


def operation(method: str, path: str) -> dict:
    """Return the document's operation for a request; AssertionError if there is none.

    A fixed path goes before one with an id in its place.
    """
    paths = sorted(document()["paths"].items(), key=lambda each: "{" in each[0])
    for template, operations in paths:
        pattern = re.sub(r"\{\w+\}", "[^/]+", template)
        if re.fullmatch(pattern, path) and method.lower() in operations:
            return operations[method.lower()]
    raise AssertionError(f"{method} {path} is not in the document")


def check(method: str, path: str, status: int, content_type: str, body: object) -> None:
    """Assert that the document allows this answer to this request."""
    responses = operation(method, path)["responses"]
    assert str(status) in responses, f"{method} {path} may not answer {status}: {body}"
    content = responses[str(status)]["content"]
    assert content_type in content, f"{method} {path} may not answer {content_type}"
    schema = content[content_type].get("schema")
    if schema and content_type == "application/json":
        check_schema(schema, body)


def check_schema(schema: dict, value: object) -> None:
    """Assert that a value is what a schema of the document says."""
    whole = {**schema, "components": document()["components"]}
    Draft202012Validator(whole).validate(value)
