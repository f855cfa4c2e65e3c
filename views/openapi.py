"""The OpenAPI 3.1 document, made of the declared routes and nothing else."""

import re
from collections.abc import Iterable
from functools import cache

from services.permissions import ALLOWED
from views import access, fields
from views.api import streaming
from views.api.repeating import KEY
from views.api.routing import OPERATIONS, Operation
from views.openapi_schemas import Schemas
from views.serializers import camel

REASONS = {
    200: "Done.",
    201: "Made.",
    400: "Something in the request cannot be accepted.",
    401: "Nobody is signed in.",
    403: "The role does not allow it, or another site asked.",
    404: "No such record in this organization.",
    409: "It collides with what exists.",
    413: "The body is too large.",
    429: "A limit is reached; Retry-After says when it ends.",
    500: "A mistake of Poppy's own.",
    503: "The database or the file store does not answer; try again.",
}
REPEATED = ("IDEMPOTENCY_MISMATCH", "IDEMPOTENCY_IN_PROGRESS")
ERROR = {
    "type": "object",
    "description": "What went wrong, in words for a person.",
    "properties": {
        "error": {
            "type": "object",
            "properties": {
                "message": {"type": "string"},
                "code": {"type": "string"},
                "details": {"type": "object"},
            },
            "required": ["message"],
        }
    },
    "required": ["error"],
}
ERROR_SCHEMA = {"$ref": "#/components/schemas/Error"}
INTRODUCTION = """\
Upload tables, ask questions in plain words, get numbers with their receipts.

Sign in with a cookie (`/api/auth/login`), or send a personal API token, made on the
page "API tokens", as `Authorization: Bearer TOKEN`. Errors are always
`{"error": {"message", "code", "details"?}}`. Optional keys are absent, never null.
Long lists take `limit` and `cursor`; an answer with `nextCursor` has more behind it."""


# The sections of the document: the modules that routes stand in, as one needs them.
TAGS = (
    "auth",
    "datasets",
    "uploads",
    "versions",
    "sessions",
    "messages",
    "artifacts",
    "shares",
    "reports",
    "vocabulary",
    "privacy",
    "activity",
    "document",
)


@cache
def document() -> dict:
    """Return the whole document; it is the same as long as the process lives."""
    schemas = Schemas({"Error": ERROR})
    paths: dict[str, dict] = {}
    for operation in OPERATIONS:
        place = paths.setdefault(public_path(operation), {})
        place[operation.method.lower()] = _operation(operation, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Poppy", "version": "1", "description": INTRODUCTION},
        "servers": [{"url": "/"}],
        "security": [{"session": []}, {"token": []}],
        "tags": [{"name": tag, "description": _module_words(tag)} for tag in TAGS],
        "paths": paths,
        "components": {
            "schemas": schemas.components,
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": access.COOKIE},
                "token": {"type": "http", "scheme": "bearer"},
            },
        },
    }


def public_path(operation: Operation) -> str:
    """Return the path as the document writes it: /api/poppy/datasets/{datasetId}."""
    path = re.sub(r"<(\w+)>", lambda found: f"{{{camel(found[1])}}}", operation.path)
    return f"/api{path}"


def path_ids(operation: Operation) -> list[str]:
    """Return the names of the ids in the path, in camelCase."""
    return [camel(name) for name in re.findall(r"<(\w+)>", operation.path)]


def refusals(operation: Operation) -> dict[int, tuple[str, ...]]:
    """Return every status and code by which the route may refuse."""
    ids, unsafe = path_ids(operation), operation.method not in access.SAFE_METHODS
    inputs = (*operation.query, *operation.body)
    names_record = ids or any(isinstance(field, fields.Id) for field in inputs)
    rules: Iterable[tuple[object, int, tuple[str, ...]]] = (
        (ids or inputs or operation.takes_file, 400, ("VALIDATION_ERROR",)),
        (not operation.public, 401, ("UNAUTHORIZED",)),
        (operation.needs, 403, ("FORBIDDEN",)),
        (unsafe, 403, ("CROSS_SITE",)),
        (names_record, 404, ("NOT_FOUND",)),
        (operation.takes_file, 413, ("FILE_TOO_LARGE",)),
        (operation.body, 413, ("BODY_TOO_LARGE",)),
        (operation.repeat, 409, REPEATED),
        (True, 500, ("INTERNAL_ERROR",)),
        (True, 503, ("UNAVAILABLE",)),
        *((True, status, codes) for status, codes in operation.refusals.items()),
    )
    found: dict[int, tuple[str, ...]] = {}
    for applies, status, codes in rules:
        if applies:
            found[status] = (*found.get(status, ()), *codes)
    return dict(sorted(found.items()))


def _operation(operation: Operation, schemas: Schemas) -> dict:
    answer = {
        "description": REASONS[operation.status],
        "content": _answer_content(operation, schemas),
    }
    refused = {
        str(status): _refusal(status, codes)
        for status, codes in refusals(operation).items()
    }
    return {
        "operationId": camel(operation.name),
        "tags": [operation.tag],
        "summary": operation.summary,
        "description": description(operation),
        "parameters": _parameters(operation),
        **_request_body(operation),
        "responses": {str(operation.status): answer, **refused},
        **({"security": []} if operation.public else {}),
    }


def description(operation: Operation) -> str:
    """Return the rest of the handler's words, and which roles may call it."""
    said = [operation.more] if operation.more else []
    if operation.needs:
        roles = sorted(ALLOWED[operation.needs], reverse=True)
        said.append(f"For the role {' or '.join(roles)}.")
    return " ".join(said)


def _answer_content(operation: Operation, schemas: Schemas) -> dict:
    if operation.produces:
        return {content_type: {} for content_type in operation.produces}
    plain = {"application/json": {"schema": schemas.of(operation.answer)}}
    return plain | (_stream(operation, schemas) if operation.events else {})


def _stream(operation: Operation, schemas: Schemas) -> dict:
    """Return the content of a stream; its `x-events` are the data by event."""
    events = {name: schemas.of(hint) for name, hint in operation.events.items()}
    events["error"] = ERROR_SCHEMA
    said = f"Events, each with JSON data: {', '.join(events)}."
    schema = {"type": "string", "format": "event-stream", "description": said}
    return {streaming.EVENTS: {"schema": schema, "x-events": events}}


def _refusal(status: int, codes: tuple[str, ...]) -> dict:
    return {
        "description": f"{REASONS[status]} {', '.join(codes)}",
        "content": {
            "application/json": {"schema": ERROR_SCHEMA},
        },
    }


def _parameters(operation: Operation) -> list[dict]:
    in_path = [(fields.Id(name), "path") for name in path_ids(operation)]
    in_query = [(field, "query") for field in operation.query]
    in_header = [(KEY, "header")] if operation.repeat else []
    return [
        {
            "name": field.name,
            "in": place,
            "required": field.required,
            "schema": _with_default(operation, field.name, field.schema()),
        }
        for field, place in (*in_path, *in_query, *in_header)
    ]


def _request_body(operation: Operation) -> dict:
    if operation.takes_file:
        schema = {
            "type": "object",
            "properties": {
                "file": {
                    "type": "string",
                    "contentMediaType": "application/octet-stream",
                }
            },
            "required": ["file"],
        }
        return _body(schema, "multipart/form-data", True)
    if not operation.body:
        return {}
    required = any(field.required for field in operation.body)
    schema = fields.schema(operation.body)
    schema["properties"] = {
        name: _with_default(operation, name, each)
        for name, each in schema["properties"].items()
    }
    return _body(schema, "application/json", required)


def _with_default(operation: Operation, name: str, schema: dict) -> dict:
    usual = operation.default(name)
    return schema if usual is None else schema | {"default": usual}


def _body(schema: dict, content_type: str, required: bool) -> dict:
    content = {content_type: {"schema": schema}}
    return {"requestBody": {"required": required, "content": content}}


def _module_words(tag: str) -> str:
    words = next(each.module_words for each in OPERATIONS if each.tag == tag)
    return words.partition("\n")[0]
