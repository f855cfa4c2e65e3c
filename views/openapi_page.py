"""The document for people: a page that needs no script and nothing from elsewhere."""

from functools import partial

from flask import Blueprint, render_template, request

from views import openapi
from views.curl_examples import curl

bp = Blueprint("api_docs", __name__)
# A named value: its name, where it goes, whether it must be there, its schema.
Row = tuple[str, str, bool, dict]


@bp.get("/api/docs")
def show() -> str:
    """Show every route with what it takes and answers."""
    document = openapi.document()
    return render_template(
        "api_docs.html",
        document=document,
        sections=sections(document),
        inputs=inputs,
        properties=properties,
        in_words=in_words,
        note=note,
        curl=partial(curl, host=request.host_url.rstrip("/")),
    )


def sections(document: dict) -> list[tuple[dict, list[tuple[str, str, dict]]]]:
    """Return each tag with its routes as (method, path, operation)."""
    return [
        (
            tag,
            [
                (method.upper(), path, operation)
                for path, operations in document["paths"].items()
                for method, operation in operations.items()
                if tag["name"] in operation["tags"]
            ],
        )
        for tag in document["tags"]
    ]


def inputs(operation: dict) -> list[Row]:
    """Return what a route takes: path, query, headers, then the body."""
    rows = [
        (each["name"], each["in"], each["required"], each["schema"])
        for each in operation["parameters"]
    ]
    for content in operation.get("requestBody", {}).get("content", {}).values():
        rows += properties(content["schema"], "body")
    return rows


def properties(schema: dict, where: str) -> list[Row]:
    """Return the properties of an object, each followed by those within it."""
    required = schema.get("required", ())
    rows = []
    for name, each in schema["properties"].items():
        rows.append((name, where, name in required, each))
        inner = properties(each, where) if "properties" in each else []
        rows += [(f"{name}.{row[0]}", *row[1:]) for row in inner]
    return rows


def in_words(schema: dict) -> str:
    """Return a schema's type as people say it: "list of Dataset", "text", ..."""
    if "$ref" in schema:
        return schema["$ref"].rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(in_words(each) for each in schema["anyOf"])
    if "enum" in schema:
        return " or ".join(f"“{word}”" for word in schema["enum"])
    kind = schema.get("type", "anything")
    if isinstance(kind, list):
        return " or ".join(kind)
    if kind == "array":
        return f"list of {in_words(schema.get('items', {}))}"
    return schema.get("format", "text" if kind == "string" else kind)


def note(schema: dict) -> str:
    """Return what else a value has to be: "1 to 365; usually 7; how many days"."""
    usual = f"usually {_spelled(schema['default'])}" if "default" in schema else ""
    said = schema.get("description", "")
    return "; ".join(filter(None, (_bounds(schema), usual, said)))


def _bounds(schema: dict) -> str:
    if "maxLength" in schema:
        least, most = schema.get("minLength", 0), schema["maxLength"]
        return f"{least:,} to {most:,} characters"
    if "maximum" in schema:
        return f"{schema['minimum']:,} to {schema['maximum']:,}"
    return f"at least {schema['minimum']:,}" if "minimum" in schema else ""


def _spelled(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)
