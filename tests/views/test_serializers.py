"""Records as camelCase JSON."""

from datetime import datetime

from errors import NotFound, ValidationError
from stores.records import SessionRecord
from views.serializers import error_json, record_json


def test_a_record_becomes_camel_case_without_what_is_none():
    moment = datetime(2025, 3, 4, 5, 6, 7, 89_000)
    record = SessionRecord("s", "t", "d", None, moment, moment)
    assert record_json(record, frozenset({"updated_at"})) == {
        "id": "s",
        "tenantId": "t",
        "datasetId": "d",
        "createdAt": "2025-03-04T05:06:07.089Z",
    }


def test_an_error_has_details_only_when_there_are_some():
    assert error_json(NotFound("No.")) == {
        "error": {"message": "No.", "code": "NOT_FOUND"}
    }
    assert error_json(ValidationError("Type it.", field="name"))["error"][
        "details"
    ] == {"field": "name"}
