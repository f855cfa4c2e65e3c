"""The API's page: every route and object, without scripts of its own."""

import re

from views import openapi, openapi_page


def test_every_route_and_object_is_on_the_page(nobody):
    page = nobody.get("/api/docs")

    assert page.status_code == 200
    document = openapi.document()
    for path, operations in document["paths"].items():
        for operation in operations.values():
            assert f'id="{operation["operationId"]}"' in page.text
            assert path in page.text
    for name in document["components"]["schemas"]:
        assert f'id="schema-{name}"' in page.text


def test_every_link_on_the_page_leads_somewhere(nobody):
    page = nobody.get("/api/docs").text

    targets = set(re.findall(r'id="([^"]+)"', page))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= targets


def test_the_page_needs_no_inline_script_or_style(nobody):
    page = nobody.get("/api/docs").text

    assert not re.search(r"<script(?![^>]* src=)", page)
    assert "<style" not in page
    assert "style=" not in page


def test_types_are_said_in_words():
    a_list = {"type": "array", "items": {"$ref": "#/components/schemas/Dataset"}}

    assert openapi_page.in_words(a_list) == "list of Dataset"
    assert openapi_page.in_words({"type": "string"}) == "text"
    assert openapi_page.in_words({"type": "string", "format": "uuid"}) == "uuid"
    assert openapi_page.in_words({"enum": ["a", "b"]}) == "“a” or “b”"
    assert openapi_page.in_words({"type": ["number", "string"]}) == "number or string"
    assert openapi_page.in_words({"anyOf": [a_list, {"type": "null"}]}) == (
        "list of Dataset or null"
    )
    assert openapi_page.in_words({}) == "anything"


def test_a_note_says_bounds_default_and_meaning():
    limit = {"minimum": 1, "maximum": 1_000, "default": 1_000, "description": "rows"}

    assert openapi_page.note(limit) == "1 to 1,000; usually 1,000; rows"
    assert openapi_page.note({"minLength": 8, "maxLength": 1_000}) == (
        "8 to 1,000 characters"
    )
    assert openapi_page.note({"maximum": 9, "minimum": 0}) == "0 to 9"
    assert openapi_page.note({"minimum": 0}) == "at least 0"
    assert openapi_page.note({"description": "an older version"}) == "an older version"
    assert openapi_page.note({"default": "csv"}) == "usually csv"
    assert openapi_page.note({}) == ""
