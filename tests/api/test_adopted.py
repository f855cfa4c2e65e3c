"""What the TypeScript Poppy left is answered like what is ours."""

import re

import pytest

from tests.api.adopted import COLUMNS, OLD_PATH, RESULTS, adopt
from views.api.routing import OPERATIONS

LOOKS = [each for each in OPERATIONS if each.method == "GET"]


@pytest.fixture
def ids(alice):
    """The ids of what the predecessor wrote for alice's organization."""
    return adopt(alice.email)


def nulls_in(value, place=""):
    """Yield where an answer says null outside of a result's cells."""
    if isinstance(value, dict):
        for key, item in value.items():
            if item is None:
                yield f"{place}/{key}"
            elif key not in ("rows", "chart"):
                yield from nulls_in(item, f"{place}/{key}")
    elif isinstance(value, list):
        for item in value:
            yield from nulls_in(item, place)


@pytest.mark.parametrize("operation", LOOKS, ids=lambda each: each.name)
def test_every_route_that_looks_answers_as_documented(alice, ids, operation):
    path = re.sub(
        r"<(\w+)_id>",
        lambda found: ids.get(found[1], ids["objects"]),
        operation.path,
    )
    given = {"form": "md", "since": ids["version"]}
    wanted = {field.name: given.get(field.name) for field in operation.query}
    if operation.name == "download_version":
        wanted = {}

    answer = alice.get(path, **{k: v for k, v in wanted.items() if v})

    assert answer.status_code in (200, 400, 404), answer.text
    assert "/srv/" not in answer.text
    assert not [*nulls_in(answer.get_json(silent=True))]


def test_the_path_on_the_old_server_is_told_nowhere(alice, ids):
    place = f"/poppy/datasets/{ids['dataset']}"
    shown = [
        alice.get(place).json["latestVersion"],
        alice.get(f"{place}/profile").json["latestVersion"],
        *alice.get(f"{place}/versions").json["versions"],
    ]

    for version in shown:
        assert version["filePath"] == f"legacy/{ids['version']}"
    assert OLD_PATH not in alice.get(f"{place}/versions").text


def test_our_own_keys_are_told_as_they_are(alice, dataset):
    version = alice.get(f"/poppy/datasets/{dataset}").json["latestVersion"]

    place = [version["tenantId"], dataset, version["id"], "original.csv"]
    assert version["filePath"] == "/".join(place)


def test_columns_of_its_profiles_leave_out_what_is_null(alice, ids):
    profile = alice.get(f"/poppy/datasets/{ids['dataset']}/profile").json

    assert profile["columns"] == [
        {name: value for name, value in column.items() if value is not None}
        for column in COLUMNS
    ]


@pytest.mark.parametrize("result", RESULTS)
def test_an_answer_has_one_shape_wherever_it_is_told(alice, ids, result):
    place = f"/poppy/analysis-sessions/{ids['session']}"
    one = alice.get(f"/poppy/artifacts/{ids[result]}").json["artifact"]
    listed = alice.get(f"{place}/artifacts").json["artifacts"]
    whole = alice.get(place).json["artifacts"]

    assert one in listed
    assert one in whole
    assert set(one["data"]["resultData"]) == {"columns", "rows", "totalRows"}


@pytest.mark.parametrize("result", RESULTS)
@pytest.mark.parametrize("form", ["csv", "xlsx", "json", "md"])
def test_an_answer_can_be_taken_away(alice, ids, result, form):
    path = f"/poppy/artifacts/{ids[result]}/export"

    answer = alice.get(path, form=form)

    assert answer.status_code == 200
    assert answer.data


def test_an_answer_cannot_be_computed_again_as_it_has_no_plan(alice, ids):
    path = f"/poppy/artifacts/{ids['objects']}"

    for answer in (
        alice.post(f"{path}/rerun", {}),
        alice.get(f"{path}/rows"),
        alice.get(f"{path}/export", form="py"),
    ):
        assert answer.status_code == 400
        assert "earlier Poppy" in answer.json["error"]["message"]


@pytest.mark.parametrize("form", ["original", "csv", "parquet"])
def test_a_file_that_is_gone_is_said_to_be_missing(alice, ids, form):
    answer = alice.get(f"/poppy/versions/{ids['version']}/file", form=form)

    assert answer.status_code == 404
    assert answer.json["error"]["code"] == "FILE_MISSING"
