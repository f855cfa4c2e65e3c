"""Results in the predecessor's shapes become tables and charts like ours."""

from datetime import datetime, timedelta

import pytest

from services.predecessor import answers_of, in_our_shape
from stores.records import ArtifactRecord, MessageRecord

NOON = datetime(2025, 3, 1, 12)


def kept(result_data, kind="table", metadata=None, artifact_id="a", minutes=0):
    return ArtifactRecord(
        id=artifact_id,
        session_id="s",
        tenant_id="t",
        type={"scalar": "insight", "series": "chart"}.get(kind, "table"),
        title="Total amount",
        data={"resultType": kind, "resultData": result_data, "metadata": metadata},
        metadata=None,
        created_at=NOON + timedelta(minutes=minutes),
    )


def shown(result_data, kind="table"):
    data = in_our_shape(kept(result_data, kind)).data["resultData"]
    return [column["name"] for column in data["columns"]], data["rows"]


@pytest.mark.parametrize(
    ("result_data", "expected"),
    [
        (42.5, (["Total amount"], [[42.5]])),
        ({"value": 0}, (["Total amount"], [[0]])),
        (None, (["Total amount"], [[None]])),
        (
            [{"region": "n", "v": 1}, {"region": "s", "w": 2}],
            (["region", "v", "w"], [["n", 1, None], ["s", None, 2]]),
        ),
        (
            {"columns": ["region", "v"], "rows": [["n", 1], ["s"]]},
            (["region", "v"], [["n", 1], ["s", None]]),
        ),
        (
            {"columns": [{"name": "v"}], "rows": [{"v": 1, "other": 2}]},
            (["v"], [[1]]),
        ),
        (
            {"labels": ["n", "s"], "values": [1, 2]},
            (["labels", "values"], [["n", 1], ["s", 2]]),
        ),
        (
            {"north": 1, "south": 2},
            (["", "Total amount"], [["north", 1], ["south", 2]]),
        ),
        ([1, 2], (["Total amount"], [[1], [2]])),
        ([[1, "a"]], (["column 1", "column 2"], [[1, "a"]])),
        ([], (["Total amount"], [])),
    ],
)
def test_every_shape_becomes_columns_and_rows(result_data, expected):
    assert shown(result_data) == expected


def test_a_single_number_is_shown_as_one():
    data = in_our_shape(kept({"value": 7}, "scalar")).data
    assert data["resultType"] == "scalar"
    assert data["resultData"]["columns"][0]["kind"] == "number"


def test_a_series_is_drawn_with_the_keys_that_are_in_its_data():
    rows = [{"region": "north", "value": 12.5}, {"region": "south", "value": 0}]
    chart = in_our_shape(kept(rows, "series")).data["metadata"]["chart"]
    assert chart["title"]["text"] == ["Total amount"]
    fields = {
        encoding["field"]
        for encoding in chart["encoding"].values()
        if "field" in encoding
    }
    assert fields <= set(chart["data"]["values"][0])


def test_a_series_over_time_is_a_line():
    rows = [{"month": f"2025-0{n}-01", "value": n} for n in range(1, 6)]
    chart = in_our_shape(kept(rows, "series")).data["metadata"]["chart"]
    assert chart["usermeta"]["poppy"]["type"] == "line"


def test_a_series_without_numbers_is_a_table():
    receipt = in_our_shape(kept([{"a": "x"}, {"a": "y"}], "series")).data["metadata"]
    assert receipt["chart"] is None


def test_our_own_answers_come_back_as_they_are():
    ours = kept(
        {"columns": [{"name": "v", "kind": "number"}], "rows": [[1]], "totalRows": 1}
    )
    assert in_our_shape(ours) is ours


def said(message_id, role, minutes, metadata=None):
    return MessageRecord(
        message_id,
        "s",
        "t",
        role,
        "",
        NOON + timedelta(minutes=minutes),
        None,
        metadata,
    )


def test_an_old_reply_finds_the_answer_that_was_made_for_it():
    messages = [
        said("q1", "user", 0),
        said("r1", "assistant", 2),
        said("q2", "user", 10),
        said("r2", "assistant", 12),
    ]
    first = kept(1, artifact_id="a1", minutes=1)
    second = kept(2, artifact_id="a2", minutes=11)
    assert answers_of(messages, [second, first]) == {"r1": first, "r2": second}


def test_a_reply_of_ours_keeps_the_answer_that_it_names():
    messages = [
        said("q1", "user", 0),
        said("r1", "assistant", 1, {"artifactId": "a2"}),
        said("r2", "assistant", 2, {"status": "declined"}),
    ]
    first = kept(1, artifact_id="a1", minutes=1)
    second = kept(2, artifact_id="a2", minutes=1)
    assert answers_of(messages, [first, second]) == {"r1": second}
