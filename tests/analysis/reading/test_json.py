"""JSON and JSON lines become tables; every value stays as it is written."""

import json

import pytest

from errors import ParseError
from tests.analysis.reading.reading import (
    decisions_of,
    names_of,
    read,
    rows_of,
    types_of,
)

RECORDS = [{"id": 1, "name": "Zoë"}, {"id": 2, "name": None}, {"id": 3, "name": "x"}]
STORED = [(1, "Zoë"), (2, None), (3, "x")]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("t.json", json.dumps(RECORDS)),
        ("t.json", json.dumps(RECORDS, indent=2)),
        ("t.json", json.dumps({"meta": {"n": 3}, "data": RECORDS})),
        ("t.jsonl", "\n".join(map(json.dumps, RECORDS))),
        ("t.ndjson", "\r\n".join(map(json.dumps, RECORDS)) + "\r\n"),
        ("t.csv", json.dumps(RECORDS, ensure_ascii=False)),
        ("t.json", b"\xef\xbb\xbf" + json.dumps(RECORDS).encode()),
        ("t.json", json.dumps(RECORDS, ensure_ascii=False).encode("utf-16")),
        ("t.json", json.dumps(RECORDS, ensure_ascii=False).encode("latin-1")),
    ],
)
def test_records_become_rows(tmp_path, name, content):
    table = read(tmp_path, content, name=name)
    assert rows_of(table) == STORED
    assert (table.report.format, names_of(table)) == ("JSON", ["id", "name"])
    assert not {"skip_rows", "header_rows"} & set(decisions_of(table))


def test_lists_of_lists_are_rows_below_their_names(tmp_path):
    table = read(tmp_path, json.dumps([["id", "name"], *STORED]), name="t.json")
    assert (names_of(table), rows_of(table)) == (["id", "name"], STORED)


def test_keys_that_come_up_late_are_columns_too(tmp_path):
    table = read(tmp_path, '[{"a": 1}, {"a": 2}, {"b": 3}]', name="t.json")
    assert rows_of(table) == [(1, None), (2, None), (None, 3)]


def test_what_is_nested_keeps_its_path_and_its_values(tmp_path):
    content = '[{"who": {"name": "Ann", "at": {"x": 1}}, "l": [1, 2.50, "a", null]}]'
    table = read(tmp_path, content, name="t.json")
    assert names_of(table) == ["who.name", "who.at.x", "l"]
    assert rows_of(table) == [("Ann", 1, '[1, 2.50, "a", null]')]


def test_no_digit_of_a_number_is_lost(tmp_path):
    content = '[{"a": 12345678901234567890, "b": 0.10}, {"a": 1, "b": 1e3}]'
    table = read(tmp_path, content, name="t.json")
    assert table.first == (("12345678901234567890", "0.10"), ("1", "1e3"))


def test_true_and_false_are_flags_and_blanks_are_blank(tmp_path):
    content = '[{"a": true, "b": ""}, {"a": false, "b": []}, {"a": null, "b": "x"}]'
    table = read(tmp_path, content, name="t.json")
    assert types_of(table) == ["boolean", "text"]
    assert rows_of(table) == [(True, None), (False, None), (None, "x")]


def test_misfits_are_counted_by_records(tmp_path):
    records = [{"n": n, "t": "two\nlines"} for n in range(1, 101)]
    records[59]["n"] = "soon"
    table = read(tmp_path, json.dumps(records), name="t.json")
    assert table.report.misfits == ({"column": "n", "line": 60, "value": "soon"},)


@pytest.mark.parametrize(
    "content",
    [
        "[]",
        "{}",
        '{"a": 1}',
        '[{"a": 1}, {"a": 2}',
        '[{"a": 1}, {"a" 2}]',
        '{"a": [1, 2], "b": [3, 4]}',
        "[" * 50_000,
    ],
)
def test_what_holds_no_records_is_refused_in_a_sentence(tmp_path, content):
    with pytest.raises(ParseError) as refusal:
        read(tmp_path, content, name="t.json")
    assert len(refusal.value.message) > 20
