"""What a person may decide about a reading."""

import pytest

from analysis.reading.options import checked_options
from errors import ValidationError


def test_no_and_none_are_decisions_too():
    given = {"day_first": "no", "header_rows": "0", "skip_rows": 0, "quote": "none"}
    assert checked_options(given).decided() == {
        "day_first": False,
        "header_rows": 0,
        "skip_rows": 0,
        "quote": "",
    }


def test_what_is_left_empty_is_no_decision():
    given = {"encoding": "", "types": {}, "keep_totals": False, "sheet": None}
    assert checked_options(given).decided() == {}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32-le", "cp1252", "big5"])
def test_an_encoding_of_text_is_taken(encoding):
    assert checked_options({"encoding": encoding}).encoding


@pytest.mark.parametrize("encoding", ["nope", "rot13", "idna", "undefined", "a\0b"])
def test_what_encodes_no_files_of_text_is_refused(encoding):
    with pytest.raises(ValidationError) as refused:
        checked_options({"encoding": encoding})
    assert refused.value.details["field"] == "encoding"


@pytest.mark.parametrize("rows", ["-1", "1.5", "many", "10001"])
def test_a_number_of_rows_that_cannot_be_is_refused(rows):
    with pytest.raises(ValidationError) as refused:
        checked_options({"skip_rows": rows})
    assert refused.value.details["field"] == "skip_rows"
