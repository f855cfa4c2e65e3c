"""Schemathesis sends what the document allows, and what it does not, to a real server.

No answer may be a failure of the server or one that the document does not name.
"""

import json
import os
import subprocess
import sys

import pytest

from tests.api.program import Program
from tests.server import ROOT

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "unsupported_method",
)
# Logging out would end what follows.
LEFT_OUT = "/api/auth/logout"


@pytest.fixture
def program(server, tmp_path):
    """A program with a token, and something to find by it."""
    return Program(server).register("alice@example.com").with_token()


def test_every_answer_is_documented_and_none_is_a_failure(server, program, tmp_path):
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "schemathesis.cli",
            "run",
            f"{server.url}/api/openapi.json",
            *("--header", f"Authorization: Bearer {program.token}"),
            *("--checks", ",".join(CHECKS)),
            *("--exclude-path", LEFT_OUT),
            *("--max-examples", "3", "--seed", "1", "--no-color"),
        ],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "SCHEMATHESIS_HOOKS": "tests.api.real_ids",
            "POPPY_TEST_IDS": json.dumps(program.made_ids()),
        },
        capture_output=True,
        text=True,
        timeout=600,
    )

    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-1000:]
    assert "Internal" not in server.log.read_text()
