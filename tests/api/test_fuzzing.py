"""Schemathesis sends what the document allows, and what it does not, to a real server.

No answer may be a failure of the server or one that the document does not name.
"""

import subprocess
import sys

import pytest

from database import database, opened
from tests.api.adopted import adopt
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


def adopted(server):
    """Write the predecessor's rows beside a running server; return their ids."""
    before = database.obj
    url = f"sqlite:///{server.data_dir / 'poppy.sqlite3'}"
    with opened(server.env.get("DATABASE_URL", url)) as db:
        database.initialize(db)
        try:
            ids = adopt("alice@example.com")
        finally:
            database.initialize(before)
    named = {name: ids[name] for name in ("dataset", "version", "session")}
    named["artifact"] = ids["objects"]
    return {f"{name}Id": value for name, value in named.items()}


@pytest.fixture
def program(server):
    """A program with a token, and something to find by it."""
    return Program(server).register("alice@example.com").with_token()


def fuzzed(server, program, ids, folder, *options):
    """Let schemathesis try every route with these ids; return how it ended."""
    (folder / "schemathesis.toml").write_text(configuration(ids))
    return subprocess.run(
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
            *options,
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=600,
    )


def test_every_answer_is_documented_and_none_is_a_failure(server, program, tmp_path):
    done = fuzzed(server, program, program.made_ids(), tmp_path)

    assert done.returncode == 0, found_by(done)
    assert "Unexpected error" not in server.log.read_text()


def test_so_is_every_answer_about_what_the_predecessor_left(server, program, tmp_path):
    ids = program.made_ids() | adopted(server)

    done = fuzzed(server, program, ids, tmp_path, "--include-method", "GET")

    assert done.returncode == 0, found_by(done)
    assert "Unexpected error" not in server.log.read_text()
