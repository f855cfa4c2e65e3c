"""The document of this API, for programs."""

from typing import Annotated

from views import openapi
from views.api.routing import route

OpenApi = Annotated[
    dict, {"properties": {"openapi": {"const": "3.1.0"}}, "required": ["openapi"]}
]


@route("GET", "/openapi.json", public=True)
def openapi_document() -> OpenApi:
    """Return this document: OpenAPI 3.1."""
    return openapi.document()
