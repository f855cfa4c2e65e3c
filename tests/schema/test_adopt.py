"""A database of the TypeScript Poppy is taken over whole, or left untouched."""

import psycopg2
import pytest
from playhouse.schema_diff import diff_models

import migrate
from database import database, opened
from errors import Conflict
from schema.history import problem_at
from service_models import TABLES
from stores import (
    artifact_store,
    auth_store,
    dataset_store,
    explanation_store,
    session_store,
)
from tests.schema import predecessor
from tests.schema.predecessor import uid


@pytest.fixture
def url(postgres, tmp_path, monkeypatch):
    url = postgres.url("predecessor")
    predecessor.make(url)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("POPPY_DATA_DIR", str(tmp_path))
    return url


@pytest.fixture
def adopted(url):
    """The stores over an adopted database."""
    assert migrate.main([]) == 0
    with opened(url) as db:
        database.initialize(db)
        yield db


def run(url, sql):
    connection = psycopg2.connect(url)
    with connection, connection.cursor() as cursor:
        cursor.execute(sql)
        rows = cursor.fetchall() if cursor.description else []
    connection.close()
    return rows


def columns_of(url):
    """The columns of each table that the predecessor made, as they are now."""
    tables = {}
    for table, column in run(
        url,
        """SELECT table_name, column_name FROM information_schema.columns
        WHERE table_schema = 'public' ORDER BY 1, ordinal_position""",
    ):
        if f'CREATE TABLE "{table}"' in predecessor.TABLES:
            tables.setdefault(table, []).append(f'"{column}"::text')
    return tables


def contents(url, columns):
    """Every row of every table, in these columns."""
    return {
        table: sorted(map(str, run(url, f'SELECT {",".join(c)} FROM "{table}"')))
        for table, c in columns.items()
    }


def strangers(url):
    return run(
        url,
        """SELECT table_name, column_name, data_type FROM information_schema.columns
        WHERE table_name IN ('orders', '_prisma_migrations',
        'poppy_data_quality_checks') ORDER BY 1, 2""",
    )


def test_adopting_changes_no_row_and_no_foreign_table(url, capsys):
    columns = columns_of(url)
    before, others = contents(url, columns), strangers(url)

    assert migrate.main([]) == 0

    assert contents(url, columns) == before
    assert strangers(url) == others
    report = capsys.readouterr().out
    assert "poppy_users: 3 rows, left as they are" in report
    assert "added column poppy_chat_messages.sequence" in report
    assert "widened poppy_dataset_versions.fileSize to bigint" in report
    assert "left alone: _prisma_migrations, orders, poppy_data_quality" in report
    assert "note:" not in report
    assert report.endswith("The schema is current.\n")


def test_an_adopted_schema_is_that_of_the_models(adopted):
    diff = diff_models(adopted, TABLES)
    assert not (diff.create_tables or diff.add_columns or diff.add_indexes)


def test_adopting_twice_finds_nothing_to_do(url, capsys):
    migrate.main([])
    capsys.readouterr()
    assert migrate.main([]) == 0
    assert capsys.readouterr().out == "Nothing to do; it is current.\n"
    assert migrate.main(["status"]) == 0
    assert "0000_adopted" in capsys.readouterr().out


def test_old_passwords_sign_in_and_are_renewed(adopted):
    assert auth_store.authenticate_user("anna@example.com", "wrong") is None
    anna = auth_store.authenticate_user("anna@example.com", "anna's password")
    ben = auth_store.authenticate_user("ben@example.com", "ben's password")
    assert (anna.role, ben.role) == ("owner", "member")
    hashes = adopted.execute_sql(
        'SELECT "passwordHash" FROM poppy_users ORDER BY id'
    ).fetchall()
    assert [h and h[:9] for (h,) in hashes] == ["$argon2id", "$argon2id", None]


def test_an_old_account_without_hash_never_signs_in(adopted):
    for password in ("", "demo", "None"):
        assert auth_store.authenticate_user("demo@example.com", password) is None


def test_an_old_token_does_not_sign_in(adopted):
    assert auth_store.get_session("raw-token") is None


def test_everything_is_found_through_the_stores(adopted):
    (dataset,) = dataset_store.get_datasets_by_tenant(uid("t1"))
    version = dataset_store.get_latest_version(dataset.id, uid("t1"))
    assert version.file_path == "/srv/poppy/uploads/t1/d1/sales.csv"
    assert (
        dataset_store.get_latest_profile(uid("d1"), uid("t1")).columns[0]["name"]
        == "region"
    )
    assert session_store.get_session(uid("s1"), uid("t1")).title == "Talk"
    (artifact,) = artifact_store.get_artifacts_by_session(uid("s1"), uid("t1"))
    assert artifact.data == predecessor.RESULT
    explanation = explanation_store.get_explanation_by_artifact(uid("a1"), uid("t1"))
    assert explanation.implications == ["Sell north."]
    (line,) = auth_store.get_audit_logs_by_tenant(uid("t1"))
    assert line.metadata == {"ip": "::1"}
    (usage,) = auth_store.get_token_usage(uid("u1"), uid("t1"))
    assert usage.estimated_cost == 0.01


def test_old_messages_keep_their_order_when_new_ones_come(adopted):
    session_store.create_message(uid("s1"), uid("t1"), "user", "and by month?")
    messages = session_store.get_messages_by_session(uid("s1"), uid("t1"))
    assert [m.content for m in messages] == [
        "total by region?",
        "12.5",
        "and by month?",
    ]
    assert [m.sequence for m in messages] == [1, 2, 3]


def test_the_old_application_can_go_on_writing_beside_us(adopted, url):
    session_store.create_message(uid("s1"), uid("t1"), "user", "ours")
    run(
        url,
        f"""INSERT INTO poppy_chat_messages
        ("id", "sessionId", "tenantId", "role", "content", "createdAt") VALUES
        ('m9', '{uid("s1")}', '{uid("t1")}', 'assistant', 'theirs', '2020-01-01')""",
    )
    session_store.create_message(uid("s1"), uid("t1"), "user", "ours again")
    contents = [
        m.content for m in session_store.get_messages_by_session(uid("s1"), uid("t1"))
    ]
    assert contents[-3:] == ["ours", "theirs", "ours again"]


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        ("DROP TABLE poppy_explanations", "Missing tables: poppy_explanations."),
        (
            'ALTER TABLE poppy_users DROP COLUMN "passwordHash"',
            "poppy_users.passwordHash is missing.",
        ),
        (
            "ALTER TABLE poppy_dataset_versions ALTER version TYPE text",
            "poppy_dataset_versions.version is text, not whole number.",
        ),
        (
            "ALTER TABLE poppy_datasets ADD shelf text NOT NULL",
            "poppy_datasets.shelf must be filled, and Poppy does not know it.",
        ),
        (
            'ALTER TABLE poppy_users ALTER "createdAt" TYPE timestamptz',
            "poppy_users.createdAt is timestamp with time zone, not time in UTC.",
        ),
        (
            "CREATE TABLE poppy_rate_limits (id text)",
            "poppy_rate_limits is there, and is not the predecessor's.",
        ),
        (
            "CREATE TABLE poppy_share_links (url text)",
            "poppy_share_links is there, and is not the predecessor's.",
        ),
        (
            "ALTER TABLE poppy_artifacts ADD pin text",
            "poppy_artifacts.pin is there, and is not the predecessor's.",
        ),
        (
            'ALTER TABLE poppy_users ALTER "email" DROP NOT NULL; '
            'UPDATE poppy_users SET "email" = NULL WHERE "name" = \'Demo\'',
            "poppy_users.email is empty in 1 rows.",
        ),
        (
            "ALTER TABLE poppy_audit_logs DROP CONSTRAINT poppy_audit_logs_pkey",
            "poppy_audit_logs.id is not its primary key.",
        ),
    ],
)
def test_another_schema_is_refused_before_anything_is_changed(
    url, capsys, change, difference
):
    if "shelf" in change:
        run(url, "DELETE FROM poppy_datasets")
    run(url, change)
    before = run(url, "SELECT table_name, column_name FROM information_schema.columns")

    assert migrate.main([]) == 2

    assert difference in capsys.readouterr().err
    after = run(url, "SELECT table_name, column_name FROM information_schema.columns")
    assert after == before
    assert problem_at(url).endswith("Run: python migrate.py")


def test_a_missing_foreign_key_is_noted(url, capsys):
    run(url, 'ALTER TABLE poppy_users DROP CONSTRAINT "poppy_users_tenantId_fkey"')
    assert migrate.main([]) == 0
    assert "note: poppy_users.tenantId has no foreign key" in capsys.readouterr().out


def test_a_value_that_should_be_unique_and_is_not_is_named(url, capsys):
    run(url, 'DROP INDEX "poppy_users_email_key"')
    run(url, "UPDATE poppy_users SET email = 'same@example.com'")
    assert migrate.main([]) == 2
    assert "poppy_users.email holds a value twice." in capsys.readouterr().err


def test_a_missing_unique_index_is_added(url, capsys):
    run(url, 'DROP INDEX "poppy_users_email_key"')
    assert migrate.main([]) == 0
    assert "added index poppy_users (email)" in capsys.readouterr().out


def test_a_role_that_poppy_does_not_know_is_refused(url, capsys):
    run(url, """ALTER TYPE "PoppyUserRole" ADD VALUE 'ADMIN'""")
    run(url, """UPDATE poppy_users SET "role" = 'ADMIN' WHERE "name" = 'Demo'""")
    assert migrate.main([]) == 2
    assert "poppy_users.role is none of OWNER, MEMBER" in capsys.readouterr().err


def test_an_email_with_capitals_signs_in_and_stays_taken(url, capsys):
    run(url, "UPDATE poppy_users SET email = 'Anna@Example.com' WHERE name = 'Anna'")
    assert migrate.main([]) == 0
    with opened(url) as db:
        database.initialize(db)
        for spelled in ("anna@example.com", "Anna@Example.com"):
            anna = auth_store.authenticate_user(spelled, "anna's password")
            assert anna.email == "Anna@Example.com"
        with pytest.raises(Conflict):
            auth_store.register_owner("Eve", "anna@example.com", "eve's password")


def test_people_who_share_an_email_but_for_the_case_are_noted(url, capsys):
    run(url, "UPDATE poppy_users SET email = 'ANNA@example.com' WHERE name = 'Demo'")
    assert migrate.main([]) == 0
    assert "note: 2 people share the e-mail anna@example.com" in capsys.readouterr().out


def test_somebody_elses_history_is_left_alone(url, capsys):
    run(url, "CREATE TABLE poppy_schema_migrations (number int)")
    assert migrate.main([]) == 2
    said = "The table poppy_schema_migrations of this database is not Poppy's."
    assert said in capsys.readouterr().err
