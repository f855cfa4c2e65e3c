"""`migrate.py check` finds what is off, and `sweep` what nobody needs."""

import os
import time
from datetime import datetime, timedelta

import pytest

from app import create_app
from config import Settings
from database import database, is_postgres
from models import (
    AuthSession,
    ChatMessage,
    DatasetProfile,
    DatasetVersion,
    Explanation,
    TokenUsage,
)
from service_models import RateLimit, VocabularyEntry
from stores import auth_store, limit_store


def off(house, capsys, status=1):
    """Run the check; return its lines."""
    assert house.migrate("check") == status
    return capsys.readouterr().out


def test_a_house_in_order_is_well(house, capsys):
    assert off(house, capsys, status=0).startswith("All is well: ")


def test_a_missing_file_is_named(house, capsys):
    house.files.delete_prefix(house.version.file_path)
    assert f"not there ({house.version.file_path})" in off(house, capsys)


def test_a_changed_file_is_named(house, capsys):
    path = house.files.path(house.version.file_path)
    path.chmod(0o644)
    content = path.read_bytes()
    path.write_bytes(content[:-1] + b"9")
    assert "has changed: its hash is another" in off(house, capsys)
    path.write_bytes(content + b"more")
    assert f"has {len(content) + 4} bytes, not {len(content)}" in off(house, capsys)


def test_a_file_of_another_version_is_named(house, capsys):
    leave(house, "other/d/v/original.csv", 0)
    DatasetVersion.update(file_path="other/d/v/original.csv").execute()
    said = off(house, capsys)
    assert "lies where another's are (other/d/v/original.csv)." in said


def test_a_missing_profile_is_named(house, capsys):
    DatasetProfile.delete().execute()
    expected = f"Version 1 of dataset {house.version.dataset_id} has no profile."
    assert expected in off(house, capsys)


def test_a_row_of_another_tenant_is_counted(house, capsys):
    ChatMessage.update(tenant_id="stranger").execute()
    assert "poppy_chat_messages: 2 rows are of another tenant" in off(house, capsys)


def test_a_word_for_another_tenants_dataset_is_counted(house, capsys):
    stranger = auth_store.create_tenant("Strangers")
    VocabularyEntry.update(tenant=stranger.id).execute()
    said = off(house, capsys)
    for parent in ("poppy_datasets", "poppy_users"):
        assert (
            "poppy_vocabulary: 1 rows are of another tenant than their row of "
            f"{parent}." in said
        )


def test_a_lost_parent_is_counted(house, capsys):
    if not is_postgres(database):
        database.execute_sql("PRAGMA foreign_keys = 0")
    else:
        database.execute_sql(
            "ALTER TABLE poppy_chat_messages "
            'DROP CONSTRAINT "poppy_chat_messages_sessionId_fkey"'
        )
    ChatMessage.update(session="gone").execute()
    said = off(house, capsys)
    assert "poppy_chat_messages.sessionId: 2 rows point to no row" in said
    if is_postgres(database):
        assert "poppy_chat_messages.sessionId has no foreign key." in said


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            'DROP INDEX "poppy_audit_logs_tenantId_timestamp_id"',
            "Index poppy_audit_logs (tenantId, timestamp, id) is missing.",
        ),
        (
            'ALTER TABLE poppy_dataset_profiles DROP COLUMN "details"',
            "Column poppy_dataset_profiles.details is missing.",
        ),
        ("DROP TABLE poppy_rate_limits", "Table poppy_rate_limits is missing."),
    ],
)
def test_a_schema_that_is_not_the_models_is_named(house, capsys, change, sentence):
    database.execute_sql(change)
    assert sentence in off(house, capsys)


def test_a_schema_that_is_behind_is_said_once(house, capsys):
    database.execute_sql("DELETE FROM poppy_schema_migrations")
    assert off(house, capsys) == (
        "off: The database has no Poppy schema yet. Run: python migrate.py\n"
        "Problems: 1.\n"
    )


def test_the_predecessors_files_are_found_in_their_folder(house, capsys, monkeypatch):
    content = house.files.path(house.version.file_path).read_bytes()
    legacy = house.folder / "legacy"
    legacy.mkdir()
    (legacy / "sales.csv").write_bytes(content)
    DatasetVersion.update(file_path="/srv/uploads/sales.csv").execute()
    assert "is not there (/srv/uploads/sales.csv)" in off(house, capsys)

    monkeypatch.setenv("POPPY_LEGACY_FILES", str(legacy))
    assert off(house, capsys, status=0).startswith("All is well")


ODD_CELLS = {
    "poppy_artifacts.data": ("'{broken'", "JSON that can be stored"),
    "poppy_dataset_profiles.columns": ("'null'", "JSON that can be stored"),
    "poppy_users.role": ("'ADMIN'", "role"),
    "poppy_datasets.createdAt": ("'yesterday'", "time in UTC"),
    "poppy_dataset_versions.rowCount": ("'many'", "whole number of 32 bits"),
    "poppy_token_usage.estimatedCost": ("'dear'", "number"),
    "poppy_explanations.summary": ("'nul' || char(0)", "text that can be stored"),
}


# PostgreSQL keeps no such cells.
@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
@pytest.mark.parametrize("place", ODD_CELLS)
def test_a_cell_that_cannot_be_read_is_named(house, capsys, place):
    table, column = place.split(".")
    value, expected = ODD_CELLS[place]
    database.execute_sql(f'UPDATE {table} SET "{column}" = {value}')
    assert f"{place}: 1 rows hold no {expected} (the first" in off(house, capsys)


def test_an_explanation_of_no_session_is_counted(house, capsys):
    Explanation.update(session_id="gone").execute()
    assert "poppy_explanations.sessionId: 1 rows point to no" in off(house, capsys)


def test_a_link_of_another_tenants_person_is_counted(house, capsys):
    stranger = auth_store.register_owner("Eve", "eve@example.com", "eve's password")
    TokenUsage.update(user=stranger.id).execute()
    assert "poppy_token_usage: 1 rows are of another tenant" in off(house, capsys)


def leave(house, key, days):
    """Leave a file that no version refers to, as old as said."""
    with house.files.workspace() as folder:
        (folder / "f").write_bytes(b"12345")
        house.files.put(key, folder / "f")
    then = time.time() - days * 86_400
    os.utime(house.files.path(key), (then, then))


def test_files_of_another_database_are_not_swept(house, capsys):
    leave(house, f"{house.owner.tenant_id}/d/v1/old.csv", 2)
    house.files.note_owner("0001_initial 1999-12-31T00:00:00")

    assert house.migrate("sweep", "--delete") == 2

    assert "last used with another database" in capsys.readouterr().err
    assert house.files.exists(f"{house.owner.tenant_id}/d/v1/old.csv")


def test_a_server_that_starts_makes_the_files_its_databases_own(house, capsys):
    leave(house, f"{house.owner.tenant_id}/d/v1/old.csv", 2)
    house.files.note_owner("0001_initial 1999-12-31T00:00:00")

    create_app(Settings(house.url, house.folder, "secret"))

    assert house.migrate("sweep", "--delete") == 0
    assert not house.files.exists(f"{house.owner.tenant_id}/d/v1/old.csv")


def test_files_of_unknown_organizations_are_left_alone(house, capsys):
    leave(house, "stranger/d/v1/old.csv", 2)

    assert house.migrate("sweep", "--delete") == 0

    assert "Left alone: 1 files of organizations" in capsys.readouterr().out
    assert house.files.exists("stranger/d/v1/old.csv")


def test_sweeping_takes_only_what_is_old_and_unreferenced(house, capsys):
    tenant = house.owner.tenant_id
    leave(house, f"{tenant}/d/v1/old.csv", 2)
    leave(house, f"{tenant}/d/v2/young.csv", 0)
    beside = house.version.file_path.replace("original.csv", "table.parquet")
    leave(house, beside, 2)

    assert house.migrate("sweep") == 0
    said = capsys.readouterr().out
    assert f"5 bytes  {tenant}/d/v1/old.csv" in said
    assert "Files: 1 (5 bytes)." in said
    assert "Delete them with --delete." in said
    assert house.files.exists(f"{tenant}/d/v1/old.csv")

    house.migrate("sweep", "--delete")
    assert set(house.files.keys()) == {
        f"{tenant}/d/v2/young.csv",
        beside,
        house.version.file_path,
    }


def test_sweeping_ends_expired_sign_ins_and_outdated_counters(house, capsys):
    owner = house.owner
    auth_store.create_session(
        owner.id, owner.tenant_id, "owner", lifetime=timedelta(seconds=-1)
    )
    token = auth_store.create_session(owner.id, owner.tenant_id, "owner")
    limit_store.hit("old", 60)
    RateLimit.update(window_start=datetime(2001, 1, 1)).execute()
    limit_store.hit("young", 60)

    house.migrate("sweep", "--delete")

    said = capsys.readouterr().out
    assert "Expired sign-ins: 1. Outdated counters: 1. All deleted." in said
    assert limit_store.count("young", 60) == 1
    assert AuthSession.select().count() == 1
    assert auth_store.get_session(token) is not None


def test_sweeping_removes_what_a_killed_process_was_making(house):
    left = house.files.root / "tmp" / "abandoned"
    left.mkdir(parents=True)
    (left / "half").write_bytes(b"x")
    then = time.time() - 2 * 86_400
    os.utime(left, (then, then))

    house.migrate("sweep")
    assert left.exists()
    house.migrate("sweep", "--delete")
    assert not left.exists()
