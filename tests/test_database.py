"""URLs are understood or refused in words, and a database that is down says so."""

import sqlite3
import threading

import pytest

from database import masked, open_database
from database_errors import BEHIND, SILENT
from errors import Unavailable, ValidationError


@pytest.mark.parametrize(
    "url", ["mysql://u:secret@h/x", "postgresql://host/", "poppy.sqlite3", "sqlite://"]
)
def test_a_url_that_is_not_understood_is_refused_without_its_password(url):
    with pytest.raises(ValidationError, match="database URL") as refused:
        open_database(url)
    assert "secret" not in refused.value.message


def test_sqlite_syncs_every_commit_and_checks_foreign_keys(tmp_path):
    db = open_database(f"sqlite:///{tmp_path}/new/x.sqlite3")
    with db.connection_context():
        facts = (db.journal_mode, db.synchronous, db.foreign_keys)
    assert facts == ("wal", 2, 1)


def test_the_predecessors_url_options_are_understood():
    db = open_database(
        "postgres://a%40b:p%2Fw@h:5433/poppy?schema=app&connection_limit=7&sslmode=require"
    )
    assert db.database == "poppy"
    assert db.connect_params["user"] == "a@b"
    assert db.connect_params["password"] == "p/w"
    assert db.connect_params["sslmode"] == "require"
    assert db.connect_params["options"] == '-c search_path="app"'
    assert "schema" not in db.connect_params


def test_an_unknown_url_option_is_named():
    with pytest.raises(ValidationError, match="'shema'"):
        open_database("postgresql://h/x?shema=app")


def test_a_password_is_masked():
    assert masked("postgresql://u:p@h/x") == "postgresql://u:***@h/x"


def test_a_server_that_is_not_there_is_unavailable():
    db = open_database("postgresql://u@127.0.0.1:1/x")
    with pytest.raises(Unavailable, match=SILENT.split(";")[0]):
        db.connect()


def test_a_restarted_server_is_found_again(postgres):
    db = open_database(postgres.url("restarted"))
    with db.connection_context():
        db.execute_sql("SELECT 1")
    db.connect()
    postgres.restart()
    with pytest.raises(Unavailable):
        db.execute_sql("SELECT 1")
    db.close()
    with db.connection_context():
        assert db.execute_sql("SELECT 1").fetchone() == (1,)
    db.close_all()


def test_a_new_file_that_another_process_is_making_is_waited_for(tmp_path):
    path = tmp_path / "new.sqlite3"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    threading.Timer(0.3, other.execute, ["COMMIT"]).start()

    db = open_database(f"sqlite:///{path}")

    with db.connection_context():
        assert db.execute_sql("PRAGMA journal_mode").fetchone() == ("wal",)
    other.close()


def test_a_missing_table_names_the_command(tmp_path, postgres):
    for url in (f"sqlite:///{tmp_path}/x.sqlite3", postgres.url("empty")):
        db = open_database(url)
        with db.connection_context(), pytest.raises(Unavailable) as refused:
            db.execute_sql("SELECT * FROM poppy_users")
        assert (refused.value.message, refused.value.code) == (BEHIND, "SCHEMA_BEHIND")


def test_a_faulty_statement_is_a_bug_and_stays_one(tmp_path):
    db = open_database(f"sqlite:///{tmp_path}/x.sqlite3")
    with db.connection_context(), pytest.raises(Exception, match="syntax") as bug:
        db.execute_sql("SELEKT")
    assert not isinstance(bug.value, Unavailable)


def test_a_file_that_is_no_database_is_said_to_be_damaged(tmp_path):
    (tmp_path / "x.sqlite3").write_bytes(b"not a database" * 100)
    db = open_database(f"sqlite:///{tmp_path}/x.sqlite3")
    with pytest.raises(Unavailable, match="damaged"):
        db.connect()
