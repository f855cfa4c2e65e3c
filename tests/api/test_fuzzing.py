"""Schemathesis sends what the document allows, and what it does not, to a real server.

No answer may be a failure of the server or one that the document does not name.
"""

import subprocess
import sys

import pytest

from tests.api.caller import UNKNOWN
from tests.api.program import Program

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "unsupported_method",
)
# A list that is too long is refused too: its body is too large.
REJECTIONS = ("400", "401", "403", "404", "405", "406", "409", "413", "415", "5xx")
# Logging out would end what follows.
LEFT_OUT = "/api/auth/logout"


def configuration(ids):
    """Return settings that put real ids in paths, save where they would be deleted."""
    real = "\n".join(f'"path.{name}" = "{value}"' for name, value in ids.items())
    kept = ", ".join(f'"path.{name}" = "{UNKNOWN}"' for name in ids)
    deleting = f'[[operations]]\ninclude-method = "DELETE"\nparameters = {{ {kept} }}'
    since = f'"query.since" = "{ids["versionId"]}"'
    rejected = f"[checks.negative_data_rejection]\nexpected-statuses = {[*REJECTIONS]}"
    return f"[parameters]\n{real}\n{since}\n\n{rejected}\n\n{deleting}\n"


def found_by(done):
    """Return what schemathesis found, without the long list of its warnings."""
    before, _, found = done.stdout.partition(" FAILURES ")
    return (found or before)[:5000] + done.stderr[-1000:]


@pytest.fixture
def program(server):
    """A program with a token, and something to find by it."""
    return Program(server).register("alice@example.com").with_token()


def test_every_answer_is_documented_and_none_is_a_failure(server, program, tmp_path):
    (tmp_path / "schemathesis.toml").write_text(configuration(program.made_ids()))
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
        capture_output=True,
        text=True,
        timeout=600,
    )

    assert done.returncode == 0, found_by(done)
    assert "Unexpected error" not in server.log.read_text()
