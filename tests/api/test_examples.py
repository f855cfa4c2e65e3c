"""The examples of the document's page and of the README run as they stand."""

import html
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.caller import PASSWORD, SALES, UNKNOWN
from tests.api.program import Program

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="needs curl")
README = (Path(__file__).parents[2] / "README.md").read_text()
ROOT = Path(__file__).parents[2]
# Nothing is being uploaded.
NOT_THERE = {"getUpload", "cancelUpload"}
LAST = ["unpinArtifact", "deleteSession", "deleteVersion", "deleteDataset", "logOut"]


@pytest.fixture
def examples(server):
    """The commands on the page, by operation; what ends something comes last."""
    page = Program(server).http.get(f"{server.url}/api/docs", timeout=60).text
    found = dict(
        re.findall(r'<article[^>]* id="(\w+)">.*?<pre.*?<code>(.*?)</code>', page, re.S)
    )
    names = [name for name in found if name not in LAST] + LAST
    return {name: html.unescape(found[name]) for name in names}


def run(command, folder, **environment):
    """Return what a shell prints."""
    done = subprocess.run(
        ["bash", "-euc", command],
        cwd=folder,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, f"{command}\n{done.stderr}"
    return done.stdout


def test_each_example_of_the_document_succeeds(server, examples, tmp_path):
    (tmp_path / "table.csv").write_text(SALES)

    def status(name, **ids):
        code = " -s -o answer -w '%{http_code}'"
        return int(run(examples[name] + code, tmp_path, **ids))

    assert status("register") == 200
    person = Program(server)
    person.post("/auth/login", {"email": "ann@example.com", "password": PASSWORD})
    program = person.with_token()
    made = program.made_ids()
    newer = program.upload(made["datasetId"], SALES + "north,1,2024-01-01,no\n")
    ids = {re.sub("(?=[A-Z])", "_", name).upper(): made[name] for name in made}
    ids |= {"TOKEN": program.token, "SINCE": newer["id"], "UPLOAD_ID": UNKNOWN}
    ids |= {"TARGET_ID": made["artifactId"]}

    for name in examples:
        if name != "register":
            expected = (404,) if name in NOT_THERE else (200, 201)
            got = status(name, **ids)
            said = (tmp_path / "answer").read_text(errors="replace")[:300]
            assert got in expected, f"{name}: {said}"


def block(language):
    """Return a block of the README's section for programs."""
    section = README.partition("## For programs")[2].partition("\n## ")[0]
    return re.search(rf"```{language}\n(.*?)```", section, re.S)[1]


@pytest.fixture
def token(server):
    """A token of somebody's."""
    return Program(server).register("alice@example.com").with_token().token


def test_the_readmes_commands_run_from_nothing(server, token):
    commands = block("sh").replace("http://127.0.0.1:5000", server.url)

    said = run(commands.replace("TOKEN=", f"TOKEN={token}", 1), ROOT)

    assert "highest for snow" in said


def test_the_readmes_program_runs_from_nothing(server, token):
    program = block("python").replace("http://127.0.0.1:5000", server.url)
    program = program.replace('TOKEN = ""', f'TOKEN = "{token}"')

    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr
    assert "highest for snow" in done.stdout
