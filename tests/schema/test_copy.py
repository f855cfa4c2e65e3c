"""Everything moves between SQLite and PostgreSQL, or nothing does."""

from datetime import datetime

import pytest

from database import database, opened
from models import Artifact, ChatMessage, User
from schema.rows import TableHash, read_rows
from service_models import TABLES
from stores import auth_store
from tests.schema.conftest import empty_url


@pytest.fixture(params=["sqlite", "postgres"])
def target(request, tmp_path):
    """The URL of an empty database of either kind."""
    return empty_url(request, request.param, "target", tmp_path)


def hashes(db):
    found = {}
    for model in TABLES:
        table = TableHash()
        for row in read_rows(db, model):
            table.add(row)
        found[model._meta.table_name] = (table.rows, table.hexdigest())
    return found


def test_a_copy_holds_the_same_in_every_table(house, target, capsys):
    before = hashes(house.db)

    assert house.migrate("copy", house.url, target) == 0

    with opened(target) as copied:
        assert hashes(copied) == before
    assert hashes(house.db) == before
    said = capsys.readouterr().out
    assert "poppy_chat_messages                   2 rows" in said
    assert "keep the data folder or the bucket" in said


def test_a_copy_works_like_its_source(house, target):
    artifact = Artifact.select(Artifact.data, Artifact.metadata).dicts().get()
    house.migrate("copy", house.url, target)
    with opened(target) as copied:
        database.initialize(copied)
        owner = auth_store.authenticate_user("alice@example.com", "alice's password")
        assert owner == house.owner
        moved = Artifact.select(Artifact.data, Artifact.metadata).dicts().get()
        messages = ChatMessage.select().order_by(ChatMessage.sequence)
        assert [m.content for m in messages] == ["total?\n<b>", "12.5"]
    database.initialize(house.db)
    # JSONB has one kind of number, and writes this one out.
    for row in (moved, artifact):
        row["data"]["metadata"]["big"] = float(row["data"]["metadata"]["big"])
    assert moved == artifact


def test_many_rows_are_copied_page_by_page(house, target):
    now = datetime(2026, 1, 1, 12, 30, 0, 7000)
    rows = [
        {
            "id": f"m{number:05}",
            "session": house.session_id,
            "tenant_id": house.owner.tenant_id,
            "role": "user",
            "content": "x" * (number % 50),
            "created_at": now,
            "sequence": number + 10,
            "metadata": {"n": number} if number % 3 else None,
        }
        for number in range(3_333)
    ]
    for start in range(0, len(rows), 1_000):
        ChatMessage.insert_many(rows[start : start + 1_000]).execute()
    assert house.migrate("copy", house.url, target) == 0
    with opened(target) as copied:
        assert hashes(copied) == hashes(house.db)


def test_a_target_with_rows_is_refused(house, target, capsys):
    house.migrate("copy", house.url, target)
    capsys.readouterr()
    assert house.migrate("copy", house.url, target) == 2
    assert "The target holds rows already (poppy_tenants: 1)" in capsys.readouterr().err


def test_a_source_without_schema_is_refused(house, target, tmp_path, capsys):
    (tmp_path / "empty.sqlite3").touch()
    assert house.migrate("copy", f"sqlite:///{tmp_path}/empty.sqlite3", target) == 2
    assert "The source cannot be copied." in capsys.readouterr().err


def test_a_source_that_is_not_there_is_not_made(house, target, tmp_path, capsys):
    missing = tmp_path / "none.sqlite3"
    assert house.migrate("copy", f"sqlite:///{missing}", target) == 2
    assert f"There is no database at sqlite:///{missing}." in capsys.readouterr().err
    assert not missing.exists()


# PostgreSQL lets no such row in, so only a SQLite house can hold one.
@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_a_row_that_points_nowhere_undoes_the_whole_copy(house, target, capsys):
    house.db.execute_sql("PRAGMA foreign_keys = 0")
    ChatMessage.update(session="gone").execute()

    assert house.migrate("copy", house.url, target) == 2

    assert "points to a row that is not there" in capsys.readouterr().err
    with opened(target) as copied:
        database.initialize(copied)
        assert User.select().count() == 0
    database.initialize(house.db)


def test_the_hash_of_a_table_sees_every_change_but_no_order(tmp_path):
    def digest(*rows):
        table = TableHash()
        for row in rows:
            table.add(row)
        return table.hexdigest()

    one, two = ["a", {"x": 1, "y": [2]}], ["b", None]
    assert digest(one, two) == digest(two, one)
    assert digest(["a", {"y": [2.0], "x": 1}], two) == digest(one, two)
    for other in (["a", {"x": 1, "y": [3]}], ["a", {"x": True, "y": [2]}], ["a", None]):
        assert digest(other, two) != digest(one, two)
    assert digest(one) != digest(one, one)
