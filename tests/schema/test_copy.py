"""Everything moves between SQLite and PostgreSQL, or nothing does."""

import json
from datetime import datetime

import pytest

from database import database, opened
from models import Artifact, ChatMessage, Tenant
from schema.rows import TableHash, read_rows
from service_models import TABLES
from stores import auth_store
from tests.schema import predecessor
from tests.schema.conftest import empty_url


@pytest.fixture(params=["sqlite", "postgres"])
def target(request, tmp_path):
    """The URL of an empty database of either kind."""
    return empty_url(request, request.param, "target", tmp_path)


def tables(url):
    with opened(url) as db:
        return db.get_tables()


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
    assert tables(target) == []


def test_a_row_without_an_id_is_copied_too(house, target):
    now = datetime(2026, 1, 1)
    Tenant.create(id="", name="Nameless", created_at=now, updated_at=now)
    assert house.migrate("copy", house.url, target) == 0
    with opened(target) as copied:
        assert hashes(copied) == hashes(house.db)
        assert hashes(copied)["poppy_tenants"][0] == 2


def test_the_null_of_json_is_copied_where_json_must_be(house, target):
    house.db.execute_sql("UPDATE poppy_artifacts SET data = 'null'")
    assert house.migrate("copy", house.url, target) == 0
    with opened(target) as copied:
        assert hashes(copied) == hashes(house.db)


@pytest.mark.parametrize("number", ["1e400", "12345678901234567890123", "-1e-320"])
def test_numbers_of_any_size_are_copied(house, target, number):
    if number == "1e400":
        # JSONB writes it out; the text of SQLite may hold it so as well.
        number = "1" + "0" * 400
    statement = f"""UPDATE poppy_artifacts SET data = '{{"n": {number}}}'"""
    house.db.execute_sql(statement)
    assert house.migrate("copy", house.url, target) == 0
    with opened(target) as copied:
        (data,) = copied.execute_sql("SELECT data FROM poppy_artifacts").fetchone()
    data = data if isinstance(data, dict) else json.loads(data)
    assert data == {"n": json.loads(number)}


@pytest.mark.parametrize(
    ("house", "statement", "said"),
    [
        (
            "sqlite",
            "UPDATE poppy_datasets SET name = 'a' || char(0) || 'b'",
            "poppy_datasets.name of row '{id}' holds 'a\\x00b', which is no text",
        ),
        (
            "sqlite",
            'UPDATE poppy_dataset_versions SET "rowCount" = 3000000000',
            "poppy_dataset_versions.rowCount of row '{id}' holds 3000000000, which is "
            "no whole number of 32 bits",
        ),
        (
            "sqlite",
            "UPDATE poppy_users SET role = 'ADMIN'",
            "poppy_users.role of row '{id}' holds 'ADMIN', which is no role",
        ),
        (
            "sqlite",
            "UPDATE poppy_users SET \"createdAt\" = '2025-01-01T10:00:00+02:00'",
            "poppy_users.createdAt of row '{id}' holds '2025-01-01 10:00:00.000+02:00'",
        ),
        (
            "sqlite",
            "UPDATE poppy_users SET \"createdAt\" = 'yesterday'",
            "poppy_users.createdAt of row '{id}' holds 'yesterday', which is no time",
        ),
        (
            "sqlite",
            "UPDATE poppy_artifacts SET data = '{broken'",
            "poppy_artifacts.data of row '{id}' holds '{broken', which is no JSON",
        ),
        (
            "sqlite",
            """UPDATE poppy_artifacts SET data = '{"a": NaN}'""",
            "poppy_artifacts.data of row '{id}' holds {'a': nan}, which is no JSON",
        ),
        (
            "sqlite",
            """UPDATE poppy_artifacts SET data = '{"a": "\\u0000"}'""",
            "poppy_artifacts.data of row '{id}' holds {'a': '\\x00'}",
        ),
        (
            "sqlite",
            """UPDATE poppy_artifacts SET data = '{"a": "\\ud800"}'""",
            "poppy_artifacts.data of row '{id}' holds {'a': '\\ud800'}",
        ),
        (
            "postgres",
            "UPDATE poppy_token_usage SET \"estimatedCost\" = 'NaN'",
            "poppy_token_usage.estimatedCost of row '{id}' holds nan, which is no "
            "number",
        ),
        (
            "postgres",
            "UPDATE poppy_token_usage SET timestamp = 'infinity'",
            "poppy_token_usage.timestamp of row '{id}' holds 'infinity'",
        ),
    ],
    indirect=["house"],
)
@pytest.mark.parametrize("command", ["copy", "export"])
def test_a_row_that_cannot_be_kept_is_named(
    house, target, tmp_path, capsys, command, statement, said
):
    house.db.execute_sql(statement)
    table = statement.split()[1]
    (key,) = house.db.execute_sql(f"SELECT id FROM {table}").fetchone()
    path = tmp_path / "alice.zip"
    whence = {"copy": (house.url, target), "export": ("alice@example.com", str(path))}

    assert house.migrate(command, *whence[command]) == 2

    printed = capsys.readouterr().err
    assert said.replace("{id}", key) in printed
    assert "; nothing was changed. Correct it and try again." in printed
    assert tables(target) == []
    assert list(tmp_path.glob("alice*")) == []


def test_a_predecessors_database_is_no_target(house, postgres, capsys):
    url = postgres.url("predecessors")
    predecessor.make(url)
    before = (tables(url), columns(url))

    assert house.migrate("copy", house.url, url) == 2

    said = capsys.readouterr().err
    assert "The target has tables that Poppy did not make (poppy_tenants)" in said
    assert (tables(url), columns(url)) == before


def columns(url):
    with opened(url) as db:
        return {
            (table, column.name)
            for table in db.get_tables()
            for column in db.get_columns(table)
        }


def test_a_database_with_a_table_of_our_name_is_no_target(house, target, capsys):
    with opened(target) as db:
        db.execute_sql("CREATE TABLE poppy_users (mine TEXT)")
    assert house.migrate("copy", house.url, target) == 2
    assert "Poppy did not make (poppy_users)" in capsys.readouterr().err
    assert tables(target) == ["poppy_users"]


def test_tables_of_other_applications_stay_beside_the_copy(house, target):
    with opened(target) as db:
        db.execute_sql("CREATE TABLE recipes (name TEXT)")
    assert house.migrate("copy", house.url, target) == 0
    assert "recipes" in tables(target)


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
    assert digest([10**300]) == digest([1e300])
    assert digest([2**70]) != digest([2**70 + 1])
    assert digest([10**400]) != digest([10**400 + 1])
