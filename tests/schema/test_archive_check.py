"""An archive that is damaged or forged is refused before anything of it is stored."""

import json
import zipfile

import pytest

from models import Tenant, User
from stores import auth_store
from stores.file_store import LocalFiles
from tests.schema.conftest import CSV, fill
from tests.schema.forging import forged, rewritten

# Where an archive comes from makes no difference here.
pytestmark = pytest.mark.parametrize("house", ["sqlite"], indirect=True)

# Nor does the database, where the archive is refused before it is asked.
in_any_database = pytest.mark.parametrize("elsewhere", ["sqlite"], indirect=True)


def refused(house, elsewhere, path, capsys) -> str:
    """Import in vain; return the sentence, once nothing is seen to have changed."""
    tenants = Tenant.select().count()
    files = LocalFiles(elsewhere / "files")
    keys = sorted(files.keys())
    capsys.readouterr()
    assert house.migrate("import", str(path)) == 2
    assert Tenant.select().count() == tenants
    assert sorted(files.keys()) == keys
    return capsys.readouterr().err


@in_any_database
@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("poppy_users.jsonl", lambda text: text.replace(b"OWNER", b"MEMBER")),
        ("poppy_users.jsonl", lambda text: b"{broken"),
        ("poppy_users.jsonl", lambda text: b"[1, 2]\n"),
        ("poppy_users.jsonl", lambda text: b"[" * 100_000),
        ("poppy_chat_messages.jsonl", lambda text: text.splitlines(True)[0]),
        ("original.csv", lambda text: text + b"more"),
    ],
)
def test_a_changed_archive(house, archive, elsewhere, capsys, name, change):
    path = rewritten(archive, name, change)
    assert "not as it was exported" in refused(house, elsewhere, path, capsys)


@in_any_database
@pytest.mark.parametrize("part", ["poppy_users.jsonl", "original.csv", "manifest.json"])
def test_bytes_that_rotted(house, archive, elsewhere, capsys, part):
    with zipfile.ZipFile(archive) as whole:
        entry = next(e for e in whole.infolist() if e.filename.endswith(part))
    content = bytearray(archive.read_bytes())
    # The name and an extra field of 20 bytes stand before the data.
    start = entry.header_offset + 30 + len(entry.filename) + 20
    for place in range(start, start + entry.compress_size // 2):
        content[place] ^= 0xFF
    path = archive.with_name("rotten.zip")
    path.write_bytes(content)
    said = refused(house, elsewhere, path, capsys)
    assert "not as it was exported" in said or "not an exported tenant" in said


@in_any_database
@pytest.mark.parametrize(
    "change",
    [
        lambda manifest: [],
        lambda manifest: None,
        lambda manifest: {**manifest, "tables": None},
        lambda manifest: {**manifest, "tables": {"poppy_users": 5}},
        lambda manifest: {**manifest, "files": [{"key": 5, "sha256": ""}]},
        lambda manifest: {**manifest, "files": 5},
        lambda manifest: {**manifest, "tenant": ["t"]},
        lambda manifest: {**manifest, "version": "new"},
        lambda manifest: {k: v for k, v in manifest.items() if k != "tables"},
    ],
)
def test_a_manifest_of_another_form(house, archive, elsewhere, capsys, change):
    path = rewritten(
        archive, "manifest.json", lambda text: json.dumps(change(json.loads(text)))
    )
    said = refused(house, elsewhere, path, capsys)
    assert "This file is not an exported tenant." in said


@in_any_database
def test_a_manifest_of_a_newer_poppy(house, archive, elsewhere, capsys):
    def add_a_table(text):
        manifest = json.loads(text)
        manifest["tables"]["poppy_dreams"] = {"rows": 0, "hash": "0"}
        return json.dumps(manifest)

    path = rewritten(archive, "manifest.json", add_a_table)
    assert "A newer Poppy made this" in refused(house, elsewhere, path, capsys)


@in_any_database
@pytest.mark.parametrize("content", [b"", b"not a zip", None])
def test_another_file(house, elsewhere, capsys, content):
    path = house.folder / "other.zip"
    if content is None:
        with zipfile.ZipFile(path, "w") as other:
            other.writestr("readme.txt", "hello")
    else:
        path.write_bytes(content)
    assert "error: " in refused(house, elsewhere, path, capsys)


@pytest.mark.parametrize(
    "key", ["../../escaped", "/tmp/escaped", "other/d/v/original.csv", "loose.csv"]
)
def test_a_file_of_no_version(house, archive, elsewhere, capsys, key):
    def add(contents):
        contents.files[key] = CSV

    path = forged(archive, add)
    said = refused(house, elsewhere, path, capsys)
    assert f"{key} belongs to no version in the archive." in said
    assert not (elsewhere.parent / "escaped").exists()


def test_a_version_that_claims_the_file_of_another_tenant(
    house, archive, elsewhere, capsys
):
    _, victim, _ = fill(LocalFiles(elsewhere / "files"), "victim@example.com")

    def steal(contents):
        contents.tables["poppy_dataset_versions"][0]["filePath"] = victim.file_path

    said = refused(house, elsewhere, forged(archive, steal), capsys)
    assert f"is the file of something else ({victim.file_path})" in said


def test_the_predecessors_paths_are_no_claims(house, archive, elsewhere):
    def age(contents):
        contents.tables["poppy_dataset_versions"][0]["filePath"] = "/srv/old/sales.csv"

    assert house.migrate("import", str(forged(archive, age))) == 0


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("poppy_audit_logs", "userId"),
        ("poppy_audit_logs", "tenantId"),
        ("poppy_chat_messages", "tenantId"),
        ("poppy_analysis_sessions", "datasetId"),
        ("poppy_dataset_versions", "datasetId"),
        ("poppy_explanations", "artifactId"),
        ("poppy_explanations", "sessionId"),
    ],
)
def test_a_link_to_a_row_of_another_tenant(
    house, archive, elsewhere, capsys, table, column
):
    owner, version, session_id = fill(
        LocalFiles(elsewhere / "files"), "victim@example.com"
    )
    foreign = {
        "userId": owner.id,
        "tenantId": owner.tenant_id,
        "datasetId": version.dataset_id,
        "artifactId": session_id,
        "sessionId": session_id,
    }

    def point_out(contents):
        contents.tables[table][0][column] = foreign[column]

    said = refused(house, elsewhere, forged(archive, point_out), capsys)
    assert f"{table}.{column} of row '" in said
    assert "points to a row that is not in the archive" in said


def test_a_second_tenant(house, archive, elsewhere, capsys):
    def join_another(contents):
        (tenant,) = contents.tables["poppy_tenants"]
        contents.tables["poppy_tenants"].append({**tenant, "id": "t2"})

    path = forged(archive, join_another)
    assert "not as it was exported" in refused(house, elsewhere, path, capsys)


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("role", "ADMIN", "holds 'ADMIN', which is no role"),
        ("email", None, "is empty"),
        ("email", "a\0@example.com", "which is no text that can be stored"),
        ("createdAt", "yesterday", "holds 'yesterday', which is no time in UTC"),
        ("id", 5, "holds 5, which is no text"),
    ],
)
def test_a_row_that_no_database_could_hold(
    house, archive, elsewhere, capsys, column, value, reason
):
    def spoil(contents):
        contents.tables["poppy_users"][0][column] = value

    said = refused(house, elsewhere, forged(archive, spoil), capsys)
    assert f"poppy_users.{column} of row '" in said
    assert reason in said


def test_a_row_that_the_database_refuses_takes_the_files_back(
    house, archive, elsewhere, capsys
):
    def repeat(contents):
        (user,) = contents.tables["poppy_users"]
        contents.tables["poppy_users"].append({**user, "id": "twin"})

    said = refused(house, elsewhere, forged(archive, repeat), capsys)
    assert "poppy_users.id of row 'twin' is refused by the database" in said


def test_a_new_address_is_not_one_of_the_archive(house, archive, elsewhere):
    fill(LocalFiles(elsewhere / "files"))

    def hire(contents):
        (user,) = contents.tables["poppy_users"]
        contents.tables["poppy_users"].append(
            {**user, "id": "u2", "email": "alice+2@example.com", "role": "MEMBER"}
        )

    assert house.migrate("import", str(forged(archive, hire))) == 0
    emails = {user.email for user in User.select()}
    assert emails == {f"alice{n}@example.com" for n in ("", "+2", "+3")}
    assert auth_store.authenticate_user("alice+3@example.com", "alice's password")
