"""The troubleshooting list of docs/migration.md holds messages that Poppy prints."""

import re
import zipfile
from pathlib import Path

import pytest

import app
import database_errors
import migrate
from config import Settings
from database import connected, opened
from errors import NotFound
from schema.history import problem_at
from schema.tenant_import import UNSURE
from services import runtime
from services.tables import open_table
from stores import dataset_store, file_store
from stores.file_store import storage_warning
from tests.schema import predecessor

TEXT = (Path(__file__).parent.parent / "docs/migration.md").read_text()
TROUBLES = TEXT.split("## When something is wrong")[1]
BLOCKS = re.findall(r"^```\n(.*?)^```", TROUBLES, re.S | re.M)
MESSAGES = {line for block in BLOCKS for line in block.splitlines()}
SEEN = set()
URL = "postgresql://poppy:secret@localhost:5432/poppy"


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Run migrate.py over a database; return what it prints."""

    def command(url, *arguments):
        monkeypatch.setenv("DATABASE_URL", url)
        monkeypatch.setenv("POPPY_DATA_DIR", str(tmp_path))
        migrate.main(list(arguments))
        captured = capsys.readouterr()
        return captured.out + captured.err

    return command


@pytest.fixture
def sqlite(run, tmp_path):
    """A migrated, empty SQLite database."""
    url = f"sqlite:///{tmp_path}/poppy.sqlite3"
    run(url)
    return url


def execute(url, statement):
    with opened(url) as db:
        db.execute_sql(statement)


def said(text, printed):
    """Check that the document has the message and that it was printed."""
    assert text in MESSAGES, "not in docs/migration.md"
    assert text in printed
    SEEN.add(text)
    return True


def test_a_wrong_url(run):
    assert said(
        "The database URL is 'mysql://poppy@localhost/poppy'; write "
        "sqlite:////FOLDER/poppy.sqlite3 or "
        "postgresql://USER:PASSWORD@HOST:5432/NAME.",
        run("mysql://poppy@localhost/poppy"),
    )
    assert said(
        "The database URL has the option 'shema', which Poppy does not know.",
        run("postgresql://localhost/poppy?shema=x"),
    )


def test_a_wrong_url_at_the_servers_start(tmp_path):
    with pytest.raises(SystemExit, match="The database URL is 'mysql://"):
        app.create_app(Settings("mysql://poppy@localhost/poppy", tmp_path, "s"))


def test_a_database_that_is_down(run):
    down = "postgresql://poppy:secret@127.0.0.1:1/poppy"
    assert said(
        "The database does not answer; nothing was saved. "
        "Please try again in a moment.",
        run(down),
    )
    problem = problem_at(down).replace("127.0.0.1:1", "localhost:5432")
    assert said(
        "The database does not answer. "
        "DATABASE_URL is postgresql://poppy:***@localhost:5432/poppy",
        problem,
    )


def test_a_schema_that_is_behind_or_ahead(sqlite, tmp_path):
    assert said(
        "The database has no Poppy schema yet. Run: python migrate.py",
        problem_at(f"sqlite:///{tmp_path}/other.sqlite3"),
    )
    history = "poppy_schema_migrations"
    execute(sqlite, f"DELETE FROM {history} WHERE name = '0002_upload_progress'")
    assert said(
        "The database schema lacks 0002_upload_progress. Run: python migrate.py",
        problem_at(sqlite),
    )
    for name in ("0002_upload_progress", "9999_future"):
        execute(sqlite, f"INSERT INTO {history} (name, applied) VALUES ('{name}', 0)")
    assert said(
        "A newer Poppy made this database (9999_future). Start that version.",
        problem_at(sqlite),
    )


def test_a_missing_table_or_column(sqlite, run):
    execute(sqlite, "DROP TABLE poppy_rate_limits")
    execute(sqlite, 'ALTER TABLE poppy_dataset_profiles DROP COLUMN "details"')
    printed = run(sqlite, "check")
    assert said("off: Table poppy_rate_limits is missing.", printed)
    assert said("off: Column poppy_dataset_profiles.details is missing.", printed)
    assert said(
        "The database schema is behind this version of Poppy. Run: python migrate.py",
        run(sqlite, "sweep"),
    )


def test_a_schema_that_is_not_the_predecessors(run, postgres):
    url = postgres.url("documents")
    predecessor.make(url)
    execute(url, "DROP TABLE poppy_explanations")
    assert said(
        "error: This database holds tables of Poppy's names that Poppy cannot adopt; "
        "nothing was changed. Missing tables: poppy_explanations. "
        "Restore the predecessor's schema, or give an empty database.",
        run(url),
    )


def test_data_that_does_not_persist(sqlite, run):
    assert said("All is well: 0 rows.", run(sqlite, "check"))
    assert said(
        "PostgreSQL is shared, but uploaded files are kept in this machine's data "
        "folder: a second server could not read them. "
        "Set POPPY_STORAGE_URL to share them.",
        storage_warning(URL, None),
    )


def test_messages_of_the_disk():
    # tests/faults makes them happen, on disks that are full and read-only.
    spoken = {
        *file_store.SENTENCE_OF_ERRNO.values(),
        database_errors.READ_ONLY,
        database_errors.DAMAGED,
    }
    for sentence in (
        "The disk is full; nothing was saved.",
        "The data folder cannot be written to; nothing was saved.",
        "The database cannot be written to; nothing was saved.",
        "The database file is damaged, or its disk is; nothing was saved.",
    ):
        assert said(sentence, spoken)


def test_a_target_that_is_not_empty(sqlite, run, tmp_path):
    target = f"sqlite:///{tmp_path}/target.sqlite3"
    insert = "INSERT INTO poppy_tenants VALUES ('t', 'T', '2025-01-01', '2025-01-01')"
    execute(sqlite, insert)
    run(sqlite, "copy", sqlite, target)
    assert said(
        "The target holds rows already (poppy_tenants: 1); nothing was copied. "
        "Give an empty database.",
        run(sqlite, "copy", sqlite, target),
    )


def test_a_target_that_is_not_ours(sqlite, run, tmp_path):
    target = f"sqlite:///{tmp_path}/foreign.sqlite3"
    execute(target, "CREATE TABLE poppy_users (mine TEXT)")
    assert said(
        "The target has tables that Poppy did not make (poppy_users); nothing was "
        "copied. Give an empty database.",
        run(sqlite, "copy", sqlite, target),
    )


def test_rows_that_cannot_be_moved(sqlite, run, tmp_path):
    target = f"sqlite:///{tmp_path}/target.sqlite3"
    execute(
        sqlite,
        "INSERT INTO poppy_tenants VALUES ('t', 'T', '2025-01-01', '2025-01-01')",
    )
    execute(
        sqlite,
        """INSERT INTO poppy_users ("id", "email", "tenantId", "role", "createdAt",
        "updatedAt") VALUES ('u', 'u@example.com', 't', 'ADMIN', '2025-01-01',
        '2025-01-01')""",
    )
    assert said(
        "poppy_users.role of row 'u' holds 'ADMIN', which is no role; nothing was "
        "changed. Correct it and try again.",
        run(sqlite, "copy", sqlite, target),
    )
    execute(sqlite, "UPDATE poppy_users SET role = 'OWNER'")
    whole, forgery = str(tmp_path / "t.zip"), tmp_path / "f.zip"
    run(sqlite, "export", "t", whole)
    with opened(sqlite) as db:
        db.execute_sql("PRAGMA foreign_keys = 0")
        db.execute_sql("UPDATE poppy_users SET \"tenantId\" = 'gone'")
    assert said(
        "poppy_users.tenantId of row 'u' points to a row that is not there; nothing "
        "was changed. Correct it and try again.",
        run(sqlite, "copy", sqlite, target),
    )
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(forgery, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "tables/poppy_users.jsonl":
                text = text.replace(b'"tenantId": "t"', b'"tenantId": "gone"')
            new.writestr(name, text)
    assert said(
        "poppy_users.tenantId of row 'u' points to a row that is not in the archive.",
        run(sqlite, "import", str(forgery)),
    )


def test_an_import_that_cannot_tell_how_it_ended():
    # tests/schema/test_archive_faults.py makes it happen.
    assert said(UNSURE, {UNSURE})


def test_archives(sqlite, run, tmp_path):
    insert = "INSERT INTO poppy_tenants VALUES ('t', 'T', '2025-01-01', '2025-01-01')"
    execute(sqlite, insert)
    path = str(tmp_path / "t.zip")
    run(sqlite, "export", "t", path)
    assert said(
        "t exists here already; nothing was imported. "
        "Leave out --keep-ids to give it a new name.",
        run(sqlite, "import", path, "--keep-ids"),
    )
    changed = str(tmp_path / "changed.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        new.writestr("manifest.json", old.read("manifest.json"))
    assert said(
        "poppy_tenants in the archive is not as it was exported. Export it again.",
        run(sqlite, "import", changed),
    )
    with zipfile.ZipFile(changed, "w") as other:
        other.writestr("readme", "")
    assert said("This file is not an exported tenant.", run(sqlite, "import", changed))


def test_a_file_that_is_gone(sqlite, run, tmp_path):
    runtime.configure(Settings(sqlite, tmp_path, "s"))
    with connected():
        for statement in (
            """INSERT INTO poppy_tenants ("id", "name", "createdAt", "updatedAt")
               VALUES ('t', 'T', '2025-01-01', '2025-01-01')""",
            """INSERT INTO poppy_datasets
               ("id", "tenantId", "name", "createdAt", "updatedAt")
               VALUES ('d', 't', 'Sales', '2025-01-01', '2025-01-01')""",
        ):
            execute(sqlite, statement)
        version = dataset_store.create_dataset_version(
            "d", "t", "t/d/v/original.csv", 1, version_id="v"
        )
        with pytest.raises(NotFound) as refused:
            open_table(dataset_store.get_dataset("d", "t"), version)
    assert said(
        "off: The file of version 1 of dataset d is not there (t/d/v/original.csv).",
        run(sqlite, "check"),
    )
    assert said(
        "The file of version 1 cannot be reached. Upload it again to ask about it.",
        refused.value.message,
    )


def test_every_message_of_the_document_was_made_to_happen_above():
    assert MESSAGES == SEEN
