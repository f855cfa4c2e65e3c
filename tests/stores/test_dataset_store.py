"""Datasets, versions and profiles keep to their tenant and to their order."""

import pytest

from database import transaction
from errors import NotFound, ValidationError
from stores import dataset_store
from stores.statements import cursor_of


def uploaded(dataset, user, version_id="v1", rows=3):
    return dataset_store.add_version(
        dataset.id,
        dataset.tenant_id,
        version_id=version_id,
        file_path=f"{dataset.tenant_id}/{dataset.id}/{version_id}/data.csv",
        file_size=3_000_000_000,
        file_hash="ab" * 32,
        file_name="data.csv",
        rows=rows,
        columns=2,
        profile_columns=[{"name": "price", "min": 1.5}],
        profile_details={"notes": []},
        actor_user_id=user.id,
    )


@pytest.fixture
def sales(alice):
    return dataset_store.create_dataset(alice.tenant_id, "Sales", "by region")


def test_a_dataset_comes_back_as_it_was_made(alice, sales):
    assert dataset_store.get_dataset(sales.id, alice.tenant_id) == sales
    assert sales.name == "Sales"


def test_a_stranger_does_not_find_a_dataset(sales, charlie):
    with pytest.raises(NotFound, match="No such dataset"):
        dataset_store.get_dataset(sales.id, charlie.tenant_id)
    assert dataset_store.get_datasets_by_tenant(charlie.tenant_id) == []


def test_versions_are_numbered_and_newest_first(alice, sales):
    first = uploaded(sales, alice, "v1")
    second = uploaded(sales, alice, "v2")

    versions = dataset_store.get_versions_by_dataset(sales.id, alice.tenant_id)

    assert (first.version, second.version) == (1, 2)
    assert versions == [second, first]
    assert dataset_store.get_latest_version(sales.id, alice.tenant_id) == second
    assert first.file_size == 3_000_000_000


def test_an_upload_writes_version_profile_and_audit_line_together(alice, sales):
    version = uploaded(sales, alice)

    profile = dataset_store.get_profile(version.id, alice.tenant_id)

    assert profile.columns == [{"name": "price", "min": 1.5}]
    assert profile.details == {"notes": []}
    assert dataset_store.get_latest_profile(sales.id, alice.tenant_id) == profile


def test_a_failed_upload_leaves_nothing(alice, sales):
    uploaded(sales, alice, "same")
    with pytest.raises(Exception, match="(?i)unique"), transaction():
        uploaded(sales, alice, "same")

    assert len(dataset_store.get_versions_by_dataset(sales.id, alice.tenant_id)) == 1
    assert dataset_store.get_store_stats() == {
        "datasets": 1,
        "versions": 1,
        "profiles": 1,
    }


def test_nothing_can_be_uploaded_to_a_strangers_dataset(sales, charlie):
    with pytest.raises(NotFound):
        dataset_store.create_dataset_version(sales.id, charlie.tenant_id, "k", 1)


def test_listings_show_the_newest_version(alice, sales):
    uploaded(sales, alice, "v1", rows=3)
    newest = uploaded(sales, alice, "v2", rows=7)
    empty = dataset_store.create_dataset(alice.tenant_id, "Empty")

    listings = dataset_store.get_dataset_listings(alice.tenant_id)

    assert {row.dataset.id: row.latest for row in listings} == {
        sales.id: newest,
        empty.id: None,
    }
    assert listings[0].last_asked is None


def test_pages_follow_each_other_without_gap_or_repeat(alice):
    made = {dataset_store.create_dataset(alice.tenant_id, f"D{i}").id for i in range(7)}
    seen, cursor = [], None
    while page := dataset_store.get_datasets_by_tenant(
        alice.tenant_id, limit=3, before=cursor
    ):
        seen += [dataset.id for dataset in page]
        cursor = cursor_of(page[-1])
    assert len(seen) == 7
    assert set(seen) == made


def test_a_cursor_that_is_none_is_refused(alice):
    with pytest.raises(ValidationError):
        dataset_store.get_datasets_by_tenant(alice.tenant_id, before="nonsense")


def test_a_renamed_dataset_keeps_its_versions(alice, sales):
    uploaded(sales, alice)
    renamed = dataset_store.update_dataset(sales.id, alice.tenant_id, name="Turnover")
    assert renamed.name == "Turnover"
    assert renamed.description == sales.description
    assert dataset_store.get_latest_version(sales.id, alice.tenant_id) is not None


def test_a_stranger_can_neither_rename_nor_delete(sales, charlie):
    with pytest.raises(NotFound):
        dataset_store.update_dataset(sales.id, charlie.tenant_id, name="Mine")
    with pytest.raises(NotFound):
        dataset_store.delete_dataset(sales.id, charlie.tenant_id)


def test_deleting_a_dataset_takes_versions_and_profiles_along(alice, sales):
    uploaded(sales, alice)
    dataset_store.delete_dataset(sales.id, alice.tenant_id)
    assert set(dataset_store.get_store_stats().values()) == {0}


def test_saving_a_profile_again_replaces_it(alice, sales):
    version = uploaded(sales, alice)
    dataset_store.save_profile(
        {
            "datasetVersionId": version.id,
            "rowCount": 9,
            "columnCount": 1,
            "columns": [{"name": "x", "mean": float("nan")}],
        }
    )
    profile = dataset_store.get_profile(version.id, alice.tenant_id)
    assert profile.row_count == 9
    assert profile.columns == [{"name": "x", "mean": None}]
