"""A table that is missing beside its file is made anew, and a changed one is named."""

import shutil

import pytest

from database import database
from errors import NotFound
from schema.check import problems
from services import datasets, runtime, versions
from services.places import TABLE, folder_of
from stores import dataset_store
from tests.services.house import upload_sales


@pytest.fixture
def version(alice):
    """A version of sales, read in a way that somebody chose."""
    dataset = upload_sales(alice)
    newest = dataset_store.get_latest_version(dataset.id, alice.tenant_id)
    return versions.read_again(alice, newest.id, {"types": {"units": "text"}})


def rows(person, version):
    return datasets.rows(person, version.dataset_id, 0, 100).rows


def off():
    return list(problems(database.obj, runtime.files()))


def test_a_missing_table_is_made_anew_as_it_was_read(alice, version):
    before = rows(alice, version)
    described = dataset_store.get_profile(version.id, alice.tenant_id)
    runtime.files().delete_prefix(f"{folder_of(version)}/{TABLE}")

    assert rows(alice, version) == before

    again = dataset_store.get_profile(version.id, alice.tenant_id)
    assert again.columns == described.columns
    assert again.details["report"]["options"] == {"types": {"units": "text"}}
    assert off() == []


def test_without_its_file_a_table_cannot_be_made(alice, version):
    runtime.files().delete_prefix(folder_of(version))

    with pytest.raises(NotFound, match="cannot be reached"):
        rows(alice, version)


def test_a_table_that_was_replaced_is_named(alice, version):
    assert off() == []
    path = runtime.files().path(f"{folder_of(version)}/{TABLE}")
    other = upload_sales(alice, "region,price\nnorth,1\nsouth,2\n")
    newest = dataset_store.get_latest_version(other.id, alice.tenant_id)
    theirs = runtime.files().path(f"{folder_of(newest)}/{TABLE}")

    path.chmod(0o644)
    shutil.copyfile(theirs, path)

    (said,) = off()
    assert said.startswith("The table of version 2")
    assert f"Delete {folder_of(version)}/{TABLE}" in said
