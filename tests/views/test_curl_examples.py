"""Commands of the API's page: everything that a route must have is in them."""

import pytest

from views import openapi
from views.curl_examples import curl

HOST = "https://poppy.example"


def command(method, path):
    operation = openapi.document()["paths"][path][method.lower()]
    return curl(method, path, operation, HOST).split(" \\\n  ")


def test_a_command_carries_a_token_and_the_required_fields():
    assert command("POST", "/api/poppy/datasets") == [
        'curl "https://poppy.example/api/poppy/datasets" -X POST',
        '-H "Authorization: Bearer $TOKEN"',
        "-H 'Content-Type: application/json'",
        """-d '{"name": "my name"}'""",
    ]


@pytest.mark.parametrize(
    ("path", "address"),
    [
        (
            "/api/poppy/artifacts/{artifactId}/export",
            "/api/poppy/artifacts/$ARTIFACT_ID/export?form=csv",
        ),
        (
            "/api/poppy/versions/{versionId}/changes",
            "/api/poppy/versions/$VERSION_ID/changes?since=$SINCE",
        ),
    ],
)
def test_an_address_has_its_ids_and_what_must_stand_in_it(path, address):
    assert command("GET", path)[0] == f'curl "{HOST}{address}"'


def test_a_shell_puts_ids_into_a_body():
    *_, body = command("POST", "/api/poppy/drill-down")

    assert body == """-d '{"datasetId": "'$DATASET_ID'", "metricColumn": "amount"}'"""


def test_a_list_is_a_list():
    *_, body = command("PUT", "/api/poppy/datasets/{datasetId}/never-send")

    assert body == """-d '{"columns": []}'"""
