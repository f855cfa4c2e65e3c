"""The schema is made once, by whoever comes first, and says what it did."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playhouse.schema_diff import diff_models

from database import open_database
from schema.history import migration_names, problem_at
from service_models import TABLES

ROOT = Path(__file__).resolve().parent.parent


def migrate(url, data_dir, *arguments):
    return subprocess.run(
        [sys.executable, ROOT / "migrate.py", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, "DATABASE_URL": url, "POPPY_DATA_DIR": str(data_dir)},
    )


@pytest.fixture(params=["sqlite", "postgres"])
def url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/poppy.sqlite3"
    return request.getfixturevalue("postgres").url("migrate")


def test_an_empty_database_gets_the_schema_of_the_models(url, tmp_path):
    made = migrate(url, tmp_path)
    assert (made.returncode, made.stderr) == (0, "")
    assert made.stdout.splitlines() == [
        *(f"applied {name}" for name in migration_names()),
        "The schema is current.",
    ]
    db = open_database(url)
    with db.connection_context(), db.bind_ctx(TABLES):
        assert str(diff_models(db, TABLES)) == ""
    assert problem_at(url) is None


def test_a_second_run_changes_nothing(url, tmp_path):
    migrate(url, tmp_path)
    assert migrate(url, tmp_path).stdout == "Nothing to do; it is current.\n"


def test_status_tells_what_is_pending(url, tmp_path):
    before = migrate(url, tmp_path, "status")
    pending = [f"{name}  pending" for name in migration_names()]
    assert (before.returncode, before.stdout.splitlines()) == (1, pending)
    migrate(url, tmp_path)
    after = migrate(url, tmp_path, "status")
    assert after.returncode == 0
    assert "0001_initial  applied" in after.stdout


def test_processes_that_start_at_once_agree(url, tmp_path):
    with ThreadPoolExecutor(6) as pool:
        runs = list(pool.map(lambda _: migrate(url, tmp_path), range(6)))
    assert [(run.returncode, run.stderr) for run in runs] == [(0, "")] * 6
    assert sum("applied 0001_initial" in run.stdout for run in runs) == 1


def test_a_database_without_schema_names_the_command(url):
    assert problem_at(url).endswith("Run: python migrate.py")


def test_a_database_of_a_newer_version_is_refused(url, tmp_path):
    migrate(url, tmp_path)
    db = open_database(url)
    with db.connection_context():
        db.execute_sql(
            "INSERT INTO poppy_schema_migrations (name, applied) "
            "VALUES ('9999_future', '2030-01-01')"
        )
    assert "newer Poppy" in problem_at(url)


def test_a_database_that_is_down_is_said_in_words(tmp_path):
    failed = migrate("postgresql://u:secret@127.0.0.1:1/x", tmp_path)
    assert failed.returncode == 2
    assert failed.stderr.startswith("error: The database does not answer")
    assert "Traceback" not in failed.stderr
    assert "secret" not in failed.stderr


def test_a_server_learns_why_it_cannot_start(tmp_path):
    problem = problem_at("postgresql://u:secret@127.0.0.1:1/x")
    assert problem.startswith("The database does not answer")
    assert "postgresql://u:***@127.0.0.1:1/x" in problem
