"""One tenant moves with its files, whole, and beside others."""

import os
import time

import pytest

from errors import Conflict, NotFound
from models import Artifact, AuthSession, ChatMessage, DatasetVersion, Tenant, User
from schema.archive import BY_PARENT, LEFT_BEHIND, archived_models
from schema.tenant_export import find_tenant
from schema.tenant_import import import_tenant
from service_models import TABLES
from stores import auth_store, dataset_store, vocabulary_store
from stores.file_store import LocalFiles
from tests.schema.conftest import CSV


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


def test_an_import_after_one_that_was_cut_off_finishes_it(house, archive, elsewhere):
    files = LocalFiles(elsewhere / "files")
    with files.workspace() as folder:
        (folder / "f").write_bytes(CSV)
        files.put(house.version.file_path, folder / "f")
    left = files.path(house.version.file_path)
    os.utime(left, (0, 0))
    assert import_tenant(house.db, files, archive).files == 1
    assert house.migrate("check") == 0
    # A sweep that ran before the commit would have taken an old file.
    assert time.time() - left.stat().st_mtime < 60


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
