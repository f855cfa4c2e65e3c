import threading

import pytest

from services import indexing, runtime, versions
from services.places import TABLE, VALUES, folder_of
from services.tables import open_indexed, open_table
from stores import dataset_store
from tests.services.house import upload_again, upload_sales


@pytest.fixture
def sales(alice):
    return upload_sales(alice)


@pytest.fixture
def every_table_is_large(monkeypatch):
    monkeypatch.setattr(indexing, "LARGE", 1)


def newest(dataset):
    return dataset_store.get_latest_version(dataset.id, dataset.tenant_id)


def kept(version) -> set[str]:
    return {key.split("/")[-1] for key in runtime.files().keys(folder_of(version))}


def test_the_first_question_makes_the_index_of_a_small_table(sales):
    assert kept(newest(sales)) == {"original.csv", TABLE}

    table = open_indexed(sales, newest(sales))

    assert table.values == runtime.files().path(f"{folder_of(newest(sales))}/{VALUES}")
    assert open_indexed(sales, newest(sales)).values == table.values


def test_looking_at_a_table_makes_no_index(sales):
    assert open_table(sales, newest(sales)).values is None
    assert VALUES not in kept(newest(sales))


def test_the_index_of_a_large_table_is_made_after_the_upload(
    alice, every_table_is_large, wait_until
):
    sales = upload_sales(alice)
    wait_until(lambda: VALUES in kept(newest(sales)))


def test_a_question_waits_for_the_index_of_a_large_table(
    alice, monkeypatch, every_table_is_large
):
    monkeypatch.setattr(indexing.worker, "offer", lambda job: False)
    sales = upload_sales(alice)
    version, profile = newest(sales), open_table(sales, newest(sales)).profile
    making = threading.Timer(0.2, indexing._make_unasked, [version, profile])
    making.start()

    assert indexing.index_of(version, profile).exists()
    making.join()


def test_a_question_that_would_wait_too_long_is_told_to_come_again(
    alice, monkeypatch, every_table_is_large
):
    monkeypatch.setattr(indexing.worker, "offer", lambda job: False)
    monkeypatch.setattr(indexing, "WAIT_SECONDS", 0.1)
    sales = upload_sales(alice)

    with pytest.raises(indexing.StillIndexing, match="Ask again"):
        open_indexed(sales, newest(sales))


def test_an_index_that_comes_after_its_version_is_deleted_goes_again(alice, sales):
    first, profile = newest(sales), open_table(sales, newest(sales)).profile
    upload_again(alice, sales, "a,b\n1,x\n2,y\n")
    path = runtime.files().path(f"{folder_of(first)}/{TABLE}")
    table = path.read_bytes()
    versions.delete(alice, first.id)
    path.parent.mkdir(parents=True)
    path.write_bytes(table)

    indexing._make_unasked(first, profile)

    assert kept(first) == set()


def test_a_table_that_is_gone_has_no_index(sales):
    version, profile = newest(sales), open_table(sales, newest(sales)).profile
    runtime.files().delete_prefix(folder_of(version))

    assert indexing.index_of(version, profile) is None
