"""One tenant moves with its files, whole, and beside others."""

import json
import zipfile

import pytest

from database import database, opened
from errors import Conflict, NotFound
from models import Artifact, AuthSession, ChatMessage, DatasetVersion, Tenant, User
from schema.archive import BY_PARENT, LEFT_BEHIND, archived_models
from schema.history import apply_migrations
from schema.tenant_export import find_tenant
from schema.tenant_import import import_tenant
from service_models import TABLES
from stores import auth_store, dataset_store, vocabulary_store
from stores.file_store import LocalFiles
from tests.schema.conftest import CSV, empty_url, fill


@pytest.fixture
def archive(house):
    """The house's tenant in a zip, beside another tenant that is not."""
    fill(house.files, "stranger@example.com")
    auth_store.create_session(house.owner.id, house.owner.tenant_id, "owner")
    path = house.folder / "alice.zip"
    assert house.migrate("export", "alice@example.com", str(path)) == 0
    return path


@pytest.fixture(params=["sqlite", "postgres"])
def elsewhere(request, house, archive, tmp_path, monkeypatch):
    """An empty Poppy with its own folder, named by the environment."""
    url = empty_url(request, request.param, "elsewhere", tmp_path)
    folder = tmp_path / "elsewhere"
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("POPPY_DATA_DIR", str(folder))
    with opened(url) as db:
        apply_migrations(db)
        house.db = db
        database.initialize(db)
        yield folder


def test_a_tenant_arrives_whole_and_alone(house, archive, elsewhere, capsys):
    assert house.migrate("import", str(archive)) == 0

    said = capsys.readouterr().out
    assert "Imported 15 rows and 1 files." in said
    assert "0 ids were taken" in said
    owner = auth_store.authenticate_user("alice@example.com", "alice's password")
    assert owner == house.owner
    assert User.select().count() == 1
    assert AuthSession.select().count() == 0
    version = dataset_store.get_latest_version(
        house.version.dataset_id, owner.tenant_id
    )
    assert version == house.version
    files = LocalFiles(elsewhere / "files")
    assert files.path(version.file_path).read_bytes() == CSV
    assert house.migrate("check") == 0


def test_importing_beside_itself_gives_new_ids_everywhere(house, archive, capsys):
    assert house.migrate("import", str(archive)) == 0

    said = capsys.readouterr().out
    assert "alice@example.com is taken here: sign in as alice+2@example.com" in said
    twin = auth_store.authenticate_user("alice+2@example.com", "alice's password")
    assert twin.tenant_id != house.owner.tenant_id
    (dataset,) = dataset_store.get_datasets_by_tenant(twin.tenant_id)
    version = dataset_store.get_latest_version(dataset.id, twin.tenant_id)
    assert version.file_path == (
        f"{twin.tenant_id}/{dataset.id}/{version.id}/original.csv"
    )
    assert house.files.path(version.file_path).read_bytes() == CSV
    (word,) = vocabulary_store.get_known(twin.tenant_id, dataset.id)
    assert (word.phrase, word.user_id) == ("Größe", twin.id)
    artifact = Artifact.get(Artifact.tenant == twin.tenant_id)
    assert artifact.data["metadata"]["versionId"] == version.id
    reply = ChatMessage.get(
        ChatMessage.tenant_id == twin.tenant_id, ChatMessage.role == "assistant"
    )
    assert reply.metadata == {"artifactId": artifact.id}
    assert house.migrate("check") == 0

    house.migrate("import", str(archive))
    assert "sign in as alice+3@example.com" in capsys.readouterr().out


def test_keeping_ids_refuses_what_exists(house, archive, capsys):
    before = list(house.files.keys())
    assert house.migrate("import", str(archive), "--keep-ids") == 2
    assert "exists here already; nothing was imported" in capsys.readouterr().err
    assert list(house.files.keys()) == before
    assert User.select().count() == 2


def test_keeping_ids_works_where_they_are_free(house, archive, elsewhere):
    assert house.migrate("import", str(archive), "--keep-ids") == 0
    assert DatasetVersion.get().id == house.version.id


def rewritten(archive, name, change):
    """Return a copy of the archive in which one entry is changed."""
    path = archive.with_name("changed.zip")
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(path, "w") as new:
        for entry in old.namelist():
            content = old.read(entry)
            new.writestr(entry, change(content) if entry.endswith(name) else content)
    return path


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("poppy_users.jsonl", lambda text: text.replace(b"OWNER", b"MEMBER")),
        ("poppy_chat_messages.jsonl", lambda text: text.splitlines(True)[0]),
        ("original.csv", lambda text: text + b"more"),
    ],
)
def test_a_changed_archive_is_refused_before_anything_is_written(
    house, archive, elsewhere, capsys, name, change
):
    assert house.migrate("import", str(rewritten(archive, name, change))) == 2
    assert "not as it was exported" in capsys.readouterr().err
    assert User.select().count() == 0
    assert list(LocalFiles(elsewhere / "files").keys()) == []


@pytest.mark.parametrize("content", [b"", b"not a zip", None])
def test_another_file_is_refused(house, content, capsys):
    path = house.folder / "other.zip"
    if content is None:
        with zipfile.ZipFile(path, "w") as other:
            other.writestr("readme.txt", "hello")
    else:
        path.write_bytes(content)
    assert house.migrate("import", str(path)) == 2
    assert "error: " in capsys.readouterr().err


def test_a_key_that_leads_out_of_the_folder_is_refused(house, archive, elsewhere):
    def lead_out(text):
        manifest = json.loads(text)
        manifest["files"][0]["key"] = "../../escaped"
        return json.dumps(manifest).encode()

    path = rewritten(archive, "manifest.json", lead_out)
    with zipfile.ZipFile(path, "a") as changed:
        changed.writestr("files/../../escaped", CSV)
    assert house.migrate("import", str(path)) == 2
    assert not (elsewhere.parent / "escaped").exists()


def test_rows_that_fail_take_their_files_back(house, archive, elsewhere):
    files = LocalFiles(elsewhere / "files")

    def lose_the_tenant(text):
        manifest = json.loads(text)
        manifest["tables"]["poppy_tenants"] = {"rows": 0, "hash": f"{0:064x}"}
        return json.dumps(manifest).encode()

    path = rewritten(archive, "manifest.json", lose_the_tenant)
    path = rewritten(path.rename(archive.with_name("b.zip")), "tenants.jsonl", _nothing)
    assert house.migrate("import", str(path)) == 2
    assert list(files.keys()) == []


def _nothing(_):
    return b""


def test_an_import_after_one_that_was_cut_off_finishes_it(house, archive, elsewhere):
    files = LocalFiles(elsewhere / "files")
    with files.workspace() as folder:
        (folder / "f").write_bytes(CSV)
        files.put(house.version.file_path, folder / "f")
    assert import_tenant(house.db, files, archive).files == 1
    assert house.migrate("check") == 0


def test_a_missing_file_is_named_and_the_rest_exported(house, capsys):
    house.files.delete_prefix(house.version.file_path)
    path = house.folder / "part.zip"
    assert house.migrate("export", house.owner.tenant_id, str(path)) == 1
    assert f"missing: {house.version.file_path}" in capsys.readouterr().out
    assert path.exists()


def test_a_file_is_never_overwritten(house, archive, capsys):
    assert house.migrate("export", "alice@example.com", str(archive)) == 2
    assert "There is already a file" in capsys.readouterr().err


def test_a_tenant_is_found_by_id_name_or_email(house):
    tenant_id = house.owner.tenant_id
    for text in (tenant_id, "Alice's Organization", "ALICE@example.com"):
        assert find_tenant(text) == tenant_id
    with pytest.raises(NotFound):
        find_tenant("nobody")
    auth_store.create_tenant("Alice's Organization")
    with pytest.raises(Conflict):
        find_tenant("Alice's Organization")


def test_every_table_is_either_exported_or_left_behind_on_purpose():
    for model in archived_models():
        columns = {field.column_name for field in model._meta.sorted_fields}
        assert "tenantId" in columns or model in (Tenant, *BY_PARENT)
    assert set(archived_models()) | set(LEFT_BEHIND) == set(TABLES)
